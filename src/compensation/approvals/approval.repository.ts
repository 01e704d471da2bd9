import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Agreement, ApprovalStanding, ApprovalState, DecisionWord } from '../domain/approval.js';
import type { Chain } from '../domain/approval-chain.js';
import type { Exceeded } from '../domain/authority.js';
import type { Counted } from './authority-totals.js';
import type { Asked } from './approvers.js';

export interface AuthorityRow {
  readonly offerId: string;
  readonly policyId: string | null;
  readonly verdict: 'WITHIN' | 'ENTITLED' | 'BEYOND' | 'NO_LIMITS';
  readonly holder: string;
  readonly checked: readonly string[];
  readonly exceeded: readonly Exceeded[];
  readonly looksSplit: boolean;
  readonly digest: Buffer;
  readonly counted: readonly Counted[];
}

export interface RequestRow extends ApprovalStanding {
  readonly offerId: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly digest: Buffer;
  readonly requestedBy: string;
  readonly requesterPerson: string;
  readonly makerPerson: string;
  /** null once it has ended. */
  readonly dueAt: Instant | null;
}

const INSERT_AUTHORITY = sql(
  'approval.authority_insert',
  `INSERT INTO offer_authority (merchant_id, offer_id, ticket_id, shop_id, order_id, customer_id, policy_id, verdict, holder, checked, exceeded, looks_split,
     digest, goodwill_minor, currency, member_id, person_id, counted, at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
   ON CONFLICT (merchant_id, offer_id) DO UPDATE SET policy_id = excluded.policy_id, verdict = excluded.verdict, holder = excluded.holder,
     checked = excluded.checked, exceeded = excluded.exceeded, looks_split = excluded.looks_split, digest = excluded.digest`,
);
const AUTHORITY = sql(
  'approval.authority',
  `SELECT offer_id AS "offerId", policy_id AS "policyId", verdict, holder, checked, exceeded, looks_split AS "looksSplit", digest, counted
     FROM offer_authority WHERE merchant_id = $1 AND offer_id = $2`,
);
const RELEASED = sql('approval.authority_released', `UPDATE offer_authority SET counted = $3, released_at = $4 WHERE merchant_id = $1 AND offer_id = $2`);

// `editor_person` is who made the offer. It keeps its first name because keys and triggers of three tables hold it, and processes of the version before write it.
const REQUEST = `SELECT id, offer_id AS "offerId", ticket_id AS "ticketId", shop_id AS "shopId", state, version, digest, chain, level::int AS level,
  escalations::int AS escalations, requested_by AS "requestedBy", requester_person AS "requesterPerson", editor_person AS "makerPerson", ended_at AS "decidedAt", due_at AS "dueAt"
  FROM approval_request WHERE merchant_id = $1 AND `;
