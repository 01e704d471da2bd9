import { uuidv7 } from 'uuidv7';
import { DomainError } from '../../src/kernel/error.js';
import type { Fault } from '../../src/kernel/words.js';
import { AcceptOffer, MakeOffer, SendOffer, type MakeOfferRequest, type RemedyGate, type RemedyMove } from '../../src/remedies/index.js';
import { RecordCounterOffer } from '../../src/remedies/commands/record-counter-offer.js';
import { adviseFault } from '../../src/remedies/queries/fault-case.query.js';
import { previewRefund } from '../../src/remedies/queries/preview-refund.query.js';
import { PackLibrary } from '../../src/sla/index.js';
import { ConfirmFinding } from '../../src/tickets/commands/judgement/confirm-finding.js';
import { DisputeFinding } from '../../src/tickets/commands/judgement/dispute-finding.js';
import { RecordFinding, type RecordFindingRequest } from '../../src/tickets/commands/judgement/record-finding.js';
import { FaultAdvice } from '../../src/tickets/index.js';
import { times, untilFree } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import { inDays, RemedyDesk, words, type Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
});

const refundOf = (lineId: string, quantity: number): Partial<MakeOfferRequest> => ({
  legs: [], refund: { lines: [{ orderLineId: lineId, quantity }], keptGifts: [], withFreight: null },
});
const make = (at: Case, more: Partial<MakeOfferRequest>, gate?: RemedyGate) => new MakeOffer(desk.work, gate).execute(desk.agent, desk.offer(at.ticketId, more));

async function signedOrder(quantity: number, paid: number, days = 2): Promise<{ orderId: string; lineId: string }> {
  const order = await desk.order(BigInt(paid));
  await db.owner('UPDATE order_line SET quantity = $2 WHERE id = $1', [order.lineId, quantity]);
  await db.owner(`UPDATE sales_order SET paid_at = now() - interval '9 days', shipped_at = now() - interval '8 days', signed_at = now() - make_interval(days => $2) WHERE id = $1`, [order.orderId, days]);
  return order;
}

