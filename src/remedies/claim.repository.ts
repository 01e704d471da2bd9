import type { Instant } from '../kernel/instant.js';
import type { Money } from '../kernel/money.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { TicketSession } from '../tickets/index.js';
import type { ClaimSide, ClaimState } from './domain/claim.js';

export interface ClaimRow {
  readonly id: string;
  readonly ticketId: string;
  readonly findingId: string;
  readonly against: ClaimSide;
  readonly state: ClaimState;
  readonly externalRef: string | null;
  readonly claimedMinor: string;
  readonly recoveredMinor: string;
  readonly currency: string;
  readonly dueAt: Instant;
  readonly note: string | null;
  readonly filedBy: string;
  readonly filedAt: Instant;
  readonly endedAt: Instant | null;
  readonly recoveries: readonly { readonly amountMinor: string; readonly ref: string; readonly at: Instant }[];
}

const COLUMNS = `c.id, c.ticket_id AS "ticketId", c.finding_id AS "findingId", c.against, c.state, c.external_ref AS "externalRef", c.claimed_minor::text AS "claimedMinor",
  c.recovered_minor::text AS "recoveredMinor", c.currency, c.due_at AS "dueAt", c.note, c.filed_by AS "filedBy", c.filed_at AS "filedAt", c.ended_at AS "endedAt",
  coalesce((SELECT jsonb_agg(jsonb_build_object('amountMinor', r.amount_minor::text, 'ref', r.ref,
      'at', to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY r.id)
     FROM recovery r WHERE r.merchant_id = c.merchant_id AND r.claim_id = c.id), '[]') AS recoveries
  FROM recovery_claim c`;
const OF_TICKETS = sql('claim.of_tickets', `SELECT ${COLUMNS} WHERE c.merchant_id = $1 AND c.ticket_id = ANY ($2::uuid[]) ORDER BY c.id`);
const ON_TICKET = sql('claim.on_ticket', `SELECT ${COLUMNS} WHERE c.merchant_id = $1 AND c.ticket_id = $2 AND c.id = $3`);
const INSERT = sql(
  'claim.insert',
  `INSERT INTO recovery_claim (merchant_id, id, ticket_id, finding_id, against, state, external_ref, claimed_minor, currency, due_at, note, filed_by, filed_at)
   VALUES ($1, $2, $3, $4, $5, 'FILED', $6, $7, $8, $9, $10, $11, $12)`,
);
const RECOVER = sql(
  'claim.recover',
  `UPDATE recovery_claim SET recovered_minor = recovered_minor + $3, state = CASE WHEN state = 'FILED' THEN 'AGREED' ELSE state END WHERE merchant_id = $1 AND id = $2`,
);
const RECOVERY = sql(
  'claim.recovery',
  `INSERT INTO recovery (merchant_id, id, claim_id, amount_minor, currency, ref, recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const MOVE = sql('claim.move', `UPDATE recovery_claim SET state = $3, ended_at = $4, external_ref = coalesce($5, external_ref) WHERE merchant_id = $1 AND id = $2`);

export function claimsOf(tx: Tx, ticketIds: readonly string[]): Promise<ClaimRow[]> {
  return tx.query<ClaimRow>(OF_TICKETS, [tx.merchantId, ticketIds]);
}

export async function claimOn({ tx, ticket }: TicketSession, claimId: string): Promise<ClaimRow | undefined> {
  const [row] = await tx.query<ClaimRow>(ON_TICKET, [tx.merchantId, ticket.id, claimId]);
  return row;
}

export interface NewClaim {
  readonly id: string;
  readonly findingId: string;
  readonly against: ClaimSide;
  readonly amount: Money;
  readonly dueAt: Instant;
  readonly externalRef: string | null;
  readonly note: string | null;
}

export function insertClaim(session: TicketSession, { id, findingId, against, amount, dueAt, externalRef, note }: NewClaim): void {
  const { tx, ticket, now, actor } = session;
  session.write(INSERT, [tx.merchantId, id, ticket.id, findingId, against, externalRef, amount.minor.toString(), amount.currency, dueAt, note, actor.id, now]);
}

export function insertRecovery(session: TicketSession, claimId: string, id: string, amount: Money, ref: string): void {
  const { tx, now, actor } = session;
  session.write(RECOVER, [tx.merchantId, claimId, amount.minor.toString()]);
  session.write(RECOVERY, [tx.merchantId, id, claimId, amount.minor.toString(), amount.currency, ref, actor.id, now]);
}

export function writeClaimState(session: TicketSession, claimId: string, state: ClaimState, endedAt: Instant | null, externalRef: string | null): void {
  session.write(MOVE, [session.tx.merchantId, claimId, state, endedAt, externalRef]);
}
