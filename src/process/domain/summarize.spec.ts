import { TicketHistory } from '../../../test/support/ticket-history.js';
import { approvalOf, latestFinding, openLegs, openOffer, pendingApproval, statementAwaited } from './summary.js';

const offered = (t: TicketHistory, id: string) =>
  t.fact('offer.made', { offerId: id, legIds: [`${id}-1`, `${id}-2`], explanationOnly: false }).fact('offer.sent', { offerId: id, messageId: `${id}-sent` });

test('the flags of the ticket follow its facts, and a reopening clears its ends', () => {
  const t = new TicketHistory({ source: 'AGENT' }).fact('ticket.assigned', { memberId: 'a', teamId: 't' }).fact('ticket.held', { reason: 'WAITING_ON_CARRIER' });
  expect(t.summary).toMatchObject({ assigneeId: 'a', teamId: 't', heldFor: 'WAITING_ON_CARRIER', lastCustomerTurn: null, reopenings: 0 });
  t.fact('ticket.resumed', {}).fact('ticket.withdrawn', { messageId: null }).fact('ticket.merged', { intoId: 'x' }).fact('ticket.closed', { resolution: 'MERGED' });
  expect(t.summary).toMatchObject({ heldFor: null, withdrawn: { seq: 5 }, mergedIntoId: 'x', closed: 'MERGED' });
  t.fact('severity.reported', { toMemberId: 'sup' }).fact('severity.acknowledged', {});
  expect(t.summary).toMatchObject({ severityReported: { seq: expect.any(Number) as unknown }, severityAcknowledged: { seq: expect.any(Number) as unknown } });
  t.fact('ticket.reopened', { step: 'LISTEN', reason: 'OTHER' });
  expect(t.summary).toMatchObject({ severityReported: null, severityAcknowledged: null, withdrawn: null, mergedIntoId: null, closed: null, reopenings: 1, assigneeId: 'a' });
});

test('the customer’s opening is a turn, and only people answer it', () => {
  const t = new TicketHistory().sent('m1', { origin: 'BOT' });
  expect(t.summary).toMatchObject({ lastCustomerTurn: { seq: 1 }, lastHumanReply: null });
  expect(t.received('c1').sent('m2').summary).toMatchObject({ lastCustomerTurn: { seq: 3 }, lastHumanReply: { seq: 4 } });
});

test('a statement is awaited from its restatement to its confirmation, with the first reminder', () => {
  const t = new TicketHistory().fact('statement.recorded', { statementId: 's1', wish: 'REFUND' });
  expect(statementAwaited(t.summary)).toBeUndefined();
  t.sent('m0', { reminds: true }).fact('statement.restated', { statementId: 's1', messageId: 'm1' });
  expect(statementAwaited(t.summary)).toMatchObject({ id: 's1', restated: { seq: 4 }, reminded: null });
  t.sent('m2', { reminds: true }).sent('m3', { reminds: true });
  expect(statementAwaited(t.summary)).toMatchObject({ reminded: { seq: 5 } });
  t.fact('statement.restated', { statementId: 's1', messageId: 'm4' });
  expect(statementAwaited(t.summary)).toMatchObject({ restated: { seq: 7 }, reminded: null });
  t.fact('statement.confirmed', { statementId: 'other', by: 'CUSTOMER', messageId: 'c0' });
  expect(statementAwaited(t.summary)).toBeDefined();
  t.fact('statement.confirmed', { statementId: 's1', by: 'CUSTOMER', messageId: 'c1' });
  expect(statementAwaited(t.summary)).toBeUndefined();
});

test('an offer is decided once, and its legs exist from the acceptance on', () => {
  const t = offered(new TicketHistory(), 'o1');
  expect([openOffer(t.summary)?.state, openLegs(t.summary).length]).toEqual(['SENT', 0]);
  t.fact('offer.accepted', { offerId: 'o1', messageId: 'c1' });
  const legs = openLegs(t.summary);
  expect([openOffer(t.summary), t.summary.offers.at(-1)?.id, legs.map(({ id }) => id)]).toEqual([undefined, 'o1', ['o1-1', 'o1-2']]);
  t.fact('offer.refused', { offerId: 'o1', final: true, messageId: 'c2' }).fact('offer.withdrawn', { offerId: 'o1' })
    .fact('offer.accepted', { offerId: 'o1', messageId: 'c3' });
  expect(t.summary.offers.at(-1)).toMatchObject({ state: 'ACCEPTED', final: false, decided: { messageId: 'c1' } });
  expect(openLegs(t.summary)).toEqual(legs);
});

