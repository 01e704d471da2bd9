import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import type { Instant } from '../../kernel/instant.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { NewEvent } from '../../platform/outbox/event-log.js';
import {
  evaluate, factAuthor, provesSteps, withPublicEvidence, type Fact, type FactData, type FactType, type ProcessDefinition, type Progress, type Summary,
} from '../../process/index.js';
import {
  type Clock, type ClockBook, type ClockTarget, clockTarget, type ClockTimes, type PackEvent, type PackEventType, type SlaPolicy, type TargetName, targetOf,
} from '../../sla/index.js';
import { keepClocks, matterOf, type Following } from './ticket-clocks.js';
import type { Ticket, TicketPatch } from '../domain/ticket.js';
import { SessionEvents } from './session-events.js';
import type { PackHappening, Opening } from './session-opening.js';
import { waitingOn } from '../domain/waiting.js';
import type { FactBook } from './fact-book.js';
import type { TradeTerms } from '../queries/trade-terms.query.js';
import { changesOf, clocksMoved, nextDue, stepsEnded } from './ticket-changes.js';
import { insertNote, insertTicket, replaceWords, touchTicket, updateTicket, type Forgotten } from '../ticket.repository.js';

/**
 * One command at work on one locked ticket. It reads `ticket`, `facts` and `progress`, says what changes with `set`, `fact`, `event` and `write`,
 * and `save` puts it down together with what follows from it: steps, clocks, counts, version.
 */
export class TicketSession {
  readonly tx: Tx;
  readonly actor: Actor;
  /** The command's one reading of the time. */
  readonly now: Instant;
  readonly ticket: Ticket;
  /** The second ticket asked for, locked too; undefined when there is none. */
  readonly also: Ticket | undefined;
  readonly clocks: ClockBook;
  readonly progress: Progress;
  readonly definition: ProcessDefinition;
  readonly requestId: string | null;
  private readonly book: FactBook;
  private readonly events: SessionEvents;
  private readonly last: (readonly [Sql, readonly unknown[]])[] = [];
  private readonly heard: PackHappening[] = [];
  private patch: TicketPatch = {};
  private evaluated: Progress;
  /** How many of the facts added here the steps were evaluated from; what those on record amount to stands in the ticket's row. */
  private evaluatedFacts = 0;
  private told = { fired: 0, retargeted: 0 };
  private settled = '';
  private changes = 0;
  /** Of a ticket that is not in the database yet: what is to be written once it is. */
  private waiting: (() => void)[] | null;
  private reapplied: Omit<Following, 'matter'> | null = null;
  private asked = false;
  private forgotten: Forgotten = {};

  constructor(private readonly opening: Opening) {
    this.tx = opening.tx;
    this.actor = opening.actor;
    this.now = opening.now;
    this.ticket = opening.ticket;
    this.also = opening.also;
    this.clocks = opening.clocks;
    this.definition = opening.definition;
    this.requestId = opening.requestId;
    this.book = opening.facts;
    this.events = new SessionEvents(opening);
    this.progress = { steps: opening.ticket.steps, currentStep: opening.ticket.currentStep };
    this.evaluated = this.progress;
    this.waiting = opening.fresh ? [] : null;
  }

  /** Every fact of the ticket so far; in a batch see `whole`. */
  get facts(): readonly Fact[] {
    return this.book.all;
  }

  /** Those this command recorded. */
  get newFacts(): readonly Fact[] {
    return this.book.added;
  }

  /** What the facts so far amount to, for deciding. */
  get summary(): Summary {
    return this.book.summary;
  }

  /** Reads the past that a batch leaves unread: to be asked for before facts are looked at, or more is changed than clocks. */
  whole(): Promise<void> {
    return this.book.whole();
  }

  /** The member or key that acts; null for the system. */
  get by(): string | null {
    return this.events.systemCause !== null || this.actor.kind === 'SYSTEM' ? null : this.actor.id;
  }

