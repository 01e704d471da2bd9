import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Clock } from './domain/clock.js';
import { NO_CALENDARS, type ClockTimes } from './domain/clock-times.js';
import { calendarsOf, type SlaPolicy } from './domain/policy.js';

/** Reads ahead what the clocks of a command need of calendars, so that deciding asks nobody. */
@Injectable()
export class CalendarReader {
  /** The calendars a policy may name. */
  known(_tx: Tx): Promise<Set<string>> {
    return Promise.resolve(new Set<string>());
  }

  /** The versions open clocks run under, and the newest of each calendar the policies name. Nothing is asked when none names a calendar. */
  times(_tx: Tx, clocks: readonly Pick<Clock, 'calendarId'>[], policies: readonly SlaPolicy[]): ClockTimes | Promise<ClockTimes> {
    const versions = new Set(clocks.flatMap((clock) => clock.calendarId ?? []));
    const calendars = new Set(policies.flatMap(calendarsOf));
    if (versions.size > 0 || calendars.size > 0) throw new Error('no calendar is known yet');
    return NO_CALENDARS;
  }
}
