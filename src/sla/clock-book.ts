import { uuidv7 } from 'uuidv7';
import type { WorkingTime } from '../calendar/index.js';
import type { Instant, Millis } from '../kernel/instant.js';
import type { WaitingReason } from '../kernel/words.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { openClocks, saveClocks, type Firing } from './clock-rows.js';
import { isEnded, PLAIN_TERMS, type Clock, type ClockEntry, type ClockKind, type ClockTarget, type Move } from './domain/clock.js';
import { cancelClock, noticeClock, pauseClock, resumeClock, retargetClock, satisfyClock, startClock } from './domain/clock-moves.js';
import { NO_CALENDARS, type ClockTimes } from './domain/clock-times.js';
import { bindingClock } from './domain/binding.js';
import { heldMs, type Hold } from './domain/holds.js';

/** Who moves the clocks, by which operation, and the calendars they go by. */
export interface BookContext {
  /** As a fact names its author: a member's uuid as it is, an API key's behind `key:`; null for the system. */
  readonly by: string | null;
  readonly cause: string;
  readonly times: ClockTimes;
}

const BY_ITSELF: BookContext = { by: null, cause: 'SYSTEM', times: NO_CALENDARS };

/** A warning or breach that this command entered. */
export interface Fired extends Firing {
  readonly clock: Clock;
}

/** A clock that has another target, and when it was due before. */
export interface Retargeted {
  readonly clock: Clock;
  readonly wasDueAt: Instant | null;
}

/**
 * The clocks of one ticket inside one command. Moves are decided by the pure functions of domain/clock-moves and written together at the end; the
 * caller holds the ticket's row lock, so nobody else moves them meanwhile.
 */
export class ClockBook {
  private readonly clocks = new Map<string, Clock>();
  private readonly entries: ClockEntry[] = [];
  private readonly changed = new Set<string>();
  private readonly firings: Fired[] = [];
  private readonly retargets: Retargeted[] = [];

  constructor(open: readonly Clock[], private readonly now: Instant, private context: BookContext = BY_ITSELF) {
    for (const clock of open) this.clocks.set(clock.id, clock);
  }

  static open(tx: Tx, ticketId: string): Promise<Clock[]> {
    return openClocks(tx, ticketId);
  }

  /**
   * Starts a clock unless one is open for the same subject; a bare duration runs around the clock, with no warnings, and nothing stops it. `at` may
   * lie before now. Answers the clock that is open then.
   */
  start(kind: ClockKind, subject: string, target: ClockTarget | Millis, at: Instant = this.now): Clock {
    const open = this.find(kind, subject);
    if (open) return open;
    const full: ClockTarget = typeof target === 'number' ? { targetMs: target, calendarId: null, terms: PLAIN_TERMS } : target;
    const move = startClock(uuidv7(), kind, subject, full, at, this.context.times.of(full.calendarId));
    this.enter(move);
    return move.clock;
  }

  satisfy(kind: ClockKind, subject: string, at: Instant = this.now): void {
    const clock = this.find(kind, subject);
    if (clock) this.enterAll(satisfyClock(clock, at, this.timeOf(clock)));
  }

  cancel(kind: ClockKind, subject: string): void {
    const clock = this.find(kind, subject);
    if (clock) this.enterAll(cancelClock(clock, this.now, this.timeOf(clock)));
  }

  cancelAll(kinds?: readonly ClockKind[]): void {
    for (const clock of this.openClocks) {
      if (!kinds || kinds.includes(clock.kind)) this.enterAll(cancelClock(clock, this.now, this.timeOf(clock)));
    }
  }

  /**
   * Stops what this reason may stop, as far as each clock's terms and the budgets of clock and ticket go; a clock already due is left to its breach.
   * `holds`: those of the ticket, the present one included.
   */
  pause(reason: WaitingReason, holds: readonly Hold[]): void {
    for (const clock of this.openClocks) {
      const time = this.timeOf(clock);
      this.enter(pauseClock(clock, this.now, { reason, by: this.context.by, heldMs: heldMs(holds, reason, this.now, time) }, time));
    }
  }

  resume(): void {
    for (const clock of this.openClocks) this.enter(resumeClock(clock, this.now, this.context.by, this.timeOf(clock)));
  }

