import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { MINUTE, plus } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { authorize } from '../../identity/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { checkPending, decide, type DecisionOutcome, type DecisionWord } from '../domain/approval.js';
import { agreementsOn, requestById, writeDecision, writeEnded, writeMoved, type RequestRow } from './approval.repository.js';
import { askedOf } from './approvers.js';
import { DeciderDesk, type FoundDecider } from './decider-desk.js';
import { termsOf } from './offer-terms.js';
import { RequestFinder } from './request-finder.js';
import { personOf } from './weigh-offer.js';

export interface DecideRequest extends Omit<TicketRequest, 'ticketId' | 'expectedVersion' | 'requestId'> {
  readonly approvalId: string;
  readonly word: DecisionWord;
  /** 1 to 1000 characters; kept with the decision. */
  readonly reason: string;
  /** The request's, not the ticket's. */
  readonly expectedVersion: number | null;
  readonly requestId: string | null;
}

/** One approver's word on a request. Of two at once the ticket's lock lets one be first; the other meets what that one made of it. */
@Injectable()
export class DecideApproval {
  constructor(
    private readonly work: TicketWork,
    private readonly finder: RequestFinder,
    private readonly deciders: DeciderDesk,
  ) {}

  async execute(actor: Actor, request: DecideRequest): Promise<Done<string>> {
    const { approvalId, word } = request;
    const { ticketId } = await this.finder.find(actor, approvalId);
    const reason = cleanText(request.reason, 'reason', { max: 1000, lines: true });
    return this.work.run(actor, 'DECIDE_APPROVAL', { ...request, ticketId, expectedVersion: null }, async (session) => {
      const standing = await requestById(session.tx, approvalId);
      if (!standing) throw new Error('a request for approval is never deleted');
      checkPending(standing, request.expectedVersion);
      const terms = await termsOf(session, standing.offerId);
      if (!terms?.digest.equals(standing.digest)) throw void_();
      const [found, before] = await Promise.all([this.deciders.find(session, standing, terms, 'DECIDING'), agreementsOn(session.tx, approvalId)]);
      authorize(found.actor, 'approval.decide', { shopId: standing.shopId });
      const outcome = decide(standing, word, found.decider, before, found.eligible);
      record(session, standing, word, found, outcome, reason);
      return approvalId;
    });
  }
}

function void_(): DomainError {
  return new DomainError('STATE_CONFLICT', {
    en: 'Amount, payee, lines or types are not what was asked for; withdraw the offer and make another.', zh: '金额、收款人、商品行或补救类型已与申请时不一致，请撤回方案并重新提出。',
  }, 'requestId', { state: 'VOID' });
}

function record(session: TicketSession, request: RequestRow, word: DecisionWord, found: FoundDecider, outcome: DecisionOutcome, reason: string): void {
  const { tx, actor, now } = session;
  const { standing } = found.decider;
  writeDecision(tx, request, {
    id: uuidv7(), word, byMember: actor.id, byPerson: personOf(actor), delegationId: found.delegationId, forPerson: standing?.forPerson ?? null,
    holder: standing?.authority.holder ?? 'NOBODY', reason, at: now,
  });
  const { id: requestId, offerId } = request;
  session.event('approval.decided', { requestId, offerId, decision: word, level: request.level + 1, delegationId: found.delegationId });
  if (outcome.state !== 'PENDING') {
    writeEnded(tx, requestId, outcome.state, now, null);
    session.clocks.satisfy('APPROVAL', requestId);
    session.fact('approval.ended', { requestId, offerId, outcome: outcome.state });
    return;
  }
  goOn(session, request, outcome.level);
}

/** The next level starts its own time; another approver of the same level shares what is left of it. */
function goOn(session: TicketSession, request: RequestRow, index: number): void {
  const level = request.chain.levels[index];
  if (!level) throw new Error('the chain goes on at a level it does not have');
  const next = index > request.level;
  const escalations = next ? 0 : request.escalations;
  const dueAt = next ? plus(session.now, level.withinMinutes * MINUTE) : request.dueAt ?? session.now;
  writeMoved(session.tx, request.id, { version: request.version + 1, level: index, escalations, asked: askedOf(level, escalations), dueAt });
  if (!next) return;
  session.clocks.satisfy('APPROVAL', request.id);
  session.clocks.start('APPROVAL', request.id, level.withinMinutes * MINUTE);
}
