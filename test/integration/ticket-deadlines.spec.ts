import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { DAY, elapsed, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { AdvanceClock } from '../../src/tickets/due/advance-clock.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// Which clocks a ticket has, what meets and moves them, and what a rule, a calendar or a re-application does to them.

const app = testApp();
let desk: TicketDesk;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
});

interface Deadline {
  readonly clock: { readonly id: string; readonly kind: string; readonly subject: string; readonly state: string; readonly dueAt: string | null; readonly startedAt: string;
    readonly endedAt: string | null; readonly rule: string | null; readonly generation: number; readonly nextWarningAt: string | null; readonly pausedFor: string | null;
    readonly explain: { readonly dueAt: string | null; readonly targetMs: string; readonly countedMs: string; readonly overspentMs: string;
      readonly segments: { readonly kind: string; readonly from: string; readonly to: string | null; readonly countedMs: string; readonly closedBy: string | null; readonly name: string | null; readonly reason: string | null; readonly by: string | null; readonly rule: string | null }[]; }; };
  readonly remainingMs: string | null;
  readonly overdue: boolean;
}

const DEADLINES = `query($id: ID!) { ticket(id: $id) { deadlines { remainingMs overdue clock {
  id kind subject state dueAt startedAt endedAt rule generation nextWarningAt pausedFor
  explain { dueAt targetMs countedMs overspentMs segments { kind from to countedMs closedBy name reason by rule } } } } } }`;

async function deadlines(ticketId: string): Promise<Deadline[]> {
  const { data, errors } = await desk.merchant.as<{ ticket: { deadlines: Deadline[] } }>('AGENT', DEADLINES, { id: ticketId });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.ticket.deadlines;
}

async function clock(ticketId: string, kind: string, subject?: string): Promise<Deadline['clock']> {
  const found = (await deadlines(ticketId)).filter((one) => one.clock.kind === kind && (subject === undefined || one.clock.subject === subject));
  if (found.length === 0) throw new Error(`no clock ${kind} ${subject ?? ''}`);
  return (found.at(-1) as Deadline).clock;
}

async function advance(millis: number): Promise<number> {
  const [{ now } = { now: '' }] = await app.owner<{ now: string }>(
    `SELECT to_char((clock_timestamp() + clock_offset) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now FROM merchant WHERE id = $1`, [desk.merchant.id],
  );
  const { data } = await desk.merchant.as<{ advanceTestClock: { fired: number; userErrors: unknown[] } }>(
    'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code } } }', { to: plus(now, millis) },
  );
  expect(data?.advanceTestClock.userErrors).toEqual([]);
  return data?.advanceTestClock.fired ?? 0;
}

/** Publishes rules as the newest version; its public id. */
async function publish(rules: object[]): Promise<string> {
  const { data } = await desk.merchant.as<{ publishSlaPolicy: { policy: { id: string } | null; userErrors: unknown[] } }>(
    'ADMIN', 'mutation($input: PublishSlaPolicyInput!) { publishSlaPolicy(input: $input) { policy { id } userErrors { code details } } }', { input: { name: 'spec', rules } },
  );
  expect(data?.publishSlaPolicy.userErrors).toEqual([]);
  return data?.publishSlaPolicy.policy?.id ?? '';
}

const RESOLUTION = { target: 'RESOLUTION', seconds: 864_000 };
const WAITS = [{ reason: 'WAITING_ON_CUSTOMER' }, { reason: 'PLATFORM_INTERVENTION' }];

