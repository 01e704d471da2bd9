import type { Fact, FactOf, FactType } from './fact.js';
import type { Mark, OfferSummary, Summary } from './summary.js';

/** The summary while it is being folded. */
export type SummaryDraft = {
  -readonly [K in keyof Summary]: Summary[K] extends readonly (infer E)[] ? E[] : Summary[K];
};

export type Fold<T extends FactType> = (summary: SummaryDraft, fact: FactOf<T>) => void;
type Folds = { [T in FactType]?: Fold<T> };

const ticketFolds: Folds = {
  'ticket.classified': (s, fact) => {
    s.severity = fact.data.severity;
    s.emotion = fact.data.emotion;
    s.anomaly = fact.data.anomaly;
    s.classified = markOf(fact);
  },
  'ticket.converted': (s, { data }) => {
    const { to, severity, anomaly, reasonFamily, evidenceWanted, customerKnown, orderKnown } = data;
    Object.assign(s, { kind: to, severity, anomaly, reasonFamily, evidenceWanted, customerKnown, orderKnown });
  },
  'ticket.identified': (s, { data }) => {
    s.customerKnown = data.customerKnown;
    s.orderKnown = data.orderKnown;
  },
  'ticket.assigned': (s, { data }) => {
    s.assigneeId = data.memberId;
    s.teamId = data.teamId;
  },
  'ticket.held': (s, { data }) => void (s.heldFor = data.reason),
  'ticket.resumed': (s) => void (s.heldFor = null),
  'ticket.withdrawn': (s, fact) => void (s.withdrawn = markOf(fact)),
  'ticket.merged': (s, { data }) => void (s.mergedIntoId = data.intoId),
  'ticket.closed': (s, { data }) => void (s.closed = data.resolution),
  'ticket.reopened': (s) => {
    s.withdrawn = null;
    s.mergedIntoId = null;
    s.closed = null;
    // A severe case that comes back is reported, and taken note of, anew.
    s.severityReported = null;
    s.severityAcknowledged = null;
    s.reopenings += 1;
  },
  'severity.reported': (s, fact) => void (s.severityReported = markOf(fact)),
  'severity.acknowledged': (s, fact) => {
    if (s.severityReported) s.severityAcknowledged = markOf(fact);
  },
  'supervisor.required': (s) => void (s.supervisorRequired = true),
};

const conversationFolds: Folds = {
  'message.received': (s, fact) => void (s.lastCustomerTurn = markOf(fact)),
  'message.sent': (s, fact) => {
    s.messages.push(fact);
    if (fact.data.origin === 'HUMAN') s.lastHumanReply = markOf(fact);
    if (fact.data.reminds && s.statement?.restated && !s.statement.reminded) {
      s.statement = { ...s.statement, reminded: markOf(fact) };
    }
  },
  'statement.recorded': (s, fact) => {
    s.problemWritten = true;
    s.statement = { id: fact.data.statementId, recorded: markOf(fact), restated: null, reminded: null, confirmed: null };
  },
  'statement.restated': (s, fact) => {
    if (s.statement?.id === fact.data.statementId) s.statement = { ...s.statement, restated: markOf(fact), reminded: null };
  },
  'statement.confirmed': (s, fact) => {
    const { statementId, by, messageId } = fact.data;
    if (s.statement?.id === statementId) s.statement = { ...s.statement, confirmed: { ...markOf(fact), by, messageId } };
  },
  'proof.requested': (s, fact) => void s.proofs.push(fact),
  'proof.received': (s, fact) => void s.proofs.push(fact),
  'promise.made': (s, { data }) => void s.promises.push({ id: data.promiseId }),
  'promise.kept': (s, { data }) => void (s.promises = s.promises.filter(({ id }) => id !== data.promiseId)),
  'promise.renegotiated': (s, { data }) => void (s.promises = s.promises.filter(({ id }) => id !== data.promiseId)),
};

