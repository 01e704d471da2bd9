import { TicketHistory } from '../../../test/support/ticket-history.js';
import { DEFAULT_DEFINITION } from './default-definition.js';
import { evaluate } from './evaluate.js';

/** Through RESPOND, RECEIVE, LISTEN and SOOTHE of a return in eight facts. */
function heard(): TicketHistory {
  return new TicketHistory({ customerKnown: true, orderKnown: true })
    .fact('ticket.assigned', { memberId: 'agent-1', teamId: null }).fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false })
    .sent('m1', { greets: true, saysWhen: true, empathizes: true, explains: true, apologizes: true })
    .fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }).fact('statement.restated', { statementId: 's1', messageId: 'm2' })
    .fact('statement.confirmed', { statementId: 's1', by: 'CUSTOMER', messageId: 'c1' });
}

function remedied(): TicketHistory {
  return heard().sent('m3', { apologizes: true })
    .fact('finding.recorded', { findingId: 'f1', causedByUs: true, misuse: false, fault: 'CARRIER', liability: 'PROVISIONAL', correctiveAction: false })
    .fact('offer.made', { offerId: 'o1', legIds: ['l1'], explanationOnly: false }).fact('offer.sent', { offerId: 'o1', messageId: 'm4' })
    .fact('offer.accepted', { offerId: 'o1', messageId: 'c2' });
}

function finished(): TicketHistory {
  return remedied().fact('leg.fulfilled', { legId: 'l1', offerId: 'o1', proofRef: 'r' }).fact('feedback.sent', { department: 'CARRIER' })
    .sent('m5', { tellsLegIds: ['l1'], surveys: true });
}

test('no facts, or facts that do not begin with the opening, are a broken log', () => {
  expect(() => evaluate(DEFAULT_DEFINITION, [])).toThrow('begin with ticket.opened, not nothing');
  expect(() => evaluate(DEFAULT_DEFINITION, new TicketHistory().received('c1').facts.slice(1))).toThrow('not message.received');
});

test('a customer who writes again does not take the answer back', () => {
  const t = heard();
  const before = t.progress;
  expect(t.received('c9').progress).toEqual(before);
});

test('a step starts when its predecessor is settled, and lists what it misses before that', () => {
  const t = new TicketHistory();
  expect(t.step('RESPOND')).toMatchObject({ status: 'CURRENT', startedAt: t.facts[0]?.at, completedAt: null });
  expect(t.step('RECEIVE')).toMatchObject({ status: 'WAITING', startedAt: null, missing: ['AGENT_ACCEPTED', 'GREETING_SENT', 'CUSTOMER_IDENTIFIED', 'GOODS_IDENTIFIED', 'CLASSIFIED'] });
  t.sent('m1', { saysWhen: true });
  expect(t.step('RECEIVE')).toMatchObject({ status: 'CURRENT', startedAt: t.facts[1]?.at });
});

test('an apology from before the customer was heard is not the apology', () => {
  const t = heard();
  expect(t.missing).toEqual(['APOLOGY_SENT']);
  expect(t.sent('m3', { apologizes: true }).current).toBe('REMEDY');
});

test('what may not come before a step is missing until that step is done', () => {
  expect(new TicketHistory().sent('m1', { apologizes: true }).step('APOLOGIZE')).toMatchObject({ missing: ['APOLOGY_SENT'], evidence: [] });
});

test('the message that completes a step is not older than it', () => {
  const apologyWithSoothing = DEFAULT_DEFINITION.kinds.RETURN_EXCHANGE.steps.map((rule) => (
    rule.step === 'APOLOGIZE' ? { ...rule, requires: [{ code: 'APOLOGY_SENT', notBefore: 'SOOTHE' as const }] } : rule
  ));
  const definition = { kinds: { ...DEFAULT_DEFINITION.kinds, RETURN_EXCHANGE: { steps: apologyWithSoothing } } };
  const t = new TicketHistory({ emotion: 'ANGRY' }, definition).sent('m1', { empathizes: true, explains: true, apologizes: true });
  expect(t.step('APOLOGIZE')).toMatchObject({ missing: [], evidence: ['m1'] });
});

test('a survey from before the decision asks about nothing', () => {
  const t = heard().sent('m3', { apologizes: true, surveys: true })
    .fact('finding.recorded', { findingId: 'f1', causedByUs: false, misuse: null, fault: 'NO_FAULT', liability: 'PROVISIONAL', correctiveAction: false })
    .fact('offer.made', { offerId: 'o1', legIds: [], explanationOnly: true }).fact('offer.sent', { offerId: 'o1', messageId: 'm4' })
    .fact('offer.refused', { offerId: 'o1', final: true, messageId: 'c2' });
  expect(t.missing).toEqual(['SURVEY_SENT']);
});

