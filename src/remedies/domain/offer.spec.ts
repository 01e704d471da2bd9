import fc from 'fast-check';
import { DAY, HOUR, plus } from '../../kernel/instant.js';
import { tradeLine, tradeOf } from '../../../test/support/trade.js';
import { checkCap } from './cap.js';
import { MONEY_LEGS, type LegInput, type LegType } from './leg.js';
import { draftOffer, MAX_FULFIL_AHEAD, MAX_LEGS, type OfferContext, type OfferInput } from './offer.js';

const NOW = '2026-11-21T10:00:00.000Z';
const LINE = '0192f0c1-7f0e-7c3a-8b1e-000000000001';
const OTHER_LINE = '0192f0c1-7f0e-7c3a-8b1e-000000000002';
const PROOF = '0192f0c1-7f0e-7c3a-8b1e-000000000003';
const TRADE = tradeOf([tradeLine(LINE, 2, 15_000n), tradeLine(OTHER_LINE, 1, 5_000n)]);
const CONTEXT: OfferContext = { now: NOW, trade: TRADE, fault: 'WAREHOUSE', ours: true, evidenceOnTicket: [], askedAt: NOW, held: [], terms: null, paidToday: new Map(), demanded: [] };
const NOT_OURS: OfferContext = { ...CONTEXT, fault: 'CUSTOMER_PREFERENCE', ours: false };

function leg(type: LegType, more: Partial<LegInput> = {}): LegInput {
  return { type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more };
}
const money = (type: LegType, minor: bigint, currency = 'CNY'): LegInput => leg(type, { amount: { minor, currency } });
const goods = (type: LegType, orderLineId = LINE, quantity = 1): LegInput => leg(type, { orderLineId, quantity });
const explanation = leg('EXPLANATION', { note: 'What happened and why.' });

function offer(legs: readonly LegInput[], more: Partial<OfferInput> = {}): OfferInput {
  return { legs, fulfilBy: plus(NOW, 3 * DAY), validForHours: null, freightPayer: null, summary: null, refusal: null, refund: null, packPayouts: [], ...more };
}
const refused = (input: OfferInput, context: OfferContext = CONTEXT): unknown => {
  try {
    return draftOffer(input, context);
  } catch (error) {
    return error;
  }
};
const refusal = (code: string, field: string | null): unknown => expect.objectContaining({ code, field });

