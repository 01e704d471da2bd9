import { describe, expect, it } from '@jest/globals';
import { alertsIn, type AlertClass } from './alerts.js';

describe('what a customer mentions', () => {
  it.each<[string, AlertClass[]]>([
    ['再不处理我就打 12315 了', ['REGULATOR']],
    ['孩子手被割伤，去医院缝了两针', ['INJURY']],
    ['我已经联系了律师，准备起诉', ['LEGAL']],
    ['I will call a journalist and my lawyer.', ['MEDIA', 'LEGAL']],
    ['申请平台介入', ['PLATFORM']],
    ['I started a chargeback', ['BANK_DISPUTE']],
    ['This bag is a fake', ['COUNTERFEIT']],
    ['這是假貨', ['COUNTERFEIT']],
    ['你们卖的不是正品', ['COUNTERFEIT']],
    ['假 货 ！', ['COUNTERFEIT']],
  ])('%s', (text, found) => {
    expect(alertsIn(text)).toEqual(found);
  });

  it.each(['拉链坏了，想换一件', 'Where is my parcel?', '没有受伤，就是衣服破了', 'Nobody was hurt by it, I was not injured'])('nothing in: %s', (text) => {
    expect(alertsIn(text)).toEqual([]);
  });
});