  /** Another target from now on; see retargetClock. */
  retarget(clock: Clock, target: ClockTarget): void {
    const { by, cause, times } = this.context;
    const moves = retargetClock(clock, this.now, { target, from: this.timeOf(clock), to: times.of(target.calendarId), by, cause });
    this.enterAll(moves);
    const changed = moves.find(({ entry }) => entry.type === 'RETARGETED');
    if (changed) this.retargets.push({ clock: changed.clock, wasDueAt: clock.dueAt });
  }

  /** Calendars of a policy that was not foreseen when the command began. */
  use(times: ClockTimes): void {
    this.context = { ...this.context, times };
  }

  /** Clocks about which something is to be noticed by now, the earliest alarm first. */
  get due(): readonly Clock[] {
    const due = this.openClocks.filter(({ alarmAt }) => alarmAt !== null && alarmAt <= this.now);
    return due.sort((a, b) => (a.alarmAt ?? '').localeCompare(b.alarmAt ?? ''));
  }

  /** Enters whatever is to be noticed by now (ends of pause budgets, warnings, breaches), the clock whose alarm is earliest first. Answers what fired. */
  notice(): readonly Fired[] {
    const before = this.firings.length;
    for (const clock of this.due) this.enterAll(noticeClock(clock, this.now, this.timeOf(clock)));
    return this.firings.slice(before);
  }

  /** How many entries this command wrote so far. */
  get moves(): number {
    return this.entries.length;
  }

  /** True once this command moved any clock. */
  get moved(): boolean {
    return this.entries.length > 0;
  }

  /** Warnings and breaches this command entered, by whichever move. */
  get fired(): readonly Fired[] {
    return this.firings;
  }

  /** Clocks this command gave another target. */
  get retargeted(): readonly Retargeted[] {
    return this.retargets;
  }

  /** Every clock as it stands now, those that ended in this command too. */
  get all(): readonly Clock[] {
    return [...this.clocks.values()];
  }

  /** The clocks not ended, overdue ones included. */
  get openClocks(): Clock[] {
    return [...this.clocks.values()].filter((clock) => !isEnded(clock));
  }

  /** What this command entered so far, in order; each with the clock as it stands now. */
  get entered(): readonly { readonly entry: ClockEntry; readonly clock: Clock }[] {
    return this.entries.flatMap((entry) => {
      const clock = this.clocks.get(entry.clockId);
      return clock ? [{ entry, clock }] : [];
    });
  }

  /** A clock that was open at the beginning of the command, or was started in it. */
  known(clockId: string): Clock | undefined {
    return this.clocks.get(clockId);
  }

  /** Of this kind, the clocks that are open, and those that this command ended. */
  ofKind(kind: ClockKind): readonly Clock[] {
    return [...this.clocks.values()].filter((clock) => clock.kind === kind);
  }

  /** The open clock that binds the desk next, overdue ones included; null when none runs. */
  binding(): Clock | null {
    return bindingClock(this.openClocks);
  }

  isOpen(kind: ClockKind, subject: string): boolean {
    return this.find(kind, subject) !== undefined;
  }

  find(kind: ClockKind, subject: string): Clock | undefined {
    return this.openClocks.find((clock) => clock.kind === kind && clock.subject === subject);
  }

  timeOf(clock: Pick<Clock, 'calendarId'>): WorkingTime {
    return this.context.times.of(clock.calendarId);
  }

  save(tx: Tx, ticketId: string): void {
    if (this.entries.length === 0) return;
    saveClocks(tx, ticketId, [...this.changed].flatMap((id) => this.clocks.get(id) ?? []), this.entries, this.firings.map(firingOf));
  }

  private enterAll(moves: readonly Move[]): void {
    for (const move of moves) this.enter(move);
  }

  private enter(move: Move | undefined): void {
    if (!move) return;
    const { clock, entry } = move;
    this.clocks.set(clock.id, clock);
    this.changed.add(clock.id);
    this.entries.push(entry);
    if (entry.type !== 'WARNED' && entry.type !== 'BREACHED') return;
    const level = entry.type === 'BREACHED' ? 0 : clock.warned;
    this.firings.push({ clock, level, clockId: clock.id, generation: clock.generation, at: entry.at, detectedAt: this.now });
  }
}

function firingOf({ clockId, generation, level, at, detectedAt }: Firing): Firing {
  return { clockId, generation, level, at, detectedAt };
}
