import { TicketHistory } from '../../../test/support/ticket-history.js';
import { DEFAULT_DEFINITION } from './default-definition.js';
import type { FactData } from './fact.js';
import { hoursOf, unmetNeeds } from './needs.js';
import type { RequirementCode } from './requirements.js';
import { SKIP_REASONS, skipsOf } from './skips.js';
import { KINDS, STEPS, type Kind, type Step } from '../../kernel/words.js';

const skips = (opened: Partial<FactData['ticket.opened']>, step: Step) =>
  skipsOf(DEFAULT_DEFINITION, new TicketHistory(opened).summary, step).map(({ by, reason }) => `${by} ${reason}`);

test.each<[Partial<FactData['ticket.opened']>, Step, string[]]>([
  [{ kind: 'LOGISTICS' }, 'SOOTHE', ['AGENT ON_ITS_WAY', 'SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'LOGISTICS', emotion: 'UPSET' }, 'SOOTHE', ['SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'LOGISTICS', anomaly: true }, 'SOOTHE', ['SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'LOGISTICS', emotion: 'UPSET' }, 'APOLOGIZE', ['AGENT ON_ITS_WAY', 'SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'LOGISTICS', anomaly: true }, 'APOLOGIZE', ['SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'RETURN_EXCHANGE', reasonFamily: 'PREFERENCE' }, 'APOLOGIZE', ['AGENT PREFERENCE', 'SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'RETURN_EXCHANGE', reasonFamily: 'QUALITY' }, 'APOLOGIZE', ['SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'RETURN_EXCHANGE', reasonFamily: null }, 'SOOTHE', ['SUPERVISOR NOT_CALLED_FOR']],
  [{ kind: 'COMPLAINT' }, 'SOOTHE', []],
  [{ kind: 'RETURN_EXCHANGE' }, 'REMEDY', ['SUPERVISOR PLATFORM_DECIDED']],
  [{ kind: 'LOGISTICS' }, 'REMEDY', ['SUPERVISOR PLATFORM_DECIDED']],
  [{ kind: 'COMPLAINT' }, 'REMEDY', ['SUPERVISOR PLATFORM_DECIDED']],
  [{ kind: 'COMPLAINT' }, 'APOLOGIZE', ['SUPERVISOR APOLOGIZED_IN_SPEECH']],
])('who may skip: %j %s', (opened, step, expected) => {
  expect(skips(opened, step)).toEqual(expected);
});

test.each(KINDS)('%s: answering, receiving, listening and following up are never skipped', (kind) => {
  for (const step of ['RESPOND', 'RECEIVE', 'LISTEN', 'FOLLOW_UP'] as const) expect(skips({ kind }, step)).toEqual([]);
});

test('every skip reason has a label and a use', () => {
  const used = KINDS.flatMap((kind) => DEFAULT_DEFINITION.kinds[kind].steps.flatMap((step) => step.skips.map(({ reason }) => reason)));
  expect(new Set(used)).toEqual(new Set(Object.keys(SKIP_REASONS)));
});

const FIRST = 'PROBLEM_WRITTEN HUMAN_REPLY REPLY_SAYS_WHEN';
const WHO = 'AGENT_ACCEPTED GREETING_SENT CUSTOMER_IDENTIFIED';
const HEARD = 'STATEMENT_RECORDED PROOF_ASKED_OR_RECEIVED STATEMENT_CONFIRMED';
const SOOTHED = 'EMPATHY_SENT EXPLANATION_SENT SEVERITY_REPORTED SEVERITY_ACKNOWLEDGED';
const REMEDIED = 'FINDING_CONFIRMED SEVERITY_REPORTED SEVERITY_ACKNOWLEDGED OFFER_MADE OFFER_SENT CUSTOMER_DECIDED';
const DELIVERED = 'LEGS_FULFILLED CUSTOMER_TOLD PROMISES_CLOSED TASKS_CLOSED FEEDBACK_SENT';

test.each<[Kind, readonly string[]]>([
  ['RETURN_EXCHANGE', [FIRST, `${WHO} GOODS_IDENTIFIED CLASSIFIED`, HEARD, SOOTHED, 'APOLOGY_SENT', `FINDING_RECORDED GUIDANCE_GIVEN GUIDANCE_GIVEN ${REMEDIED}`, `${DELIVERED} SURVEY_SENT`]],
  ['LOGISTICS', [FIRST, `${WHO} GOODS_IDENTIFIED CLASSIFIED`, HEARD, SOOTHED, 'APOLOGY_SENT', `FINDING_RECORDED GUIDANCE_GIVEN GUIDANCE_GIVEN ${REMEDIED}`, `${DELIVERED} SURVEY_SENT`]],
  ['COMPLAINT', [
    `${FIRST} AGENT_ACCEPTED CLASSIFIED`, WHO, HEARD, SOOTHED, 'APOLOGY_SENT', `FINDING_RECORDED GUIDANCE_GIVEN GUIDANCE_GIVEN CORRECTIVE_ACTION ${REMEDIED}`, `${DELIVERED} VISIT_BACK SURVEY_SENT`,
  ]],
])('%s asks in its seven steps for so much', (kind, expected) => {
  expect(DEFAULT_DEFINITION.kinds[kind].steps.map(({ requires }) => requires.map(({ code }) => code).join(' '))).toEqual(expected);
});

/** What the kinds ask for beyond each other: the differences in trade, in one place. */
test.each<[RequirementCode, readonly Kind[]]>([
  ['GOODS_IDENTIFIED', ['RETURN_EXCHANGE', 'LOGISTICS']],
  ['FINDING_CONFIRMED', KINDS],
  ['CORRECTIVE_ACTION', ['COMPLAINT']],
  ['VISIT_BACK', ['COMPLAINT']],
  ['HUMAN_REPLY', KINDS],
  ['STATEMENT_CONFIRMED', KINDS],
  ['APOLOGY_SENT', KINDS],
  ['CUSTOMER_DECIDED', KINDS],
  ['CUSTOMER_TOLD', KINDS],
  ['CLOSURE_SENT', []],
])('%s is asked of %j', (code, expected) => {
  const asking = KINDS.filter((kind) => DEFAULT_DEFINITION.kinds[kind].steps.some(({ requires }) => requires.some((required) => required.code === code)));
  expect(asking).toEqual(expected);
});

const NOT_OURS = { causedByUs: false, misuse: null, fault: 'NO_FAULT' } as const;
const MISUSE = { causedByUs: true, misuse: true, fault: 'CUSTOMER_MISUSE' } as const;
const OURS = { causedByUs: true, misuse: false, fault: 'SUPPLIER' } as const;

test.each<[Partial<FactData['ticket.opened']>, typeof NOT_OURS | typeof MISUSE | typeof OURS, boolean]>([
  [{ kind: 'RETURN_EXCHANGE', evidenceWanted: true }, NOT_OURS, true],
  [{ kind: 'RETURN_EXCHANGE', evidenceWanted: false }, NOT_OURS, false],
  [{ kind: 'RETURN_EXCHANGE', evidenceWanted: false }, MISUSE, true],
  [{ kind: 'RETURN_EXCHANGE', evidenceWanted: true }, OURS, false],
  [{ kind: 'LOGISTICS', anomaly: true }, NOT_OURS, true],
  [{ kind: 'LOGISTICS', anomaly: false }, NOT_OURS, false],
  [{ kind: 'COMPLAINT' }, NOT_OURS, true],
  [{ kind: 'COMPLAINT' }, MISUSE, true],
  [{ kind: 'COMPLAINT' }, OURS, false],
])('an explanation is owed: %j %j %s', (opened, verdict, owed) => {
  const t = new TicketHistory(opened).fact('finding.recorded', { ...verdict, findingId: 'f1', liability: 'PROVISIONAL', correctiveAction: false });
  expect(t.step('REMEDY').missing.includes('GUIDANCE_GIVEN')).toBe(owed);
});

test('hours are those of the definition, or of the requirement, or none', () => {
  expect(hoursOf(DEFAULT_DEFINITION, 'COMPLAINT', 'STATEMENT_CONFIRMED')).toBe(72);
  expect(hoursOf(DEFAULT_DEFINITION, 'LOGISTICS', 'STATEMENT_CONFIRMED')).toBe(24);
  expect(hoursOf(DEFAULT_DEFINITION, 'RETURN_EXCHANGE', 'STATEMENT_CONFIRMED')).toBe(48);
  expect(hoursOf(DEFAULT_DEFINITION, 'COMPLAINT', 'VISIT_BACK')).toBe(72);
  expect(hoursOf(DEFAULT_DEFINITION, 'LOGISTICS', 'VISIT_BACK')).toBeUndefined();
  expect(hoursOf(DEFAULT_DEFINITION, 'LOGISTICS', 'HUMAN_REPLY')).toBeUndefined();
});

test('an offer needs the customer heard, a finding, and an angry one soothed', () => {
  const needs = (t: TicketHistory) => unmetNeeds('OFFER_MADE', t.summary, t.progress);
  const t = new TicketHistory();
  expect(needs(t)).toEqual([{ step: 'LISTEN' }, { evidence: 'FINDING_RECORDED' }]);
  t.fact('finding.recorded', { findingId: 'f1', causedByUs: true, misuse: false, fault: 'CARRIER', liability: 'PROVISIONAL', correctiveAction: false });
  expect(needs(t)).toEqual([{ step: 'LISTEN' }]);
  t.fact('ticket.classified', { severity: 'NORMAL', emotion: 'ANGRY', anomaly: false });
  expect(needs(t)).toEqual([{ step: 'LISTEN' }, expect.objectContaining({ step: 'SOOTHE' })]);
  expect(needs(t.sent('m1', { empathizes: true, explains: true }))).toEqual([{ step: 'LISTEN' }]);
});

test('the steps stand in their order', () => {
  for (const kind of KINDS) expect(DEFAULT_DEFINITION.kinds[kind].steps.map(({ step }) => step)).toEqual(STEPS);
});
