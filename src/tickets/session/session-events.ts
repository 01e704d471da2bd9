import { recordEvents, type NewEvent } from '../../platform/outbox/event-log.js';
import type { Opening } from './session-opening.js';
import { systemOf } from './system-actor.js';

type Recorded = Omit<NewEvent, 'subjectVersion'> & { readonly systemCause: string | null };

/** What one command records: of its ticket in order, each event under the name of whoever did it, and of other subjects it touched. */
export class SessionEvents {
  private readonly ofTicket: Recorded[] = [];
  private readonly ofOthers: NewEvent[] = [];
  private cause: string | null = null;

  constructor(private readonly opening: Opening) {}

  /** Of the ticket. */
  get recorded(): readonly Recorded[] {
    return this.ofTicket;
  }

  /** Why the system acts within a person's command; null while the person does. */
  get systemCause(): string | null {
    return this.cause;
  }

  async asSystem(cause: string, work: () => void | Promise<void>): Promise<void> {
    const before = this.cause;
    this.cause = cause;
    try {
      await work();
    } finally {
      this.cause = before;
    }
  }

  record(type: string, data: object, isFact: boolean, onceKey: string | null): void {
    const { ticket, now } = this.opening;
    this.ofTicket.push({ subjectType: 'ticket', subjectId: ticket.id, type, at: now, isFact, data, onceKey, systemCause: this.cause });
  }

  /** Of another subject, at the version that subject stands at. */
  recordOf(subject: Pick<NewEvent, 'subjectType' | 'subjectId' | 'subjectVersion'>, type: string, data: object): void {
    this.ofOthers.push({ ...subject, type, at: this.opening.now, isFact: false, data });
  }

  /** In the order recorded, at the version the ticket is saved with; the first carries what the command changed. */
  send(subjectVersion: number, changes: NewEvent['changes']): void {
    const { tx, actor, cause, requestId } = this.opening;
    this.ofTicket.forEach(({ systemCause, ...event }, at) => recordEvents(
      tx, systemCause === null ? actor : systemOf(actor.merchantId), { cause: systemCause ?? cause, requestId },
      [{ ...event, subjectVersion, changes: at === 0 ? (changes ?? null) : null }]));
    recordEvents(tx, actor, { cause, requestId }, this.ofOthers);
  }
}
