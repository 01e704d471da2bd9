import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BUILT_IN_PACKS } from '../../src/sla/index.js';
import { DAY, elapsed, HOUR, MINUTE, plus, type Instant, type Millis } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { TestMerchant } from '../support/merchant.js';
import { onPlatform, PlatformDesk, type Shown } from '../support/platform-desk.js';
import { uuid, type TicketDesk } from '../support/ticket-desk.js';

// What rules of others ask of the shop and of the order: the hours it is open, and the time it promised for sending.

const app = testApp();
let platform: PlatformDesk;
let desk: TicketDesk;

type Deadline = Shown['externalDeadlines'][number];
async function deadline(ticketId: string, wanted: string): Promise<Deadline> {
  const found = (await platform.show(ticketId)).externalDeadlines.find(({ kind }) => kind === wanted);
  if (!found) throw new Error(`no ${wanted}`);
  return found;
}

interface Refusal { readonly code: string; readonly field: string | null; readonly details: { readonly problems?: readonly { readonly path: string }[] } | null }
interface Chosen { readonly userErrors: readonly Refusal[]; readonly shopPacks: { readonly version: number; readonly openingHoursCalendarId: string | null } | null }
async function choose(more: object): Promise<Chosen> {
  const { data, errors } = await desk.merchant.as<{ c: Chosen }>('ADMIN', 'mutation($i: ChooseShopPacksInput!) { c: chooseShopPacks(input: $i) { shopPacks { version openingHoursCalendarId } userErrors { code field details } } }', {
    i: { shopId: desk.merchant.shopId, expectedVersion: 0, region: 'CN', enrolments: ['INSTANT_DELIVERY'], packs: [{ packId: 'tmall' }], ...more },
  });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.c;
}

