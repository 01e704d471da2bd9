import type { Fact, FactData, FactType } from './fact.js';
import type { RequirementCode } from './requirements.js';
import { latestFinding, openLegs, openOffer, type Summary } from './summary.js';

/** A fact before it has its place in the log. */
export type FactDraft = { [T in FactType]: Pick<Extract<Fact, { type: T }>, 'type' | 'data'> }[FactType];

/** How the walked ticket turns out where the process does not decide it. */
export interface Verdict {
  readonly causedByUs: boolean;
  readonly misuse: boolean | null;
  readonly fault: FactData['finding.recorded']['fault'];
}

type Move = (summary: Summary, verdict: Verdict, id: string) => readonly FactDraft[];

/** The public message of a person that does nothing but what is named. */
export function humanMessage(messageId: string, does: Partial<FactData['message.sent']> = {}): FactDraft {
  return {
    type: 'message.sent',
    data: {
      messageId, origin: 'HUMAN', greets: false, saysWhen: false, empathizes: false, explains: false, apologizes: false, reminds: false,
      tellsLegIds: [], surveys: false, closes: false, visitsBack: false, ...does,
    },
  };
}

/** What people would do to satisfy each requirement, once its needs are met. One entry per code, so that no requirement is left without a way to it. */
export const MOVES: Readonly<Record<RequirementCode, Move>> = {
  PROBLEM_WRITTEN: record,
  HUMAN_REPLY: (_s, _v, id) => [humanMessage(id)],
  REPLY_SAYS_WHEN: (_s, _v, id) => [
    humanMessage(id, { saysWhen: true }), { type: 'promise.made', data: { promiseId: id } }, { type: 'promise.kept', data: { promiseId: id, messageId: null } },
  ],
  AGENT_ACCEPTED: (_s, _v, id) => [{ type: 'ticket.assigned', data: { memberId: id, teamId: null } }],
  GREETING_SENT: (_s, _v, id) => [humanMessage(id, { greets: true })],
  CUSTOMER_IDENTIFIED: (s) => [{ type: 'ticket.identified', data: { customerKnown: true, orderKnown: s.orderKnown } }],
  GOODS_IDENTIFIED: (s) => [{ type: 'ticket.identified', data: { customerKnown: s.customerKnown, orderKnown: true } }],
  CLASSIFIED: ({ severity, emotion, anomaly }) => [{ type: 'ticket.classified', data: { severity, emotion, anomaly } }],
  STATEMENT_RECORDED: record,
  STATEMENT_CONFIRMED: ({ statement }, _v, id) => (statement
    ? [
      { type: 'statement.restated', data: { statementId: statement.id, messageId: id } },
      { type: 'statement.confirmed', data: { statementId: statement.id, by: 'CUSTOMER', messageId: id } },
    ]
    : []),
  PROOF_ASKED_OR_RECEIVED: (_s, _v, id) => [{ type: 'proof.received', data: { attachmentId: id, kind: 'PHOTO' } }],
  EMPATHY_SENT: (_s, _v, id) => [humanMessage(id, { empathizes: true })],
  EXPLANATION_SENT: (_s, _v, id) => [humanMessage(id, { explains: true })],
  SEVERITY_REPORTED: (_s, _v, id) => [{ type: 'severity.reported', data: { toMemberId: id } }],
  SEVERITY_ACKNOWLEDGED: () => [{ type: 'severity.acknowledged', data: {} }],
  APOLOGY_SENT: (_s, _v, id) => [humanMessage(id, { apologizes: true })],
  FINDING_RECORDED: (_s, verdict, id) => [finding(id, verdict, 'PROVISIONAL', false)],
  FINDING_CONFIRMED: (s, verdict, id) => [finding(id, verdict, 'CONFIRMED', latestFinding(s)?.correctiveAction ?? false)],
  CORRECTIVE_ACTION: (s, verdict, id) => [finding(id, verdict, latestFinding(s)?.liability ?? 'PROVISIONAL', true)],
  GUIDANCE_GIVEN: (s, _v, id) => [{ type: 'guidance.given', data: { findingId: latestFinding(s)?.id ?? '', messageId: id } }],
  OFFER_MADE: (_s, _v, id) => [{ type: 'offer.made', data: { offerId: id, legIds: [`${id}.leg`], explanationOnly: false } }],
  OFFER_SENT: (s, _v, id) => [{ type: 'offer.sent', data: { offerId: openOffer(s)?.id ?? '', messageId: id } }],
  CUSTOMER_DECIDED: (s, _v, id) => [{ type: 'offer.accepted', data: { offerId: openOffer(s)?.id ?? '', messageId: id } }],
  LEGS_FULFILLED: (s, _v, id) => openLegs(s).map((leg) => ({ type: 'leg.fulfilled', data: { legId: leg.id, offerId: leg.offerId, proofRef: id } })),
  CUSTOMER_TOLD: (s, _v, id) => [humanMessage(id, { tellsLegIds: s.legs.map((leg) => leg.id) })],
  PROMISES_CLOSED: (s) => s.promises.map((promise) => ({ type: 'promise.kept', data: { promiseId: promise.id, messageId: null } })),
  TASKS_CLOSED: (s) => s.openTaskIds.map((taskId) => ({ type: 'task.answered', data: { taskId } })),
  FEEDBACK_SENT: () => [{ type: 'feedback.sent', data: { department: 'WAREHOUSE' } }],
  VISIT_BACK: (_s, _v, id) => [humanMessage(id, { visitsBack: true })],
  SURVEY_SENT: (_s, _v, id) => [humanMessage(id, { surveys: true })],
  CLOSURE_SENT: (_s, _v, id) => [humanMessage(id, { closes: true })],
};

function record(_summary: Summary, _verdict: Verdict, id: string): readonly FactDraft[] {
  return [{ type: 'statement.recorded', data: { statementId: id, wish: 'REFUND' } }];
}

function finding(findingId: string, verdict: Verdict, liability: 'PROVISIONAL' | 'CONFIRMED', correctiveAction: boolean): FactDraft {
  return { type: 'finding.recorded', data: { findingId, ...verdict, liability, correctiveAction } };
}
