import type { ErrorCode } from '../../kernel/error.js';
import { can } from '../../identity/domain/permissions.js';
import {
  approvalOf, latestFinding, openLegs, openOffer, pendingApproval, REQUIREMENTS, statementAwaited, unmetNeeds, type RequirementCode, type Step, type StepProgress,
  type Summary,
} from '../../process/domain/index.js';
import type { GateState, Refusal } from './gate-state.js';

// One function per operation that needs more than permission, status and ownership: what must be on record before it makes sense.

function no(code: ErrorCode, en: string, zh: string, details?: Readonly<Record<string, unknown>>): Refusal {
  return { code, text: { en, zh }, ...(details ? { details } : {}) };
}

function stepOf(state: GateState, step: Step): StepProgress | undefined {
  return state.progress.steps.find((candidate) => candidate.step === step);
}

function isOver(step: StepProgress | undefined): boolean {
  return step !== undefined && step.completedAt !== null;
}

/** What stands before this evidence may come to be, by the same table a definition is published by. */
function refuseUnmet(state: GateState, code: RequirementCode): Refusal | null {
  const [need] = unmetNeeds(code, state.summary, state.progress);
  if (!need) return null;
  if ('evidence' in need) {
    const advice = REQUIREMENTS[need.evidence as RequirementCode].advice;
    return { code: 'EVIDENCE_MISSING', text: advice, details: { missing: [need.evidence] } };
  }
  const missing = stepOf(state, need.step)?.missing ?? [];
  return no('STEP_NOT_READY', `First complete ${need.step}.`, `请先完成 ${need.step} 步骤。`, { step: need.step, missing });
}

export function take({ ticket, actor }: GateState): Refusal | null {
  if (ticket.assigneeId === actor.id) return no('NOTHING_TO_DO', 'You have this ticket already.', '该工单已由您负责。');
  if (ticket.assigneeId !== null && !can(actor, 'ticket.override', { shopId: ticket.shopId })) {
    return no('NOT_ASSIGNEE', 'Somebody else has this ticket; ask for a transfer.', '工单已有负责人，请申请转交。');
  }
  return null;
}

export function transfer({ ticket }: GateState): Refusal | null {
  return ticket.assigneeId === null ? no('NOTHING_TO_DO', 'Nobody has this ticket; assign it instead.', '工单尚无负责人，请直接分配。') : null;
}

export function hold({ progress }: GateState): Refusal | null {
  return progress.currentStep === null ? no('NOTHING_TO_DO', 'All steps are done; close the ticket.', '所有步骤均已完成，请关闭工单。') : null;
}

export function resume({ ticket }: GateState): Refusal | null {
  return ticket.status === 'ON_HOLD' ? null : no('NOTHING_TO_DO', 'The ticket is not on hold.', '工单未处于挂起状态。');
}

export function confirmStatement({ summary }: GateState): Refusal | null {
  if (!summary.statement) return no('EVIDENCE_MISSING', "Record the customer's account first.", '请先记录顾客的陈述。');
  if (summary.structured || statementAwaited(summary)) return null;
  return summary.statement.confirmed
    ? no('ALREADY_DECIDED', 'The customer confirmed this account already.', '顾客已确认该陈述。')
    : no('EVIDENCE_MISSING', 'Restate the account to the customer first.', '请先向顾客复述确认。');
}

export function recordFinding({ summary }: GateState): Refusal | null {
  return summary.statement ? null : no('EVIDENCE_MISSING', "Record the customer's account before judging the cause.", '请先记录顾客的陈述，再判断原因。');
}

export function hasFinding({ summary }: GateState): Refusal | null {
  return latestFinding(summary) ? null : no('EVIDENCE_MISSING', 'Record a finding first.', '请先记录责任判断。');
}

export function confirmFinding({ summary }: GateState): Refusal | null {
  const finding = latestFinding(summary);
  if (!finding) return no('EVIDENCE_MISSING', 'There is no finding to confirm.', '尚无可确认的责任判断。');
  return finding.liability === 'CONFIRMED' ? no('ALREADY_DECIDED', 'The finding is confirmed already.', '责任判断已确认。') : null;
}

export function disputeFinding({ summary }: GateState): Refusal | null {
  return latestFinding(summary)?.liability === 'CONFIRMED' ? null : no('EVIDENCE_MISSING', 'Only a confirmed finding is disputed.', '仅已确认的责任判断可提出异议。');
}

/** The person first, then the report; the rules of escalation tell the supervisor on duty at once, by themselves. */
export function reportSeverity({ summary }: GateState): Refusal | null {
  const { severity, severityReported, messages } = summary;
  if (severity !== 'SEVERE') return no('NOTHING_TO_DO', 'Only severe cases are reported.', '仅严重工单需要上报。');
  if (severityReported) return no('ALREADY_DECIDED', 'A supervisor was told already.', '已上报主管。');
  if (messages.some(({ data }) => data.origin === 'HUMAN' && data.empathizes)) return null;
  return { code: 'EVIDENCE_MISSING', text: REQUIREMENTS.EMPATHY_SENT.advice, details: { missing: ['EMPATHY_SENT'] } };
}

