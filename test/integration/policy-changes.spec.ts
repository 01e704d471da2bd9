import { beforeEach, describe, expect, it } from '@jest/globals';
import { elapsed, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION, WAITS } from '../support/deadlines.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// What another rule, calendar or policy does to clocks that run.

const app = testApp();
let desk: TicketDesk;
let deadlines: Deadlines;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  deadlines = new Deadlines(desk);
});

describe('a change of what the rules ask for', () => {
  const rules = [
    { name: 'vip', when: { customerTiers: ['VIP'] }, targets: [{ target: 'RECEIVE', seconds: 60 }] },
    { name: 'urgent', when: { priorities: ['URGENT'] }, targets: [{ target: 'RESOLUTION', seconds: 3_600, pauses: WAITS }, { target: 'RECEIVE', seconds: 300 }] },
    { name: 'tagged', when: { tags: ['press'] }, targets: [{ target: 'RESOLUTION', seconds: 7_200 }] },
    { name: 'all', targets: [RESOLUTION, { target: 'RECEIVE', seconds: 900 }, { target: 'RESPOND', seconds: 60 }] },
  ];

  it('retargets at once, keeps the time spent and every breach there was', async () => {
    await deadlines.publish(rules);
    const ticketId = await desk.ticket();
    await deadlines.advance(2 * MINUTE);
    expect(await deadlines.clock(ticketId, 'STEP', 'RESPOND:1')).toMatchObject({ state: 'BREACHED' });
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'URGENT' });
    const whole = await deadlines.clock(ticketId, 'RESOLUTION');
    expect([whole.rule, elapsed(whole.startedAt, whole.dueAt ?? ''), whole.generation]).toEqual(['urgent', HOUR, 2]);
    expect(await deadlines.clock(ticketId, 'STEP', 'RESPOND:1')).toMatchObject({ state: 'BREACHED', generation: 1 });
    expect(whole.explain.segments.map(({ kind, rule }) => [kind, rule])).toEqual([['COUNTED', null], ['RETARGETED', 'urgent'], ['COUNTED', null]]);
    expect([whole.explain.countedMs, whole.explain.overspentMs]).toEqual([String(HOUR), '0']);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data }) => [data['kind'], data['rule'], data['dueAt']])).toEqual([['RESOLUTION', 'urgent', whole.dueAt]]);

    await desk.does('AGENT', 'tagTicket', { ...(await desk.now(ticketId)), tags: ['press'] });
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ rule: 'urgent', generation: 2 });
    await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'NORMAL' });
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ rule: 'tagged', generation: 3, dueAt: plus(whole.startedAt, 2 * HOUR) });
  });

  it('another customer brings another tier', async () => {
    await deadlines.publish(rules);
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    expect((await deadlines.clock(ticketId, 'STEP', 'RECEIVE:1')).rule).toBe('all');
    const { orderId, lineId, customerId } = await desk.merchant.order();
    await app.owner(`UPDATE customer SET tier = 'VIP' WHERE 'cus_' || id::text = $1`, [customerId]);
    await desk.does('AGENT', 'identifyTicket', { ...(await desk.now(ticketId)), customerId, orderId, lines: [{ orderLineId: lineId, quantity: 1 }] });
    expect(await deadlines.clock(ticketId, 'STEP', 'RECEIVE:1')).toMatchObject({ rule: 'vip', generation: 2 });
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
    await deadlines.publish([{ name: 'desk hours', targets: [{ target: 'RESOLUTION', seconds: 20 * 3_600, calendarId }] }]);
    const ticketId = await desk.ticket();
    const { explain, dueAt } = await deadlines.clock(ticketId, 'RESOLUTION');
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
    await deadlines.publish([{ name: 'desk hours', targets: [{ target: 'RESOLUTION', seconds: 30 * 3_600, calendarId }] }]);
    const ticketId = await desk.ticket();
    const before = await deadlines.clock(ticketId, 'RESOLUTION');
    const edited = await edit(calendarId, '00:00', '24:00');
    expect(JSON.stringify(edited)).not.toContain('"code"');
    const newer = await deadlines.publish([
      { name: 'shorter', targets: [{ target: 'RESOLUTION', seconds: 10 * 3_600, calendarId }, { target: 'RESPOND', seconds: 60 }] },
    ]);
    await desk.customerSays(ticketId);
    expect(await deadlines.clock(ticketId, 'RESOLUTION')).toMatchObject({ dueAt: before.dueAt, rule: 'desk hours', generation: 1 });

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
    const after = await deadlines.clock(ticketId, 'RESOLUTION');
    expect(after).toMatchObject({ rule: 'shorter', generation: 2 });
    expect(Math.abs(elapsed(previewed?.node.clocks[0]?.newDueAt ?? '', after.dueAt ?? ''))).toBeLessThan(MINUTE);
    expect((await desk.events(ticketId, 'policy.reapplied')).map(({ data: said }) => said['policyId'])).toEqual([uuid(newer)]);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data: said }) => [said['wasDueAt'], said['dueAt']])).toEqual([[before.dueAt, after.dueAt]]);
    expect((await desk.row<{ policy_id: string }>(ticketId)).policy_id).toBe(uuid(newer));
  });

  it('a policy that asks for the shop finds it: at the opening and at a re-application, also where no policy asked before', async () => {
    const [shop] = await app.owner<{ platform: string }>('SELECT s.platform FROM shop s JOIN merchant m ON m.id = s.merchant_id WHERE m.id = $1', [desk.merchant.id]);
    await deadlines.publish([{ name: 'all', targets: [RESOLUTION] }]);
    const before = await desk.ticket();
    const asking = await deadlines.publish([{ name: 'platform', when: { platforms: [shop?.platform] }, targets: [{ target: 'RESOLUTION', seconds: 3_600 }] }, { name: 'all', targets: [RESOLUTION] }]);
    expect((await deadlines.clock(before, 'RESOLUTION')).rule).toBe('all');
    await desk.does('SUPERVISOR', 'reapplyPolicy', { ticketId: before, policyId: asking });
    expect((await deadlines.clock(before, 'RESOLUTION')).rule).toBe('platform');
    expect((await deadlines.clock(await desk.ticket(), 'RESOLUTION')).rule).toBe('platform');
  });

  it('re-applying does not touch what was met or breached', async () => {
    const ticketId = await desk.ticket();
    await deadlines.advance(4 * MINUTE); // acknowledgement, response and step are missed
    await desk.answered(ticketId);
    const ended = async (): Promise<unknown> => app.owner(`SELECT * FROM clock WHERE ticket_id = $1 AND (ended_at IS NOT NULL OR state = 'BREACHED') ORDER BY id`, [uuid(ticketId)]);
    const before = await ended();
    const newer = await deadlines.publish([{ name: 'all', targets: [RESOLUTION, { target: 'RESPOND', seconds: 86_400 }, { target: 'FIRST_RESPONSE', seconds: 86_400 }] }]);
    await desk.does('SUPERVISOR', 'reapplyPolicy', { ticketId, policyId: newer });
    const kept = (await ended()) as { id: string }[];
    expect(kept.filter(({ id }) => (before as { id: string }[]).some((one) => one.id === id))).toEqual(before);
  });
});

