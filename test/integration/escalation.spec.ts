import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { answer, EscalationDesk, TWO } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const SEVERE = { severity: 'SEVERE', emotion: 'ANGRY' };

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

  it('whoever promised something is reminded of it when a fifth of its time is left, and the leader hears once it was not kept', async () => {
    await desk.policy([{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 864_000 }] }]);
    const ticketId = await desk.tickets.complaint(null);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('AGENT', 'makePromise', { ...(await desk.tickets.now(ticketId)), kind: 'DEED', what: 'Ask the maker', channel: 'CHAT', dueAt: new Date(Date.now() + HOUR).toISOString() });
    await desk.passes(47 * MINUTE);
    expect([await desk.heard('AGENT'), await desk.heard('LEADER')]).toEqual([[], []]);
    await desk.passes(2 * MINUTE);
    expect([await desk.heard('AGENT'), await desk.heard('LEADER')]).toEqual([['deadline-near 1'], []]);
    await desk.passes(12 * MINUTE);
    expect([await desk.heard('AGENT'), await desk.heard('LEADER')]).toEqual([['deadline-near 1'], ['promise-broken 1']]);
  });

  it('the supervisor takes note of a severe case, and nobody further is told', async () => {
    const ticketId = await desk.tickets.complaint(null, SEVERE);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.answered(ticketId);
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