export function acknowledgeSeverity({ summary }: GateState): Refusal | null {
  if (!summary.severityReported) return no('NOTHING_TO_DO', 'Nobody has reported this case.', '该工单尚未上报。');
  return summary.severityAcknowledged ? no('ALREADY_DECIDED', 'A supervisor took note already.', '主管已知悉。') : null;
}

/** An escalation is put off so many times and no more: putting off is no way of never answering. */
export const MOST_ACKNOWLEDGEMENTS = 3;

/** The escalations this actor may take note of: those whose last level told them; a supervisor, all. */
export function ownEscalations({ ticket, summary, actor }: Pick<GateState, 'ticket' | 'summary' | 'actor'>): Summary['escalations'] {
  const supervises = can(actor, 'ticket.supervise', { shopId: ticket.shopId });
  return summary.escalations.filter(({ notified }) => supervises || notified.includes(actor.id));
}

export function acknowledgeEscalation(state: GateState): Refusal | null {
  if (state.summary.escalations.length === 0) return no('NOTHING_TO_DO', 'Nothing escalates on this ticket.', '该工单没有进行中的升级。');
  const own = ownEscalations(state);
  if (own.length === 0) return no('FORBIDDEN', 'Only those who were told last, or a supervisor, take note of it.', '仅最近被通知的同事或主管可以确认。');
  return own.every(({ acknowledgements }) => acknowledgements >= MOST_ACKNOWLEDGEMENTS)
    ? no('LIMIT_EXCEEDED', `An escalation is put off at most ${MOST_ACKNOWLEDGEMENTS} times.`, `每次升级最多可延后 ${MOST_ACKNOWLEDGEMENTS} 次。`)
    : null;
}

export function hasOrder({ ticket }: GateState): Refusal | null {
  return ticket.orderId ? null : no('EVIDENCE_MISSING', 'The ticket names no order.', '工单未关联订单。');
}

export function hasPromise({ summary }: GateState): Refusal | null {
  return summary.promises.length > 0 ? null : no('NOTHING_TO_DO', 'No promise is open.', '没有未完成的承诺。');
}

export function hasTask({ summary }: GateState): Refusal | null {
  return summary.openTaskIds.length > 0 ? null : no('NOTHING_TO_DO', 'No task is open.', '没有进行中的协作任务。');
}

/** An offer is drafted once the customer was heard and the cause judged, at least provisionally. */
export function makeOffer(state: GateState): Refusal | null {
  const early = refuseUnmet(state, 'OFFER_MADE');
  if (early) return early;
  if (openOffer(state.summary)) return no('ALREADY_DECIDED', 'An offer is open; send, withdraw or let the customer decide it first.', '已有未决方案，请先发送、撤回或等待顾客决定。');
  if (isOver(stepOf(state, 'REMEDY'))) {
    return no('ALREADY_DECIDED', 'The remedy is decided; reopen the ticket to that step for another.', '补救方案已定；如需另行提出，请将工单重新打开到该步骤。');
  }
  return null;
}

export function sendOffer(state: GateState): Refusal | null {
  if (openOffer(state.summary)?.state !== 'MADE') return no('NOTHING_TO_DO', 'No drafted offer waits to be sent.', '没有待发送的方案。');
  return refuseUnmet(state, 'OFFER_SENT') ?? refuseUnconfirmed(state) ?? unapproved(state);
}

/** Whether the offer may be given at all is decided elsewhere; here it only matters that it was asked, and what came of it. */
function unapproved({ summary }: GateState): Refusal | null {
  const approval = approvalOf(summary, openOffer(summary)?.id ?? '');
  if (!approval || approval.state === 'APPROVED') return null;
  if (approval.state === 'PENDING') return approvalPending(summary);
  return no('APPROVAL_REQUIRED', 'The offer was not approved; ask again, or withdraw it and make another.', '该方案未获批准；请重新申请，或撤回后另行提出。', { outcome: approval.state });
}

function approvalPending(summary: GateState['summary']): Refusal | null {
  if (!pendingApproval(summary)) return null;
  return no('APPROVAL_PENDING', 'The offer waits for approval.', '该方案正在等待审批。');
}

export function requestApproval({ summary }: GateState): Refusal | null {
  if (openOffer(summary)?.state !== 'MADE') return no('NOTHING_TO_DO', 'No drafted offer could be approved.', '没有可申请审批的方案草稿。');
  return approvalPending(summary);
}

