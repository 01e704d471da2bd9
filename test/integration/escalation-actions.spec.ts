import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { EscalationDesk, tell, title } from '../support/escalation-desk.js';
import type { MemberRole } from '../support/merchant.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const ANGRY = { on: 'EMOTION', is: 'ANGRY' };
const at = (actions: object[], more: object = {}): object => ({ key: 'angry', title, trigger: ANGRY, levels: [{ afterMinutes: 0, actions }], ...more });

let desk: EscalationDesk;
beforeEach(async () => {
  desk = await EscalationDesk.open(app, null);
});

const angry = (more: object = {}): Promise<string> => desk.tickets.complaint(null, { emotion: 'ANGRY', ...more });
const owner = async (ticketId: string): Promise<string | null> => {
  const [row] = await app.owner<{ name: string }>('SELECT m.name FROM ticket t JOIN member m ON m.id = t.assignee_id WHERE t.id = $1', [uuid(ticketId)]);
  return row?.name ?? null;
};
const leftOut = async (ticketId: string): Promise<string[]> =>
  (await desk.tickets.events(ticketId, 'escalation.action_left_out')).map(({ data }) => `${String(data['action'])} ${String(data['why'])}`);
const joins = async (role: MemberRole, name: string, teamId: string): Promise<string> => {
  const id = await desk.tickets.merchant.member(role, name);
  await app.owner('UPDATE membership SET shop_id = $2, team_id = $3 WHERE member_id = $1', [id, desk.tickets.merchant.shopUuid, teamId]);
  return encodeId('Member', id);
};
async function away(name: string, delegate: string | null = null): Promise<void> {
  const { merchant } = desk.tickets;
  await app.owner(
    `INSERT INTO absence (merchant_id, id, member_id, kind, delegate_id, starts_at, ends_at, created_by, at, handed_over_at)
     SELECT $1, $2, $3, 'OUT_OF_OFFICE', $4, now() - interval '1 hour', now() + interval '1 day', $3, now(), now()`,
    [merchant.id, uuidv7(), await merchant.member('LEADER', name), delegate && (await merchant.member('LEADER', delegate))],
  );
}