describe('what the customer waits for', () => {
  it('a program acknowledges a live chat within six seconds, and answers nobody', async () => {
    const ticketId = await desk.ticket();
    expect((await deadlines(ticketId)).map(({ clock: { kind, subject } }) => `${kind} ${subject}`).sort()).toEqual([
      'ACKNOWLEDGEMENT TICKET:1', 'FIRST_RESPONSE TURN:1', 'RESOLUTION TICKET:1', 'STEP RESPOND:1',
    ]);
    const ack = await clock(ticketId, 'ACKNOWLEDGEMENT');
    expect([elapsed(ack.startedAt, ack.dueAt ?? ''), ack.rule]).toEqual([6 * SECOND, 'live chat']);
    for (const origin of ['AUTOMATIC', 'BOT'] as const) await desk.answered(ticketId, { origin });
    expect(await clock(ticketId, 'ACKNOWLEDGEMENT')).toMatchObject({ state: 'SATISFIED' });
    const first = await clock(ticketId, 'FIRST_RESPONSE');
    expect([first.state, elapsed(first.startedAt, first.dueAt ?? '')]).toEqual(['RUNNING', 3 * MINUTE]);
    await desk.answered(ticketId);
    expect(await clock(ticketId, 'FIRST_RESPONSE')).toMatchObject({ state: 'SATISFIED' });
    expect((await deadlines(ticketId)).some((one) => one.clock.kind === 'NEXT_RESPONSE')).toBe(false);
  });

  it('each turn has one clock, which writing again does not start anew and an answer ends for good', async () => {
    const ticketId = await desk.ticket();
    await desk.answered(ticketId);
    await desk.customerSays(ticketId);
    const turn = await clock(ticketId, 'NEXT_RESPONSE', 'TURN:2');
    expect([turn.rule, elapsed(turn.startedAt, turn.dueAt ?? '')]).toEqual(['live chat', 3 * MINUTE]);
    await desk.waits(MINUTE);
    await desk.customerSays(ticketId);
    expect(await clock(ticketId, 'NEXT_RESPONSE', 'TURN:2')).toMatchObject({ startedAt: turn.startedAt, dueAt: turn.dueAt });
    await desk.answered(ticketId);
    expect(await clock(ticketId, 'NEXT_RESPONSE', 'TURN:2')).toMatchObject({ state: 'SATISFIED' });
    await advance(10 * MINUTE);
    const late = await app.owner(`SELECT 1 FROM clock WHERE ticket_id = $1 AND kind IN ('NEXT_RESPONSE', 'FIRST_RESPONSE') AND state = 'BREACHED'`, [uuid(ticketId)]);
    expect(late).toEqual([]);
    await desk.customerSays(ticketId);
    expect(await clock(ticketId, 'NEXT_RESPONSE', 'TURN:3')).toMatchObject({ state: 'RUNNING' });
  });

  it('a severe complaint is kept informed again and again, once a person has answered', async () => {
    const ticketId = await desk.complaint(null, { severity: 'SEVERE' });
    expect((await deadlines(ticketId)).some((one) => one.clock.kind === 'KEEP_INFORMED')).toBe(false);
    await desk.answered(ticketId);
    expect(await clock(ticketId, 'KEEP_INFORMED', 'UPDATE:1')).toMatchObject({ state: 'RUNNING', rule: 'severe complaints' });
    await desk.waits(HOUR);
    await desk.answered(ticketId);
    expect(await clock(ticketId, 'KEEP_INFORMED', 'UPDATE:1')).toMatchObject({ state: 'SATISFIED' });
    await advance(4 * HOUR + MINUTE);
    expect(await clock(ticketId, 'KEEP_INFORMED', 'UPDATE:2')).toMatchObject({ state: 'BREACHED' });
    await desk.answered(ticketId);
    expect(await clock(ticketId, 'KEEP_INFORMED', 'UPDATE:2')).toMatchObject({ state: 'BREACHED' });
    expect((await clock(ticketId, 'KEEP_INFORMED', 'UPDATE:2')).endedAt).not.toBeNull();
    expect(await clock(ticketId, 'KEEP_INFORMED', 'UPDATE:3')).toMatchObject({ state: 'RUNNING' });
  });

  it('a closed or merged ticket fires nothing any more', async () => {
    const [first, second] = [await desk.complaint(null), await desk.complaint(null)];
    await desk.does('AGENT', 'takeTicket', { ticketId: first });
    await desk.does('AGENT', 'mergeTicket', { ...(await desk.now(first)), intoTicketId: second });
    expect((await deadlines(first)).map((one) => one.clock.state)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    await advance(20 * DAY);
    expect(await desk.events(first, 'clock.breached')).toEqual([]);
    expect(await desk.events(first, 'clock.warned')).toEqual([]);
  });

  it('a task without a time of its own, and an approval, take the policy\'s', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    const approvalId = uuidv7();
    await desk.happens(ticketId, (session) => {
      session.startTarget('TASK', approvalId);
      session.startTarget('APPROVAL', approvalId);
      session.startTarget('APPROVAL', approvalId);
    });
    const [task, approval] = [await clock(ticketId, 'TASK'), await clock(ticketId, 'APPROVAL')];
    expect([task, approval].map((one) => [one.rule, elapsed(one.startedAt, one.dueAt ?? '')])).toEqual([['every ticket', 2 * DAY], ['every ticket', 4 * HOUR]]);
    await desk.happens(ticketId, (session) => session.clocks.satisfy('APPROVAL', approvalId));
    expect(await clock(ticketId, 'APPROVAL')).toMatchObject({ state: 'SATISFIED' });
  });
});

