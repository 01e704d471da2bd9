import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines } from '../support/deadlines.js';
import { tableHashes } from '../support/table-hashes.js';
import { TicketDesk } from '../support/ticket-desk.js';

// What a draft policy would have done to the past, told without writing a word.

const app = testApp();
let desk: TicketDesk;
let start: string;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  start = plus(new Date().toISOString(), -MINUTE);
});

interface Tally { readonly met: number; readonly warned: number; readonly breached: number; readonly open: number; readonly cancelled: number; readonly none: number }
interface Simulated {
  readonly tickets: number; readonly clocks: number; readonly before: Tally; readonly after: Tally; readonly endCursor: string | null;
  readonly byTarget: readonly { readonly key: string; readonly before: Tally; readonly after: Tally }[];
  readonly byShop: readonly { readonly key: string }[];
  readonly byHour: readonly { readonly key: string }[];
  readonly flips: readonly { readonly ticketId: string; readonly target: string; readonly before: string; readonly after: string; readonly newRule: string | null }[];
}

const TALLY = '{ met warned breached open cancelled none }';
const SIMULATE = `query($rules: [PolicyRuleInput!]!, $calendars: [DraftCalendarInput!], $from: DateTime!, $to: DateTime!, $first: Int, $after: String) {
  simulatePolicy(rules: $rules, calendars: $calendars, from: $from, to: $to, first: $first, after: $after) {
    tickets clocks endCursor before ${TALLY} after ${TALLY} byTarget { key before ${TALLY} after ${TALLY} } byShop { key } byHour { key }
    flips { ticketId target before after newRule dueAt newDueAt } } }`;

async function simulated(rules: object[], more: object = {}): Promise<{ found: Simulated; codes: unknown[] }> {
  const variables = { rules, from: start, to: plus(start, 24 * HOUR), first: 20, ...more };
  const { data, errors } = await desk.merchant.as<{ simulatePolicy: Simulated }>('ADMIN', SIMULATE, variables);
  return { found: data?.simulatePolicy as Simulated, codes: (errors ?? []).map((error) => error.extensions['code']) };
}

const all = (...targets: object[]): object[] => [{ name: 'draft', targets: [{ target: 'RESOLUTION', seconds: 864_000 }, ...targets] }];