describe('an offer', () => {
  it('keeps 72 hours, the proposed payer and a summary of its legs unless told otherwise', () => {
    expect(draftOffer(offer([money('PARTIAL_REFUND', 8_000n), goods('RESHIP')]), CONTEXT)).toMatchObject({
      validForMs: 72 * HOUR, freightPayer: 'MERCHANT', summary: 'PARTIAL_REFUND 80.00 CNY, RESHIP', explanationOnly: false,
    });
    expect(draftOffer(offer([money('REFUND', 8_000n)], { validForHours: 1, summary: ' Money back ' }), CONTEXT)).toMatchObject({
      validForMs: HOUR, freightPayer: 'NONE', summary: 'Money back',
    });
  });

  it.each([0, -1, 1.5, 721, Number.NaN])('does not wait %p hours', (validForHours) => {
    expect(refused(offer([money('REFUND', 1n)], { validForHours }))).toEqual(refusal('INVALID_INPUT', 'validForHours'));
  });

  it('promises a date after now and at most 90 days ahead', () => {
    for (const ms of [0, -1, MAX_FULFIL_AHEAD + 1]) {
      expect(refused(offer([money('REFUND', 1n)], { fulfilBy: plus(NOW, ms) }))).toEqual(refusal('INVALID_INPUT', 'fulfilBy'));
    }
    for (const ms of [1, MAX_FULFIL_AHEAD]) {
      expect(draftOffer(offer([money('REFUND', 1n)], { fulfilBy: plus(NOW, ms) }), CONTEXT).fulfilBy).toBe(plus(NOW, ms));
    }
  });

  it('has 1 to 10 legs', () => {
    expect(refused(offer([]))).toEqual(refusal('INVALID_INPUT', 'legs'));
    expect(refused(offer(Array.from({ length: MAX_LEGS + 1 }, () => money('COUPON', 1n))))).toEqual(refusal('INVALID_INPUT', 'legs'));
    expect(draftOffer(offer(Array.from({ length: MAX_LEGS }, () => money('COUPON', 1n))), CONTEXT).legs).toHaveLength(MAX_LEGS);
  });

  it('has room for money that is owed back beside as many legs as may be asked for', () => {
    const owing = { ...CONTEXT, trade: { ...TRADE, owedBack: [{ legId: PROOF, minor: 3_000n, recordedBy: null }] } };
    const most = Array.from({ length: MAX_LEGS }, () => money('COUPON', 1n));
    const { legs } = draftOffer(offer(most), owing);
    expect([legs.length, legs[0]]).toMatchObject([MAX_LEGS + 1, { type: 'PRICE_DIFFERENCE', amount: { minor: 3_000n }, givesBack: [PROOF] }]);
    expect(refused(offer([...most, money('COUPON', 1n)]), owing)).toEqual(refusal('INVALID_INPUT', 'legs'));
    expect(draftOffer(offer([]), owing).legs).toHaveLength(1);
  });

  it('together with the other offers on the order stays within what was paid', () => {
    const committed = { ...CONTEXT, trade: { ...TRADE, committedMinor: 15_000n } };
    expect(draftOffer(offer([money('REFUND', 4_000n), money('COUPON', 1_000n)]), committed).legs).toHaveLength(2);
    expect(refused(offer([money('REFUND', 4_000n), money('COUPON', 1_001n)]), committed)).toMatchObject({
      code: 'CAP_EXCEEDED', field: 'legs', details: { paid: '200.00', committed: '150.00', left: '50.00', currency: 'CNY' },
    });
  });

  it('costing nothing is not held up by an order whose money is used up', () => {
    const used = { ...CONTEXT, trade: { ...TRADE, committedMinor: 20_001n } };
    expect(draftOffer(offer([goods('REPAIR')]), used).legs).toHaveLength(1);
    expect(draftOffer(offer([goods('RETURN'), goods('EXCHANGE')]), used).legs).toHaveLength(2);
    for (const legs of [[goods('RESHIP')], [goods('EXCHANGE')], [{ ...money('GIFT', 1n), note: 'A scarf' }]]) {
      expect(refused(offer(legs), used)).toMatchObject({ code: 'CAP_EXCEEDED', field: 'legs' });
    }
  });

  it('law: an accepted sum never lifts the order above what was paid, a refused one always would', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 15n }), { minLength: 1, maxLength: MAX_LEGS });
    fc.assert(fc.property(amounts, fc.bigInt({ min: 0n, max: 10n ** 16n }), fc.bigInt({ min: 0n, max: 10n ** 16n }), (minors, paidMinor, committedMinor) => {
      const after = committedMinor + minors.reduce((a, b) => a + b, 0n);
      const check = (): void => checkCap(minors.map((minor) => ({ ...money('COUPON', minor), basis: 'GOODWILL' as const })), { ...TRADE, paidMinor, committedMinor });
      if (after <= paidMinor) expect(check).not.toThrow();
      else expect(check).toThrow();
    }));
  });
});