const BY_ID = sql('approval.by_id', `${REQUEST} id = $2`);
const PENDING_OF = sql('approval.pending_of', `${REQUEST} offer_id = $2 AND state = 'PENDING'`);
const GRANTED = sql('approval.granted', `SELECT digest FROM approval_request WHERE merchant_id = $1 AND offer_id = $2 AND state IN ('APPROVED','OVERRIDDEN')`);
const INSERT = sql(
  'approval.insert',
  `INSERT INTO approval_request (merchant_id, id, offer_id, ticket_id, shop_id, purpose, state, version, digest, goodwill_minor, currency, exceeded, chain, level,
     asked_roles, asked_members, requested_by, requester_person, editor_person, note, requested_at, due_at)
   VALUES ($1, $2, $3, $4, $5, $6, 'PENDING', 1, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18, $19)`,
);
const MOVE = sql(
  'approval.move',
  `UPDATE approval_request SET version = $3, level = $4, escalations = $5, asked_roles = $6, asked_members = $7, due_at = $8
    WHERE merchant_id = $1 AND id = $2 AND state = 'PENDING'`,
);
const END = sql(
  'approval.end',
  `UPDATE approval_request SET state = $3, version = version + 1, due_at = NULL, ended_at = $4, ended_note = $5 WHERE merchant_id = $1 AND id = $2`,
);
const DECISIONS = sql(
  'approval.agreements',
  `SELECT level::int AS level, by_person AS person, for_person AS "forPerson" FROM approval_decision WHERE merchant_id = $1 AND request_id = $2`,
);
const DECIDED = sql(
  'approval.decided',
  `INSERT INTO approval_decision (merchant_id, id, request_id, request_version, level, decision, by_member, by_person, delegation_id, for_person, holder, reason,
     at, requester_person, editor_person)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);

export interface NewAuthority extends Omit<AuthorityRow, 'offerId'> {
  readonly offerId: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly orderId: string | null;
  readonly customerId: string | null;
  readonly goodwill: bigint;
  readonly currency: string | null;
  readonly memberId: string;
  readonly personId: string;
  readonly at: Instant;
}

export function writeAuthority(tx: Tx, row: NewAuthority): void {
  tx.defer(INSERT_AUTHORITY, [
    tx.merchantId, row.offerId, row.ticketId, row.shopId, row.orderId, row.customerId, row.policyId, row.verdict, row.holder, row.checked,
    JSON.stringify(row.exceeded), row.looksSplit, row.digest, row.goodwill.toString(), row.currency, row.memberId, row.personId, JSON.stringify(row.counted), row.at,
  ]);
}

export async function authorityOf(tx: Tx, offerId: string): Promise<AuthorityRow | undefined> {
  return (await tx.query<AuthorityRow>(AUTHORITY, [tx.merchantId, offerId]))[0];
}

/** What is still counted of the offer; nothing: it was released whole. */
export function writeCounted(tx: Tx, offerId: string, counted: readonly Counted[], now: Instant): void {
  tx.defer(RELEASED, [tx.merchantId, offerId, JSON.stringify(counted), counted.length === 0 ? now : null]);
}

/** Its ticket's lock, which the caller holds or is about to take, keeps it as read. */
export async function requestById(tx: Tx, id: string): Promise<RequestRow | undefined> {
  return (await tx.query<RequestRow>(BY_ID, [tx.merchantId, id]))[0];
}

export async function pendingRequestOf(tx: Tx, offerId: string): Promise<RequestRow | undefined> {
  return (await tx.query<RequestRow>(PENDING_OF, [tx.merchantId, offerId]))[0];
}

/** The digest that was approved; undefined: none was. */
export async function grantedDigest(tx: Tx, offerId: string): Promise<Buffer | undefined> {
  return (await tx.query<{ digest: Buffer }>(GRANTED, [tx.merchantId, offerId]))[0]?.digest;
}

export interface NewRequest extends Pick<RequestRow, 'id' | 'offerId' | 'ticketId' | 'shopId' | 'digest' | 'requestedBy' | 'requesterPerson' | 'makerPerson'> {
  readonly purpose: 'GOODWILL' | 'REFUSAL';
  readonly goodwill: bigint;
  readonly currency: string | null;
  readonly exceeded: readonly Exceeded[];
  readonly chain: Chain;
  readonly asked: Asked;
  readonly note: string | null;
  readonly at: Instant;
  readonly dueAt: Instant;
}

export function writeRequest(tx: Tx, row: NewRequest): void {
  tx.defer(INSERT, [
    tx.merchantId, row.id, row.offerId, row.ticketId, row.shopId, row.purpose, row.digest, row.goodwill.toString(), row.currency, JSON.stringify(row.exceeded),
    JSON.stringify(row.chain), row.asked.roles, row.asked.members, row.requestedBy, row.requesterPerson, row.makerPerson, row.note, row.at, row.dueAt,
  ]);
}

export function writeMoved(tx: Tx, id: string, to: { version: number; level: number; escalations: number; asked: Asked; dueAt: Instant }): void {
  tx.defer(MOVE, [tx.merchantId, id, to.version, to.level, to.escalations, to.asked.roles, to.asked.members, to.dueAt]);
}

export function writeEnded(tx: Tx, id: string, state: Exclude<ApprovalState, 'PENDING'>, at: Instant, note: string | null): void {
  tx.defer(END, [tx.merchantId, id, state, at, note]);
}

export async function agreementsOn(tx: Tx, requestId: string): Promise<Agreement[]> {
  return tx.query<Agreement>(DECISIONS, [tx.merchantId, requestId]);
}

export interface NewDecision {
  readonly id: string;
  readonly word: DecisionWord;
  readonly byMember: string;
  readonly byPerson: string;
  readonly delegationId: string | null;
  readonly forPerson: string | null;
  readonly holder: string;
  readonly reason: string;
  readonly at: Instant;
}

export function writeDecision(tx: Tx, request: RequestRow, row: NewDecision): void {
  tx.defer(DECIDED, [
    tx.merchantId, row.id, request.id, request.version, request.level, row.word, row.byMember, row.byPerson, row.delegationId, row.forPerson, row.holder,
    row.reason, row.at, request.requesterPerson, request.makerPerson,
  ]);
}
