import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { TestMerchant } from '../support/merchant.js';
import { tableHashes } from '../support/table-hashes.js';
import { TicketDesk } from '../support/ticket-desk.js';

// Hours that are no hours: whatever takes a calendar answers the same code and the path in its own input, and saves nothing. Targets and percentages
// are in sla-policies.spec.ts, rules in escalation-publishing.spec.ts, rosters in duty.spec.ts.

const app = testApp();
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const DESK = { timeZone: 'Asia/Shanghai', weekly: WEEKDAYS.map((day) => ({ day, opens: '09:00', closes: '18:00' })) };
const monday = (opens: string, closes: string): object => ({ day: 'MONDAY', opens, closes });

interface Told {
  readonly code: string;
  readonly field: string | null;
  readonly details: { readonly problems: readonly { readonly path: string; readonly code: string }[] } | null;
}
interface Done {
  readonly calendar: { readonly id: string; readonly version: number } | null;
  readonly userErrors: readonly Told[];
}

let merchant: TestMerchant;
let standing: string;
beforeAll(async () => {
  merchant = await TestMerchant.create(app);
  standing = (await change('createCalendar', { name: 'Standing', hours: DESK })).calendar?.id ?? '';
});

async function change(name: 'createCalendar' | 'updateCalendar', input: object): Promise<Done> {
  const type = name === 'createCalendar' ? 'CreateCalendarInput' : 'UpdateCalendarInput';
  const { data, errors } = await merchant.as<Record<string, Done>>(
    'ADMIN', `mutation M($input: ${type}!) { ${name}(input: $input) { calendar { id version } userErrors { code field details } } }`, { input },
  );
  const done = data?.[name];
  if (!done) throw new Error(JSON.stringify(errors));
  return done;
}

const BUSINESS_TIME = 'query($calendar: BusinessCalendarInput!) { businessTime(calendar: $calendar, operations: []) { open } }';
const SIMULATE = `query($rules: [PolicyRuleInput!]!, $calendars: [DraftCalendarInput!], $from: DateTime!, $to: DateTime!) {
  simulatePolicy(rules: $rules, calendars: $calendars, from: $from, to: $to) { tickets } }`;

/** What a query that is given these hours refuses with. */
async function asked(query: string, variables: object): Promise<Told[]> {
  const { errors } = await merchant.as('ADMIN', query, variables);
  return (errors ?? []).map(({ extensions }) => extensions as unknown as Told);
}

const simulated = (hours: object): Promise<Told[]> => asked(SIMULATE, {
  rules: [{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 60 }] }], calendars: [{ calendarId: standing, hours }], from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z',
});

function expectRefused([first, ...more]: readonly Told[], paths: readonly string[], prefix: string): void {
  const problems = paths.map((one) => one.split(' ')).map(([path, code]) => ({ path: `${prefix}.${path}`, code }));
  expect(more).toEqual([]);
  expect(first).toMatchObject({ code: 'CALENDAR_INVALID', field: problems[0]?.path });
  expect(first?.details?.problems.map(({ path, code }) => ({ path, code }))).toEqual(problems);
}

