import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { HOUR, plus, type Millis } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { authorize } from '../../identity/index.js';
import { TicketWork, type Done, type TicketRequest, type TicketSession } from '../../tickets/index.js';
import { checkPending, refuseBarred } from '../domain/approval.js';
import { requestById, writeEnded, type RequestRow } from './approval.repository.js';
import { DeciderDesk } from './decider-desk.js';
import { termsOf } from './offer-terms.js';
import { openOverride, overrideById, writeOverride, writeOverrideConfirmed } from './override.repository.js';
import { RequestFinder } from './request-finder.js';
import { personOf } from './weigh-offer.js';

/** How long the second admin has. */
const OVERRIDE_VALID: Millis = HOUR;

export interface OverrideRequest extends Omit<TicketRequest, 'ticketId' | 'expectedVersion'> {
  readonly approvalId: string;
  readonly expectedVersion: number | null;
  /** 10 to 1000 characters: it is read by auditors. */
  readonly reason: string;
  /** null: asks for it. Otherwise confirms what another admin asked for. */
  readonly overrideId: string | null;
}

/**
 * Break-glass: an admin passes a request without its approvers once another one confirms, within an hour. Both are named in the log and in the
 * reports. Neither may be barred, and the caps of order and budget hold all the same.
 */
@Injectable()
export class OverrideApproval {
  constructor(
    private readonly work: TicketWork,
    private readonly finder: RequestFinder,
    private readonly deciders: DeciderDesk,
  ) {}

  async execute(actor: Actor, request: OverrideRequest): Promise<Done<string>> {
    const { ticketId } = await this.finder.find(actor, request.approvalId);
    const reason = cleanText(request.reason, 'reason', { max: 1000, lines: true });
    if ([...reason].length < 10) throw new DomainError('INVALID_INPUT', { en: 'Say in at least 10 characters why it cannot wait.', zh: '请用至少 10 个字符说明为何不能等待。' }, 'reason');
    return this.work.run(actor, 'OVERRIDE_APPROVAL', { ...request, ticketId, expectedVersion: null }, async (session) => {
      const standing = await requestById(session.tx, request.approvalId);
      if (!standing) throw new Error('a request for approval is never deleted');
      checkPending(standing, request.expectedVersion);
      const terms = await termsOf(session, standing.offerId);
      if (!terms?.digest.equals(standing.digest)) {
        throw new DomainError('STATE_CONFLICT', { en: 'It is not what was asked for any more.', zh: '内容已与申请时不一致。' }, 'requestId', { state: 'VOID' });
      }
      const found = await this.deciders.find(session, standing, terms, 'DECIDING');
      authorize(found.actor, 'approval.override', { shopId: standing.shopId });
      refuseBarred(found.decider.barred);
      if (request.overrideId === null) return ask(session, standing, reason);
      return confirm(session, standing, request.overrideId, reason);
    });
  }
}

async function ask(session: TicketSession, request: RequestRow, reason: string): Promise<string> {
  const { tx, actor, now } = session;
  if (await openOverride(tx, request.id, now)) {
    throw new DomainError('DUPLICATE', { en: 'An override of this is waiting for its confirmation.', zh: '已有待确认的紧急放行申请。' }, 'requestId');
  }
  const id = uuidv7();
  writeOverride(tx, request, { id, reason, by: actor.id, person: personOf(actor), at: now, expiresAt: plus(now, OVERRIDE_VALID) });
  session.event('approval.override_asked', { requestId: request.id, offerId: request.offerId, overrideId: id, memberId: actor.id });
  return id;
}

/** One that was confirmed is met by nobody: it ended its request, which checkPending refuses. */
async function confirm(session: TicketSession, request: RequestRow, overrideId: string, reason: string): Promise<string> {
  const { tx, actor, now } = session;
  const asked = await overrideById(tx, overrideId);
  if (asked?.requestId !== request.id) throw notFound('overrideId');
  if (asked.expiresAt <= now) throw new DomainError('WINDOW_CLOSED', { en: 'The hour for confirming has passed; ask again.', zh: '确认时限已过，请重新申请。' }, 'overrideId', { expiresAt: asked.expiresAt });
  if (asked.askedPerson === personOf(actor)) {
    throw new DomainError('APPROVER_BARRED', { en: 'Another person confirms what you asked for.', zh: '须由另一人确认您提出的紧急放行。' }, 'overrideId', { why: 'REQUESTER' });
  }
  writeOverrideConfirmed(tx, overrideId, { by: actor.id, person: personOf(actor), at: now, reason });
  writeEnded(tx, request.id, 'OVERRIDDEN', now, null);
  session.clocks.satisfy('APPROVAL', request.id);
  session.event('approval.overridden', { requestId: request.id, offerId: request.offerId, overrideId, askedBy: asked.askedBy, confirmedBy: actor.id, severity: 'ALARM' });
  session.fact('approval.ended', { requestId: request.id, offerId: request.offerId, outcome: 'APPROVED' });
  return overrideId;
}
