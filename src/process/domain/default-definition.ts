import type { Condition, KindProcess, ProcessDefinition, Requirement, SkipRule, StepRule } from './definition.js';
import type { RequirementCode } from './requirements.js';
import type { SkipReason } from './skips.js';
import type { Step } from '../../kernel/words.js';

/** An angry customer or a severe matter is looked after at once, whatever else is still to be found out. */
const URGENT: Condition = { anyOf: [{ angry: true }, { severe: true }] };

const SEVERE_REPORT: readonly Requirement[] = [
  need('SEVERITY_REPORTED', { when: { severe: true } }),
  need('SEVERITY_ACKNOWLEDGED', { when: { severe: true } }),
];

const AFTER: Readonly<Record<Step, readonly Step[]>> = {
  RESPOND: [],
  RECEIVE: ['RESPOND'],
  LISTEN: ['RECEIVE'],
  SOOTHE: ['LISTEN'],
  APOLOGIZE: ['LISTEN', 'SOOTHE'],
  REMEDY: ['APOLOGIZE'],
  FOLLOW_UP: ['REMEDY'],
};

const RESPOND: readonly Requirement[] = [need('PROBLEM_WRITTEN'), need('HUMAN_REPLY'), need('REPLY_SAYS_WHEN')];
const RECEIVE: readonly Requirement[] = [need('AGENT_ACCEPTED'), need('GREETING_SENT'), need('CUSTOMER_IDENTIFIED')];
const SOOTHE: readonly Requirement[] = [need('EMPATHY_SENT'), need('EXPLANATION_SENT'), ...SEVERE_REPORT];
/** The courtesy "sorry" of the first minutes is welcome but general: this one knows what the customer told us. */
const APOLOGIZE: readonly Requirement[] = [need('APOLOGY_SENT', { notBefore: 'LISTEN' })];
const OFFER: readonly Requirement[] = [need('OFFER_MADE'), need('OFFER_SENT'), need('CUSTOMER_DECIDED')];
const DELIVERED: readonly Requirement[] = [
  need('LEGS_FULFILLED'), need('CUSTOMER_TOLD'), need('PROMISES_CLOSED'), need('TASKS_CLOSED'), need('FEEDBACK_SENT', { when: { ours: true } }),
];
const SURVEY = need('SURVEY_SENT', { notBefore: 'REMEDY' });

/** The step is severe-proof also when the severity was found out after soothing: REMEDY asks for the report again if there is none. */
function remedy(...first: readonly Requirement[]): readonly Requirement[] {
  return [need('FINDING_RECORDED'), need('GUIDANCE_GIVEN', { when: { misuse: true } }), ...first, ...SEVERE_REPORT, ...OFFER];
}

const PLATFORM_DECIDED = skip('PLATFORM_DECIDED', 'SUPERVISOR');

const returnExchange: KindProcess = process({
  RESPOND: [RESPOND],
  RECEIVE: [[...RECEIVE, need('GOODS_IDENTIFIED'), need('CLASSIFIED')]],
  LISTEN: [listening(48)],
  SOOTHE: [SOOTHE, [skip('NOT_CALLED_FOR', 'SUPERVISOR')]],
  APOLOGIZE: [APOLOGIZE, [skip('PREFERENCE', 'AGENT', { reasonFamily: 'PREFERENCE' }), skip('NOT_CALLED_FOR', 'SUPERVISOR')]],
  // Whoever claimed a defect and is found wrong is owed the explanation; a change of mind claims nothing.
  REMEDY: [remedy(need('GUIDANCE_GIVEN', { when: { ours: false, evidenceWanted: true } }), need('FINDING_CONFIRMED', { when: { severe: true } })), [PLATFORM_DECIDED]],
  FOLLOW_UP: [[...DELIVERED, SURVEY]],
});

const logistics: KindProcess = process({
  RESPOND: [RESPOND],
  RECEIVE: [[...RECEIVE, need('GOODS_IDENTIFIED'), need('CLASSIFIED')]],
  LISTEN: [listening(24)],
  SOOTHE: [SOOTHE, [skip('ON_ITS_WAY', 'AGENT', { anomaly: false, emotionNeutral: true }), skip('NOT_CALLED_FOR', 'SUPERVISOR')]],
  APOLOGIZE: [APOLOGIZE, [skip('ON_ITS_WAY', 'AGENT', { anomaly: false }), skip('NOT_CALLED_FOR', 'SUPERVISOR')]],
  REMEDY: [remedy(need('GUIDANCE_GIVEN', { when: { ours: false, anomaly: true } }), need('FINDING_CONFIRMED', { when: { severe: true } })), [PLATFORM_DECIDED]],
  FOLLOW_UP: [[...DELIVERED, SURVEY]],
});

/** A named owner and the severity belong to the first answer; there may be no order (a complaint about service), so no goods are asked for. */
const complaint: KindProcess = process({
  RESPOND: [[...RESPOND, need('AGENT_ACCEPTED'), need('CLASSIFIED')]],
  RECEIVE: [RECEIVE],
  LISTEN: [listening(72)],
  SOOTHE: [SOOTHE],
  APOLOGIZE: [APOLOGIZE, [skip('APOLOGIZED_IN_SPEECH', 'SUPERVISOR')]],
  REMEDY: [
    remedy(
      need('GUIDANCE_GIVEN', { when: { ours: false } }), need('CORRECTIVE_ACTION', { when: { ours: true } }), need('FINDING_CONFIRMED'),
    ),
    [PLATFORM_DECIDED],
  ],
  FOLLOW_UP: [[...DELIVERED, need('VISIT_BACK', { hours: 72 }), SURVEY]],
});

/** What a merchant starts with. Source: the merchants' service manuals; hours and skips are ours and may be republished. */
export const DEFAULT_DEFINITION: ProcessDefinition = {
  kinds: { RETURN_EXCHANGE: returnExchange, LOGISTICS: logistics, COMPLAINT: complaint },
};

function listening(hours: number): readonly Requirement[] {
  return [
    need('STATEMENT_RECORDED'), need('PROOF_ASKED_OR_RECEIVED', { when: { evidenceWanted: true } }), need('STATEMENT_CONFIRMED', { hours }),
  ];
}

function need(code: RequirementCode, rest: Omit<Requirement, 'code'> = {}): Requirement {
  return { code, ...rest };
}

function skip(reason: SkipReason, by: SkipRule['by'], when?: Condition): SkipRule {
  return when ? { reason, by, when } : { reason, by };
}

function process(steps: Readonly<Record<Step, readonly [readonly Requirement[], (readonly SkipRule[])?]>>): KindProcess {
  const rules = Object.entries(steps).map(([step, [requires, skips = []]]): StepRule => ({
    step: step as Step, after: AFTER[step as Step], requires, skips, ...(step === 'SOOTHE' ? { floatsWhen: URGENT } : {}),
  }));
  return { steps: rules };
}
