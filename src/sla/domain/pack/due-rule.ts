import {
  AROUND_THE_CLOCK, dayAfter, instantAt, isWeekday, localDay, minutesOf, startOfDay, type PlainWeekdays, type WorkingTime,
} from '../../../calendar/domain/index.js';
import { DAY, HOUR, plus, type Instant, type Millis } from '../../../kernel/instant.js';

export const DUE_FROM = ['EVENT', 'NEXT_DAY'] as const;
export const DUE_UNITS = ['HOURS', 'DAYS', 'WORKDAYS'] as const;

/**
 * How long a rule gives. HOURS are elapsed hours. DAYS from the EVENT are 24 hours each; DAYS from NEXT_DAY begin at 00:00 after the event and end
 * at 24:00 of the last one, whatever the clocks do meanwhile. WORKDAYS end at 24:00 of the last one. The due instant itself is too late.
 */
export interface DueRule {
  readonly from: (typeof DUE_FROM)[number];
  readonly unit: (typeof DUE_UNITS)[number];
  /** A whole number above zero. */
  readonly amount: number;
  /** Adds the time that was promised for sending the goods, 48 hours when nobody says another. */
  readonly plusShipTime?: boolean;
  /** An event outside these hours of the day counts from the next opening. */
  readonly between?: { readonly opens: string; readonly closes: string } | null;
  /** The hours run in the shop's opening hours only; around the clock when those are not known, which is never too late. */
  readonly inOpeningHours?: boolean;
  /** A last day that is no workday moves to the end of the next workday. */
  readonly rolls?: boolean;
  /** Never due before this instant. */
  readonly notBefore?: Instant | null;
}

export interface PackEvent {
  readonly at: Instant;
  /** How long after the payment the goods were promised to be sent; null: not known. */
  readonly shipTimeMs?: Millis | null;
}

/** What is known of the shop beyond its zone. */
export interface ShopTerms {
  readonly enrolments?: readonly string[];
  /** Whether a day `YYYY-MM-DD` is a workday; Monday to Friday when nobody says otherwise. */
  readonly isWorkday?: (day: string) => boolean;
  /** What of the days from one to the other, both included, it takes as plain weeks for want of holidays. */
  readonly plainBetween?: (from: string, to: string) => PlainWeekdays | null;
  /** When the shop is open towards the platform; around the clock when nobody says so. */
  readonly openingHours?: WorkingTime;
}

/** Whether the rule asks which days are workdays. */
export function countsWorkdays({ unit, rolls }: DueRule): boolean {
  return unit === 'WORKDAYS' || rolls === true;
}

/** What the trade promises where an order promises nothing else. */
const USUAL_SHIP_TIME = 48 * HOUR;
/** A zone without a workday for so long has none: the rule is not walked on for ever. */
const MOST_DAYS_OFF = 60;

/** When a rule that an event started is due, in this zone. */
export function dueOf(rule: DueRule, event: PackEvent, zone: string, { isWorkday = isWeekday, openingHours }: ShopTerms = {}): Instant {
  const start = rule.from === 'NEXT_DAY' ? startOfDay(event.at, 1, zone) : opened(rule, event.at, zone);
  const extra = rule.plusShipTime ? (event.shipTimeMs ?? USUAL_SHIP_TIME) : 0;
  const due = plus(ended(rule, start, zone, isWorkday, rule.inOpeningHours ? openingHours : undefined), extra);
  return rule.notBefore && due < rule.notBefore ? rule.notBefore : due;
}

function ended(rule: DueRule, start: Instant, zone: string, isWorkday: (day: string) => boolean, open: WorkingTime = AROUND_THE_CLOCK): Instant {
  if (rule.unit === 'HOURS') return open.add(start, rule.amount * HOUR);
  if (rule.unit === 'WORKDAYS') return afterWorkdays(rule, start, zone, isWorkday);
  if (rule.from === 'EVENT') return plus(start, rule.amount * DAY);
  const end = startOfDay(start, rule.amount, zone);
  return rule.rolls ? rolled(end, zone, isWorkday) : end;
}

/** A start outside the hours of the day moves to the next opening. */
function opened({ between }: DueRule, at: Instant, zone: string): Instant {
  if (!between) return at;
  const day = localDay(at, zone);
  const [opens, closes] = [minutesOf(between.opens), minutesOf(between.closes)];
  if (at < instantAt(day, opens, zone)) return instantAt(day, opens, zone);
  return at < instantAt(day, closes, zone) ? at : instantAt(dayAfter(day, 1), opens, zone);
}

/** The end of the last of so many workdays; the first is the day after the event's, or of the event's next day. */
function afterWorkdays({ from, amount }: DueRule, start: Instant, zone: string, isWorkday: (day: string) => boolean): Instant {
  let day = from === 'NEXT_DAY' ? dayAfter(localDay(start, zone), -1) : localDay(start, zone);
  for (let left = amount, idle = 0; left > 0 && idle < MOST_DAYS_OFF;) {
    day = dayAfter(day, 1);
    idle = isWorkday(day) ? 0 : idle + 1;
    if (idle === 0) left -= 1;
  }
  return instantAt(dayAfter(day, 1), 0, zone);
}

function rolled(end: Instant, zone: string, isWorkday: (day: string) => boolean): Instant {
  let last = dayAfter(localDay(end, zone), -1);
  for (let tried = 0; !isWorkday(last) && tried < MOST_DAYS_OFF; tried += 1) last = dayAfter(last, 1);
  return instantAt(dayAfter(last, 1), 0, zone);
}

/** Clocks are moved by an hour, in Antarctica/Troll by two. */
const LARGEST_CHANGE: Millis = 2 * HOUR;

/** The shortest and longest a rule can give, over all events, zones and changes of clocks: for telling more from less. */
export function spanOf(rule: DueRule): { readonly least: Millis; readonly most: Millis } {
  const length = (rule.unit === 'HOURS' ? 1 : 24) * rule.amount * HOUR;
  const uncertain = rule.unit === 'WORKDAYS' || rule.rolls || rule.between || rule.inOpeningHours || rule.plusShipTime || rule.notBefore;
  if (rule.from === 'EVENT' && rule.unit !== 'WORKDAYS') return { least: length, most: uncertain ? Infinity : length };
  const shift = rule.unit === 'HOURS' ? 0 : LARGEST_CHANGE;
  return { least: length - (rule.unit === 'WORKDAYS' ? DAY : 0) - shift, most: uncertain ? Infinity : length + DAY + LARGEST_CHANGE };
}

/** Whether `given` is never shorter than `owed`, whenever it starts. Rules of unlike shape are compared by their bounds. */
export function neverShorter(given: DueRule, owed: DueRule): boolean {
  const shape = ({ from, unit, plusShipTime, between, inOpeningHours, rolls, notBefore }: DueRule): string =>
    JSON.stringify([from, unit, plusShipTime ?? false, between ?? null, inOpeningHours ?? false, rolls ?? false, notBefore ?? null]);
  return shape(given) === shape(owed) ? given.amount >= owed.amount : spanOf(given).least >= spanOf(owed).most;
}
