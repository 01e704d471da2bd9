import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid } from '../../../kernel/error.js';
import { CancelLeg } from '../../../remedies/index.js';
import type { TicketSession } from '../../../tickets/index.js';
import type { Outcome, PayoutState } from '../../domain/payout.js';
import { checkPayer, checkPeopleMaySay, checkReference, refuseReference, type HumanOutcome } from '../../domain/two-people.js';
import { conclude, type Confirmation } from '../conclude.js';
import { FulfilFromPayout } from '../fulfil-from-payout.js';
import { barredPersons, writeMoved, type PayoutRow } from '../payout.repository.js';
import { PayoutWork, type PayoutRequest } from '../payout-work.js';

export interface ConfirmOutcomeRequest extends PayoutRequest {
  /** Of a settlement: read off the bank's paper once more; it must be the one entered. Of any other outcome: null. */
  readonly reference: string | null;
}

/** The second of two people confirms what the first entered: now it holds. A settlement fulfils its leg; what came back and is given up ends it, and frees its money. */
@Injectable()
export class ConfirmOutcome {
  constructor(
    private readonly payouts: PayoutWork,
    private readonly fulfil: FulfilFromPayout,
    private readonly legs: CancelLeg,
  ) {}

  async execute(actor: Actor, request: ConfirmOutcomeRequest): Promise<string> {
    const { payout, state, reference } = await this.payouts.run(actor, request, async (session, payout) => {
      const { enteredOutcome, enteredPerson } = payout;
      if (enteredOutcome === null || enteredPerson === null || payout.confirmedBy !== null) throw nothingEntered();
      checkPeopleMaySay(payout, enteredOutcome);
      const person = checkPayer(actor.personId, new Set([...(await barredPersons(session.tx, payout)), enteredPerson]));
      const reference = enteredOutcome === 'SETTLED' ? sameReference(payout, request.reference) : refuseReference(request.reference);
      const confirmation = { by: actor.id, person };
      const state = enteredOutcome === 'CANCELLED'
        ? await this.giveUp(session, payout, confirmation) : await conclude(session, payout, outcomeOf(enteredOutcome, reference), confirmation);
      return { payout, state, reference };
    });
    if (needsFulfilment(payout, state)) await this.fulfil.execute(actor.merchantId, { ...payout, reference, provider: 'MANUAL' });
    return payout.id;
  }

  /** Nobody is paid any more, and what was held for it is free: all of it in the one transaction. */
  private async giveUp(session: TicketSession, { id, legId }: PayoutRow, { by, person }: Confirmation): Promise<PayoutState> {
    writeMoved(session.tx, id, { state: 'CANCELLED', reference: null, failure: null, nextAt: null, at: session.now, confirmedBy: by, confirmedPerson: person });
    session.event('payout.cancelled', { payoutId: id, legId });
    await this.legs.giveUp(session, legId);
    return 'CANCELLED';
  }
}

/** A payment that came back and was made again fulfils nothing twice. */
function needsFulfilment(payout: PayoutRow, state: PayoutState): boolean {
  return state === 'SETTLED' && payout.fulfilledAt === null;
}

function outcomeOf(kind: Exclude<HumanOutcome, 'CANCELLED'>, reference: string | null): Outcome {
  if (kind === 'SETTLED' && reference !== null) return { kind, reference, minor: null, currency: null };
  return kind === 'REVERSED' ? { kind } : { kind: 'FAILED', failure: 'DECIDED_BY_PEOPLE' };
}

function sameReference({ enteredReference }: PayoutRow, given: string | null): string {
  const reference = checkReference(given);
  if (reference.toUpperCase() === enteredReference?.toUpperCase()) return reference;
  throw invalid('reference', { en: 'This is not the reference that was entered; one of the two is misread.', zh: '与首位录入的凭证编号不一致，请核对。' });
}

function nothingEntered(): DomainError {
  return new DomainError('NOTHING_TO_DO', { en: 'Nobody has entered an outcome to confirm.', zh: '尚无待确认的处理结果。' }, 'payoutId');
}
