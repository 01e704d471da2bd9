import { describe, expect, it } from '@jest/globals';
import { checkRules } from './check-rules.js';
import { DEFAULT_RULES } from './default-rules.js';
import { beginsBefore, nextLevel, offsetOf } from './level.js';
import { loopsIn } from './loops.js';
import type { Rule } from './rule.js';

const title = { en: 'a', zh: '甲' };
const notify = { type: 'NOTIFY', to: { type: 'ASSIGNEE' } } as const;

describe('checkRules', () => {
  it('finds nothing wrong with what ships', () => {
    expect(checkRules(DEFAULT_RULES)).toEqual([]);
  });

  it.each([null, undefined, 7, 'rules', [], {}, { rules: null }, { rules: [] }, { rules: [null] }, { rules: [{ key: {} }] }, { rules: [{ levels: [{ actions: [{ type: [] }] }] }] }])('answers problems and does not fail on %j', (input) => {
    expect(checkRules(input).length).toBeGreaterThan(0);
  });

  it.each(['CLOCK_BREACHED', 'CLOCK_WARNED'])('steps of a %s whose kinds leave STEP out would never come', (on) => {
    const found = (trigger: object): unknown[] => checkRules({ rules: [{ key: 'a', title, trigger: { on, ...trigger }, levels: [{ afterMinutes: 0, actions: [notify] }] }] }).map(({ path, code }) => `${path} ${code}`);
    expect(found({ kinds: ['RESOLUTION', 'TASK'], steps: ['LISTEN'] })).toEqual(['rules.0.trigger.steps NO_SUCH_CLOCK']);
    for (const sound of [{ kinds: ['RESOLUTION', 'STEP'], steps: ['LISTEN'] }, { steps: ['LISTEN'] }, { kinds: ['RESOLUTION'] }]) expect(found(sound)).toEqual([]);
  });

  it('levels of minutes and of percent compare only across the due time', () => {
    const rule = (levels: object[]): object => ({ rules: [{ key: 'a', title, trigger: { on: 'CLOCK_BREACHED' }, levels: levels.map((level) => ({ ...level, actions: [notify] })) }] });
    expect(checkRules(rule([{ afterMinutes: -10 }, { afterPercent: 0 }, { afterPercent: 50 }]))).toEqual([]);
    expect(checkRules(rule([{ afterMinutes: 10 }, { afterPercent: 50 }]))).toMatchObject([{ path: 'rules.0.levels.1', code: 'NOT_LATER' }]);
    expect(checkRules(rule([{ afterMinutes: 10, afterPercent: 50 }]))).toMatchObject([{ path: 'rules.0.levels.0', code: 'BOTH_OFFSETS' }]);
  });
});

describe('nextLevel', () => {
  const rule: Rule = {
    key: 'a', title, trigger: { on: 'CLOCK_BREACHED' },
    levels: [{ afterPercent: -25, actions: [notify] }, { afterMinutes: 0, actions: [notify] }, { afterPercent: 50, actions: [notify] }],
  };
  const anchor = { at: '2026-01-01T12:00:00.000Z', targetMs: 3_600_000 };

  it('counts every level from the anchor, and there is none after the last', () => {
    expect([0, 1, 2, 3].map((after) => nextLevel(rule, after, anchor)?.at ?? null)).toEqual([
      '2026-01-01T11:45:00.000Z', '2026-01-01T12:00:00.000Z', '2026-01-01T12:30:00.000Z', null,
    ]);
  });

  it('a percentage of no target is at once', () => {
    expect(offsetOf({ afterPercent: 50, actions: [] }, null)).toBe(0);
    expect(offsetOf({ afterMinutes: 5, actions: [] }, null)).toBe(300_000);
  });

  it('begins before a deadline where the first level does, in minutes or percent of it', () => {
    const first = (level: object, trigger: Rule['trigger'] = { on: 'CLOCK_BREACHED' }): boolean => beginsBefore({ ...rule, trigger, levels: [{ ...level, actions: [notify] }, { afterMinutes: 9, actions: [notify] }] });
    expect([{ afterMinutes: -1 }, { afterPercent: -1 }, { afterMinutes: 0 }, { afterPercent: 0 }, { afterMinutes: 1 }, { afterPercent: 1 }].map((level) => first(level)))
      .toEqual([true, true, false, false, false, false]);
    expect(first({ afterMinutes: -1 }, { on: 'CLOCK_WARNED' })).toBe(false);
  });
});

describe('loopsIn', () => {
  const rule = (key: string, trigger: Rule['trigger'], ...actions: Rule['levels'][number]['actions']): Rule => ({ key, title, trigger, levels: [{ afterMinutes: 0, actions }] });
  const task = { type: 'OPEN_TASK', department: 'LEGAL', question: '?', withinMinutes: 1 } as const;

  it('a late task that opens a task, but not a late step that does', () => {
    expect([...loopsIn([rule('a', { on: 'CLOCK_BREACHED', kinds: ['TASK'] }, task)]).keys()]).toEqual(['a']);
    expect([...loopsIn([rule('a', { on: 'CLOCK_WARNED' }, task)]).keys()]).toEqual(['a']);
    expect([...loopsIn([rule('a', { on: 'CLOCK_BREACHED', kinds: ['STEP'] }, task)]).keys()]).toEqual([]);
    expect([...loopsIn([rule('a', { on: 'CLOCK_BREACHED', steps: ['REMEDY'] }, task)]).keys()]).toEqual([]);
  });

  it('names the way round, and no rule that only leads into it', () => {
    const rules = [
      rule('in', { on: 'REOPENED', times: 1 }, { type: 'ADD_TAG', tag: 'a' }),
      rule('ab', { on: 'TAGGED', tag: 'a' }, { type: 'ADD_TAG', tag: 'b' }),
      rule('ba', { on: 'TAGGED', tag: 'b' }, { type: 'ADD_TAG', tag: 'a' }),
    ];
    expect(Object.fromEntries(loopsIn(rules))).toEqual({ ab: ['ab', 'ba', 'ab'], ba: ['ba', 'ab', 'ba'] });
  });
});
