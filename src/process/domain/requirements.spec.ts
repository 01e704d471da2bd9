import { TicketHistory } from '../../../test/support/ticket-history.js';
import { DAY, fromMillis } from '../../kernel/instant.js';
import type { FactData } from './fact.js';
import type { Evidence } from './requirement.js';
import { advice, REQUIREMENT_CODES, requirement, REQUIREMENTS, type RequirementCode } from './requirements.js';
import { STEPS } from '../../kernel/words.js';

type Story = (history: TicketHistory) => TicketHistory;
interface Case {
  readonly opened?: Partial<FactData['ticket.opened']>;
  /** Seq after which evidence counts. */
  readonly since?: number;
  readonly remedied?: boolean;
  readonly happens: Story;
  /** undefined: not proven. */
  readonly evidence: Evidence | undefined;
}

const FINDING = { findingId: 'f1', causedByUs: true, misuse: false, fault: 'SUPPLIER', liability: 'PROVISIONAL', correctiveAction: false } as const;
const offer = (id: string, legIds: readonly string[] = [`${id}-leg`]): Story => (h) => h.fact('offer.made', { offerId: id, legIds, explanationOnly: false });
const offerSent = (id: string): Story => (h) => offer(id)(h).fact('offer.sent', { offerId: id, messageId: `${id}-sent` });
const accepted = (id: string): Story => (h) => offerSent(id)(h).fact('offer.accepted', { offerId: id, messageId: `${id}-yes` });
const refused = (id: string, final: boolean): Story => (h) => offerSent(id)(h).fact('offer.refused', { offerId: id, final, messageId: `${id}-no` });
const fulfilled = (id: string): Story => (h) => accepted(id)(h).fact('leg.fulfilled', { legId: `${id}-leg`, offerId: id, proofRef: 'p' });
const restated: Story = (h) => h.fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }).fact('statement.restated', { statementId: 's1', messageId: 'm1' });
const confirmed = (by: FactData['statement.confirmed']['by'], messageId: string | null = null): Story => (h) =>
  h.fact('statement.confirmed', { statementId: 's1', by, messageId });
const nothing: Story = (h) => h;

