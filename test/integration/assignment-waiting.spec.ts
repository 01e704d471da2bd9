import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { AssignmentDesk } from '../support/assignment-desk.js';
import { tell, title } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const FREE = { key: 'free', title, trigger: { on: 'UNASSIGNED' }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }, { afterMinutes: 30, actions: [tell('SUPERVISOR')] }] };

let desk: AssignmentDesk;
beforeEach(async () => {
  desk = await AssignmentDesk.start(app, [FREE]);
  await desk.onOpening();
});

const owner = async (ticketId: string): Promise<string | null> => {
  const [row] = await app.owner<{ name: string }>('SELECT m.name FROM ticket t JOIN member m ON m.id = t.assignee_id WHERE t.id = $1', [uuid(ticketId)]);
  return row?.name ?? null;
};

describe('a ticket nobody is free to take', () => {
  it('waits in a queue of its own, its leader is told once, and the next who is free gets it', async () => {
    await desk.profile('anna', { cap: 1 });
    const [first, second] = [await desk.tickets.ticket(), await desk.tickets.ticket()];
    expect([await owner(first), await owner(second)]).toEqual(['anna', null]);
    expect(await desk.waiting()).toEqual([second]);
    expect(await desk.heard('LEADER')).toEqual(['free 1']);
    for (let round = 0; round < 3; round++) expect(await desk.lookOut()).toBe(false);
    expect(await desk.tickets.events(second, 'assignment.waiting')).toHaveLength(1);
    expect(await desk.heard('LEADER')).toEqual(['free 1']);

    await desk.tickets.finished(first);
    expect(await desk.lookOut()).toBe(false);
    await desk.tickets.does('SUPERVISOR', 'closeTicket', await desk.tickets.now(first));
    expect(await desk.lookOut()).toBe(true);
    expect(await owner(second)).toBe('anna');
    expect(await desk.waiting()).toEqual([]);
    expect(await desk.chains(second)).toEqual([{ rule: 'free', state: 'SETTLED', level: 1 }]);
    expect(await desk.tickets.events(second, 'ticket.assigned')).toHaveLength(1);
    await desk.passes(HOUR);
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
  });

  it('goes to whoever has room after a cap is raised or a skill is added, and to nobody without', async () => {
    await desk.profile('anna', { cap: 1, kinds: ['LOGISTICS'] });
    const [parcel, goods] = [await desk.tickets.logistics(), await desk.tickets.ticket()];
    const more = await desk.tickets.logistics();
    expect([await owner(parcel), await owner(goods), await owner(more)]).toEqual(['anna', null, null]);
    await desk.profile('anna', { cap: 2, kinds: ['LOGISTICS'] });
    await desk.lookOut();
    expect([await owner(goods), await owner(more)]).toEqual([null, 'anna']);
    await desk.profile('berta', { languages: ['EN'] });
    await desk.lookOut();
    expect(await owner(goods)).toBeNull(); // it is written in Chinese
    await desk.profile('berta', { languages: ['ZH'] });
    await desk.lookOut();
    expect(await owner(goods)).toBe('berta');
  });

  it('goes to whoever comes back from an absence, at that very instant of a test clock', async () => {
    await desk.profile('anna');
    await desk.away('anna', -MINUTE, HOUR);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(59 * MINUTE);
    expect(await owner(ticketId)).toBeNull();
    await desk.passes(HOUR);
    expect(await owner(ticketId)).toBe('anna');
    const [event] = await app.owner<{ punctual: boolean }>(
      `SELECT e.at >= a.ends_at AND e.at < a.ends_at + interval '5 seconds' AS punctual FROM event e, absence a WHERE e.subject_id = $1 AND e.type = 'ticket.assigned' AND a.merchant_id = e.merchant_id`,
      [uuid(ticketId)],
    );
    expect(event).toEqual({ punctual: true });
  });

  it('and at once to whoever ends an absence before its time', async () => {
    await desk.profile('anna');
    const absenceId = await desk.away('anna', -MINUTE, HOUR);
    const ticketId = await desk.tickets.ticket();
    expect(await desk.lookOut()).toBe(false);
    await desk.tickets.merchant.as('ADMIN', 'mutation($id: ID!) { endOutOfOffice(absenceId: $id) { userErrors { code } } }', { id: absenceId });
    await desk.lookOut();
    expect(await owner(ticketId)).toBe('anna');
  });

  it('goes to whoever comes on duty, when the shift begins', async () => {
    await desk.profile('anna');
    const clock = (millis: number): string => new Date(Date.now() + millis).toISOString().slice(11, 16);
    const weekly = DAYS.map((day) => ({ day, opens: clock(2 * HOUR), closes: clock(4 * HOUR) }));
    const { data } = await desk.tickets.merchant.as<{ publishDutyRoster: { userErrors: object[] } }>(
      'ADMIN', 'mutation($i: PublishDutyRosterInput!) { publishDutyRoster(input: $i) { userErrors { code } } }',
      { i: { shopId: desk.tickets.merchant.shopId, body: { timeZone: 'UTC', shifts: [{ memberId: await desk.member('AGENT', 'anna'), weekly }], covers: [] } } },
    );
    expect(data?.publishDutyRoster.userErrors).toEqual([]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(HOUR + 50 * MINUTE);
    expect(await owner(ticketId)).toBeNull();
    await desk.passes(15 * MINUTE);
    expect(await owner(ticketId)).toBe('anna');
  });

  it('waits again when it comes back from somebody who is away, and not when a person puts it elsewhere', async () => {
    await desk.profile('anna');
    const ticketId = await desk.tickets.ticket();
    await desk.away('anna', -MINUTE, HOUR);
    await desk.handOver();
    expect([await owner(ticketId), await desk.waiting()]).toEqual([null, [ticketId]]);
    expect(await desk.heard('LEADER')).toEqual(['free 1']);
    await desk.tickets.does('SUPERVISOR', 'takeTicket', { ticketId });
    expect(await desk.waiting()).toEqual([]);
    await desk.passes(2 * HOUR);
    expect(await owner(ticketId)).toBe('SUPERVISOR');
  });

  it('is never given to the person complained about', async () => {
    await desk.profile('anna');
    const about = await desk.tickets.complaint(await desk.member('AGENT', 'anna'));
    expect(await desk.lookOut()).toBe(false);
    expect(await desk.waiting()).toEqual([about]);
  });

  it('nor does one that is about them keep the next from the only agent with room', async () => {
    await desk.profile('anna', { cap: 1 });
    const held = await desk.tickets.ticket();
    const about = await desk.tickets.complaint(await desk.member('AGENT', 'anna'));
    const next = await desk.tickets.complaint(null);
    await app.owner(`UPDATE ticket SET next_due_at = now() - interval '1 day' WHERE id = $1`, [uuid(about)]); // the most urgent
    await desk.profile('anna', { cap: 2 });
    await desk.lookOut();
    expect([await owner(held), await owner(about), await owner(next)]).toEqual(['anna', null, 'anna']);
  });

  it('stays where it is while the shop gives nothing out by itself', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.onOpening(false);
    await desk.profile('anna');
    expect(await desk.lookOut()).toBe(false);
    expect(await owner(ticketId)).toBeNull();
    await desk.onOpening();
    await desk.lookOut();
    expect(await owner(ticketId)).toBe('anna');
  });
});

