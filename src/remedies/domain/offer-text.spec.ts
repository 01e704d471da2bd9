import fc from 'fast-check';
import { CURRENCY_DECIMALS, formatAmount } from '../../kernel/money.js';
import type { DomainError } from '../../kernel/error.js';
import { checkOfferText, type Stated } from './offer-text.js';

const DAY = '2026-11-25T12:00:00.000Z';
const CNY80: Stated = { amounts: [{ minor: 8_000n, currency: 'CNY' }], fulfilBy: DAY, timeZone: 'Asia/Shanghai' };

function missing(body: string, stated: Stated = CNY80): unknown {
  try {
    checkOfferText(body, stated);
    return [];
  } catch (error) {
    return (error as DomainError).details?.['missing'] ?? error;
  }
}

describe('the message of an offer states its amounts', () => {
  it.each([
    '¥80', '￥80', '80元', '80 元', '８０元', '80.00元', '80块', 'CNY 80', '80.00 CNY', 'RMB80', '80 yuan', '人民币80.0', '退您80元，', '80元整', '(¥80)',
  ])('%s', (amount) => {
    expect(missing(`我们退您 ${amount}，11月25日前到账。`)).toEqual([]);
  });

  it.each([
    '80', '180元', '80.01元', '8元', '80,000元', '1,080元', '50-80元', '¥80-100', '80港元', 'HK$80', '80 yuans', '¥8 0', '80.001元', 'xCNY80', '-80元',
  ])('%s does not', (amount) => {
    expect(missing(`我们退您 ${amount}，11月25日前到账。`)).toEqual(['80.00 CNY']);
  });

  it('each of several, thousands too', () => {
    const stated = { ...CNY80, amounts: [{ minor: 128_050n, currency: 'CNY' }, { minor: 1_000n, currency: 'CNY' }] };
    expect(missing('退款1,280.50元，运费补偿10元，2026-11-25前完成', stated)).toEqual([]);
    expect(missing('退款1280.5元，2026-11-25前完成', stated)).toEqual(['10.00 CNY']);
  });

  it('in its own currency', () => {
    expect(missing('$80 by Nov 25', { ...CNY80, amounts: [{ minor: 8_000n, currency: 'USD' }] })).toEqual([]);
    expect(missing('HK$80 by Nov 25', { ...CNY80, amounts: [{ minor: 8_000n, currency: 'USD' }] })).toEqual(['80.00 USD']);
    expect(missing('¥800 by Nov 25', { ...CNY80, amounts: [{ minor: 800n, currency: 'JPY' }] })).toEqual([]);
    expect(missing('KWD 1.25 by Nov 25', { ...CNY80, amounts: [{ minor: 1_250n, currency: 'KWD' }] })).toEqual([]);
  });

  it('law: the amount as we print it is always found, and no other amount in its place', () => {
    const currency = fc.constantFrom(...Object.keys(CURRENCY_DECIMALS));
    const minor = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(fc.property(currency, minor, minor, (code, stated, other) => {
      const body = `We pay you ${formatAmount({ minor: stated, currency: code })} ${code} by 2026-11-25.`;
      expect(missing(body, { ...CNY80, amounts: [{ minor: stated, currency: code }] })).toEqual([]);
      if (other !== stated) expect(missing(body, { ...CNY80, amounts: [{ minor: other, currency: code }] })).toHaveLength(1);
    }));
  });
});

describe('the message of an offer states the promised day', () => {
  it.each([
    '2026-11-25', '2026/11/25', '2026.11.25', '2026年11月25日', '11月25日', '11 月 25 号', '１１月２５日', 'Nov 25', 'Nov. 25', 'November 25th', '25 November', '25th of November',
    '25 Nov 2026', 'November 25, 2026', 'by nov 25',
  ])('%s', (day) => {
    expect(missing(`80元 ${day}`)).toEqual([]);
  });

  it.each([
    '11/25', '25/11/2026', '11-25', '2025-11-25', '2025年11月25日', '2025 年 11月25日', '12026-11-25', '2026-11-255', '11月2日', '111月25日', 'Nov 255', 'Nov 25, 2025',
    '125 November', '25 November 2025', 'in four days', '尽快', '11月26日',
  ])('%s does not', (day) => {
    expect(missing(`80元 ${day}`)).toEqual(['2026-11-25']);
  });

  it('on the shop’s calendar', () => {
    expect(missing('80元，11月26日前', { ...CNY80, fulfilBy: '2026-11-25T17:00:00.000Z' })).toEqual([]);
  });

  it('unless it promises no deed', () => {
    expect(missing('这是正常现象。', { amounts: [], fulfilBy: null, timeZone: 'UTC' })).toEqual([]);
  });
});

it('names everything missing at once', () => {
  expect(missing('我们会补偿您')).toEqual(['80.00 CNY', '2026-11-25']);
});
