import type { Account, Posting } from '../../src/compensation/domain/ledger.js';

/** The balances that postings amount to, of every account that was touched. */
export function balancesOf(postings: Iterable<Posting>): ReadonlyMap<Account, bigint> {
  const balances = new Map<Account, bigint>();
  for (const { account, minor } of postings) balances.set(account, (balances.get(account) ?? 0n) + minor);
  return balances;
}
