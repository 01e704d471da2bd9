/**
 * The accounts of a merchant's ledger, one set per currency. AVAILABLE is what may still be given: it starts at zero and goes below it by all that
 * was taken, so that a budget's limit plus its AVAILABLE is what is left. OUTSIDE is whoever pays something back to us.
 */
export const ACCOUNTS = {
  AVAILABLE: 'What may still be given; below zero by all that was taken from it.',
  RESERVED: 'Held for offers the customer has not decided about.',
  COMMITTED: 'Owed: accepted and not yet paid.',
  PAID: 'Paid to customers.',
  RECOVERED: 'Got back from carriers and suppliers.',
  OUTSIDE: 'The other side of what was got back.',
} as const satisfies Record<string, string>;
export type Account = keyof typeof ACCOUNTS;

export const MOVEMENT_TYPES = {
  RESERVE: 'An offer was made: available to reserved.',
  RELEASE: 'It was refused, lapsed or withdrawn, or an accepted leg was cancelled: back to available.',
  COMMIT: 'It was accepted: reserved to committed.',
  PAY: 'It was paid: committed to paid.',
  RECOVER: 'Somebody who was at fault paid us: outside to recovered.',
  REVERSE: 'A payment came back: paid to committed, so it is owed again.',
} as const satisfies Record<string, string>;
export type MovementType = keyof typeof MOVEMENT_TYPES;

export interface Posting {
  readonly account: Account;
  /** In minor units; below zero: taken from the account. */
  readonly minor: bigint;
}


const FLOWS: Readonly<Record<Exclude<MovementType, 'RELEASE'>, readonly [Account, Account]>> = {
  RESERVE: ['AVAILABLE', 'RESERVED'],
  COMMIT: ['RESERVED', 'COMMITTED'],
  PAY: ['COMMITTED', 'PAID'],
  RECOVER: ['OUTSIDE', 'RECOVERED'],
  REVERSE: ['PAID', 'COMMITTED'],
};

/**
 * The postings of one movement; they sum to zero. `minor` is above zero, in the one currency of the movement. A RELEASE says from which account:
 * RESERVED when an offer ends, COMMITTED when an accepted leg is cancelled.
 */
export function postingsOf(type: MovementType, minor: bigint, released: 'RESERVED' | 'COMMITTED' = 'RESERVED'): readonly [Posting, Posting] {
  if (minor <= 0n) throw new Error('a movement moves more than nothing');
  const [from, to] = type === 'RELEASE' ? ([released, 'AVAILABLE'] as const) : FLOWS[type];
  return [{ account: from, minor: -minor }, { account: to, minor }];
}

/** The balances that postings amount to, of every account that was touched. */
export function balancesOf(postings: Iterable<Posting>): ReadonlyMap<Account, bigint> {
  const balances = new Map<Account, bigint>();
  for (const { account, minor } of postings) balances.set(account, (balances.get(account) ?? 0n) + minor);
  return balances;
}
