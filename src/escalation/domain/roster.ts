import { decodeId } from '../../kernel/ids.js';
import { BusinessCalendar, type DateOverride, type WeeklyWindow, type WorkingTime } from '../../calendar/domain/index.js';
import { DAY, plus, type Instant } from '../../kernel/instant.js';

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
  private readonly hours: ReadonlyMap<string, Hours>;

  constructor({ timeZone, shifts }: Roster) {
    this.hours = new Map(shifts.map(({ memberId, weekly, dates }) => {
      const calendar = new BusinessCalendar({ timeZone, weekly, overrides: dates ?? [], holidays: [], breaks: [] });
      const lastDate = (dates ?? []).reduce((last, { date }) => (date > last ? date : last), '');
      return [decodeId('Member', memberId) ?? '', { calendar, lastDate: weekly.length > 0 ? null : lastDate }];
    }));
  }

  isOn(memberId: string, at: Instant): boolean {
    return this.hours.get(memberId)?.calendar.isOpen(at) ?? false;
  }

  /** From when the member is on duty, this instant included; null: never again, or in no shift of it at all. */
  next(memberId: string, at: Instant): Instant | null {
    const known = this.hours.get(memberId);
    if (!known) return null;
    const { calendar, lastDate } = known;
    if (lastDate === null) return calendar.nextOpen(at);
    // Single dates end some day: past the last (and the night that follows, in whatever zone) there is nothing to look for.
    const end = lastDate === '' ? at : plus(`${lastDate}T00:00:00.000Z`, 3 * DAY);
    return end <= at ? null : (calendar.segments(at, end).find(({ closed }) => closed === null)?.from ?? null);
  }
}

interface Hours {
  readonly calendar: WorkingTime;
  /** Of a member without weekly windows the last date with windows of its own, '' for none; null: the windows come again every week. */
  readonly lastDate: string | null;
}
