import type { ErrorCode } from '../../kernel/error.js';
import { formatAmount, type Money } from '../../kernel/money.js';
import type { Fault } from '../../kernel/words.js';
import type { Hindered, Refusal } from '../../tickets/domain/gate-state.js';
import { CLAIM_SIDES, claimAgainst, isOver, type ClaimSide, type ClaimState } from './claim.js';

/** What only remedies know of a ticket that stands in the way of what people may want to do, whatever the input. */
export interface RemedyStanding {
  /** The customer's own money, to go back to them. */
  readonly held: Money | null;
  readonly claims: readonly { readonly against: ClaimSide; readonly state: ClaimState }[];
  /** Of the finding that holds; null: there is none. */
  readonly fault: Fault | null;
  readonly shared: boolean;
  /** A leg by which goods travel is open. */
  readonly goodsTravel: boolean;
  /** Differences the customer is to pay for dearer goods; `payable`: of goods that are agreed, or were called off. */
  readonly differences: readonly { readonly payable: boolean; readonly paid: boolean; readonly makerPerson: string | null }[];
}

export const HINDERED = ['CHANGE_KIND', 'WITHDRAW', 'MERGE', 'CLOSE', 'FILE_CLAIM', 'SETTLE_CLAIM', 'MOVE_GOODS', 'INSPECT_GOODS', 'RECORD_EXCHANGE_PAYMENT'] as const;

/** By operation; `person`: who asks. */
export function hinderedBy(standing: RemedyStanding, person: string | null): Hindered {
  const { held, goodsTravel } = standing;
  const ends = held && heldMoney(held);
  const goods = goodsTravel ? null : no('NOTHING_TO_DO', 'No goods travel by an open leg of this ticket.', '本工单没有待流转商品的方案项。');
  const refusals: Record<(typeof HINDERED)[number], Refusal | null> = {
    CHANGE_KIND: ends ?? openClaim(standing), WITHDRAW: ends, MERGE: ends, CLOSE: ends, FILE_CLAIM: nobodyToClaim(standing), SETTLE_CLAIM: noClaim(standing),
    MOVE_GOODS: goods, INSPECT_GOODS: goods, RECORD_EXCHANGE_PAYMENT: noDifference(standing, person),
  };
  return Object.fromEntries(Object.entries(refusals).flatMap(([operation, refusal]) => (refusal ? [[operation, refusal]] : [])));
}

/** The customer's own money goes back before the ticket ends or is another matter: nobody would look for it there. */
function heldMoney(held: Money): Refusal {
  const amount = formatAmount(held);
  return no(
    'STEP_NOT_READY',
    `The customer paid ${amount} ${held.currency} for goods that were called off; make an offer on the order, which gives it back, and see it paid.`,
    `顾客为已取消的换货多付了 ${amount} ${held.currency}；请在该订单上提出方案（将自动退还），并在付款完成后再操作。`,
    { missing: ['OWED_BACK'], amount, currency: held.currency },
  );
}

/** A claim is told to its side with the finding it rests on: while it is open, the ticket stays of the kind that was found about. */
function openClaim({ claims }: RemedyStanding): Refusal | null {
  const open = claims.find(({ state }) => !isOver(state));
  return open ? no('STATE_CONFLICT', 'A claim on a third party is open on this ticket; end it first.', '本工单有进行中的第三方索赔，请先结束索赔。', { state: open.state }) : null;
}

function noClaim({ claims }: RemedyStanding): Refusal | null {
  if (claims.some(({ state }) => !isOver(state))) return null;
  const last = claims.at(-1);
  return last
    ? no('ALREADY_DECIDED', `The claim is ${last.state} already.`, `该索赔已处于 ${last.state} 状态。`, { state: last.state })
    : no('NOTHING_TO_DO', 'No claim was filed on this ticket.', '本工单尚未提出索赔。');
}

/** Without a finding the gate itself says so. */
function nobodyToClaim({ fault, shared, claims }: RemedyStanding): Refusal | null {
  if (fault === null) return null;
  const side = claimAgainst(fault);
  const sides = shared ? CLAIM_SIDES : side ? [side] : [];
  if (sides.length === 0) return no('EVIDENCE_MISSING', 'The finding holds nobody at fault of whom money is asked back.', '责任认定未将责任归于可索赔的第三方。');
  return sides.every((one) => claims.some(({ against, state }) => against === one && !isOver(state)))
    ? no('ALREADY_DECIDED', 'A claim against this side is open already.', '已有针对该方的进行中索赔。')
    : null;
}

/** Whoever made the offer does not say that its difference was paid, by any account. */
function noDifference({ differences }: RemedyStanding, person: string | null): Refusal | null {
  const payable = differences.filter((one) => one.payable);
  if (payable.length === 0) return no('NOTHING_TO_DO', 'The customer owes no difference on this ticket.', '本工单没有需顾客补的差价。');
  const unpaid = payable.filter(({ paid }) => !paid);
  if (unpaid.length === 0) return no('ALREADY_DECIDED', 'The difference was paid already.', '该差价已登记付款。');
  return person !== null && unpaid.every(({ makerPerson }) => makerPerson === person)
    ? no('APPROVER_BARRED', 'Somebody else records the payment: you made the offer.', '您提出了该方案，须由他人登记付款。')
    : null;
}

function no(code: ErrorCode, en: string, zh: string, details?: Readonly<Record<string, unknown>>): Refusal {
  return { code, text: { en, zh }, ...(details ? { details } : {}) };
}
