import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../src/kernel/instant.js';
import { TicketWatchers } from '../../src/tickets/index.js';
import { testApp } from '../support/app.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import { tableHashes } from '../support/table-hashes.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const SEVERE = { severity: 'SEVERE', emotion: 'ANGRY' };
const title = { en: 'Look here', zh: '请查看' };
const tell = (role: string, hold = false): object => ({ type: 'NOTIFY', to: { type: 'ROLE', role }, ...(hold ? { hold } : {}) });
/** A rule about the three minutes for a first answer. */
const answer = (levels: object[], more: object = {}): object => ({ key: 'answer', title, trigger: { on: 'CLOCK_BREACHED', kinds: ['FIRST_RESPONSE'] }, levels, ...more });
const TWO = [{ afterMinutes: 0, actions: [tell('LEADER')] }, { afterMinutes: 10, actions: [tell('SUPERVISOR')] }];

describe('the rules a merchant starts with', () => {
  let desk: EscalationDesk;
  beforeEach(async () => {
    desk = await EscalationDesk.defaults(app);
  });

  it('a severe complaint tells the supervisor at once, and the administrators when nobody took note of it', async () => {
    const ticketId = await desk.tickets.complaint(null, SEVERE);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'severe', state: 'OPEN', level: 1 }]);
    expect(await desk.heard('SUPERVISOR')).toEqual(['severe 1']);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ priority: 'URGENT', version: 1 });
    expect(await desk.tickets.events(ticketId, 'escalation.fired')).toMatchObject([{ cause: 'ESCALATION', data: { rule: 'severe', level: 1, clockId: null } }]);
    const [event] = await app.owner<{ actor_kind: string }>(`SELECT actor_kind FROM event WHERE subject_id = $1 AND type = 'supervisor.required'`, [uuid(ticketId)]);
    expect(event?.actor_kind).toBe('SYSTEM');
    await desk.passes(29 * MINUTE);
    expect(await desk.heard('ADMIN')).toEqual([]);
    await desk.passes(MINUTE);
    expect(await desk.heard('ADMIN')).toEqual(['severe 2']);
    await desk.passes(2 * HOUR);
    expect((await desk.chains(ticketId)).find(({ rule }) => rule === 'severe')).toEqual({ rule: 'severe', state: 'EXHAUSTED', level: 2 });
  });

  it('the supervisor takes note of a severe case, and nobody further is told', async () => {
    const ticketId = await desk.tickets.complaint(null, SEVERE);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('AGENT', 'reportSeverity', { ticketId, toMemberId: await desk.member('SUPERVISOR'), summary: 'An injury.' });
    await desk.tickets.does('SUPERVISOR', 'acknowledgeSeverity', await desk.tickets.now(ticketId));
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'severe', state: 'ACKNOWLEDGED', level: 1 }]);
    await desk.passes(45 * MINUTE);
    expect((await desk.heard('ADMIN')).filter((one) => one.startsWith('severe'))).toEqual([]);
  });

  it('a case found severe later, a second reopening and a platform that steps in are told', async () => {
    const ticketId = await desk.tickets.complaint(null, { complaint: { type: 'PRICE', origin: 'PLATFORM', demand: 'word' } });
    expect(await desk.heard('SUPERVISOR')).toEqual(['outsider 1']);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('AGENT', 'classifyTicket', { ...(await desk.tickets.now(ticketId)), ...SEVERE });
    await desk.tickets.does('AGENT', 'classifyTicket', { ...(await desk.tickets.now(ticketId)), ...SEVERE });
    expect(await desk.heard('SUPERVISOR')).toEqual(['severe 1 x2']); // one unread a ticket and level
    await desk.tickets.heard(ticketId);
    for (let time = 0; time < 2; time++) {
      await desk.tickets.does('LEADER', 'reopenTicket', { ...(await desk.tickets.now(ticketId)), step: 'RESPOND', reason: 'Again.' });
      await desk.tickets.heard(ticketId);
    }
    expect(await desk.heard('LEADER')).toEqual(['reopened-twice 1']);
    expect((await desk.fired(ticketId)).filter((one) => one.startsWith('reopened'))).toEqual(['reopened-twice 1']);
  });

  it('a broken promise goes to the leader, and the second one to the supervisor, who gets the ticket', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.happens(ticketId, (session) => session.fact('promise.broken', { promiseId: session.ticket.id }));
    expect(await desk.heard('LEADER')).toEqual(['promise-broken 1']);
    await desk.tickets.happens(ticketId, (session) => session.fact('promise.broken', { promiseId: session.ticket.id }));
    expect(await desk.heard('SUPERVISOR')).toEqual(['promise-broken-again 1']);
    expect((await desk.tickets.row<{ assignee_id: string }>(ticketId)).assignee_id).toBe(await desk.tickets.merchant.member('SUPERVISOR'));
    expect(await desk.tickets.events(ticketId, 'ticket.transferred')).toMatchObject([{ data: { reason: 'ESCALATION' }, cause: 'ESCALATION' }]);
  });
});

