import { invalid } from '../../kernel/error.js';
import { DAY, plus, type Instant } from '../../kernel/instant.js';

/** REPLY: we answer by then. CALLBACK: we call at a time and on a channel the customer agreed to. DEED: something will have been done. */
export const PROMISE_KINDS = ['REPLY', 'CALLBACK', 'DEED'] as const;
export type PromiseKind = (typeof PROMISE_KINDS)[number];

/** A BROKEN one may still be kept, late, or renegotiated; it stays told as broken in the log. */
export const PROMISE_STATES = ['OPEN', 'KEPT', 'BROKEN', 'RENEGOTIATED'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** SENDER: named by who gave it. TEXT: told by the words of the message. POLICY: the policy's, for a wait nobody told the customer the length of. */
export const TIME_SOURCES = ['SENDER', 'TEXT', 'POLICY'] as const;
export type TimeSource = (typeof TIME_SOURCES)[number];

export interface CustomerPromise {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: PromiseKind;
  /** What was promised, in our words, for colleagues. */
  readonly what: string;
  readonly channel: string;
  readonly dueAt: Instant;
  readonly timeFrom: TimeSource;
  readonly ownerId: string | null;
  /** The message that made it, or the customer's that agreed to it. */
  readonly messageId: string | null;
  readonly agreedByCustomer: boolean;
  readonly state: PromiseState;
  readonly endedAt: Instant | null;
  readonly endedByMessageId: string | null;
  readonly replacedById: string | null;
  readonly at: Instant;
}

export const PROMISE_TEXT = { max: 500 } as const;

/** Nobody is put off for longer than this in one go. */
export const LONGEST_PROMISE = 30 * DAY;

/** A time we name to a customer lies ahead, and within 30 days. */
export function requireAhead(at: Instant, now: Instant, field: string): void {
  if (at <= now) throw invalid(field, { en: 'Name a time that lies ahead.', zh: '请填写将来的时间。' });
  if (at > plus(now, LONGEST_PROMISE)) throw invalid(field, { en: 'Name a time within 30 days.', zh: '时间须在 30 天以内。' });
}