const NO_HOURS: [string, object, string[]][] = [
  ['windows of a day that overlap', { ...DESK, weekly: [monday('09:00', '12:00'), monday('11:59:59', '13:00')] }, ['weekly.1 OVERLAP']],
  ['a night that runs into the next morning', { ...DESK, weekly: [monday('22:00', '06:00'), { day: 'TUESDAY', opens: '05:00', closes: '09:00' }] }, ['weekly.1 OVERLAP']],
  ['windows of an override that overlap', { ...DESK, overrides: [{ date: '2026-10-10', windows: [{ opens: '09:00', closes: '12:00' }, { opens: '10:00', closes: '11:00' }] }] },
    ['overrides.0.windows.1 OVERLAP']],
  ['an hour 25', { ...DESK, weekly: [monday('25:00', '18:00')] }, ['weekly.0.opens NOT_A_TIME']],
  ['an hour of one digit, and full-width digits', { ...DESK, weekly: [monday('9:00', '１８:００')] }, ['weekly.0.opens NOT_A_TIME', 'weekly.0.closes NOT_A_TIME']],
  ['a minute 60, a blank, an hour 24 as a beginning', { ...DESK, weekly: [monday('09:60', '18:00 '), { day: 'FRIDAY', opens: '24:00', closes: '24:00' }] },
    ['weekly.0.opens NOT_A_TIME', 'weekly.0.closes NOT_A_TIME', 'weekly.1.opens NOT_A_TIME']],
  ['times of an override and of a break', { ...DESK, overrides: [{ date: '2026-10-10', windows: [{ opens: '', closes: '24:01' }] }], breaks: [{ date: '2026-10-12', opens: 'noon', closes: '13:00' }] },
    ['overrides.0.windows.0.opens NOT_A_TIME', 'overrides.0.windows.0.closes NOT_A_TIME', 'breaks.0.opens NOT_A_TIME']],
  ['an unknown zone', { ...DESK, timeZone: 'Asia/Peking2' }, ['timeZone UNKNOWN_ZONE']],
  ['an offset for a zone', { ...DESK, timeZone: '+08:00' }, ['timeZone UNKNOWN_ZONE']],
  ['an abbreviation that is China to some and Chicago to others', { ...DESK, timeZone: 'CST' }, ['timeZone UNKNOWN_ZONE']],
  ['holidays that are no dates', { ...DESK, holidays: ['2026-10-01', '2026-02-30', '２０２６-10-02', '2026-1-1', '2026-10-03T00:00:00Z', '0000-01-01'] },
    [1, 2, 3, 4, 5].map((at) => `holidays.${at} NOT_A_DATE`)],
  ['an override and a break on no date', { ...DESK, overrides: [{ date: '2025-02-29', windows: [] }], breaks: [{ date: '2026-13-01', opens: '12:00', closes: '13:00' }] },
    ['overrides.0.date NOT_A_DATE', 'breaks.0.date NOT_A_DATE']],
  ['a date overridden twice', { ...DESK, overrides: [{ date: '2026-10-10', windows: [] }, { date: '2026-10-10', windows: [] }] }, ['overrides.1.date DATE_TWICE']],
  ['no hours at all', { ...DESK, weekly: [] }, ['weekly NEVER_OPEN']],
  ['no hours but in a break', { ...DESK, weekly: [], overrides: [{ date: '2026-10-10', windows: [{ opens: '09:00', closes: '10:00' }] }], breaks: [{ date: '2026-10-10', opens: '09:00', closes: '10:00' }] },
    ['weekly NEVER_OPEN']],
  ['no hours but on a day the zone left out', { timeZone: 'Pacific/Apia', weekly: [], overrides: [{ date: '2011-12-30', windows: [{ opens: '09:00', closes: '10:00' }] }] }, ['weekly NEVER_OPEN']],
  ['more holidays than there is room for', { ...DESK, holidays: Array.from({ length: 5_001 }, () => '2026-10-01') }, ['holidays TOO_MANY']],
];

