import { decodeId } from '../../kernel/ids.js';
import { BusinessCalendar, type DateOverride, type WeeklyWindow, type WorkingTime } from '../../calendar/domain/index.js';

/** When one member is on duty, in the roster's own zone. */
export interface Shift {
  /** Public id. */
  readonly memberId: string;
  readonly weekly: readonly WeeklyWindow[];
  /** Dates on which the member's windows are others; none: off that day. */
  readonly dates?: readonly DateOverride[];
}

export interface Roster {
  /** IANA name. */
  readonly timeZone: string;
  readonly shifts: readonly Shift[];
  /** When somebody must be on duty; left out: around the clock. */
  readonly covers?: readonly WeeklyWindow[];
}

/** A roster that `checkRoster` found nothing wrong with, compiled. */
export class DutyHours {
  private readonly hours: ReadonlyMap<string, WorkingTime>;

  constructor({ timeZone, shifts }: Roster) {
    this.hours = new Map(shifts.map(({ memberId, weekly, dates }) => {
      const calendar = new BusinessCalendar({ timeZone, weekly, overrides: dates ?? [], holidays: [], breaks: [] });
      return [decodeId('Member', memberId) ?? '', calendar];
    }));
  }

  /** Undefined: the member stands in no shift of it. */
  hoursOf(memberId: string): WorkingTime | undefined {
    return this.hours.get(memberId);
  }
}
