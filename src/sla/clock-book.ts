import { uuidv7 } from 'uuidv7';
import type { Instant, Millis } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import {
  breachClock, cancelClock, isDue, isEnded, pauseClock, resumeClock, satisfyClock, startClock,
  type Clock, type ClockEntry, type ClockKind, type Move,
} from './domain/clock.js';
import { bindingClock } from './domain/binding.js';

const OPEN = sql(
  'clock.open',
  `SELECT id, kind, subject, state, target_ms::float8 AS "targetMs", started_at AS "startedAt", due_at AS "dueAt",
          remaining_ms::float8 AS "remainingMs", ended_at AS "endedAt",
          (SELECT max(seq) FROM clock_entry e WHERE e.merchant_id = c.merchant_id AND e.clock_id = c.id)::int AS seq
     FROM clock c WHERE merchant_id = $1 AND ticket_id = $2 AND ended_at IS NULL`,
);

const SAVE = sql(
  'clock.save',
  `INSERT INTO clock (merchant_id, ticket_id, id, kind, subject, state, target_ms, started_at, due_at, remaining_ms, ended_at)
   SELECT $1, $2, c.id, c.kind, c.subject, c.state, c."targetMs", c."startedAt", c."dueAt", c."remainingMs", c."endedAt"
     FROM jsonb_to_recordset($3::jsonb) AS c(id uuid, kind text, subject text, state text, "targetMs" bigint, "startedAt" timestamptz,
          "dueAt" timestamptz, "remainingMs" bigint, "endedAt" timestamptz)
   ON CONFLICT (merchant_id, id) DO UPDATE
     SET state = excluded.state, due_at = excluded.due_at, remaining_ms = excluded.remaining_ms, ended_at = excluded.ended_at`,
);

const APPEND = sql(
  'clock.append',
  `INSERT INTO clock_entry (merchant_id, clock_id, seq, type, at, due_at, data)
   SELECT $1, e."clockId", e.seq, e.type, e.at, e."dueAt", e.data
     FROM jsonb_to_recordset($2::jsonb) AS e("clockId" uuid, seq smallint, type text, at timestamptz, "dueAt" timestamptz, data jsonb)`,
);

/**
 * The clocks of one ticket inside one command. Moves are decided by the pure functions of domain/clock and written together at the end; the
 * caller holds the ticket's row lock, so nobody else moves them meanwhile.
 */
export class ClockBook {
  private readonly clocks = new Map<string, Clock>();
  private readonly entries: ClockEntry[] = [];
  private readonly changed = new Set<string>();

  constructor(open: readonly Clock[], private readonly now: Instant) {
    for (const clock of open) this.clocks.set(clock.id, clock);
  }

  static async open(tx: Tx, ticketId: string): Promise<Clock[]> {
    return tx.query<Clock>(OPEN, [tx.merchantId, ticketId]);
  }

  /** Starts a clock unless one is open for the same subject. `at` may lie before now: a step starts when the one before it was done. */
  start(kind: ClockKind, subject: string, targetMs: Millis, at: Instant = this.now): void {
    if (this.find(kind, subject)) return;
    this.enter(startClock(uuidv7(), kind, subject, targetMs, at));
  }

  satisfy(kind: ClockKind, subject: string, at: Instant = this.now): void {
    const clock = this.find(kind, subject);
    if (clock) satisfyClock(clock, at).forEach((move) => this.enter(move));
  }

  cancel(kind: ClockKind, subject: string): void {
    const clock = this.find(kind, subject);
    if (clock) cancelClock(clock, this.now).forEach((move) => this.enter(move));
  }

  cancelAll(kinds?: readonly ClockKind[]): void {
    for (const clock of this.openClocks()) {
      if (!kinds || kinds.includes(clock.kind)) cancelClock(clock, this.now).forEach((move) => this.enter(move));
    }
  }

  /** Pauses what may be paused of these kinds; a clock already due is left to its breach. */
  pause(kinds: readonly ClockKind[], reason: string, stops: (clock: Clock) => boolean = () => true): void {
    for (const clock of this.openClocks()) if (kinds.includes(clock.kind) && stops(clock)) this.enter(pauseClock(clock, this.now, reason));
  }

  resume(): void {
    for (const clock of this.openClocks()) this.enter(resumeClock(clock, this.now));
  }

  /** Enters every breach that is due, the earliest first. Answers the clocks that breached now. */
  breachDue(): Clock[] {
    const due = this.openClocks().filter((clock) => isDue(clock, this.now)).sort((a, b) => (a.dueAt ?? '').localeCompare(b.dueAt ?? ''));
    for (const clock of due) this.enter(breachClock(clock, this.now));
    return due;
  }

  /** True once this command moved any clock. */
  get moved(): boolean {
    return this.entries.length > 0;
  }

  /** Clocks whose breach this command entered, by whichever move. */
  get breached(): readonly Clock[] {
    return this.entries.filter((entry) => entry.type === 'BREACHED').flatMap((entry) => this.clocks.get(entry.clockId) ?? []);
  }

  /** The open clock that binds the desk next, overdue ones included; null when none runs. */
  binding(): Clock | null {
    return bindingClock(this.openClocks());
  }

  isOpen(kind: ClockKind, subject: string): boolean {
    return this.find(kind, subject) !== undefined;
  }

  save(tx: Tx, ticketId: string): void {
    if (this.entries.length === 0) return;
    const rows = [...this.changed].map((id) => this.clocks.get(id));
    tx.defer(SAVE, [tx.merchantId, ticketId, JSON.stringify(rows)]);
    tx.defer(APPEND, [tx.merchantId, JSON.stringify(this.entries)]);
  }

  private openClocks(): Clock[] {
    return [...this.clocks.values()].filter((clock) => !isEnded(clock));
  }

  find(kind: ClockKind, subject: string): Clock | undefined {
    return this.openClocks().find((clock) => clock.kind === kind && clock.subject === subject);
  }

  private enter(move: Move | undefined): void {
    if (!move) return;
    this.clocks.set(move.clock.id, move.clock);
    this.changed.add(move.clock.id);
    this.entries.push(move.entry);
  }
}
