import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/error.js';
import { cleanText, optionalText } from '../../../kernel/text.js';
import { can } from '../../../identity/index.js';
import { sql } from '../../../platform/database/sql.js';
import { checkFinding, type FindingRequest } from '../../domain/finding.js';
import { TicketWork, type Done, type TicketRequest } from '../../ticket-work.js';
import type { TicketSession } from '../../ticket-session.js';

export interface RecordFindingRequest extends TicketRequest, FindingRequest {
  readonly verifiedReasonCode: string | null;
  /** Why it happened, asked down to the root. */
  readonly cause: string;
  /** What we change so that it does not happen again. */
  readonly correctiveAction: string | null;
}

const REASON = sql('finding.reason', `SELECT code FROM reason WHERE merchant_id = $1 AND shop_id = $2 AND kind = $3 AND code = $4`);
const INSERT = sql(
  'finding.insert',
  `INSERT INTO finding (merchant_id, id, ticket_id, caused_by_us, misuse, fault, shares, liability, verified_reason_code, cause, corrective_action,
     recorded_by, at, confirmed_by, confirmed_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);

/**
 * Records who or what was at fault, in answer to the two questions. An agent's finding is provisional; with more than one side at fault, or a
 * severe case, only a supervisor confirms it. What the customer stated stays as stated.
 */
@Injectable()
export class RecordFinding {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: RecordFindingRequest): Promise<Done<string>> {
    return this.work.run(actor, 'RECORD_FINDING', request, async (session) => {
      checkFinding(request);
      const cause = cleanText(request.cause, 'cause', { max: 2_000, lines: true });
      const correctiveAction = optionalText(request.correctiveAction, 'correctiveAction', { max: 2_000, lines: true });
      await requireReason(session, request.verifiedReasonCode);
      const { ticket, tx, now } = session;
      const confirmed = can(actor, 'ticket.supervise', { shopId: ticket.shopId });
      const findingId = uuidv7();
      session.write(INSERT, [
        tx.merchantId, findingId, ticket.id, request.causedByUs, request.misuse, request.fault,
        request.shares.length > 0 ? JSON.stringify(request.shares) : null, confirmed ? 'CONFIRMED' : 'PROVISIONAL',
        request.verifiedReasonCode, cause, correctiveAction, actor.id, now, confirmed ? actor.id : null, confirmed ? now : null,
      ]);
      if (request.verifiedReasonCode !== null) session.set({ verifiedReasonCode: request.verifiedReasonCode });
      session.fact('finding.recorded', {
        findingId, causedByUs: request.causedByUs, misuse: request.misuse, fault: request.fault,
        liability: confirmed ? 'CONFIRMED' : 'PROVISIONAL', correctiveAction: correctiveAction !== null,
      });
      return findingId;
    });
  }
}

async function requireReason({ tx, ticket }: TicketSession, code: string | null): Promise<void> {
  if (code === null) return;
  const [row] = await tx.query(REASON, [tx.merchantId, ticket.shopId, ticket.kind, code]);
  if (!row) throw invalid('verifiedReasonCode', { en: 'This shop has no such reason for this kind.', zh: '该店铺没有此类原因。' });
}
