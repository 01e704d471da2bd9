import { DAY, HOUR, MINUTE, SECOND, type Millis } from '../../kernel/instant.js';
import { yearBegin, yearOf } from './wall-clock.js';

/** A stretch [from, to) of UTC milliseconds in which the zone keeps one offset: wall clock = UTC + offset. */
export interface Period {
  readonly from: Millis;
  readonly to: Millis;
  readonly offset: Millis;
}

const known = new Map<string, Zone>();

/** The zone of this IANA name; undefined when there is none. An offset such as "+08:00" is no zone: it knows no daylight saving. */
export function zoneOf(name: string): Zone | undefined {
  try {
    if (!/^[A-Za-z]/.test(name)) return undefined;
    // The canonical name bounds the map: zones are found in any mixture of cases.
    const canonical = known.has(name) ? name : new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
    const zone = known.get(canonical) ?? new Zone(canonical);
    known.set(canonical, zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Offsets of a zone, a UTC year at a time. Asking the zone database is slow, so that each year is asked once per process. */
export class Zone {
  private readonly years = new Map<number, readonly Period[]>();
  private readonly format: Intl.DateTimeFormat;

  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** The periods of a UTC year, in order and without a gap. */
  year(year: number): readonly Period[] {
    const periods = this.years.get(year) ?? this.read(yearBegin(year), yearBegin(year + 1));
    this.years.set(year, periods);
    return periods;
  }

  periodAt(utc: Millis): Period {
    const periods = this.year(yearOf(utc));
    return periods.find(({ to }) => utc < to) as Period; // the periods cover their year
  }

  /** Looks once a day: no zone ever changed its offset and changed it back within one. */
  private read(from: Millis, to: Millis): Period[] {
    const periods: Period[] = [];
    let [since, offset] = [from, this.offsetAt(from)];
    for (let at = from + DAY; at <= to; at += DAY) {
      const next = this.offsetAt(at);
      if (next === offset) continue;
      const change = this.changeBetween(at - DAY, at, next);
      if (change < to) {
        periods.push({ from: since, to: change, offset });
        [since, offset] = [change, next];
      }
    }
    return [...periods, { from: since, to, offset }];
  }

  /** The second from which the later offset holds. */
  private changeBetween(before: Millis, after: Millis, later: Millis): Millis {
    let [low, high] = [before, after];
    while (high - low > SECOND) {
      const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND;
      if (this.offsetAt(middle) === later) high = middle;
      else low = middle;
    }
    return high;
  }

  /** From text such as "6/1/1900, GMT+08:05:43". */
  private offsetAt(utc: Millis): Millis {
    const [, sign, hours, minutes, seconds] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(this.format.format(utc)) ?? [];
    const size = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Number(seconds ?? 0) * SECOND;
    return sign === '-' ? -size : size;
  }
}