  /** The ticket with what this command changes so far. */
  get current(): Ticket {
    const changed = { ...this.ticket, ...this.patch, ...this.forgotten };
    return this.reapplied ? { ...changed, policyId: this.reapplied.policyId } : changed;
  }

  /** What the command recorded so far about the ticket, in order. */
  get recorded(): readonly Pick<NewEvent, 'type' | 'data'>[] {
    return this.events.recorded;
  }

  /** What is recorded inside is the system's doing, whoever gave the command. */
  asSystem(cause: string, work: () => void | Promise<void>): Promise<void> {
    return this.events.asSystem(cause, work);
  }

  /** Changes columns. The first event of the command carries the before and after of what really changed. */
  set(patch: TicketPatch): void {
    this.patch = { ...this.patch, ...patch };
    this.changes += 1;
  }

  /** Replaces words for good. Unlike with `set`, no event tells what stood there. */
  forget(words: Forgotten): void {
    this.forgotten = { ...this.forgotten, ...words };
    this.changes += 1;
    replaceWords(this.tx, this.ticket.id, this.forgotten);
  }

  /** Records a fact, from which the steps are evaluated. `onceKey`: a second one with the same key fails the command. */
  fact<T extends FactType>(type: T, data: FactData[T], onceKey: string | null = null): void {
    this.book.add({ type, at: this.now, by: this.by === null ? null : factAuthor(this.actor.kind, this.actor.id), data });
    this.events.record(type, data, true, onceKey);
  }

  /** Records what belongs in the timeline but proves no step. */
  event(type: string, data: object, onceKey: string | null = null): void {
    this.events.record(type, data, false, onceKey);
  }

  /**
   * Tells of something that rules of others count from: goods sent back, a return signed for, a compensation agreed. The deadlines that follow by
   * the packs of the shop start with this command; most start none.
   */
  happened(type: PackEventType, event: PackEvent = { at: this.now }): void {
    this.heard.push({ type, event });
  }

  /** What was told of so far. */
  get happenings(): readonly PackHappening[] {
    return this.heard;
  }

  /** Records an event of another subject that this command touched, at the version that subject stands at. */
  eventOf(subject: Pick<NewEvent, 'subjectType' | 'subjectId' | 'subjectVersion'>, type: string, data: object): void {
    this.events.recordOf(subject, type, data);
  }

  /** Words of the actor that belong to the ticket but not to the customer: kept as an internal note, out of the event log. */
  note(body: string, messageId = uuidv7()): void {
    insertNote(this.tx, this.ticket, { id: messageId, by: this.by, body, at: this.now });
    this.event('note.added', { messageId });
  }

  /** A row of the feature's own; leaves with the COMMIT, and of a new ticket after its row. */
  write(statement: Sql, values: readonly unknown[]): void {
    this.afterTicket(() => this.tx.defer(statement, values));
  }

  /** Evaluates the steps and puts the clocks in step with them. What it records it records once, however often it is asked. */
  settle(): void {
    if ((this.unchanged && !this.asked) || this.settled === this.mark) return;
    this.evaluate();
    const { current } = this;
    // What is owed hangs on facts, steps and rules: the command before left clocks in step with them, and a deadline that falls due moves none.
    if (this.book.isWhole || this.changes > 0) keepClocks(this.clocks, current, this.evaluated, this.facts, this.following(current));
    this.tellOfClocks();
    this.settled = this.mark;
  }

  /** The same for rows that commands of many tickets in one transaction write: they leave together, with the next statement. */
  gather<Row extends object>(statement: Sql, row: Row, keyOf?: (row: Row) => string): void {
    this.afterTicket(() => this.tx.gather(statement, [row], keyOf));
  }

  /** A row that names a clock or ticket of this very command: it leaves after them. */
  writeLast(statement: Sql, values: readonly unknown[]): void {
    this.last.push([statement, values]);
  }

  /** Customer or order are others from now on: what the policy's rules ask of them. */
  trade(terms: TradeTerms): void {
    this.book.trade(terms);
    this.changes += 1;
  }

