import type { Fact, FactType } from './fact.js';
import { FOLDS, markOf, type Fold, type SummaryDraft } from './summary-folds.js';
import type { Summary } from './summary.js';

/** Takes one later fact into the summary. */
export function applyFact(summary: SummaryDraft, fact: Fact): void {
  // The table pairs each type with the fold of that type; the compiler cannot follow that pairing through an index.
  const fold = FOLDS[fact.type] as Fold<FactType> | undefined;
  fold?.(summary, fact);
}

/** Folds the facts of one ticket, in the order of seq. The first must be `ticket.opened`; anything else is a broken log and throws. */
export function summarize(facts: readonly Fact[]): Summary {
  const [opened, ...later] = facts;
  const summary = begin(opened);
  for (const fact of later) applyFact(summary, fact);
  return summary;
}

/** The summary of a ticket that has only been opened. */
export function begin(opened: Fact | undefined): SummaryDraft {
  if (opened?.type !== 'ticket.opened') throw new Error(`A ticket's facts begin with ticket.opened, not ${opened?.type ?? 'nothing'}`);
  const { kind, source, problem, structured, severity, emotion, anomaly, reasonFamily, evidenceWanted, customerKnown, orderKnown } = opened.data;
  const mark = markOf(opened);
  return {
    kind, structured, severity, emotion, anomaly, reasonFamily, evidenceWanted, customerKnown, orderKnown,
    opened: mark, problemWritten: problem, classified: null, assigneeId: null, teamId: null,
    heldFor: null, withdrawn: null, mergedIntoId: null, closed: null, reopenings: 0,
    lastCustomerTurn: source === 'CUSTOMER' || source === 'PLATFORM' ? mark : null, lastHumanReply: null, messages: [],
    statement: null, proofs: [], severityReported: null, severityAcknowledged: null, supervisorRequired: false, findings: [], guidances: [],
    offers: [], legs: [], approvals: [], promises: [], openTaskIds: [], feedback: null, escalations: [],
  };
}
