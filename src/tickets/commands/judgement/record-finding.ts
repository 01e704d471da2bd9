import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid } from '../../../kernel/error.js';
import { cleanText, optionalText } from '../../../kernel/text.js';
import { can } from '../../../identity/index.js';
import { sql } from '../../../platform/database/sql.js';
import { checkFinding, type FindingRequest } from '../../domain/finding.js';
import { standing, type Liability } from '../../domain/liability.js';
import { FaultAdvice, type FaultAdviceGiven } from '../../seams/fault-advice.js';
import { insertFinding } from '../../finding.repository.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import type { TicketSession } from '../../session/ticket-session.js';

export interface RecordFindingRequest extends TicketRequest, FindingRequest {
  readonly verifiedReasonCode: string | null;
  /** Why it happened, asked down to the root. */
  readonly cause: string;
  /** What we change so that it does not happen again. */
  readonly correctiveAction: string | null;
  /** Why another side is named than the shop's table proposes. */
  readonly overrideReason?: string | null;
  /** Kept to be worked on; the steps do not go by it until it is submitted. */
  readonly draft?: boolean;
}

const REASON = sql('finding.reason', `SELECT code FROM reason WHERE merchant_id = $1 AND shop_id = $2 AND kind = $3 AND code = $4`);

/**
 * Records who or what was at fault, in answer to the two questions. An agent's finding is provisional; with more than one side at fault, or a
 * severe case, only a supervisor confirms it. What the customer stated stays as stated.
 */
@Injectable()
export class RecordFinding {
  constructor(
    private readonly work: TicketWork,
    private readonly advice: FaultAdvice,
  ) {}

  execute(actor: Actor, request: RecordFindingRequest): Promise<Done<string>> {
    return this.work.run(actor, 'RECORD_FINDING', request, async (session) => {
      checkFinding(request);
      const cause = cleanText(request.cause, 'cause', { max: 2_000, lines: true });
      const correctiveAction = optionalText(request.correctiveAction, 'correctiveAction', { max: 2_000, lines: true });
      const overrideReason = optionalText(request.overrideReason, 'overrideReason', { max: 500, lines: true });
      const [proposal] = await Promise.all([this.advice.of(session.tx, session.ticket.id), requireReason(session, request.verifiedReasonCode)]);
      refuseUnexplained(request, proposal, overrideReason);
      const liability = liabilityOf(actor, session, request);
      const findingId = uuidv7();
      insertFinding(session, { ...request, id: findingId, cause, correctiveAction, overrideReason, proposal, liability, supersedesId: null });
      if (request.verifiedReasonCode !== null) session.set({ verifiedReasonCode: request.verifiedReasonCode });
      if (liability === 'DRAFT') session.event('finding.drafted', { findingId });
      else stateFinding(session, { ...request, findingId, liability, correctiveAction: correctiveAction !== null });
      return findingId;
    });
  }
}

/** The fact the steps go by. */
export function stateFinding(
  session: TicketSession,
  { findingId, causedByUs, misuse, fault, shares, liability, correctiveAction }: FindingRequest & { findingId: string; liability: Liability; correctiveAction: boolean },
): void {
  session.fact('finding.recorded', {
    findingId, causedByUs, misuse, fault, liability: standing(liability), correctiveAction, ...(shares.length > 0 ? { shared: true } : {}),
  });
}

function liabilityOf(actor: Actor, { ticket }: TicketSession, { draft }: RecordFindingRequest): Liability {
  if (draft) return 'DRAFT';
  return can(actor, 'ticket.supervise', { shopId: ticket.shopId }) ? 'CONFIRMED' : 'PENDING';
}

/** A proposal that rests on more than the customer's stated reason is not passed over in silence. */
function refuseUnexplained({ fault }: RecordFindingRequest, proposal: FaultAdviceGiven | null, reason: string | null): void {
  if (!proposal?.overrideNeedsReason || proposal.fault === fault || reason !== null) return;
  const { fault: proposed, confidence, rows } = proposal;
  throw new DomainError(
    'EVIDENCE_MISSING',
    { en: `The shop's table proposes ${proposed}; say why you find otherwise.`, zh: `判责表建议责任方为 ${proposed}，如有不同判断请说明理由。` },
    'overrideReason', { proposed, confidence, rows },
  );
}

async function requireReason({ tx, ticket }: TicketSession, code: string | null): Promise<void> {
  if (code === null) return;
  const [row] = await tx.query(REASON, [tx.merchantId, ticket.shopId, ticket.kind, code]);
  if (!row) throw invalid('verifiedReasonCode', { en: 'This shop has no such reason for this kind.', zh: '该店铺没有此类原因。' });
}