describe('levels of a deadline', () => {
  it('the second follows the first, each at its own offset from the true due time', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual([]);
    await desk.passes(20 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
    const rows = await app.owner(
      `SELECT l.level::int, (l.due_at - c.due_at)::text AS after, l.fired_at >= l.due_at AND l.fired_at < l.due_at + interval '10 seconds' AS punctual
         FROM escalation_level l JOIN clock c ON c.id = l.anchor_id WHERE l.ticket_id = $1 ORDER BY level`, [uuid(ticketId)],
    );
    expect(rows).toEqual([{ level: 1, after: '00:00:00', punctual: true }, { level: 2, after: '00:10:00', punctual: true }]);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'answer', state: 'EXHAUSTED', level: 2 }]);
    // Neither level is anybody's deadline.
    expect(await desk.tickets.events(ticketId, 'clock.breached')).not.toContainEqual(expect.objectContaining({ data: expect.objectContaining({ kind: 'ESCALATION' }) }));
  });

  it('an answer in between ends the chain: the second never fires', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(5 * MINUTE);
    await desk.tickets.answered(ticketId);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'answer', state: 'SETTLED', level: 1 }]);
    await desk.passes(HOUR);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
  });

  it('a level before the due time fires before it, and not at all once the deadline is met', async () => {
    const levels = [{ afterMinutes: -1, actions: [tell('AGENT')] }, { afterMinutes: 0, actions: [tell('LEADER')] }, { afterPercent: 100, actions: [tell('SUPERVISOR')] }];
    const desk = await EscalationDesk.open(app, [answer(levels)]);
    const [met, missed] = [await desk.tickets.ticket(), await desk.tickets.ticket()];
    await desk.tickets.answered(met);
    await desk.passes(2 * MINUTE + SECOND);
    expect([await desk.fired(met), await desk.fired(missed)]).toEqual([[], ['answer 1']]);
    await desk.passes(MINUTE);
    expect(await desk.fired(missed)).toEqual(['answer 1', 'answer 2']);
    await desk.passes(3 * MINUTE);
    expect(await desk.fired(missed)).toEqual(['answer 1', 'answer 2', 'answer 3']);
    expect(await desk.heard('AGENT')).toEqual(['answer 1']);
  });

  it('what lies before the start of a deadline never comes', async () => {
    const desk = await EscalationDesk.open(app, [answer([{ afterMinutes: -60, actions: [tell('AGENT')] }, { afterMinutes: 1, actions: [tell('LEADER')] }])]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(5 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 2']);
  });

  it('while a clock is paused its levels before the due time wait with it', async () => {
    const rule = answer([{ afterMinutes: -30, actions: [tell('LEADER')] }], { trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] } });
    const desk = await EscalationDesk.open(app, [rule]);
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.answered(ticketId);
    await desk.tickets.does('AGENT', 'holdTicket', { ...(await desk.tickets.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    await desk.passes(20 * 24 * HOUR);
    expect(await desk.fired(ticketId)).toEqual([]);
    await desk.tickets.does('AGENT', 'resumeTicket', { ticketId });
    await desk.passes(10 * 24 * HOUR - 31 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual([]);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
  });

  it('a closed or merged ticket escalates no further', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const [duplicate, into] = [await desk.tickets.complaint(null), await desk.tickets.complaint(null)];
    await desk.passes(4 * MINUTE);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId: duplicate });
    await desk.tickets.does('AGENT', 'mergeTicket', { ...(await desk.tickets.now(duplicate)), intoTicketId: into });
    expect(await desk.chains(duplicate)).toEqual([{ rule: 'answer', state: 'CANCELLED', level: 1 }]);
    await desk.passes(HOUR);
    expect([await desk.fired(duplicate), await desk.fired(into)]).toEqual([['answer 1'], ['answer 1', 'answer 2']]);
  });

  it('a chain goes on under the version it began with', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
    expect(await desk.publishes({ rules: [{ key: 'other', title, trigger: { on: 'REOPENED', times: 5 }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }] }] })).toBe(2);
    await desk.passes(10 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
    const later = await desk.tickets.ticket();
    await desk.passes(HOUR);
    expect(await desk.fired(later)).toEqual([]);
  });
});

