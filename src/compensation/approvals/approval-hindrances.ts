import type { Actor } from '../../kernel/actor.js';
import type { ErrorCode } from '../../kernel/error.js';
import { sql } from '../../platform/database/sql.js';
import type { HindranceReader } from '../../tickets/index.js';
import { personOf } from './weigh-offer.js';

export const ASKED_BY_ONE = ['REQUEST_APPROVAL', 'WITHDRAW_APPROVAL'] as const;

interface Row {
  readonly ticketId: string;
  readonly makerPerson: string | null;
  /** The draft may be given as it is, by a rule or an approval. */
  readonly granted: boolean;
  /** Who asked for what waits for approval; null: nothing does. */
  readonly requesterPerson: string | null;
}

const OPEN = sql(
  'approval.of_open_offers',
  `SELECT o.ticket_id AS "ticketId", (SELECT m.person_id FROM member m WHERE m.merchant_id = o.merchant_id AND m.id = o.made_by) AS "makerPerson",
          coalesce(a.verdict <> 'BEYOND' OR EXISTS (SELECT FROM approval_request g WHERE g.merchant_id = o.merchant_id AND g.offer_id = o.id AND g.state IN ('APPROVED','OVERRIDDEN')), false) AS granted,
          (SELECT r.requester_person FROM approval_request r WHERE r.merchant_id = o.merchant_id AND r.offer_id = o.id AND r.state = 'PENDING') AS "requesterPerson"
     FROM offer o LEFT JOIN offer_authority a ON a.merchant_id = o.merchant_id AND a.offer_id = o.id
    WHERE o.merchant_id = $1 AND o.ticket_id = ANY ($2::uuid[]) AND o.state = 'DRAFT'`,
);

/** Whoever made an offer asks for its approval, and takes that back, by whichever account; and only where it needs one. */
export const approvalHindrances: HindranceReader = async (tx, ticketIds, actor: Actor) => {
  const rows = await tx.query<Row>(OPEN, [tx.merchantId, ticketIds]);
  const person = personOf(actor);
  return new Map(rows.map(({ ticketId, makerPerson, granted, requesterPerson }) => {
    const ask = makerPerson !== person
      ? no('FORBIDDEN', 'Whoever made the offer asks for its approval; make one of your own.', '须由提出方案的人申请审批；您可另行提出方案。')
      : granted ? no('NOTHING_TO_DO', 'This offer needs no further approval.', '该方案无需再次审批。') : null;
    const takeBack = requesterPerson !== null && requesterPerson !== person ? no('FORBIDDEN', 'Only who asked for it withdraws it.', '仅申请人可撤回审批申请。') : null;
    return [ticketId, { ...(ask && { REQUEST_APPROVAL: ask }), ...(takeBack && { WITHDRAW_APPROVAL: takeBack }) }];
  }));
};

function no(code: ErrorCode, en: string, zh: string): { code: ErrorCode; text: { en: string; zh: string } } {
  return { code, text: { en, zh } };
}
