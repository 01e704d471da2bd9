import { beforeAll, expect, it } from '@jest/globals';
import { Workdays, HolidayYears, type PlaceWorkdays } from '../../src/calendar/index.js';
import { insertHolidayYear } from '../../src/calendar/calendar.repository.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { testDatabase } from '../support/database.js';
import { newMerchant } from '../support/merchant.js';
import { uuidv7 } from 'uuidv7';

const db = testDatabase();
const AT = '2026-06-01T00:00:00.000Z';
const workdays = new Workdays(new HolidayYears());
let unit: UnitOfWork;
beforeAll(() => {
  unit = db.open().unitOfWork;
});

async function of(region: string, merchantId?: string): Promise<PlaceWorkdays> {
  const id = merchantId ?? (await newMerchant(db)).merchantId;
  return unit.read(id, (tx) => workdays.of(tx, region, AT));
}

it.each([
  ['CN', '2026-10-01', false], ['CN', '2026-10-10', true], ['CN', '2026-10-11', false], ['CN', '2026-10-12', true], ['CN-65', '2026-10-10', true],
  ['DE', '2026-12-25', false], ['EU-DE', '2026-12-25', false], ['EU-DE', '2026-12-28', true], ['DE', '2026-06-04', true], ['DE-BY', '2026-06-04', false],
  ['GB', '2026-12-28', false], ['US', '2026-11-26', false],
  // Of these no holidays are known: Monday to Friday.
  ['EU', '2026-12-25', true], ['EU', '2026-12-26', false], ['*', '2026-10-01', true], ['CN', '2031-10-01', true], ['CN', '2031-10-04', false],
])('in %s, %s is a workday: %s', async (region, day, expected) => {
  expect((await of(region)).isWorkday(day)).toBe(expected);
});

it.each([
  ['CN', '2026-09-30', '2026-12-31', null], ['CN', '2026-12-30', '2027-01-05', { region: 'CN', year: 2027 }], ['CN-65', '2028-01-03', '2028-01-05', { region: 'CN-65', year: 2028 }],
  ['EU-DE', '2026-12-30', '2027-01-05', null], ['DE', '2026-12-30', '2031-01-05', { region: 'DE', year: 2030 }],
  ['EU', '2026-06-01', '2026-06-03', { region: 'EU', year: null }], ['*', '2026-06-01', '2026-06-03', { region: '*', year: null }],
])('in %s, from %s to %s, says what counts as plain weeks: %j', async (region, from, to, expected) => {
  expect((await of(region)).plainBetween(from, to)).toEqual(expected);
});

it('a state nobody knows has the holidays of its country', async () => {
  expect((await of('DE-ZZ')).isWorkday('2026-12-25')).toBe(false);
});

it('a year the merchant imported goes before what came with the product, and is nobody else\'s', async () => {
  const { merchantId, adminId } = await newMerchant(db);
  await unit.run(merchantId, (tx) => insertHolidayYear(tx, uuidv7(), 'CN', { year: 2027, source: 'notice', days: [
    { date: '2027-02-08', name: { en: 'Spring Festival', zh: '春节' }, work: false }, { date: '2027-02-06', name: { en: 'Spring Festival', zh: '春节' }, work: true },
  ] }, AT, adminId));
  const [ours, theirs] = [await of('CN', merchantId), await of('CN')];
  expect([ours, theirs].flatMap(({ isWorkday }) => [isWorkday('2027-02-08'), isWorkday('2027-02-06')])).toEqual([false, true, true, false]);
  expect([ours, theirs].map(({ plainBetween }) => plainBetween('2026-12-30', '2027-01-05'))).toEqual([null, { region: 'CN', year: 2027 }]);
});