describe('warnings', () => {
  it('are given at their own instants, each once, whoever is late; then the breach', async () => {
    await publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 600, warnings: [{ percent: 50 }, { secondsBefore: 60 }] }] }]);
    const ticketId = await desk.ticket();
    const { startedAt, dueAt, nextWarningAt } = await clock(ticketId, 'STEP');
    expect(nextWarningAt).toBe(plus(startedAt, 300 * SECOND));
    await desk.waits(HOUR); // nobody looked for an hour
    expect(await advance(SECOND)).toBe(3);
    const ledger = await app.owner<{ type: string; at: Date; data: Record<string, unknown> }>(
      `SELECT e.type, e.at, e.data FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.ticket_id = $1 AND c.kind = 'STEP' ORDER BY e.seq`, [uuid(ticketId)],
    );
    expect(ledger.map(({ type, at, data }) => [type, at.toISOString(), data['level'] ?? null])).toEqual([
      ['STARTED', startedAt, null], ['WARNED', plus(startedAt, 300 * SECOND), 1], ['WARNED', plus(startedAt, 540 * SECOND), 2], ['BREACHED', dueAt, null],
    ]);
    expect((await desk.events(ticketId, 'clock.warned')).map(({ data }) => [data['level'], data['dueAt']])).toEqual([[1, dueAt], [2, dueAt]]);
    expect(await app.owner(`SELECT f.generation, f.level FROM clock_firing f JOIN clock c ON c.id = f.clock_id WHERE c.ticket_id = $1 ORDER BY f.at, f.level DESC`, [uuid(ticketId)]))
      .toEqual([{ generation: 1, level: 1 }, { generation: 1, level: 2 }, { generation: 1, level: 0 }]);
    expect(await advance(MINUTE)).toBe(0);
    await expect(app.owner('INSERT INTO clock_firing SELECT * FROM clock_firing LIMIT 1')).rejects.toThrow('duplicate key');
  });
});