describe('a leg', () => {
  it.each([...MONEY_LEGS, 'GIFT' as const].filter((type) => type !== 'PAYOUT'))('%s needs an amount above zero in the order’s currency, and an order', (type) => {
    expect(refused(offer([leg(type)]))).toEqual(refusal('INVALID_INPUT', 'legs.0.amount'));
    for (const minor of [0n, -1n]) expect(refused(offer([money(type, minor)]))).toEqual(refusal('INVALID_INPUT', 'legs.0.amount'));
    expect(refused(offer([money(type, 100n, 'USD')]))).toEqual(refusal('INVALID_INPUT', 'legs.0.amount.currency'));
    expect(refused(offer([money(type, 100n)]), { ...CONTEXT, trade: null })).toEqual(refusal('EVIDENCE_MISSING', null));
    expect(draftOffer(offer([{ ...money(type, 1n), note: 'Words' }]), CONTEXT).legs).toHaveLength(1);
  });

  it.each(['EXCHANGE', 'RESHIP', 'REPAIR'] as const)('%s needs a line of the order and at most the quantity bought', (type) => {
    expect(refused(offer([goods(type, PROOF)]))).toEqual(refusal('NOT_FOUND', 'legs.0.orderLineId'));
    expect(refused(offer([leg(type, { quantity: 1 })]))).toEqual(refusal('NOT_FOUND', 'legs.0.orderLineId'));
    for (const quantity of [0, -1, 3, 1.5]) expect(refused(offer([goods(type, LINE, quantity)]))).toEqual(refusal('INVALID_INPUT', 'legs.0.quantity'));
    expect(refused(offer([leg(type, { orderLineId: LINE })]))).toEqual(refusal('INVALID_INPUT', 'legs.0.quantity'));
    expect(refused(offer([goods(type)]), { ...CONTEXT, trade: null })).toEqual(refusal('EVIDENCE_MISSING', null));
    expect(draftOffer(offer([goods(type, LINE, 2)]), CONTEXT).legs).toHaveLength(1);
  });

  it('refuses values that mean nothing for its type', () => {
    expect(refused(offer([{ ...goods('RESHIP'), amount: { minor: 1n, currency: 'CNY' } }]))).toEqual(refusal('INVALID_INPUT', 'legs.0.amount'));
    expect(refused(offer([{ ...money('REFUND', 1n), orderLineId: LINE }]))).toEqual(refusal('INVALID_INPUT', 'legs.0.orderLineId'));
    expect(refused(offer([{ ...money('REFUND', 1n), quantity: 1 }]))).toEqual(refusal('INVALID_INPUT', 'legs.0.quantity'));
    expect(refused(offer([{ ...money('REFUND', 1n), days: 1 }]))).toEqual(refusal('INVALID_INPUT', 'legs.0.days'));
    const other = { sku: 'S', title: 'T', price: { minor: 9_000n, currency: 'CNY' } };
    expect(refused(offer([{ ...goods('RESHIP'), exchange: other }]))).toEqual(refusal('INVALID_INPUT', 'legs.0.exchange'));
    expect(draftOffer(offer([{ ...goods('EXCHANGE'), exchange: other }, goods('RETURN')]), CONTEXT).legs[0]?.exchange).toEqual({ ...other, paidMinor: 7_500n });
  });

  it('of a payout is nobody’s to word', () => {
    expect(refused(offer([money('PAYOUT', 1n)]))).toEqual(refusal('INVALID_INPUT', 'legs.0.type'));
  });

  it('extends the receipt by 1 to 30 days, on an order', () => {
    for (const days of [null, 0, 31, 1.5, -3]) expect(refused(offer([leg('EXTENDED_RECEIPT', { days })]))).toEqual(refusal('INVALID_INPUT', 'legs.0.days'));
    for (const days of [1, 30]) expect(draftOffer(offer([leg('EXTENDED_RECEIPT', { days })]), CONTEXT).legs).toHaveLength(1);
    expect(refused(offer([leg('EXTENDED_RECEIPT', { days: 3 })]), { ...CONTEXT, trade: null })).toEqual(refusal('EVIDENCE_MISSING', null));
  });

  it('says in words what is given or explained', () => {
    expect(refused(offer([money('GIFT', 500n)]))).toEqual(refusal('INVALID_INPUT', 'legs.0.note'));
    expect(refused(offer([leg('EXPLANATION', { note: '  ' })]), NOT_OURS)).toEqual(refusal('INVALID_INPUT', 'legs.0.note'));
  });

  it('is a partial refund only below what was paid', () => {
    expect(refused(offer([money('PARTIAL_REFUND', 20_000n)]))).toEqual(refusal('INVALID_INPUT', 'legs.0.amount'));
    expect(draftOffer(offer([money('PARTIAL_REFUND', 19_999n)]), CONTEXT).legs).toHaveLength(1);
  });
});

