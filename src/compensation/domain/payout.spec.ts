import fc from 'fast-check';
import { MINUTE } from '../../kernel/instant.js';
import { LEG_TYPES } from '../../remedies/domain/leg.js';
import { askAgainIn, BELIEVE_NOT_FOUND_AFTER, isPaid, next, PAYOUT_STATES, type Outcome, type Paying, type PayoutState } from './payout.js';
import { checkPayer, checkPeopleMaySay, checkReference, decided, refuseReference, type HumanOutcome } from './two-people.js';
import type { DomainError } from '../../kernel/error.js';

const payout = (state: PayoutState, cameBack = false): Paying => ({ state, amountMinor: 8_000n, currency: 'CNY', reference: null, settledByPeople: false, cameBack });
const SETTLED: Outcome = { kind: 'SETTLED', reference: 'Re-1', minor: 8_000n, currency: 'CNY' };
const after = (state: PayoutState, outcome: Outcome, ago = 0): string => {
  const to = next(payout(state), outcome, ago);
  return `${to.state}${to.contradiction ? '!' : ''}`;
};

describe('the way of a payout', () => {
  const outcomes: Readonly<Record<string, Outcome>> = {
    settled: SETTLED, failed: { kind: 'FAILED', failure: 'NO_FUNDS' }, pending: { kind: 'PENDING' }, notFound: { kind: 'NOT_FOUND' },
    unknown: { kind: 'UNKNOWN', failure: 'TIMEOUT' }, reversed: { kind: 'REVERSED' },
  };

  it.each<[PayoutState, Readonly<Record<string, string>>]>([
    ['SENT', { settled: 'SETTLED', failed: 'FAILED', pending: 'SENT', notFound: 'UNKNOWN', unknown: 'UNKNOWN', reversed: 'FAILED' }],
    ['UNKNOWN', { settled: 'SETTLED', failed: 'FAILED', pending: 'UNKNOWN', notFound: 'UNKNOWN', unknown: 'UNKNOWN', reversed: 'FAILED' }],
    ['FAILED', { settled: 'SETTLED!', failed: 'FAILED', pending: 'FAILED!', notFound: 'FAILED', unknown: 'FAILED', reversed: 'FAILED' }],
    ['SETTLED', { settled: 'SETTLED', failed: 'SETTLED!', pending: 'SETTLED', notFound: 'SETTLED', unknown: 'SETTLED', reversed: 'REVERSED' }],
    ['REVERSED', { settled: 'REVERSED', failed: 'REVERSED', pending: 'REVERSED', notFound: 'REVERSED', unknown: 'REVERSED', reversed: 'REVERSED' }],
    ['CANCELLED', { settled: 'CANCELLED!', failed: 'CANCELLED', pending: 'CANCELLED', notFound: 'CANCELLED', unknown: 'CANCELLED', reversed: 'CANCELLED' }],
  ])('from %s', (state, expected) => {
    expect(Object.fromEntries(Object.entries(outcomes).map(([name, outcome]) => [name, after(state, outcome)]))).toEqual(expected);
  });

  it('another amount or currency settles nothing', () => {
    expect(after('SENT', { ...SETTLED, minor: 7_999n })).toBe('UNKNOWN!');
    expect(after('SENT', { ...SETTLED, currency: 'USD' })).toBe('UNKNOWN!');
    expect(after('SENT', { ...SETTLED, minor: null, currency: null })).toBe('SETTLED');
  });

  it('paid by people under one reference and by the provider under another is looked at', () => {
    const byPeople = (reference: string, cameBack = false): boolean => next({ ...payout('SETTLED', cameBack), settledByPeople: true, reference }, SETTLED, 0).contradiction;
    expect([byPeople('B-7'), byPeople('rE-1'), byPeople('B-7', true)]).toEqual([true, false, false]);
    expect(next({ ...payout('SETTLED'), reference: 'R-0' }, SETTLED, 0).contradiction).toBe(false);
  });

  it('comes back once: what was paid another way since is not the provider’s to take back', () => {
    for (const outcome of Object.values(outcomes)) expect(next(payout('SETTLED', true), outcome, 0).state).toBe('SETTLED');
  });

  it('believes that a request never arrived only when it is long ago', () => {
    expect(after('UNKNOWN', { kind: 'NOT_FOUND' }, BELIEVE_NOT_FOUND_AFTER - 1)).toBe('UNKNOWN');
    expect(after('UNKNOWN', { kind: 'NOT_FOUND' }, BELIEVE_NOT_FOUND_AFTER)).toBe('FAILED');
  });

  it('however answers come, late or twice, a settlement is only ever left by a reversal', () => {
    const any = fc.constantFrom(...Object.values(outcomes));
    fc.assert(fc.property(fc.array(any, { maxLength: 12 }), (answers) => {
      let state: PayoutState = 'SENT';
      for (const answer of answers) {
        const to: PayoutState = next(payout(state), answer, 0).state;
        if (state === 'SETTLED') expect(['SETTLED', 'REVERSED']).toContain(to);
        if (state === 'REVERSED') expect(to).toBe('REVERSED');
        expect(Object.keys(PAYOUT_STATES)).toContain(to);
        state = to;
      }
    }));
  });
});

