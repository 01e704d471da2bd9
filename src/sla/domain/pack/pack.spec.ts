import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWeekday } from '../../../calendar/domain/index.js';
import { elapsed, HOUR, plus } from '../../../kernel/instant.js';
import { deadlineOf, payoutOf, windowEnd } from './apply-row.js';
import { BUILT_IN_PACKS } from './data/index.js';
import { OPEN_THROUGH_FESTIVAL, TMALL } from './data/tmall.js';
import { dueOf, neverShorter, type DueRule } from './due-rule.js';
import { SECOND_TIER, THIRD_TIER } from './data/douyin.js';
import { rowsInForce, type PackRow, type PolicyPack } from './pack.js';

const ZONE = 'Asia/Shanghai';
/** Monday 1 June 2026, 10:00 in China: an ordinary day. */
const AT = '2026-06-01T02:00:00.000Z';
const FESTIVAL = '2026-02-15T02:00:00.000Z';

function packOf(id: string): PolicyPack {
  const pack = BUILT_IN_PACKS.find((candidate) => candidate.id === id);
  if (!pack) throw new Error(`no pack ${id}`);
  return pack;
}

function need<K extends PackRow['kind']>(packId: string, kind: K, id: string): Extract<PackRow, { kind: K }> {
  const row = packOf(packId).rows.find((candidate): candidate is Extract<PackRow, { kind: K }> => candidate.kind === kind && candidate.id === id);
  if (!row) throw new Error(`no ${kind} ${id} in ${packId}`);
  return row;
}

