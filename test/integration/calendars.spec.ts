import { jest } from '@jest/globals';
import { PublishCalendar } from '../../src/calendar/commands/publish-calendar.js';
import type { CalendarDefinition } from '../../src/calendar/domain/index.js';
import { CalendarLibrary, HOLIDAYS_CN, type WorkingTime } from '../../src/calendar/index.js';
import { decodeId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { HolidayWatch } from '../../src/calendar/holiday-watch.js';
import { Metrics } from '../../src/platform/runtime/metrics.js';
import { testApp } from '../support/app.js';
import { actorIn, CALL, TestMerchant } from '../support/merchant.js';

const app = testApp();
let merchant: TestMerchant;

beforeEach(async () => {
  merchant = await TestMerchant.create(app);
});

const FIELDS = 'id name version timeZone holidaySets makeUpDay holidaysUntil definition warnings { missingYear message }';
const PAYLOAD = `{ userErrors { code field message details } calendar { ${FIELDS} } }`;
const OFFICE = { timeZone: 'Asia/Shanghai', weekly: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({ day, opens: '09:00', closes: '18:00' })) };

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly holidaySets: string[];
  readonly makeUpDay: string | null;
  readonly holidaysUntil: number | null;
  readonly definition: { readonly holidays: { readonly date: string; readonly name: { en: string; zh: string } | null }[]; readonly overrides: { readonly date: string }[] };
  readonly warnings: { readonly missingYear: number; readonly message: string }[];
}
interface Done {
  readonly userErrors: { readonly code: string; readonly field: string | null; readonly details: { readonly problems?: { readonly path: string }[] } | null }[];
  readonly calendar: Shown | null;
}

async function change(name: 'createCalendar' | 'updateCalendar', input: object): Promise<Done> {
  const type = name === 'createCalendar' ? 'CreateCalendarInput' : 'UpdateCalendarInput';
  const { data, errors } = await merchant.as<Record<string, Done>>('ADMIN', `mutation M($input: ${type}!) { ${name}(input: $input) ${PAYLOAD} }`, { input });
  const done = data?.[name];
  if (!done) throw new Error(JSON.stringify(errors));
  return done;
}

async function made(input: object): Promise<Shown> {
  const { calendar, userErrors } = await change('createCalendar', input);
  if (!calendar) throw new Error(JSON.stringify(userErrors));
  return calendar;
}

async function imported(input: object): Promise<{ userErrors: Done['userErrors']; days: number; calendars: Shown[] }> {
  const { data } = await merchant.as<{ importHolidayYear: { userErrors: Done['userErrors']; days: number; calendars: Shown[] } }>(
    'ADMIN', `mutation M($input: ImportHolidayYearInput!) { importHolidayYear(input: $input) { userErrors { code field details } days calendars { ${FIELDS} } } }`, { input },
  );
  if (!data) throw new Error('no answer');
  return data.importHolidayYear;
}

/** Working time of the newest version, as a clock would ask for it. */
async function reckoned(id: string): Promise<{ versionId: string; time: WorkingTime }> {
  const library = app.nest.get(CalendarLibrary, { strict: false });
  return app.nest.get(UnitOfWork, { strict: false }).read(merchant.id, async (tx) => {
    const versionId = await library.newestVersion(tx, decodeId('Calendar', id) ?? '');
    return { versionId, time: await library.workingTime(tx, versionId) };
  });
}

function rows(): Promise<{ calendars: string; versions: string; years: string }[]> {
  return app.owner(
    `SELECT (SELECT count(*) FROM calendar WHERE merchant_id = $1) AS calendars, (SELECT count(*) FROM calendar_version WHERE merchant_id = $1) AS versions,
            (SELECT count(*) FROM holiday_year WHERE merchant_id = $1) AS years`, [merchant.id],
  );
}

