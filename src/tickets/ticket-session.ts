import { uuidv7 } from 'uuidv7';
import type { Actor } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { sql, type Sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { recordEvents, type NewEvent } from '../platform/outbox/event-log.js';
import {
  evaluate, summarize, withPublicEvidence, type Fact, type FactData, type FactType, type ProcessDefinition, type Progress, type Summary,
} from '../process/index.js';
import { clockName, clockTarget, targetOf, type Clock, type ClockBook, type ClockTimes, type PackEvent, type PackEventType, type SlaPolicy } from '../sla/index.js';
import { keepClocks, matterOf, type Following } from './ticket-clocks.js';
import type { Ticket, TicketPatch } from './domain/ticket.js';
import { waitingOn } from './domain/waiting.js';
import type { TradeTerms } from './queries/trade-terms.query.js';
import { insertTicket, updateTicket } from './ticket.repository.js';

const NOTE = sql(
  'ticket.note',
  `INSERT INTO message (merchant_id, id, ticket_id, author_kind, author_id, origin, visibility, channel, body, at)
   VALUES ($1, $2, $3, $4, $5, CASE WHEN $4 = 'SYSTEM' THEN 'AUTOMATIC' ELSE 'HUMAN' END, 'INTERNAL', $6, $7, $8)`,
);

interface Opening {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Instant;
  readonly ticket: Ticket;
  readonly also?: Ticket | undefined;
  readonly facts: readonly Fact[];
  readonly clocks: ClockBook;
  readonly definition: ProcessDefinition;
  readonly policy: SlaPolicy;
  /** Calendars of the policy and of the clocks, read ahead. */
  readonly times: ClockTimes;
  readonly terms: TradeTerms;
  readonly cause: string;
  readonly requestId: string | null;
}

/** Something that packs know deadlines for. */
export interface Happening {
  readonly type: PackEventType;
  readonly event: PackEvent;
}

/**
 * One command at work on one locked ticket. It reads `ticket`, `facts` and `progress`, says what changes with `set`, `fact`, `event` and `write`,
 * and `save` puts it down together with what follows from it: steps, clocks, counts, version.
 */
export class TicketSession {
  readonly tx: Tx;
  readonly actor: Actor;
  /** The command's one reading of the time. */
  readonly now: Instant;
  /** The ticket as it was locked. */
  readonly ticket: Ticket;
  /** The second ticket asked for, locked too; undefined when there is none. */
  readonly also: Ticket | undefined;
  readonly clocks: ClockBook;
  readonly progress: Progress;
  readonly definition: ProcessDefinition;
  private readonly known: Fact[];
  private readonly events: Omit<NewEvent, 'subjectVersion'>[] = [];
  private readonly others: NewEvent[] = [];
  private readonly last: (readonly [Sql, readonly unknown[]])[] = [];
  private readonly told: Happening[] = [];
  private patch: TicketPatch = {};
  private terms: TradeTerms;
  private reapplied: Omit<Following, 'matter'> | null = null;

  constructor(private readonly opening: Opening) {
    this.tx = opening.tx;
    this.actor = opening.actor;
    this.now = opening.now;
    this.ticket = opening.ticket;
    this.also = opening.also;
    this.clocks = opening.clocks;
    this.definition = opening.definition;
    this.known = [...opening.facts];
    this.terms = opening.terms;
    this.progress = { steps: opening.ticket.steps, currentStep: opening.ticket.currentStep };
  }

  /** All facts, those recorded by this command included. */
  get facts(): readonly Fact[] {
    return this.known;
  }

  /** The facts this command recorded so far. */
  get recorded(): readonly Fact[] {
    return this.known.slice(this.opening.facts.length);
  }

  /** What the facts so far amount to, for deciding. */
  get summary(): Summary {
    return summarize(this.known);
  }

  /** The member or key that acts; null for the system. */
  get by(): string | null {
    return this.actor.kind === 'SYSTEM' ? null : this.actor.id;
  }

  /** Changes columns. The first event of the command carries the before and after of what really changed. */
  set(patch: TicketPatch): void {
    this.patch = { ...this.patch, ...patch };
  }

  /** Records a fact, from which the steps are evaluated. `onceKey`: a second one with the same key fails the command. */
  fact<T extends FactType>(type: T, data: FactData[T], onceKey: string | null = null): void {
    const seq = (this.known.at(-1)?.seq ?? 0) + 1;
    this.known.push({ seq, type, at: this.now, by: this.by, data } as Fact);
    this.record(type, data, true, onceKey);
  }

  /** Records what belongs in the timeline but proves no step. */
  event(type: string, data: object, onceKey: string | null = null): void {
    this.record(type, data, false, onceKey);
  }

  /**
   * Tells of something that rules of others count from: goods sent back, a return signed for, a compensation agreed. The deadlines that follow by
   * the packs of the shop start with this command; most start none.
   */
  happened(type: PackEventType, event: PackEvent = { at: this.now }): void {
    this.told.push({ type, event });
  }

  /** What was told of so far. */
  get happenings(): readonly Happening[] {
    return this.told;
  }

  /** Records an event of another subject that this command touched, at the version that subject stands at. */
  eventOf(subject: Pick<NewEvent, 'subjectType' | 'subjectId' | 'subjectVersion'>, type: string, data: object): void {
    this.others.push({ ...subject, type, at: this.now, isFact: false, data });
  }

  /** Words of the actor that belong to the ticket but not to the customer: kept as an internal note, out of the event log. */
  note(body: string): void {
    const { tx, ticket, now } = this;
    const messageId = uuidv7();
    tx.defer(NOTE, [tx.merchantId, messageId, ticket.id, this.by === null ? 'SYSTEM' : 'AGENT', this.by, ticket.channel, body, now]);
    this.event('note.added', { messageId });
  }

  /** A row of the feature's own; leaves with the COMMIT, after the ticket's. */
  write(statement: Sql, values: readonly unknown[]): void {
    this.tx.defer(statement, values);
  }

  /** A row that names a clock or ticket of this very command: it leaves after them. */
  writeLast(statement: Sql, values: readonly unknown[]): void {
    this.last.push([statement, values]);
  }

  /** Customer or order are others from now on: what the policy's rules ask of them. */
  trade(terms: TradeTerms): void {
    this.terms = terms;
  }

  /**
   * Starts the clock of a thing that is owed by the policy (APPROVAL, TASK), unless it runs already. Undefined when no rule gives it a time: the
   * caller then names one or does without. It is met or called off by `clocks.satisfy` and `clocks.cancel`, and goes by the rules like the rest.
   */
  startTarget(kind: 'APPROVAL' | 'TASK', subject: string): Clock | undefined {
    const { policy, policyId, matter, times } = this.following({ ...this.ticket, ...this.patch });
    const ruled = targetOf(policy, kind, matter);
    return ruled && this.clocks.start(kind, subject, clockTarget(ruled, policyId, times));
  }

  /** From now on the ticket follows this version, and its running clocks the newest versions of their calendars. */
  follow(policyId: string, policy: SlaPolicy, times: ClockTimes): void {
    this.reapplied = { policyId, policy, times, newestCalendars: true };
    this.clocks.use(times);
  }

  /** Sends everything. Answers the ticket as saved. */
  save(mode: 'INSERT' | 'UPDATE' = 'UPDATE'): Ticket {
    const idle = this.events.length === 0 && Object.keys(this.patch).length === 0 && !this.clocks.moved && !this.reapplied;
    if (mode === 'UPDATE' && idle) return this.ticket;
    const { tx, ticket, opening } = this;
    const progress = evaluate(opening.definition, this.known);
    this.recordSteps(progress);
    const following = this.following({ ...ticket, ...this.patch });
    const changed = { ...ticket, ...this.patch, policyId: following.policyId };
    keepClocks(this.clocks, changed, progress, this.known, following);
    if (changed.holdReason) this.clocks.pause(changed.holdReason);
    this.recordFired();
    const saved: Ticket = {
      ...changed,
      version: mode === 'INSERT' ? 1 : ticket.version + 1,
      steps: withPublicEvidence(progress.steps, this.known),
      currentStep: progress.currentStep,
      waitingOn: waitingOn(changed, this.summary),
      ...nextDue(this.clocks.binding()),
      updatedAt: this.now,
    };
    if (mode === 'INSERT') insertTicket(tx, saved);
    else updateTicket(tx, ticket, saved);
    this.clocks.save(tx, ticket.id);
    for (const [statement, values] of this.last) tx.defer(statement, values);
    this.recordAll(saved, mode === 'INSERT' ? null : changesOf(ticket, this.patch));
    return saved;
  }

  private record(type: string, data: object, isFact: boolean, onceKey: string | null): void {
    this.events.push({ subjectType: 'ticket', subjectId: this.ticket.id, type, at: this.now, isFact, data, onceKey });
  }

  /** A step that became done, skipped or waived is an event of its own, once per round by key. */
  private recordSteps(progress: Progress): void {
    const before = new Map(this.progress.steps.map((step) => [step.step, step]));
    for (const step of progress.steps) {
      const was = before.get(step.step);
      const ended = step.completedAt !== null && (was?.completedAt === null || was?.round !== step.round);
      if (!ended) continue;
      const { round, status, completedAt, completedBy } = step;
      const [{ evidence } = step] = withPublicEvidence([step], this.known);
      this.event('step.completed', { step: step.step, status, round, completedAt, completedBy, evidence }, `step:${step.step}:${round}`);
    }
  }

  private recordFired(): void {
    for (const { clock: { id: clockId, kind, subject, terms, dueAt }, wasDueAt } of this.clocks.retargeted) {
      this.event('clock.retargeted', { clockId, kind, subject, rule: terms.rule, dueAt, wasDueAt });
    }
    for (const { clock: { id: clockId, kind, subject, generation, dueAt }, level } of this.clocks.fired) {
      if (level === 0) this.event('clock.breached', { clockId, kind, subject, dueAt }, `breach:${clockId}`);
      else this.event('clock.warned', { clockId, kind, subject, level, dueAt }, `warn:${clockId}:${generation}:${level}`);
    }
  }

  private following(ticket: Ticket): Following {
    const { policy, times } = this.opening;
    return { policyId: ticket.policyId, policy, times, matter: matterOf(ticket, this.terms), ...this.reapplied };
  }

  private recordAll(saved: Ticket, changes: NewEvent['changes']): void {
    const { actor, opening } = this;
    const rows = this.events.map((event, at) => ({ ...event, subjectVersion: saved.version, changes: at === 0 ? (changes ?? null) : null }));
    recordEvents(this.tx, actor, { cause: opening.cause, requestId: opening.requestId }, [...rows, ...this.others]);
  }
}

function nextDue(clock: Clock | null): Pick<Ticket, 'nextDueAt' | 'nextDueClock'> {
  return { nextDueAt: clock?.dueAt ?? null, nextDueClock: clock && clockName(clock) };
}

/** What the patch really changes. Of the kind's own data only the keys that differ: the rest of it may be a customer's text. */
function changesOf(ticket: Ticket, patch: TicketPatch): Record<string, [unknown, unknown]> | null {
  const { details = ticket.details, ...columns } = patch;
  const changes = { ...differing(ticket, columns), ...differing(ticket.details, details) };
  return Object.keys(changes).length > 0 ? changes : null;
}

function differing(was: object, is: object): Record<string, [unknown, unknown]> {
  const before = new Map(Object.entries(was));
  const changed = Object.entries(is).filter(([key, value]) => JSON.stringify(before.get(key)) !== JSON.stringify(value));
  return Object.fromEntries(changed.map(([key, value]) => [key, [before.get(key) ?? null, value ?? null]]));
}
