import { testApp, type GraphQLAnswer } from '../support/app.js';
import { TestMerchant } from '../support/merchant.js';

const app = testApp();
let merchant: TestMerchant;

beforeAll(async () => {
  merchant = await TestMerchant.create(app);
});

const QUERY = `query T($calendar: BusinessCalendarInput!, $operations: [BusinessTimeOperationInput!]!) {
  businessTime(calendar: $calendar, operations: $operations) { instant durationMs open error }
}`;
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const DESK = {
  timeZone: 'Asia/Shanghai',
  weekly: WEEKDAYS.map((day) => ({ day, opens: '09:00', closes: '18:00' })),
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
  overrides: [{ date: '2026-10-10', windows: [{ opens: '09:00', closes: '18:00' }] }],
  breaks: [{ date: '2026-09-30', opens: '12:00', closes: '13:00' }],
};

interface Result {
  readonly instant: string | null;
  readonly durationMs: string | null;
  readonly open: boolean | null;
  readonly error: string | null;
}
type Answer = GraphQLAnswer<{ businessTime: Result[] }>;

function ask(operations: readonly object[], calendar: object = DESK, headers: Record<string, string> = {}): Promise<Answer> {
  return merchant.as('AGENT', QUERY, { calendar, operations }, headers);
}

const NOTHING: Result = { instant: null, durationMs: null, open: null, error: null };