describe('opening hours', () => {
  /** Weekdays from nine to nine, at weekends from ten to noon. */
  const HOURS = [
    ...['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day, opens: '09:00', closes: '21:00' })),
    ...['SATURDAY', 'SUNDAY'].map((day) => ({ day, opens: '10:00', closes: '12:00' })),
  ];
  let calendarId: string;
  /** 00:00 in Shanghai on the Monday of last week. */
  let monday: Instant;

  async function calendar(mutation: 'createCalendar' | 'updateCalendar', input: object, of = desk.merchant): Promise<string> {
    const type = mutation === 'createCalendar' ? 'CreateCalendarInput' : 'UpdateCalendarInput';
    const { data, errors } = await of.as<Record<string, { calendar: { id: string } | null; userErrors: unknown[] }>>('ADMIN', `mutation($i: ${type}!) { ${mutation}(input: $i) { calendar { id } userErrors { code details } } }`, { i: input });
    const id = data?.[mutation]?.calendar?.id;
    if (!id) throw new Error(JSON.stringify(errors ?? data));
    return id;
  }

  /** When the answer to a refund of an order delivered within the hour is due, asked for so long after Monday began. */
  async function due(asked: Millis): Promise<Millis> {
    const ticketId = await desk.ticket();
    expect(await platform.happened(ticketId, { event: 'INSTANT_ORDER_REFUND_REQUESTED', at: plus(monday, asked) })).toMatchObject({ taken: true, userErrors: [] });
    return elapsed(monday, (await deadline(ticketId, 'ANSWER_REQUEST')).dueAt ?? '');
  }

  beforeAll(async () => {
    platform = await PlatformDesk.open(app);
    ({ desk } = platform);
    calendarId = await calendar('createCalendar', { name: 'Opening hours', hours: { timeZone: 'Asia/Shanghai', weekly: HOURS } });
    const aMonday = '1970-01-04T16:00:00.000Z';
    const weeks = Math.floor(elapsed(aMonday, await platform.now()) / (7 * DAY));
    monday = plus(aMonday, (weeks - 1) * 7 * DAY);
  });

  it('count from the version in which a shop named its calendar, and not before', async () => {
    expect(await choose({})).toEqual({ userErrors: [], shopPacks: { version: 1, openingHoursCalendarId: null } });
    expect(await due(22 * HOUR)).toBe(27 * HOUR);
    expect(await choose({ expectedVersion: 1, openingHoursCalendarId: calendarId })).toEqual({ userErrors: [], shopPacks: { version: 2, openingHoursCalendarId: calendarId } });
    const { data } = await desk.merchant.as<{ shopPacks: unknown }>('AUDITOR', 'query($id: ID!) { shopPacks(shopId: $id) { openingHoursCalendarId } }', { id: desk.merchant.shopId });
    expect(data?.shopPacks).toEqual({ openingHoursCalendarId: calendarId });
  });

  it.each<[string, Millis, Millis]>([
    ['in the morning: the same afternoon', 9.5 * HOUR, 14.5 * HOUR],
    ['two hours before closing: three hours of the next day', 19 * HOUR, DAY + 12 * HOUR],
    ['at night: five hours from the opening', 22 * HOUR, DAY + 14 * HOUR],
    ['five hours before closing: at closing', 16 * HOUR, 21 * HOUR],
    ['on Saturday at eleven: an hour of it, two of Sunday, two of Monday', 5 * DAY + 11 * HOUR, 7 * DAY + 11 * HOUR],
  ])('five of them, asked for %s', async (_when, asked, expected) => {
    expect(await due(asked)).toBe(expected);
  });

  it('of another version of the calendar hold for what begins from then on', async () => {
    const ticketId = await desk.ticket();
    await platform.happened(ticketId, { event: 'INSTANT_ORDER_REFUND_REQUESTED', at: plus(monday, 19 * HOUR) });
    const before = await deadline(ticketId, 'ANSWER_REQUEST');
    await calendar('updateCalendar', { id: calendarId, hours: { timeZone: 'Asia/Shanghai', weekly: HOURS.map((one) => ({ ...one, opens: '08:00', closes: '22:00' })) } });
    expect(await deadline(ticketId, 'ANSWER_REQUEST')).toMatchObject({ dueAt: before.dueAt, generation: 1, history: before.history });
    expect(await due(19 * HOUR)).toBe(DAY + 10 * HOUR);
  });

  it('do not touch rows that run around the clock', async () => {
    const ticketId = await desk.ticket();
    await platform.happened(ticketId, { event: 'RETURN_REQUESTED', at: plus(monday, 22 * HOUR) });
    expect(elapsed(monday, (await deadline(ticketId, 'ANSWER_REQUEST')).dueAt ?? '')).toBe((22 + 36) * HOUR);
  });

  it('of a calendar that is not the merchant’s are refused, and nothing is saved', async () => {
    const theirs = await calendar('createCalendar', { name: 'Theirs', hours: { timeZone: 'Asia/Shanghai', weekly: HOURS } }, await TestMerchant.create(app));
    const before = await app.owner('SELECT count(*)::int AS n FROM shop_packs');
    for (const openingHoursCalendarId of [theirs, desk.merchant.shopId]) {
      expect((await choose({ expectedVersion: 2, openingHoursCalendarId })).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'openingHoursCalendarId' }]);
    }
    expect(await app.owner('SELECT count(*)::int AS n FROM shop_packs')).toEqual(before);
  });
});

