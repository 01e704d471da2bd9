import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { EscalationDesk, tell, title } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

const app = testApp();
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const clock = (millis: number): string => new Date(Date.now() + millis).toISOString().slice(11, 16);
/** A shift of every day, from and to so many milliseconds from now. */
const shift = (from: number, to: number): object[] => DAYS.map((day) => ({ day, opens: clock(from), closes: clock(to) }));
const DUTY = (hold: boolean): object => ({ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' }, hold });
const rule = (key: string, trigger: object, action: object): object => ({ key, title, trigger, levels: [{ afterMinutes: 0, actions: [action] }] });

let desk: EscalationDesk;
beforeEach(async () => {
  desk = await EscalationDesk.open(app, null);
});

async function roster(shifts: readonly object[], teamId?: string): Promise<void> {
  const { merchant } = desk.tickets;
  const { data } = await merchant.as<{ publishDutyRoster: { userErrors: object[] } }>(
    'ADMIN', 'mutation($i: PublishDutyRosterInput!) { publishDutyRoster(input: $i) { userErrors { code details } } }',
    { i: { shopId: merchant.shopId, teamId, body: { timeZone: 'UTC', shifts, covers: [] } } },
  );
  expect(data?.publishDutyRoster.userErrors).toEqual([]);
}

const notices = (ticketId: string): Promise<unknown[]> => app.owner(`SELECT state FROM clock WHERE ticket_id = $1 AND kind = 'NOTICE'`, [uuid(ticketId)]);

describe('one that is held', () => {
  const tag = async (ticketId: string, ...tags: string[]): Promise<unknown> => desk.tickets.does('AGENT', 'tagTicket', { ...(await desk.tickets.now(ticketId)), tags });
  beforeEach(async () => {
    await roster([{ memberId: await desk.member('LEADER'), weekly: shift(2 * HOUR, 4 * HOUR) }]);
    await desk.publishes({ rules: [rule('a', { on: 'TAGGED', tag: 'a' }, tell('LEADER', true)), rule('b', { on: 'TAGGED', tag: 'b' }, tell('LEADER', true)), rule('now', { on: 'TAGGED', tag: 'now' }, tell('LEADER'))] });
  });

  it('waits once for several reasons, and is one when its reader’s hours begin', async () => {
    const ticketId = await desk.tickets.ticket({ tags: ['a'] });
    await tag(ticketId, 'a', 'b');
    expect([await desk.heard('LEADER'), (await notices(ticketId)).length]).toEqual([[], 1]);
    await desk.passes(2 * HOUR + MINUTE);
    expect([await desk.heard('LEADER'), (await desk.tickets.events(ticketId, 'notification.shown')).length]).toEqual([['b 1 x2'], 1]);
  });

  it('does not keep back what is told at once, and is not told again later', async () => {
    const ticketId = await desk.tickets.ticket({ tags: ['a'] });
    expect(await desk.heard('LEADER')).toEqual([]);
    await tag(ticketId, 'a', 'now');
    expect(await desk.heard('LEADER')).toEqual(['now 1 x2']);
    await desk.passes(3 * HOUR);
    expect([await desk.heard('LEADER'), await desk.tickets.events(ticketId, 'notification.shown')]).toEqual([['now 1 x2'], []]);
  });

  it('cannot be read before', async () => {
    const ticketId = await desk.tickets.ticket({ tags: ['a'] });
    const [row] = await app.owner<{ id: string }>('SELECT id FROM notification WHERE ticket_id = $1', [uuid(ticketId)]);
    const ids = [encodeId('Notification', row?.id ?? '')];
    const { data } = await desk.tickets.merchant.as<{ markNotificationsRead: { userErrors: object[] } }>('LEADER', 'mutation($ids: [ID!]!) { markNotificationsRead(ids: $ids) { userErrors { code field } } }', { ids });
    expect(data?.markNotificationsRead.userErrors).toEqual([{ code: 'NOT_FOUND', field: 'ids.0' }]);
  });
});

describe('several reasons for one ticket', () => {
  const NEAR_AND_MISSED = [
    { key: 'missed', title: { en: 'Missed', zh: '已超时' }, trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] }, levels: [{ afterMinutes: 0, actions: [tell('LEADER')] }] },
    rule('near', { on: 'CLOCK_WARNED', kinds: ['RESOLUTION'] }, tell('LEADER')), rule('vip', { on: 'TAGGED', tag: 'vip' }, tell('LEADER')),
  ];
  const tag = async (ticketId: string, ...tags: string[]): Promise<unknown> => desk.tickets.does('AGENT', 'tagTicket', { ...(await desk.tickets.now(ticketId)), tags });
  const titles = async (): Promise<unknown> => (await desk.tickets.merchant.as<{ me: { notifications: { edges: { node: { title: string } }[] } } }>(
    'LEADER', '{ me { notifications(first: 10) { edges { node { title } } } } }',
  )).data?.me.notifications.edges.map(({ node }) => node.title);
  beforeEach(async () => {
    await desk.publishes({ rules: NEAR_AND_MISSED });
    await desk.policy([{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 3_600, warnings: [{ percent: 50 }] }] }]);
  });

  it('go by the name of the gravest: a lesser one after it is counted and does not rename it', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.passes(31 * MINUTE);
    expect(await desk.heard('LEADER')).toEqual(['near 1']);
    await desk.passes(30 * MINUTE);
    expect([await desk.heard('LEADER'), await titles()]).toEqual([['missed 1 x2'], ['Missed']]);
    await tag(ticketId, 'vip');
    expect([await desk.heard('LEADER'), await titles()]).toEqual([['missed 1 x3'], ['Missed']]);
    await tag(ticketId);
    await tag(ticketId, 'vip'); // and not by the gravity of the last one
    expect(await desk.heard('LEADER')).toEqual(['missed 1 x4']);
  });

  it('as long as it is unread: what comes after is told by its own name', async () => {
    const ticketId = await desk.tickets.ticket();
    await desk.passes(61 * MINUTE);
    const ids = (await desk.told('LEADER')).map(({ id }) => id);
    await desk.tickets.merchant.as('LEADER', 'mutation($ids: [ID!]!) { markNotificationsRead(ids: $ids) { userErrors { code } } }', { ids });
    await tag(ticketId, 'vip');
    expect(await desk.heard('LEADER')).toEqual(['vip 1', 'missed 1 x2']);
  });
});

