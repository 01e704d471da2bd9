/**
 * The accounts of a merchant's ledger, one set per currency. AVAILABLE is what may still be given: it starts at zero and goes below it by all that
 * was taken, so that a budget's limit plus its AVAILABLE is what is left. OUTSIDE is whoever pays something to us.
 */
export const ACCOUNTS = {
  AVAILABLE: 'What may still be given; below zero by all that was taken from it.',
  RESERVED: 'Held for offers the customer has not decided about.',
  COMMITTED: 'Owed: accepted and not yet paid.',
  PAID: 'Paid to customers.',
  RECOVERED: 'Got back from carriers and suppliers.',
  HELD: 'Customers’ own money: paid for goods that were called off, and not given back by an offer yet.',
  OUTSIDE: 'The other side of what came to us.',
} as const satisfies Record<string, string>;
export type Account = keyof typeof ACCOUNTS;

export const MOVEMENT_TYPES = {
  RESERVE: 'An offer was made: available to reserved; what gives a customer’s own money back: held to reserved.',
  RELEASE: 'It was refused, lapsed or withdrawn, or an accepted leg was cancelled: back to where it was taken from.',
  COMMIT: 'It was accepted: reserved to committed.',
  PAY: 'It was paid: committed to paid.',
  RECOVER: 'Somebody who was at fault paid us: outside to recovered.',
  HOLD: 'What a customer paid for goods that were called off is owed back: outside to held.',
  REVERSE: 'A payment came back: paid to committed, so it is owed again.',
} as const satisfies Record<string, string>;
export type MovementType = keyof typeof MOVEMENT_TYPES;

export interface Posting {
  readonly account: Account;
  /** In minor units; below zero: taken from the account. */
  readonly minor: bigint;
}

/** What a reservation takes from: what may be given, or what the customer gets back of their own. */
export type Source = 'AVAILABLE' | 'HELD';

const FLOWS: Readonly<Record<Exclude<MovementType, 'RESERVE' | 'RELEASE'>, readonly [Account, Account]>> = {
  COMMIT: ['RESERVED', 'COMMITTED'],
  PAY: ['COMMITTED', 'PAID'],
  RECOVER: ['OUTSIDE', 'RECOVERED'],
  HOLD: ['OUTSIDE', 'HELD'],
  REVERSE: ['PAID', 'COMMITTED'],
};

/**
 * The postings of one movement; they sum to zero. `minor` is above zero, in the one currency of the movement. A RELEASE says from which account:
 * RESERVED when an offer ends, COMMITTED when an accepted leg is cancelled. It goes back to the `source` its RESERVE took it from.
 */
export function postingsOf(type: MovementType, minor: bigint, released: 'RESERVED' | 'COMMITTED' = 'RESERVED', source: Source = 'AVAILABLE'): readonly [Posting, Posting] {
  if (minor <= 0n) throw new Error('a movement moves more than nothing');
  const [from, to] = type === 'RESERVE' ? ([source, 'RESERVED'] as const) : type === 'RELEASE' ? ([released, source] as const) : FLOWS[type];
  return [{ account: from, minor: -minor }, { account: to, minor }];
}