describe('the timetable of Tmall', () => {
  it.each([
    ['refund.unshipped', '2026-06-02T02:00:00.000Z', '2026-02-16T02:00:00.000Z'],
    ['refund.shipped', '2026-06-02T14:00:00.000Z', '2026-02-20T02:00:00.000Z'],
    ['return.request', '2026-06-02T14:00:00.000Z', '2026-02-20T02:00:00.000Z'],
    ['refusal.buyer', '2026-06-06T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['return.ship', '2026-06-08T02:00:00.000Z', '2026-03-12T02:00:00.000Z'],
    ['return.confirm.signed', '2026-06-03T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['return.confirm.unsigned', '2026-06-08T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['exchange.request', '2026-06-02T02:00:00.000Z', '2026-02-20T02:00:00.000Z'],
    ['exchange.send.signed', '2026-06-08T02:00:00.000Z', '2026-03-03T16:00:00.000Z'],
    ['exchange.send.unsigned', '2026-06-11T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['reship.request', '2026-06-02T02:00:00.000Z', '2026-02-20T02:00:00.000Z'],
    ['reship.send', '2026-06-06T02:00:00.000Z', '2026-03-04T02:00:00.000Z'],
    ['reship.duty', '2026-06-02T02:00:00.000Z', '2026-02-16T02:00:00.000Z'],
    ['repair.request', '2026-06-03T02:00:00.000Z', '2026-02-20T02:00:00.000Z'],
    ['repair.return', '2026-07-01T02:00:00.000Z', '2026-03-17T02:00:00.000Z'],
    ['replacement.receipt', '2026-06-11T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['compensation.agreed', '2026-06-02T02:00:00.000Z', '2026-02-16T02:00:00.000Z'],
    ['evidence', '2026-06-04T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['evidence.festival', '2026-06-16T02:00:00.000Z', '2026-03-02T02:00:00.000Z'],
    ['evidence.reply', '2026-06-04T02:00:00.000Z', '2026-02-18T02:00:00.000Z'],
    ['event-tickets.refund', '2026-06-01T05:00:00.000Z', '2026-02-15T05:00:00.000Z'],
    ['instant.refund', '2026-06-01T07:00:00.000Z', '2026-02-15T07:00:00.000Z'],
  ])('%s: daily %s, in the festival %s', (id, daily, inFestival) => {
    const row = need('tmall', 'DEADLINE', id);
    expect([deadlineOf(row, { at: AT }, ZONE).dueAt, deadlineOf(row, { at: FESTIVAL }, ZONE).dueAt]).toEqual([daily, inFestival]);
  });

  it('covers every deadline row', () => {
    expect(TMALL.rows.filter(({ kind }) => kind === 'DEADLINE')).toHaveLength(22);
    expect(TMALL.rows.filter(({ kind }) => kind === 'PAYOUT')).toHaveLength(14);
    expect(TMALL.rows.filter(({ kind }) => kind === 'WINDOW')).toHaveLength(5);
  });

  it('keeps the daily time for a shop that stays open through the festival', () => {
    const row = need('tmall', 'DEADLINE', 'return.request');
    expect(deadlineOf(row, { at: FESTIVAL }, ZONE, { enrolments: [OPEN_THROUGH_FESTIVAL] })).toMatchObject({ dueAt: '2026-02-16T14:00:00.000Z', override: null });
    expect(deadlineOf(row, { at: FESTIVAL }, ZONE).override?.title.en).toBe('Spring Festival 2026');
  });

  it.each([
    ['2026-02-09T15:59:59.999Z', 36 * HOUR], ['2026-02-09T16:00:00.000Z', 120 * HOUR],
    ['2026-02-23T15:59:59.999Z', 120 * HOUR], ['2026-02-23T16:00:00.000Z', 36 * HOUR],
  ])('the festival begins and ends at midnight in China: %s', (at, length) => {
    expect(elapsed(at, deadlineOf(need('tmall', 'DEADLINE', 'refund.shipped'), { at }, ZONE).dueAt)).toBe(length);
  });

  it.each([
    ['2026-06-01T14:59:59.999Z', '2026-06-01T17:59:59.999Z'], ['2026-06-01T15:00:00.000Z', '2026-06-02T03:00:00.000Z'],
    ['2026-05-31T23:59:59.999Z', '2026-06-01T03:00:00.000Z'], ['2026-06-01T00:00:00.000Z', '2026-06-01T03:00:00.000Z'],
  ])('an application at night for event tickets counts from 08:00: %s', (at, dueAt) => {
    expect(deadlineOf(need('tmall', 'DEADLINE', 'event-tickets.refund'), { at }, ZONE).dueAt).toBe(dueAt);
  });

  it('adds the time the listing gives for sending exchanged goods', () => {
    const row = need('tmall', 'DEADLINE', 'exchange.send.signed');
    expect(elapsed(AT, deadlineOf(row, { at: AT, shipTimeMs: 72 * HOUR }, ZONE).dueAt)).toBe((72 + 120) * HOUR);
    expect(elapsed(FESTIVAL, deadlineOf(row, { at: FESTIVAL, shipTimeMs: 1_000 * HOUR }, ZONE).dueAt)).toBe((1_000 + 120) * HOUR);
  });
});

describe('the other packs', () => {
  it.each([
    ['douyin', 'not-picked-up', '2026-06-03T02:00:00.000Z'], ['douyin', 'work-order', '2026-06-02T02:00:00.000Z'],
    ['douyin', 'appeal', '2026-06-08T02:00:00.000Z'], ['douyin', 'appeal.result', '2026-06-08T16:00:00.000Z'], ['douyin', 'stale-order', '2027-06-01T02:00:00.000Z'],
    ['taobao', 'receipt', '2026-06-11T02:00:00.000Z'], ['jd', 'request', '2026-06-02T02:00:00.000Z'], ['jd', 'return.confirm', '2026-06-03T02:00:00.000Z'],
    ['pdd', 'request', '2026-06-02T14:00:00.000Z'], ['pdd', 'return.confirm', '2026-06-03T02:00:00.000Z'],
    ['cn-law', 'seven-days.refund', '2026-06-08T16:00:00.000Z'], ['cn-law', 'deliberate-delay', '2026-06-16T16:00:00.000Z'],
    ['cn-law', 'carrier.complaint', '2026-06-08T16:00:00.000Z'], ['cn-law', 'regulator', '2026-06-08T02:00:00.000Z'],
    ['eu-law', 'withdrawal.refund', '2026-06-15T16:00:00.000Z'], ['eu-law', 'withdrawal.return', '2026-06-15T16:00:00.000Z'],
    ['eu-law', 'uk.cancel.refund', '2026-06-15T16:00:00.000Z'],
    ['us-law', 'ship', '2026-07-01T16:00:00.000Z'], ['us-law', 'refund', '2026-06-10T16:00:00.000Z'],
    ['card-networks', 'chargeback.visa', '2026-07-01T02:00:00.000Z'], ['card-networks', 'chargeback.mastercard', '2026-07-16T02:00:00.000Z'],
    ['card-networks', 'chargeback.amex', '2026-06-21T02:00:00.000Z'], ['card-networks', 'chargeback.discover', '2026-07-01T02:00:00.000Z'],
    ['paypal', 'escalate', '2026-06-21T02:00:00.000Z'], ['paypal', 'claim', '2026-06-11T02:00:00.000Z'], ['paypal', 'offer', '2026-06-11T02:00:00.000Z'],
    ['amazon', 'contact', '2026-06-03T02:00:00.000Z'], ['amazon', 'claim', '2026-06-04T02:00:00.000Z'], ['amazon', 'appeal', '2026-07-01T02:00:00.000Z'],
    ['ebay', 'request', '2026-06-04T16:00:00.000Z'], ['ebay', 'refund', '2026-06-03T16:00:00.000Z'],
    ['ebay', 'close', '2026-06-30T16:00:00.000Z'], ['ebay', 'appeal', '2026-07-01T02:00:00.000Z'],
  ])('%s %s is due %s', (pack, id, dueAt) => {
    expect(deadlineOf(need(pack, 'DEADLINE', id), { at: AT }, ZONE).dueAt).toBe(dueAt);
  });

  it('are 33 deadlines, all of them above', () => {
    expect(BUILT_IN_PACKS.filter(({ id }) => id !== 'tmall').flatMap(({ rows }) => rows).filter(({ kind }) => kind === 'DEADLINE')).toHaveLength(33);
  });
});

describe('the windows of the buyer', () => {
  it.each([
    ['tmall', 'seven-days', '2026-06-08T16:00:00.000Z'], ['tmall', 'after-sale', '2026-06-16T02:00:00.000Z'], ['tmall', 'review', '2026-06-16T02:00:00.000Z'],
    ['tmall', 'review.append', '2026-11-28T02:00:00.000Z'], ['tmall', 'review.complaint', '2026-07-01T02:00:00.000Z'],
    ['cn-law', 'seven-days', '2026-06-08T16:00:00.000Z'], ['cn-law', 'quality', '2026-06-08T16:00:00.000Z'], ['cn-law', 'postal.claim', '2027-06-01T16:00:00.000Z'],
    ['eu-law', 'withdrawal', '2026-06-15T16:00:00.000Z'], ['eu-law', 'withdrawal.button', '2026-06-15T16:00:00.000Z'], ['eu-law', 'conformity', '2028-05-31T16:00:00.000Z'],
    ['eu-law', 'uk.cancel', '2026-06-15T16:00:00.000Z'], ['eu-law', 'uk.reject', '2026-07-01T16:00:00.000Z'],
    ['card-networks', 'dispute', '2026-09-29T02:00:00.000Z'], ['paypal', 'dispute', '2026-11-28T02:00:00.000Z'],
  ])('%s %s closes %s', (pack, id, closesAt) => {
    expect(windowEnd(need(pack, 'WINDOW', id), AT, ZONE)).toBe(closesAt);
  });

  it('seven days are 168 hours from 00:00 after the day of signing, whenever on that day it was', () => {
    const row = need('cn-law', 'WINDOW', 'seven-days');
    for (const signedAt of ['2026-05-31T16:00:00.000Z', '2026-06-01T15:59:59.999Z']) {
      expect(windowEnd(row, signedAt, ZONE)).toBe('2026-06-08T16:00:00.000Z');
    }
    expect(windowEnd(row, '2026-06-01T16:00:00.000Z', ZONE)).toBe('2026-06-09T16:00:00.000Z');
  });

  it('fourteen days of the EU follow the wall clock, and end on a working day', () => {
    const row = need('eu-law', 'WINDOW', 'withdrawal');
    // Received on Monday 16 March 2026; the clocks go forward on the 29th.
    expect(windowEnd(row, '2026-03-16T10:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-30T22:00:00.000Z');
    // The last day would be a Sunday.
    expect(windowEnd(row, '2026-06-07T10:00:00.000Z', 'Europe/Berlin')).toBe('2026-06-22T22:00:00.000Z');
    expect(windowEnd(row, '2026-06-07T10:00:00.000Z', 'Europe/Berlin', { isWorkday: (day) => isWeekday(day) && day !== '2026-06-22' })).toBe('2026-06-23T22:00:00.000Z');
  });

  it('by law name the goods outside them, three of them only with consent', () => {
    const { exclusions } = need('cn-law', 'WINDOW', 'seven-days');
    expect(exclusions.filter(({ needsConsent }) => !needsConsent).map(({ code }) => code)).toEqual(['MADE_TO_ORDER', 'PERISHABLE', 'DIGITAL_OPENED', 'PERIODICAL']);
    expect(exclusions.filter(({ needsConsent }) => needsConsent)).toHaveLength(3);
  });
});

describe('payouts', () => {
  const paid = (minor: bigint): Parameters<typeof payoutOf>[1] => ({ currency: 'CNY', minor: { PAID: minor } });

  it.each([
    ['tmall', 'payout.late', [[100n, 500n], [10_000n, 500n], [10_001n, 501n], [50_000n, 2_500n], [100_000n, 5_000n], [999_999n, 5_000n]]],
    ['tmall', 'payout.late.presale', [[1n, 500n], [20_000n, 2_000n], [60_000n, 5_000n]]],
    ['tmall', 'payout.out-of-stock', [[1n, 500n], [20_000n, 2_000n], [900_000n, 50_000n]]],
    ['tmall', 'payout.out-of-stock.long', [[1n, 500n], [20_000n, 3_000n], [900_000n, 50_000n]]],
    ['tmall', 'payout.not-picked-up', [[1n, 500n], [150_000n, 7_500n], [900_000n, 10_000n]]],
    ['tmall', 'payout.empty-parcel', [[1n, 500n], [10_000n, 3_000n], [900_000n, 50_000n]]],
    ['tmall', 'payout.trace.late', [[1n, 500n], [20_000n, 1_000n], [900_000n, 5_000n]]],
    ['tmall', 'payout.trace.stopped', [[1n, 500n], [20_000n, 4_000n], [900_000n, 10_000n]]],
    ['tmall', 'payout.refusal', [[1n, 500n], [20_000n, 1_000n], [900_000n, 5_000n]]],
    ['tmall', 'payout.exchange.late', [[1n, 500n], [20_000n, 1_000n], [900_000n, 5_000n]]],
    ['tmall', 'payout.reship.late', [[1n, 500n], [20_000n, 1_000n], [900_000n, 5_000n]]],
    ['tmall', 'payout.repair.late', [[1n, 500n], [20_000n, 1_000n], [900_000n, 5_000n]]],
    ['tmall', 'payout.compensation.late', [[1n, 500n], [900_000n, 500n]]],
    ['tmall', 'payout.insult', [[1n, 50_000n], [900_000n, 50_000n]]],
    ['douyin', 'payout.late', [[1n, 200n], [100_000n, 1_000n], [900_000n, 5_000n]]],
    ['douyin', 'payout.out-of-stock', [[1n, 200n], [100_000n, 1_000n], [900_000n, 5_000n]]],
    ['douyin', 'payout.late.tier-3', [[1n, 200n], [10_000n, 500n], [900_000n, 5_000n]]],
    ['douyin', 'payout.out-of-stock.tier-2', [[1n, 300n], [20_000n, 600n], [900_000n, 5_000n]]],
    ['douyin', 'payout.out-of-stock.tier-3', [[1n, 500n], [100_000n, 5_000n], [9_000_000n, 100_000n]]],
    ['douyin', 'payout.not-picked-up', [[1n, 500n], [10_000n, 2_500n], [900_000n, 10_000n]]],
    ['douyin', 'payout.trace.late', [[1n, 300n], [100_000n, 1_000n], [900_000n, 3_000n]]],
    ['douyin', 'payout.trace.stopped', [[1n, 500n], [20_000n, 1_000n], [900_000n, 5_000n]]],
    ['douyin', 'payout.service', [[1n, 500n], [20_000n, 1_000n], [900_000n, 3_000n]]],
    ['douyin', 'payout.refusal', [[1n, 500n], [20_000n, 2_000n], [900_000n, 5_000n]]],
  ] as const)('%s %s', (pack, id, amounts) => {
    const row = need(pack, 'PAYOUT', id);
    expect(amounts.map(([base]) => payoutOf(row, paid(base)).minor)).toEqual(amounts.map(([, award]) => award));
  });

  it.each([
    [[], ['payout.late', 'payout.out-of-stock']], [[SECOND_TIER], ['payout.late', 'payout.out-of-stock.tier-2']],
    [[THIRD_TIER], ['payout.late.tier-3', 'payout.out-of-stock.tier-3']], [[SECOND_TIER, THIRD_TIER], ['payout.late.tier-3', 'payout.out-of-stock.tier-3']],
  ])('of Douyin, a shop enrolled in %j has one row for each reason', (enrolments, ids) => {
    const rows = rowsInForce(packOf('douyin'), { at: AT, region: 'CN', enrolments });
    const tiered = rows.filter(({ kind, id }) => kind === 'PAYOUT' && /late|stock/.test(id) && !id.includes('trace'));
    expect(tiered.map(({ id }) => id)).toEqual(ids);
  });

  it('of the law: three times the price and at least 500; ten times the price or three times the loss, at least 1,000', () => {
    const fraud = need('cn-law', 'PAYOUT', 'fraud');
    expect([100n, 16_666n, 16_667n].map((PRICE) => payoutOf(fraud, { currency: 'CNY', minor: { PRICE } }).minor)).toEqual([50_000n, 50_000n, 50_001n]);
    const food = need('cn-law', 'PAYOUT', 'unsafe-food');
    expect(payoutOf(food, { currency: 'CNY', minor: { PRICE: 2_000n } }).minor).toBe(100_000n);
    expect(payoutOf(food, { currency: 'CNY', minor: { PRICE: 20_000n, LOSS: 10_000n } }).minor).toBe(200_000n);
    expect(payoutOf(food, { currency: 'CNY', minor: { PRICE: 2_000n, LOSS: 100_000n } }).minor).toBe(300_000n);
  });

  it('are 26, all of them above', () => {
    expect(BUILT_IN_PACKS.flatMap(({ rows }) => rows).filter(({ kind }) => kind === 'PAYOUT')).toHaveLength(26);
  });

  it('are never rounded down, and lie between their bounds', () => {
    const row = need('tmall', 'PAYOUT', 'payout.late');
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), (minor) => {
      const award = payoutOf(row, paid(minor)).minor;
      expect(award >= 500n && award <= 5_000n).toBe(true);
      if (award < 5_000n) expect(award * 20n >= minor).toBe(true);
      if (award > 500n) expect((award - 1n) * 20n < minor).toBe(true);
    }));
  });

  it('leave what the day still has', () => {
    const row = need('tmall', 'PAYOUT', 'payout.late');
    expect([0n, 46_000n, 49_999n, 50_000n, 60_000n].map((paidTodayMinor) => payoutOf(row, { ...paid(100_000n), paidTodayMinor }).minor)).toEqual([5_000n, 4_000n, 1n, 0n, 0n]);
  });

  it('are refused in another currency, without the amount they are a share of, and of a negative one', () => {
    const row = need('tmall', 'PAYOUT', 'payout.late');
    expect(() => payoutOf(row, { currency: 'USD', minor: { PAID: 1n } })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'currency' }));
    expect(() => payoutOf(row, { currency: 'CNY', minor: { LOSS: 1n } })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'basis' }));
    expect(() => payoutOf(row, paid(-1n))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'basis' }));
  });
});

