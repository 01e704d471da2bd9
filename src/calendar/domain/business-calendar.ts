import { fromMillis, toMillis, type Instant, type Millis } from '../../kernel/instant.js';
import type { CalendarDefinition } from './definition.js';
import { LocalHours } from './local-hours.js';
import { Timeline } from './timeline.js';
import type { Closed, Segment, WorkingTime } from './working-time.js';
import { zoneOf, type Zone } from './zone.js';

/** The working time of a definition that `examineCalendar` found nothing wrong with. */
export class BusinessCalendar implements WorkingTime {
  /** The same questions in milliseconds, without reading and writing text. */
  readonly timeline: Timeline;
  readonly timeZone: string;
  private readonly hours: LocalHours;
  private readonly zone: Zone;

  constructor(definition: CalendarDefinition) {
    const zone = zoneOf(definition.timeZone);
    if (!zone) throw new Error('a definition is compiled only after it was examined');
    this.zone = zone;
    this.timeZone = zone.name;
    this.hours = new LocalHours(definition);
    this.timeline = new Timeline(this.hours, zone);
  }

  add(start: Instant, millis: Millis): Instant {
    return fromMillis(this.timeline.add(toMillis(start), millis));
  }

  between(from: Instant, to: Instant): Millis {
    return this.timeline.between(toMillis(from), toMillis(to));
  }

  isOpen(at: Instant): boolean {
    return this.timeline.isOpen(toMillis(at));
  }

  nextOpen(at: Instant): Instant {
    return fromMillis(this.timeline.nextOpen(toMillis(at)));
  }

  segments(from: Instant, to: Instant): Segment[] {
    const [begin, end] = [toMillis(from), toMillis(to)];
    const segments: Segment[] = [];
    let at = begin;
    for (const open of begin < end ? this.timeline.openWithin(begin, end) : []) {
      segments.push(...this.closedBetween(at, open.from), { from: fromMillis(open.from), to: fromMillis(open.to), closed: null });
      at = open.to;
    }
    return [...segments, ...this.closedBetween(at, end)];
  }

  /** A closed stretch, cut where the reason changes. */
  private closedBetween(from: Millis, to: Millis): Segment[] {
    const pieces: { from: Millis; to: Millis; closed: Closed }[] = [];
    for (let at = from; at < to; ) {
      const period = this.zone.periodAt(at);
      const { closed, until } = this.hours.whyClosed(at + period.offset);
      const end = Math.min(to, period.to, until - period.offset);
      const last = pieces.at(-1);
      if (last && last.closed.reason === closed.reason && last.closed.name === closed.name) last.to = end;
      else pieces.push({ from: at, to: end, closed });
      at = end;
    }
    return pieces.map((piece) => ({ from: fromMillis(piece.from), to: fromMillis(piece.to), closed: piece.closed }));
  }
}
