import { DomainError } from '../../kernel/error.js';
import type { Millis } from '../../kernel/instant.js';
import type { LocalHours } from './local-hours.js';
import { joined, openStretches, type Stretches } from './stretches.js';
import { yearBegin, yearOf } from './wall-clock.js';
import type { Zone } from './zone.js';

/** Years that are reckoned: nothing of ours lies before or after. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;
const BEGIN = yearBegin(FIRST_YEAR);
const END = yearBegin(LAST_YEAR + 1);

/**
 * The open stretches of a calendar in UTC with their running sums, compiled as far as it was asked about. Everything is a binary search. All
 * arguments and answers are whole milliseconds; INVALID_INPUT outside the years that are reckoned, or when no working time is left in them.
 */
export class Timeline {
  private stretches: Stretches = [];
  private opens = new Float64Array(0);
  private closes = new Float64Array(0);
  /** Working time before each stretch, from the first on. */
  private before = new Float64Array(0);
  private total: Millis = 0;
  /** Covered are the years [firstYear, endYear), none at first, which are the instants [from, to). */
  private firstYear = 0;
  private endYear = 0;
  private from = 0;
  private to = 0;

  constructor(
    private readonly hours: LocalHours,
    private readonly zone: Zone,
  ) {}

  /** As WorkingTime.add. */
  add(start: Millis, duration: Millis): Millis {
    if (duration === 0) return start;
    this.reach(start);
    let target = this.sumAt(start) + duration;
    while (target > this.total) this.extendForward();
    for (; target < 0; target = this.sumAt(start) + duration) this.extendBackward();
    // Forward it is the earliest instant, at the end of a stretch if need be; back the latest, at the beginning of one.
    const at = last(this.before, target, duration < 0);
    return this.opens[at] + target - this.before[at];
  }

  between(from: Millis, to: Millis): Millis {
    this.reach(from);
    this.reach(to);
    return this.sumAt(to) - this.sumAt(from);
  }

  isOpen(at: Millis): boolean {
    this.reach(at);
    const index = last(this.opens, at, true);
    return index >= 0 && at < this.closes[index];
  }

  nextOpen(at: Millis): Millis {
    if (this.isOpen(at)) return at;
    while (last(this.opens, at, true) === this.opens.length - 1) this.extendForward();
    return this.opens[last(this.opens, at, true) + 1];
  }

  /** The open stretches within [from, to), in order. */
  openWithin(from: Millis, to: Millis): { readonly from: Millis; readonly to: Millis }[] {
    this.reach(from);
    this.reach(to);
    const found: { from: Millis; to: Millis }[] = [];
    for (let index = Math.max(0, last(this.opens, from, true)); index < this.opens.length && this.opens[index] < to; index += 1) {
      const stretch = { from: Math.max(from, this.opens[index]), to: Math.min(to, this.closes[index]) };
      if (stretch.from < stretch.to) found.push(stretch);
    }
    return found;
  }

  /** Working time from the first stretch up to `at`. */
  private sumAt(at: Millis): Millis {
    const index = last(this.opens, at, true);
    if (index < 0) return 0;
    return this.before[index] + Math.min(at, this.closes[index]) - this.opens[index];
  }

  private reach(at: Millis): void {
    if (at >= this.from && at < this.to) return;
    if (!(at >= BEGIN && at < END)) throw outside();
    const year = yearOf(at);
    if (this.firstYear === this.endYear) this.cover(year, year + 1);
    else if (at < this.from) this.extendBackward(this.firstYear - year);
    else this.extendForward(year + 1 - this.endYear);
  }

  /** Each extension is at least half of what is there, so that reaching far costs no more than the years on the way. */
  private extendForward(years = 1): void {
    if (this.endYear > LAST_YEAR) throw outside();
    this.cover(this.firstYear, Math.min(LAST_YEAR + 1, this.endYear + Math.max(years, (this.endYear - this.firstYear) >> 1)));
  }

  private extendBackward(years = 1): void {
    if (this.firstYear <= FIRST_YEAR) throw outside();
    this.cover(Math.max(FIRST_YEAR, this.firstYear - Math.max(years, (this.endYear - this.firstYear) >> 1)), this.endYear);
  }

  private cover(firstYear: number, endYear: number): void {
    const [from, to] = this.firstYear === this.endYear ? [firstYear, firstYear] : [this.firstYear, this.endYear];
    this.stretches = joined(openStretches(this.hours, this.zone, firstYear, from), this.stretches, openStretches(this.hours, this.zone, to, endYear));
    [this.firstYear, this.endYear, this.from, this.to] = [firstYear, endYear, yearBegin(firstYear), yearBegin(endYear)];
    this.opens = Float64Array.from({ length: this.stretches.length / 2 }, (_, index) => this.stretches[2 * index]);
    this.closes = this.opens.map((_, index) => this.stretches[2 * index + 1]);
    this.total = 0;
    this.before = this.opens.map((opens, index) => {
      const sum = this.total;
      this.total += this.closes[index] - opens;
      return sum;
    });
  }
}

/** Index of the last value below this one, or equal to it where that counts; -1: none. */
function last(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const here = sorted[middle];
    if (here < value || (orEqual && here === value)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function outside(): DomainError {
  return new DomainError('INVALID_INPUT', {
    en: `The calendar is reckoned from ${FIRST_YEAR} to ${LAST_YEAR}; this lies outside, or no working time is left in those years.`,
    zh: `日历的计算范围为 ${FIRST_YEAR} 年至 ${LAST_YEAR} 年；该时刻超出范围，或其中已无工作时间。`,
  });
}