describe('the time an order promises for sending', () => {
  const SIGNED = 'EXCHANGE_RETURN_SIGNED';
  const PAID = '2026-06-01T02:00:00.000Z';

  beforeEach(async () => {
    platform = await PlatformDesk.open(app);
    ({ desk } = platform);
  });

  /** Upserts the order `order-1` as the desk made it, paid and promised as said. */
  async function promise(hours: number | null, paidAt: Instant | null = PAID): Promise<string> {
    const { data, errors } = await desk.merchant.as<{ upsertOrders: { results: { outcome: string | null; userErrors: unknown[] }[] } }>(
      'ADMIN', 'mutation($i: UpsertOrdersInput!) { upsertOrders(input: $i) { results { outcome userErrors { code field } } } }', { i: { shopId: desk.merchant.shopId, items: [{
        externalId: 'order-1', customerExternalId: 'order-1', status: 'SIGNED', paid: '100.00', paidAt, promisedShipBy: hours === null ? null : plus(paidAt ?? PAID, hours * HOUR),
        lines: [{ externalId: '1', sku: 'COAT-M', title: 'Coat', quantity: 2, paid: '100.00' }],
      }] } },
    );
    const [result] = data?.upsertOrders.results ?? [];
    if (!result?.outcome) throw new Error(JSON.stringify(errors ?? result));
    return result.outcome;
  }

  /** A ticket of `order-1`, and an instant of an hour ago. */
  async function exchanged(): Promise<{ ticketId: string; at: Instant }> {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    const at = plus(await platform.now(), -HOUR);
    return { ticketId, at };
  }

  /** The same when the goods to exchange were signed for then. */
  async function signed(): Promise<{ ticketId: string; at: Instant }> {
    const one = await exchanged();
    expect(await platform.happened(one.ticketId, { event: SIGNED, at: one.at })).toMatchObject({ taken: true, userErrors: [] });
    return one;
  }
  const send = (ticketId: string): Promise<Deadline> => deadline(ticketId, 'SEND_REPLACEMENT');
  const hours = async ({ ticketId, at }: { ticketId: string; at: Instant }): Promise<number> => elapsed(at, (await send(ticketId)).dueAt ?? '') / HOUR;

  /** The pack of the platform in a version of the merchant's own. */
  async function publish(changed: (rows: readonly { readonly id: string }[]) => object[]): Promise<void> {
    const tmall = BUILT_IN_PACKS.find(({ id }) => id === 'tmall');
    const { data } = await desk.merchant.as<{ p: { userErrors: unknown[] } }>('ADMIN', 'mutation($i: PublishPolicyPackInput!) { p: publishPolicyPack(input: $i) { userErrors { code details } } }', {
      i: { body: { ...tmall, version: 'own', rows: changed(tmall?.rows ?? []) } },
    });
    expect(data?.p.userErrors).toEqual([]);
  }

  it.each<[string, number | null, Instant | null, number]>([
    ['72 hours from its payment', 72, PAID, 5 * 24 + 72], ['a quarter of an hour', 0.25, PAID, 5 * 24 + 0.25], ['nothing', null, PAID, 5 * 24 + 48],
    ['a time before it was paid', -1, PAID, 5 * 24 + 48], ['72 hours, but when it was paid nobody said', 72, null, 5 * 24 + 48],
  ])('is added: %s', async (_what, promised, paidAt, expected) => {
    const one = await exchanged();
    await promise(promised, paidAt);
    await platform.happened(one.ticketId, { event: SIGNED, at: one.at });
    expect(await hours(one)).toBe(expected);
  });

  it('told otherwise later, moves the deadline with it before the upsert answers; the same again moves nothing', async () => {
    const one = await signed();
    const { ticketId } = one;
    await platform.observe(ticketId, { dueAt: plus(one.at, 9 * HOUR), version: '1' });
    expect(await hours(one)).toBe(168);
    const version = await desk.version(ticketId);
    expect(await promise(72)).toBe('UPDATED');
    expect(await send(ticketId)).toMatchObject({ state: 'RUNNING', dueAt: plus(one.at, 192 * HOUR), generation: 2, source: 'PACK', packRow: 'tmall@2026-08#exchange.send.signed' });
    expect((await send(ticketId)).history.map(({ dueAt }) => elapsed(one.at, dueAt ?? '') / HOUR)).toEqual([168, 192]);
    expect((await desk.events(ticketId, 'clock.retargeted')).map(({ data, cause }) => [data['subject'], cause])).toEqual([['SEND_REPLACEMENT', 'TRADE_CHANGED']]);
    expect(await desk.version(ticketId)).toBe(version + 1);
    expect(await promise(72)).toBe('UNCHANGED');
    expect(await promise(72, plus(PAID, HOUR))).toBe('UPDATED'); // an hour later, as long as before
    expect([await hours(one), await desk.version(ticketId)]).toEqual([192, version + 1]);
    expect(await promise(24)).toBe('UPDATED');
    expect(await promise(null)).toBe('UPDATED');
    expect([await hours(one), (await send(ticketId)).generation]).toEqual([168, 4]);
    expect(await deadline(ticketId, 'ANSWER_REQUEST')).toMatchObject({ source: 'PLATFORM', dueAt: plus(one.at, 9 * HOUR), generation: 1 });
  });

  it('does not move what the platform itself told of', async () => {
    const { ticketId, at } = await signed();
    await platform.observe(ticketId, { kind: 'SEND_REPLACEMENT', dueAt: plus(at, 100 * HOUR), version: '1' });
    await promise(72);
    expect(await send(ticketId)).toMatchObject({ source: 'PLATFORM', dueAt: plus(at, 100 * HOUR), generation: 2 });
  });

  it('moves what is left while the platform has stepped in, and nothing else of it', async () => {
    const { ticketId } = await signed();
    await desk.answered(ticketId);
    expect((await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' })).userErrors).toEqual([]);
    const left = async (): Promise<number> => Number((await app.owner<{ ms: string }>(`SELECT remaining_ms AS ms FROM clock WHERE ticket_id = $1 AND subject = 'SEND_REPLACEMENT'`, [uuid(ticketId)]))[0].ms);
    const before = await left();
    await desk.waits(3 * DAY);
    await promise(72);
    expect([(await send(ticketId)).state, await left() - before]).toEqual(['PAUSED', 24 * HOUR]);
    await promise(36);
    expect(await left() - before).toBe(-12 * HOUR);
  });

  it('leaves missed what was missed', async () => {
    const missed = await signed();
    await platform.advance(167 * HOUR + MINUTE);
    expect((await send(missed.ticketId)).state).toBe('BREACHED');
    await promise(1_000);
    expect(await send(missed.ticketId)).toMatchObject({ state: 'BREACHED', dueAt: plus(missed.at, 168 * HOUR), generation: 1, history: [{ word: 'OBSERVED' }, { word: 'MISSED' }] });
  });

  it('shorter than what is spent already, makes it due now and not before', async () => {
    const { ticketId } = await signed();
    await desk.waits(160 * HOUR);
    const now = await platform.now();
    await promise(24);
    const { dueAt } = await send(ticketId);
    expect([(dueAt ?? '') >= now, elapsed(now, dueAt ?? '') < MINUTE]).toEqual([true, true]);
  });

  it('counts the earliest of several rows anew', async () => {
    await publish((rows) => [...rows, { ...rows.find(({ id }) => id === 'exchange.send.signed'), id: 'week', due: { from: 'EVENT', unit: 'DAYS', amount: 7 }, overrides: [] }]);
    const one = await signed();
    const shown = async (): Promise<unknown[]> => [await hours(one), (await send(one.ticketId)).packRow];
    await promise(24);
    expect(await shown()).toEqual([144, 'tmall@own#exchange.send.signed']);
    await promise(72);
    expect(await shown()).toEqual([168, 'tmall@own#week']);
    await promise(30);
    expect(await shown()).toEqual([150, 'tmall@own#exchange.send.signed']);
  });

  it('of the order that turns out to be the one counts from then on', async () => {
    const { orderId } = await desk.merchant.order();
    await promise(72);
    const ticketId = await desk.taken(desk.complaint(null));
    const at = plus(await platform.now(), -HOUR);
    await platform.happened(ticketId, { event: SIGNED, at });
    expect(await hours({ ticketId, at })).toBe(168);
    expect((await desk.does('AGENT', 'identifyTicket', { ticketId, orderId })).userErrors).toEqual([]);
    expect([await hours({ ticketId, at }), (await send(ticketId)).generation]).toEqual([192, 2]);
  });

  it('moves no deadline whose rows do not add it, whatever they say by now', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const [before, version] = [await deadline(ticketId, 'ANSWER_REQUEST'), await desk.version(ticketId)];
    await publish((rows) => rows.map((row) => (row.id === 'return.request' ? { ...row, due: { from: 'EVENT', unit: 'HOURS', amount: 50 } } : row)));
    await promise(72);
    expect(await deadline(ticketId, 'ANSWER_REQUEST')).toMatchObject({ dueAt: before.dueAt, generation: 1, history: before.history });
    expect(await desk.version(ticketId)).toBe(version);
  });
});
