import type { ErrorCode, Text } from '../../kernel/error.js';
import { can, type Permission } from '../../identity/domain/permissions.js';
import type { GateState, Refusal } from './gate-state.js';
import { changeKind } from './kind-change.js';
import * as ready from './readiness.js';
import { isRespondent } from './respondent.js';
import type { Ticket } from './ticket.js';

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly code: ErrorCode; readonly text: Text; readonly details: Readonly<Record<string, unknown>> | null };

interface OperationRule {
  readonly permission: Permission;
  /** OPEN: not closed and not on hold. HELD_TOO: also on hold. ANY: closed, too. */
  readonly while: 'OPEN' | 'HELD_TOO' | 'ANY';
  /** ASSIGNEE: the assignee, or who holds ticket.override. UNASSIGNED_TOO: also while nobody has it. ANYONE: with the permission. */
  readonly by: 'ASSIGNEE' | 'UNASSIGNED_TOO' | 'ANYONE';
  /** False: still allowed after the customer withdrew. */
  readonly stopsAtWithdrawal: boolean;
  /** True: the person complained about may not do it, by any account. */
  readonly barsRespondent: boolean;
  /** True: decides about money or goods or moves them. A repetition must be known for one however late it comes, so its idempotency keys are kept for ever. */
  readonly moves: boolean;
  readonly ready?: (state: GateState) => Refusal | null;
}

function rule(permission: Permission, by: OperationRule['by'], more: Partial<OperationRule> = {}): OperationRule {
  return { permission, by, while: 'OPEN', stopsAtWithdrawal: true, barsRespondent: true, moves: false, ...more };
}