describe('soothing ahead of its turn', () => {
  const soothing = { empathizes: true, explains: true };

  test('a calm customer of a normal matter waits', () => {
    expect(new TicketHistory().sent('m1', soothing).step('SOOTHE')).toMatchObject({ status: 'WAITING', startedAt: null, missing: [], evidence: ['m1'] });
  });

  test.each([{ emotion: 'ANGRY' }, { emotion: 'UPSET', severity: 'SEVERE' }] as const)('%j is soothed at once', (opened) => {
    const t = new TicketHistory(opened).sent('m1', soothing).fact('severity.reported', { toMemberId: 's' }).fact('severity.acknowledged', {});
    expect(t.step('SOOTHE')).toMatchObject({ status: 'DONE', startedAt: t.facts[0]?.at });
    expect(t.current).toBe('RESPOND');
  });

  test('who becomes angry later is soothed from then on, also once calm again', () => {
    const t = new TicketHistory().fact('ticket.classified', { severity: 'NORMAL', emotion: 'ANGRY', anomaly: false })
      .fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false });
    expect(t.step('SOOTHE')).toMatchObject({ status: 'CURRENT', startedAt: t.facts[1]?.at });
  });

  test('done stays done when the matter turns severe; the report is then asked of the remedy', () => {
    const t = heard().sent('m3', { apologizes: true }).fact('ticket.classified', { severity: 'SEVERE', emotion: 'CALM', anomaly: false });
    expect(t.step('SOOTHE').status).toBe('DONE');
    expect(t.missing).toEqual(['FINDING_RECORDED', 'FINDING_CONFIRMED', 'SEVERITY_REPORTED', 'SEVERITY_ACKNOWLEDGED', 'OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
  });
});