const CASES: Readonly<Record<RequirementCode, Readonly<Record<string, Case>>>> = {
  PROBLEM_WRITTEN: {
    'written at the opening': { happens: nothing, evidence: [] },
    'not written': { opened: { problem: false }, happens: (h) => h.sent('m1'), evidence: undefined },
    'written as the statement': { opened: { problem: false }, happens: (h) => h.fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }), evidence: ['s1'] },
  },
  HUMAN_REPLY: {
    'a person answered': { happens: (h) => h.sent('m1'), evidence: ['m1'] },
    'only a bot answered': { happens: (h) => h.sent('m1', { origin: 'BOT' }), evidence: undefined },
    'only an automatic message went out': { happens: (h) => h.sent('m1', { origin: 'AUTOMATIC' }), evidence: undefined },
    'the customer wrote again': { happens: (h) => h.sent('m1').received('c1'), evidence: undefined },
    'answered again': { happens: (h) => h.sent('m1').received('c1').sent('m2'), evidence: ['m2'] },
    'our own notice, where nobody asked': { opened: { source: 'WATCHER' }, happens: (h) => h.sent('m1'), evidence: ['m1'] },
    'nobody was told, where nobody asked': { opened: { source: 'AGENT' }, happens: nothing, evidence: undefined },
    'answered before the reopening': { happens: (h) => h.sent('m1'), since: 2, evidence: undefined },
  },
  REPLY_SAYS_WHEN: {
    'says when': { happens: (h) => h.sent('m1').sent('m2', { saysWhen: true }), evidence: ['m2'] },
    'does not say when': { happens: (h) => h.sent('m1', { explains: true }), evidence: undefined },
    'a bot says when': { happens: (h) => h.sent('m1', { saysWhen: true, origin: 'BOT' }), evidence: undefined },
  },
  AGENT_ACCEPTED: {
    'a member': { happens: (h) => h.fact('ticket.assigned', { memberId: 'a', teamId: null }), evidence: [] },
    'only a team': { happens: (h) => h.fact('ticket.assigned', { memberId: null, teamId: 't' }), evidence: undefined },
    'given back': {
      happens: (h) => h.fact('ticket.assigned', { memberId: 'a', teamId: null }).fact('ticket.assigned', { memberId: null, teamId: 't' }), evidence: undefined,
    },
  },
  GREETING_SENT: {
    greeted: { happens: (h) => h.sent('m1', { greets: true }), evidence: ['m1'] },
    'greeted by a bot': { happens: (h) => h.sent('m1', { greets: true, origin: 'BOT' }), evidence: undefined },
    'not greeted': { happens: (h) => h.sent('m1'), evidence: undefined },
  },
  CUSTOMER_IDENTIFIED: {
    'known at the opening': { opened: { customerKnown: true }, happens: nothing, evidence: [] },
    'found later': { happens: (h) => h.fact('ticket.identified', { customerKnown: true, orderKnown: false }), evidence: [] },
    'only the order': { happens: (h) => h.fact('ticket.identified', { customerKnown: false, orderKnown: true }), evidence: undefined },
  },
  GOODS_IDENTIFIED: {
    'known at the opening': { opened: { orderKnown: true }, happens: nothing, evidence: [] },
    'only the customer': { happens: (h) => h.fact('ticket.identified', { customerKnown: true, orderKnown: false }), evidence: undefined },
  },
  CLASSIFIED: {
    'looked at by a person': { happens: (h) => h.fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false }), evidence: [] },
    'as it came': { opened: { severity: 'SEVERE' }, happens: nothing, evidence: undefined },
  },
  STATEMENT_RECORDED: {
    recorded: { happens: (h) => h.fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }), evidence: ['s1'] },
    'recorded before the reopening': { since: 2, happens: (h) => h.fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }), evidence: undefined },
    none: { happens: nothing, evidence: undefined },
  },
  STATEMENT_CONFIRMED: {
    'by the customer': { happens: (h) => confirmed('CUSTOMER', 'c1')(restated(h)), evidence: ['s1', 'c1'] },
    'never restated': { happens: (h) => confirmed('CUSTOMER', 'c1')(h.fact('statement.recorded', { statementId: 's1', wish: 'REFUND' })), evidence: undefined },
    'another statement since': {
      happens: (h) => confirmed('CUSTOMER', 'c1')(restated(h)).fact('statement.recorded', { statementId: 's2', wish: 'REFUND' }), evidence: undefined,
    },
    'silence without a reminder': { happens: (h) => confirmed('SILENCE')(restated(h).hours(200)), evidence: undefined },
    'silence too short': { happens: (h) => confirmed('SILENCE')(restated(h).sent('r1', { reminds: true }).hours(47.9)), evidence: undefined },
    'silence after reminder and wait': { happens: (h) => confirmed('SILENCE')(restated(h).sent('r1', { reminds: true }).hours(48)), evidence: ['s1'] },
    'reminded before the restatement': {
      happens: (h) => confirmed('SILENCE')(restated(h.sent('r1', { reminds: true })).hours(100)), evidence: undefined,
    },
    'by a form': { opened: { structured: true }, happens: (h) => confirmed('STRUCTURED_FORM')(restated(h)), evidence: ['s1'] },
    'by a form that never came': { happens: (h) => confirmed('STRUCTURED_FORM')(restated(h)), evidence: undefined },
    'before the reopening': { since: 4, happens: (h) => confirmed('CUSTOMER', 'c1')(restated(h)), evidence: undefined },
  },
  PROOF_ASKED_OR_RECEIVED: {
    asked: { happens: (h) => h.fact('proof.requested', { messageId: 'm1', until: fromMillis(DAY) }), evidence: ['m1'] },
    received: { happens: (h) => h.fact('proof.received', { attachmentId: 'a1', kind: 'PHOTO' }), evidence: ['a1'] },
    'came with the form': { opened: { structured: true }, happens: nothing, evidence: [] },
    none: { happens: (h) => h.sent('m1'), evidence: undefined },
  },
  EMPATHY_SENT: {
    sent: { happens: (h) => h.sent('m1', { empathizes: true }), evidence: ['m1'] },
    'by a bot': { happens: (h) => h.sent('m1', { empathizes: true, origin: 'BOT' }), evidence: undefined },
    'only explained': { happens: (h) => h.sent('m1', { explains: true }), evidence: undefined },
  },
  EXPLANATION_SENT: {
    sent: { happens: (h) => h.sent('m1', { explains: true }), evidence: ['m1'] },
    'only empathy': { happens: (h) => h.sent('m1', { empathizes: true }), evidence: undefined },
  },
  SEVERITY_REPORTED: {
    reported: { happens: (h) => h.fact('severity.reported', { toMemberId: 'sup' }), evidence: [] },
    'reported before the reopening': { since: 2, happens: (h) => h.fact('severity.reported', { toMemberId: 'sup' }), evidence: undefined },
    none: { opened: { severity: 'SEVERE' }, happens: nothing, evidence: undefined },
  },
  SEVERITY_ACKNOWLEDGED: {
    acknowledged: { happens: (h) => h.fact('severity.reported', { toMemberId: 'sup' }).fact('severity.acknowledged', {}), evidence: [] },
    'nothing was reported': { happens: (h) => h.fact('severity.acknowledged', {}), evidence: undefined },
    'only reported': { happens: (h) => h.fact('severity.reported', { toMemberId: 'sup' }), evidence: undefined },
  },
  APOLOGY_SENT: {
    sent: { happens: (h) => h.sent('m1', { apologizes: true }), evidence: ['m1'] },
    'too early': { since: 2, happens: (h) => h.sent('m1', { apologizes: true }), evidence: undefined },
    automatic: { happens: (h) => h.sent('m1', { apologizes: true, origin: 'AUTOMATIC' }), evidence: undefined },
  },
  FINDING_RECORDED: {
    recorded: { happens: (h) => h.fact('finding.recorded', FINDING), evidence: ['f1'] },
    none: { happens: (h) => h.sent('m1', { apologizes: true }), evidence: undefined },
  },
  FINDING_CONFIRMED: {
    provisional: { happens: (h) => h.fact('finding.recorded', FINDING), evidence: undefined },
    confirmed: { happens: (h) => h.fact('finding.recorded', FINDING).fact('finding.recorded', { ...FINDING, liability: 'CONFIRMED' }), evidence: ['f1'] },
    'replaced by another provisional one': {
      happens: (h) => h.fact('finding.recorded', { ...FINDING, liability: 'CONFIRMED' }).fact('finding.recorded', { ...FINDING, findingId: 'f2' }), evidence: undefined,
    },
  },
  GUIDANCE_GIVEN: {
    given: { happens: (h) => h.fact('finding.recorded', FINDING).fact('guidance.given', { findingId: 'f1', messageId: 'm1' }), evidence: ['f1', 'm1'] },
    'the verdict stands, only confirmed': {
      happens: (h) => h.fact('finding.recorded', FINDING).fact('guidance.given', { findingId: 'f1', messageId: 'm1' })
        .fact('finding.recorded', { ...FINDING, findingId: 'f2', liability: 'CONFIRMED' }),
      evidence: ['f1', 'm1'],
    },
    'the verdict changed': {
      happens: (h) => h.fact('finding.recorded', FINDING).fact('guidance.given', { findingId: 'f1', messageId: 'm1' })
        .fact('finding.recorded', { ...FINDING, findingId: 'f2', misuse: true }),
      evidence: undefined,
    },
    none: { happens: (h) => h.fact('finding.recorded', FINDING).sent('m1', { explains: true }), evidence: undefined },
  },
  CORRECTIVE_ACTION: {
    named: { happens: (h) => h.fact('finding.recorded', { ...FINDING, correctiveAction: true }), evidence: ['f1'] },
    'not named': { happens: (h) => h.fact('finding.recorded', FINDING), evidence: undefined },
  },
  OFFER_MADE: {
    made: { happens: offer('o1'), evidence: ['o1'] },
    'withdrawn by us': { happens: (h) => offer('o1')(h).fact('offer.withdrawn', { offerId: 'o1' }), evidence: undefined },
    'refused, another is wanted': { happens: refused('o1', false), evidence: undefined },
    'refused, then another made': { happens: (h) => offer('o2')(refused('o1', false)(h)), evidence: ['o2'] },
    'lapsed before it was sent': { happens: (h) => offer('o1')(h).fact('offer.lapsed', { offerId: 'o1' }), evidence: undefined },
    'decided before the reopening': { since: 4, happens: accepted('o1'), evidence: undefined },
    'still open at the reopening': { since: 3, happens: offerSent('o1'), evidence: ['o1'] },
  },
  OFFER_SENT: {
    sent: { happens: offerSent('o1'), evidence: ['o1', 'o1-sent'] },
    'only made': { happens: offer('o1'), evidence: undefined },
  },
  CUSTOMER_DECIDED: {
    accepted: { happens: accepted('o1'), evidence: ['o1', 'o1-yes'] },
    'refused for good': { happens: refused('o1', true), evidence: ['o1', 'o1-no'] },
    'refused, another is wanted': { happens: refused('o1', false), evidence: undefined },
    lapsed: { happens: (h) => offerSent('o1')(h).fact('offer.lapsed', { offerId: 'o1' }), evidence: ['o1'] },
    'accepted but never sent': { happens: (h) => offer('o1')(h).fact('offer.accepted', { offerId: 'o1', messageId: 'm1' }), evidence: undefined },
    'not decided': { happens: offerSent('o1'), evidence: undefined },
    'a newer offer is open': { happens: (h) => offerSent('o2')(accepted('o1')(h)), evidence: undefined },
  },
  LEGS_FULFILLED: {
    fulfilled: { happens: fulfilled('o1'), evidence: ['o1-leg'] },
    cancelled: { happens: (h) => accepted('o1')(h).fact('leg.cancelled', { legId: 'o1-leg', offerId: 'o1', reason: 'OTHER' }), evidence: ['o1-leg'] },
    running: { happens: accepted('o1'), evidence: undefined },
    'fulfilled before it was agreed': {
      happens: (h) => accepted('o1')(h.fact('leg.fulfilled', { legId: 'o1-leg', offerId: 'o1', proofRef: 'p' })), evidence: undefined,
    },
    'an older offer still runs': { happens: (h) => fulfilled('o2')(accepted('o1')(h)), evidence: undefined },
    'another offer is undecided': { happens: (h) => offer('o2')(fulfilled('o1')(h)), evidence: undefined },
    'refused: nothing to fulfil': { happens: refused('o1', true), evidence: [] },
    'no remedy decided yet': { remedied: false, happens: nothing, evidence: undefined },
  },
  CUSTOMER_TOLD: {
    told: { happens: (h) => fulfilled('o1')(h).sent('m1', { tellsLegIds: ['o1-leg'] }), evidence: ['m1'] },
    'told by an automatic notice': { happens: (h) => fulfilled('o1')(h).sent('m1', { origin: 'AUTOMATIC', tellsLegIds: ['o1-leg'] }), evidence: ['m1'] },
    'told only while it ran': {
      happens: (h) => accepted('o1')(h).sent('m1', { tellsLegIds: ['o1-leg'] }).fact('leg.fulfilled', { legId: 'o1-leg', offerId: 'o1', proofRef: 'p' }),
      evidence: undefined,
    },
    'told of another leg': { happens: (h) => fulfilled('o1')(h).sent('m1', { tellsLegIds: ['x'] }), evidence: undefined },
    'told before the reopening': { since: 6, happens: (h) => fulfilled('o1')(h).sent('m1', { tellsLegIds: ['o1-leg'] }), evidence: undefined },
    'told that it was cancelled': {
      happens: (h) => accepted('o1')(h).fact('leg.cancelled', { legId: 'o1-leg', offerId: 'o1', reason: 'OTHER' }).sent('m1', { tellsLegIds: ['o1-leg'] }),
      evidence: ['m1'],
    },
    'an older leg ended in this round': { since: 4, happens: (h) => refused('o2', true)(fulfilled('o1')(h)), evidence: undefined },
    'in this round only another offer was refused': { since: 5, happens: (h) => refused('o2', false)(fulfilled('o1')(h)), evidence: undefined },
    'refused: nothing to tell': { happens: refused('o1', true), evidence: [] },
  },
  PROMISES_CLOSED: {
    none: { happens: nothing, evidence: [] },
    open: { happens: (h) => h.fact('promise.made', { promiseId: 'p1' }), evidence: undefined },
    kept: { happens: (h) => h.fact('promise.made', { promiseId: 'p1' }).fact('promise.kept', { promiseId: 'p1', messageId: null }), evidence: [] },
    broken: { happens: (h) => h.fact('promise.made', { promiseId: 'p1' }).fact('promise.broken', { promiseId: 'p1' }), evidence: undefined },
    'kept late': {
      happens: (h) => h.fact('promise.made', { promiseId: 'p1' }).fact('promise.broken', { promiseId: 'p1' }).fact('promise.kept', { promiseId: 'p1', messageId: 'm' }),
      evidence: [],
    },
    'renewed, and the new one is open': {
      happens: (h) => h.fact('promise.made', { promiseId: 'p1' }).fact('promise.made', { promiseId: 'p2' }).fact('promise.renegotiated', { promiseId: 'p1', byPromiseId: 'p2' }),
      evidence: undefined,
    },
    'renewed and kept': {
      happens: (h) => h.fact('promise.made', { promiseId: 'p1' }).fact('promise.broken', { promiseId: 'p1' }).fact('promise.made', { promiseId: 'p2' })
        .fact('promise.renegotiated', { promiseId: 'p1', byPromiseId: 'p2' }).fact('promise.kept', { promiseId: 'p2', messageId: 'm' }),
      evidence: [],
    },
  },
  TASKS_CLOSED: {
    none: { happens: nothing, evidence: [] },
    open: { happens: (h) => h.fact('task.opened', { taskId: 't1', department: 'WAREHOUSE' }), evidence: undefined },
    answered: { happens: (h) => h.fact('task.opened', { taskId: 't1', department: 'WAREHOUSE' }).fact('task.answered', { taskId: 't1' }), evidence: [] },
    cancelled: { happens: (h) => h.fact('task.opened', { taskId: 't1', department: 'WAREHOUSE' }).fact('task.cancelled', { taskId: 't1' }), evidence: [] },
  },
  FEEDBACK_SENT: {
    sent: { happens: (h) => h.fact('finding.recorded', FINDING).fact('feedback.sent', { department: 'SUPPLIER' }), evidence: [] },
    'before anything was found': { happens: (h) => h.fact('feedback.sent', { department: 'SUPPLIER' }).fact('finding.recorded', FINDING), evidence: undefined },
    'the same fault confirmed since': {
      happens: (h) => h.fact('finding.recorded', FINDING).fact('feedback.sent', { department: 'SUPPLIER' })
        .fact('finding.recorded', { ...FINDING, liability: 'CONFIRMED' }),
      evidence: [],
    },
    'another fault found since': {
      happens: (h) => h.fact('finding.recorded', FINDING).fact('feedback.sent', { department: 'SUPPLIER' })
        .fact('finding.recorded', { ...FINDING, findingId: 'f2', fault: 'WAREHOUSE' }),
      evidence: undefined,
    },
  },
  SURVEY_SENT: {
    sent: { happens: (h) => fulfilled('o1')(h).sent('m1', { origin: 'AUTOMATIC', surveys: true }), evidence: ['m1'] },
    'before the remedy arrived': {
      happens: (h) => accepted('o1')(h).sent('m1', { surveys: true }).fact('leg.fulfilled', { legId: 'o1-leg', offerId: 'o1', proofRef: 'p' }), evidence: undefined,
    },
    'while it still runs': { happens: (h) => accepted('o1')(h).sent('m1', { surveys: true }), evidence: undefined },
  },
  VISIT_BACK: {
    'at its time': { happens: (h) => fulfilled('o1')(h).hours(72).sent('m1', { visitsBack: true }), evidence: ['m1'] },
    'too early': { happens: (h) => fulfilled('o1')(h).hours(71).sent('m1', { visitsBack: true }), evidence: undefined },
    'too early, then again': { happens: (h) => fulfilled('o1')(h).sent('m1', { visitsBack: true }).hours(72).sent('m2', { visitsBack: true }), evidence: ['m2'] },
    'by a bot': { happens: (h) => fulfilled('o1')(h).hours(72).sent('m1', { origin: 'BOT', visitsBack: true }), evidence: undefined },
    'while the remedy runs': { happens: (h) => accepted('o1')(h).hours(72).sent('m1', { visitsBack: true }), evidence: undefined },
  },
  CLOSURE_SENT: {
    sent: { happens: (h) => h.sent('m1', { closes: true }), evidence: ['m1'] },
    'before the withdrawal': { happens: (h) => h.sent('m1', { closes: true }).fact('ticket.withdrawn', { messageId: null }), evidence: undefined },
    automatic: { happens: (h) => h.sent('m1', { closes: true, origin: 'AUTOMATIC' }), evidence: undefined },
  },
};