describe('waiting', () => {
  it('stops the clocks only when the customer was really asked, and never for what we wait for inside', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId, { asks: false });
    expect(await desk.refused('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' })).toEqual(['EVIDENCE_MISSING reason']);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_WAREHOUSE' });
    expect((await deadlines(ticketId)).every((one) => one.clock.pausedFor === null)).toBe(true);
    await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    await desk.answered(ticketId, { asks: true });
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    expect(await clock(ticketId, 'RESOLUTION')).toMatchObject({ state: 'PAUSED', pausedFor: 'WAITING_ON_CUSTOMER', dueAt: null });
    expect(await advance(30 * DAY)).toBe(0);
  });

  it('ends by itself when its budget is used up, and is had once', async () => {
    await publish([{ name: 'all', targets: [{ ...RESOLUTION, seconds: 7_200, pauses: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 3_600 }] }] }]);
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    const before = await clock(ticketId, 'RESOLUTION');
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await advance(2 * HOUR);
    const after = await clock(ticketId, 'RESOLUTION');
    expect([after.state, elapsed(before.dueAt ?? '', after.dueAt ?? '')]).toEqual(['RUNNING', HOUR]);
    expect(after.explain.segments.map(({ kind, reason, by }) => [kind, reason, by])).toEqual([
      ['COUNTED', null, null], ['PAUSED', 'WAITING_ON_CUSTOMER', encodeId('Member', await desk.merchant.member('AGENT'))], ['COUNTED', null, null],
    ]);
    await advance(2 * HOUR);
    expect(await clock(ticketId, 'RESOLUTION')).toMatchObject({ state: 'BREACHED', dueAt: after.dueAt });
    expect((await desk.row<{ status: string }>(ticketId)).status).toBe('ON_HOLD');
  });
});

describe('a change of what the rules ask for', () => {
  const rules = [
    { name: 'vip', when: { customerTiers: ['VIP'] }, targets: [{ target: 'RECEIVE', seconds: 60 }] },
    { name: 'urgent', when: { priorities: ['URGENT'] }, targets: [{ target: 'RESOLUTION', seconds: 3_600, pauses: WAITS }, { target: 'RECEIVE', seconds: 300 }] },
    { name: 'tagged', when: { tags: ['press'] }, targets: [{ target: 'RESOLUTION', seconds: 7_200 }] },
    { name: 'all', targets: [RESOLUTION, { target: 'RECEIVE', seconds: 900 }, { target: 'RESPOND', seconds: 60 }] },
  ];

  it('retargets at once, keeps the time spent and every breach there was', async () => {
    await publish(rules);
    const ticketId = await desk.ticket();
    await advance(2 * MINUTE);
    expect(await clock(ticketId, 'STEP', 'RESPOND:1')).toMatchObject({ state: 'BREACHED' });
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'URGENT' });
    const whole = await clock(ticketId, 'RESOLUTION');
    expect([whole.rule, elapsed(whole.startedAt, whole.dueAt ?? ''), whole.generation]).toEqual(['urgent', HOUR, 2]);
    expect(await clock(ticketId, 'STEP', 'RESPOND:1')).toMatchObject({ state: 'BREACHED', generation: 1 });
    expect(whole.explain.segments.map(({ kind, rule }) => [kind, rule])).toEqual([['COUNTED', null], ['RETARGETED', 'urgent'], ['COUNTED', null]]);
    expect([whole.explain.countedMs, whole.explain.overspentMs]).toEqual([String(HOUR), '0']);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data }) => [data['kind'], data['rule'], data['dueAt']])).toEqual([['RESOLUTION', 'urgent', whole.dueAt]]);

    await desk.does('AGENT', 'tagTicket', { ...(await desk.now(ticketId)), tags: ['press'] });
    expect(await clock(ticketId, 'RESOLUTION')).toMatchObject({ rule: 'urgent', generation: 2 });
    await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'NORMAL' });
    expect(await clock(ticketId, 'RESOLUTION')).toMatchObject({ rule: 'tagged', generation: 3, dueAt: plus(whole.startedAt, 2 * HOUR) });
  });

  it('another customer brings another tier', async () => {
    await publish(rules);
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    expect((await clock(ticketId, 'STEP', 'RECEIVE:1')).rule).toBe('all');
    const { orderId, lineId, customerId } = await desk.merchant.order();
    await app.owner(`UPDATE customer SET tier = 'VIP' WHERE 'cus_' || id::text = $1`, [customerId]);
    await desk.does('AGENT', 'identifyTicket', { ...(await desk.now(ticketId)), customerId, orderId, lines: [{ orderLineId: lineId, quantity: 1 }] });
    expect(await clock(ticketId, 'STEP', 'RECEIVE:1')).toMatchObject({ rule: 'vip', generation: 2 });
  });
});

