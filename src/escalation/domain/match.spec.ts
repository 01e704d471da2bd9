import { describe, expect, it } from '@jest/globals';
import { DAY, plus } from '../../kernel/instant.js';
import type { Ticket } from '../../tickets/domain/ticket.js';
import { match, triggers, unmet } from './match.js';
import type { Occurrence } from './occurrence.js';
import type { Condition, Rule, Trigger } from './rule.js';

const NOW = '2026-11-22T12:00:00.000Z';
const TICKET = {
  status: 'OPEN', shopId: 'shop-1', kind: 'COMPLAINT', priority: 'HIGH', severity: 'SEVERE', emotion: 'ANGRY', teamId: 'team-1', channel: 'PHONE', tags: ['gold', 'vip'],
} as unknown as Ticket;
const clock = (more: object = {}): Occurrence => ({
  on: 'CLOCK_BREACHED', clockId: 'clock-1', kind: 'STEP', subject: 'REMEDY:2', at: NOW, targetMs: 1, generation: 1, level: 0, ...more,
});

describe('a trigger', () => {
  it.each<[string, Trigger, Occurrence, boolean]>([
    ['a missed deadline', { on: 'CLOCK_BREACHED' }, clock(), true],
    ['a missed deadline, of a warning', { on: 'CLOCK_BREACHED' }, clock({ on: 'CLOCK_WARNED', level: 1 }), false],
    ['of one of these kinds', { on: 'CLOCK_BREACHED', kinds: ['TASK', 'STEP'] }, clock(), true],
    ['of none of these kinds', { on: 'CLOCK_BREACHED', kinds: ['TASK'] }, clock(), false],
    ['of one of these steps, in whichever round', { on: 'CLOCK_BREACHED', steps: ['LISTEN', 'REMEDY'] }, clock(), true],
    ['of another step', { on: 'CLOCK_BREACHED', steps: ['LISTEN'] }, clock(), false],
    ['of a step, of a task that is named like it', { on: 'CLOCK_BREACHED', steps: ['REMEDY'] }, clock({ kind: 'TASK' }), false],
    ['each warning', { on: 'CLOCK_WARNED' }, clock({ on: 'CLOCK_WARNED', level: 2 }), true],
    ['a warning, of the breach', { on: 'CLOCK_WARNED' }, clock(), false],
    ['the warning named', { on: 'CLOCK_WARNED', level: 2 }, clock({ on: 'CLOCK_WARNED', level: 2 }), true],
    ['another warning', { on: 'CLOCK_WARNED', level: 1 }, clock({ on: 'CLOCK_WARNED', level: 2 }), false],
    ['this severity', { on: 'SEVERITY', is: 'SEVERE' }, { on: 'SEVERITY', is: 'SEVERE' }, true],
    ['another severity', { on: 'SEVERITY', is: 'SEVERE' }, { on: 'SEVERITY', is: 'NORMAL' }, false],
    ['this emotion', { on: 'EMOTION', is: 'ANGRY' }, { on: 'EMOTION', is: 'ANGRY' }, true],
    ['another emotion', { on: 'EMOTION', is: 'ANGRY' }, { on: 'EMOTION', is: 'UPSET' }, false],
    ['the third turn', { on: 'REPEATED_CONTACT', times: 3 }, { on: 'REPEATED_CONTACT', times: 3 }, true],
    ['the third turn, not the fourth', { on: 'REPEATED_CONTACT', times: 3 }, { on: 'REPEATED_CONTACT', times: 4 }, false],
    ['the second reopening', { on: 'REOPENED', times: 2 }, { on: 'REOPENED', times: 2 }, true],
    ['the second reopening, not the first', { on: 'REOPENED', times: 2 }, { on: 'REOPENED', times: 1 }, false],
    ['the second reopening, not the second promise', { on: 'REOPENED', times: 2 }, { on: 'PROMISE_BROKEN', times: 2 }, false],
    ['the first broken promise', { on: 'PROMISE_BROKEN', times: 1 }, { on: 'PROMISE_BROKEN', times: 1 }, true],
    ['the first broken promise, not the second', { on: 'PROMISE_BROKEN', times: 1 }, { on: 'PROMISE_BROKEN', times: 2 }, false],
    ['one of these outsiders', { on: 'OUTSIDER', who: ['REGULATOR', 'MEDIA'] }, { on: 'OUTSIDER', who: 'MEDIA' }, true],
    ['another outsider', { on: 'OUTSIDER', who: ['REGULATOR', 'MEDIA'] }, { on: 'OUTSIDER', who: 'PLATFORM' }, false],
    ['exactly so much', { on: 'AMOUNT', of: 'ORDER', atLeast: '80.00', currency: 'CNY' }, { on: 'AMOUNT', of: 'ORDER', minor: 8_000n, currency: 'CNY' }, true],
    ['a fen less', { on: 'AMOUNT', of: 'ORDER', atLeast: '80.00', currency: 'CNY' }, { on: 'AMOUNT', of: 'ORDER', minor: 7_999n, currency: 'CNY' }, false],
    ['so much in another currency', { on: 'AMOUNT', of: 'ORDER', atLeast: '80.00', currency: 'CNY' }, { on: 'AMOUNT', of: 'ORDER', minor: 9_000n, currency: 'USD' }, false],
    ['so much of something else', { on: 'AMOUNT', of: 'ORDER', atLeast: '80.00', currency: 'CNY' }, { on: 'AMOUNT', of: 'OFFER', minor: 9_000n, currency: 'CNY' }, false],
    ['one of these classes', { on: 'KEYWORD', classes: ['LEGAL', 'MEDIA'] }, { on: 'KEYWORD', classes: ['INJURY', 'MEDIA'] }, true],
    ['none of these classes', { on: 'KEYWORD', classes: ['LEGAL'] }, { on: 'KEYWORD', classes: ['INJURY'] }, false],
    ['this tag', { on: 'TAGGED', tag: 'vip' }, { on: 'TAGGED', tag: 'vip' }, true],
    ['another tag', { on: 'TAGGED', tag: 'vip' }, { on: 'TAGGED', tag: 'VIP' }, false],
    ['nobody free', { on: 'UNASSIGNED' }, { on: 'UNASSIGNED' }, true],
  ])('%s', (_what, trigger, happened, expected) => {
    expect(triggers(trigger, happened)).toBe(expected);
  });

  it('hears of its own kind of happening alone, however alike another looks', () => {
    const pairs: [Trigger, Occurrence][] = [
      [{ on: 'CLOCK_BREACHED' }, clock()], [{ on: 'CLOCK_WARNED' }, clock({ on: 'CLOCK_WARNED', level: 1 })], [{ on: 'SEVERITY', is: 'NORMAL' }, { on: 'SEVERITY', is: 'NORMAL' }],
      [{ on: 'EMOTION', is: 'CALM' }, { on: 'EMOTION', is: 'CALM' }], [{ on: 'REOPENED', times: 2 }, { on: 'REOPENED', times: 2 }],
      [{ on: 'PROMISE_BROKEN', times: 2 }, { on: 'PROMISE_BROKEN', times: 2 }], [{ on: 'REPEATED_CONTACT', times: 2 }, { on: 'REPEATED_CONTACT', times: 2 }],
      [{ on: 'REPEATED_TICKETS', times: 2, days: 1 }, { on: 'REPEATED_TICKETS', openedAt: [NOW, NOW], now: NOW }], [{ on: 'TAGGED', tag: 'MEDIA' }, { on: 'TAGGED', tag: 'MEDIA' }],
      [{ on: 'OUTSIDER', who: ['MEDIA'] }, { on: 'OUTSIDER', who: 'MEDIA' }], [{ on: 'KEYWORD', classes: ['MEDIA'] }, { on: 'KEYWORD', classes: ['MEDIA'] }],
      [{ on: 'AMOUNT', of: 'ORDER', atLeast: '1.00', currency: 'CNY' }, { on: 'AMOUNT', of: 'ORDER', minor: 100n, currency: 'CNY' }], [{ on: 'UNASSIGNED' }, { on: 'UNASSIGNED' }],
    ];
    for (const [trigger] of pairs) {
      for (const [, happened] of pairs) {
        const like = { ...Object.assign({}, ...pairs.map(([, one]) => one)) as object, ...happened }; // with whatever the others say
        expect([trigger.on, like.on, triggers(trigger, like)]).toEqual([trigger.on, happened.on, trigger.on === happened.on]);
      }
    }
  });

  it.each([[1, true], [0, false]])('so many tickets within so many days: one opened exactly so long ago is no more counted (%i ms less: %s)', (less, expected) => {
    const openedAt = [NOW, plus(NOW, -DAY), plus(NOW, -7 * DAY + less)];
    expect(triggers({ on: 'REPEATED_TICKETS', times: 3, days: 7 }, { on: 'REPEATED_TICKETS', openedAt, now: NOW })).toBe(expected);
  });
});