it('asks again after half a minute, a minute, two, and at last every hour', () => {
  expect([1, 2, 3, 8, 50].map(askAgainIn)).toEqual([MINUTE / 2, MINUTE, 2 * MINUTE, 60 * MINUTE, 60 * MINUTE]);
});

it('money is sent for refunds, freight and price differences; a coupon is not money', () => {
  const paid = LEG_TYPES.filter(isPaid);
  expect(paid).toEqual(expect.arrayContaining(['REFUND', 'PARTIAL_REFUND', 'FREIGHT', 'PRICE_DIFFERENCE']));
  expect(paid).not.toEqual(expect.arrayContaining(['COUPON']));
});

it('who is barred, and who is nobody, settles nothing', () => {
  expect(checkPayer('finance', new Set(['agent']))).toBe('finance');
  expect(() => checkPayer('agent', new Set(['agent']))).toThrow('APPROVER_BARRED');
  expect(() => checkPayer(null, new Set())).toThrow('APPROVER_BARRED');
});

describe('what people may say of a payout', () => {
  const saying = (state: PayoutState, outcome: HumanOutcome, provider: 'MANUAL' | 'WEBHOOK' = 'WEBHOOK', waitsForGoods = false): string => {
    try {
      checkPeopleMaySay({ provider, state, waitsForGoods }, outcome);
      return 'yes';
    } catch (error) {
      return String((error as DomainError).details?.['state']);
    }
  };

  it('waits for goods wherever it would be paid anew, and is said as it is where it may have been paid', () => {
    const paying = (['REQUESTED', 'FAILED', 'REVERSED', 'UNKNOWN'] as const).map((state) => saying(state, 'SETTLED', 'MANUAL', true));
    expect(paying).toEqual(['WAITS_FOR_GOODS', 'WAITS_FOR_GOODS', 'WAITS_FOR_GOODS', 'yes']);
    expect([saying('REQUESTED', 'FAILED', 'MANUAL', true), saying('SETTLED', 'REVERSED', 'WEBHOOK', true)]).toEqual(['yes', 'yes']);
  });

  it('is what no provider will tell', () => {
    const states = Object.keys(PAYOUT_STATES) as PayoutState[];
    const all = (provider: 'MANUAL' | 'WEBHOOK') => states.map((state) => `${state} ${(['SETTLED', 'FAILED', 'REVERSED', 'CANCELLED'] as const).filter((one) => saying(state, one, provider) === 'yes').join(' ')}`.trim());
    const told = ['REQUESTED', 'SENT', 'UNKNOWN SETTLED FAILED', 'SETTLED REVERSED', 'FAILED SETTLED', 'REVERSED SETTLED CANCELLED', 'CANCELLED'];
    expect(all('WEBHOOK')).toEqual(told);
    expect(all('MANUAL')).toEqual(['REQUESTED SETTLED FAILED CANCELLED', ...told.slice(1)]);
  });

  it('leads to what they say, with a reference of the settlement alone', () => {
    expect([decided('FAILED'), decided('SETTLED')]).toEqual([
      { state: 'FAILED', reference: null, failure: 'DECIDED_BY_PEOPLE', contradiction: false }, { state: 'SETTLED', reference: null, failure: null, contradiction: false },
    ]);
    expect([refuseReference(null), checkReference('BANK-7')]).toEqual([null, 'BANK-7']);
    expect(() => refuseReference('BANK-7')).toThrow('INVALID_INPUT');
    expect(() => checkReference(null)).toThrow('INVALID_INPUT');
  });
});
