import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { EscalationDesk, tell, title } from '../support/escalation-desk.js';
import { tableHashes } from '../support/table-hashes.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();

describe('publishing', () => {
  let desk: EscalationDesk;
  beforeAll(async () => {
    desk = await EscalationDesk.open(app, null);
  });
  const one = (more: object): { rules: object[] } => ({ rules: [{ key: 'one', title, trigger: { on: 'REOPENED', times: 1 }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }], ...more }] });
  const late = (levels: object[], on = 'CLOCK_BREACHED'): object => one({ trigger: { on }, levels });

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
    ['an amount of nothing', one({ trigger: { on: 'AMOUNT', of: 'OFFER', atLeast: '0.00', currency: 'CNY' } }), 'rules.0.trigger.atLeast', 'BAD_AMOUNT'],
    ['a currency that is none', one({ trigger: { on: 'AMOUNT', of: 'ORDER', atLeast: '1.00', currency: 'ABC' } }), 'rules.0.trigger.currency', 'UNKNOWN_WORD'],
    ['a level further off than ten times the target', late([{ afterPercent: 1_001, actions: [tell('LEADER')] }]), 'rules.0.levels.0.afterPercent', 'OUT_OF_RANGE'],
    ['a level before the start of its deadline', late([{ afterPercent: -101, actions: [tell('LEADER')] }]), 'rules.0.levels.0.afterPercent', 'OUT_OF_RANGE'],
    ['a level before a warning', late([{ afterPercent: -10, actions: [tell('LEADER')] }], 'CLOCK_WARNED'), 'rules.0.levels.0.afterPercent', 'NEEDS_CLOCK'],
    ['a level of no time', late([{ actions: [tell('LEADER')] }]), 'rules.0.levels.0', 'BOTH_OFFSETS'],
    ['a level that does nothing', late([{ afterMinutes: 0, actions: [] }]), 'rules.0.levels.0.actions', 'EMPTY'],
    ['six levels', late(Array.from({ length: 6 }, (_, n) => ({ afterMinutes: n, actions: [tell('LEADER')] }))), 'rules.0.levels', 'TOO_MANY'],
    ['an acknowledgement that only the last level may wait for', late([{ afterMinutes: 0, actions: [tell('LEADER')], acknowledgeWithinMinutes: 5 }, { afterMinutes: 1, actions: [tell('LEADER')] }]), 'rules.0.levels.0.acknowledgeWithinMinutes', 'NOT_LAST'],
    ['a reminder for a deadline', one({ trigger: { on: 'CLOCK_BREACHED', kinds: ['STEP', 'ESCALATION'] } }), 'rules.0.trigger.kinds.1', 'UNKNOWN_WORD'],
    ['a role that is no person', one({ levels: [{ afterMinutes: 0, actions: [tell('INTEGRATION')] }] }), 'rules.0.levels.0.actions.0.to.role', 'UNKNOWN_WORD'],
    ['a shop that is none', one({ when: { shops: ['shp_00000000-0000-7000-8000-00000000dead'] } }), 'rules.0.when.shops.0', 'UNKNOWN_ID'],
    ['a team that is none', one({ levels: [{ afterMinutes: 0, actions: [{ type: 'REASSIGN', to: { type: 'TEAM', teamId: 'tea_00000000-0000-7000-8000-00000000dead' } }] }] }), 'rules.0.levels.0.actions.0.to.teamId', 'UNKNOWN_ID'],
    ['a key of two rules', { rules: [...one({}).rules, ...one({}).rules] }, 'rules.1.key', 'KEY_TWICE'],
    ['a task about late tasks, for ever', one({ trigger: { on: 'CLOCK_BREACHED' }, levels: [{ afterMinutes: 0, actions: [{ type: 'OPEN_TASK', department: 'LEGAL', question: 'Late?', withinMinutes: 1 }] }] }), 'rules.0', 'TRIGGERS_ITSELF'],
  ])('%s is refused with its path, and nothing is saved', async (_what, body, path, code) => {
    const before = await tableHashes(app);
    expect(await desk.publish(body)).toEqual({ version: null, codes: ['RULE_INVALID'], problems: [{ path, code }] });
    expect(await tableHashes(app)).toEqual(before);
  });

  it('whoever was disabled, and whatever is another merchant’s, is named by no rule', async () => {
    const [other, gone] = [await EscalationDesk.open(app, null), await desk.member('AGENT', 'gone')];
    await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [uuid(gone)]);
    const to = (recipient: object): object => one({ levels: [{ afterMinutes: 0, actions: [{ type: 'REASSIGN', to: recipient }] }] });
    const bodies = [
      to({ type: 'MEMBER', memberId: gone }), to({ type: 'MEMBER', memberId: await other.member('LEADER') }), to({ type: 'TEAM', teamId: await other.tickets.merchant.team() }),
      one({ when: { shops: [other.tickets.merchant.shopId] } }), one({ when: { teams: [await other.tickets.merchant.team()] } }),
    ];
    for (const body of bodies) expect(await desk.publish(body)).toMatchObject({ version: null, problems: [{ code: 'UNKNOWN_ID' }] });
  });

  it('a set without a rule for tickets nobody is free for is warned of where tickets are given out by themselves, and may be published', async () => {
    const own = await EscalationDesk.open(app, null);
    const { merchant } = own.tickets;
    const checked = async (body: object): Promise<unknown> => (await merchant.as<{ checkEscalationRules: unknown[] }>(
      'ADMIN', 'query($body: JSONObject!) { checkEscalationRules(body: $body) { path code warning } }', { body },
    )).data?.checkEscalationRules;
    const assigns = (enabled: boolean): Promise<unknown> => merchant.as('ADMIN', 'mutation($i: AssignOnOpeningInput!) { setAssignOnOpening(input: $i) { enabled } }', { i: { shopId: merchant.shopId, enabled } });
    expect(await checked(one({}))).toEqual([]);
    await assigns(true);
    expect(await checked(one({}))).toEqual([{ path: 'rules', code: 'NOBODY_TOLD', warning: true }]);
    expect(await checked(one({ trigger: { on: 'UNASSIGNED' } }))).toEqual([]);
    expect(await checked(one({ when: {} }))).toEqual([{ path: 'rules.0.when', code: 'EMPTY', warning: false }]);
    expect(await own.publishes(one({}))).toBe(1);
    await assigns(false);
    expect(await checked(one({}))).toEqual([]);
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