describe('calendars and re-applications', () => {
  const hours = (opens: string, closes: string): object => ({
    timeZone: 'Asia/Shanghai', weekly: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((day) => ({ day, opens, closes })),
  });
  const calendar = async (): Promise<string> => {
    const { data } = await desk.merchant.as<{ createCalendar: { calendar: { id: string } } }>(
      'ADMIN', 'mutation($i: CreateCalendarInput!) { createCalendar(input: $i) { calendar { id } userErrors { code } } }', { i: { name: 'Desk', hours: hours('09:00', '18:00') } },
    );
    return data?.createCalendar.calendar.id ?? '';
  };
  const edit = (id: string, opens: string, closes: string): Promise<unknown> => desk.merchant.as(
    'ADMIN', 'mutation($i: UpdateCalendarInput!) { updateCalendar(input: $i) { calendar { id version } userErrors { code field } } }', { i: { id, hours: hours(opens, closes) } },
  );

  it('a due time counts the calendar\'s hours alone, and its explanation adds up to the target', async () => {
    const calendarId = await calendar();
    await publish([{ name: 'desk hours', targets: [{ target: 'RESOLUTION', seconds: 20 * 3_600, calendarId }] }]);
    const ticketId = await desk.ticket();
    const { explain, dueAt } = await clock(ticketId, 'RESOLUTION');
    expect(explain).toMatchObject({ dueAt, countedMs: String(20 * HOUR), targetMs: String(20 * HOUR), overspentMs: '0' });
    const counted = explain.segments.filter(({ kind }) => kind === 'COUNTED');
    expect(counted.reduce((sum, { countedMs }) => sum + Number(countedMs), 0)).toBe(20 * HOUR);
    expect(explain.segments.filter(({ kind }) => kind === 'CLOSED').every(({ closedBy }) => closedBy === 'OUTSIDE_HOURS')).toBe(true);
    for (const { from, to } of counted) {
      const [a, b] = [from, to ?? ''].map((at) => new Date(Date.parse(at) + 8 * HOUR));
      expect([(a?.getUTCHours() ?? 0) >= 9, (b?.getUTCHours() ?? 24) < 18 || (b?.getUTCHours() === 18 && b.getUTCMinutes() === 0)]).toEqual([true, true]);
    }
    explain.segments.slice(1).forEach(({ from }, at) => expect(from).toBe(explain.segments[at]?.to));
  });

  it('an edited calendar or policy changes nothing that runs, until it is re-applied as the preview said, with a log', async () => {
    const calendarId = await calendar();
    await publish([{ name: 'desk hours', targets: [{ target: 'RESOLUTION', seconds: 30 * 3_600, calendarId }] }]);
    const ticketId = await desk.ticket();
    const before = await clock(ticketId, 'RESOLUTION');
    const edited = await edit(calendarId, '00:00', '24:00');
    expect(JSON.stringify(edited)).not.toContain('"code"');
    const newer = await publish([
      { name: 'shorter', targets: [{ target: 'RESOLUTION', seconds: 10 * 3_600, calendarId }, { target: 'RESPOND', seconds: 60 }] },
    ]);
    await desk.customerSays(ticketId);
    expect(await clock(ticketId, 'RESOLUTION')).toMatchObject({ dueAt: before.dueAt, rule: 'desk hours', generation: 1 });

    const PREVIEW = `query($p: ID, $t: [ID!]) { previewPolicy(policyId: $p, ticketIds: $t) { edges { node { ticketId clocks {
      outlook dueAt newDueAt newRule before { kind } } } } } }`;
    interface Preview { previewPolicy: { edges: { node: { ticketId: string; clocks: { outlook: string; dueAt: string; newDueAt: string; newRule: string; before: { kind: string } | null }[] } }[] } }
    const stood = await desk.state(ticketId);
    const { data } = await desk.merchant.as<Preview>('SUPERVISOR', PREVIEW, { p: newer, t: [ticketId] });
    expect(await desk.state(ticketId)).toEqual(stood);
    const [previewed] = data?.previewPolicy.edges ?? [];
    expect(previewed?.node.clocks.map(({ outlook, newRule, before: was }) => [outlook, newRule, was?.kind ?? null])).toEqual([
      ['RETARGETED', 'shorter', 'RESOLUTION'], ['STARTED', 'shorter', null],
    ]);

    expect(await desk.refused('AGENT', 'reapplyPolicy', { ticketId, policyId: newer })).toEqual(['FORBIDDEN']);
    await desk.does('SUPERVISOR', 'reapplyPolicy', { ticketId, policyId: newer });
    const after = await clock(ticketId, 'RESOLUTION');
    expect(after).toMatchObject({ rule: 'shorter', generation: 2 });
    expect(Math.abs(elapsed(previewed?.node.clocks[0]?.newDueAt ?? '', after.dueAt ?? ''))).toBeLessThan(MINUTE);
    expect((await desk.events(ticketId, 'policy.reapplied')).map(({ data: said }) => said['policyId'])).toEqual([uuid(newer)]);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data: said }) => [said['wasDueAt'], said['dueAt']])).toEqual([[before.dueAt, after.dueAt]]);
    expect((await desk.row<{ policy_id: string }>(ticketId)).policy_id).toBe(uuid(newer));
  });

  it('re-applying does not touch what was met or breached', async () => {
    const ticketId = await desk.ticket();
    await advance(4 * MINUTE); // acknowledgement, response and step are missed
    await desk.answered(ticketId);
    const ended = async (): Promise<unknown> => app.owner(`SELECT * FROM clock WHERE ticket_id = $1 AND (ended_at IS NOT NULL OR state = 'BREACHED') ORDER BY id`, [uuid(ticketId)]);
    const before = await ended();
    const newer = await publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 86_400 }, { target: 'FIRST_RESPONSE', seconds: 86_400 }] }]);
    await desk.does('SUPERVISOR', 'reapplyPolicy', { ticketId, policyId: newer });
    const kept = (await ended()) as { id: string }[];
    expect(kept.filter(({ id }) => (before as { id: string }[]).some((one) => one.id === id))).toEqual(before);
  });
});

