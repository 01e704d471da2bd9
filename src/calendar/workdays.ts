import { Injectable } from '@nestjs/common';
import type { Instant } from '../kernel/instant.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { isWeekday } from './domain/index.js';
import { HolidayYears } from './holiday-years.js';

/** Whether a day `YYYY-MM-DD` is a workday. */
export type IsWorkday = (day: string) => boolean;

/**
 * Workdays of a place: Monday to Friday but for its public holidays, and the weekend days that are worked for them. `CN` and its provinces go by the
 * notices of the State Council or what the merchant imported for `CN`; `DE`, `DE-BY` or `EU-DE` by the country's rules. Where no holidays are known (`EU`
 * as a whole, `*`, a year without its notice) Monday to Friday count.
 */
@Injectable()
export class Workdays {
  constructor(private readonly years: HolidayYears) {}

  async of(tx: Tx, region: string, at: Instant): Promise<IsWorkday> {
    const days = await this.days(tx, setsOf(region), Number(at.slice(0, 4)));
    return (day) => days.get(day) ?? isWeekday(day);
  }

  private async days(tx: Tx, sets: readonly string[], year: number): Promise<ReadonlyMap<string, boolean>> {
    for (const set of sets) {
      const known = await this.years.find(tx, set, year);
      if (known) return new Map(known.flatMap(({ days }) => days.map(({ date, work }) => [date, work] as const)));
    }
    return new Map();
  }
}

/** Names of holiday sets for a region, the narrowest first. */
function setsOf(region: string): readonly string[] {
  const place = region.startsWith('EU-') ? region.slice(3) : region;
  const country = place.slice(0, 2);
  if (country === 'CN') return ['CN'];
  return place === '*' || place === 'EU' ? [] : [...new Set([place, country])];
}
