import { beforeEach, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { DAY, HOUR, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { RESOLUTION } from '../support/deadlines.js';
import { TicketDesk } from '../support/ticket-desk.js';

// Shops of one merchant in two zones: a target goes by the calendar the policy names for the ticket's shop.

const app = testApp();
let desk: TicketDesk;
let shanghai: string;
let newYork: string;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  shanghai = desk.merchant.shopId;
  newYork = await shop('America/New_York');
});

const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const office = (timeZone: string, opens = '09:00', closes = '18:00'): object => ({ timeZone, weekly: WEEK.map((day) => ({ day, opens, closes })) });

const ALWAYS = office('UTC', '00:00', '24:00');

/** Open on one day of the week only, none of the next three. */
async function opensInFourDays(): Promise<object> {
  const [row] = await app.owner<{ day: number }>(`SELECT extract(isodow FROM (clock_timestamp() + clock_offset) AT TIME ZONE 'UTC' + interval '4 days')::int AS day FROM merchant WHERE id = $1`, [desk.merchant.id]);
  return { timeZone: 'UTC', weekly: [{ day: WEEK[row.day - 1], opens: '00:00', closes: '24:00' }] };
}

/** As an administrator; nothing may be refused. */
async function made<T>(mutation: string, type: string, input: object, selection: string): Promise<T> {
  const { data, errors } = await desk.merchant.as<{ made: T & { userErrors: unknown[] } }>(
    'ADMIN', `mutation($input: ${type}!) { made: ${mutation}(input: $input) { ${selection} userErrors { code field details } } }`, { input },
  );
  expect([errors, data?.made.userErrors]).toEqual([undefined, []]);
  return data?.made as T;
}

async function shop(timeZone: string): Promise<string> {
  const input = { externalId: uuidv7(), name: timeZone, platform: 'OWN', timeZone, currency: 'USD' };
  return (await made<{ shop: { id: string } }>('createShop', 'CreateShopInput', input, 'shop { id }')).shop.id;
}

async function calendar(hours: object): Promise<string> {
  return (await made<{ calendar: { id: string } }>('createCalendar', 'CreateCalendarInput', { name: uuidv7(), hours }, 'calendar { id }')).calendar.id;
}

const byShop = (more: object = {}): object[] => [{ name: 'all', targets: [{ target: 'RESPOND', seconds: 10 * 3_600, shopCalendar: true, ...more }, RESOLUTION] }];

async function publish(rules: object[], shopCalendars: object[]): Promise<string> {
  return (await made<{ policy: { id: string } }>('publishSlaPolicy', 'PublishSlaPolicyInput', { name: 'spec', rules, shopCalendars }, 'policy { id }')).policy.id;
}

interface Clock {
  readonly subject: string; readonly calendarId: string | null; readonly startedAt: string; readonly dueAt: string;
  readonly explain: { readonly countedMs: string; readonly dueAt: string; readonly segments: readonly { readonly kind: string; readonly from: string }[] };
}

async function respond(ticketId: string): Promise<Clock> {
  const { data } = await desk.merchant.as<{ ticket: { clocks: Clock[] } }>(
    'AGENT', 'query($id: ID!) { ticket(id: $id) { clocks { subject calendarId startedAt dueAt explain { countedMs dueAt segments { kind from } } } } }', { id: ticketId });
  const clock = data?.ticket.clocks.find(({ subject }) => subject === 'RESPOND:1');
  if (!clock) throw new Error('no clock RESPOND:1');
  return clock;
}

/** Ten hours of these after this instant, as `businessTime` has it. */
async function tenHours(hours: object, start: string): Promise<string | undefined> {
  const { data } = await desk.merchant.as<{ businessTime: { instant: string }[] }>(
    'ADMIN', 'query($c: BusinessCalendarInput!, $o: [BusinessTimeOperationInput!]!) { businessTime(calendar: $c, operations: $o) { instant } }',
    { c: hours, o: [{ op: 'ADD', start, durationMs: String(10 * HOUR) }] },
  );
  return data?.businessTime[0]?.instant;
}

