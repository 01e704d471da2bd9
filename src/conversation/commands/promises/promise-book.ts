import { uuidv7 } from 'uuidv7';
import { DomainError, notFound } from '../../../kernel/error.js';
import { elapsed, type Instant } from '../../../kernel/instant.js';
import { PLAIN_TERMS, type ClockTarget } from '../../../sla/index.js';
import type { TicketSession } from '../../../tickets/index.js';
import type { CustomerPromise, PromiseKind, TimeSource } from '../../domain/promise.js';
import { endPromise, insertPromise, unsettledPromises } from '../../promise.repository.js';

export interface PromiseMade {
  readonly kind: PromiseKind;
  readonly what: string;
  readonly channel: string;
  /** When it is due; or how long the policy gives, by its calendar and with its warnings. */
  readonly due: Instant | ClockTarget;
  readonly timeFrom: TimeSource;
  readonly messageId: string | null;
  readonly agreedByCustomer: boolean;
}

/** What is left of its time when its giver is reminded of it: a fifth. */
const REMINDED_AT = 0.2;

/** Puts a promise on record, in the hands of who gave it, and starts its clock. The caller has checked that its time lies ahead. */
export function makePromise(session: TicketSession, made: PromiseMade): string {
  const { due, ...told } = made;
  const promiseId = uuidv7();
  const { dueAt } = session.clocks.start('PROMISE', promiseId, typeof due === 'string' ? until(session, due) : due);
  if (dueAt === null) throw new Error('a clock that starts runs');
  insertPromise(session.tx, { ...told, dueAt, id: promiseId, ticketId: session.ticket.id, ownerId: session.by, at: session.now });
  session.fact('promise.made', { promiseId });
  return promiseId;
}

function until(session: TicketSession, dueAt: Instant): ClockTarget {
  const targetMs = elapsed(session.now, dueAt);
  return { targetMs, calendarId: null, terms: { ...PLAIN_TERMS, warnings: [Math.ceil(targetMs * REMINDED_AT)] } };
}

/** Kept, or kept late: one that was due by now is broken first, whether or not anybody noticed. */
export function keepPromise(session: TicketSession, promise: CustomerPromise, messageId: string): void {
  breakIfDue(session, promise);
  session.clocks.satisfy('PROMISE', promise.id);
  endPromise(session.tx, promise.id, { state: 'KEPT', endedAt: session.now, messageId });
  session.fact('promise.kept', { promiseId: promise.id, messageId }, `promise:ended:${promise.id}`);
}

/** Another promise takes its place, by the customer's consent. A breach that was due stays on record. */
export function replacePromise(session: TicketSession, promise: CustomerPromise, made: PromiseMade): string {
  breakIfDue(session, promise);
  const byPromiseId = makePromise(session, made);
  session.clocks.cancel('PROMISE', promise.id);
  endPromise(session.tx, promise.id, { state: 'RENEGOTIATED', endedAt: session.now, messageId: made.messageId, replacedById: byPromiseId });
  session.fact('promise.renegotiated', { promiseId: promise.id, byPromiseId }, `promise:ended:${promise.id}`);
  return byPromiseId;
}

/** Answers whether it broke now: overdue from the due instant on, and once only. */
export function breakIfDue(session: TicketSession, promise: CustomerPromise): boolean {
  if (promise.state !== 'OPEN' || promise.dueAt > session.now) return false;
  endPromise(session.tx, promise.id, { state: 'BROKEN', endedAt: null });
  session.fact('promise.broken', { promiseId: promise.id }, `promise:broken:${promise.id}`);
  return true;
}

/** Promises of this ticket neither kept nor replaced; asks the database only when the facts tell of one. */
export async function unsettled(session: TicketSession): Promise<CustomerPromise[]> {
  return session.summary.promises.length === 0 ? [] : unsettledPromises(session.tx, session.ticket.id);
}

/** The one of them that is meant. One that was kept or replaced, perhaps by somebody else a moment ago, is told from one there never was. */
export async function unsettledOne(session: TicketSession, promiseId: string): Promise<CustomerPromise> {
  const promise = (await unsettled(session)).find(({ id }) => id === promiseId);
  if (promise) return promise;
  const end = session.facts.findLast((fact) => (fact.type === 'promise.kept' || fact.type === 'promise.renegotiated') && fact.data.promiseId === promiseId);
  if (!end) throw notFound('promiseId');
  throw end.type === 'promise.kept'
    ? new DomainError('STATE_CONFLICT', { en: 'The promise was kept already.', zh: '该承诺已兑现。' }, 'promiseId', { state: 'KEPT' })
    : new DomainError('STATE_CONFLICT', { en: 'Another promise took its place; read the promises again.', zh: '该承诺已被新的承诺取代，请重新查看。' }, 'promiseId', { state: 'RENEGOTIATED' });
}