describe('legs together', () => {
  it.each([
    ['a return for nothing', [goods('RETURN')], 'legs'],
    ['a return for a coupon', [goods('RETURN'), money('COUPON', 1n)], 'legs'],
    ['a full refund and goods again', [money('REFUND', 1n), goods('RESHIP')], 'legs'],
    ['a full refund and a repair', [goods('REPAIR'), money('REFUND', 1n)], 'legs'],
    ['two refunds', [money('REFUND', 1n), money('PARTIAL_REFUND', 1n)], 'legs.1.type'],
    ['two freight legs', [money('FREIGHT', 1n), money('COUPON', 1n), money('FREIGHT', 1n)], 'legs.2.type'],
    ['two explanations', [explanation, money('COUPON', 1n), explanation], 'legs.2.type'],
    ['two price differences', [money('PRICE_DIFFERENCE', 1n), money('PRICE_DIFFERENCE', 1n)], 'legs.1.type'],
    ['two extensions', [leg('EXTENDED_RECEIPT', { days: 1 }), leg('EXTENDED_RECEIPT', { days: 2 })], 'legs.1.type'],
    ['one line returned twice', [goods('RETURN'), money('REFUND', 1n), goods('RETURN')], 'legs.2.orderLineId'],
    ['one line exchanged and reshipped', [goods('EXCHANGE'), goods('RESHIP')], 'legs.1.orderLineId'],
  ] as const)('refuse %s', (_name, legs, field) => {
    expect(refused(offer(legs))).toEqual(refusal('INVALID_INPUT', field));
  });

  it.each([
    ['return and refund', [goods('RETURN'), money('REFUND', 1n)]],
    ['return and partial refund', [goods('RETURN'), money('PARTIAL_REFUND', 1n)]],
    ['return and exchange', [goods('RETURN'), goods('EXCHANGE')]],
    ['reship of what came wrong', [goods('RETURN'), goods('RESHIP'), money('COUPON', 1n)]],
    ['two lines of one parcel', [goods('RESHIP'), goods('RESHIP', OTHER_LINE)]],
  ] as const)('allow %s', (_name, legs) => {
    expect(draftOffer(offer(legs), CONTEXT).legs).toHaveLength(legs.length);
  });
});

describe('what an offer adds by itself', () => {
  const refund = { lines: [{ orderLineId: LINE, quantity: 1 }], keptGifts: [], withFreight: null };

  it('is the refund its lines amount to, by law where the goods come back for a fault of ours', () => {
    const draft = draftOffer(offer([goods('RETURN')], { refund }), CONTEXT);
    expect(draft.legs.slice(1)).toEqual([{ type: 'PARTIAL_REFUND', amount: { minor: 7_500n, currency: 'CNY' }, orderLineId: null, quantity: null, days: null, note: null, basis: 'STATUTORY', packRow: null }]);
    expect(draft.breakdown?.totalMinor).toBe(7_500n);
    expect(draftOffer(offer([], { refund }), CONTEXT).legs).toMatchObject([{ basis: 'GOODWILL' }]);
    const whole = { ...refund, lines: [{ orderLineId: LINE, quantity: 2 }, { orderLineId: OTHER_LINE, quantity: 1 }] };
    expect(draftOffer(offer([goods('RETURN', LINE, 2), goods('RETURN', OTHER_LINE)], { refund: whole }), CONTEXT).legs.at(-1)).toMatchObject({ type: 'REFUND', basis: 'STATUTORY' });
    expect(refused(offer([], { refund }), { ...CONTEXT, trade: null })).toEqual(refusal('EVIDENCE_MISSING', 'refund'));
    expect(refused(offer([], { refund: { ...refund, withFreight: false } }))).toEqual(refusal('INVALID_INPUT', 'refund.withFreight'));
    expect(refused(offer([], { refund: { ...refund, lines: [{ orderLineId: LINE, quantity: 1 }] } }), { ...CONTEXT, trade: tradeOf([tradeLine(LINE, 2, 0n)]) })).toEqual(refusal('CAP_EXCEEDED', 'refund.lines'));
    expect(refused(offer([goods('RESHIP', LINE, 2)], { refund }))).toEqual(refusal('CAP_EXCEEDED', 'legs.0.quantity'));
  });

  it('is the difference of cheaper goods, and what was paid for goods that were called off: not with a refusal', () => {
    const cheaper = { ...goods('EXCHANGE'), exchange: { sku: 'S', title: 'T', price: { minor: 7_000n, currency: 'CNY' } } };
    const types = (input: OfferInput, trade = TRADE) => draftOffer(input, { ...NOT_OURS, trade }).legs.map(({ type, amount }) => `${type} ${amount?.minor ?? ''}`.trim());
    expect(types(offer([cheaper, goods('RETURN')]))).toEqual(['EXCHANGE', 'RETURN', 'PRICE_DIFFERENCE 500']);
    const owed = { ...TRADE, owedBack: [{ legId: 'x', minor: 40n, recordedBy: null }] };
    expect(types(offer([]), owed)).toEqual(['PRICE_DIFFERENCE 40']);
    expect(types(offer([explanation], { refusal: { reason: 'DEMAND_EXCEEDS_LOSS', alternative: 'Half of it.', evidenceIds: [] } }), owed)).toEqual(['EXPLANATION']);
  });

  it('is the freight of goods that come back where a rule puts it on the merchant', () => {
    const terms = { until: null, exclusions: [], returnFreight: 'MERCHANT', freightBack: false, brokenFreeFreight: false, rule: 'p/r' } as const;
    const payer = (legs: LegInput[], more: Partial<OfferContext> = {}) => draftOffer(offer(legs), { ...NOT_OURS, terms, ...more }).freightPayer;
    const back = [goods('RETURN'), money('REFUND', 1n)];
    expect([payer(back), payer(back, { terms: { ...terms, returnFreight: 'CUSTOMER' } }), payer(back, { terms: null }), payer([goods('EXCHANGE')])]).toEqual(['MERCHANT', 'CUSTOMER', 'CUSTOMER', 'CUSTOMER']);
  });
});