describe('a condition', () => {
  it.each<[keyof Condition, Condition, Condition]>([
    ['shops', { shops: ['shop-2', 'shop-1'] }, { shops: ['shop-2'] }],
    ['kinds', { kinds: ['LOGISTICS', 'COMPLAINT'] }, { kinds: ['LOGISTICS'] }],
    ['priorities', { priorities: ['HIGH'] }, { priorities: ['NORMAL', 'URGENT'] }],
    ['severities', { severities: ['SEVERE'] }, { severities: ['MINOR', 'NORMAL'] }],
    ['emotions', { emotions: ['UPSET', 'ANGRY'] }, { emotions: ['UPSET'] }],
    ['teams', { teams: ['team-1'] }, { teams: ['team-2'] }],
    ['channels', { channels: ['CHAT', 'PHONE'] }, { channels: ['CHAT'] }],
    ['tags', { tags: ['silver', 'vip'] }, { tags: ['silver'] }],
  ])('%s: any one of the list is enough, and none is not', (part, holds, fails) => {
    expect([unmet(holds, TICKET), unmet(fails, TICKET)]).toEqual([[], [part]]);
  });

  it('every part must hold, and those that do not are named; none asks nothing', () => {
    expect(unmet({ kinds: ['COMPLAINT'], emotions: ['CALM'], channels: ['CHAT'] }, TICKET)).toEqual(['emotions', 'channels']);
    expect(unmet(undefined, TICKET)).toEqual([]);
  });

  it('of a team holds for no ticket that is with none', () => {
    expect(unmet({ teams: ['team-1'] }, { ...TICKET, teamId: null })).toEqual(['teams']);
  });
});

