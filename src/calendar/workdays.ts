import { Injectable } from '@nestjs/common';
import type { Instant } from '../kernel/instant.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { isWeekday, plainBetween, type HolidayYear, type PlainWeekdays } from './domain/index.js';
import { HolidayYears } from './holiday-years.js';

/** Whether a day `YYYY-MM-DD` is a workday. */
export type IsWorkday = (day: string) => boolean;

/** What is known of the workdays of a place. */
export interface PlaceWorkdays {
  readonly isWorkday: IsWorkday;
  /** Whether between these days, both included, any is plain for want of holidays; the first year of such. */
  readonly plainBetween: (from: string, to: string) => PlainWeekdays | null;
}

/**
 * Workdays of a place: Monday to Friday but for its public holidays, and the weekend days that are worked for them. `CN` and its provinces go by the
 * notices of the State Council or what the merchant imported for `CN`; `DE`, `DE-BY` or `EU-DE` by the country's rules. Where no holidays are known (`EU`
 * as a whole, `*`, a year without its notice) Monday to Friday count, and `plainBetween` says so.
 */
@Injectable()
export class Workdays {
  constructor(private readonly years: HolidayYears) {}

  async of(tx: Tx, region: string, at: Instant): Promise<PlaceWorkdays> {
    const years = await this.known(tx, setsOf(region), Number(at.slice(0, 4)));
    const days = new Map(years.flatMap((year) => year.days.map(({ date, work }) => [date, work] as const)));
    const known = new Set(years.map(({ year }) => year));
    return { isWorkday: (day) => days.get(day) ?? isWeekday(day), plainBetween: (from, to) => plainBetween(region, known, from, to) };
  }

  private async known(tx: Tx, sets: readonly string[], year: number): Promise<readonly HolidayYear[]> {
    for (const set of sets) {
      const known = await this.years.find(tx, set, year);
      if (known) return known;
    }
    return [];
  }
}

/** Names of holiday sets for a region, the narrowest first. */
function setsOf(region: string): readonly string[] {
  const place = region.startsWith('EU-') ? region.slice(3) : region;
  const country = place.slice(0, 2);
  if (country === 'CN') return ['CN'];
  return place === '*' || place === 'EU' ? [] : [...new Set([place, country])];
}