describe('on duty', () => {
  it('is whoever’s shift it is and nobody else; where it is nobody’s, all are told, each when their own hours begin', async () => {
    const [early, late] = [await desk.member('LEADER', 'early'), await desk.member('LEADER', 'late')];
    await roster([{ memberId: early, weekly: shift(-HOUR, HOUR) }, { memberId: late, weekly: shift(3 * HOUR, 5 * HOUR) }, { memberId: await desk.member('LEADER'), weekly: shift(6 * HOUR, 7 * HOUR) }]);
    await desk.publishes({ rules: [rule('angry', { on: 'EMOTION', is: 'ANGRY' }, DUTY(true))] });
    const all = async (): Promise<string[][]> => [await desk.heard('LEADER', 'early'), await desk.heard('LEADER', 'late'), await desk.heard('LEADER')];
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect(await all()).toEqual([['angry 1'], [], []]);
    await desk.passes(2 * HOUR);
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect(await all()).toEqual([['angry 1'], [], []]);
    await desk.passes(2 * HOUR);
    expect(await all()).toEqual([['angry 1'], ['angry 1'], []]);
    await desk.passes(3 * HOUR);
    expect(await all()).toEqual([['angry 1'], ['angry 1'], ['angry 1']]);
    await desk.passes(17 * HOUR);
    expect(await all()).toEqual([['angry 1', 'angry 1'], ['angry 1'], ['angry 1']]);
  });

  it('the roster of a team goes before that of its shop, and a roster names only members there are', async () => {
    const { merchant } = desk.tickets;
    const teamId = await merchant.team();
    const [day, night] = [await desk.member('LEADER', 'day'), await desk.member('LEADER', 'night')];
    await roster([{ memberId: day, weekly: shift(-HOUR, HOUR) }]);
    await roster([{ memberId: night, weekly: shift(-HOUR, HOUR) }], teamId);
    const onDuty = async (team: string | null): Promise<string[] | undefined> => (await merchant.as<{ onDuty: { name: string }[] }>(
      'AGENT', 'query($shopId: ID!, $teamId: ID) { onDuty(shopId: $shopId, role: LEADER, teamId: $teamId) { name } }', { shopId: merchant.shopId, teamId: team },
    )).data?.onDuty.map(({ name }) => name);
    expect([await onDuty(null), await onDuty(teamId), await onDuty(await merchant.team())]).toEqual([['day'], ['night'], ['day']]);

    const other = await EscalationDesk.open(app, null);
    await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [uuid(night)]);
    const checked = async (memberId: string): Promise<unknown> => (await merchant.as<{ checkDutyRoster: object[] }>(
      'ADMIN', 'query($body: JSONObject!) { checkDutyRoster(body: $body) { path code } }', { body: { timeZone: 'UTC', shifts: [{ memberId, weekly: shift(-HOUR, HOUR) }], covers: [] } },
    )).data?.checkDutyRoster;
    const unknown = [{ path: 'shifts.0.memberId', code: 'UNKNOWN_ID' }];
    expect([await checked(day), await checked(night), await checked(await other.member('LEADER'))]).toEqual([[], unknown, unknown]);
    const { data } = await merchant.as<{ publishDutyRoster: { userErrors: object[] } }>(
      'ADMIN', 'mutation($i: PublishDutyRosterInput!) { publishDutyRoster(input: $i) { userErrors { code field } } }',
      { i: { shopId: merchant.shopId, teamId: await merchant.team(await merchant.anotherShop()), body: { timeZone: 'UTC', shifts: [], covers: [] } } },
    );
    expect(data?.publishDutyRoster.userErrors).toEqual([{ code: 'NOT_FOUND', field: 'teamId' }]);
  });
});
