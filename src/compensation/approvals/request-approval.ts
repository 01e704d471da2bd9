import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { cleanText, optionalText } from '../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../tickets/index.js';
import { checkPending } from '../domain/approval.js';
import { authorityOf, grantedDigest, requestById, writeEnded } from './approval.repository.js';
import { termsOf } from './offer-terms.js';
import { RequestFinder } from './request-finder.js';
import { personOf, WeighOffer } from './weigh-offer.js';

export interface AskAgainRequest extends TicketRequest {
  readonly offerId: string;
  /** What speaks for it, up to 1000 characters. */
  readonly note: string | null;
}

/** Asks anew for a draft whose request was refused or withdrawn. Whoever made the offer asks; somebody else makes an offer of their own. */
@Injectable()
export class RequestApproval {
  constructor(
    private readonly work: TicketWork,
    private readonly weigh: WeighOffer,
  ) {}

  execute(actor: Actor, request: AskAgainRequest): Promise<Done<string>> {
    const { offerId } = request;
    return this.work.run(actor, 'REQUEST_APPROVAL', request, async (session) => {
      const note = optionalText(request.note, 'note', { max: 1000, lines: true });
      const [terms, authority, granted] = [await termsOf(session, offerId), await authorityOf(session.tx, offerId), await grantedDigest(session.tx, offerId)];
      if (!terms || !authority) throw notFound('offerId');
      if (terms.makerPerson !== personOf(actor)) {
        throw new DomainError('FORBIDDEN', { en: 'Whoever made the offer asks for its approval; make one of your own.', zh: '须由提出方案的人申请审批；您可另行提出方案。' }, 'offerId');
      }
      const standing = authority.verdict === 'BEYOND' ? granted : authority.digest;
      if (terms.state !== 'DRAFT' || standing?.equals(terms.digest)) {
        throw new DomainError('NOTHING_TO_DO', { en: 'This offer needs no further approval.', zh: '该方案无需再次审批。' }, 'offerId');
      }
      if (granted) {
        throw new DomainError('STATE_CONFLICT', { en: 'It is not what was approved; withdraw it and make another.', zh: '内容与批准时不一致，请撤回后重新提出。' }, 'offerId', { state: 'VOID' });
      }
      await this.weigh.again(session, terms, authority, note);
      return offerId;
    });
  }
}

export interface WithdrawApprovalRequest extends Omit<TicketRequest, 'ticketId' | 'expectedVersion'> {
  readonly approvalId: string;
  readonly expectedVersion: number | null;
  /** 1 to 500 characters. */
  readonly reason: string;
}

/** Takes a request back while nobody has ended it. Whoever asked may, by any account. */
@Injectable()
export class WithdrawApproval {
  constructor(
    private readonly work: TicketWork,
    private readonly finder: RequestFinder,
  ) {}

  async execute(actor: Actor, request: WithdrawApprovalRequest): Promise<Done<string>> {
    const { approvalId } = request;
    const { ticketId } = await this.finder.find(actor, approvalId);
    const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
    return this.work.run(actor, 'WITHDRAW_APPROVAL', { ...request, ticketId, expectedVersion: null }, async (session) => {
      const standing = await requestById(session.tx, approvalId);
      if (!standing) throw new Error('a request for approval is never deleted');
      checkPending(standing, request.expectedVersion);
      if (standing.requesterPerson !== personOf(actor)) {
        throw new DomainError('FORBIDDEN', { en: 'Only who asked for it withdraws it.', zh: '仅申请人可撤回审批申请。' }, 'requestId');
      }
      writeEnded(session.tx, approvalId, 'WITHDRAWN', session.now, reason);
      session.clocks.cancel('APPROVAL', approvalId);
      session.fact('approval.ended', { requestId: approvalId, offerId: standing.offerId, outcome: 'WITHDRAWN' });
      return approvalId;
    });
  }
}
