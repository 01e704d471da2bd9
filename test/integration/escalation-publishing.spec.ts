import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { EscalationDesk, tell, title } from '../support/escalation-desk.js';
import { tableHashes } from '../support/table-hashes.js';

const app = testApp();

describe('publishing', () => {
  let desk: EscalationDesk;
  beforeAll(async () => {
    desk = await EscalationDesk.open(app, null);
  });
  const one = (more: object): object => ({ rules: [{ key: 'one', title, trigger: { on: 'REOPENED', times: 1 }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }], ...more }] });

  it.each<[string, object, string, string]>([
    ['a condition that would never hold', one({ when: { kinds: [] } }), 'rules.0.when.kinds', 'EMPTY'],
    ['a condition that names nothing', one({ when: {} }), 'rules.0.when', 'EMPTY'],
    ['a level that does not follow', one({ levels: [{ afterMinutes: 5, actions: [tell('LEADER')] }, { afterMinutes: 5, actions: [tell('LEADER')] }] }), 'rules.0.levels.1', 'NOT_LATER'],
    ['a level before something that has no due time', one({ levels: [{ afterMinutes: -5, actions: [tell('LEADER')] }] }), 'rules.0.levels.0.afterMinutes', 'NEEDS_CLOCK'],
    ['a percentage of nothing', one({ levels: [{ afterPercent: 5, actions: [tell('LEADER')] }] }), 'rules.0.levels.0.afterPercent', 'NEEDS_CLOCK'],
    ['a word that is none', one({ trigger: { on: 'FULL_MOON' } }), 'rules.0.trigger.on', 'UNKNOWN_WORD'],
    ['a key that is none', one({ levels: [{ afterMinutes: 0, actions: [{ ...tell('LEADER'), loud: true }] }] }), 'rules.0.levels.0.actions.0.loud', 'UNKNOWN_KEY'],
    ['a colleague who is none', one({ levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'MEMBER', memberId: 'mem_00000000-0000-7000-8000-00000000dead' } }] }] }), 'rules.0.levels.0.actions.0.to.memberId', 'UNKNOWN_ID'],
    ['an amount that is none', one({ trigger: { on: 'AMOUNT', of: 'ORDER', atLeast: '1e3', currency: 'CNY' } }), 'rules.0.trigger.atLeast', 'BAD_AMOUNT'],
    ['a task about late tasks, for ever', one({ trigger: { on: 'CLOCK_BREACHED' }, levels: [{ afterMinutes: 0, actions: [{ type: 'OPEN_TASK', department: 'LEGAL', question: 'Late?', withinMinutes: 1 }] }] }), 'rules.0', 'TRIGGERS_ITSELF'],
  ])('%s is refused with its path, and nothing is saved', async (_what, body, path, code) => {
    const before = await tableHashes(app);
    expect(await desk.publish(body)).toEqual({ version: null, codes: ['RULE_INVALID'], problems: [{ path, code }] });
    expect(await tableHashes(app)).toEqual(before);
  });

  it('two rules that set each other off are both named', async () => {
    const rule = (key: string, waits: string, adds: string): object => ({ key, title, trigger: { on: 'TAGGED', tag: waits }, levels: [{ afterMinutes: 0, actions: [{ type: 'ADD_TAG', tag: adds }] }] });
    const { problems } = await desk.publish({ rules: [rule('ab', 'a', 'b'), rule('bc', 'b', 'c'), rule('ca', 'c', 'a')] });
    expect(problems).toEqual([0, 1, 2].map((at) => ({ path: `rules.${at}`, code: 'TRIGGERS_ITSELF' })));
    expect(await desk.publishes({ rules: [rule('ab', 'a', 'b'), rule('bc', 'b', 'c')] })).toBe(1);
    const ticketId = await desk.tickets.ticket({ tags: ['a'] });
    expect(await desk.tickets.row(ticketId)).toMatchObject({ tags: ['a', 'b', 'c'] });
  });
});