const remedyFolds: Folds = {
  'finding.recorded': (s, fact) => {
    const { findingId, ...verdict } = fact.data;
    const previous = s.findings.at(-1);
    const faultSince = previous?.fault === verdict.fault ? previous.faultSince : fact.seq;
    s.findings = [...s.findings.filter(({ id }) => id !== findingId), { id: findingId, recorded: markOf(fact), ...verdict, faultSince }];
  },
  'guidance.given': (s, fact) => void s.guidances.push({ ...fact.data, given: markOf(fact) }),
  'offer.made': (s, { data: { offerId: id, legIds, explanationOnly } }) =>
    void s.offers.push({ id, legIds, explanationOnly, state: 'MADE', final: false, sent: null, decided: null }),
  'offer.sent': (s, fact) => {
    change(s, fact.data.offerId, ['MADE'], { state: 'SENT', sent: { ...markOf(fact), messageId: fact.data.messageId } });
  },
  'offer.accepted': (s, fact) => {
    const { offerId, messageId } = fact.data;
    const offer = change(s, offerId, ['SENT'], { state: 'ACCEPTED', decided: { ...markOf(fact), messageId } });
    for (const id of offer?.legIds ?? []) s.legs.push({ id, offerId, state: 'OPEN', ended: null });
  },
  'offer.refused': (s, fact) => {
    const { offerId, messageId, final } = fact.data;
    change(s, offerId, ['SENT'], { state: 'REFUSED', final, decided: { ...markOf(fact), messageId } });
  },
  'offer.lapsed': (s, fact) => void change(s, fact.data.offerId, ['MADE', 'SENT'], { state: 'LAPSED', decided: { ...markOf(fact), messageId: null } }),
  'offer.withdrawn': (s, fact) => void change(s, fact.data.offerId, ['MADE', 'SENT'], { state: 'WITHDRAWN' }),
  'approval.requested': (s, { data }) => void s.approvals.push({ id: data.requestId, offerId: data.offerId, state: 'PENDING' }),
  'approval.ended': (s, { data }) => {
    s.approvals = s.approvals.map((approval) => (approval.id === data.requestId ? { ...approval, state: data.outcome } : approval));
  },
  'leg.fulfilled': (s, fact) => endLeg(s, fact, 'FULFILLED'),
  'leg.cancelled': (s, fact) => endLeg(s, fact, 'CANCELLED'),
  'task.opened': (s, { data }) => void s.openTaskIds.push(data.taskId),
  'task.answered': (s, { data }) => void (s.openTaskIds = s.openTaskIds.filter((id) => id !== data.taskId)),
  'task.cancelled': (s, { data }) => void (s.openTaskIds = s.openTaskIds.filter((id) => id !== data.taskId)),
  'feedback.sent': (s, fact) => void (s.feedback = markOf(fact)),
};

/** For the gates alone; no step asks who was told. */
const escalationFolds: Folds = {
  'escalation.fired': (s, { data }) => {
    const before = s.escalations.find(({ id }) => id === data.escalationId);
    const others = s.escalations.filter(({ id }) => id !== data.escalationId);
    s.escalations = [...others, { id: data.escalationId, notified: data.notified, acknowledgements: before?.acknowledgements ?? 0 }];
  },
  'escalation.acknowledged': (s, { data }) => {
    s.escalations = s.escalations.map((one) => (one.id === data.escalationId ? { ...one, acknowledgements: one.acknowledgements + 1 } : one));
  },
  'escalation.ended': (s, { data }) => void (s.escalations = s.escalations.filter(({ id }) => id !== data.escalationId)),
};

/** A decision is not taken twice: a fact about an offer in another state changes nothing. */
function change(s: SummaryDraft, offerId: string, from: readonly OfferSummary['state'][], to: Partial<OfferSummary>): OfferSummary | undefined {
  const index = s.offers.findIndex((offer) => offer.id === offerId && from.includes(offer.state));
  const before = s.offers[index];
  if (!before) return undefined;
  return (s.offers[index] = { ...before, ...to });
}

function endLeg(s: SummaryDraft, fact: FactOf<'leg.fulfilled' | 'leg.cancelled'>, state: 'FULFILLED' | 'CANCELLED'): void {
  s.legs = s.legs.map((leg) => (leg.id === fact.data.legId && leg.state === 'OPEN' ? { ...leg, state, ended: markOf(fact) } : leg));
}

/** Whether a step may be done by such a fact: those of escalation leave every step as it was. */
export function provesSteps(type: FactType): boolean {
  return !(type in escalationFolds);
}

/** Facts that change nothing a gate or a requirement asks for have no fold. */
export const FOLDS: Folds = { ...ticketFolds, ...conversationFolds, ...remedyFolds, ...escalationFolds };

export function markOf(fact: Fact): Mark {
  return { seq: fact.seq, at: fact.at };
}