test('what the customer never saw cannot be accepted', () => {
  const t = new TicketHistory().fact('offer.made', { offerId: 'o1', legIds: ['l1'], explanationOnly: false }).fact('offer.accepted', { offerId: 'o1', messageId: 'c1' });
  expect([openOffer(t.summary)?.state, openLegs(t.summary)]).toEqual(['MADE', []]);
});

test('a leg ends once, and legs of an earlier accepted offer stay owed', () => {
  const t = offered(offered(new TicketHistory(), 'o1').fact('offer.accepted', { offerId: 'o1', messageId: null }), 'o2').fact('offer.accepted', { offerId: 'o2', messageId: null });
  t.fact('leg.fulfilled', { legId: 'o1-1', offerId: 'o1', proofRef: 'p' }).fact('leg.cancelled', { legId: 'o1-1', offerId: 'o1', reason: 'OTHER' });
  expect(t.summary.legs[0]).toMatchObject({ state: 'FULFILLED', ended: { seq: 8 } });
  expect(openLegs(t.summary).map(({ id }) => id)).toEqual(['o1-2', 'o2-1', 'o2-2']);
});

test('an approval is pending until it ends, each request by itself, and the latest of an offer counts', () => {
  const t = new TicketHistory().fact('approval.requested', { requestId: 'r1', offerId: 'o1' });
  expect([pendingApproval(t.summary)?.id, approvalOf(t.summary, 'o1')?.state, approvalOf(t.summary, 'o2')]).toEqual(['r1', 'PENDING', undefined]);
  t.fact('approval.ended', { requestId: 'r1', offerId: 'o1', outcome: 'REJECTED' });
  expect([pendingApproval(t.summary), approvalOf(t.summary, 'o1')?.state]).toEqual([undefined, 'REJECTED']);
  t.fact('approval.requested', { requestId: 'r2', offerId: 'o1' }).fact('approval.ended', { requestId: 'r1', offerId: 'o1', outcome: 'APPROVED' });
  expect(approvalOf(t.summary, 'o1')).toEqual({ id: 'r2', offerId: 'o1', state: 'PENDING' });
});

test('the last finding holds; confirming one keeps its id', () => {
  const finding = { findingId: 'f1', causedByUs: true, misuse: false, fault: 'CARRIER', correctiveAction: false } as const;
  const t = new TicketHistory().fact('finding.recorded', { ...finding, liability: 'PROVISIONAL' }).fact('finding.recorded', { ...finding, liability: 'CONFIRMED' });
  expect(t.summary.findings).toHaveLength(1);
  expect(latestFinding(t.summary)).toMatchObject({ id: 'f1', liability: 'CONFIRMED', faultSince: 2 });
});

test('a broken promise stays open until it is kept late or renewed', () => {
  const t = new TicketHistory().fact('promise.made', { promiseId: 'p1' }).fact('promise.made', { promiseId: 'p2' }).fact('promise.broken', { promiseId: 'p1' });
  expect(t.summary.promises).toEqual([{ id: 'p1' }, { id: 'p2' }]);
  expect(t.fact('promise.renegotiated', { promiseId: 'p1', byPromiseId: 'p2' }).summary.promises).toEqual([{ id: 'p2' }]);
});

test('a summary does not change with the facts added after it', () => {
  const t = offered(new TicketHistory().sent('m1').fact('promise.made', { promiseId: 'p1' }), 'o1');
  const { summary } = t;
  const copy = JSON.parse(JSON.stringify(summary)) as unknown;
  expect(t.fact('offer.accepted', { offerId: 'o1', messageId: null }).sent('m2').summary).not.toEqual(summary);
  expect(summary).toEqual(copy);
});