describe('skipping', () => {
  test('takes effect only once the step could be worked on', () => {
    const t = new TicketHistory({ customerKnown: true, orderKnown: true }).as('sup').fact('step.skipped', { step: 'SOOTHE', reason: 'NOT_CALLED_FOR' });
    expect(t.step('SOOTHE').status).toBe('WAITING');
    expect(t.step('RESPOND').status).toBe('CURRENT');
  });

  test('keeps who and when', () => {
    const t = heard().as('sup').fact('step.skipped', { step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' });
    expect(t.step('APOLOGIZE')).toMatchObject({ status: 'SKIPPED', completedBy: 'sup', completedAt: t.facts.at(-1)?.at, missing: [] });
  });

  test.each([['RESPOND', 'NOT_CALLED_FOR'], ['APOLOGIZE', 'ON_ITS_WAY'], ['FOLLOW_UP', 'NOT_CALLED_FOR']] as const)('%s is not skipped for %s', (step, reason) => {
    const t = heard();
    const before = t.progress;
    expect(t.fact('step.skipped', { step, reason }).progress).toEqual(before);
  });

  test('of a step that is done changes nothing', () => {
    const t = heard();
    const before = t.progress;
    expect(t.fact('step.skipped', { step: 'SOOTHE', reason: 'NOT_CALLED_FOR' }).progress).toEqual(before);
  });
});

describe('withdrawal', () => {
  test('waives what is open and leaves the farewell', () => {
    const t = new TicketHistory().fact('promise.made', { promiseId: 'p1' }).fact('task.opened', { taskId: 't1', department: 'CARRIER' })
      .sent('m1', { closes: true }).fact('ticket.withdrawn', { messageId: 'c1' });
    expect(t.statuses).toBe('WAIVED WAIVED WAIVED WAIVED WAIVED WAIVED CURRENT');
    expect(t.step('REMEDY')).toMatchObject({ completedAt: t.facts.at(-1)?.at, missing: [] });
    expect(t.missing).toEqual(['PROMISES_CLOSED', 'TASKS_CLOSED', 'CLOSURE_SENT']);
    t.fact('promise.kept', { promiseId: 'p1', messageId: null }).fact('task.cancelled', { taskId: 't1' }).sent('m2', { closes: true });
    expect(t.statuses).toBe('WAIVED WAIVED WAIVED WAIVED WAIVED WAIVED DONE');
  });

  test('keeps what was done, and does not release us from what was accepted', () => {
    const t = remedied().fact('ticket.withdrawn', { messageId: null }).sent('bye', { closes: true });
    expect(t.statuses).toBe('DONE DONE DONE DONE DONE DONE CURRENT');
    expect(t.missing).toEqual(['LEGS_FULFILLED']);
    expect(t.fact('leg.cancelled', { legId: 'l1', offerId: 'o1', reason: 'WITHDRAWN' }).current).toBeNull();
  });

  test('leaves nobody to decide about an open offer', () => {
    const t = heard().fact('offer.made', { offerId: 'o1', legIds: ['l1'], explanationOnly: false }).fact('ticket.withdrawn', { messageId: null });
    expect(t.missing).toEqual(['CLOSURE_SENT']);
  });

  test('is over with a reopening', () => {
    const t = heard().fact('ticket.withdrawn', { messageId: null }).sent('bye', { closes: true }).fact('ticket.reopened', { step: 'APOLOGIZE', reason: 'OTHER' });
    expect(t.statuses).toBe('DONE DONE DONE DONE CURRENT WAITING WAITING');
    expect(t.step('FOLLOW_UP').missing).toContain('SURVEY_SENT');
    expect(t.step('FOLLOW_UP').evidence).toEqual(['bye']);
  });

  test('waived steps before the one reopened are owed again: nobody offers a remedy for what was never heard', () => {
    const t = new TicketHistory().sent('m1', { greets: true }).fact('ticket.withdrawn', { messageId: null }).fact('ticket.reopened', { step: 'SOOTHE', reason: 'OTHER' });
    expect(t.current).toBe('RESPOND');
    expect(t.statuses).toBe('CURRENT WAITING WAITING WAITING WAITING WAITING WAITING');
    expect(t.step('LISTEN')).toMatchObject({ round: 2, missing: expect.arrayContaining(['STATEMENT_RECORDED']) as unknown });
  });
});

describe('reopening', () => {
  test('begins a new round at the named step; earlier steps keep their completion', () => {
    const t = finished();
    const before = t.progress;
    expect(before.currentStep).toBeNull();
    t.fact('ticket.closed', { resolution: 'COMPLETED' }).fact('ticket.reopened', { step: 'REMEDY', reason: 'OTHER' });
    expect(t.progress.steps.slice(0, 5)).toEqual(before.steps.slice(0, 5));
    expect(t.step('REMEDY')).toMatchObject({ round: 2, status: 'CURRENT', startedAt: t.facts.at(-1)?.at, completedAt: null, completedBy: null });
    // The finding stands; the offer of the first round does not.
    expect(t.missing).toEqual(['OFFER_MADE', 'OFFER_SENT', 'CUSTOMER_DECIDED']);
    expect(t.step('FOLLOW_UP')).toMatchObject({ round: 2, status: 'WAITING' });
  });

  test('needs new evidence and keeps the old in front', () => {
    const t = finished().fact('ticket.reopened', { step: 'REMEDY', reason: 'OTHER' })
      .fact('offer.made', { offerId: 'o2', legIds: [], explanationOnly: false }).fact('offer.sent', { offerId: 'o2', messageId: 'm6' })
      .fact('offer.refused', { offerId: 'o2', final: true, messageId: 'c3' });
    expect(t.step('REMEDY')).toMatchObject({ status: 'DONE', round: 2, evidence: ['f1', 'o1', 'm4', 'c2', 'o2', 'm6', 'c3'] });
    expect(t.missing).toEqual(['SURVEY_SENT']);
  });

  test('to the follow-up asks that the customer is told again', () => {
    const t = finished().fact('ticket.reopened', { step: 'FOLLOW_UP', reason: 'OTHER' });
    expect(t.missing).toEqual(['CUSTOMER_TOLD', 'SURVEY_SENT']);
    expect(t.sent('m6', { tellsLegIds: ['l1'], surveys: true }).current).toBeNull();
  });

  test('keeps evidence that had not completed its step', () => {
    const t = new TicketHistory().fact('statement.recorded', { statementId: 's1', wish: 'REFUND' }).fact('ticket.reopened', { step: 'RESPOND', reason: 'OTHER' });
    expect(t.step('LISTEN')).toMatchObject({ evidence: ['s1'], missing: ['STATEMENT_RECORDED', 'STATEMENT_CONFIRMED'] });
  });

  test('forgets a skip: the next round is skipped anew or done', () => {
    const t = heard().fact('step.skipped', { step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' }).fact('ticket.reopened', { step: 'LISTEN', reason: 'OTHER' });
    expect(t.statuses).toBe('DONE DONE CURRENT WAITING WAITING WAITING WAITING');
    t.fact('statement.recorded', { statementId: 's2', wish: 'REFUND' }).fact('statement.restated', { statementId: 's2', messageId: 'm5' })
      .fact('statement.confirmed', { statementId: 's2', by: 'CUSTOMER', messageId: 'c5' }).sent('m6', { empathizes: true, explains: true });
    expect(t.statuses).toBe('DONE DONE DONE DONE CURRENT WAITING WAITING');
    expect(t.step('APOLOGIZE')).toMatchObject({ round: 2, missing: ['APOLOGY_SENT'] });
  });
});

test.each(['ticket.held', 'ticket.merged', 'ticket.closed'] as const)('%s changes no step', (type) => {
  const t = heard();
  const before = t.progress;
  const data = { 'ticket.held': { reason: 'OTHER' }, 'ticket.merged': { intoId: 'x' }, 'ticket.closed': { resolution: 'MERGED' } } as const;
  expect(t.fact(type, data[type]).progress).toEqual(before);
});

test('progress is plain JSON', () => {
  const { progress } = finished();
  expect(JSON.parse(JSON.stringify(progress))).toEqual(progress);
});

describe('another kind', () => {
  const to = (kind: 'RETURN_EXCHANGE' | 'LOGISTICS' | 'COMPLAINT', more: object = {}) => ({
    from: kind, to: kind, severity: 'NORMAL', anomaly: false, reasonFamily: null, evidenceWanted: false, customerKnown: true, orderKnown: true, messageId: 'why', ...more,
  } as const);
  const steps = (t: TicketHistory): [string, string, number][] => t.progress.steps.map(({ step, status, round }) => [step, status, round]);

  test('a skip that the new kind does not know is owed again, and so is what follows it; what was said before counts', () => {
    const t = new TicketHistory({ kind: 'LOGISTICS', customerKnown: true, orderKnown: true })
      .fact('ticket.assigned', { memberId: 'agent-1', teamId: null }).fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false })
      .sent('m1', { greets: true, saysWhen: true, explains: true })
      .fact('statement.recorded', { statementId: 's1', wish: 'DELIVERY' }).fact('statement.restated', { statementId: 's1', messageId: 'm2' })
      .fact('statement.confirmed', { statementId: 's1', by: 'CUSTOMER', messageId: 'c1' })
      .fact('step.skipped', { step: 'SOOTHE', reason: 'ON_ITS_WAY' }).fact('step.skipped', { step: 'APOLOGIZE', reason: 'ON_ITS_WAY' }).sent('m3', { apologizes: true });
    expect(t.progress.currentStep).toBe('REMEDY');
    t.fact('ticket.converted', to('COMPLAINT'));
    expect(steps(t).slice(2)).toEqual([['LISTEN', 'DONE', 1], ['SOOTHE', 'CURRENT', 2], ['APOLOGIZE', 'WAITING', 2], ['REMEDY', 'WAITING', 1], ['FOLLOW_UP', 'WAITING', 1]]);
    expect(t.progress.steps[3]?.missing).toEqual(['EMPATHY_SENT']);
    t.sent('m4', { empathizes: true });
    expect(steps(t).slice(3, 6)).toEqual([['SOOTHE', 'DONE', 2], ['APOLOGIZE', 'DONE', 2], ['REMEDY', 'CURRENT', 1]]);
  });

  test('a skip that the new kind knows, too, stays one', () => {
    const t = heard().fact('step.skipped', { step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' }).fact('ticket.converted', to('LOGISTICS'));
    expect(steps(t)[4]).toEqual(['APOLOGIZE', 'SKIPPED', 1]);
  });

  test('an apology after listening still came after it when listening was owed again for a proof', () => {
    const t = heard().sent('m3', { apologizes: true }).fact('ticket.converted', to('RETURN_EXCHANGE', { evidenceWanted: true }));
    expect(steps(t).slice(2, 5)).toEqual([['LISTEN', 'CURRENT', 2], ['SOOTHE', 'WAITING', 2], ['APOLOGIZE', 'WAITING', 2]]);
    t.fact('proof.received', { attachmentId: 'a1', kind: 'PHOTO' });
    expect(steps(t).slice(2, 6)).toEqual([['LISTEN', 'DONE', 2], ['SOOTHE', 'DONE', 2], ['APOLOGIZE', 'DONE', 2], ['REMEDY', 'CURRENT', 1]]);
  });

  test('after a withdrawal nothing is owed again', () => {
    const t = heard().fact('ticket.withdrawn', { messageId: null });
    const before = steps(t);
    t.fact('ticket.converted', to('COMPLAINT', { severity: 'SEVERE', evidenceWanted: true, orderKnown: false }));
    expect(steps(t)).toEqual(before);
  });
});
