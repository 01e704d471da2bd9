import { groupBy } from '../../kernel/group-by.js';
import { DAY, type Millis } from '../../kernel/instant.js';
import { WEEKDAYS, type CalendarDefinition } from './definition.js';
import { dayOf, meet, shifted, spanOf, weekdayOf, without, type Span } from './wall-clock.js';
import type { Closed } from './working-time.js';

/** One date that the week alone does not describe. Spans count from its midnight. */
interface SpecialDay {
  readonly windows: readonly Span[];
  readonly cuts: readonly Span[];
  readonly closed: Closed;
}

const OUTSIDE_HOURS: Closed = { reason: 'OUTSIDE_HOURS', name: null };
const WEEKEND: Closed = { reason: 'WEEKEND', name: null };
const OVERRIDDEN: Closed = { reason: 'OVERRIDE', name: null };
const BREAK: Closed = { reason: 'BREAK', name: null };
const NONE: readonly Span[] = [];

/** A definition that was examined, made ready to be asked date by date. All in wall-clock time; zones are no matter of this. */
export class LocalHours {
  private readonly week: readonly (readonly Span[])[];
  private readonly special = new Map<number, SpecialDay>();

  constructor(definition: CalendarDefinition) {
    this.week = WEEKDAYS.map((weekday) => inOrder(definition.weekly.filter(({ day }) => day === weekday).map(windowSpan)));
    for (const { date, name } of definition.holidays) this.special.set(dayNumber(date), { windows: NONE, cuts: NONE, closed: { reason: 'HOLIDAY', name } });
    for (const { date, windows } of definition.overrides) {
      this.special.set(dayNumber(date), {
        windows: inOrder(windows.map(windowSpan)), cuts: NONE, closed: windows.length === 0 ? OVERRIDDEN : OUTSIDE_HOURS,
      });
    }
    for (const [date, breaks] of groupBy(definition.breaks, ({ date }) => date)) this.cut(dayNumber(date), breaks.map(windowSpan));
  }

  /** The windows that open on this day, breaks taken out, in order, counted from its midnight; they may reach into the next day. */
  windowsOn(day: number): readonly Span[] {
    return this.special.get(day)?.windows ?? this.week[weekdayOf(day)] ?? NONE;
  }

  /** Why a wall-clock time outside all windows is closed, and up to which wall-clock time that stays the reason. */
  whyClosed(local: Millis): { closed: Closed; until: Millis } {
    const day = Math.floor(local / DAY);
    const cuts = [day - 1, day].flatMap((date) => (this.special.get(date)?.cuts ?? NONE).map((cut) => shifted(cut, date * DAY)));
    const within = cuts.find(({ from, to }) => from <= local && local < to);
    if (within) return { closed: BREAK, until: within.to };
    const until = Math.min((day + 1) * DAY, ...cuts.filter(({ from }) => from > local).map(({ from }) => from));
    return { closed: this.special.get(day)?.closed ?? this.usually(day), until };
  }

  /** Why the week alone leaves a time of this day closed. */
  private usually(day: number): Closed {
    return this.week[weekdayOf(day)]?.length === 0 ? WEEKEND : OUTSIDE_HOURS;
  }

  /** Each break lies where it meets a window of its date, whatever others cut out of it: on the date itself, or else in the part past midnight. */
  private cut(day: number, pauses: readonly Span[]): void {
    const whole = this.special.get(day) ?? { windows: this.windowsOn(day), cuts: NONE, closed: this.usually(day) };
    const meeting = (span: Span): Span[] => whole.windows.flatMap((window) => meet(window, span) ?? []);
    const cuts = pauses.flatMap((pause) => (meeting(pause).length > 0 ? meeting(pause) : meeting(shifted(pause, DAY))));
    this.special.set(day, { ...whole, windows: cuts.reduce<readonly Span[]>(without, whole.windows), cuts });
  }
}

function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.from - b.from);
}

function windowSpan(window: { readonly opens: string; readonly closes: string }): Span {
  const span = spanOf(window);
  if (!span) throw new Error('a definition is compiled only after it was examined');
  return span;
}

function dayNumber(date: string): number {
  const day = dayOf(date);
  if (day === undefined) throw new Error('a definition is compiled only after it was examined');
  return day;
}