it('a due time in a year without known holidays says so where it is shown, and the re-application after the import takes it back', async () => {
  const year = Number((await app.owner<{ y: string }>(`SELECT to_char(now(), 'YYYY') AS y`))[0]?.y);
  const take = (wanted: number): Promise<unknown> => desk.merchant.as('ADMIN', 'mutation($i: ImportHolidayYearInput!) { importHolidayYear(input: $i) { days userErrors { code field } } }', {
    i: { holidaySet: 'SPEC', year: wanted, source: 'notice', days: [{ date: `${wanted}-07-01`, name: 'Day off' }] },
  });
  await take(year - 1);
  const hours = { timeZone: 'Asia/Shanghai', weekly: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day, opens: '09:00', closes: '18:00' })) };
  const { data: made } = await desk.merchant.as<{ createCalendar: { calendar: { id: string } } }>(
    'ADMIN', 'mutation($i: CreateCalendarInput!) { createCalendar(input: $i) { calendar { id } userErrors { code field } } }', { i: { name: 'Spec', hours, holidaySets: ['SPEC'] } },
  );
  await publish([{ name: 'desk hours', targets: [{ target: 'RESOLUTION', seconds: 20 * 3_600, calendarId: made?.createCalendar.calendar.id }, { target: 'RECEIVE', seconds: 60 }] }]);
  const ticketId = await desk.ticket();
  const warned = async (): Promise<Record<string, (number | undefined)[]>> => {
    const { data, errors } = await desk.merchant.as<{ ticket: { deadlines: { warnings: { missingYear: number; message: string }[]; clock: { kind: string; explain: { warnings: { missingYear: number }[] } } }[] } }>(
      'AGENT', 'query($id: ID!) { ticket(id: $id) { deadlines { warnings { missingYear message } clock { kind explain { warnings { missingYear } } } } } }', { id: ticketId },
    );
    if (!data) throw new Error(JSON.stringify(errors));
    return Object.fromEntries(data.ticket.deadlines.map(({ clock: { kind, explain }, warnings }) => [kind, [warnings[0]?.missingYear, explain.warnings[0]?.missingYear]]));
  };
  expect((await warned())['RESOLUTION']).toEqual([year, year]);
  expect(Object.entries(await warned()).filter(([kind]) => kind !== 'RESOLUTION').every(([, years]) => years.every((one) => one === undefined))).toBe(true);
  for (const one of [year, year + 1]) await take(one);
  expect((await warned())['RESOLUTION']).toEqual([year, year]); // it runs under the version it was started under
  await desk.does('SUPERVISOR', 'reapplyPolicy', { ticketId });
  expect((await warned())['RESOLUTION']).toEqual([undefined, undefined]);
});