/** Every operation on a ticket and what it takes. The mutations and `ticket.allowedOperations` read this one table; what other features know comes with the state. */
export const OPERATIONS = {
  TAKE: rule('ticket.work', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.take }),
  ASSIGN: rule('ticket.assign', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false }),
  TRANSFER: rule('ticket.work', 'ASSIGNEE', { stopsAtWithdrawal: false, ready: ready.transfer }),
  CLASSIFY: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO' }),
  CHANGE_KIND: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', ready: changeKind }),
  TAG: rule('ticket.work', 'UNASSIGNED_TOO', { while: 'HELD_TOO', stopsAtWithdrawal: false }),
  LINK: rule('ticket.work', 'UNASSIGNED_TOO', { while: 'HELD_TOO', stopsAtWithdrawal: false }),
  IDENTIFY: rule('ticket.work', 'ASSIGNEE'),
  HOLD: rule('ticket.work', 'ASSIGNEE', { ready: ready.hold }),
  RESUME: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.resume }),

  SEND_MESSAGE: rule('message.send', 'UNASSIGNED_TOO', { while: 'HELD_TOO', stopsAtWithdrawal: false }),
  ADD_NOTE: rule('message.send', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false }),
  RECEIVE_MESSAGE: rule('message.receive', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false, barsRespondent: false }),
  REDACT_MESSAGE: rule('message.redact', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false }),
  REDACT_TEXT: rule('message.redact', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false }),
  ADD_ATTACHMENT: rule('attachment.write', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false }),

  RECORD_STATEMENT: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO' }),
  CONFIRM_STATEMENT: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', ready: ready.confirmStatement }),
  RECORD_FINDING: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', ready: ready.recordFinding }),
  CONFIRM_FINDING: rule('ticket.supervise', 'ANYONE', { while: 'HELD_TOO', ready: ready.confirmFinding }),
  SUBMIT_FINDING: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO' }),
  DISPUTE_FINDING: rule('ticket.work', 'UNASSIGNED_TOO', { while: 'ANY', stopsAtWithdrawal: false, ready: ready.disputeFinding }),
  ARBITRATE_FINDING: rule('ticket.supervise', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false, ready: ready.disputeFinding }),
  REPORT_SEVERITY: rule('ticket.work', 'UNASSIGNED_TOO', { while: 'HELD_TOO', ready: ready.reportSeverity }),
  ACKNOWLEDGE_SEVERITY: rule('ticket.supervise', 'ANYONE', { while: 'HELD_TOO', ready: ready.acknowledgeSeverity }),
  EXTEND_RECEIPT: rule('ticket.work', 'ASSIGNEE', { moves: true, while: 'HELD_TOO', ready: ready.hasOrder }),
  SEND_FEEDBACK: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasFinding }),

  MAKE_PROMISE: rule('message.send', 'ASSIGNEE', { while: 'HELD_TOO' }),
  KEEP_PROMISE: rule('message.send', 'ASSIGNEE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasPromise }),
  RENEGOTIATE_PROMISE: rule('message.send', 'ASSIGNEE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasPromise }),
  OPEN_TASK: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO' }),
  ANSWER_TASK: rule('task.work', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasTask }),
  CANCEL_TASK: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasTask }),

  MAKE_OFFER: rule('offer.make', 'ASSIGNEE', { moves: true, ready: ready.makeOffer }),
  SEND_OFFER: rule('offer.make', 'ASSIGNEE', { moves: true, ready: ready.sendOffer }),
  WITHDRAW_OFFER: rule('offer.make', 'ASSIGNEE', { moves: true, while: 'HELD_TOO', ready: ready.withdrawOffer }),
  ACCEPT_OFFER: rule('offer.decide', 'ANYONE', { moves: true, while: 'HELD_TOO', ready: ready.decideOffer }),
  REFUSE_OFFER: rule('offer.decide', 'ANYONE', { moves: true, while: 'HELD_TOO', ready: ready.decideOffer }),
  FULFIL_LEG: rule('leg.fulfil', 'ANYONE', { moves: true, while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasLeg }),
  RECORD_EXCHANGE_PAYMENT: rule('payment.record', 'ANYONE', { moves: true, while: 'ANY', stopsAtWithdrawal: false, ready: ready.hasOffer }),
  MOVE_GOODS: rule('leg.fulfil', 'ANYONE', { moves: true, while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasLeg }),
  INSPECT_GOODS: rule('goods.inspect', 'ANYONE', { moves: true, while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasLeg }),
  COUNTER_OFFER: rule('offer.decide', 'ANYONE', { moves: true, while: 'HELD_TOO' }),
  FILE_CLAIM: rule('ticket.work', 'UNASSIGNED_TOO', { moves: true, while: 'ANY', stopsAtWithdrawal: false, ready: ready.hasFinding }),
  SETTLE_CLAIM: rule('claim.settle', 'ANYONE', { moves: true, while: 'ANY', stopsAtWithdrawal: false }),
  CANCEL_LEG: rule('ticket.supervise', 'ANYONE', { moves: true, while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.hasLeg }),

  REQUEST_APPROVAL: rule('offer.make', 'ASSIGNEE', { moves: true, while: 'HELD_TOO', ready: ready.requestApproval }),
  WITHDRAW_APPROVAL: rule('offer.make', 'ANYONE', { moves: true, while: 'HELD_TOO', ready: ready.hasPendingApproval }),
  DECIDE_APPROVAL: rule('approval.decide', 'ANYONE', { moves: true, while: 'HELD_TOO', ready: ready.hasPendingApproval }),
  OVERRIDE_APPROVAL: rule('approval.override', 'ANYONE', { moves: true, while: 'HELD_TOO', ready: ready.hasPendingApproval }),

  SKIP_STEP: rule('ticket.work', 'ASSIGNEE', { ready: ready.skipStep }),
  WITHDRAW: rule('ticket.work', 'ASSIGNEE', { while: 'HELD_TOO', ready: ready.withdraw }),
  MERGE: rule('ticket.merge', 'ASSIGNEE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.merge }),
  CLOSE: rule('ticket.close', 'ASSIGNEE', { stopsAtWithdrawal: false, ready: ready.close }),
  REOPEN: rule('ticket.reopen', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false, ready: ready.reopen }),

  ACKNOWLEDGE_ESCALATION: rule('ticket.work', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false, ready: ready.acknowledgeEscalation }),
  OBSERVE_DEADLINE: rule('deadline.observe', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false, barsRespondent: false }),
  REAPPLY_POLICY: rule('policy.reapply', 'ANYONE', { while: 'HELD_TOO', stopsAtWithdrawal: false, barsRespondent: false }),

  /** What becomes of a payout, recorded on its ticket; asked for by the payout's own operations, whatever the ticket's state. */
  SETTLE_PAYOUT: rule('payout.settle', 'ANYONE', { moves: true, while: 'ANY', stopsAtWithdrawal: false }),
  /** What falls due by itself; only the system asks for it. */
  FALL_DUE: rule('ticket.supervise', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false }),
  /** What a parcel's news says of goods on their way; likewise. */
  PARCEL_MOVED: rule('ticket.supervise', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false }),
  /** Another tier of the customer, or another amount of the order; likewise. */
  TRADE_CHANGED: rule('ticket.supervise', 'ANYONE', { while: 'ANY', stopsAtWithdrawal: false }),
} as const satisfies Record<string, OperationRule>;