describe.each(REQUIREMENT_CODES)('%s', (code) => {
  test.each(Object.entries(CASES[code]))('%s', (_name, { opened, since = 0, remedied = true, happens, evidence }) => {
    const history = happens(new TicketHistory(opened));
    const settled = remedied ? { seq: 0, at: fromMillis(0) } : undefined;
    const found = REQUIREMENTS[code].find(history.summary, { since, hours: REQUIREMENTS[code].hours ?? 0, settled: () => settled });
    expect(found).toEqual(evidence);
  });

  test('advises in both languages', () => {
    expect(advice(code, 'en')).toMatch(/^[A-Z].*\.$/);
    expect(advice(code, 'zh')).toMatch(/。$/);
  });

  test('needs only what exists, and never itself', () => {
    for (const need of REQUIREMENTS[code].needs) {
      if ('step' in need) expect(STEPS).toContain(need.step);
      else expect(REQUIREMENT_CODES.filter((other) => other !== code)).toContain(need.evidence);
    }
  });
});

test('after a refusal the visit-back counts from the decision', () => {
  const history = refused('o1', true)(new TicketHistory());
  const decided = { seq: 4, at: fromMillis(history.millis) };
  const find = (told: TicketHistory) => REQUIREMENTS.VISIT_BACK.find(told.summary, { since: 0, hours: 72, settled: () => decided });
  expect(find(history.hours(71).sent('m1', { visitsBack: true }))).toBeUndefined();
  expect(find(history.hours(1).sent('m2', { visitsBack: true }))).toEqual(['m2']);
});

test.each(['toString', '__proto__', 'NO_SUCH', ''])('%j is no requirement', (code) => {
  expect(() => requirement(code)).toThrow('No requirement has the code');
});
