import { expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../../kernel/instant.js';
import { statedDuration } from './stated-time.js';

it.each<[string, number | null]>([
  ['30分钟内答复您', 30 * MINUTE],
  ['半小时后给您回电', 30 * MINUTE],
  ['两小时内，最迟3小时', 3 * HOUR],
  ['１．５小时', 1.5 * HOUR],
  ['三天内寄出', 3 * DAY],
  ['within 45 minutes', 45 * MINUTE],
  ['in half an hour', 30 * MINUTE],
  ['an hour or so', HOUR],
  ['within two days', 2 * DAY],
  ['3个工作日内', null],
  ['three working days', null],
  ['明天上午10点前', null],
  ['30分钟内，或明天', null],
  ['by Friday', null],
  ['尽快', null],
  ['支持7天无理由退货', null],
])('%s', (text, expected) => {
  expect(statedDuration(text)).toBe(expected);
});