describe('hours', () => {
  it.each(NO_HOURS)('with %s are refused wherever they are given', async (_what, hours, paths) => {
    const before = await tableHashes(app);
    expectRefused((await change('createCalendar', { name: 'Bad', hours })).userErrors, paths, 'hours');
    expectRefused((await change('updateCalendar', { id: standing, hours })).userErrors, paths, 'hours');
    expectRefused(await asked(BUSINESS_TIME, { calendar: hours }), paths, 'calendar');
    expectRefused(await simulated(hours), paths, 'calendars.0.hours');
    expect(await tableHashes(app)).toEqual(before);
  });

  it('written out in the operation in a wrong form are refused with their path as well', async () => {
    const { status, errors } = await merchant.as('ADMIN', `{ businessTime(
      calendar: { timeZone: "UTC", weekly: [{ day: MONDAY, opens: "09:00", closes: "18:00" }, { day: FUNDAY, opens: "09:00" }] }
      operations: [{ op: IS_OPEN, start: "2026-11-20T09:00:00Z" }, { op: ADD, start: "2026-02-30T00:00:00Z", durationMs: 1.5 }]) { error } }`);
    expect([status, errors?.map(({ extensions }) => [extensions['code'], extensions['field'], extensions['retryable']])]).toEqual([400, [
      'calendar.weekly.1.closes', 'calendar.weekly.1.day', 'operations.1.start', 'operations.1.durationMs',
    ].map((path) => ['INVALID_INPUT', path, false])]);
  });

  it('in another form than text or an enum are refused by the schema, which names the path', async () => {
    const before = await tableHashes(app);
    for (const [hours, path] of [
      [{ ...DESK, weekly: [monday('09:00', '18:00'), { day: 'TUESDAY', opens: 9, closes: '18:00' }] }, 'weekly.1.opens'], [{ ...DESK, weekly: [{ day: 'FUNDAY', opens: '09:00', closes: '18:00' }] }, 'weekly.0.day'],
      [{ ...DESK, holidays: ['2026-10-01', 20261002] }, 'holidays.1'], [{ ...DESK, overrides: [{ date: '2026-10-10' }] }, 'overrides.0.windows'],
    ] as const) {
      const { status, errors } = await merchant.as('ADMIN', 'mutation($input: CreateCalendarInput!) { createCalendar(input: $input) { userErrors { code } } }', { input: { name: 'Bad', hours } });
      expect([status, errors?.map(({ extensions }) => [extensions['code'], extensions['field']])]).toEqual([400, [['INVALID_INPUT', `hours.${path}`]]]);
    }
    expect(await tableHashes(app)).toEqual(before);
  });

  it('past midnight are none of this: an end at or before the beginning lies on the next day', async () => {
    const hours = { timeZone: 'Asia/Shanghai', weekly: [monday('22:00', '06:00'), { day: 'TUESDAY', opens: '06:00', closes: '06:00' }, { day: 'SUNDAY', opens: '18:00', closes: '24:00' }] };
    expect(await change('createCalendar', { name: 'Nights', hours })).toMatchObject({ userErrors: [], calendar: { version: 1 } });
    const { data } = await merchant.as<{ businessTime: { open: boolean }[] }>(
      'AGENT', 'query($calendar: BusinessCalendarInput!, $operations: [BusinessTimeOperationInput!]!) { businessTime(calendar: $calendar, operations: $operations) { open } }',
      { calendar: hours, operations: ['24T05:59:59.999', '25T05:59:59.999', '25T06:00:00', '29T23:59:59.999', '30T00:00:00'].map((at) => ({ op: 'IS_OPEN', start: `2026-11-${at}+08:00` })) },
    );
    expect(data?.businessTime.map(({ open }) => open)).toEqual([true, true, false, true, false]);
  });
});

describe('a calendar that comes to an end', () => {
  const once = { opens: '09:00', closes: '18:00' };
  it.each<[string, object]>([
    ['by a date of the past', { ...DESK, weekly: [], overrides: [{ date: '2020-10-10', windows: [once] }] }],
    ['by a date to come', { ...DESK, weekly: [], overrides: [{ date: '2027-10-10', windows: [once] }] }],
    ['by a second a week', { ...DESK, weekly: [monday('09:00', '09:00:01')] }],
  ])('%s may be tried and not kept, since no ticket could be opened under it', async (_what, hours) => {
    expect(await asked(BUSINESS_TIME, { calendar: hours })).toEqual([]);
    const before = await tableHashes(app);
    expectRefused((await change('createCalendar', { name: 'Bad', hours })).userErrors, ['weekly RUNS_OUT'], 'hours');
    expectRefused((await change('updateCalendar', { id: standing, hours })).userErrors, ['weekly RUNS_OUT'], 'hours');
    expectRefused(await simulated(hours), ['weekly RUNS_OUT'], 'calendars.0.hours');
    expect(await tableHashes(app)).toEqual(before);
  });

  it('no sooner than the longest target is kept, and tickets are opened under it', async () => {
    const desk = await TicketDesk.open(app);
    ({ merchant } = desk);
    const calendarId = (await change('createCalendar', { name: 'Two hours a week', hours: { ...DESK, weekly: [monday('09:00', '11:00')] } })).calendar?.id;
    const { data } = await merchant.as<{ publishSlaPolicy: { userErrors: Told[] } }>(
      'ADMIN', 'mutation($input: PublishSlaPolicyInput!) { publishSlaPolicy(input: $input) { userErrors { code field details } } }',
      { input: { name: 'slow', rules: [{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 366 * 86_400, calendarId }] }] } },
    );
    expect(data?.publishSlaPolicy.userErrors).toEqual([]);
    const [clock] = await desk.clocks(await desk.ticket());
    const weeks = (Number(clock?.due_at) - Number(clock?.started_at)) / (7 * DAY);
    expect([weeks > 4_391, weeks <= 4_392]).toEqual([true, true]); // two hours each, the first of them within a week
  });
});