describe('a draft is tried on the past', () => {
  it('tells which clocks would end otherwise, by target, shop and hour, and writes nothing', async () => {
    await desk.waits(HOUR - (Date.now() % HOUR)); // begun and answered within one hour of the day
    const ticketId = await desk.complaint(null);
    await desk.waits(90 * SECOND);
    await desk.answered(ticketId);
    await desk.merchant.as('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired } }', { to: plus(new Date().toISOString(), 3 * HOUR) });
    const before = await tableHashes(app);

    const same = await simulated(all({ target: 'FIRST_RESPONSE', seconds: 180 }, { target: 'RESPOND', seconds: 180 }));
    expect(same.found.byTarget.find(({ key }) => key === 'FIRST_RESPONSE')).toMatchObject({ before: { met: 1, breached: 0 }, after: { met: 1, breached: 0 } });
    expect(same.found.flips).toEqual([]);

    const tight = await simulated(all({ target: 'FIRST_RESPONSE', seconds: 60, warnings: [{ percent: 50 }] }, { target: 'KEEP_INFORMED', seconds: 3_600 }));
    expect(tight.found.flips.map(({ ticketId: id, target, before: was, after }) => [id, target, was, after]).sort()).toEqual([
      [ticketId, 'FIRST_RESPONSE', 'MET', 'BREACHED'], [ticketId, 'KEEP_INFORMED', 'NONE', 'BREACHED'], [ticketId, 'RESPOND', 'BREACHED', 'NONE'],
    ]);
    expect(tight.found.byTarget.find(({ key }) => key === 'FIRST_RESPONSE')).toMatchObject({ before: { warned: 0 }, after: { breached: 1, warned: 1 } });
    expect(tight.found.byTarget.find(({ key }) => key === 'KEEP_INFORMED')).toMatchObject({ before: { none: 1 }, after: { breached: 1 } });
    expect([tight.found.tickets, tight.found.byShop.map(({ key }) => key), tight.found.byHour.length]).toEqual([1, [desk.merchant.shopId], 1]);
    expect(await tableHashes(app)).toEqual(before);
  });

  it('goes by the kind and subtype a ticket had at the time', async () => {
    const ticketId = await desk.taken(desk.logistics({ logistics: { subtype: 'STALLED', customerSees: '没有动' } }));
    const advance = async (hours: number): Promise<unknown> => desk.merchant.as('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired } }', { to: plus(new Date().toISOString(), hours * HOUR) });
    await advance(1);
    await desk.does('AGENT', 'changeTicketKind', { ...(await desk.now(ticketId)), kind: 'COMPLAINT', reason: '投诉', complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: '退差价' } });
    await advance(4);
    const wholes = async (when: object, seconds: number): Promise<unknown> => (await simulated([{ name: 'then', when, targets: [{ target: 'RESOLUTION', seconds }] }, ...all()])).found
      .flips.filter(({ target }) => target === 'RESOLUTION').map(({ after, newRule }) => [after, newRule]);
    // The first hour it was a query about a stalled parcel, and after it a complaint about a price.
    expect(await wholes({ kinds: ['LOGISTICS'], subtypes: ['STALLED'] }, 1_800)).toEqual([['BREACHED', 'then']]);
    expect(await wholes({ kinds: ['LOGISTICS'], subtypes: ['STALLED'] }, 7_200)).toEqual([]);
    expect(await wholes({ kinds: ['COMPLAINT'], subtypes: ['PRICE'] }, 7_200)).toEqual([['BREACHED', 'then']]);
    expect(await wholes({ subtypes: ['LOST'] }, 60)).toEqual([]);
  });

  it('holds count as the draft says, also where they did not count before', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await desk.waits(5 * HOUR);
    await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    await desk.waits(30 * MINUTE);
    const whole = (found: Simulated): unknown => found.byTarget.find(({ key }) => key === 'RESOLUTION')?.after;
    const hour = (pauses: object[]): object[] => [{ name: 'draft', targets: [{ target: 'RESOLUTION', seconds: 3_600, pauses }] }];
    expect(whole((await simulated(hour([]))).found)).toMatchObject({ breached: 1 });
    expect(whole((await simulated(hour([{ reason: 'WAITING_ON_CUSTOMER' }]))).found)).toMatchObject({ breached: 0, open: 1 });
    expect(whole((await simulated(hour([{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds: 7_200 }]))).found)).toMatchObject({ breached: 1 });
    const ofTicket = (budgetSeconds: number): object[] => [{ name: 'draft', targets: [{ target: 'RESOLUTION', seconds: 3_600, pauses: [{ reason: 'WAITING_ON_CUSTOMER' }] }], holds: [{ reason: 'WAITING_ON_CUSTOMER', budgetSeconds }] }];
    expect(whole((await simulated(ofTicket(7_200))).found)).toMatchObject({ breached: 1 });
    expect(whole((await simulated(ofTicket(20_000))).found)).toMatchObject({ breached: 0, open: 1 });
  });

  it('a change of priority on the way is a change of target on the way', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.waits(2 * HOUR);
    await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'LOW' });
    await desk.waits(2 * HOUR);
    const rules = (normal: number): object[] => [
      { name: 'normal', when: { priorities: ['NORMAL'] }, targets: [{ target: 'RESOLUTION', seconds: normal }] }, ...all(),
    ];
    expect((await simulated(rules(3_600))).found.flips.filter(({ target }) => target === 'RESOLUTION')).toMatchObject([{ target: 'RESOLUTION', before: 'OPEN', after: 'BREACHED', newRule: 'normal' }]);
    const later = (await simulated(rules(3 * 3_600))).found;
    expect(later.byTarget.find(({ key }) => key === 'RESOLUTION')?.after).toMatchObject({ open: 1, breached: 0 });
  });

  it('what a rule asks for, lets go of and asks for again is told as it was', async () => {
    const rules = [{ name: 'informed', when: { priorities: ['HIGH'] }, targets: [{ target: 'KEEP_INFORMED', seconds: 7_200 }] }, ...all()];
    await new Deadlines(desk).publish(rules);
    const ticketId = await desk.taken();
    await desk.answered(ticketId);
    for (const priority of ['HIGH', 'LOW', 'HIGH']) {
      await desk.waits(MINUTE);
      await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority });
    }
    await desk.waits(HOUR);
    await desk.answered(ticketId);
    const { found } = await simulated(rules);
    expect(found.flips).toEqual([]);
    expect(found.byTarget.find(({ key }) => key === 'KEEP_INFORMED')).toMatchObject({ before: { cancelled: 1, met: 1, open: 1 }, after: { cancelled: 1, met: 1, open: 1 } });
  });

  it('is bounded: pages of tickets, a stretch of 92 days, only what could be published, and only for whom it concerns', async () => {
    for (let n = 0; n < 3; n++) await desk.complaint(null);
    const first = await simulated(all(), { first: 2 });
    const second = await simulated(all(), { first: 2, after: first.found.endCursor });
    expect([first.found.tickets, second.found.tickets, second.found.endCursor]).toEqual([2, 1, null]);
    expect((await simulated(all(), { to: plus(start, 93 * 24 * HOUR) })).codes).toEqual(['INVALID_INPUT']);
    expect((await simulated(all(), { to: start })).codes).toEqual(['INVALID_INPUT']);
    expect((await simulated([])).codes).toEqual(['POLICY_INVALID']);
    const { errors } = await desk.merchant.as('SUPERVISOR', SIMULATE, { rules: all(), from: start, to: plus(start, HOUR) });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(['FORBIDDEN']);
  });

  it('tries other hours of a calendar too', async () => {
    const hours = (closes: string): object => ({ timeZone: 'UTC', weekly: [{ day: 'MONDAY', opens: '00:00', closes }] });
    const { data } = await desk.merchant.as<{ createCalendar: { calendar: { id: string } } }>(
      'ADMIN', 'mutation($i: CreateCalendarInput!) { createCalendar(input: $i) { calendar { id } } }', { i: { name: 'Mondays', hours: hours('02:00') } },
    );
    const calendarId = data?.createCalendar.calendar.id ?? '';
    await desk.complaint(null);
    await desk.waits(8 * 24 * HOUR);
    const rules = [{ name: 'draft', targets: [{ target: 'RESOLUTION', seconds: 8 * 3_600, calendarId }] }];
    const whole = (found: Simulated): Tally | undefined => found.byTarget.find(({ key }) => key === 'RESOLUTION')?.after;
    expect(whole((await simulated(rules)).found)).toMatchObject({ open: 1, breached: 0 });
    expect(whole((await simulated(rules, { calendars: [{ calendarId, hours: hours('24:00') }] })).found)).toMatchObject({ open: 0, breached: 1 });
    expect((await simulated(rules, { calendars: [{ calendarId, hours: { timeZone: 'Mars', weekly: [] } }] })).codes).toEqual(['CALENDAR_INVALID']);
    expect((await simulated(rules, { calendars: ['02:00', '24:00'].map((closes) => ({ calendarId, hours: hours(closes) })) })).codes).toEqual(['INVALID_INPUT']);
    // Hours for a calendar nobody has would be tried on nothing, unnoticed.
    expect((await simulated(rules, { calendars: [{ calendarId: 'cal_01a20000-0000-7000-8000-00000000dead', hours: hours('24:00') }] })).codes).toEqual(['NOT_FOUND']);
  });
});

