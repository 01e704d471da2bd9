import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BusinessCalendar, WEEKDAYS } from '../../../calendar/domain/index.js';
import { DAY, elapsed, HOUR, plus } from '../../../kernel/instant.js';
import { asksOpeningHours, asksShipTime, asksWorkdays } from './apply-row.js';
import { countsWorkdays, dueOf, neverShorter, spanOf, type DueRule } from './due-rule.js';
import type { DeadlineRow } from './pack.js';

const ZONE = 'Asia/Shanghai';
const FRIDAY = '2026-06-05T02:00:00.000Z';
const rule = (from: DueRule['from'], unit: DueRule['unit'], amount: number, more: Partial<DueRule> = {}): DueRule => ({ from, unit, amount, ...more });

describe('a time', () => {
  const due = (given: DueRule, shop = {}, at = FRIDAY): string => dueOf(given, { at }, ZONE, shop);

  it('of days ends at midnight of the last, which moves on from a day off only where the rule says so', () => {
    expect(due(rule('NEXT_DAY', 'DAYS', 1))).toBe('2026-06-06T16:00:00.000Z');
    expect(due(rule('NEXT_DAY', 'DAYS', 1, { rolls: true }))).toBe('2026-06-08T16:00:00.000Z');
    expect(due(rule('NEXT_DAY', 'DAYS', 3, { rolls: true }))).toBe('2026-06-08T16:00:00.000Z');
  });

  it('of workdays counts from the day after the event, whether it names the event or its next day', () => {
    for (const from of ['EVENT', 'NEXT_DAY'] as const) {
      expect([1, 2, 5, 6].map((amount) => due(rule(from, 'WORKDAYS', amount)))).toEqual(['08', '09', '12', '15'].map((day) => `2026-06-${day}T16:00:00.000Z`));
    }
  });

  it('comes to an end where no day is a workday', () => {
    const idle = { isWorkday: () => false };
    expect(due(rule('EVENT', 'WORKDAYS', 1), idle) > plus(FRIDAY, 59 * DAY)).toBe(true);
    expect(due(rule('NEXT_DAY', 'DAYS', 1, { rolls: true }), idle) > plus(FRIDAY, 59 * DAY)).toBe(true);
  });

  it('is never before the instant it names', () => {
    const given = (notBefore: string): string => due(rule('EVENT', 'DAYS', 1, { notBefore }));
    expect([given('2026-06-05T00:00:00.000Z'), given('2026-07-01T00:00:00.000Z')]).toEqual(['2026-06-06T02:00:00.000Z', '2026-07-01T00:00:00.000Z']);
  });

  it('runs in opening hours only where the rule says so and they are known', () => {
    const openingHours = new BusinessCalendar({ timeZone: ZONE, weekly: WEEKDAYS.map((day) => ({ day, opens: '10:00', closes: '11:00' })), holidays: [], overrides: [], breaks: [] });
    const inside = rule('EVENT', 'HOURS', 2, { inOpeningHours: true });
    expect([due(inside, { openingHours }), due(inside), due(rule('EVENT', 'HOURS', 2), { openingHours })]).toEqual(['2026-06-06T03:00:00.000Z', '2026-06-05T04:00:00.000Z', '2026-06-05T04:00:00.000Z']);
  });

  it('tells what must be known of the shop, for each of its times', () => {
    const plain = rule('EVENT', 'HOURS', 1);
    const row = (more: Partial<DueRule>, later: Partial<DueRule>): DeadlineRow =>
      ({ kind: 'DEADLINE', due: { ...plain, ...more }, overrides: [{ title: { en: 'x', zh: '节' }, from: '2026-01-01', to: '2026-01-02', due: { ...plain, ...later } }] }) as unknown as DeadlineRow;
    const asks = (of: DeadlineRow): boolean[] => [asksWorkdays(of), asksOpeningHours(of), asksShipTime(of)];
    expect(asks(row({}, {}))).toEqual([false, false, false]);
    const all = { unit: 'WORKDAYS', inOpeningHours: true, plusShipTime: true } as const;
    expect([asks(row(all, {})), asks(row({}, all))]).toEqual([[true, true, true], [true, true, true]]);
    expect([rule('NEXT_DAY', 'DAYS', 1, { rolls: true }), rule('NEXT_DAY', 'DAYS', 1)].map(countsWorkdays)).toEqual([true, false]);
  });
});

describe('the least and the most a rule gives', () => {
  it.each<[DueRule, number, number]>([
    [rule('EVENT', 'HOURS', 24), 24, 24], [rule('EVENT', 'DAYS', 2), 48, 48], [rule('NEXT_DAY', 'HOURS', 24), 24, 50], [rule('NEXT_DAY', 'DAYS', 2), 46, 74],
    [rule('EVENT', 'WORKDAYS', 2), 22, Infinity], [rule('NEXT_DAY', 'WORKDAYS', 2), 22, Infinity], [rule('NEXT_DAY', 'DAYS', 2, { rolls: true }), 46, Infinity],
    [rule('EVENT', 'HOURS', 24, { plusShipTime: true }), 24, Infinity], [rule('EVENT', 'HOURS', 24, { inOpeningHours: true }), 24, Infinity],
    [rule('EVENT', 'HOURS', 24, { between: { opens: '08:00', closes: '23:00' } }), 24, Infinity], [rule('EVENT', 'HOURS', 24, { notBefore: FRIDAY }), 24, Infinity],
  ])('%j: %i and %d hours', (given, least, most) => {
    expect(spanOf(given)).toEqual({ least: least * HOUR, most: most * HOUR });
  });

  it('hold for every event, also beside midnight and where clocks change', () => {
    const any = fc.record({
      from: fc.constantFrom<DueRule['from']>('EVENT', 'NEXT_DAY'), unit: fc.constantFrom<DueRule['unit']>('HOURS', 'DAYS', 'WORKDAYS'), amount: fc.integer({ min: 1, max: 400 }), rolls: fc.boolean(),
    });
    const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Antarctica/Troll', 'UTC');
    const at = fc.tuple(fc.integer({ min: 0, max: 4_000 * 24 }), fc.constantFrom(-1, 0, 1_234)).map(([hours, millis]) => plus('2024-01-01T00:00:00.000Z', hours * HOUR + millis));
    fc.assert(fc.property(any, zone, at, (given, place, when) => {
      const { least, most } = spanOf(given);
      const lasted = elapsed(when, dueOf(given, { at: when }, place));
      expect(lasted >= least && lasted <= most).toBe(true);
    }), { numRuns: 400 });
  });

  it('are compared for rules of unlike shape, and amounts for alike ones, whichever way they leave things out', () => {
    const full = { plusShipTime: false, between: null, inOpeningHours: false, rolls: false, notBefore: null };
    expect(neverShorter(rule('NEXT_DAY', 'WORKDAYS', 3), rule('NEXT_DAY', 'WORKDAYS', 3, full))).toBe(true);
    expect(neverShorter(rule('NEXT_DAY', 'WORKDAYS', 2), rule('NEXT_DAY', 'WORKDAYS', 3, full))).toBe(false);
    for (const more of [{ plusShipTime: true }, { between: { opens: '08:00', closes: '23:00' } }, { inOpeningHours: true }, { rolls: true }, { notBefore: FRIDAY }]) {
      expect([more, neverShorter(rule('NEXT_DAY', 'DAYS', 9), rule('NEXT_DAY', 'DAYS', 3, more))]).toEqual([more, false]);
      expect([more, neverShorter(rule('NEXT_DAY', 'DAYS', 9, more), rule('NEXT_DAY', 'DAYS', 3))]).toEqual([more, true]);
    }
  });
});