it('a task is due when its clock is: a rule that changes moves both', async () => {
  const rules = (seconds: number): object[] => [
    { name: 'urgent', when: { priorities: ['URGENT'] }, targets: [{ target: 'TASK', seconds: 600 }] }, { name: 'all', targets: [RESOLUTION, { target: 'TASK', seconds }] },
  ];
  await publish(rules(7_200));
  const ticketId = await desk.ticket();
  await desk.does('AGENT', 'takeTicket', { ticketId });
  await desk.does('AGENT', 'openTask', { ticketId, department: 'WAREHOUSE', question: 'Where is it?' });
  const due = async (): Promise<[string, string | null]> => {
    const { data, errors } = await desk.merchant.as<{ ticket: { tasks: { dueAt: string }[] } }>('AGENT', 'query($id: ID!) { ticket(id: $id) { tasks { dueAt } } }', { id: ticketId });
    if (!data) throw new Error(JSON.stringify(errors));
    return [data.ticket.tasks[0]?.dueAt ?? '', (await clock(ticketId, 'TASK')).dueAt];
  };
  const [first, firstClock] = await due();
  expect(first).toBe(firstClock);
  await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'URGENT' });
  const [then, thenClock] = await due();
  expect([then, elapsed(then, first)]).toEqual([thenClock, 6_600 * SECOND]);
});

it('a clock that is advanced over too much stops where it got to, says so, and goes on from there', async () => {
  await publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 60, warnings: [{ percent: 25 }, { percent: 50 }, { percent: 75 }] }] }]);
  await desk.ticket();
  const most = Reflect.get(app.nest.get(AdvanceClock, { strict: false }), 'most') as { clocks: number; rounds: number };
  const before = { ...most };
  const to = plus(new Date().toISOString(), 10 * MINUTE);
  const go = async (): Promise<{ fired: number; userErrors: { code: string; field: string; details: { now: string; fired: number } }[] }> => {
    const { data } = await desk.merchant.as<{ advanceTestClock: Awaited<ReturnType<typeof go>> }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code field details } } }', { to },
    );
    if (!data) throw new Error('no answer');
    return data.advanceTestClock;
  };
  try {
    Object.assign(most, { rounds: 2 });
    const stopped = await go();
    expect(stopped.userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED', field: 'to', details: { fired: 2 } }]);
    expect(stopped.userErrors[0]?.details.now < to).toBe(true);
    expect((await go()).userErrors).toEqual([]); // the third warning and the breach
  } finally {
    Object.assign(most, before);
  }
  expect(await app.owner('SELECT level FROM clock_firing WHERE merchant_id = $1 ORDER BY at', [desk.merchant.id])).toEqual([{ level: 1 }, { level: 2 }, { level: 3 }, { level: 0 }]);
});