export function hasPendingApproval({ summary }: GateState): Refusal | null {
  if (pendingApproval(summary)) return null;
  return summary.approvals.length > 0
    ? no('ALREADY_DECIDED', 'The request was decided or withdrawn already.', '该审批申请已有结论或已撤回。', { outcome: summary.approvals.at(-1)?.state })
    : no('NOTHING_TO_DO', 'Nothing waits for approval.', '没有待审批的申请。');
}

/** Shared fault and severe cases are a supervisor's to decide before the customer is offered anything for them. */
function refuseUnconfirmed({ summary }: GateState): Refusal | null {
  const finding = latestFinding(summary);
  if (!finding || finding.liability === 'CONFIRMED' || !(finding.shared === true || summary.severity === 'SEVERE')) return null;
  return { code: 'EVIDENCE_MISSING', text: REQUIREMENTS.FINDING_CONFIRMED.advice, details: { missing: ['FINDING_CONFIRMED'] } };
}

export function withdrawOffer({ summary }: GateState): Refusal | null {
  return openOffer(summary) ? null : no('NOTHING_TO_DO', 'No offer is open.', '没有未决方案。');
}

export function decideOffer({ summary }: GateState): Refusal | null {
  return openOffer(summary)?.state === 'SENT' ? null : no('NOTHING_TO_DO', 'No offer is before the customer.', '没有等待顾客决定的方案。');
}

export function hasLeg({ summary }: GateState): Refusal | null {
  return openLegs(summary).length > 0 ? null : no('NOTHING_TO_DO', 'No leg of an accepted offer is open.', '没有待履行的方案项。');
}

/** A payment of the customer's belongs to an offer, whatever became of it. */
export function hasOffer({ summary }: GateState): Refusal | null {
  return summary.offers.length > 0 ? null : no('NOTHING_TO_DO', 'No offer was made.', '尚未提出过方案。');
}

export function skipStep({ progress }: GateState): Refusal | null {
  return progress.currentStep ? null : no('NOTHING_TO_DO', 'All steps are done.', '所有步骤均已完成。');
}

/** Before anything is under way to the customer; afterwards the open legs are cancelled one by one, with their reasons. */
export function withdraw(state: GateState): Refusal | null {
  if (openLegs(state.summary).length > 0) {
    return no('STEP_NOT_READY', 'Cancel or fulfil the open legs first.', '请先取消或完成未履行的方案项。', { legs: openLegs(state.summary).length });
  }
  return openOffer(state.summary) ? no('STEP_NOT_READY', 'Withdraw the open offer first.', '请先撤回未决方案。') : null;
}

export function merge({ summary }: GateState): Refusal | null {
  if (openLegs(summary).length > 0 || openOffer(summary)) {
    return no('STEP_NOT_READY', 'An offer or its legs are open on this ticket; finish or cancel them first.', '本工单仍有未决方案或未履行项，请先处理。');
  }
  // As in `close`.
  if (summary.promises.length > 0 || summary.openTaskIds.length > 0) {
    return no('STEP_NOT_READY', 'A promise or a task is open on this ticket; finish it first.', '本工单仍有未完成的承诺或协作任务，请先处理。');
  }
  return null;
}

export function close({ ticket, progress, summary, actor }: GateState): Refusal | null {
  const pending = approvalPending(summary);
  if (pending) return pending;
  const open = progress.steps.find((step) => step.completedAt === null);
  if (open) {
    return no('STEP_NOT_READY', `Not everything is done: ${open.step} still lacks something.`, `尚有未完成事项：${open.step} 步骤仍缺少内容。`, {
      step: open.step,
      missing: open.missing,
    });
  }
  // A step once done stays done, whatever is promised after it; a closed ticket has no clocks, and what it owes would be forgotten.
  if (summary.promises.length > 0) return no('STEP_NOT_READY', 'A promise is open on this ticket; keep it first.', '本工单仍有未兑现的承诺，请先兑现。');
  if ((summary.severity === 'SEVERE' || summary.supervisorRequired) && !can(actor, 'ticket.supervise', { shopId: ticket.shopId })) {
    return no('FORBIDDEN', 'This case is closed by a supervisor after a review.', '该工单须由主管复核后关闭。');
  }
  return null;
}

/** A closed ticket, or an open one whose step turns out to need doing again. */
export function reopen({ ticket, progress }: GateState): Refusal | null {
  if (ticket.resolution === 'MERGED') return no('NOTHING_TO_DO', 'A merged ticket goes on in the one it was merged into.', '已合并的工单在目标工单中继续处理。');
  if (ticket.status === 'ON_HOLD') return no('TICKET_ON_HOLD', 'The ticket is on hold; resume it first.', '工单已挂起，请先恢复。');
  return progress.steps.some((step) => step.completedAt !== null) ? null : no('NOTHING_TO_DO', 'No step is done yet.', '尚无已完成的步骤。');
}
