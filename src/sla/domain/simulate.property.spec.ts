import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMillis, MINUTE, toMillis, type Instant } from '../../kernel/instant.js';
import type { Hold } from './holds.js';
import type { PolicyMatter, SlaPolicy } from './policy.js';
import { replayUnder, type Course } from './simulate.js';
import { NO_CALENDARS } from './clock-times.js';

// Courses of a ticket under a draft policy, against a model that lives through them minute by minute and knows nothing of clocks and ledgers.

const BEGIN = toMillis('2026-11-19T08:00:00.000Z');
const HORIZON = 600;
const CUSTOMER = 'WAITING_ON_CUSTOMER';
const PRIORITIES = ['LOW', 'NORMAL', 'HIGH'] as const;
type Priority = (typeof PRIORITIES)[number];

/** What a priority gives: minutes, and for how many of them the customer may stop the clock (null: any; undefined: none). Undefined: no target. */
type Terms = { readonly goal: number; readonly budget: number | null | undefined } | undefined;
type Rules = Readonly<Record<Priority, Terms>>;
interface Story {
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly holds: readonly { readonly from: number; readonly to: number | null }[];
  readonly matters: readonly { readonly from: number; readonly priority: Priority }[];
}

function minute(m: number): Instant {
  return fromMillis(BEGIN + m * MINUTE);
}

function lived(rules: Rules, { startedAt, endedAt, holds, matters }: Story): string {
  const priorityAt = (m: number): Priority => matters.findLast(({ from }) => from <= m)?.priority ?? 'NORMAL';
  const heldAt = (m: number): boolean => holds.some(({ from, to }) => from <= m && (to === null || m < to));
  const changes = matters.map(({ from }) => from).filter((from) => from > startedAt);
  const begin = [startedAt, ...changes].find((m) => rules[priorityAt(m)] !== undefined && m <= HORIZON && (endedAt === null || m < endedAt));
  if (begin === undefined) return 'NONE';
  let terms = rules[priorityAt(begin)];
  if (!terms) return 'NONE';
  let [spent, used, paused] = [0, 0, false];
  for (let m = begin; m <= HORIZON; m += 1) {
    if (typeof terms.budget === 'number' && used >= terms.budget) paused = false;
    if (!paused && spent >= terms.goal) return `BREACHED ${m}`;
    if (m > begin) terms = rules[priorityAt(m)];
    if (!terms) {
      const again = lived(rules, { startedAt: m, endedAt, holds, matters }); // another clock, where a rule asks for it again
      return again === 'NONE' ? 'CANCELLED' : again;
    }
    if (!paused && spent >= terms.goal) return `BREACHED ${m}`;
    const { goal, budget } = terms;
    paused = heldAt(m) && budget !== undefined && (budget === null || used < budget);
    if (!paused && spent >= goal) return `BREACHED ${m}`;
    if (m === endedAt) return 'MET';
    if (paused) used += 1;
    else spent += 1;
  }
  return 'OPEN';
}

function replayed(rules: Rules, { startedAt, endedAt, holds, matters }: Story): string {
  const policy: SlaPolicy = {
    rules: PRIORITIES.map((priority) => {
      const terms = rules[priority];
      const pauses = terms?.budget === undefined ? [] : [{ reason: CUSTOMER, budgetMs: terms.budget === null ? null : terms.budget * MINUTE } as const];
      return { name: priority, when: { priorities: [priority] }, targets: terms ? [{ target: 'RESOLUTION', durationMs: terms.goal * MINUTE, calendar: null, warnings: [], pauses }] : [] };
    }),
  };
  const matter: PolicyMatter = { shopId: 's', platform: 'JD', kind: 'COMPLAINT', subtype: null, priority: 'NORMAL', severity: 'NORMAL', customerTier: null, channel: 'CHAT', tags: [], amount: null };
  const course: Course = {
    target: 'RESOLUTION', startedAt: minute(startedAt), ended: endedAt === null ? null : { at: minute(endedAt), how: 'SATISFIED' },
    holds: holds.map(({ from, to }): Hold => ({ from: minute(from), to: to === null ? null : minute(to), reason: CUSTOMER })),
    matters: matters.map(({ from, priority }) => ({ from: minute(from), matter: { ...matter, priority } })),
  };
  const { verdict, dueAt } = replayUnder(policy, course, NO_CALENDARS, minute(HORIZON));
  return verdict === 'BREACHED' ? `BREACHED ${(toMillis(dueAt ?? '') - BEGIN) / MINUTE}` : verdict;
}

const at = fc.oneof(fc.integer({ min: 0, max: HORIZON }), fc.integer({ min: 0, max: 30 }).map((tens) => tens * 10));
const terms = fc.option(fc.record({ goal: fc.integer({ min: 1, max: 200 }), budget: fc.constantFrom(undefined, null, 5, 30, 100) }), { nil: undefined, freq: 12 });
const holds = fc.array(at, { maxLength: 8 }).map((edges) => {
  const inOrder = [...edges].sort((a, b) => a - b);
  return inOrder.flatMap((from, index) => (index % 2 === 0 ? [{ from, to: inOrder[index + 1] ?? null }] : []));
});
const stories = fc.record({
  startedAt: fc.integer({ min: 0, max: 100 }), endedAt: fc.option(fc.integer({ min: 101, max: HORIZON })), holds,
  matters: fc.uniqueArray(fc.record({ from: at, priority: fc.constantFrom(...PRIORITIES) }), { maxLength: 4, selector: ({ from }) => from }).map((list) => (
    [{ from: 0, priority: 'NORMAL' as const }, ...list.filter(({ from }) => from > 0).sort((a, b) => a.from - b.from)]
  )),
});

describe('a course under a draft', () => {
  it('goes as a model that lives through it minute by minute', () => {
    fc.assert(fc.property(fc.record({ LOW: terms, NORMAL: terms, HIGH: terms }), stories, (rules, story) => {
      expect(replayed(rules, story)).toBe(lived(rules, story));
    }), { numRuns: 1_000 });
  });

  it('stands still for a hold that stands already when a change brings terms that let it', () => {
    const rules: Rules = { LOW: undefined, NORMAL: { goal: 60, budget: undefined }, HIGH: { goal: 60, budget: null } };
    const story: Story = { startedAt: 0, endedAt: null, holds: [{ from: 10, to: 100 }], matters: [{ from: 0, priority: 'NORMAL' }, { from: 30, priority: 'HIGH' }] };
    expect(replayed(rules, story)).toBe('BREACHED 130');
  });

  it('runs on after a hold that ended at the instant it began', () => {
    const rules: Rules = { LOW: undefined, NORMAL: { goal: 60, budget: null }, HIGH: undefined };
    expect(replayed(rules, { startedAt: 0, endedAt: null, holds: [{ from: 10, to: 10 }], matters: [{ from: 0, priority: 'NORMAL' }] })).toBe('BREACHED 60');
  });
});