describe('a calendar', () => {
  it('is made, published anew and read; a version stays what it was', async () => {
    const first = await made({ name: 'Office', hours: OFFICE });
    expect(first).toMatchObject({ name: 'Office', version: 1, holidaySets: [], makeUpDay: 'MONDAY', holidaysUntil: null, warnings: [] });
    const before = await reckoned(first.id);
    const { calendar } = await change('updateCalendar', { id: first.id, hours: { ...OFFICE, overrides: [{ date: '2026-11-23', windows: [] }] } });
    expect(calendar).toMatchObject({ id: first.id, version: 2 });
    const after = await reckoned(first.id);
    expect(after.versionId).not.toBe(before.versionId);
    expect([before.time.isOpen('2026-11-23T02:00:00.000Z'), after.time.isOpen('2026-11-23T02:00:00.000Z')]).toEqual([true, false]);
    expect((await reckoned(first.id)).time).toBe(after.time);
    await expect(app.owner('UPDATE calendar_version SET holidays_until = 2030 WHERE merchant_id = $1', [merchant.id])).rejects.toMatchObject({ code: '23001' });
    const { data } = await merchant.as<{ calendars: { edges: { node: Shown }[] }; calendar: Shown }>(
      'AGENT', `query Q($id: ID!) { calendars { edges { node { ${FIELDS} } } } calendar(id: $id) { ${FIELDS} } }`, { id: first.id },
    );
    expect(data?.calendars.edges.map(({ node }) => node)).toEqual([calendar]);
    expect(data?.calendar).toEqual(calendar);
  });

  it('is refused with paths, and nothing is saved', async () => {
    const invalid = await change('createCalendar', { name: 'Bad', hours: { ...OFFICE, timeZone: 'Nowhere', holidays: ['2026-02-30'] } });
    expect(invalid.userErrors[0]).toMatchObject({ code: 'CALENDAR_INVALID', field: 'hours.timeZone' });
    expect(invalid.userErrors[0]?.details?.problems?.map(({ path }) => path)).toEqual(['hours.timeZone', 'hours.holidays.0']);
    expect((await change('createCalendar', { name: 'Bad', hours: OFFICE, holidaySets: ['XX'] })).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'holidaySets.0' }]);
    for (const holidaySets of [['CN', 'CN'], Array.from({ length: 11 }, (_, at) => `DE-${at}`)]) {
      expect((await change('createCalendar', { name: 'Bad', hours: OFFICE, holidaySets })).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: 'holidaySets' }]);
    }
    expect(await rows()).toEqual([{ calendars: '0', versions: '0', years: '0' }]);
    await made({ name: 'Office', hours: OFFICE });
    expect((await change('createCalendar', { name: 'Office', hours: OFFICE })).userErrors).toMatchObject([{ code: 'DUPLICATE', field: 'name' }]);
    expect(await rows()).toEqual([{ calendars: '1', versions: '1', years: '0' }]);
  });

  it('is no concern of another merchant', async () => {
    const { id } = await made({ name: 'Office', hours: OFFICE });
    const other = await TestMerchant.create(app, 'Other');
    const { data } = await other.as<{ calendar: unknown }>('ADMIN', 'query Q($id: ID!) { calendar(id: $id) { id } }', { id });
    expect(data).toEqual({ calendar: null });
  });
});

const [MONDAY, SATURDAY] = [1, 6];
/** The first such day of a year. */
function inJanuary(year: number, weekday: number): string {
  return Array.from({ length: 7 }, (_, day) => `${year}-01-0${day + 1}`).find((date) => new Date(date).getUTCDay() === weekday) ?? '';
}

function repeated(rule: string): string {
  return ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20200101', `RRULE:${rule}`, 'SUMMARY:x', 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
}

