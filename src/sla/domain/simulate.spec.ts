import { describe, expect, it } from '@jest/globals';
import { HOUR, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { NO_CALENDARS } from './clock-times.js';
import type { PolicyMatter, SlaPolicy } from './policy.js';
import { replayUnder, type Course, type Outcome } from './simulate.js';

const BEGIN = '2026-11-23T09:00:00.000Z';
const after = (millis: Millis): Instant => plus(BEGIN, millis);
const NORMAL: PolicyMatter = {
  shopId: 's', platform: 'OWN', kind: 'RETURN_EXCHANGE', subtype: null, priority: 'NORMAL', severity: 'NORMAL', channel: 'CHAT', customerTier: null, amount: null, tags: [],
};
const HIGH: PolicyMatter = { ...NORMAL, priority: 'HIGH' };

/** Two hours for what is high, and no time for anything else. */
const HIGH_ONLY: SlaPolicy = { rules: [{ name: 'high', when: { priorities: ['HIGH'] }, targets: [{ target: 'REMEDY', durationMs: 2 * HOUR, calendar: null, warnings: [], pauses: [] }] }] };

function tried(more: Partial<Course>, horizon: Instant): Outcome {
  return replayUnder(HIGH_ONLY, { target: 'REMEDY', startedAt: BEGIN, ended: null, holds: [], matters: [{ from: BEGIN, matter: NORMAL }], ...more }, NO_CALENDARS, horizon);
}

describe('a course that no rule gave a time when it began', () => {
  const matters = [{ from: BEGIN, matter: NORMAL }, { from: after(HOUR), matter: HIGH }];

  it('is timed from the change after which one does, as a ticket is', () => {
    expect(tried({ matters }, after(2 * HOUR))).toEqual({ verdict: 'OPEN', warned: false, dueAt: after(3 * HOUR), rule: 'high' });
    expect(tried({ matters }, after(3 * HOUR))).toMatchObject({ verdict: 'BREACHED', dueAt: after(3 * HOUR) });
    expect(tried({ matters, ended: { at: after(2 * HOUR), how: 'SATISFIED' } }, after(9 * HOUR))).toMatchObject({ verdict: 'MET', dueAt: after(3 * HOUR) });
  });

  it('was none where it ended before or by that change, or the change lies ahead', () => {
    for (const at of [after(HOUR - 1), after(HOUR)]) expect(tried({ matters, ended: { at, how: 'SATISFIED' } }, after(9 * HOUR)).verdict).toBe('NONE');
    expect([tried({ matters }, after(HOUR - 1)).verdict, tried({ matters }, after(HOUR)).verdict, tried({}, after(9 * HOUR)).verdict]).toEqual(['NONE', 'OPEN', 'NONE']);
  });

  it('stands still from there on while the ticket is on hold', () => {
    const holds = [{ from: after(HOUR / 2), to: after(2 * HOUR), reason: 'WAITING_ON_CUSTOMER' as const }];
    const [rule] = HIGH_ONLY.rules;
    const stopped: SlaPolicy = { rules: [{ name: 'high', when: { priorities: ['HIGH'] }, targets: (rule?.targets ?? []).map((target) => ({ ...target, pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetMs: null }] })) }] };
    expect(replayUnder(stopped, { target: 'REMEDY', startedAt: BEGIN, ended: null, holds, matters }, NO_CALENDARS, after(3 * HOUR))).toMatchObject({ verdict: 'OPEN', dueAt: after(4 * HOUR) });
  });
});

describe('a course that the rules let go of and ask for again', () => {
  const matters = [{ from: BEGIN, matter: HIGH }, { from: after(HOUR), matter: NORMAL }, { from: after(1.5 * HOUR), matter: HIGH }];

  it('comes to what its last clock does, which starts anew', () => {
    expect(tried({ matters }, after(1.25 * HOUR))).toMatchObject({ verdict: 'CANCELLED', dueAt: after(2 * HOUR) });
    expect(tried({ matters }, after(3 * HOUR))).toMatchObject({ verdict: 'OPEN', dueAt: after(3.5 * HOUR) });
    expect(tried({ matters, ended: { at: after(3 * HOUR), how: 'SATISFIED' } }, after(9 * HOUR))).toMatchObject({ verdict: 'MET', dueAt: after(3.5 * HOUR) });
    expect(tried({ matters, ended: { at: after(4 * HOUR), how: 'SATISFIED' } }, after(9 * HOUR)).verdict).toBe('BREACHED');
    expect(tried({ matters, ended: { at: after(HOUR), how: 'CANCELLED' } }, after(9 * HOUR)).verdict).toBe('CANCELLED');
  });

  it('was missed for good where it was missed before', () => {
    const late = [{ from: BEGIN, matter: HIGH }, { from: after(2 * HOUR + 1), matter: NORMAL }, { from: after(3 * HOUR), matter: HIGH }];
    expect(tried({ matters: late }, after(9 * HOUR))).toMatchObject({ verdict: 'BREACHED', dueAt: after(2 * HOUR) });
  });

  it('goes on where one command changed several things, by what they came to', () => {
    const atOnce = [{ from: BEGIN, matter: HIGH }, { from: after(HOUR), matter: NORMAL }, { from: after(HOUR), matter: HIGH }];
    expect(tried({ matters: atOnce }, after(1.5 * HOUR))).toMatchObject({ verdict: 'OPEN', dueAt: after(2 * HOUR) });
  });
});

it('what one command began and ended was owed to nobody', () => {
  const matters = [{ from: BEGIN, matter: HIGH }];
  expect(tried({ matters, ended: { at: BEGIN, how: 'SATISFIED' } }, after(HOUR)).verdict).toBe('NONE');
  expect(tried({ matters, ended: { at: after(1), how: 'SATISFIED' } }, after(HOUR)).verdict).toBe('MET');
});