it('rules match in the order of the set, each with what set it off; a closed ticket matches none', () => {
  const rule = (key: string, trigger: Trigger, when?: Condition): Rule => ({ key, title: { en: key, zh: key }, trigger, levels: [], ...(when ? { when } : {}) });
  const rules = [rule('b', { on: 'TAGGED', tag: 'vip' }), rule('other', { on: 'UNASSIGNED' }), rule('not', { on: 'TAGGED', tag: 'vip' }, { kinds: ['LOGISTICS'] }), rule('a', { on: 'EMOTION', is: 'ANGRY' })];
  const occurrences: Occurrence[] = [{ on: 'EMOTION', is: 'ANGRY' }, { on: 'TAGGED', tag: 'vip' }];
  expect(match(rules, { occurrences, ticket: TICKET, before: TICKET }).map((found) => [found.rule.key, found.occurrence.on])).toEqual([['b', 'TAGGED'], ['a', 'EMOTION']]);
  expect(match(rules, { occurrences, ticket: { ...TICKET, status: 'CLOSED' }, before: TICKET })).toEqual([]);
});

it('what was so before a change of kind is heard of only by the rules that did not apply to the ticket then', () => {
  const severe = { trigger: { on: 'SEVERITY', is: 'SEVERE' }, levels: [] } as const;
  const rules = [{ key: 'any', ...severe }, { key: 'complaints', when: { kinds: ['COMPLAINT'] }, ...severe }, { key: 'queries', when: { kinds: ['LOGISTICS'] }, ...severe }] as unknown as Rule[];
  const before: Ticket = { ...TICKET, kind: 'LOGISTICS' };
  const after: Ticket = { ...TICKET, kind: 'COMPLAINT' };
  const upset = rules.map((one): Rule => ({ ...one, trigger: { on: 'EMOTION', is: 'ANGRY' } }));
  const keys = (occurrence: Occurrence): string[] => match([...rules, ...upset], { occurrences: [occurrence], ticket: after, before }).map(({ rule }) => rule.key);
  expect(keys({ on: 'SEVERITY', is: 'SEVERE', stands: true })).toEqual(['complaints']);
  expect(keys({ on: 'EMOTION', is: 'ANGRY', stands: true })).toEqual(['complaints']);
  expect(keys({ on: 'SEVERITY', is: 'SEVERE' })).toEqual(['any', 'complaints']);
});
