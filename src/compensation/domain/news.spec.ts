import { newsOf } from './news.js';
import type { Outcome, PayoutState } from './payout.js';

const PAID: Outcome = { kind: 'SETTLED', reference: 're_1', minor: null, currency: null };
const SAID: Record<string, Outcome | 'ASK' | null> = { paid: PAID, failed: { kind: 'FAILED', failure: 'lost' }, pending: { kind: 'PENDING' }, unreadable: { kind: 'UNKNOWN', failure: 'MALFORMED' }, ask: 'ASK', nothing: null };

// What news makes of a payout, by the state it finds: paid, failed, pending, unreadable, ask, nothing.
const TABLE: Record<PayoutState, string> = {
  REQUESTED: 'SETTLED NOTHING NOTHING NOTHING ASK NOTHING',
  SENT: 'SETTLED FAILED NOTHING NOTHING ASK NOTHING',
  UNKNOWN: 'SETTLED FAILED NOTHING NOTHING ASK NOTHING',
  SETTLED: 'SETTLED REVERSED NOTHING NOTHING ASK NOTHING',
  FAILED: 'ASK NOTHING NOTHING NOTHING ASK NOTHING',
  REVERSED: 'SETTLED FAILED NOTHING NOTHING ASK NOTHING',
  CANCELLED: 'SETTLED FAILED NOTHING NOTHING ASK NOTHING',
};

it.each(Object.entries(TABLE))('%s', (state, expected) => {
  const made = Object.values(SAID).map((said) => {
    const news = newsOf(state as PayoutState, said);
    return typeof news === 'string' ? news : news.kind;
  });
  expect(made.join(' ')).toBe(expected);
});
