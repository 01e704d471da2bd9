import type { Outcome, PayoutProviderName } from '../../domain/payout.js';

/** What a provider is asked to pay back. */
export interface PaymentOrder {
  readonly shopId: string;
  /** Ours, for ever the same. */
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Under which the provider knows the customer's payment: set for the order, or the order's own number. */
  readonly paymentReference: string;
  /** Whether it was set for the order; the order's own number is a guess that not every provider takes. */
  readonly referenceIsSet: boolean;
  /** Rises with every time the provider is asked. */
  readonly attempt: number;
}

/** What came back, before anybody has made anything of it. It is kept as it is, redacted. */
export type RawAnswer =
  | { readonly transport: 'ANSWERED'; readonly status: number; readonly body: unknown }
  /** For sure nothing left this machine, or nobody was there to take it. */
  | { readonly transport: 'NOT_SENT'; readonly problem: string }
  /** It left, and no sound answer came. */
  | { readonly transport: 'LOST'; readonly problem: string };

export type Action = 'SEND' | 'QUERY';

/**
 * A way to pay. `ask` talks to the provider and never interprets; `interpret` is pure and is asked only once the answer is on record. A provider is
 * asked for one payment under one key only, however often.
 */
export interface PayoutProvider {
  readonly name: PayoutProviderName;
  ask(action: Action, order: PaymentOrder, settings: Readonly<Record<string, unknown>>): Promise<RawAnswer>;
  interpret(action: Action, raw: RawAnswer, order: PaymentOrder): Outcome;
}

/** What no provider's words are needed for; null: it was answered. */
export function withoutAnswer(action: Action, raw: RawAnswer): Outcome | null {
  if (raw.transport === 'LOST') return { kind: 'UNKNOWN', failure: raw.problem };
  if (raw.transport !== 'NOT_SENT') return null;
  // Not to have asked says nothing about what was sent before.
  return action === 'SEND' ? { kind: 'FAILED', failure: raw.problem } : { kind: 'UNKNOWN', failure: raw.problem };
}

/** Providers that the worker asks by itself. */
export const PAYOUT_ADAPTERS = Symbol('PayoutAdapters');
