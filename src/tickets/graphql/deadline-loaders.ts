import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Instant, Millis } from '../../kernel/instant.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { CalendarReader, explainClock, ledgersOf, remainingAt, type ClockTimes, type Explanation } from '../../sla/index.js';
import { clocksOf, type ClockRow } from '../queries/ticket-parts.query.js';

export interface Deadline {
  readonly clock: ClockRow;
  readonly remainingMs: Millis | null;
  readonly overdue: boolean;
}

const DEADLINES = Symbol('deadlines');
const EXPLANATIONS = Symbol('explanations');
/** Several mutations of one request read what the one before them changed. */
const FRESH = { cache: false } as const;

/** Clocks with what calendars say of them, for the tickets and clocks of one request, each kind in one transaction. */
@Injectable()
export class DeadlineLoaders {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly calendars: CalendarReader,
  ) {}

  deadlines(context: RequestContext): DataLoader<string, Deadline[]> {
    return loaderOf(context, DEADLINES, () => new DataLoader<string, Deadline[]>((ids) => this.unit.read(actorOf(context).merchantId, async (tx) => {
      const [clocks, now] = await Promise.all([clocksOf(tx, ids, true), tx.now()]);
      const times = await this.calendars.times(tx, clocks, []);
      const all = clocks.map((clock) => deadlineOf(clock, now, times)).sort((a, b) => rank(a).localeCompare(rank(b)));
      return ids.map((id) => all.filter(({ clock }) => clock.ticketId === id));
    }), FRESH));
  }

  explanations(context: RequestContext): DataLoader<string, Explanation> {
    return loaderOf(context, EXPLANATIONS, () => new DataLoader<string, Explanation>((ids) => this.unit.read(actorOf(context).merchantId, async (tx) => {
      const ledgers = await ledgersOf(tx, ids);
      const named = [...ledgers.values()].flat().map(({ data }) => ({ calendarId: (data['calendarId'] ?? null) as string | null }));
      const times = await this.calendars.times(tx, named, []);
      return ids.map((id) => explainClock(ledgers.get(id) ?? [], (calendarId) => times.of(calendarId)));
    }), FRESH));
  }
}

function deadlineOf(clock: ClockRow, now: Instant, times: ClockTimes): Deadline {
  const ended = clock.endedAt !== null;
  const remainingMs = ended ? null : remainingAt(clock, now, times.of(clock.calendarId));
  return { clock, remainingMs, overdue: !ended && clock.dueAt !== null && clock.dueAt <= now };
}

/** Open by due time, then paused, then ended. */
function rank({ clock }: Deadline): string {
  if (clock.endedAt !== null) return `2${clock.startedAt}${clock.id}`;
  return clock.dueAt === null ? `1${clock.startedAt}${clock.id}` : `0${clock.dueAt}${clock.id}`;
}