describe('at once', () => {
  it('fifty tickets freed while four look-outs and people give tickets out: no cap is passed, and nothing is given twice', async () => {
    const caps = { anna: 9, berta: 9, carla: 7 };
    for (const name of Object.keys(caps)) await desk.profile(name, { cap: 1 });
    await desk.tickets.merchant.member('LEADER');
    const tickets: string[] = [];
    for (let n = 0; n < 53; n++) tickets.push(await desk.tickets.ticket());
    const waiting = await desk.waiting();
    expect([waiting.length, await desk.loads()]).toEqual([50, { anna: 1, berta: 1, carla: 1, nobody: 50 }]);
    const held = tickets.filter((id) => !waiting.includes(id));
    for (const ticketId of held) await desk.tickets.finished(ticketId);
    const frees = [
      ...Object.entries(caps).map(([name, cap]) => desk.profile(name, { cap })),
      ...held.map(async (ticketId) => void (await desk.tickets.does('SUPERVISOR', 'closeTicket', await desk.tickets.now(ticketId)))),
    ];
    await Promise.all([
      ...frees, ...[1, 2, 3, 4].map(async () => { while (await desk.lookOut()); }),
      ...waiting.map((ticketId) => desk.tickets.change('LEADER', 'assignAutomatically', { ticketId })),
    ]);
    while (await desk.lookOut());
    expect(await desk.loads()).toEqual({ ...caps, nobody: 25 }); // 3 closed, 25 given out
    const twice = await app.owner(`SELECT subject_id FROM event WHERE merchant_id = $1 AND type = 'ticket.assigned' GROUP BY 1 HAVING count(*) > 1`, [desk.tickets.merchant.id]);
    expect(twice).toEqual([]);
    expect(await app.owner(`SELECT count(*)::int AS n FROM assignment_wait w JOIN ticket t ON t.id = w.ticket_id AND (t.assignee_id IS NOT NULL OR t.status = 'CLOSED') WHERE w.merchant_id = $1`, [desk.tickets.merchant.id])).toEqual([{ n: 0 }]);
  }, 120_000);
});