it('each shop\'s tickets go by its calendar; a shop that is not listed by the target\'s own, or around the clock', async () => {
  const [east, west] = [office('Asia/Shanghai'), office('America/New_York')];
  const [eastId, westId, restId] = [await calendar(east), await calendar(west), await calendar(office('UTC'))];
  const other = await shop('Europe/Berlin');
  const listed = [{ shopId: shanghai, calendarId: eastId }, { shopId: newYork, calendarId: westId }];
  const policyId = await publish(byShop({ calendarId: restId }), listed);
  const of = async (shopId: string): Promise<Clock> => respond(await desk.logistics({ shopId }));
  const [inEast, inWest, elsewhere] = [await of(shanghai), await of(newYork), await of(other)];
  expect([inEast.calendarId, inWest.calendarId, elsewhere.calendarId]).toEqual([eastId, westId, restId]);
  for (const [clock, hours] of [[inEast, east], [inWest, west], [elsewhere, office('UTC')]] as const) {
    expect(clock.dueAt).toBe(await tenHours(hours, clock.startedAt));
    expect(clock.explain).toMatchObject({ countedMs: String(10 * HOUR), dueAt: clock.dueAt });
  }
  await publish(byShop(), listed);
  const around = await of(other);
  expect([around.calendarId, around.dueAt]).toEqual([null, plus(around.startedAt, 10 * HOUR)]);

  const { data } = await desk.merchant.as<{ node: object }>('ADMIN', 'query($id: ID!) { node(id: $id) { ... on SlaPolicy { shopCalendars { shopId calendarId } rules { targets { target calendarId shopCalendar } } } } }', { id: policyId });
  expect(data?.node).toEqual({
    shopCalendars: listed, rules: [{ targets: [{ target: 'RESPOND', calendarId: restId, shopCalendar: true }, { target: 'RESOLUTION', calendarId: null, shopCalendar: false }] }],
  });
});

it('another calendar of a shop is another version: what runs keeps its own, a preview tells the difference, a re-application takes it over', async () => {
  const [beforeId, afterId] = [await calendar(await opensInFourDays()), await calendar(ALWAYS)];
  await publish(byShop(), [{ shopId: shanghai, calendarId: beforeId }]);
  const ticketId = await desk.taken(desk.logistics());
  const running = await respond(ticketId);
  const newer = await publish(byShop(), [{ shopId: shanghai, calendarId: afterId }]);
  await desk.does('AGENT', 'classifyTicket', { ...(await desk.now(ticketId)), severity: 'NORMAL', emotion: 'CALM', priority: 'URGENT' });
  expect(await respond(ticketId)).toEqual(running);
  expect((await respond(await desk.logistics())).calendarId).toBe(afterId);

  const { data } = await desk.merchant.as<{ previewPolicy: { edges: { node: { clocks: { before: { subject: string }; dueAt: string; newDueAt: string }[] } }[] } }>(
    'SUPERVISOR', 'query($t: [ID!]) { previewPolicy(ticketIds: $t) { edges { node { clocks { before { subject } dueAt newDueAt } } } } }', { t: [ticketId] });
  const seen = data?.previewPolicy.edges[0]?.node.clocks.find((clock) => clock.before.subject === 'RESPOND:1');
  await desk.does('SUPERVISOR', 'reapplyPolicy', { ...(await desk.now(ticketId)), policyId: newer });
  const applied = await respond(ticketId);
  expect([seen?.dueAt, applied.calendarId]).toEqual([running.dueAt, afterId]);
  // By the former hours nothing was spent yet: all ten hours run from the re-application on, and from the preview they would have.
  const [retargeted] = applied.explain.segments.filter(({ kind }) => kind === 'RETARGETED');
  expect(applied.dueAt).toBe(plus(retargeted?.from ?? '', 10 * HOUR));
  const previewed = plus(seen?.newDueAt ?? '', -10 * HOUR);
  expect(previewed > running.startedAt && previewed <= (retargeted?.from ?? '')).toBe(true);
});

