import { beforeEach, describe, expect, it } from '@jest/globals';
import { testApp } from '../support/app.js';
import { AssignmentDesk } from '../support/assignment-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: AssignmentDesk;
beforeEach(async () => {
  desk = await AssignmentDesk.start(app);
});

const assign = (ticketId: string) => desk.tickets.change('LEADER', 'assignAutomatically', { ticketId });

describe('the least loaded', () => {
  it('gets the next ticket; caps and skills are kept, and who has no profile gets nothing', async () => {
    await desk.profile('anna', { cap: 2 });
    await desk.profile('berta', { kinds: ['LOGISTICS'] });
    await desk.profile('carla', { cap: 3, languages: ['EN'] });
    const tickets = [];
    for (let n = 0; n < 4; n++) tickets.push(await desk.tickets.ticket()); // returns, written in Chinese
    for (const ticketId of tickets.slice(0, 2)) expect((await assign(ticketId)).userErrors).toEqual([]);
    expect(await desk.tickets.refused('LEADER', 'assignAutomatically', { ticketId: tickets[2] ?? '' })).toEqual(['NOTHING_TO_DO']);
    await assign(await desk.tickets.ticket({ problem: 'The zip is broken' }));
    await assign(await desk.tickets.logistics());
    expect(await desk.loads()).toEqual({ anna: 2, berta: 1, carla: 1, nobody: 2 });
    expect(await desk.tickets.refused('LEADER', 'assignAutomatically', { ticketId: tickets[0] ?? '' })).toEqual(['NOTHING_TO_DO']);
    expect(await desk.tickets.refused('AGENT', 'assignAutomatically', { ticketId: tickets[3] ?? '' })).toEqual(['FORBIDDEN']);
  });

  it('is neither the person complained about nor somebody away', async () => {
    await desk.profile('anna');
    await desk.profile('berta');
    await desk.away('berta', -1_000, 3_600_000);
    const about = await desk.tickets.complaint(await desk.member('AGENT', 'anna'));
    expect(await desk.tickets.refused('LEADER', 'assignAutomatically', { ticketId: about })).toEqual(['NOTHING_TO_DO']);
    await assign(await desk.tickets.complaint(null));
    expect(await desk.loads()).toEqual({ anna: 1, nobody: 1 });
  });
});

it('is somebody who works there: not of another shop or team, not disabled, not by another role', async () => {
  const { merchant } = desk.tickets;
  await merchant.member('AGENT', 'elsewhere', { shopUuid: await merchant.anotherShop() });
  const inTeam = await merchant.member('AGENT', 'of a team');
  const teamId = await merchant.team();
  await app.owner('UPDATE membership SET shop_id = $2, team_id = $3 WHERE member_id = $1', [inTeam, merchant.shopUuid, uuid(teamId)]);
  for (const name of ['elsewhere', 'of a team', 'gone', 'auditor']) await desk.profile(name);
  await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [await merchant.member('AGENT', 'gone')]);
  await app.owner(`UPDATE membership SET role = 'AUDITOR' WHERE member_id = $1`, [await merchant.member('AGENT', 'auditor')]);
  expect(await desk.tickets.refused('LEADER', 'assignAutomatically', { ticketId: await desk.tickets.ticket() })).toEqual(['NOTHING_TO_DO']);
  expect((await assign(await desk.tickets.ticket({ teamId }))).userErrors).toEqual([]);
  expect(await desk.loads()).toEqual({ nobody: 1, 'of a team': 1 });
});

describe('at once', () => {
  it('fifty assignments never pass a cap, and spread evenly', async () => {
    await desk.tickets.merchant.member('LEADER');
    for (const [name, cap] of [['anna', 7], ['berta', 7], ['carla', 4]] as const) await desk.profile(name, { cap });
    const tickets = [];
    for (let n = 0; n < 50; n++) tickets.push(await desk.tickets.ticket());
    const codes = await Promise.all(tickets.map(async (ticketId) => {
      for (;;) {
        const { userErrors: [error] } = await assign(ticketId);
        if (error?.code !== 'BUSY') return error?.code ?? 'OK';
      }
    }));
    expect(codes.filter((code) => code === 'OK')).toHaveLength(18);
    expect(codes.filter((code) => code === 'NOTHING_TO_DO')).toHaveLength(32);
    expect(await desk.loads()).toEqual({ anna: 7, berta: 7, carla: 4, nobody: 32 });
  }, 60_000);

  it('fifty openings neither', async () => {
    for (const name of ['anna', 'berta']) await desk.profile(name, { cap: 10 });
    await desk.onOpening();
    await Promise.all(Array.from({ length: 50 }, () => desk.tickets.ticket()));
    expect(await desk.loads()).toEqual({ anna: 10, berta: 10, nobody: 30 });
    const waiting = await app.owner(`SELECT count(*)::int AS n FROM event WHERE merchant_id = $1 AND type = 'assignment.waiting'`, [desk.tickets.merchant.id]);
    expect(waiting).toEqual([{ n: 30 }]);
  }, 60_000);
});

describe('on opening', () => {
  it('happens only where it is switched on, as the system, in the version the ticket is opened with', async () => {
    await desk.profile('anna');
    const before = await desk.tickets.ticket();
    await desk.onOpening();
    const ticketId = await desk.tickets.ticket();
    await desk.onOpening(false);
    const after = await desk.tickets.ticket();
    const owners = await Promise.all([before, ticketId, after].map(async (id) => (await desk.tickets.row(id))['assignee_id']));
    expect(owners).toEqual([null, await desk.tickets.merchant.member('AGENT', 'anna'), null]);
    expect(await desk.tickets.row(ticketId)).toMatchObject({ version: 1 });
    expect(await app.owner(`SELECT actor_kind, cause FROM event WHERE subject_id = $1 AND type = 'ticket.assigned'`, [uuid(ticketId)])).toEqual([{ actor_kind: 'SYSTEM', cause: 'ASSIGNMENT' }]);
  });
});

describe('a live chat', () => {
  const place = async (ticketId: string): Promise<unknown> =>
    (await desk.tickets.merchant.as<{ ticket: object }>('AGENT', 'query($id: ID!) { ticket(id: $id) { queuePosition expectedWait } }', { id: ticketId })).data?.ticket;

  it('knows its place, and from the fifth pickup of the last hour its wait: position times an hour divided by the pickups', async () => {
    const chats = [];
    for (let n = 0; n < 8; n++) chats.push(await desk.tickets.ticket());
    const [phone] = [await desk.tickets.complaint(null)];
    expect(await place(chats[2] ?? '')).toEqual({ queuePosition: 3, expectedWait: null });
    expect(await place(phone)).toEqual({ queuePosition: null, expectedWait: null });
    for (const ticketId of chats.slice(0, 4)) await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('LEADER', 'takeTicket', { ticketId: chats[0] }); // a chat counts once
    expect(await place(chats[5] ?? '')).toEqual({ queuePosition: 2, expectedWait: null });
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId: chats[4] });
    expect(await place(chats[5] ?? '')).toEqual({ queuePosition: 1, expectedWait: 720 });
    expect(await place(chats[7] ?? '')).toEqual({ queuePosition: 3, expectedWait: 2_160 });
    expect(await place(chats[0] ?? '')).toEqual({ queuePosition: null, expectedWait: null });
    await desk.tickets.waits(3_600_000);
    expect(await place(chats[7] ?? '')).toEqual({ queuePosition: 3, expectedWait: null });
  });
});
