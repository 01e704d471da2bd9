import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { Handover } from '../../src/escalation/handover.js';
import { testApp } from '../support/app.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const from = (millis: number): string => plus(new Date().toISOString(), millis);

let desk: EscalationDesk;
beforeEach(async () => {
  desk = await EscalationDesk.open(app, null);
});

describe('hand-over', () => {
  const lookOut = (): Promise<boolean> => app.nest.get(Handover, { strict: false }).lookOut();

  it('gives the open tickets of who is away to the delegate, by two workers once each, and keeps the evidence', async () => {
    const [leader] = [await desk.member('LEADER')];
    const tickets = [await desk.tickets.ticket(), await desk.tickets.logistics(), await desk.tickets.complaint(leader)];
    for (const ticketId of tickets) await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    const other = await desk.tickets.ticket();
    await desk.tickets.does('SUPERVISOR', 'takeTicket', { ticketId: other });
    expect((await desk.outOfOffice('AGENT', { memberId: await desk.member('AGENT'), startsAt: from(-MINUTE), endsAt: from(HOUR), delegateId: leader })).userErrors).toEqual([]);
    await Promise.all([lookOut(), lookOut()]);
    await lookOut();
    const owners = await Promise.all([...tickets, other].map(async (id) => (await desk.tickets.row<{ assignee_id: string | null }>(id)).assignee_id));
    const to = uuid(leader);
    // The complaint is about the delegate: it goes back to the queue.
    expect(owners).toEqual([to, to, null, await desk.tickets.merchant.member('SUPERVISOR')]);
    for (const ticketId of tickets) {
      expect(await desk.tickets.events(ticketId, 'ticket.transferred')).toMatchObject([{ data: { reason: 'ABSENCE', overridden: true } }]);
      expect(await desk.tickets.events(ticketId, 'ticket.assigned')).toHaveLength(2);
    }
    const open = await app.owner('SELECT id FROM absence WHERE merchant_id = $1 AND handed_over_at IS NULL', [desk.tickets.merchant.id]);
    expect(open).toEqual([]);
  });

  it('waits until it begins, and does nothing when it was called off before', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    const set = await desk.outOfOffice('AGENT', { memberId: await desk.member('AGENT'), startsAt: from(HOUR), endsAt: from(2 * HOUR) });
    await lookOut();
    expect((await desk.tickets.row(ticketId))['assignee_id']).toBe(await desk.tickets.merchant.member('AGENT'));
    await desk.tickets.merchant.as('AGENT', 'mutation($id: ID!) { endOutOfOffice(absenceId: $id) { userErrors { code } } }', { id: set.absence?.id });
    await desk.passes(90 * MINUTE);
    await lookOut();
    expect((await desk.tickets.row(ticketId))['assignee_id']).toBe(await desk.tickets.merchant.member('AGENT'));
  });

  it('happens on the way of a test clock, at its own instant', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.outOfOffice('AGENT', { memberId: await desk.member('AGENT'), startsAt: from(HOUR), endsAt: from(3 * HOUR), delegateId: await desk.member('LEADER') });
    await desk.passes(2 * HOUR);
    expect((await desk.tickets.row(ticketId))['assignee_id']).toBe(await desk.tickets.merchant.member('LEADER'));
    const [event] = await app.owner<{ early: boolean; late: boolean }>(
      `SELECT at < now() + interval '59 minutes' AS early, at > now() + interval '61 minutes' AS late FROM event WHERE subject_id = $1 AND type = 'ticket.transferred'`, [uuid(ticketId)],
    );
    expect(event).toEqual({ early: false, late: false });
  });

  it('who comes back is given nothing back, and nothing is handed over twice, nor what they take then', async () => {
    const [leader, agent] = [await desk.member('LEADER'), await desk.member('AGENT')];
    const [handed, later] = [await desk.tickets.ticket(), await desk.tickets.ticket()];
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId: handed });
    const set = await desk.outOfOffice('AGENT', { memberId: agent, startsAt: from(-MINUTE), endsAt: from(HOUR), delegateId: leader });
    await lookOut();
    await desk.tickets.merchant.as('AGENT', 'mutation($id: ID!) { endOutOfOffice(absenceId: $id) { userErrors { code } } }', { id: set.absence?.id });
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId: later });
    await Promise.all([lookOut(), lookOut()]);
    await desk.passes(2 * HOUR);
    await lookOut();
    const owners = await Promise.all([handed, later].map(async (id) => (await desk.tickets.row<{ assignee_id: string }>(id)).assignee_id));
    expect(owners).toEqual([uuid(leader), uuid(agent)]);
    const moves = await Promise.all([handed, later].map(async (id) => (await desk.tickets.events(id, 'ticket.transferred')).length));
    expect(moves).toEqual([1, 0]);
  });

  it('a disabled member’s tickets go back to the queue; enabled again, they keep what comes', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    const id = await desk.member('AGENT');
    await desk.tickets.merchant.as('ADMIN', 'mutation($id: ID!) { disableMember(id: $id) { userErrors { code } } }', { id });
    await lookOut();
    expect((await desk.tickets.row(ticketId))['assignee_id']).toBeNull();
    await desk.tickets.merchant.as('ADMIN', 'mutation($id: ID!) { enableMember(id: $id) { userErrors { code } } }', { id });
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await lookOut();
    expect((await desk.tickets.row(ticketId))['assignee_id']).toBe(await desk.tickets.merchant.member('AGENT'));
  });
});
