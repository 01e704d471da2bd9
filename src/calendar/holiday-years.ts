import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError, type Text } from '../kernel/error.js';
import { DAY, plus } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { HOLIDAYS_CN, knownUntil, type HolidayDay, type HolidayYear } from './domain/index.js';

const BROUGHT_IN = sql(
  'holiday-year.newest',
  `SELECT DISTINCT ON (holiday_set, year) holiday_set AS "holidaySet", body FROM holiday_year
    WHERE merchant_id = $1 AND holiday_set = ANY ($2::text[]) ORDER BY holiday_set, year, version DESC`,
);

/** Years of a country that are written out around the present one; the rules behind them may change, so that they are published anew in time. */
const YEARS_BACK = 2;
const YEARS_AHEAD = 3;
const COUNTRY = /^[A-Z]{2}(-[A-Z0-9]{1,4}){0,2}$/;

/** What is known of holiday sets: their days, and the last year up to which all of them are known. */
export interface KnownHolidays {
  readonly days: readonly HolidayDay[];
  readonly until: number | null;
}

/**
 * Holiday sets by name: `CN` with make-up workdays from the notices of the State Council, `DE` or `DE-BY` from the rules of date-holidays, and any other
 * name from what the merchant brought in. A year that was brought in takes the place of the one that came with the product.
 */
@Injectable()
export class HolidayYears {
  /**
   * Works out what `known` will ask for. It is seconds where holidays go by the moon (HK, TW), and no transaction may wait for so long: done before
   * it begins, and remembered.
   */
  async prepare(sets: readonly string[], thisYear: number): Promise<void> {
    for (const set of sets) await shippedOnce(set, thisYear);
  }

  /** `thisYear`: around which the years of other countries are written out. */
  async known(tx: Tx, sets: readonly string[], thisYear: number): Promise<KnownHolidays> {
    const rows = await tx.query<{ holidaySet: string; body: HolidayYear }>(BROUGHT_IN, [tx.merchantId, sets]);
    const bySet = await Promise.all(sets.map(async (set, index) => {
      const years = withImported(await shippedOnce(set, thisYear), rows.filter(({ holidaySet }) => holidaySet === set));
      if (years.length === 0) throw unknownSet(`holidaySets.${index}`);
      return years;
    }));
    const until = bySet.map((years) => knownUntil(years.map(({ year }) => year)) ?? 0);
    return { days: bySet.flat().flatMap(({ days }) => days), until: until.length === 0 ? null : Math.min(...until) };
  }

  /** The years of one set; undefined when nothing is known under this name. */
  async find(tx: Tx, set: string, thisYear: number): Promise<readonly HolidayYear[] | undefined> {
    const rows = await tx.query<{ body: HolidayYear }>(BROUGHT_IN, [tx.merchantId, [set]]);
    const years = withImported(await shippedOnce(set, thisYear), rows);
    return years.length === 0 ? undefined : years;
  }
}

function withImported(shippedYears: readonly HolidayYear[], imported: readonly { readonly body: HolidayYear }[]): HolidayYear[] {
  return [...new Map([...shippedYears, ...imported.map(({ body }) => body)].map((year) => [year.year, year])).values()];
}

/** Working out the years of a country takes tens of milliseconds to seconds: too long for every deadline counted in workdays. */
const remembered = new Map<string, Promise<readonly HolidayYear[]>>();
const MOST_REMEMBERED = 200;

function shippedOnce(set: string, thisYear: number): Promise<readonly HolidayYear[]> {
  const key = `${set} ${thisYear}`;
  const known = remembered.get(key);
  if (known) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const years = shipped(set, thisYear);
  remembered.set(key, years);
  years.catch(() => remembered.delete(key)); // whoever asked is told; the next one asks anew
  return years;
}

function unknownSet(field: string): DomainError {
  return new DomainError('INVALID_INPUT', {
    en: 'No holidays are known under this name; give CN, a country such as DE or DE-BY, or a set that was imported.',
    zh: '没有该名称的节假日数据；请填写 CN、国家或地区代码（如 DE、DE-BY）或已导入的名称。',
  }, field);
}

async function shipped(set: string, thisYear: number): Promise<readonly HolidayYear[]> {
  if (set === 'CN') return HOLIDAYS_CN;
  if (!COUNTRY.test(set)) return [];
  // Its rules are megabytes; most processes never need them.
  const { default: Holidays } = await import('date-holidays');
  const [country = '', state, region] = set.split('-');
  const place = (language: string): InstanceType<typeof Holidays> => {
    const holidays = new Holidays();
    holidays.init(country, state ?? '', region ?? '', { languages: language });
    return holidays;
  };
  const [english, chinese] = [place('en'), place('zh')];
  if (!knows(english, country, state, region)) return [];
  const years: HolidayYear[] = [];
  for (let year = thisYear - YEARS_BACK; year <= thisYear + YEARS_AHEAD; year++) {
    await turnOfOthers(); // a year may take a quarter of a second, in which nobody else is answered
    const names = new Map(chinese.getHolidays(year).map(({ date, rule, name }) => [`${date} ${rule}`, name]));
    const days = english.getHolidays(year).filter(({ type }) => type === 'public').flatMap(({ date, start, end, rule, name }): HolidayDay[] => {
      const text: Text = { en: name, zh: names.get(`${date} ${rule}`) ?? name };
      return datesFrom(date.slice(0, 10), Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY)))
        .map((day) => ({ date: day, name: text, work: false }));
    });
    years.push({ year, source: `date-holidays ${set}`, days });
  }
  return years;
}

/** The library answers an unknown state with the country's holidays; a wrong name must not go unnoticed. */
function knows(
  holidays: { getCountries(): object; getStates(country: string): object; getRegions(country: string, state: string): object },
  country: string, state: string | undefined, region: string | undefined,
): boolean {
  if (!Object.hasOwn(holidays.getCountries(), country)) return false;
  if (state === undefined) return true;
  if (!Object.hasOwn(holidays.getStates(country) ?? {}, state)) return false;
  return region === undefined || Object.hasOwn(holidays.getRegions(country, state) ?? {}, region);
}

function datesFrom(date: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => plus(`${date}T00:00:00.000Z`, index * DAY).slice(0, 10));
}