  /**
   * Starts the clock of a thing that is owed by the policy (APPROVAL, TASK), unless it runs already. Undefined when no rule gives it a time: the
   * caller then names one or does without. It is met or called off by `clocks.satisfy` and `clocks.cancel`, and goes by the rules like the rest.
   */
  startTarget(kind: 'APPROVAL' | 'TASK', subject: string): Clock | undefined {
    const target = this.ruled(kind);
    return target && this.clocks.start(kind, subject, target);
  }

  /** What the policy gives this ticket for a target now; undefined when no rule does. */
  ruled(name: TargetName): ClockTarget | undefined {
    const { policy, policyId, matter, times } = this.following(this.current);
    const ruled = targetOf(policy, name, matter);
    return ruled && clockTarget(ruled, policyId, times);
  }

  /** Has the policy's rules asked again though the command itself changes nothing: what they go by may be another since they were last asked. */
  async askRules(): Promise<void> {
    await this.whole();
    this.asked = true;
  }

  /** From now on the ticket follows this version, and its running clocks the newest versions of their calendars. */
  follow(policyId: string, policy: SlaPolicy, times: ClockTimes): void {
    this.reapplied = { policyId, policy, times, newestCalendars: true };
    this.clocks.use(times);
    this.changes += 1;
  }

  /** Sends everything. Answers the ticket as saved. */
  save(mode: 'INSERT' | 'UPDATE' = 'UPDATE'): Ticket {
    this.settle();
    if (mode === 'UPDATE' && this.unchanged) return this.ticket;
    const { tx, ticket, current } = this;
    const saved: Ticket = {
      ...current,
      version: mode === 'INSERT' ? 1 : ticket.version + 1,
      steps: this.evaluated === this.progress ? ticket.steps : withPublicEvidence(this.evaluated.steps, this.facts),
      currentStep: this.evaluated.currentStep,
      waitingOn: this.book.isWhole ? waitingOn(current, this.summary) : ticket.waitingOn,
      ...nextDue(this.clocks.binding()),
      updatedAt: this.now,
    };
    if (mode === 'INSERT') insertTicket(tx, saved);
    else if (this.changes === 0 && this.evaluated === this.progress) touchTicket(tx, saved);
    else updateTicket(tx, ticket, saved);
    this.waiting?.forEach((write) => write());
    this.waiting = null;
    this.clocks.save(tx, ticket.id);
    if (this.last.length > 0) tx.flush(); // they name clocks, which are gathered
    for (const [statement, values] of this.last) tx.defer(statement, values);
    this.events.send(saved.version, mode === 'INSERT' ? null : changesOf(ticket, this.patch));
    return saved;
  }

  private afterTicket(write: () => void): void {
    if (this.waiting) this.waiting.push(write);
    else write();
  }

  /** Anew only when a fact was added that a step may need. */
  private evaluate(): void {
    const added = this.newFacts.slice(this.evaluatedFacts);
    this.evaluatedFacts = this.newFacts.length;
    if (!added.some(({ type }) => provesSteps(type))) return;
    const progress = evaluate(this.definition, this.facts);
    for (const { type, data, onceKey } of stepsEnded(this.evaluated, progress, this.facts)) this.event(type, data, onceKey);
    this.evaluated = progress;
  }

  private get mark(): string {
    return `${this.recorded.length} ${this.changes} ${this.clocks.moves}`;
  }

  private get unchanged(): boolean {
    return this.recorded.length === 0 && Object.keys(this.patch).length === 0 && !this.clocks.moved && !this.reapplied;
  }

  /** Of what became of clocks since it was last told. */
  private tellOfClocks(): void {
    const { fired, retargeted } = this.clocks;
    for (const news of clocksMoved(retargeted.slice(this.told.retargeted), fired.slice(this.told.fired))) this.event(news.type, news.data, news.onceKey);
    this.told = { fired: fired.length, retargeted: retargeted.length };
  }

  private following(ticket: Ticket): Following {
    return { policyId: ticket.policyId, policy: this.opening.policy, times: this.opening.times, matter: matterOf(ticket, this.book.terms), ...this.reapplied };
  }
}
