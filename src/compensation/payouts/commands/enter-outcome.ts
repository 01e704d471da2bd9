import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { cleanText } from '../../../kernel/text.js';
import { checkPayer, checkPeopleMaySay, checkReference, refuseReference, type HumanOutcome } from '../../domain/two-people.js';
import { barredPersons, writeEntered } from '../payout.repository.js';
import { PayoutWork, type PayoutRequest } from '../payout-work.js';

export interface EnterOutcomeRequest extends PayoutRequest {
  readonly outcome: HumanOutcome;
  /** Of SETTLED: the bank's or provider's reference. */
  readonly reference: string | null;
  /** What is known and from where, 1 to 500 characters. */
  readonly reason: string;
}

/** The first of two people says what became of a payout. Nothing moves yet; entering again replaces what was entered before. */
@Injectable()
export class EnterOutcome {
  constructor(private readonly payouts: PayoutWork) {}

  execute(actor: Actor, request: EnterOutcomeRequest): Promise<string> {
    const { outcome } = request;
    return this.payouts.run(actor, request, async (session, payout) => {
      const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
      checkPeopleMaySay(payout, outcome);
      const person = checkPayer(actor.personId, await barredPersons(session.tx, payout));
      const reference = outcome === 'SETTLED' ? checkReference(request.reference) : refuseReference(request.reference);
      writeEntered(session.tx, payout.id, { outcome, reference, reason, by: actor.id, person, at: session.now });
      session.event('payout.entered', { payoutId: payout.id, outcome, memberId: actor.id });
      return payout.id;
    });
  }
}