describe('a refund of lines', () => {
  it('is offered exactly as previewed, line by line on record, and holds nothing while it is only looked at', async () => {
    const at = await desk.atRemedy('SUPPLIER', await signedOrder(3, 10_000));
    const { refund } = refundOf(at.lineId, 1);
    if (!refund) throw new Error('a refund');
    const preview = await desk.unit.read(desk.merchantId, (tx) => previewRefund(tx, new PackLibrary(), desk.agent, at.ticketId, refund));
    expect(preview).toMatchObject({ totalMinor: 3_333n, whole: false });
    const { value } = await make(at, refundOf(at.lineId, 1));
    expect(await db.owner('SELECT quantity, goods_minor::int AS goods, freight_minor::int AS freight FROM offer_refund_line WHERE offer_id = $1', [value]))
      .toEqual([{ quantity: 1, goods: 3_333, freight: 0 }]);
    expect(await db.owner('SELECT type, basis, amount_minor::int AS amount FROM offer_leg WHERE offer_id = $1', [value])).toEqual([{ type: 'PARTIAL_REFUND', basis: 'GOODWILL', amount: 3_333 }]);
  });

  it('by many tickets at once never gives a piece or a cent twice', async () => {
    const order = await signedOrder(4, 10_001);
    const cases = await Promise.all(times(50, () => desk.atRemedy('SUPPLIER', order)));
    const outcomes = await Promise.allSettled(cases.map((at) => untilFree(() => make(at, refundOf(at.lineId, 1)))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CAP_EXCEEDED', field: 'refund.lines.0.quantity' });
    const [sum] = await db.owner('SELECT sum(amount_minor)::int AS minor, count(*)::int AS n FROM offer_leg l JOIN offer o ON o.id = l.offer_id WHERE o.order_id = $1', [order.orderId]);
    expect(sum).toEqual({ minor: 10_001, n: 4 });
  });

  it('and goods again for the same piece are one too many, over all tickets', async () => {
    const order = await signedOrder(1, 10_000);
    const [one, two] = [await desk.atRemedy('SUPPLIER', order), await desk.atRemedy('SUPPLIER', order)];
    await make(one, { legs: [{ type: 'RESHIP', amount: null, orderLineId: order.lineId, quantity: 1, days: null, note: null }] });
    expect(await desk.refused(two.ticketId, () => make(two, refundOf(order.lineId, 1)))).toMatchObject({ code: 'CAP_EXCEEDED', field: 'refund.lines', details: { left: 0 } });
  });
});

describe('the customer’s rights', () => {
  const backAnd = (lineId: string): Partial<MakeOfferRequest> => ({
    ...refundOf(lineId, 1), legs: [{ type: 'RETURN', amount: null, orderLineId: lineId, quantity: 1, days: null, note: null }],
  });
  const basisOf = async (offerId: string): Promise<unknown> => (await db.owner(`SELECT basis FROM offer_leg WHERE offer_id = $1 AND type <> 'RETURN'`, [offerId]))[0];

  it('decide the basis: a return in time is owed, a late one and a mere refund are goodwill', async () => {
    const [inTime, late] = [await signedOrder(2, 10_000), await signedOrder(2, 10_000, 9)];
    const at = async (order: typeof inTime): Promise<Case> => desk.atRemedy('CUSTOMER_PREFERENCE', order);
    expect(await basisOf((await make(await at(inTime), backAnd(inTime.lineId))).value)).toEqual({ basis: 'STATUTORY' });
    expect(await basisOf((await make(await at(inTime), refundOf(inTime.lineId, 1))).value)).toEqual({ basis: 'GOODWILL' });
    expect(await basisOf((await make(await at(late), backAnd(late.lineId))).value)).toEqual({ basis: 'GOODWILL' });
  });

  it('are not refused in passing: a false ground is refused, a true one asks the gate before it is sent', async () => {
    const order = await signedOrder(1, 10_000);
    const at = await desk.atRemedy('CUSTOMER_PREFERENCE', order);
    const declining = (reason: 'OUT_OF_TIME' | 'DEMAND_EXCEEDS_LOSS'): Partial<MakeOfferRequest> => ({
      legs: [{ type: 'EXPLANATION', amount: null, orderLineId: null, quantity: null, days: null, note: 'Why.' }], fulfilBy: null,
      refusal: { reason, alternative: 'A coupon.', evidenceIds: [] },
    });
    expect(await desk.refused(at.ticketId, () => make(at, declining('OUT_OF_TIME')))).toMatchObject({ code: 'STATE_CONFLICT', field: 'refusal.reason' });
    const moves: RemedyMove[] = [];
    const gate: RemedyGate = {
      before: async (_session, move) => {
        moves.push(move);
        if (move.move === 'DECLINE') throw new DomainError('APPROVAL_REQUIRED', { en: 'Refusing a right takes an approval.', zh: '拒绝法定权利须经审批。' });
      },
    };
    const { value: offerId } = await make(at, declining('DEMAND_EXCEEDS_LOSS'), gate);
    const send = (): Promise<unknown> => new SendOffer(desk.work, gate).execute(desk.agent, {
      ...desk.request(at.ticketId), offerId, message: { body: 'We explain why this is not possible.', channel: 'CHAT' },
    });
    expect(await desk.refused(at.ticketId, send)).toMatchObject({ code: 'APPROVAL_REQUIRED' });
    expect(moves).toMatchObject([{ move: 'MAKE', offerId }, { move: 'DECLINE', offerId, rights: ['NO_REASON_RETURN'] }]);
  });
});

describe('a counter-offer', () => {
  it('needs the customer’s own words, decides nothing, and an offer may answer it', async () => {
    const at = await desk.atRemedy();
    const offerId = await desk.sent(at.ticketId);
    const record = new RecordCounterOffer(desk.work);
    const asked = { ...desk.request(at.ticketId), offerId, wish: 'REFUND' as const, amount: { minor: 12_000n, currency: 'CNY' }, note: null, proofRef: null };
    expect(await desk.refused(at.ticketId, () => record.execute(desk.agent, { ...asked, messageId: null }))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
    expect(await desk.refused(at.ticketId, () => record.execute(desk.agent, { ...asked, messageId: uuidv7() }))).toMatchObject({ code: 'NOT_FOUND', field: 'messageId' });
    const messageId = await desk.customerSays(at.ticketId);
    const dollars = { ...asked, messageId, amount: { minor: 1n, currency: 'USD' } };
    expect(await desk.refused(at.ticketId, () => record.execute(desk.agent, dollars))).toMatchObject({ code: 'INVALID_INPUT', field: 'amount.currency' });
    const { value: counterOfferId } = await record.execute(desk.agent, { ...asked, messageId });
    expect(await db.owner('SELECT state FROM offer WHERE id = $1', [offerId])).toEqual([{ state: 'SENT' }]);
    await new AcceptOffer(desk.work).execute(desk.agent, { ...desk.request(at.ticketId), offerId, messageId: await desk.customerSays(at.ticketId), note: null, proofRef: null });
    const other = await desk.atRemedy();
    expect(await desk.refused(other.ticketId, () => make(other, { counterOfferId }))).toMatchObject({ code: 'NOT_FOUND', field: 'counterOfferId' });
  });
});

describe('a finding', () => {
  const finding = (ticketId: string, more: Partial<RecordFindingRequest> = {}): RecordFindingRequest => ({
    ...desk.request(ticketId), causedByUs: true, misuse: false, fault: 'WAREHOUSE', shares: [], verifiedReasonCode: null, cause: 'Looked into.', correctiveAction: null, ...more,
  });
  const record = (): RecordFinding => {
    const advice = new FaultAdvice();
    advice.register(adviseFault);
    return new RecordFinding(desk.work, advice);
  };
  const liability = async (id: string): Promise<unknown> => (await db.owner('SELECT liability FROM finding WHERE id = $1', [id]))[0];

  it('against a sure proposal says why, and both stay on record', async () => {
    const at = await desk.atRemedy();
    await db.owner(
      `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, at)
       VALUES ($1, $2, $3, 'TEST_REPORT', 'report.pdf', 'application/pdf', 1, sha256('report'), $4, 'SYSTEM', now())`,
      [desk.merchantId, uuidv7(), at.ticketId, `report/${at.ticketId}`],
    );
    const refusal = await desk.refused(at.ticketId, () => record().execute(desk.agent, finding(at.ticketId)));
    expect(refusal).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'overrideReason', details: { proposed: 'SUPPLIER', confidence: 85, rows: ['TESTED'] } });
    const { value } = await record().execute(desk.agent, finding(at.ticketId, { overrideReason: 'The report is of another batch.' }));
    const [row] = await db.owner(`SELECT fault, proposal->>'fault' AS proposed, override_reason FROM finding WHERE id = $1`, [value]);
    expect(row).toEqual({ fault: 'WAREHOUSE', proposed: 'SUPPLIER', override_reason: 'The report is of another batch.' });
  });

  it('is drafted, submitted, confirmed, disputed by the side held liable, and arbitrated by another person', async () => {
    const at = await desk.atRemedy();
    const disputes = new DisputeFinding(desk.work);
    const { value: findingId } = await record().execute(desk.agent, finding(at.ticketId, { draft: true }));
    const on = { ...desk.request(at.ticketId), findingId };
    expect(await liability(findingId)).toEqual({ liability: 'DRAFT' });
    await disputes.submit(desk.agent, on);
    const dispute = (by: Fault) => disputes.dispute(desk.agent, { ...on, by, reason: 'It was packed well.' });
    expect(await desk.refused(at.ticketId, () => dispute('WAREHOUSE'))).toMatchObject({ code: 'EVIDENCE_MISSING' });
    await new ConfirmFinding(desk.work).execute(desk.supervisor, on);
    expect(await desk.refused(at.ticketId, () => dispute('CARRIER'))).toMatchObject({ code: 'INVALID_INPUT', field: 'by' });
    await dispute('WAREHOUSE');
    const verdict = { causedByUs: false, misuse: null, fault: 'CARRIER' as const, shares: [] };
    const arbitrate = (by: typeof desk.supervisor) => disputes.arbitrate(by, { ...on, reason: 'The trace shows it.', verdict });
    expect(await desk.refused(at.ticketId, () => arbitrate(desk.supervisor))).toMatchObject({ code: 'APPROVER_BARRED' });
    expect(await desk.refused(at.ticketId, () => arbitrate(desk.agent))).toMatchObject({ code: 'FORBIDDEN' });
    const other = { ...desk.supervisor, id: desk.leader.id, personId: desk.leader.personId };
    const { value: held } = await arbitrate(other);
    expect([await liability(findingId), await liability(held)]).toEqual([{ liability: 'ARBITRATED' }, { liability: 'ARBITRATED' }]);
    expect(await db.owner('SELECT fault, supersedes_id FROM finding WHERE id = $1', [held])).toEqual([{ fault: 'CARRIER', supersedes_id: findingId }]);
  });

  it('that is shared is confirmed before the customer is offered anything for it', async () => {
    const at = await desk.atRemedy();
    const shares = [{ fault: 'WAREHOUSE' as const, percent: 60 }, { fault: 'SUPPLIER' as const, percent: 40 }];
    const { value: findingId } = await record().execute(desk.agent, finding(at.ticketId, { shares }));
    const offerId = await desk.made(at.ticketId);
    const send = (): Promise<unknown> => new SendOffer(desk.work).execute(desk.agent, {
      ...desk.request(at.ticketId), offerId, message: { body: words(inDays(4)), channel: 'CHAT' },
    });
    expect(await desk.refused(at.ticketId, send)).toMatchObject({ code: 'EVIDENCE_MISSING', details: { missing: ['FINDING_CONFIRMED'] } });
    await new ConfirmFinding(desk.work).execute(desk.supervisor, { ...desk.request(at.ticketId), findingId });
    await expect(desk.refused(at.ticketId, send)).rejects.toBeDefined();
  });
});
