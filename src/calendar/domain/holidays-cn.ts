import type { Text } from '../../kernel/error.js';
import { datesOf, type HolidayYear } from './holiday-set.js';

const NEW_YEAR: Text = { en: "New Year's Day", zh: '元旦' };
const SPRING: Text = { en: 'Spring Festival', zh: '春节' };
const QINGMING: Text = { en: 'Qingming Festival', zh: '清明节' };
const LABOUR: Text = { en: 'Labour Day', zh: '劳动节' };
const DRAGON_BOAT: Text = { en: 'Dragon Boat Festival', zh: '端午节' };
const MID_AUTUMN: Text = { en: 'Mid-Autumn Festival', zh: '中秋节' };
const NATIONAL: Text = { en: 'National Day', zh: '国庆节' };
const MID_AUTUMN_NATIONAL: Text = { en: 'Mid-Autumn Festival and National Day', zh: '中秋节、国庆节' };

/** A festival, the days off, and the weekend days worked for them. */
type Row = readonly [Text, string, ...string[]];

function yearOf(year: number, notice: string, issued: string, rows: readonly Row[]): HolidayYear {
  return {
    year,
    source: `国务院办公厅关于${year}年部分节假日安排的通知 ${notice} ${issued}`,
    days: rows.flatMap(([name, off, ...worked]) => [
      ...datesOf(year, off).map((date) => ({ date, name, work: false })),
      ...worked.flatMap((date) => datesOf(year, date)).map((date) => ({ date, name, work: true })),
    ]),
  };
}

/**
 * Public holidays and make-up workdays of mainland China as the State Council announced them, each year by the notice named. The arrangement of a
 * year is known only when its notice appears, mostly in November of the year before; a year that is not here is missing, not empty.
 */
export const HOLIDAYS_CN: readonly HolidayYear[] = [
  yearOf(2023, '国办发明电〔2022〕16号', '2022-12-08', [
    [NEW_YEAR, '2022-12-31..2023-01-02'],
    [SPRING, '01-21..01-27', '01-28', '01-29'],
    [QINGMING, '04-05'],
    [LABOUR, '04-29..05-03', '04-23', '05-06'],
    [DRAGON_BOAT, '06-22..06-24', '06-25'],
    [MID_AUTUMN_NATIONAL, '09-29..10-06', '10-07', '10-08'],
  ]),
  yearOf(2024, '国办发明电〔2023〕7号', '2023-10-25', [
    [NEW_YEAR, '01-01'],
    [SPRING, '02-10..02-17', '02-04', '02-18'],
    [QINGMING, '04-04..04-06', '04-07'],
    [LABOUR, '05-01..05-05', '04-28', '05-11'],
    [DRAGON_BOAT, '06-10'],
    [MID_AUTUMN, '09-15..09-17', '09-14'],
    [NATIONAL, '10-01..10-07', '09-29', '10-12'],
  ]),
  yearOf(2025, '国办发明电〔2024〕12号', '2024-11-12', [
    [NEW_YEAR, '01-01'],
    [SPRING, '01-28..02-04', '01-26', '02-08'],
    [QINGMING, '04-04..04-06'],
    [LABOUR, '05-01..05-05', '04-27'],
    [DRAGON_BOAT, '05-31..06-02'],
    [MID_AUTUMN_NATIONAL, '10-01..10-08', '09-28', '10-11'],
  ]),
  yearOf(2026, '国办发明电〔2025〕7号', '2025-11-04', [
    [NEW_YEAR, '01-01..01-03', '01-04'],
    [SPRING, '02-15..02-23', '02-14', '02-28'],
    [QINGMING, '04-04..04-06'],
    [LABOUR, '05-01..05-05', '05-09'],
    [DRAGON_BOAT, '06-19..06-21'],
    [MID_AUTUMN, '09-25..09-27'],
    [NATIONAL, '10-01..10-07', '09-20', '10-10'],
  ]),
];