/** What nobody asks for: it happens. */
export const HAPPENINGS = ['FALL_DUE', 'PARCEL_MOVED', 'SETTLE_PAYOUT', 'TRADE_CHANGED'] as const;

export type Operation = keyof typeof OPERATIONS;

/** Whose idempotency keys may be forgotten in time, opening included. Whatever is not named here is kept. */
export const FORGETTABLE: readonly string[] = ['OPEN', ...(Object.keys(OPERATIONS) as Operation[]).filter((operation) => !OPERATIONS[operation].moves)];
export type Doable = Exclude<Operation, (typeof HAPPENINGS)[number]>;

function refuse(code: ErrorCode, en: string, zh: string, details: Readonly<Record<string, unknown>> | null = null): Verdict {
  return { allowed: false, code, text: { en, zh }, details };
}

/** May this actor do this now? The same answer guards the mutation and fills `allowedOperations`. */
export function gate(operation: Operation, state: GateState): Verdict {
  const law: OperationRule = OPERATIONS[operation];
  const { ticket, actor } = state;
  if (!can(actor, law.permission, { shopId: ticket.shopId })) {
    return refuse('FORBIDDEN', 'Your role may not do this in this shop.', '您的角色在此店铺无权执行该操作。');
  }
  if (law.barsRespondent && actor.kind === 'MEMBER' && isRespondent(ticket, actor)) {
    return refuse('RESPONDENT_BARRED', 'The complaint is about you; somebody else handles it.', '该投诉涉及您本人，须由他人处理。');
  }
  const standing = statusRefusal(law, ticket);
  if (standing) return standing;
  if (law.stopsAtWithdrawal && state.summary.withdrawn) {
    return refuse('TICKET_WITHDRAWN', 'The customer withdrew; send the closing message and close.', '顾客已撤销，请发送结束消息并关闭工单。');
  }
  if (!owns(law, state)) {
    return ticket.assigneeId === null
      ? refuse('NOT_ASSIGNEE', 'Nobody has this ticket yet; take it first.', '工单尚无负责人，请先领取。')
      : refuse('NOT_ASSIGNEE', 'This ticket is in other hands; ask for a transfer, or let a leader act.', '工单由他人负责，请申请转交或由组长处理。');
  }
  const refusal = law.ready?.(state) ?? state.hindered[operation];
  return refusal ? { allowed: false, ...refusal, details: refusal.details ?? null } : { allowed: true };
}

function statusRefusal(law: OperationRule, ticket: Ticket): Verdict | null {
  if (law.while === 'ANY') return null;
  if (ticket.status === 'CLOSED') return refuse('TICKET_CLOSED', 'The ticket is closed; reopen it first.', '工单已关闭，请先重新打开。');
  if (law.while === 'OPEN' && ticket.status === 'ON_HOLD') {
    return refuse('TICKET_ON_HOLD', 'The ticket is on hold; resume it first.', '工单已挂起，请先恢复。');
  }
  return null;
}

function owns(law: OperationRule, { ticket, actor }: GateState): boolean {
  if (law.by === 'ANYONE' || actor.kind === 'SYSTEM') return true;
  if (ticket.assigneeId === actor.id) return true;
  if (law.by === 'UNASSIGNED_TOO' && ticket.assigneeId === null) return true;
  return ticket.assigneeId !== null && can(actor, 'ticket.override', { shopId: ticket.shopId });
}
