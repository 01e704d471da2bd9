import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Instant, Millis } from '../../kernel/instant.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import { CalendarReader, explainClock, ledgersOf, remainingAt, type ClockEntry, type ClockTimes, type Explanation } from '../../sla/index.js';
import { clocksOf, type ClockRow } from '../queries/ticket-parts.query.js';

export interface Deadline {
  readonly clock: ClockRow;
  readonly remainingMs: Millis | null;
  readonly overdue: boolean;
  readonly unknownYear: number | null;
}

export type Explained = Explanation & { readonly unknownYear: number | null };

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
      const unknown = await this.calendars.unknownYears(tx, clocks);
      const all = clocks.map((clock, at) => ({ ...deadlineOf(clock, now, times), unknownYear: unknown[at] ?? null })).sort((a, b) => rank(a).localeCompare(rank(b)));
      return ids.map((id) => all.filter(({ clock }) => clock.ticketId === id));
    }), FRESH));
  }

  explanations(context: RequestContext): DataLoader<string, Explained> {
    return loaderOf(context, EXPLANATIONS, () => new DataLoader<string, Explained>((ids) => this.unit.read(actorOf(context).merchantId, async (tx) => {
      const ledgers = await ledgersOf(tx, ids);
      const named = [...ledgers.values()].flat().map(({ data }) => ({ calendarId: (data['calendarId'] ?? null) as string | null }));
      const times = await this.calendars.times(tx, named, []);
      const explained = ids.map((id) => explainClock(ledgers.get(id) ?? [], (calendarId) => times.of(calendarId)));
      const unknown = await this.calendars.unknownYears(tx, ids.map((id, at) => ({ calendarId: calendarOf(ledgers.get(id) ?? []), dueAt: explained[at]?.dueAt ?? null })));
      return explained.map((one, at) => ({ ...one, unknownYear: unknown[at] ?? null }));
    }), FRESH));
  }
}

/** The version it last went by. */
function calendarOf(ledger: readonly ClockEntry[]): string | null {
  const last = ledger.findLast(({ type }) => type === 'STARTED' || type === 'RETARGETED');
  return (last?.data['calendarId'] ?? null) as string | null;
}

function deadlineOf(clock: ClockRow, now: Instant, times: ClockTimes): Omit<Deadline, 'unknownYear'> {
  const ended = clock.endedAt !== null;
  const remainingMs = ended ? null : remainingAt(clock, now, times.of(clock.calendarId));
  return { clock, remainingMs, overdue: !ended && clock.dueAt !== null && clock.dueAt <= now };
}

/** Open by due time, then paused, then ended. */
function rank({ clock }: Pick<Deadline, 'clock'>): string {
  if (clock.endedAt !== null) return `2${clock.startedAt}${clock.id}`;
  return clock.dueAt === null ? `1${clock.startedAt}${clock.id}` : `0${clock.dueAt}${clock.id}`;
}