describe('holiday sets', () => {
  it('write out the holidays and make-up workdays of China, and warn of the year that is missing', async () => {
    const { id, definition, holidaysUntil } = await made({ name: 'Office', hours: OFFICE, holidaySets: ['CN'] });
    expect(holidaysUntil).toBe(HOLIDAYS_CN.at(-1)?.year);
    expect(definition.holidays).toHaveLength(HOLIDAYS_CN.flatMap(({ days }) => days).filter(({ work }) => !work).length);
    const { time } = await reckoned(id);
    expect([time.isOpen('2026-02-14T02:00:00.000Z'), time.isOpen('2026-02-16T02:00:00.000Z')]).toEqual([true, false]);
    expect(time.segments('2026-02-16T02:00:00.000Z', '2026-02-16T03:00:00.000Z')[0]?.closed).toEqual({ reason: 'HOLIDAY', name: { en: 'Spring Festival', zh: '春节' } });
  });

  it('of a place whose holidays go by the moon are worked out before the transaction, a year at a time, and once', async () => {
    const { default: Holidays } = await import('date-holidays');
    await made({ name: 'Emirates', hours: OFFICE, holidaySets: ['AE'] }); // the library is loaded
    const works = jest.spyOn(Holidays.prototype, 'getHolidays');
    const publishes = jest.spyOn(app.nest.get(UnitOfWork), 'run');
    let turns = 0;
    let others = setImmediate(function turn() { turns += 1; others = setImmediate(turn); });
    try {
      await app.nest.get(PublishCalendar).create(actorIn(merchant.id, 'ADMIN', { id: await merchant.member('ADMIN') }), CALL, {
        name: 'Singapore', draft: { own: { ...OFFICE, holidays: [], overrides: [], breaks: [] } as CalendarDefinition, holidaySets: ['SG'], makeUpDay: 'MONDAY' },
      });
      expect(works.mock.calls.length).toBe(12); // six years in two languages
      expect(Math.max(...works.mock.invocationCallOrder)).toBeLessThan(Math.min(...publishes.mock.invocationCallOrder));
      expect(turns).toBeGreaterThanOrEqual(6);
      await made({ name: 'Singapore 2', hours: OFFICE, holidaySets: ['SG'] });
      expect(works.mock.calls.length).toBe(12);
    } finally {
      clearImmediate(others);
      works.mockRestore();
      publishes.mockRestore();
    }
  });

  it('know other countries and their states', async () => {
    const { definition } = await made({ name: 'Munich', hours: { ...OFFICE, timeZone: 'Europe/Berlin' }, holidaySets: ['DE-BY'] });
    expect(definition.holidays.find(({ date }) => date === `${new Date().getUTCFullYear()}-01-06`)?.name?.en).toBe('Epiphany');
    expect((await change('createCalendar', { name: 'None', hours: OFFICE, holidaySets: ['DE-ZZ'] })).userErrors).toMatchObject([{ field: 'holidaySets.0' }]);
  });

  it('take in a year without a release: calendars that use the set are published anew', async () => {
    const { id, holidaysUntil } = await made({ name: 'Office', hours: OFFICE, holidaySets: ['CN'] });
    await made({ name: 'Other', hours: OFFICE });
    const [first, next] = [(holidaysUntil ?? 0) + 1, new Date().getUTCFullYear() + 1];
    for (let year = first, version = 2; year <= Math.max(first, next); year += 1, version += 1) {
      const done = await imported({
        holidaySet: 'CN', year, source: 'A notice for the test', days: [{ date: inJanuary(year, MONDAY), name: '元旦' }, { date: inJanuary(year, SATURDAY), name: '元旦', work: true }],
      });
      // The year after the present one is the last that could be missing.
      expect(done).toMatchObject({ userErrors: [], days: 2, calendars: [{ id, version, holidaysUntil: year, ...(year >= next ? { warnings: [] } : {}) }] });
    }
    const { time } = await reckoned(id);
    expect([MONDAY, SATURDAY].map((weekday) => time.isOpen(`${inJanuary(first, weekday)}T02:00:00.000Z`))).toEqual([false, true]);
  });

  it('go by what was brought in last, also where the product has the year itself', async () => {
    const { id } = await made({ name: 'Office', hours: OFFICE, holidaySets: ['CN'] });
    const open = async (): Promise<boolean[]> => {
      const { time } = await reckoned(id);
      return ['2026-02-14', '2026-02-16', '2026-07-01', '2026-07-02'].map((date) => time.isOpen(`${date}T02:00:00.000Z`));
    };
    expect(await open()).toEqual([true, false, true, true]);
    for (const date of ['2026-07-01', '2026-07-02']) await imported({ holidaySet: 'CN', year: 2026, source: 'A notice for the test', days: [{ date, name: 'Off' }] });
    expect(await open()).toEqual([false, true, true, false]);
    expect(await rows()).toEqual([{ calendars: '1', versions: '3', years: '2' }]);
  });

  it('come from an iCalendar file too', async () => {
    const iCalendar = [
      'BEGIN:VCALENDAR', 'VERSION:2.0',
      'BEGIN:VEVENT', 'UID:1', 'DTSTART;VALUE=DATE:20270206', 'DTEND;VALUE=DATE:20270209', 'SUMMARY:春节', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:2', 'DTSTART;VALUE=DATE:20270213', 'SUMMARY:春节（班）', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:6', 'DTSTART;VALUE=DATE:20270220', 'SUMMARY:班｜春节', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:3', 'DTSTART;VALUE=DATE:20200601', 'RRULE:FREQ=YEARLY', 'SUMMARY:Founding day', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:5', 'DTSTART;VALUE=DATE:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'SUMMARY:Thanksgiving', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:4', 'DTSTART:20270301T090000Z', 'SUMMARY:A meeting', 'END:VEVENT', 'END:VCALENDAR',
    ].join('\r\n');
    expect(await imported({ holidaySet: 'SHOP', year: 2027, source: 'A file', iCalendar })).toMatchObject({ userErrors: [], days: 7 });
    const { definition, holidaysUntil } = await made({ name: 'Office', hours: OFFICE, holidaySets: ['SHOP'] });
    expect(definition.holidays.map(({ date }) => date)).toEqual(['2027-02-06', '2027-02-07', '2027-02-08', '2027-06-01', '2027-11-25']);
    expect(definition.overrides.map(({ date }) => date)).toEqual(['2027-02-13', '2027-02-20']);
    expect(holidaysUntil).toBe(2027);
  });

  it('of a file that marks days off and make-up workdays leave out the festivals it only names', async () => {
    const event = (date: string, summary: string, mark?: string): string[] => [
      'BEGIN:VEVENT', `DTSTART;VALUE=DATE:${date}`, ...(mark ? [`X-APPLE-SPECIAL-DAY:${mark}`] : []), `SUMMARY:${summary}`, 'END:VEVENT',
    ];
    const iCalendar = [
      'BEGIN:VCALENDAR', ...event('20270101', '元旦（休）', 'WORK-HOLIDAY'), ...event('20270110', '元旦', 'ALTERNATE-WORKDAY'), ...event('20270308', '妇女节'), ...event('20270214', '情人节', 'TRUE'), 'END:VCALENDAR',
    ].join('\r\n');
    expect(await imported({ holidaySet: 'MARKED', year: 2027, source: 'A file', iCalendar })).toMatchObject({ userErrors: [], days: 2 });
    const { definition } = await made({ name: 'Office', hours: OFFICE, holidaySets: ['MARKED'] });
    expect([definition.holidays.map(({ date }) => date), definition.overrides.map(({ date }) => date)]).toEqual([['2027-01-01'], ['2027-01-10']]);
  });

  it.each([
    ['no calendar', { iCalendar: 'hello' }, 'iCalendar'],
    ['a file too large', { iCalendar: 'x'.repeat(200_001) }, 'iCalendar'],
    ['a rule that is not yearly', { iCalendar: repeated('FREQ=DAILY') }, 'iCalendar'],
    ['a rule that never comes true', { iCalendar: repeated('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30') }, 'iCalendar'],
    ['neither', {}, 'days'],
    ['a date of another year', { days: [{ date: '2026-05-01', name: 'x' }] }, 'days.0.date'],
    ['no date', { days: [{ date: '2027-02-30', name: 'x' }] }, 'days.0.date'],
    ['a date twice', { days: [{ date: '2027-02-01', name: 'x' }, { date: '2027-02-01', name: 'y' }] }, 'days.1.date'],
    ['more events than there is room for', { iCalendar: ['BEGIN:VCALENDAR', ...Array.from({ length: 1_001 }, () => 'BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT'), 'END:VCALENDAR'].join('\r\n') }, 'iCalendar'],
    ['rules that repeat too often together', { iCalendar: ['BEGIN:VCALENDAR', ...Array.from({ length: 1_000 }, () => 'BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:19900101\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT'), 'END:VCALENDAR'].join('\r\n') }, 'iCalendar'],
    ['a set without a proper name', { holidaySet: 'shop days', days: [{ date: '2027-02-01', name: 'x' }] }, 'holidaySet'],
    ['a year long past', { year: 1999, days: [{ date: '1999-02-01', name: 'x' }] }, 'year'],
    ['an empty file', { iCalendar: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' }, 'days'],
  ])('refuse %s, and nothing is saved', async (_, more, field) => {
    const { userErrors } = await imported({ holidaySet: 'CN', year: 2027, source: 'A notice', ...more });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field }]);
    expect(await rows()).toEqual([{ calendars: '0', versions: '0', years: '0' }]);
  });

  it('that run out are told in the log and as a metric', async () => {
    const { id } = await made({ name: 'Office', hours: OFFICE, holidaySets: ['CN'] });
    await made({ name: 'Shut', hours: OFFICE });
    await app.owner(
      `INSERT INTO calendar_version (merchant_id, id, calendar_id, version, body, holidays_until, published_at)
       SELECT merchant_id, gen_random_uuid(), calendar_id, 2, body, 2001, now() FROM calendar_version WHERE merchant_id = $1 AND holidays_until IS NOT NULL`, [merchant.id],
    );
    await app.nest.get(HolidayWatch, { strict: false }).look();
    expect(app.logged.filter((line) => line['calendar'] === id)).toMatchObject([{ year: 2002, calendar: id }]);
    const { data } = await merchant.as<{ calendar: Shown }>('AGENT', `query Q($id: ID!) { calendar(id: $id) { ${FIELDS} } }`, { id }, { 'accept-language': 'zh' });
    expect(data?.calendar.warnings).toEqual([{ missingYear: 2002, message: '缺少 2002 年的节假日数据，当年日期将按普通周计算。' }]);
    expect(await app.nest.get(Metrics, { strict: false }).registry.metrics()).toMatch(/amends_calendars_missing_holidays [1-9]/);
  });
});

