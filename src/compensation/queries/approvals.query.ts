import type { Role } from '../../kernel/actor.js';
import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ApprovalState, DecisionWord } from '../domain/approval.js';
import type { Chain } from '../domain/approval-chain.js';
import type { Exceeded } from '../domain/authority.js';

export interface ApprovalView {
  readonly id: string;
  readonly offerId: string;
  readonly ticketId: string;
  readonly shopId: string;
  readonly purpose: 'GOODWILL' | 'REFUSAL';
  readonly state: ApprovalState;
  readonly version: number;
  readonly goodwillMinor: string;
  readonly currency: string | null;
  readonly exceeded: readonly Exceeded[];
  readonly looksSplit: boolean;
  readonly chain: Chain;
  readonly level: number;
  readonly escalations: number;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly note: string | null;
  readonly dueAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endedNote: string | null;
  readonly decisions: readonly DecisionView[];
  readonly overrides: readonly OverrideView[];
}

export interface DecisionView {
  readonly level: number;
  readonly decision: DecisionWord;
  readonly byMember: string;
  readonly forMember: string | null;
  readonly holder: string;
  readonly reason: string;
  readonly at: Instant;
}

export interface OverrideView {
  readonly id: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Instant | null;
  readonly confirmedReason: string | null;
}

// Instants inside JSON are printed as the driver prints those outside it.
const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const VIEW = `
  SELECT r.id, r.offer_id AS "offerId", r.ticket_id AS "ticketId", r.shop_id AS "shopId", r.purpose, r.state, r.version, r.goodwill_minor::text AS "goodwillMinor",
         r.currency, r.exceeded, r.chain, r.level::int AS level, r.escalations::int AS escalations, r.requested_by AS "requestedBy",
         r.requested_at AS "requestedAt", r.note, r.due_at AS "dueAt", r.ended_at AS "endedAt", r.ended_note AS "endedNote",
         coalesce((SELECT a.looks_split FROM offer_authority a WHERE a.merchant_id = r.merchant_id AND a.offer_id = r.offer_id), false) AS "looksSplit",
         coalesce((SELECT jsonb_agg(jsonb_build_object('level', d.level, 'decision', d.decision, 'byMember', d.by_member, 'holder', d.holder, 'reason', d.reason,
             'at', ${iso('d.at')}, 'forMember', (SELECT g.from_member FROM delegation g WHERE g.merchant_id = d.merchant_id AND g.id = d.delegation_id)) ORDER BY d.id)
           FROM approval_decision d WHERE d.merchant_id = r.merchant_id AND d.request_id = r.id), '[]') AS decisions,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', o.id, 'reason', o.reason, 'askedBy', o.asked_by, 'askedAt', ${iso('o.asked_at')},
             'expiresAt', ${iso('o.expires_at')}, 'confirmedBy', o.confirmed_by, 'confirmedAt', ${iso('o.confirmed_at')}, 'confirmedReason', o.confirmed_reason) ORDER BY o.id)
           FROM approval_override o WHERE o.merchant_id = r.merchant_id AND o.request_id = r.id), '[]') AS overrides
    FROM approval_request r WHERE r.merchant_id = $1`;

const BY_IDS = sql('approval.views_by_id', `${VIEW} AND r.id = ANY ($2::uuid[])`);

export function approvalsById(tx: Tx, ids: readonly string[]): Promise<ApprovalView[]> {
  return tx.query<ApprovalView>(BY_IDS, [tx.merchantId, ids]);
}

export interface ApprovalFilter {
  /** Shops the caller may read in; null: all. */
  readonly visibleShopIds: readonly string[] | null;
  readonly shopIds: readonly string[] | null;
  readonly states: readonly ApprovalState[];
  readonly dueBefore: Instant | null;
  /** Only those this person is asked to decide; null: all. */
  readonly mine: Mine | null;
}

/** What somebody may be asked as: in their own name and for those whose delegations they hold. */
export interface Mine {
  readonly person: string;
  readonly memberIds: readonly string[];
  readonly grants: readonly { readonly role: Role; readonly shopId: string | null }[];
}

// A person who asked, made the offer, is complained about or is paid is not shown their own request as theirs to decide, nor one they agreed to already.
const PAGE = sql(
  'approval.page',
  `${VIEW} AND r.state = ANY ($2::text[]) AND ($3::uuid[] IS NULL OR r.shop_id = ANY ($3)) AND ($4::uuid[] IS NULL OR r.shop_id = ANY ($4))
     AND ($5::timestamptz IS NULL OR r.due_at < $5) AND ($6::uuid IS NULL OR r.id > $6)
     AND ($7::uuid IS NULL OR (r.requester_person <> $7 AND r.editor_person <> $7
       AND (r.asked_members && $8::uuid[] OR EXISTS (SELECT FROM jsonb_to_recordset($9::jsonb) AS g(role text, "shopId" uuid)
             WHERE g.role = ANY (r.asked_roles) AND (g."shopId" IS NULL OR g."shopId" = r.shop_id)))
       AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.merchant_id = r.merchant_id AND d.request_id = r.id AND $7 IN (d.by_person, d.for_person))
       AND NOT EXISTS (SELECT FROM ticket t JOIN member m ON m.merchant_id = t.merchant_id AND m.id = t.respondent_id
                        WHERE t.merchant_id = r.merchant_id AND t.id = r.ticket_id AND m.person_id = $7)
       AND NOT EXISTS (SELECT FROM offer_authority a JOIN customer_person p ON p.merchant_id = a.merchant_id AND p.customer_id = a.customer_id
                        WHERE a.merchant_id = r.merchant_id AND a.offer_id = r.offer_id AND p.person_id = $7)))
   ORDER BY r.id LIMIT $10`,
);

/** A page, the oldest first, with one row more than asked for. */
export function approvalPage(tx: Tx, filter: ApprovalFilter, after: string | null, first: number): Promise<ApprovalView[]> {
  const { mine } = filter;
  return tx.query<ApprovalView>(PAGE, [
    tx.merchantId, filter.states, filter.visibleShopIds, filter.shopIds, filter.dueBefore, after,
    mine?.person ?? null, mine?.memberIds ?? [], JSON.stringify(mine?.grants ?? []), first + 1,
  ]);
}

// Those who delegated to this person, with what they may approve.
const DELEGATORS = sql(
  'approval.delegators',
  `SELECT d.from_member AS "memberId", s.role, coalesce(s.shop_id, d.shop_id) AS "shopId"
     FROM delegation d JOIN member t ON t.merchant_id = d.merchant_id AND t.id = d.to_member AND t.person_id = $2
     JOIN member f ON f.merchant_id = d.merchant_id AND f.id = d.from_member AND f.disabled_at IS NULL
     JOIN membership s ON s.merchant_id = d.merchant_id AND s.member_id = d.from_member AND (s.shop_id IS NULL OR d.shop_id IS NULL OR s.shop_id = d.shop_id)
    WHERE d.merchant_id = $1 AND d.starts_at <= $3 AND d.ends_at > $3 AND d.revoked_at IS NULL`,
);

export function delegatorsOf(tx: Tx, person: string, now: Instant): Promise<{ memberId: string; role: Role; shopId: string | null }[]> {
  return tx.query<{ memberId: string; role: Role; shopId: string | null }>(DELEGATORS, [tx.merchantId, person, now]);
}