describe('an acknowledgement with a new time', () => {
  let desk: EscalationDesk;
  let ticketId: string;
  const at = (millis: number): string => new Date(Date.now() + 4 * MINUTE + millis).toISOString();
  beforeEach(async () => {
    desk = await EscalationDesk.open(app, [answer(TWO)]);
    ticketId = await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
  });

  it('holds the next level back until then, and lets it fire when nothing was done', async () => {
    await desk.tickets.decides('LEADER', 'acknowledgeEscalation', { ticketId, newTime: at(30 * MINUTE) });
    await desk.passes(25 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(6 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
    expect(await desk.tickets.events(ticketId, 'escalation.acknowledged')).toHaveLength(1);
  });

  it('is for those who were told last and for supervisors, and at most three times', async () => {
    const input = async (millis: number): Promise<{ ticketId: string }> => ({ ...(await desk.tickets.now(ticketId)), newTime: at(millis) } as { ticketId: string });
    expect(await desk.tickets.refused('AGENT', 'acknowledgeEscalation', await input(HOUR))).toEqual(['FORBIDDEN']);
    expect(await desk.tickets.refused('LEADER', 'acknowledgeEscalation', await input(-HOUR))).toEqual(['INVALID_INPUT newTime']);
    expect(await desk.tickets.refused('LEADER', 'acknowledgeEscalation', await input(8 * 24 * HOUR))).toEqual(['INVALID_INPUT newTime']);
    for (const role of ['LEADER', 'SUPERVISOR', 'LEADER'] as const) await desk.tickets.does(role, 'acknowledgeEscalation', await input(HOUR));
    expect(await desk.tickets.refused('LEADER', 'acknowledgeEscalation', await input(HOUR))).toEqual(['LIMIT_EXCEEDED']);
    const quiet = await desk.tickets.ticket();
    expect(await desk.tickets.refused('SUPERVISOR', 'acknowledgeEscalation', { ...(await desk.tickets.now(quiet)), newTime: at(HOUR) })).toEqual(['NOTHING_TO_DO']);
  });
});

describe('once only', () => {
  async function overdue(desk: EscalationDesk, kind: string, millis: number): Promise<void> {
    await app.owner(
      `UPDATE clock SET alarm_at = date_trunc('milliseconds', clock_timestamp() - $3 * interval '1 millisecond'), due_at = date_trunc('milliseconds', clock_timestamp() - $3 * interval '1 millisecond')
        WHERE merchant_id = $1 AND kind = $2 AND state = 'RUNNING'`, [desk.tickets.merchant.id, kind, millis],
    );
  }

  it('four workers at once on 30 tickets fire each level once, and tell each reader once a ticket', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)], { sandbox: false });
    for (let n = 0; n < 30; n++) await desk.tickets.ticket();
    await overdue(desk, 'FIRST_RESPONSE', SECOND);
    const all = async (): Promise<void> => {
      await Promise.all([1, 2, 3, 4].map(() => desk.worker().letFallDue()));
      for (let round = 0; round < 3; round++) await desk.worker().letFallDue();
    };
    await all();
    await overdue(desk, 'ESCALATION', SECOND);
    await all();
    const levels = await app.owner('SELECT level::int, count(*)::int AS n, count(DISTINCT ticket_id)::int AS tickets FROM escalation_level WHERE merchant_id = $1 GROUP BY 1 ORDER BY 1', [desk.tickets.merchant.id]);
    expect(levels).toEqual([{ level: 1, n: 30, tickets: 30 }, { level: 2, n: 30, tickets: 30 }]);
    expect(await app.owner('SELECT count(*)::int AS n, sum(times)::int AS times FROM notification WHERE merchant_id = $1', [desk.tickets.merchant.id])).toEqual([{ n: 60, times: 60 }]);
    expect(await app.owner(`SELECT DISTINCT state FROM escalation WHERE merchant_id = $1`, [desk.tickets.merchant.id])).toEqual([{ state: 'EXHAUSTED' }]);
  });

  it('after an outage several missed deadlines of a ticket are one notification a level, and levels come one after the other', async () => {
    const every = { key: 'any', title, trigger: { on: 'CLOCK_BREACHED' }, levels: TWO };
    const desk = await EscalationDesk.open(app, [every], { sandbox: false });
    const ticketId = await desk.tickets.ticket();
    const [{ n: running } = { n: 0 }] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM clock WHERE ticket_id = $1 AND state = 'RUNNING'`, [uuid(ticketId)]);
    expect(running).toBeGreaterThan(1);
    await app.owner(`UPDATE clock SET due_at = now() - interval '5 hours', alarm_at = now() - interval '5 hours' WHERE ticket_id = $1 AND state = 'RUNNING'`, [uuid(ticketId)]);
    await desk.worker().letFallDue();
    expect(await desk.heard('LEADER')).toEqual([`any 1 x${running}`]);
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
    await desk.worker().letFallDue();
    expect(await desk.heard('SUPERVISOR')).toEqual([`any 2 x${running}`]);
    for (let round = 0; round < 3; round++) await desk.worker().letFallDue();
    expect(await desk.fired(ticketId)).toHaveLength(2 * running);
  });

  it('a level that fired cannot fire again: the key refuses it', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
    await expect(app.owner(
      `INSERT INTO escalation_level SELECT merchant_id, anchor_id, rule, generation, level, escalation_id, ticket_id, due_at, fired_at, notified FROM escalation_level WHERE ticket_id = $1`, [uuid(ticketId)],
    )).rejects.toMatchObject({ code: '23505' });
  });

  it('watchers that set each other off for ever are stopped, and the command goes through', async () => {
    const desk = await EscalationDesk.open(app, null);
    const ticketId = await desk.tickets.ticket();
    let shown = 0;
    app.nest.get(TicketWatchers, { strict: false }).register({
      cause: 'TEST',
      ready: (tx) => (tx.merchantId === desk.tickets.merchant.id ? (session) => void session.event('test.again', { n: ++shown }) : null),
    });
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    expect(shown).toBe(3);
    expect(await desk.tickets.events(ticketId, 'watch.capped')).toMatchObject([{ data: { rounds: 3, unheard: 1 } }]);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ assignee_id: await desk.tickets.merchant.member('AGENT') });
  });
});

describe('actions and conditions', () => {
  it('each does what a person’s command would, as the system', async () => {
    const actions = [
      { type: 'RAISE_PRIORITY', to: 'HIGH' }, { type: 'ADD_TAG', tag: 'watched' }, { type: 'WEBHOOK', name: 'crm.alert' }, { type: 'REQUIRE_SUPERVISOR' },
      { type: 'OPEN_TASK', department: 'LEGAL', question: 'What now?', withinMinutes: 60 }, { type: 'REASSIGN', to: { type: 'ROLE', role: 'LEADER' } },
    ];
    const desk = await EscalationDesk.open(app, [{ key: 'words', title, trigger: { on: 'KEYWORD', classes: ['REGULATOR'] }, levels: [{ afterMinutes: 0, actions }] }]);
    const ticketId = await desk.tickets.complaint(null, { problem: '再不处理我就打 12315' });
    expect(await desk.tickets.row(ticketId)).toMatchObject({ priority: 'HIGH', tags: ['watched'], assignee_id: await desk.tickets.merchant.member('LEADER') });
    expect(await app.owner('SELECT department, opened_by, state FROM task WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ department: 'LEGAL', opened_by: null, state: 'OPEN' }]);
    expect(await desk.tickets.events(ticketId, 'escalation.webhook')).toMatchObject([{ data: { name: 'crm.alert', rule: 'words', level: 1 } }]);
    const plain = await desk.tickets.ticket();
    expect(await desk.fired(plain)).toEqual([]);
    await desk.tickets.finished(plain);
    await desk.tickets.happens(plain, (session) => session.fact('supervisor.required', { rule: 'words' }));
    expect(await desk.tickets.refused('AGENT', 'closeTicket', await desk.tickets.now(plain))).toEqual(['FORBIDDEN']);
    await desk.tickets.does('SUPERVISOR', 'closeTicket', await desk.tickets.now(plain));
  });

  it('the person complained about is neither told nor given the ticket, and where nobody is left that is recorded', async () => {
    const levels = [{ afterMinutes: 0, actions: [tell('LEADER'), { type: 'REASSIGN', to: { type: 'ROLE', role: 'LEADER' } }] }];
    const desk = await EscalationDesk.open(app, [{ key: 'angry', title, trigger: { on: 'EMOTION', is: 'ANGRY' }, levels }]);
    const ticketId = await desk.tickets.complaint(await desk.member('LEADER'), { emotion: 'ANGRY' });
    expect(await desk.heard('LEADER')).toEqual([]);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ assignee_id: null });
    expect((await desk.tickets.events(ticketId, 'escalation.action_left_out')).map(({ data }) => [data['action'], data['why']])).toEqual([['NOTIFY', 'NOBODY'], ['REASSIGN', 'NOBODY']]);
  });

  it('conditions narrow a rule, amounts and repeated contacts set it off', async () => {
    const levels = [{ afterMinutes: 0, actions: [tell('LEADER')] }];
    const desk = await EscalationDesk.open(app, [
      { key: 'dear', title, trigger: { on: 'AMOUNT', of: 'ORDER', atLeast: '100.00', currency: 'CNY' }, when: { kinds: ['RETURN_EXCHANGE'], tags: ['vip', 'gold'] }, levels },
      { key: 'dearer', title, trigger: { on: 'AMOUNT', of: 'ORDER', atLeast: '100.01', currency: 'CNY' }, levels },
      { key: 'again', title, trigger: { on: 'REPEATED_CONTACT', times: 2 }, levels },
    ]);
    const [plain, gold] = [await desk.tickets.ticket(), await desk.tickets.ticket({ tags: ['gold'] })];
    expect([await desk.fired(plain), await desk.fired(gold)]).toEqual([[], ['dear 1']]);
    for (let turn = 0; turn < 3; turn++) await desk.tickets.customerSays(plain);
    expect(await desk.fired(plain)).toEqual(['again 1']);
    await desk.tickets.answered(plain);
    for (let turn = 0; turn < 2; turn++) await desk.tickets.customerSays(plain);
    expect(await desk.fired(plain)).toEqual(['again 1', 'again 1']);
  });
});

describe('publishing', () => {
  let desk: EscalationDesk;
  beforeAll(async () => {
    desk = await EscalationDesk.open(app, null);
  });
  const one = (more: object): object => ({ rules: [{ key: 'one', title, trigger: { on: 'REOPENED', times: 1 }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }], ...more }] });

  it.each<[string, object, string, string]>([
    ['a condition that would never hold', one({ when: { kinds: [] } }), 'rules.0.when.kinds', 'EMPTY'],
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

it('levels and held notifications are nobody’s deadline: neither among the clocks of a ticket nor what its queue goes by', async () => {
  const desk = await EscalationDesk.open(app, [answer(TWO)]);
  const ticketId = await desk.tickets.ticket();
  await desk.passes(4 * MINUTE);
  const { data } = await desk.tickets.merchant.as<{ ticket: { clocks: { kind: string }[]; escalations: object[] } }>(
    'AGENT', 'query($id: ID!) { ticket(id: $id) { clocks(all: true) { kind } escalations { rule state level nextAt levels { level notifiedIds } } } }', { id: ticketId },
  );
  expect(data?.ticket.clocks.map(({ kind }) => kind)).not.toContain('ESCALATION');
  expect(data?.ticket.escalations).toEqual([
    { rule: 'answer', state: 'OPEN', level: 1, nextAt: expect.any(String), levels: [{ level: 1, notifiedIds: [await desk.member('LEADER')] }] },
  ]);
  const [row] = await app.owner(
    `SELECT t.next_due_at = min(c.due_at) AS own FROM ticket t JOIN clock c ON c.ticket_id = t.id AND c.ended_at IS NULL AND c.kind NOT IN ('ESCALATION', 'NOTICE')
      WHERE t.id = $1 GROUP BY t.next_due_at`, [uuid(ticketId)],
  );
  expect(row).toEqual({ own: true });
});
