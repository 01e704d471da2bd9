import { elapsed, plus, type Instant } from '../../kernel/instant.js';
import type { TicketSession } from '../../tickets/index.js';
import { askAgainIn, next, type Next, type Outcome, type PayoutState } from '../domain/payout.js';
import { decided, type HumanOutcome } from '../domain/two-people.js';
import { heldOf, writeMovements } from '../ledger/ledger-book.js';
import { writeMoved, type PayoutRow } from './payout.repository.js';

export interface Confirmation {
  readonly by: string;
  readonly person: string;
}

/**
 * Puts down what an answer, or the word of two people (`confirmed`), led to, in the session of the payout's ticket and under the payout's own lock: its state, the ledger's movement, and an
 * event in the ticket's timeline, from which escalation rules may fire. Answers the state it is in now.
 */
export async function conclude(session: TicketSession, payout: PayoutRow, outcome: Outcome, confirmed: Confirmation | null = null): Promise<PayoutState> {
  const { tx, now } = session;
  const to = confirmed ? decided(humanly(outcome)) : next(payout, outcome, payout.sentAt === null ? 0 : elapsed(payout.sentAt, now));
  if (to.contradiction) session.event('payout.contradicted', { payoutId: payout.id, legId: payout.legId, state: payout.state, answer: outcome.kind });
  if (to.state === payout.state && !waits(to)) return to.state;
  const reference = outcome.kind === 'SETTLED' && to.state === 'SETTLED' ? outcome.reference : null;
  writeMoved(tx, payout.id, {
    state: to.state, reference, failure: to.failure, at: now, nextAt: waits(to) ? askAgainAt(payout, now) : null,
    confirmedBy: confirmed?.by ?? null, confirmedPerson: confirmed?.person ?? null,
  });
  if (to.state === payout.state) return to.state;
  await move(session, payout, to);
  session.event(`payout.${to.state.toLowerCase()}`, { payoutId: payout.id, legId: payout.legId, failure: to.failure });
  return to.state;
}

function humanly({ kind }: Outcome): HumanOutcome {
  if (kind === 'SETTLED' || kind === 'FAILED' || kind === 'REVERSED') return kind;
  throw new Error(`people do not say ${kind}`);
}

function waits({ state }: Next): boolean {
  return state === 'SENT' || state === 'UNKNOWN';
}

function askAgainAt({ attempts }: PayoutRow, now: Instant): Instant {
  return plus(now, askAgainIn(attempts));
}

/** Paid: owed no more. Come back: owed again. A second reversal, after it was paid again, is a movement of its own. */
async function move({ tx, by, now }: TicketSession, payout: PayoutRow, { state }: Next): Promise<void> {
  if (state !== 'SETTLED' && state !== 'REVERSED') return;
  const type = state === 'SETTLED' ? 'PAY' : 'REVERSE';
  const held = await heldOf(tx, payout.offerId, payout.legId);
  writeMovements(tx, by, now, held.map((leg) => ({ ...leg, type, cause: `PAYOUT:${payout.version}` })));
}