describe('an explanation alone', () => {
  it('is a remedy where the finding is not ours or nobody is at fault', () => {
    expect(draftOffer(offer([explanation]), NOT_OURS).explanationOnly).toBe(true);
    expect(draftOffer(offer([explanation]), { ...CONTEXT, fault: 'NO_FAULT' }).explanationOnly).toBe(true);
    expect(refused(offer([explanation]))).toEqual(refusal('EVIDENCE_MISSING', 'legs'));
    expect(draftOffer(offer([explanation, money('COUPON', 1n)]), CONTEXT).explanationOnly).toBe(false);
  });

  it('refuses a demand with a reason, its proof and an alternative', () => {
    const reason = { reason: 'DAMAGED_BY_USE' as const, alternative: 'We repair it at cost.', evidenceIds: [PROOF] };
    const context = { ...NOT_OURS, evidenceOnTicket: [PROOF] };
    expect(draftOffer(offer([explanation], { refusal: reason }), context).refusal).toEqual(reason);
    expect(refused(offer([explanation], { refusal: reason }), NOT_OURS)).toEqual(refusal('NOT_FOUND', 'refusal.evidenceIds.0'));
    expect(refused(offer([explanation], { refusal: { ...reason, evidenceIds: [] } }), context)).toEqual(refusal('EVIDENCE_MISSING', 'refusal.evidenceIds'));
    expect(refused(offer([explanation], { refusal: { ...reason, alternative: ' ' } }), context)).toEqual(refusal('INVALID_INPUT', 'refusal.alternative'));
    for (const shown of ['NOT_OUR_GOODS', 'NO_DEFECT_FOUND', 'GOODS_NOT_INTACT'] as const) {
      expect(refused(offer([explanation], { refusal: { ...reason, reason: shown, evidenceIds: [] } }), context)).toEqual(refusal('EVIDENCE_MISSING', 'refusal.evidenceIds'));
    }
    expect(refused(offer([explanation], { refusal: { ...reason, evidenceIds: Array.from({ length: 21 }, () => PROOF) } }), context)).toEqual(refusal('INVALID_INPUT', 'refusal.evidenceIds'));
    expect(draftOffer(offer([explanation], { refusal: { ...reason, evidenceIds: Array.from({ length: 20 }, () => PROOF) } }), context).refusal?.evidenceIds).toHaveLength(20);
    const exceeding = { reason: 'DEMAND_EXCEEDS_LOSS' as const, alternative: 'Half of it.', evidenceIds: [] };
    expect(draftOffer(offer([explanation], { refusal: exceeding }), NOT_OURS).refusal).toEqual(exceeding);
    const lapsed = { reason: 'OUT_OF_TIME' as const, alternative: 'We repair it at cost.', evidenceIds: [] };
    expect(draftOffer(offer([explanation], { refusal: lapsed }), NOT_OURS).refusal).toEqual(lapsed);
  });

  it('is all a refusal carries, and never meets a finding of ours', () => {
    const late = { reason: 'OUT_OF_TIME' as const, alternative: 'A repair at cost.', evidenceIds: [] };
    expect(refused(offer([explanation, money('COUPON', 1n)], { refusal: late }), NOT_OURS)).toEqual(refusal('INVALID_INPUT', 'refusal'));
    expect(refused(offer([explanation], { refusal: late }), CONTEXT)).toEqual(refusal('EVIDENCE_MISSING', 'legs'));
  });
});