describe('rows in force', () => {
  const ids = (at: string, more: Partial<Parameters<typeof rowsInForce>[1]> = {}, pack = TMALL): string[] =>
    rowsInForce(pack, { at, region: 'CN', enrolments: [], ...more }).map(({ id }) => id);

  it('begin and end with their days, in the zone of the pack', () => {
    expect(ids('2026-08-11T15:59:59.999Z')).not.toContain('compensation.agreed');
    expect(ids('2026-08-11T16:00:00.000Z')).toContain('compensation.agreed');
    expect(ids('2026-02-23T15:59:59.999Z')).toContain('evidence.festival');
    expect(ids('2026-02-23T16:00:00.000Z')).not.toContain('evidence.festival');
  });

  it('without a source are off until a person switches them on, one by one', () => {
    expect(ids(AT)).not.toContain('evidence');
    expect(ids(AT, { enableUnverified: ['evidence'] })).toContain('evidence');
    expect(BUILT_IN_PACKS.flatMap((pack) => rowsInForce(pack, { at: AT, region: pack.region === '*' ? 'EU' : pack.region, enrolments: ['INSTANT_DELIVERY'] })).filter(({ certainty }) => certainty === 'UNVERIFIED')).toEqual([]);
  });

  it('of a service hold for shops in it', () => {
    expect(ids(AT)).not.toContain('instant.refund');
    expect(ids(AT, { enrolments: ['INSTANT_DELIVERY'] })).toContain('instant.refund');
  });

  it('hold in their region and its parts', () => {
    const law = packOf('eu-law');
    expect(ids(AT, { region: 'GB' }, law)).toEqual(['uk.cancel', 'uk.cancel.refund', 'uk.reject']);
    expect(ids(AT, { region: 'EU-DE' }, law)).toEqual(['withdrawal', 'withdrawal.refund', 'withdrawal.return']);
    expect(ids('2026-06-19T02:00:00.000Z', { region: 'EU-DE' }, law)).toContain('withdrawal.button');
    expect(ids(AT, { region: 'EUX' }, law)).toEqual([]);
  });

  it('may be switched off, unless a law gives them', () => {
    expect(ids(AT, { off: ['return.request'] })).not.toContain('return.request');
    expect(ids(AT, { off: ['seven-days'] }, packOf('cn-law'))).toContain('seven-days');
  });
});