it('a draft is tried with calendars of shops', async () => {
  const [later, always] = [await calendar(await opensInFourDays()), await calendar(ALWAYS)];
  await publish([{ name: 'all', targets: [{ target: 'RESPOND', seconds: 3_600 }, RESOLUTION] }], []);
  const [east, west] = [await desk.logistics(), await desk.logistics({ shopId: newYork })];
  const { startedAt } = await respond(east);
  await desk.waits(2 * HOUR);
  const rules = [{ name: 'all', targets: [{ target: 'RESPOND', seconds: 3_600, shopCalendar: true }, RESOLUTION] }];
  const { data, errors } = await desk.merchant.as<{ simulatePolicy: { flips: { ticketId: string; target: string; before: string; after: string }[] } }>(
    'ADMIN', `query($r: [PolicyRuleInput!]!, $s: [ShopCalendarInput!], $from: DateTime!, $to: DateTime!) {
      simulatePolicy(rules: $r, shopCalendars: $s, from: $from, to: $to) { flips { ticketId target before after } } }`,
    { r: rules, s: [{ shopId: shanghai, calendarId: later }, { shopId: newYork, calendarId: always }], from: startedAt, to: plus(startedAt, DAY) },
  );
  expect(errors).toBeUndefined();
  const flips = data?.simulatePolicy.flips.filter(({ target }) => target === 'RESPOND');
  expect(flips).toEqual([{ ticketId: east, target: 'RESPOND', before: 'BREACHED', after: 'OPEN' }]);
  expect(flips?.some(({ ticketId }) => ticketId === west)).toBe(false);
});

it('a list that says nothing, or what nobody has, is told with its path', async () => {
  const known = await calendar(office('UTC'));
  const problems = async (rules: object[], shopCalendars: object[]): Promise<unknown> => {
    const { data, errors } = await desk.merchant.as<{ checkSlaPolicy: { path: string; code: string }[] }>(
      'ADMIN', 'query($r: [PolicyRuleInput!]!, $s: [ShopCalendarInput!]) { checkSlaPolicy(rules: $r, shopCalendars: $s) { path code } }', { r: rules, s: shopCalendars });
    return errors?.map(({ extensions }) => extensions['code']) ?? data?.checkSlaPolicy.map(({ path, code }) => `${path} ${code}`);
  };
  const mine = { shopId: shanghai, calendarId: known };
  expect(await problems(byShop(), [mine])).toEqual([]);
  expect(await problems(byShop(), [])).toEqual(['rules.0.targets.0.shopCalendar NO_SHOP_CALENDARS']);
  expect(await problems([{ name: 'all', targets: [RESOLUTION] }], [mine])).toEqual(['shopCalendars SHOP_CALENDARS_IDLE']);
  const nobody = { shopId: 'shp_01a20000-0000-7000-8000-00000000dead', calendarId: 'cal_01a20000-0000-7000-8000-00000000dead' };
  expect(await problems(byShop(), [mine, { ...mine }, nobody])).toEqual([
    'shopCalendars.1.shopId SHOP_TWICE', 'shopCalendars.2.shopId UNKNOWN_SHOP', 'shopCalendars.2.calendarId UNKNOWN_CALENDAR',
  ]);
  const refused = await desk.merchant.as<{ publishSlaPolicy: { userErrors: { code: string }[] } }>(
    'ADMIN', 'mutation($i: PublishSlaPolicyInput!) { publishSlaPolicy(input: $i) { userErrors { code } } }', { i: { name: 'spec', rules: byShop(), shopCalendars: [nobody] } });
  expect(refused.data?.publishSlaPolicy.userErrors).toEqual([{ code: 'POLICY_INVALID' }]);
});
