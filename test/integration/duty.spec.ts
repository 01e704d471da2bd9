import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import { tableHashes } from '../support/table-hashes.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
const title = { en: 'Look here', zh: '请查看' };
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const daily = (opens: string, closes: string): object[] => DAYS.map((day) => ({ day, opens, closes }));
const from = (millis: number): string => plus(new Date().toISOString(), millis);

interface Answer {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null; readonly details: { readonly problems?: readonly { path: string; code: string; text: { en: string } }[] } | null }[];
  readonly absence?: { readonly id: string } | null;
}

let desk: EscalationDesk;
beforeEach(async () => {
  const levels = [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ON_DUTY', role: 'LEADER' }, hold: true }] }];
  desk = await EscalationDesk.open(app, [{ key: 'angry', title, trigger: { on: 'EMOTION', is: 'ANGRY' }, levels }]);
});

async function roster(body: object): Promise<Answer> {
  const { data, errors } = await desk.tickets.merchant.as<{ publishDutyRoster: Answer }>(
    'ADMIN', 'mutation($i: PublishDutyRosterInput!) { publishDutyRoster(input: $i) { roster { version } userErrors { code field details } } }',
    { i: { shopId: desk.tickets.merchant.shopId, body } },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.publishDutyRoster;
}

async function onDuty(at: string): Promise<string[]> {
  const { data, errors } = await desk.tickets.merchant.as<{ onDuty: { name: string }[] }>(
    'AGENT', 'query($shopId: ID!, $at: DateTime) { onDuty(shopId: $shopId, role: LEADER, at: $at) { name } }', { shopId: desk.tickets.merchant.shopId, at },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.onDuty.map(({ name }) => name).sort();
}

describe('a roster', () => {
  it('says who is on duty: half-open windows, nights, dates of their own, and the delegate is nobody’s shift', async () => {
    const [day, night] = [await desk.member('LEADER', 'day'), await desk.member('LEADER', 'night')];
    expect((await roster({
      timeZone: 'Asia/Shanghai',
      shifts: [
        { memberId: day, weekly: daily('09:00', '21:00'), dates: [{ date: '2026-12-25', windows: [{ opens: '00:00', closes: '24:00' }] }] },
        { memberId: night, weekly: daily('21:00', '09:00') },
      ],
    })).userErrors).toEqual([]);
    expect(await onDuty('2026-12-01T00:59:59Z')).toEqual(['night']); // 08:59:59 there
    expect(await onDuty('2026-12-01T01:00:00Z')).toEqual(['day']);
    expect(await onDuty('2026-12-01T13:00:00Z')).toEqual(['night']);
    expect(await onDuty('2026-12-24T17:00:00Z')).toEqual(['day', 'night']); // 01:00 on the 25th
  });

  it.each<[string, object, string, string]>([
    ['a gap in the week', { shifts: [{ weekly: daily('00:00', '12:00') }, { weekly: daily('13:00', '24:00') }] }, 'shifts', 'GAP'],
    ['a gap in the hours it must cover', { shifts: [{ weekly: daily('09:00', '12:00') }], covers: [{ day: 'FRIDAY', opens: '09:00', closes: '12:00:01' }] }, 'covers.0', 'GAP'],
    ['a gap on one date', { shifts: [{ weekly: daily('09:00', '18:00'), dates: [{ date: '2026-10-01', windows: [] }] }], covers: daily('10:00', '11:00') }, 'shifts.0.dates.0', 'GAP'],
    ['a time that is none', { shifts: [{ weekly: [{ day: 'MONDAY', opens: '25:00', closes: '12:00' }] }] }, 'shifts.0.weekly.0.opens', 'NOT_A_TIME'],
    ['windows that overlap', { shifts: [{ weekly: [...daily('00:00', '24:00'), { day: 'MONDAY', opens: '09:00', closes: '10:00' }] }] }, 'shifts.0.weekly.7', 'OVERLAP'],
    ['a date that is none', { shifts: [{ weekly: daily('00:00', '24:00'), dates: [{ date: '2026-02-30', windows: [] }] }] }, 'shifts.0.dates.0.date', 'NOT_A_DATE'],
    ['a zone that is none', { timeZone: 'Mars/Olympus', shifts: [{ weekly: daily('00:00', '24:00') }] }, 'timeZone', 'UNKNOWN_ZONE'],
    ['a day that is none', { shifts: [{ weekly: [{ day: 'FUNDAY', opens: '09:00', closes: '10:00' }] }] }, 'shifts.0.weekly.0.day', 'UNKNOWN_WORD'],
  ])('%s is refused with its path, and nothing is saved', async (_what, body, path, code) => {
    const shifts = await Promise.all((body as { shifts: object[] }).shifts.map(async (shift, at) => ({ memberId: await desk.member('LEADER', `leader ${at}`), ...shift })));
    const before = await tableHashes(app);
    const { userErrors } = await roster({ timeZone: 'Asia/Shanghai', ...body, shifts });
    expect(userErrors.map((error) => error.code)).toEqual(['RULE_INVALID']);
    expect(userErrors[0]?.details?.problems?.[0]).toMatchObject({ path, code });
    expect(await tableHashes(app)).toEqual(before);
  });

  it('a gap is named to the minute', async () => {
    const { userErrors } = await roster({ timeZone: 'UTC', shifts: [{ memberId: await desk.member('LEADER'), weekly: daily('01:00', '24:00') }] });
    expect(userErrors[0]?.details?.problems?.map(({ text }) => text.en)[0]).toBe('Nobody is on duty MONDAY 00:00 - MONDAY 01:00.');
  });
});

it('of a shop or team that is not there, or is another merchant’s, nobody says who is on duty', async () => {
  const other = await TicketDesk.open(app);
  const [shopId, foreign, unknown] = [desk.tickets.merchant.shopId, other.merchant.shopId, 'shp_00000000-0000-7000-8000-00000000dead'];
  const asked = async (query: string, variables: object): Promise<unknown> => (await desk.tickets.merchant.as('ADMIN', query, variables)).errors?.map(({ extensions }) => [extensions['code'], extensions['field']]);
  for (const id of [foreign, unknown]) {
    expect(await asked('query($id: ID!) { onDuty(shopId: $id, role: LEADER) { id } }', { id })).toEqual([['NOT_FOUND', 'shopId']]);
    expect(await asked('query($id: ID!) { dutyRosters(shopId: $id) { id } }', { id })).toEqual([['NOT_FOUND', 'shopId']]);
  }
  const team = 'query($id: ID!, $teamId: ID) { onDuty(shopId: $id, role: LEADER, teamId: $teamId) { id } }';
  expect(await asked(team, { id: shopId, teamId: 'tea_00000000-0000-7000-8000-00000000dead' })).toEqual([['NOT_FOUND', 'teamId']]);
  expect(await asked(team, { id: shopId })).toBeUndefined();
  expect(await asked('query($id: ID!) { onDuty(shopId: $id, role: LEADER, at: "2200-01-01T00:00:00Z") { id } }', { id: shopId })).toEqual([['INVALID_INPUT', 'at']]);
});

describe('a notification to be held', () => {
  /** The leader's hours begin in about two hours, and nobody else covers the rest. */
  async function later(): Promise<void> {
    const begins = from(2 * HOUR).slice(11, 16);
    const weekly = daily(begins, from(4 * HOUR).slice(11, 16));
    const { userErrors } = await roster({ timeZone: 'UTC', shifts: [{ memberId: await desk.member('LEADER'), weekly }], covers: [] });
    expect(userErrors).toEqual([]);
  }

  it('waits until the reader’s hours begin, and is then shown by the worker', async () => {
    await later();
    const ticketId = await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect(await desk.heard('LEADER')).toEqual([]);
    await desk.passes(HOUR + 50 * MINUTE);
    expect(await desk.heard('LEADER')).toEqual([]);
    await desk.passes(15 * MINUTE);
    expect(await desk.heard('LEADER')).toEqual(['angry 1']);
    expect(await desk.tickets.events(ticketId, 'notification.shown')).toHaveLength(1);
    expect(await desk.tickets.events(ticketId, 'clock.breached')).not.toContainEqual(expect.objectContaining({ data: expect.objectContaining({ kind: 'NOTICE' }) }));
  });

  it('goes to the delegate of a reader who is away when their hours begin, counted as often as it was meant', async () => {
    await later();
    const [leader, delegate] = [await desk.member('LEADER'), await desk.member('SUPERVISOR')];
    const tag = { on: 'TAGGED', tag: 'vip' };
    const tells = { type: 'NOTIFY', to: { type: 'ROLE', role: 'LEADER' }, hold: true };
    await desk.publishes({ rules: [
      { key: 'angry', title, trigger: { on: 'EMOTION', is: 'ANGRY' }, levels: [{ afterMinutes: 0, actions: [tells] }] }, { key: 'vip', title, trigger: tag, levels: [{ afterMinutes: 0, actions: [tells] }] },
    ] });
    const ticketId = await desk.tickets.complaint(null, { emotion: 'ANGRY', tags: ['vip'] });
    expect((await desk.outOfOffice('ADMIN', { memberId: leader, startsAt: from(HOUR), endsAt: from(3 * HOUR), delegateId: delegate })).userErrors).toEqual([]);
    await desk.passes(HOUR + 50 * MINUTE);
    expect([await desk.heard('LEADER'), await desk.heard('SUPERVISOR')]).toEqual([[], []]);
    await desk.passes(15 * MINUTE);
    expect([await desk.heard('LEADER'), await desk.heard('SUPERVISOR')]).toEqual([[], ['angry 1 x2']]);
    expect(await desk.tickets.events(ticketId, 'notification.passed_on')).toMatchObject([{ data: { memberId: uuid(leader), toMemberId: uuid(delegate) } }]);
    expect(await desk.tickets.events(ticketId, 'notification.shown')).toEqual([]);
    await desk.passes(HOUR);
    expect(await desk.heard('LEADER')).toEqual([]); // back, and not told of what another was told
  });

  it('is shown to a reader who is away all the same where the delegate is the person complained about', async () => {
    await later();
    const [leader, delegate] = [await desk.member('LEADER'), await desk.member('SUPERVISOR')];
    await desk.tickets.complaint(delegate, { emotion: 'ANGRY' });
    expect((await desk.outOfOffice('ADMIN', { memberId: leader, startsAt: from(HOUR), endsAt: from(3 * HOUR), delegateId: delegate })).userErrors).toEqual([]);
    await desk.passes(2 * HOUR + 5 * MINUTE);
    expect([await desk.heard('LEADER'), await desk.heard('SUPERVISOR')]).toEqual([['angry 1'], []]);
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect(await desk.heard('SUPERVISOR')).toEqual(['angry 1']); // at once, since it is the leader's shift
  });

  it('is dropped when the ticket is closed before', async () => {
    await later();
    const [ticketId, into] = [await desk.tickets.complaint(null, { emotion: 'ANGRY' }), await desk.tickets.complaint(null)];
    await desk.tickets.does('AGENT', 'takeTicket', { ticketId });
    await desk.tickets.does('AGENT', 'mergeTicket', { ...(await desk.tickets.now(ticketId)), intoTicketId: into });
    await desk.passes(3 * HOUR);
    expect(await desk.heard('LEADER')).toEqual([]);
    expect(await app.owner('SELECT state FROM notification WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ state: 'DROPPED' }]);
  });
});

describe('reading', () => {
  it('marks one’s own, once; those of others are unknown', async () => {
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    const [one] = await desk.told('LEADER');
    const mark = async (role: 'LEADER' | 'AGENT', mutation: string, ids: (string | undefined)[]): Promise<unknown> =>
      (await desk.tickets.merchant.as<Record<string, unknown>>(role, `mutation($ids: [ID!]!) { ${mutation}(ids: $ids) { notifications { readAt acknowledgedAt } userErrors { code field } } }`, { ids })).data?.[mutation];
    expect(await mark('AGENT', 'markNotificationsRead', [one?.id])).toEqual({ notifications: [], userErrors: [{ code: 'NOT_FOUND', field: 'ids.0' }] });
    const first = await mark('LEADER', 'markNotificationsRead', [one?.id]);
    expect(first).toMatchObject({ notifications: [{ readAt: expect.any(String), acknowledgedAt: null }], userErrors: [] });
    expect(await mark('LEADER', 'markNotificationsRead', [one?.id])).toEqual(first);
    expect(await mark('LEADER', 'acknowledgeNotifications', [one?.id])).toMatchObject({ notifications: [{ acknowledgedAt: expect.any(String) }] });
    const answer = await desk.tickets.merchant.as<{ me: { notifications: { unreadCount: number; edges: object[] } } }>('LEADER', '{ me { notifications(unread: true) { unreadCount edges { node { id } } } } }');
    expect(answer.data?.me.notifications).toEqual({ unreadCount: 0, edges: [] });
    expect((await app.owner(`SELECT type FROM event WHERE subject_id = $1 ORDER BY id`, [uuid(one?.id ?? '')])).map((row) => row['type'])).toEqual(['notification.read', 'notification.acknowledged']);
  });
});

describe('out of office', () => {
  it('the delegate is told instead, until the very instant it ends', async () => {
    const [leader, delegate] = [await desk.member('LEADER'), await desk.member('SUPERVISOR')];
    expect((await desk.outOfOffice('ADMIN', { memberId: leader, startsAt: from(-HOUR), endsAt: from(HOUR), delegateId: delegate })).userErrors).toEqual([]);
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect([await desk.heard('LEADER'), await desk.heard('SUPERVISOR')]).toEqual([[], ['angry 1']]);
    await desk.passes(HOUR);
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect([await desk.heard('LEADER'), await desk.heard('SUPERVISOR')]).toEqual([['angry 1'], ['angry 1']]);
  });

  it('on a shift whose only leader is away the delegate is told, and nobody whose shift it is not', async () => {
    const [leader, delegate] = [await desk.member('LEADER'), await desk.member('SUPERVISOR')];
    await desk.member('LEADER', 'off duty');
    expect((await roster({ timeZone: 'UTC', shifts: [{ memberId: leader, weekly: daily('00:00', '24:00') }] })).userErrors).toEqual([]);
    await desk.outOfOffice('ADMIN', { memberId: leader, startsAt: from(-HOUR), endsAt: from(HOUR), delegateId: delegate });
    await desk.tickets.complaint(null, { emotion: 'ANGRY' });
    expect([await desk.heard('LEADER'), await desk.heard('LEADER', 'off duty'), await desk.heard('SUPERVISOR')]).toEqual([[], [], ['angry 1']]);
  });

  it('is one’s own to set, delegates nothing on, overlaps nothing, and lasts no more than 400 days; refused, nothing changed', async () => {
    const [agent, leader, supervisor] = [await desk.member('AGENT'), await desk.member('LEADER'), await desk.member('SUPERVISOR')];
    const span = { startsAt: from(HOUR), endsAt: from(5 * HOUR) };
    const refused = async (role: 'AGENT' | 'ADMIN', input: object): Promise<string> => {
      const before = await tableHashes(app);
      const { userErrors } = await desk.outOfOffice(role, input);
      expect(await tableHashes(app)).toEqual(before);
      return userErrors.map(({ code, field }) => `${code} ${field}`).join();
    };
    expect(await refused('AGENT', { memberId: leader, ...span })).toBe('FORBIDDEN null');
    expect(await refused('AGENT', { memberId: agent, ...span, delegateId: agent })).toBe('INVALID_INPUT delegateId');
    expect(await refused('AGENT', { memberId: agent, startsAt: span.endsAt, endsAt: span.startsAt })).toBe('INVALID_INPUT endsAt');
    expect(await refused('AGENT', { memberId: agent, startsAt: span.startsAt, endsAt: from(401 * 24 * HOUR) })).toBe('INVALID_INPUT endsAt');
    const set = await desk.outOfOffice('AGENT', { memberId: agent, ...span, delegateId: leader });
    expect(set.userErrors).toEqual([]);
    expect(await refused('AGENT', { memberId: agent, ...span })).toBe('DUPLICATE startsAt');
    expect(await refused('ADMIN', { memberId: leader, ...span, delegateId: supervisor })).toBe('STATE_CONFLICT memberId');
    expect(await refused('ADMIN', { memberId: leader, ...span, delegateId: agent })).toBe('INVALID_INPUT delegateId');
    expect(await refused('ADMIN', { memberId: supervisor, ...span, delegateId: agent })).toBe('INVALID_INPUT delegateId');
    await desk.tickets.merchant.as('AGENT', 'mutation($id: ID!) { endOutOfOffice(absenceId: $id) { userErrors { code } } }', { id: set.absence?.id });
    expect((await desk.outOfOffice('ADMIN', { memberId: leader, ...span, delegateId: agent })).userErrors).toEqual([]);
  });

  it('both at once: one wins, and no circle comes to be', async () => {
    const [a, b] = [await desk.member('AGENT', 'a'), await desk.member('AGENT', 'b')];
    const span = { startsAt: from(HOUR), endsAt: from(5 * HOUR) };
    const answers = await Promise.all([desk.outOfOffice('ADMIN', { memberId: a, ...span, delegateId: b }), desk.outOfOffice('ADMIN', { memberId: b, ...span, delegateId: a })]);
    expect(answers.map(({ userErrors }) => userErrors.length).sort()).toEqual([0, 1]);
  });
});
