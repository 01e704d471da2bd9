import type { Instant } from '../kernel/instant.js';
import type { Fault } from '../kernel/words.js';
import { sql } from '../platform/database/sql.js';
import type { FindingRequest } from './domain/finding.js';
import type { Liability } from './domain/liability.js';
import type { FaultAdviceGiven } from './seams/fault-advice.js';
import type { TicketSession } from './session/ticket-session.js';

const INSERT = sql(
  'finding.insert',
  `INSERT INTO finding (merchant_id, id, ticket_id, caused_by_us, misuse, fault, shares, liability, verified_reason_code, cause, corrective_action,
     recorded_by, at, confirmed_by, confirmed_at, proposal, override_reason, supersedes_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
);
const MOVE = sql(
  'finding.move',
  `UPDATE finding SET liability = $4, confirmed_by = coalesce(confirmed_by, $5), confirmed_at = coalesce(confirmed_at, $6)
    WHERE merchant_id = $1 AND ticket_id = $2 AND id = $3`,
);
const DISPUTE = sql(
  'finding.dispute',
  `UPDATE finding SET liability = 'DISPUTED', dispute = $4, disputed_by = $5, disputed_at = $6 WHERE merchant_id = $1 AND ticket_id = $2 AND id = $3`,
);
const ONE = sql(
  'finding.on_ticket',
  `SELECT f.id, f.caused_by_us AS "causedByUs", f.misuse, f.fault, coalesce(f.shares, '[]') AS shares, f.liability, f.cause, f.corrective_action AS "correctiveAction",
          f.verified_reason_code AS "verifiedReasonCode",
          (SELECT m.person_id FROM member m WHERE m.merchant_id = f.merchant_id AND m.id = f.confirmed_by) AS "confirmedByPerson",
          NOT EXISTS (SELECT FROM finding n WHERE n.merchant_id = f.merchant_id AND n.ticket_id = f.ticket_id AND n.id > f.id AND n.liability <> 'DRAFT') AS holds
     FROM finding f WHERE f.merchant_id = $1 AND f.ticket_id = $2 AND f.id = $3`,
);

export interface FindingStanding extends FindingRequest {
  readonly id: string;
  readonly fault: Fault;
  readonly liability: Liability;
  readonly cause: string;
  readonly correctiveAction: string | null;
  readonly verifiedReasonCode: string | null;
  readonly confirmedByPerson: string | null;
  /** No later one but drafts. */
  readonly holds: boolean;
}

export interface NewFinding extends FindingRequest {
  readonly id: string;
  readonly liability: Liability;
  readonly verifiedReasonCode: string | null;
  readonly cause: string;
  readonly correctiveAction: string | null;
  readonly overrideReason: string | null;
  readonly proposal: FaultAdviceGiven | null;
  /** The disputed finding this one decides about. */
  readonly supersedesId: string | null;
}

export function insertFinding(session: TicketSession, finding: NewFinding): void {
  const { tx, ticket, now, actor } = session;
  const settled = finding.liability !== 'DRAFT' && finding.liability !== 'PENDING';
  session.write(INSERT, [
    tx.merchantId, finding.id, ticket.id, finding.causedByUs, finding.misuse, finding.fault, finding.shares.length > 0 ? JSON.stringify(finding.shares) : null,
    finding.liability, finding.verifiedReasonCode, finding.cause, finding.correctiveAction, actor.id, now, settled ? actor.id : null, settled ? now : null,
    finding.proposal && JSON.stringify(finding.proposal), finding.overrideReason, finding.supersedesId,
  ]);
}

export async function findingOn({ tx, ticket }: TicketSession, findingId: string): Promise<FindingStanding | undefined> {
  const [row] = await tx.query<FindingStanding>(ONE, [tx.merchantId, ticket.id, findingId]);
  return row;
}

/** Who confirmed it first stays on record. */
export function writeLiability(session: TicketSession, findingId: string, liability: Liability): void {
  const { tx, ticket, now, actor } = session;
  const settles = liability !== 'DRAFT' && liability !== 'PENDING';
  const at: Instant | null = settles ? now : null;
  session.write(MOVE, [tx.merchantId, ticket.id, findingId, liability, settles ? actor.id : null, at]);
}

export function writeDispute(session: TicketSession, findingId: string, reason: string, by: Fault): void {
  session.write(DISPUTE, [session.tx.merchantId, session.ticket.id, findingId, reason, by, session.now]);
}
