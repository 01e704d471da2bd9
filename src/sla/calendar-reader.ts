import { Injectable } from '@nestjs/common';
import { AROUND_THE_CLOCK, CalendarLibrary, type WorkingTime } from '../calendar/index.js';
import { MerchantSet } from '../platform/database/merchant-set.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Clock } from './domain/clock.js';
import { NO_CALENDARS, type ClockTimes } from './domain/clock-times.js';
import { calendarsOf, type SlaPolicy } from './domain/policy.js';

/** Reads ahead what the clocks of a command need of calendars, so that deciding asks nobody. */
@Injectable()
export class CalendarReader {
  constructor(private readonly library: CalendarLibrary) {}

  /** Merchants a policy of which named a calendar in this process. */
  private readonly using = new MerchantSet();

  /**
   * Which version of each calendar is the newest may change at any time, so every command that may need it asks. Sent with the command's first
   * statements it costs no trip of its own; a merchant whose policies name none is not asked for.
   */
  ahead(tx: Tx): Promise<Newest> | null {
    return this.using.has(tx.merchantId) ? this.library.newestVersions(tx) : null;
  }

  /**
   * The versions these clocks run under, and the newest of each calendar the policies name. Compiled versions are kept, so nothing is asked of the
   * database when none names a calendar, or when `newest` was read ahead.
   */
  times(
    tx: Tx, clocks: readonly Pick<Clock, 'calendarId'>[], policies: readonly SlaPolicy[], newest: Newest | null = null,
  ): ClockTimes | Promise<ClockTimes> {
    const versions = new Set(clocks.flatMap((clock) => clock.calendarId ?? []));
    const calendars = [...new Set(policies.flatMap(calendarsOf))];
    if (calendars.length > 0) this.using.add(tx.merchantId);
    return versions.size === 0 && calendars.length === 0 ? NO_CALENDARS : this.read(tx, versions, calendars, newest);
  }

  /** Of each clock, by place: the first year its calendar counts as plain weeks on the way to its due time, the holidays being unknown; null: none. */
  unknownYears(tx: Tx, clocks: readonly Pick<Clock, 'calendarId' | 'dueAt'>[]): Promise<(number | null)[]> {
    return Promise.all(clocks.map(async ({ calendarId, dueAt }) => (calendarId === null || dueAt === null ? null : this.library.unknownYear(tx, calendarId, dueAt))));
  }

  private async read(tx: Tx, versions: ReadonlySet<string>, calendars: readonly string[], ahead: Newest | null): Promise<ClockTimes> {
    const newest = new Map(await Promise.all(calendars.map(async (calendar) => (
      [calendar, ahead?.get(calendar) ?? (await this.library.newestVersion(tx, calendar))] as const
    ))));
    const wanted = [...new Set([...versions, ...newest.values()])];
    const compiled = new Map<string, WorkingTime>(await Promise.all(wanted.map(async (id) => [id, await this.library.workingTime(tx, id)] as const)));
    return {
      of: (calendarId) => (calendarId === null ? AROUND_THE_CLOCK : known(compiled, calendarId)),
      newest: (calendar) => known(newest, calendar),
    };
  }
}

type Newest = ReadonlyMap<string, string>;

function known<T>(values: ReadonlyMap<string, T>, key: string): T {
  const value = values.get(key);
  if (value === undefined) throw new Error(`calendar ${key} was not read ahead`);
  return value;
}
