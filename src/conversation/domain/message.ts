import type { Instant } from '../../kernel/instant.js';
import type { Hit, Signals } from './wording.js';

/** HUMAN: a person of ours, or the customer. BOT: a program that converses. AUTOMATIC: a canned notice. Only HUMAN answers a customer. */
export const ORIGINS = ['HUMAN', 'BOT', 'AUTOMATIC'] as const;
export type Origin = (typeof ORIGINS)[number];

export const VISIBILITIES = ['PUBLIC', 'INTERNAL'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export type AuthorKind = 'CUSTOMER' | 'AGENT' | 'SYSTEM';

export const BODY = { max: 5_000, lines: true } as const;

/** Kept with a message of ours: what its text was found to say and what its author declared. Ids and flags only. */
export interface MessageSignals {
  readonly signals?: Signals;
  readonly warnings?: readonly Hit[];
  readonly declared?: Readonly<Record<string, unknown>>;
}

export interface Message {
  readonly id: string;
  readonly ticketId: string;
  readonly authorKind: AuthorKind;
  readonly authorId: string | null;
  readonly origin: Origin;
  readonly visibility: Visibility;
  readonly channel: string;
  readonly body: string;
  readonly signals: MessageSignals;
  readonly externalId: string | null;
  readonly at: Instant;
  readonly redactedAt: Instant | null;
  readonly redactionReason: string | null;
}
