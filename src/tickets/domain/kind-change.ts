import { DomainError } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { can } from '../../identity/domain/permissions.js';
import { latestFinding, openOffer, pendingApproval, type FactData, type Summary } from '../../process/domain/index.js';
import type { GateState, Refusal } from './gate-state.js';
import { checkReason, detailsOf, goodsKnown, isAnomaly, isSevereByNature, reasonFacts, type KindRequest } from './kind-data.js';
import { checkNamed, type OpeningContext } from './opening.js';
import type { Ticket, TicketPatch } from './ticket.js';

/** What is disputed from now on. */
export interface DisputedGoods {
  readonly orderId: string | null;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  readonly parcelIds: readonly string[];
}

export interface KindChangeRequest extends KindRequest {
  /** Why it is of another kind, told to colleagues. */
  readonly reason: string;
  readonly goods: DisputedGoods;
}

export interface KindChange {
  readonly reason: string;
  readonly patch: TicketPatch;
  readonly fact: Omit<FactData['ticket.converted'], 'messageId'>;
}

/**
 * Whether the ticket may be of another kind now. Money and goods are promised, approved and budgeted by the kind they were asked for under, so with any
 * of that on it the ticket stays what it is. What a supervisor has to answer for, only a supervisor takes away.
 */
export function changeKind({ ticket, summary, actor }: GateState): Refusal | null {
  if (pendingApproval(summary)) return { code: 'APPROVAL_PENDING', text: { en: 'An offer of this ticket waits for approval.', zh: '本工单的方案正在等待审批。' } };
  const hangs = remedyOf(summary);
  if (hangs) {
    return {
      code: 'STATE_CONFLICT', details: hangs,
      text: {
        en: 'An offer stands on this ticket or was carried out; withdraw it or cancel its legs, or open another ticket.',
        zh: '本工单已有方案或已履行的补救；请先撤回方案或取消未履行项，或另开工单。',
      },
    };
  }
  if (can(actor, 'ticket.supervise', { shopId: ticket.shopId })) return null;
  if (ticket.kind === 'COMPLAINT' && ticket.severity === 'SEVERE') {
    return { code: 'FORBIDDEN', text: { en: 'Only a supervisor turns a severe complaint into something else.', zh: '仅主管可将严重投诉改为其他类型。' } };
  }
  if (ticket.verifiedReasonCode !== null && latestFinding(summary)?.liability === 'CONFIRMED') {
    return {
      code: 'FORBIDDEN',
      text: { en: 'A confirmed finding names a reason of the present kind; only a supervisor sets that aside.', zh: '已确认的责任判断使用了当前类型的原因，仅主管可改为其他类型。' },
    };
  }
  return null;
}

/** What of money or goods hangs on it. An explanation that was accepted moves neither. */
function remedyOf(summary: Summary): { state: string } | null {
  const { offers, legs } = summary;
  const open = openOffer(summary);
  if (open) return { state: open.state };
  const plain = new Set(offers.filter(({ explanationOnly }) => explanationOnly).map(({ id }) => id));
  const leg = legs.find(({ state, offerId }) => state !== 'CANCELLED' && !plain.has(offerId));
  return leg ? { state: leg.state } : null;
}

/** Checks what is said of the other kind as at an opening. Throws the first refusal, naming the field. */
export function decideKindChange(ticket: Ticket, request: KindChangeRequest, known: OpeningContext, now: Instant): KindChange {
  const { kind, goods } = request;
  if (kind === ticket.kind) throw new DomainError('NOTHING_TO_DO', { en: 'The ticket is of this kind already.', zh: '工单已是该类型。' }, 'kind');
  const reason = cleanText(request.reason, 'reason', { max: 500, lines: true });
  const customerId = checkNamed({ ...goods, customerId: ticket.customerId, teamId: null }, known);
  checkReason(request, known);
  const details = detailsOf(request, known, now);
  const severity = isSevereByNature(request) ? 'SEVERE' : ticket.severity;
  return {
    reason,
    // A verified reason is one of the kind before.
    patch: {
      kind, severity, details, customerId, orderId: goods.orderId, statedReasonCode: request.statedReasonCode, verifiedReasonCode: null,
      respondentId: known.respondent?.id ?? null, respondentPersonId: known.respondent?.personId ?? null,
    },
    fact: {
      from: ticket.kind, to: kind, severity, anomaly: isAnomaly(request), ...reasonFacts(known),
      customerKnown: customerId !== null, orderKnown: goodsKnown(kind, goods),
    },
  };
}
