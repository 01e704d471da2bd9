import fc from 'fast-check';
import { balancesOf } from '../../../test/support/balances.js';
import { MOVEMENT_TYPES, postingsOf, type Account, type MovementType, type Posting } from './ledger.js';

const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
const type = fc.constantFrom(...(Object.keys(MOVEMENT_TYPES) as MovementType[]));
const source = fc.constantFrom('AVAILABLE' as const, 'HELD' as const);
const released = fc.constantFrom('RESERVED' as const, 'COMMITTED' as const);
const sum = (postings: readonly Posting[]): bigint => postings.reduce((total, { minor }) => total + minor, 0n);

describe('the ledger', () => {
  it('every movement sums to zero and touches two accounts', () => {
    fc.assert(fc.property(type, amount, released, source, (of, minor, from, taken) => {
      const postings = postingsOf(of, minor, from, taken);
      expect(sum(postings)).toBe(0n);
      expect(new Set(postings.map(({ account }) => account)).size).toBe(2);
    }));
  });

  it('all accounts together are zero after any movements, in any order', () => {
    fc.assert(fc.property(fc.array(fc.tuple(type, amount, released), { maxLength: 60 }), (movements) => {
      const balances = balancesOf(movements.flatMap(([of, minor, from]) => postingsOf(of, minor, from)));
      expect([...balances.values()].reduce((total, minor) => total + minor, 0n)).toBe(0n);
      const shuffled = balancesOf(movements.flatMap(([of, minor, from]) => postingsOf(of, minor, from)).reverse());
      expect(shuffled).toEqual(new Map([...balances]));
    }));
  });

  it('a leg that goes its way leaves the account it came from empty', () => {
    const ways: readonly (readonly [readonly Parameters<typeof postingsOf>[], Partial<Record<Account, bigint>>])[] = [
      [[['RESERVE', 5n], ['RELEASE', 5n]], {}],
      [[['RESERVE', 5n], ['COMMIT', 5n], ['RELEASE', 5n, 'COMMITTED']], {}],
      [[['RESERVE', 5n], ['COMMIT', 5n], ['PAY', 5n]], { AVAILABLE: -5n, PAID: 5n }],
      [[['RESERVE', 5n], ['COMMIT', 5n], ['PAY', 5n], ['REVERSE', 5n]], { AVAILABLE: -5n, COMMITTED: 5n }],
      [[['HOLD', 5n], ['RESERVE', 5n, undefined, 'HELD'], ['RELEASE', 5n, 'RESERVED', 'HELD']], { OUTSIDE: -5n, HELD: 5n }],
      [[['HOLD', 5n], ['RESERVE', 5n, undefined, 'HELD'], ['COMMIT', 5n], ['PAY', 5n]], { OUTSIDE: -5n, PAID: 5n }],
      [[['RECOVER', 3n]], { OUTSIDE: -3n, RECOVERED: 3n }],
    ];
    for (const [movements, left] of ways) {
      const balances = balancesOf(movements.flatMap((movement) => postingsOf(...movement)));
      expect(Object.fromEntries([...balances].filter(([, minor]) => minor !== 0n))).toEqual(left);
    }
  });

  it('nothing and less than nothing are not moved', () => {
    expect(() => postingsOf('PAY', 0n)).toThrow();
    expect(() => postingsOf('PAY', -1n)).toThrow();
  });
});