describe('NOTIFY', () => {
  it('tells the very member it names, and whom two actions of a level mean, once', async () => {
    await desk.tickets.merchant.member('LEADER', 'other');
    const member = { type: 'NOTIFY', to: { type: 'MEMBER', memberId: await desk.member('LEADER', 'other') } };
    await desk.publishes({ rules: [at([member, tell('LEADER'), member])] });
    await angry();
    expect([await desk.heard('LEADER', 'other'), await desk.heard('LEADER')]).toEqual([['angry 1'], ['angry 1']]);
  });

  it('of the assignee tells who has the ticket when it fires, and is left out while nobody has it', async () => {
    await desk.publishes({ rules: [at([{ type: 'NOTIFY', to: { type: 'ASSIGNEE' } }])] });
    const nobodys = await angry();
    const theirs = await desk.tickets.complaint(null);
    await desk.tickets.does('SUPERVISOR', 'takeTicket', { ticketId: theirs });
    await desk.tickets.does('SUPERVISOR', 'classifyTicket', { ...(await desk.tickets.now(theirs)), severity: 'NORMAL', emotion: 'ANGRY' });
    expect([await leftOut(nobodys), await leftOut(theirs), await desk.heard('SUPERVISOR')]).toEqual([['NOTIFY NOBODY'], [], ['angry 1']]);
  });

  it('of a role tells the team’s own before the shop’s, of other teams and shops nobody, and never somebody disabled', async () => {
    const { merchant } = desk.tickets;
    const [teamId, otherTeam] = [uuid(await merchant.team()), uuid(await merchant.team())];
    await joins('LEADER', 'of the team', teamId);
    await joins('LEADER', 'of another', otherTeam);
    await joins('LEADER', 'disabled', teamId);
    await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [await merchant.member('LEADER', 'disabled')]);
    await merchant.member('LEADER', 'elsewhere', { shopUuid: await merchant.anotherShop() });
    await desk.publishes({ rules: [at([tell('LEADER')])] });
    const [inTeam, inShop] = [await angry({ teamId: encodeId('Team', teamId) }), await angry()];
    const told = async (ticketId: string): Promise<string[]> => (await app.owner<{ name: string }>(
      'SELECT m.name FROM notification n JOIN member m ON m.id = n.member_id WHERE n.ticket_id = $1 ORDER BY 1', [uuid(ticketId)],
    )).map(({ name }) => name);
    expect([await told(inTeam), await told(inShop)]).toEqual([['of the team'], ['LEADER']]);
  });

  it('of a role, of a ticket without a team, tells those of the shop’s teams where the shop at large has nobody with it', async () => {
    const { merchant } = desk.tickets;
    await joins('LEADER', 'of one team', uuid(await merchant.team()));
    await joins('LEADER', 'of another', uuid(await merchant.team()));
    await merchant.member('LEADER', 'elsewhere', { shopUuid: await merchant.anotherShop() });
    await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [await merchant.member('LEADER')]);
    await desk.publishes({ rules: [at([{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' } }])] });
    const ticketId = await angry();
    expect(await leftOut(ticketId)).toEqual([]);
    expect(await app.owner('SELECT m.name FROM notification n JOIN member m ON m.id = n.member_id WHERE n.ticket_id = $1 ORDER BY 1', [uuid(ticketId)])).toEqual(
      [{ name: 'of another' }, { name: 'of one team' }],
    );
    const { data } = await merchant.as<{ onDuty: unknown[] }>('SUPERVISOR', 'query($id: ID!) { onDuty(shopId: $id, role: LEADER) { id } }', { id: merchant.shopId });
    expect(data?.onDuty).toHaveLength(2);
  });

  it('tells twenty at once and no more', async () => {
    await Promise.all(Array.from({ length: 24 }, (_, n) => desk.tickets.merchant.member('LEADER', `leader ${n}`)));
    await desk.publishes({ rules: [at([tell('LEADER')])] });
    const ticketId = await angry();
    expect(await app.owner('SELECT count(*)::int AS n FROM notification WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ n: 20 }]);
  });
});

describe('REASSIGN', () => {
  const to = (recipient: object): object => ({ type: 'REASSIGN', to: recipient });
  const LEADERS = to({ type: 'ROLE', role: 'LEADER' });

  it('gives it to whoever of them has the fewest open tickets, and leaves it with one who has it already', async () => {
    await desk.tickets.merchant.member('LEADER', 'second');
    await desk.tickets.does('LEADER', 'takeTicket', { ticketId: await desk.tickets.ticket() });
    await desk.publishes({ rules: [at([LEADERS])] });
    const [first, kept] = [await angry(), await desk.tickets.complaint(null)];
    expect(await owner(first)).toBe('second');
    await desk.tickets.does('LEADER', 'takeTicket', { ticketId: kept });
    await desk.tickets.does('LEADER', 'takeTicket', { ticketId: await desk.tickets.ticket() });
    await desk.tickets.does('LEADER', 'classifyTicket', { ...(await desk.tickets.now(kept)), severity: 'NORMAL', emotion: 'ANGRY' });
    expect([await desk.fired(kept), await owner(kept), await desk.tickets.events(kept, 'ticket.transferred')]).toEqual([['angry 1'], 'LEADER', []]);
  });

  it('never to somebody who is away or may not work there, also when there is nobody else', async () => {
    await away('LEADER');
    await desk.publishes({ rules: [at([LEADERS])] });
    const nobody = await angry();
    expect([await owner(nobody), await leftOut(nobody)]).toEqual([null, ['REASSIGN NOBODY']]);
    await desk.tickets.merchant.member('LEADER', 'second');
    expect(await owner(await angry())).toBe('second');

    await desk.tickets.merchant.member('AUDITOR');
    await desk.publishes({ rules: [at([to({ type: 'MEMBER', memberId: await desk.member('AUDITOR') })])] });
    const auditors = await angry();
    expect([await owner(auditors), await leftOut(auditors)]).toEqual([null, ['REASSIGN NOBODY']]);
  });

  it('of one who is away to the delegate', async () => {
    await desk.tickets.merchant.member('LEADER', 'delegate');
    await away('LEADER', 'delegate');
    await desk.publishes({ rules: [at([to({ type: 'MEMBER', memberId: await desk.member('LEADER') })])] });
    expect(await owner(await angry())).toBe('delegate');
  });

  it('to a team puts it into the queue of the team, out of whosever hands; a team of another shop gets nothing', async () => {
    const { merchant } = desk.tickets;
    const [teamId, foreign] = [await merchant.team(), await merchant.team(await merchant.anotherShop())];
    await desk.publishes({ rules: [at([to({ type: 'TEAM', teamId })])] });
    const ticketId = await desk.tickets.complaint(null);
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('AGENT', 'classifyTicket', { ...(await desk.tickets.now(ticketId)), severity: 'NORMAL', emotion: 'ANGRY' });
    expect(await desk.tickets.row(ticketId)).toMatchObject({ assignee_id: null, team_id: uuid(teamId) });

    await desk.publishes({ rules: [at([to({ type: 'TEAM', teamId: foreign })])] });
    const stays = await angry();
    expect(await desk.tickets.row(stays)).toMatchObject({ assignee_id: null, team_id: null });
    expect(await leftOut(stays)).toEqual(['REASSIGN NOBODY']);
  });

  it('of tickets that fall due together spreads them evenly', async () => {
    desk = await EscalationDesk.open(app, null, { sandbox: false });
    await desk.tickets.merchant.member('LEADER', 'second');
    await desk.publishes({ rules: [{ key: 'late', title, trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] }, levels: [{ afterMinutes: 0, actions: [LEADERS] }] }] });
    for (let n = 0; n < 10; n++) await desk.tickets.complaint(null);
    await app.owner(`UPDATE clock SET due_at = now() - interval '1 second', alarm_at = now() - interval '1 second' WHERE merchant_id = $1 AND kind = 'RESOLUTION'`, [desk.tickets.merchant.id]);
    await desk.worker().letFallDue();
    expect(await app.owner('SELECT m.name, count(*)::int AS n FROM ticket t JOIN member m ON m.id = t.assignee_id WHERE t.merchant_id = $1 GROUP BY 1 ORDER BY 1', [desk.tickets.merchant.id])).toEqual([
      { name: 'LEADER', n: 5 }, { name: 'second', n: 5 },
    ]);
  });
});

describe('the others', () => {
  it('RAISE_PRIORITY never lowers', async () => {
    await desk.publishes({ rules: [at([{ type: 'RAISE_PRIORITY', to: 'HIGH' }])] });
    const ticketId = await desk.tickets.taken(desk.tickets.complaint(null));
    await desk.tickets.does('AGENT', 'classifyTicket', { ...(await desk.tickets.now(ticketId)), severity: 'NORMAL', emotion: 'ANGRY', priority: 'URGENT' });
    expect([await desk.fired(ticketId), (await desk.tickets.row(ticketId))['priority']]).toEqual([['angry 1'], 'URGENT']);
  });

  it('REQUIRE_SUPERVISOR is asked for once', async () => {
    await desk.publishes({ rules: [at([{ type: 'REQUIRE_SUPERVISOR' }]), at([{ type: 'REQUIRE_SUPERVISOR' }], { key: 'again' })] });
    const ticketId = await angry();
    expect(await desk.fired(ticketId)).toHaveLength(2);
    expect(await desk.tickets.events(ticketId, 'supervisor.required')).toHaveLength(1);
  });

  it('ADD_TAG and OPEN_TASK stop at what a ticket may have, which is recorded, and a tag that is there is no second one', async () => {
    const task = (n: number): object => ({ type: 'OPEN_TASK', department: 'LEGAL', question: `Question ${n}`, withinMinutes: 60 });
    const tags = Array.from({ length: 20 }, (_, n) => `tag-${n}`);
    const levels = Array.from({ length: 5 }, (_, n) => ({ afterMinutes: n, actions: Array.from({ length: 10 }, (_each, m) => task(10 * n + m)) }));
    const more = [{ type: 'ADD_TAG', tag: 'tag-3' }, { type: 'ADD_TAG', tag: 'one-too-many' }, task(50)];
    await desk.publishes({ rules: [{ key: 'tasks', title, trigger: ANGRY, levels }, { key: 'more', title, trigger: ANGRY, levels: [{ afterMinutes: 10, actions: more }] }] });
    const ticketId = await angry({ tags });
    await desk.passes(HOUR - MINUTE);
    expect((await desk.tickets.row(ticketId))['tags']).toEqual(tags);
    expect(await app.owner('SELECT count(*)::int AS n FROM task WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ n: 50 }]);
    expect(await leftOut(ticketId)).toEqual(['ADD_TAG LIMIT', 'OPEN_TASK LIMIT']);
  });
});
