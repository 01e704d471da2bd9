import { Inject, Injectable, Optional } from '@nestjs/common';
import type { DatabaseError } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../../kernel/error.js';
import { formatAmount, type Money } from '../../../kernel/money.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../../tickets/index.js';
import { claimOn, insertRecovery, writeClaimState, type ClaimRow } from '../../claim.repository.js';
import { checkClaimMove, isOver, type ClaimState } from '../../domain/claim.js';
import { reference } from '../../domain/proof.js';
import { OPEN_GATE, REMEDY_GATE, type RemedyGate } from '../../remedy-gate.js';

export interface RecordRecoveryRequest extends TicketRequest {
  readonly claimId: string;
  readonly amount: Money;
  /** The receipt; one receipt is counted once. */
  readonly ref: string;
}

export interface EndClaimRequest extends TicketRequest {
  readonly claimId: string;
  readonly state: Exclude<ClaimState, 'FILED'>;
  readonly externalRef: string | null;
}

/** What came of a claim: money received, and how it ended. Answers the claim's id. */
@Injectable()
export class SettleClaim {
  constructor(
    private readonly work: TicketWork,
    @Optional() @Inject(REMEDY_GATE) private readonly gate: RemedyGate = OPEN_GATE,
  ) {}

  /** A ledger, where there is one, hears of it at the gate. */
  async recover(actor: Actor, request: RecordRecoveryRequest): Promise<Done<string>> {
    return countedOnce(this.work.run(actor, 'SETTLE_CLAIM', request, async (session) => {
      const { amount } = request;
      const ref = reference(request.ref, 'ref');
      const claim = await known(session, request.claimId);
      if (amount.minor <= 0n) throw invalid('amount', { en: 'Give an amount above zero.', zh: '金额必须大于零。' });
      if (amount.currency !== claim.currency) throw invalid('amount.currency', { en: `The claim is in ${claim.currency}.`, zh: `该索赔的币种为 ${claim.currency}。` });
      const left = BigInt(claim.claimedMinor) - BigInt(claim.recoveredMinor);
      if (amount.minor > left) {
        const text = formatAmount({ minor: left, currency: claim.currency });
        throw new DomainError('CAP_EXCEEDED', { en: `Of this claim ${text} is still open.`, zh: `该索赔尚余 ${text}。` }, 'amount', { left: text });
      }
      const recoveryId = uuidv7();
      insertRecovery(session, claim.id, recoveryId, amount, ref);
      await this.gate.before(session, { move: 'RECOVER', recoveryId, amount });
      session.event('recovery.received', { recoveryId, claimId: claim.id, against: claim.against, amountMinor: amount.minor.toString(), currency: amount.currency, ref });
      return claim.id;
    }));
  }

  end(actor: Actor, request: EndClaimRequest): Promise<Done<string>> {
    return this.work.run(actor, 'SETTLE_CLAIM', request, async (session) => {
      const claim = await known(session, request.claimId);
      checkClaimMove(claim.state, request.state, BigInt(claim.recoveredMinor));
      const externalRef = request.externalRef === null ? null : reference(request.externalRef, 'externalRef');
      writeClaimState(session, claim.id, request.state, isOver(request.state) ? session.now : null, externalRef);
      session.event('claim.moved', { claimId: claim.id, from: claim.state, to: request.state });
      return claim.id;
    });
  }
}

async function known(session: TicketSession, claimId: string): Promise<ClaimRow> {
  const claim = await claimOn(session, claimId);
  if (!claim) throw notFound('claimId');
  if (!isOver(claim.state)) return claim;
  throw new DomainError('ALREADY_DECIDED', { en: `The claim is ${claim.state} already.`, zh: `该索赔已处于 ${claim.state} 状态。` }, 'claimId', { state: claim.state });
}

const UNIQUE_VIOLATION = '23505';

async function countedOnce<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, constraint } = error as DatabaseError;
    if (code !== UNIQUE_VIOLATION || constraint !== 'recovery_once') throw error;
    throw new DomainError('DUPLICATE', { en: 'This receipt was counted already.', zh: '该到账凭证已登记过。' }, 'ref');
  }
}