it('a due time in a year without known holidays says so where it is shown, and the re-application after the import takes it back', async () => {
  const year = Number((await app.owner<{ y: string }>(`SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') AS y`))[0]?.y);
  const take = (wanted: number): Promise<unknown> => desk.merchant.as('ADMIN', 'mutation($i: ImportHolidayYearInput!) { importHolidayYear(input: $i) { days userErrors { code field } } }', {
    i: { holidaySet: 'SPEC', year: wanted, source: 'notice', days: [{ date: `${wanted}-07-01`, name: 'Day off' }] },
  });
  await take(year - 1);
  const hours = { timeZone: 'Asia/Shanghai', weekly: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day, opens: '09:00', closes: '18:00' })) };
  const { data: made } = await desk.merchant.as<{ createCalendar: { calendar: { id: string } } }>(
    'ADMIN', 'mutation($i: CreateCalendarInput!) { createCalendar(input: $i) { calendar { id } userErrors { code field } } }', { i: { name: 'Spec', hours, holidaySets: ['SPEC'] } },
  );
  await deadlines.publish([{ name: 'desk hours', targets: [{ target: 'RESOLUTION', seconds: 20 * 3_600, calendarId: made?.createCalendar.calendar.id }, { target: 'RECEIVE', seconds: 60 }] }]);
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
  await deadlines.publish(rules(7_200));
  const ticketId = await desk.ticket();
  await desk.does('AGENT', 'takeTicket', { ticketId });
  await desk.does('AGENT', 'openTask', { ticketId, department: 'WAREHOUSE', question: 'Where is it?' });
  const due = async (): Promise<[string, string | null]> => {
    const { data, errors } = await desk.merchant.as<{ ticket: { tasks: { dueAt: string }[] } }>('AGENT', 'query($id: ID!) { ticket(id: $id) { tasks { dueAt } } }', { id: ticketId });
    if (!data) throw new Error(JSON.stringify(errors));
    return [data.ticket.tasks[0]?.dueAt ?? '', (await deadlines.clock(ticketId, 'TASK')).dueAt];
  };
  const [first, firstClock] = await due();
  expect(first).toBe(firstClock);
  await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'URGENT' });
  const [then, thenClock] = await due();
  expect([then, elapsed(then, first)]).toEqual([thenClock, 6_600 * SECOND]);
});
