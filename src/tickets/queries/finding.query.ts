import type { Instant } from '../../kernel/instant.js';
import type { Fault } from '../../kernel/words.js';
import type { Liability } from '../domain/liability.js';
import type { FaultAdviceGiven } from '../seams/fault-advice.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { MOST_LISTED } from './ticket-parts.query.js';

export interface FindingRow {
  readonly id: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly causedByUs: boolean;
  readonly misuse: boolean | null;
  readonly fault: Fault;
  readonly shares: readonly { readonly fault: Fault; readonly percent: number }[] | null;
  readonly liability: Liability;
  readonly verifiedReasonCode: string | null;
  readonly cause: string;
  readonly correctiveAction: string | null;
  readonly recordedBy: string | null;
  readonly at: Instant;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Instant | null;
  readonly proposal: FaultAdviceGiven | null;
  readonly overrideReason: string | null;
  readonly supersedesId: string | null;
  readonly dispute: string | null;
  readonly disputedBy: Fault | null;
}

const COLUMNS = `
  f.id, f.ticket_id AS "ticketId", t.shop_id AS "shopId", f.caused_by_us AS "causedByUs", f.misuse, f.fault, f.shares, f.liability,
  f.verified_reason_code AS "verifiedReasonCode", f.cause, f.corrective_action AS "correctiveAction", f.recorded_by AS "recordedBy", f.at,
  f.confirmed_by AS "confirmedBy", f.confirmed_at AS "confirmedAt", f.proposal, f.override_reason AS "overrideReason", f.supersedes_id AS "supersedesId", f.dispute,
  f.disputed_by AS "disputedBy"`;
const TICKET = 'JOIN ticket t ON t.merchant_id = f.merchant_id AND t.id = f.ticket_id';
const OF_TICKETS = sql(
  'finding.of_tickets',
  `SELECT ${COLUMNS} FROM unnest($2::uuid[]) AS asked(id), LATERAL (
     SELECT * FROM finding WHERE merchant_id = $1 AND ticket_id = asked.id ORDER BY id DESC LIMIT ${MOST_LISTED}) f ${TICKET} ORDER BY f.id`,
);
const BY_ID = sql('finding.by_id', `SELECT ${COLUMNS} FROM finding f ${TICKET} WHERE f.merchant_id = $1 AND f.id = $2`);

/** The newest findings of these tickets, of each at most 100, in the order they were recorded; the last of a ticket holds. */
export function findingsOf(tx: Tx, ticketIds: readonly string[]): Promise<FindingRow[]> {
  return tx.query<FindingRow>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export async function findingById(tx: Tx, id: string): Promise<FindingRow | undefined> {
  const [row] = await tx.query<FindingRow>(BY_ID, [tx.merchantId, id]);
  return row;
}
