import { TicketHistory } from '../../../test/support/ticket-history.js';

/** What is missing at each stage is asserted in full: it is what an agent would be told. */
test('a return for a quality fault goes through the seven steps', () => {
  const t = new TicketHistory({ kind: 'RETURN_EXCHANGE', evidenceWanted: true, reasonFamily: 'QUALITY', customerKnown: true, orderKnown: true });
  expect(t.missing).toEqual(['HUMAN_REPLY', 'REPLY_SAYS_WHEN']);
  t.sent('bot', { origin: 'BOT', saysWhen: true, greets: true });
  expect(t.missing).toEqual(['HUMAN_REPLY', 'REPLY_SAYS_WHEN']);

  t.sent('m1', { saysWhen: true, greets: true, empathizes: true, explains: true }).fact('promise.made', { promiseId: 'p1' });
  expect(t.step('RESPOND')).toMatchObject({ status: 'DONE', evidence: ['m1'], missing: [], completedBy: 'agent-1', completedAt: t.facts[2]?.at });
  expect(t.missing).toEqual(['AGENT_ACCEPTED', 'CLASSIFIED']);
  t.fact('ticket.assigned', { memberId: 'agent-1', teamId: null }).fact('ticket.classified', { severity: 'NORMAL', emotion: 'UPSET', anomaly: false });
  expect(t.missing).toEqual(['STATEMENT_RECORDED', 'PROOF_ASKED_OR_RECEIVED', 'STATEMENT_CONFIRMED']);

  t.fact('statement.recorded', { statementId: 's1', wish: 'EXCHANGE' }).fact('proof.received', { attachmentId: 'a1', kind: 'PHOTO' })
    .fact('statement.restated', { statementId: 's1', messageId: 'm2' });
  expect(t.missing).toEqual(['STATEMENT_CONFIRMED']);
  t.received('c1').fact('statement.confirmed', { statementId: 's1', by: 'CUSTOMER', messageId: 'c1' });
  // The first message soothed already: with LISTEN done, SOOTHE is done by the same fact.
  expect(t.statuses).toBe('DONE DONE DONE DONE CURRENT WAITING WAITING');
  expect(t.step('LISTEN').evidence).toEqual(['s1', 'a1', 'c1']);
  expect(t.step('SOOTHE')).toMatchObject({ evidence: ['m1'], completedAt: t.step('LISTEN').completedAt, startedAt: t.step('LISTEN').completedAt });
  expect(t.missing).toEqual(['APOLOGY_SENT']);

  t.sent('m3', { apologizes: true });
  expect(t.missing).toEqual(['FINDING_RECORDED', 'OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
  t.fact('finding.recorded', { findingId: 'f1', causedByUs: true, misuse: false, fault: 'SUPPLIER', liability: 'PROVISIONAL', correctiveAction: false })
    .fact('offer.made', { offerId: 'o1', legIds: ['l1'], explanationOnly: false }).fact('offer.sent', { offerId: 'o1', messageId: 'm4' })
    .fact('offer.refused', { offerId: 'o1', final: false, messageId: 'c2' });
  expect(t.missing).toEqual(['OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
  t.fact('offer.made', { offerId: 'o2', legIds: ['l2', 'l3'], explanationOnly: false }).fact('offer.sent', { offerId: 'o2', messageId: 'm5' })
    .fact('offer.accepted', { offerId: 'o2', messageId: 'c3' });
  expect(t.step('REMEDY').evidence).toEqual(['f1', 'o2', 'm5', 'c3']);
  expect(t.missing).toEqual(['LEGS_FULFILLED', 'CUSTOMER_TOLD', 'PROMISES_CLOSED', 'FEEDBACK_SENT', 'SURVEY_SENT']);

  t.fact('leg.fulfilled', { legId: 'l2', offerId: 'o2', proofRef: 'r' }).fact('leg.cancelled', { legId: 'l3', offerId: 'o2', reason: 'NOT_NEEDED' })
    .fact('promise.kept', { promiseId: 'p1', messageId: 'm5' }).fact('feedback.sent', { department: 'SUPPLIER' });
  expect(t.missing).toEqual(['CUSTOMER_TOLD', 'SURVEY_SENT']);
  t.sent('m6', { tellsLegIds: ['l2'] });
  expect(t.missing).toEqual(['CUSTOMER_TOLD', 'SURVEY_SENT']);
  t.as('agent-2').sent('m7', { tellsLegIds: ['l3'], surveys: true });
  expect(t.current).toBeNull();
  expect(t.step('FOLLOW_UP')).toMatchObject({ status: 'DONE', completedBy: 'agent-2', evidence: ['l2', 'l3', 'm6', 'm7'] });
});

test('a question where the parcel is ends with the explanation, its courtesies skipped by the agent', () => {
  const t = new TicketHistory({ kind: 'LOGISTICS', reasonFamily: null, customerKnown: true, orderKnown: true });
  t.fact('ticket.assigned', { memberId: 'agent-1', teamId: null }).fact('ticket.classified', { severity: 'MINOR', emotion: 'CALM', anomaly: false })
    .sent('m1', { greets: true, saysWhen: true });
  expect(t.missing).toEqual(['STATEMENT_RECORDED', 'STATEMENT_CONFIRMED']);
  t.fact('statement.recorded', { statementId: 's1', wish: 'KNOW' }).fact('statement.restated', { statementId: 's1', messageId: 'm2' })
    .hours(4).sent('m3', { reminds: true }).hours(24).as(null).fact('statement.confirmed', { statementId: 's1', by: 'SILENCE', messageId: null });
  expect(t.step('LISTEN')).toMatchObject({ status: 'DONE', completedBy: null, evidence: ['s1'] });
  t.as('agent-1').fact('step.skipped', { step: 'SOOTHE', reason: 'ON_ITS_WAY' }).fact('step.skipped', { step: 'APOLOGIZE', reason: 'ON_ITS_WAY' });
  expect(t.statuses).toBe('DONE DONE DONE SKIPPED SKIPPED CURRENT WAITING');
  t.fact('finding.recorded', { findingId: 'f1', causedByUs: false, misuse: null, fault: 'NO_FAULT', liability: 'PROVISIONAL', correctiveAction: false })
    .fact('offer.made', { offerId: 'o1', legIds: [], explanationOnly: true }).fact('offer.sent', { offerId: 'o1', messageId: 'm4' })
    .as(null).fact('offer.lapsed', { offerId: 'o1' });
  expect(t.missing).toEqual(['SURVEY_SENT']);
  t.sent('m5', { origin: 'AUTOMATIC', surveys: true });
  expect(t.current).toBeNull();
});

test('a severe complaint is soothed and reported at once, and visited back at the end', () => {
  const t = new TicketHistory({ kind: 'COMPLAINT', reasonFamily: null, severity: 'SEVERE', emotion: 'ANGRY' });
  expect(t.statuses).toBe('CURRENT WAITING WAITING CURRENT WAITING WAITING WAITING');
  expect(t.step('SOOTHE')).toMatchObject({
    startedAt: t.facts[0]?.at, missing: ['EMPATHY_SENT', 'EXPLANATION_SENT', 'SEVERITY_REPORTED', 'SEVERITY_ACKNOWLEDGED'],
  });
  t.sent('m1', { empathizes: true, explains: true }).fact('severity.reported', { toMemberId: 'sup' })
    .as('sup').fact('severity.acknowledged', {}).as('agent-1');
  expect(t.statuses).toBe('CURRENT WAITING WAITING DONE WAITING WAITING WAITING');
  expect(t.missing).toEqual(['REPLY_SAYS_WHEN', 'AGENT_ACCEPTED', 'CLASSIFIED']);
  t.fact('ticket.assigned', { memberId: 'agent-1', teamId: null }).fact('ticket.classified', { severity: 'SEVERE', emotion: 'ANGRY', anomaly: false })
    .sent('m2', { greets: true, saysWhen: true }).fact('ticket.identified', { customerKnown: true, orderKnown: false })
    .fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }).fact('statement.restated', { statementId: 's1', messageId: 'm3' })
    .fact('statement.confirmed', { statementId: 's1', by: 'CUSTOMER', messageId: 'c1' }).sent('m4', { apologizes: true });
  const finding = { findingId: 'f1', causedByUs: true, misuse: true, fault: 'MERCHANT', correctiveAction: false } as const;
  t.fact('finding.recorded', { ...finding, liability: 'PROVISIONAL' });
  expect(t.missing).toEqual(['GUIDANCE_GIVEN', 'CORRECTIVE_ACTION', 'FINDING_CONFIRMED', 'OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
  t.fact('guidance.given', { findingId: 'f1', messageId: 'm5' }).as('sup').fact('finding.recorded', { ...finding, liability: 'CONFIRMED', correctiveAction: true })
    .fact('offer.made', { offerId: 'o1', legIds: ['l1'], explanationOnly: false }).fact('offer.sent', { offerId: 'o1', messageId: 'm6' })
    .fact('offer.accepted', { offerId: 'o1', messageId: 'c2' }).fact('leg.fulfilled', { legId: 'l1', offerId: 'o1', proofRef: 'r' })
    .sent('m7', { tellsLegIds: ['l1'], surveys: true }).fact('feedback.sent', { department: 'MERCHANT' });
  expect(t.missing).toEqual(['VISIT_BACK']);
  t.hours(71).sent('m8', { visitsBack: true });
  expect(t.missing).toEqual(['VISIT_BACK']);
  t.hours(1).sent('m9', { visitsBack: true });
  expect(t.statuses).toBe('DONE DONE DONE DONE DONE DONE DONE');
});

test('a change of mind needs neither explanation nor apology', () => {
  const t = new TicketHistory({ reasonFamily: 'PREFERENCE', customerKnown: true, orderKnown: true, structured: true });
  t.fact('ticket.assigned', { memberId: 'agent-1', teamId: null }).fact('ticket.classified', { severity: 'MINOR', emotion: 'CALM', anomaly: false })
    .sent('m1', { greets: true, saysWhen: true, empathizes: true, explains: true })
    .fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }).fact('statement.confirmed', { statementId: 's1', by: 'STRUCTURED_FORM', messageId: null })
    .fact('step.skipped', { step: 'APOLOGIZE', reason: 'PREFERENCE' })
    .fact('finding.recorded', { findingId: 'f1', causedByUs: false, misuse: null, fault: 'CUSTOMER_PREFERENCE', liability: 'PROVISIONAL', correctiveAction: false });
  expect(t.missing).toEqual(['OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
});