it('asks conditions on tier and amount of what they were then, not of what they are now', async () => {
  const tier = async (named: string | null): Promise<void> => {
    const { data } = await desk.merchant.as<{ upsertCustomers: { userErrors: unknown[] } }>('ADMIN', 'mutation($i: UpsertCustomersInput!) { upsertCustomers(input: $i) { userErrors { code } } }', {
      i: { shopId: desk.merchant.shopId, items: [{ externalId: 'c1', tier: named }] },
    });
    expect(data?.upsertCustomers.userErrors).toEqual([]);
  };
  await tier('VIP');
  await tier('PLAIN'); // before the ticket: no change of the ticket
  const [customer] = await app.owner<{ id: string }>(`SELECT id FROM customer WHERE merchant_id = $1 AND external_id = 'c1'`, [desk.merchant.id]);
  const ticketId = await desk.complaint(null, { customerId: encodeId('Customer', customer?.id ?? '') });
  await desk.waits(90 * SECOND);
  await desk.answered(ticketId);
  await tier('VIP'); // long after the answer
  const rules = [
    { name: 'vip', when: { customerTiers: ['VIP'] }, targets: [{ target: 'FIRST_RESPONSE', seconds: 60 }] },
    { name: 'plain', when: { customerTiers: ['PLAIN'] }, targets: [{ target: 'FIRST_RESPONSE', seconds: 180 }] },
    { name: 'rest', targets: [{ target: 'RESOLUTION', seconds: 864_000 }] },
  ];
  const { found } = await simulated(rules);
  expect(found.byTarget.find(({ key }) => key === 'FIRST_RESPONSE')).toMatchObject({ after: { met: 1, breached: 0 } });
});