describe('businessTime', () => {
  it('answers each operation with what fits it, in their order', async () => {
    const { data, errors } = await ask([
      { op: 'ADD', start: '2026-09-30T09:30:00.250+08:00', durationMs: '36000000' },
      { op: 'ADD', start: '2026-10-08T10:00:00+08:00', durationMs: -7_200_000 },
      { op: 'BETWEEN', start: '2026-10-01T00:00:00+08:00', end: '2026-10-12T00:00:00+08:00' },
      { op: 'BETWEEN', start: '2026-10-12T00:00:00+08:00', end: '2026-10-01T00:00:00+08:00' },
      { op: 'IS_OPEN', start: '2026-09-30T12:30:00+08:00' },
      { op: 'IS_OPEN', start: '2026-10-10T17:59:59.999+08:00' },
      { op: 'NEXT_OPEN', start: '2026-10-01T12:00:00+08:00' },
    ]);
    expect(errors).toBeUndefined();
    expect(data?.businessTime).toEqual([
      { ...NOTHING, instant: '2026-10-08T03:30:00.250Z' },
      { ...NOTHING, instant: '2026-09-30T09:00:00.000Z' },
      { ...NOTHING, durationMs: '97200000' },
      { ...NOTHING, durationMs: '-97200000' },
      { ...NOTHING, open: false },
      { ...NOTHING, open: true },
      { ...NOTHING, instant: '2026-10-08T01:00:00.000Z' },
    ]);
  });

  it('reckons nights, breaks past midnight, seconds and whole days as worked out by hand', async () => {
    const calendar = {
      timeZone: 'Asia/Shanghai',
      weekly: [
        { day: 'MONDAY', opens: '22:00', closes: '06:00' }, { day: 'TUESDAY', opens: '20:00', closes: '24:00' },
        { day: 'WEDNESDAY', opens: '09:00:30', closes: '12:00' }, { day: 'FRIDAY', opens: '08:00', closes: '08:00' },
      ],
      breaks: [{ date: '2026-11-23', opens: '02:00', closes: '03:00' }, { date: '2026-11-25', opens: '10:00', closes: '10:30' }],
    };
    const cases: [object, Partial<Result>][] = [
      [{ op: 'ADD', start: '2026-11-23T23:00:00+08:00', durationMs: 10_800_000 }, { instant: '2026-11-23T18:00:00.000Z' }], // up to the break of the night: 02:00
      [{ op: 'ADD', start: '2026-11-23T15:00:00Z', durationMs: '10800001' }, { instant: '2026-11-23T19:00:00.001Z' }],
      [{ op: 'ADD', start: '2026-11-23T10:00:00-05:00', durationMs: '14400000' }, { instant: '2026-11-23T20:00:00.000Z' }],
      [{ op: 'ADD', start: '2026-11-25T09:01:00+08:00', durationMs: '-30000' }, { instant: '2026-11-25T01:00:30.000Z' }],
      [{ op: 'ADD', start: '2026-11-25T09:01:00+08:00', durationMs: -60_000 }, { instant: '2026-11-24T15:59:30.000Z' }],
      [{ op: 'ADD', start: '2026-11-22T12:00:00.007+08:00', durationMs: 0 }, { instant: '2026-11-22T04:00:00.007Z' }], // nothing added, though closed
      [{ op: 'BETWEEN', start: '2026-11-23T22:00:00+08:00', end: '2026-11-25T12:00:00+08:00' }, { durationMs: '48570000' }], // 7 h, 4 h, 2 h 29 min 30 s
      [{ op: 'BETWEEN', start: '2026-11-29T00:00:00+08:00', end: '2026-11-27T00:00:00+08:00' }, { durationMs: '-86400000' }],
      ...([['24T02:00', false], ['24T02:59:59.999', false], ['24T03:00', true], ['24T05:59:59.999', true], ['24T06:00', false], ['24T23:59:59.999', true], ['25T00:00', false],
        ['25T09:00:29.999', false], ['25T09:00:30', true], ['28T07:59:59.999', true], ['28T08:00', false]] as const)
        .map(([at, open]): [object, Partial<Result>] => [{ op: 'IS_OPEN', start: `2026-11-${at.length < 9 ? `${at}:00` : at}+08:00` }, { open }]),
      [{ op: 'NEXT_OPEN', start: '2026-11-24T06:00:00+08:00' }, { instant: '2026-11-24T12:00:00.000Z' }],
      [{ op: 'NEXT_OPEN', start: '2026-11-25T00:00:00+08:00' }, { instant: '2026-11-25T01:00:30.000Z' }],
      [{ op: 'NEXT_OPEN', start: '2026-11-28T07:59:59.999+08:00' }, { instant: '2026-11-27T23:59:59.999Z' }],
    ];
    const { data, errors } = await ask(cases.map(([operation]) => operation), calendar);
    expect(errors).toBeUndefined();
    expect(data?.businessTime).toEqual(cases.map(([, answer]) => ({ ...NOTHING, ...answer })));
  });

  it('needs no holidays, overrides or breaks', async () => {
    const { data } = await ask([{ op: 'NEXT_OPEN', start: '2026-10-01T12:00:00Z' }], { timeZone: 'UTC', weekly: [{ day: 'FRIDAY', opens: '22:00', closes: '24:00' }] });
    expect(data?.businessTime).toEqual([{ ...NOTHING, instant: '2026-10-02T22:00:00.000Z' }]);
  });

  it('tells what is wrong with an operation in its own result, in the language asked for', async () => {
    const start = '2026-10-01T00:00:00Z';
    const operations = [
      { op: 'ADD', start }, { op: 'BETWEEN', start }, { op: 'ADD', start, durationMs: '999999999999999999' }, { op: 'ADD', start: '2190-01-01T00:00:00Z', durationMs: '3000000000000' },
      { op: 'IS_OPEN', start: '2200-01-01T00:00:00Z' }, { op: 'IS_OPEN', start },
    ];
    const { data } = await ask(operations);
    expect(data?.businessTime.map(({ error }) => error !== null)).toEqual([true, true, true, true, true, false]);
    expect(data?.businessTime[0]).toEqual({ ...NOTHING, error: 'ADD needs a durationMs.' });
    const chinese = await ask(operations, DESK, { 'accept-language': 'zh-CN' });
    expect(chinese.data?.businessTime[1]?.error).toBe('BETWEEN 需要 end。');
  });

  it('refuses a calendar with every problem and its path', async () => {
    const { status, data, errors } = await ask([{ op: 'IS_OPEN', start: '2026-10-01T00:00:00Z' }], {
      timeZone: 'Nowhere', weekly: [{ day: 'MONDAY', opens: '24:00', closes: '18:00' }], holidays: ['2026-02-29'],
    });
    expect([status, data]).toEqual([400, null]);
    expect(errors?.[0]).toMatchObject({ message: 'calendar.timeZone: Name an IANA time zone, e.g. Asia/Shanghai.', extensions: { code: 'CALENDAR_INVALID', field: 'calendar.timeZone' } });
    const { problems } = errors?.[0]?.extensions['details'] as { problems: { path: string; code: string }[] };
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['calendar.timeZone', 'UNKNOWN_ZONE'], ['calendar.weekly.0.opens', 'NOT_A_TIME'], ['calendar.holidays.0', 'NOT_A_DATE'],
    ]);
  });

  it.each([
    ['overlapping windows', { ...DESK, weekly: [...DESK.weekly, { day: 'MONDAY', opens: '17:00', closes: '19:00' }] }, 'calendar.weekly.5'],
    ['no working time', { timeZone: 'UTC', weekly: [] }, 'calendar.weekly'],
  ])('refuses %s', async (_, calendar, path) => {
    const { errors } = await ask([], calendar);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CALENDAR_INVALID', field: path });
  });

  it('refuses what the schema does not know: another weekday, a date that is no text', async () => {
    for (const calendar of [{ ...DESK, weekly: [{ day: 'FUNDAY', opens: '09:00', closes: '18:00' }] }, { ...DESK, holidays: [20261001] }]) {
      const { status, errors } = await ask([], calendar);
      expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'INVALID_INPUT']);
    }
  });

  it('answers 1,000 operations in one request and refuses one more', async () => {
    const operation = (index: number): object => ({ op: 'ADD', start: new Date(Date.UTC(2026, 0, 1) + index * 31_234_567).toISOString(), durationMs: String(index * 7_654_321) });
    const most = await ask(Array.from({ length: 1_000 }, (_, index) => operation(index)));
    expect(most.errors).toBeUndefined();
    expect(most.data?.businessTime.filter(({ instant, error }) => instant !== null && error === null)).toHaveLength(1_000);
    const more = await ask(Array.from({ length: 1_001 }, (_, index) => operation(index)));
    expect(more.errors?.[0]?.extensions['code']).toBe('LIMIT_EXCEEDED');
  });

  it.each(['AGENT', 'LEADER', 'SUPERVISOR', 'FINANCE', 'INSPECTOR', 'ADMIN', 'AUDITOR'] as const)('is asked by whoever reads: %s', async (role) => {
    const { data } = await merchant.as<{ businessTime: Result[] }>(role, QUERY, { calendar: DESK, operations: [{ op: 'IS_OPEN', start: '2026-11-23T09:00:00+08:00' }] });
    expect(data?.businessTime).toEqual([{ ...NOTHING, open: true }]);
  });

  it('is asked by a key that may read tickets, and by no other', async () => {
    const call = async (scope: string): Promise<Answer> =>
      (await app.gql(QUERY, { calendar: DESK, operations: [] }, { headers: { 'x-api-key': await merchant.apiKey([scope]) } })) as unknown as Answer;
    expect((await call('tickets:read')).data?.businessTime).toEqual([]);
    expect((await call('orders:write')).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