describe('publishing twice', () => {
  const call = async (name: string, type: string, input: object, more: object = {}): Promise<Done> => {
    const { data, errors } = await merchant.as<Record<string, Done>>('ADMIN', `mutation M($input: ${type}!) { ${name}(input: $input) ${PAYLOAD} }`, { input: { ...input, ...more } });
    const done = data?.[name];
    if (!done) throw new Error(JSON.stringify(errors));
    return done;
  };
  const versions = (): Promise<{ n: number }[]> => app.owner('SELECT count(*)::int AS n FROM calendar_version WHERE merchant_id = $1', [merchant.id]);

  it('over a version nobody looked at is refused with the one that stands, and nothing is saved', async () => {
    const { id } = await made({ name: 'Desk', hours: OFFICE });
    expect((await call('updateCalendar', 'UpdateCalendarInput', { id, hours: OFFICE, expectedVersion: 1 })).calendar?.version).toBe(2);
    const before = await versions();
    const stale = await call('updateCalendar', 'UpdateCalendarInput', { id, hours: OFFICE, expectedVersion: 1 });
    expect(stale.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT', field: 'expectedVersion', details: { currentVersion: 2 } }]);
    expect(await versions()).toEqual(before);
    const both = await Promise.all([1, 2].map(() => call('updateCalendar', 'UpdateCalendarInput', { id, hours: OFFICE, expectedVersion: 2 })));
    expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['VERSION_CONFLICT']);
  });

  it('with one key makes one calendar, one version and one year, and answers alike; the key is not for another body', async () => {
    const input = { name: 'Keyed', hours: OFFICE, idempotencyKey: 'k1' };
    const [one, two] = await Promise.all([call('createCalendar', 'CreateCalendarInput', input), call('createCalendar', 'CreateCalendarInput', input)]);
    expect([one.userErrors, one.calendar?.id, one.calendar?.version]).toEqual([[], two.calendar?.id, two.calendar?.version]);
    expect((await call('createCalendar', 'CreateCalendarInput', { ...input, name: 'Other' })).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    const edit = { id: one.calendar?.id, hours: OFFICE, idempotencyKey: 'k2' };
    for (const _ of [1, 2]) expect((await call('updateCalendar', 'UpdateCalendarInput', edit)).calendar?.version).toBe(2);
    expect(await versions()).toEqual([{ n: 2 }]);
    const year = { holidaySet: 'KEYED', year: 2027, source: 'notice', days: [{ date: '2027-01-01', name: 'New Year' }], idempotencyKey: 'k3' };
    for (const _ of [1, 2]) expect(await imported(year)).toMatchObject({ userErrors: [], days: 1, calendars: [] });
    expect(await app.owner('SELECT count(*)::int AS n FROM holiday_year WHERE merchant_id = $1', [merchant.id])).toEqual([{ n: 1 }]);
  });
});
