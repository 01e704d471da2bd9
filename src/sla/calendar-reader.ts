import { Injectable } from '@nestjs/common';
import { AROUND_THE_CLOCK, CalendarLibrary, type WorkingTime } from '../calendar/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Clock } from './domain/clock.js';
import { NO_CALENDARS, type ClockTimes } from './domain/clock-times.js';
import { calendarsOf, type SlaPolicy } from './domain/policy.js';

/** Reads ahead what the clocks of a command need of calendars, so that deciding asks nobody. */
@Injectable()
export class CalendarReader {
  constructor(private readonly library: CalendarLibrary) {}

  /**
   * The versions these clocks run under, and the newest of each calendar the policies name. Nothing is asked of the database when none names a
   * calendar, and one round trip when one does: compiled versions are kept, but which is the newest may change at any time.
   */
  times(tx: Tx, clocks: readonly Pick<Clock, 'calendarId'>[], policies: readonly SlaPolicy[]): ClockTimes | Promise<ClockTimes> {
    const versions = new Set(clocks.flatMap((clock) => clock.calendarId ?? []));
    const calendars = [...new Set(policies.flatMap(calendarsOf))];
    return versions.size === 0 && calendars.length === 0 ? NO_CALENDARS : this.read(tx, versions, calendars);
  }

  private async read(tx: Tx, versions: ReadonlySet<string>, calendars: readonly string[]): Promise<ClockTimes> {
    const newest = new Map(await Promise.all(calendars.map(async (calendar) => [calendar, await this.library.newestVersion(tx, calendar)] as const)));
    const wanted = [...new Set([...versions, ...newest.values()])];
    const compiled = new Map<string, WorkingTime>(await Promise.all(wanted.map(async (id) => [id, await this.library.version(tx, id)] as const)));
    return {
      of: (calendarId) => (calendarId === null ? AROUND_THE_CLOCK : known(compiled, calendarId)),
      newest: (calendar) => known(newest, calendar),
    };
  }
}

function known<T>(values: ReadonlyMap<string, T>, key: string): T {
  const value = values.get(key);
  if (value === undefined) throw new Error(`calendar ${key} was not read ahead`);
  return value;
}