describe('more and less', () => {
  const rule = fc.record({
    from: fc.constantFrom<DueRule['from']>('EVENT', 'NEXT_DAY'), unit: fc.constantFrom<DueRule['unit']>('HOURS', 'DAYS', 'WORKDAYS'),
    amount: fc.integer({ min: 1, max: 400 }), plusShipTime: fc.boolean(), rolls: fc.boolean(),
  });

  it('a rule said never to be shorter is not, whatever the event and zone', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Antarctica/Troll', 'Africa/Cairo', 'UTC');
    const at = fc.integer({ min: 0, max: 4_000 * 24 }).map((n) => plus('2024-01-01T00:00:00.000Z', n * HOUR + 1_234));
    fc.assert(fc.property(rule, rule, zone, at, (given, owed, place, when) => {
      fc.pre(neverShorter(given, owed));
      expect(dueOf(given, { at: when }, place) >= dueOf(owed, { at: when }, place)).toBe(true);
    }), { numRuns: 400 });
  });

  it('seven calendar days are 166 hours where the clock is moved by two', () => {
    const days: DueRule = { from: 'NEXT_DAY', unit: 'DAYS', amount: 7 };
    const hours: DueRule = { from: 'EVENT', unit: 'HOURS', amount: 167 };
    const event = { at: '2026-03-28T23:59:59.000Z' };
    expect([dueOf(days, event, 'Antarctica/Troll'), dueOf(hours, event, 'Antarctica/Troll')]).toEqual(['2026-04-04T22:00:00.000Z', '2026-04-04T22:59:59.000Z']);
    expect([neverShorter(days, hours), neverShorter(days, { ...hours, amount: 166 })]).toEqual([false, true]);
  });

  it('eight calendar days are more than 168 hours from midnight, seven are not taken for more', () => {
    const law: DueRule = { from: 'NEXT_DAY', unit: 'HOURS', amount: 168 };
    expect(neverShorter({ from: 'NEXT_DAY', unit: 'HOURS', amount: 167 }, law)).toBe(false);
    expect(neverShorter(law, law)).toBe(true);
    expect(neverShorter({ from: 'EVENT', unit: 'DAYS', amount: 15 }, law)).toBe(true);
    expect(neverShorter({ from: 'EVENT', unit: 'DAYS', amount: 7 }, law)).toBe(false);
  });
});
