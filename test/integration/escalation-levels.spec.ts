import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { answer, EscalationDesk, tell, title, TWO } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();

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

  it('one put off to a time within a pause does not fire in it, but when the deadline is as near again', async () => {
    const levels = [{ afterMinutes: -240, actions: [tell('LEADER')] }, { afterMinutes: -60, actions: [tell('SUPERVISOR')] }];
    const desk = await EscalationDesk.open(app, [answer(levels, { trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] } })]);
    await desk.policy([{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 10 * 3_600, pauses: [{ reason: 'PLATFORM_INTERVENTION' }] }] }]);
    const ticketId = await desk.tickets.taken();
    await desk.tickets.answered(ticketId);
    await desk.passes(6 * HOUR + MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.tickets.does('AGENT', 'holdTicket', { ...(await desk.tickets.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    await desk.tickets.decides('LEADER', 'acknowledgeEscalation', { ticketId, newTime: plus(await desk.now(), HOUR) });
    await desk.passes(DAY);
    expect([await desk.fired(ticketId), await desk.chains(ticketId)]).toEqual([['answer 1'], [{ rule: 'answer', state: 'OPEN', level: 1 }]]);
    await desk.tickets.does('AGENT', 'resumeTicket', { ticketId });
    await desk.passes(2 * HOUR + 58 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
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

describe('levels of a warning', () => {
  // An hour after the ticket was opened, nine hours before its deadline.
  const near = { key: 'near', title, trigger: { on: 'CLOCK_WARNED', kinds: ['RESOLUTION'] }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }, { afterMinutes: 30, actions: [tell('SUPERVISOR')] }] };
  const open = async (options?: { sandbox: boolean }): Promise<EscalationDesk> => {
    const desk = await EscalationDesk.open(app, [near], options);
    await desk.policy([{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 10 * 3_600, warnings: [{ percent: 10 }], pauses: [{ reason: 'PLATFORM_INTERVENTION' }] }] }]);
    return desk;
  };

  it('stay counted from it over a pause, which leaves them as long to go as before', async () => {
    const desk = await open();
    const ticketId = await desk.tickets.taken();
    await desk.tickets.answered(ticketId);
    await desk.passes(HOUR + 10 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['near 1']);
    await desk.tickets.does('AGENT', 'holdTicket', { ...(await desk.tickets.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    await desk.passes(HOUR);
    await desk.tickets.does('AGENT', 'resumeTicket', { ticketId });
    await desk.passes(19 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['near 1']);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['near 1', 'near 2']);
  });

  it('are due at their own instants when it is found late', async () => {
    const desk = await open({ sandbox: false });
    const ticketId = await desk.tickets.ticket();
    await app.owner(
      `UPDATE clock SET started_at = started_at - interval '2 hours', due_at = due_at - interval '2 hours', alarm_at = alarm_at - interval '2 hours'
        WHERE ticket_id = $1 AND kind = 'RESOLUTION'`, [uuid(ticketId)],
    );
    await desk.worker().letFallDue();
    await desk.worker().letFallDue();
    const rows = await app.owner(
      `SELECT l.level::int, (c.due_at - l.due_at)::text AS before FROM escalation_level l JOIN clock c ON c.id = l.anchor_id WHERE l.ticket_id = $1 ORDER BY level`, [uuid(ticketId)],
    );
    expect(rows).toEqual([{ level: 1, before: '09:00:00' }, { level: 2, before: '08:30:00' }]);
  });
});

describe('the conditions of a rule', () => {
  const rule = (levels: object[]): object => answer(levels, { when: { tags: ['vip'] } });
  const tag = async (desk: EscalationDesk, ticketId: string, tags: string[]): Promise<unknown> =>
    desk.tickets.does('AGENT', 'tagTicket', { ...(await desk.tickets.now(ticketId)), tags });

  it('are asked again at the instant of each level: where they no longer hold, it is dropped with the reason, and the chain ends', async () => {
    const desk = await EscalationDesk.open(app, [rule(TWO)]);
    const [changed, kept] = [await desk.tickets.ticket({ tags: ['vip'] }), await desk.tickets.ticket({ tags: ['vip'] })];
    await desk.passes(5 * MINUTE);
    expect([await desk.fired(changed), await desk.fired(kept)]).toEqual([['answer 1'], ['answer 1']]);
    await tag(desk, changed, ['gold']);
    await tag(desk, kept, ['gold', 'vip']);
    expect(await desk.chains(changed)).toEqual([{ rule: 'answer', state: 'OPEN', level: 1 }]); // what holds meanwhile is nobody's question
    await desk.passes(10 * MINUTE);
    expect([await desk.fired(changed), await desk.fired(kept)]).toEqual([['answer 1'], ['answer 1', 'answer 2']]);
    expect(await desk.chains(changed)).toEqual([{ rule: 'answer', state: 'SETTLED', level: 1 }]);
    expect(await desk.tickets.events(changed, 'escalation.level_dropped')).toMatchObject([{ data: { rule: 'answer', level: 2, unmet: ['tags'] }, cause: expect.any(String) }]);
    expect(await desk.tickets.events(kept, 'escalation.level_dropped')).toEqual([]);
    expect((await desk.heard('SUPERVISOR'))).toEqual(['answer 2']);
    await desk.passes(DAY);
    expect(await desk.fired(changed)).toEqual(['answer 1']);
  });

  it('also of a level before the deadline, which is dropped without a word to anybody', async () => {
    const desk = await EscalationDesk.open(app, [rule([{ afterMinutes: -1, actions: [tell('AGENT')] }, { afterMinutes: 5, actions: [tell('LEADER')] }])]);
    const ticketId = await desk.tickets.ticket({ tags: ['vip'] });
    await tag(desk, ticketId, []);
    await desk.passes(HOUR);
    expect(await desk.fired(ticketId)).toEqual([]);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'answer', state: 'SETTLED', level: 0 }]);
    expect([await desk.heard('AGENT'), await desk.heard('LEADER'), await desk.tickets.events(ticketId, 'escalation.ended')]).toEqual([[], [], []]);
  });

  it('a level that changes what its own rule asks for is the last', async () => {
    const levels = [{ afterMinutes: 0, actions: [{ type: 'RAISE_PRIORITY', to: 'HIGH' }] }, { afterMinutes: 1, actions: [tell('LEADER')] }];
    const desk = await EscalationDesk.open(app, [answer(levels, { when: { priorities: ['NORMAL'] } })]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(HOUR);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    expect((await desk.tickets.events(ticketId, 'escalation.level_dropped')).map(({ data }) => data['unmet'])).toEqual([['priorities']]);
  });
});

describe('a deadline that moves', () => {
  const RULES = [
    { name: 'urgent', when: { priorities: ['URGENT'] }, targets: [{ target: 'RESOLUTION', seconds: 7_200 }] },
    { name: 'all', targets: [{ target: 'RESOLUTION', seconds: 3_600 }] },
  ];
  const resolution = { trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] } };
  const urgent = async (desk: EscalationDesk, ticketId: string): Promise<unknown> =>
    desk.tickets.does('AGENT', 'classifyTicket', { ...(await desk.tickets.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'URGENT' });

  it('cancels the chain of the old one, and the new one has a chain of its own', async () => {
    const desk = await EscalationDesk.open(app, [answer([{ afterMinutes: -30, actions: [tell('AGENT')] }, { afterMinutes: 0, actions: [tell('LEADER')] }], resolution)]);
    await desk.policy(RULES);
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.passes(40 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await urgent(desk, ticketId);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'answer', state: 'CANCELLED', level: 1 }, { rule: 'answer', state: 'OPEN', level: 0 }]);
    await desk.passes(30 * MINUTE); // past the old due time, and before the new chain's first level
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(30 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 1']);
    await desk.passes(30 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 1', 'answer 2']);
    expect(await desk.heard('LEADER')).toEqual(['answer 2']);
  });

  it('while its clock stands still has its chain begun when it goes on, levels before it included', async () => {
    const desk = await EscalationDesk.open(app, [answer([{ afterMinutes: -30, actions: [tell('AGENT')] }, { afterMinutes: 0, actions: [tell('LEADER')] }], resolution)]);
    await desk.policy(RULES.map((rule) => ({ ...rule, targets: rule.targets.map((target) => ({ ...target, pauses: [{ reason: 'PLATFORM_INTERVENTION' }] })) })));
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.answered(ticketId);
    await desk.tickets.does('AGENT', 'holdTicket', { ...(await desk.tickets.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    await urgent(desk, ticketId);
    await desk.passes(HOUR);
    await desk.tickets.does('AGENT', 'resumeTicket', { ticketId });
    await desk.passes(89 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual([]);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'answer', state: 'CANCELLED', level: 0 }, { rule: 'answer', state: 'OPEN', level: 1 }]);
    await desk.passes(30 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
  });

  it('one that was missed already stays missed: its chain goes on', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO, resolution)]);
    await desk.policy(RULES);
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.passes(HOUR + MINUTE);
    await urgent(desk, ticketId);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'answer', state: 'OPEN', level: 1 }]);
    await desk.passes(10 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
  });
});
