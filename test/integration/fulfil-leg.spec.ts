import { uuidv7 } from 'uuidv7';
import { AcceptOffer, CancelLeg, FulfilLeg, type FulfilLegRequest, type LegInput, type MakeOfferRequest } from '../../src/remedies/index.js';
import { testDatabase } from '../support/database.js';
import { RemedyDesk, type Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
let fulfil: FulfilLeg;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  fulfil = new FulfilLeg(desk.work);
});

const leg = (type: LegInput['type'], more: Partial<LegInput> = {}): LegInput => ({
  type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more,
});
const refund = leg('PARTIAL_REFUND', { amount: { minor: 8_000n, currency: 'CNY' } });

/** A ticket whose offer of these legs was accepted. */
async function owed(legs: (at: Case) => readonly LegInput[] = () => [refund, leg('GIFT', { note: 'A scarf', amount: { minor: 500n, currency: 'CNY' } })]): Promise<Case & { offerId: string; legIds: string[] }> {
  const at = await desk.atRemedy();
  const offerId = await desk.sent(at.ticketId, { legs: legs(at) } satisfies Partial<MakeOfferRequest>);
  const messageId = await desk.customerSays(at.ticketId);
  await new AcceptOffer(desk.work).execute(desk.agent, { ...desk.request(at.ticketId), offerId, messageId, note: null, proofRef: null });
  return { ...at, offerId, legIds: (await desk.legs(offerId)).map(({ id }) => id) };
}

function paid(ticketId: string, legId: string | undefined, ref: string, more: Partial<FulfilLegRequest['proof']> = {}): FulfilLegRequest {
  return { ...desk.request(ticketId), legId: legId ?? '', note: null, proof: { kind: 'PLATFORM_REFUND_ID', ref, ...more } };
}

describe('fulfilLeg', () => {
  it('records the leg with its proof; the step asks for the rest', async () => {
    const { ticketId, offerId, legIds } = await owed();

    const done = await fulfil.execute(desk.finance, { ...paid(ticketId, legIds[0], ' R-1001 '), note: 'paid by platform' });

    const [row] = await db.owner('SELECT state, proof_kind, proof_ref, ended_note, ended_by FROM offer_leg WHERE id = $1', [legIds[0]]);
    expect(row).toEqual({ state: 'FULFILLED', proof_kind: 'PLATFORM_REFUND_ID', proof_ref: 'R-1001', ended_note: 'paid by platform', ended_by: desk.finance.id });
    expect(await db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'leg.fulfilled'`, [ticketId])).toEqual([
      { data: { legId: legIds[0], offerId, proofRef: 'R-1001' } },
    ]);
    expect(done.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing).toContain('LEGS_FULFILLED');
    const last = await fulfil.execute(desk.agent, paid(ticketId, legIds[1], 'SF1', { kind: 'WAYBILL_DELIVERED', ref: 'SF100200' }));
    expect(last.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing).not.toContain('LEGS_FULFILLED');
  });

  it('of an extended receipt also says that the receipt was extended', async () => {
    const { ticketId, legIds } = await owed(() => [refund, leg('EXTENDED_RECEIPT', { days: 7 })]);
    await fulfil.execute(desk.agent, paid(ticketId, legIds[1], 'ACK-7', { kind: 'PLATFORM_ACK' }));
    expect(await db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'receipt.extended'`, [ticketId])).toEqual([
      { data: { days: 7, platformRef: 'ACK-7' } },
    ]);
  });

  it('of two at once one wins, the other is told so, and nothing is recorded twice', async () => {
    const { ticketId, legIds } = await owed();
    const outcomes = await Promise.allSettled([
      fulfil.execute(desk.agent, paid(ticketId, legIds[0], 'R-2001')), fulfil.execute(desk.finance, paid(ticketId, legIds[0], 'R-2002')),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'ALREADY_DECIDED', field: 'legId' } });
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'leg.fulfilled'`, [ticketId])).toHaveLength(1);
  });

  it('never twice on one reference, whatever its case, also between tickets at once', async () => {
    const [one, two, three] = [await owed(), await owed(), await owed()];
    const outcomes = await Promise.allSettled([
      fulfil.execute(desk.agent, paid(one.ticketId, one.legIds[0], 'alipay-77')), fulfil.execute(desk.agent, paid(two.ticketId, two.legIds[0], 'ALIPAY-77')),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'DUPLICATE', field: 'proofRef' } });
    expect(await db.owner(`SELECT FROM offer_leg WHERE upper(proof_ref) = 'ALIPAY-77'`)).toHaveLength(1);
    expect(await desk.refused(three.ticketId, () => fulfil.execute(desk.agent, paid(three.ticketId, three.legIds[0], 'Alipay-77', { kind: 'BANK_REF' }))))
      .toMatchObject({ code: 'DUPLICATE', field: 'proofRef' });
  });

  it('lets one parcel carry several lines, and each line once', async () => {
    const second = uuidv7();
    const { ticketId, legIds, lineId } = await owed(({ lineId: line }) => [refund, leg('RESHIP', { orderLineId: line, quantity: 1 })]);
    await db.owner(
      `INSERT INTO order_line (merchant_id, id, order_id, external_id, sku, title, quantity, paid_minor)
       SELECT merchant_id, $2, order_id, '2', 'SKU2', 'Belt', 1, 0 FROM order_line WHERE id = $1`, [lineId, second]);
    await db.owner(
      `INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, order_line_id, quantity, state)
       SELECT merchant_id, $2, offer_id, ticket_id, 2, type, $3, 1, 'PENDING' FROM offer_leg WHERE id = $1`, [legIds[1], uuidv7(), second]);
    const pieces = await db.owner<{ id: string }>(`SELECT id FROM offer_leg WHERE ticket_id = $1 AND type = 'RESHIP' ORDER BY position`, [ticketId]);
    for (const { id } of pieces) await fulfil.execute(desk.agent, paid(ticketId, id, 'SF-55', { kind: 'WAYBILL_DELIVERED' }));
    const other = await owed(() => [refund, leg('RESHIP', { orderLineId: lineId, quantity: 1 })]).catch((error: unknown) => error);
    expect(other).toMatchObject({ code: 'NOT_FOUND' });
    expect(await db.owner(`SELECT FROM offer_leg WHERE proof_ref = 'SF-55'`)).toHaveLength(2);
  });

  it('answers a repetition with its key, and records one', async () => {
    const { ticketId, offerId, legIds } = await owed();
    const request = { ...paid(ticketId, legIds[0], 'R-3001'), idempotencyKey: 'pay-1' };
    const answers = await Promise.all([fulfil.execute(desk.agent, request), fulfil.execute(desk.agent, request), fulfil.execute(desk.agent, request)]);
    expect(answers.map(({ value }) => value)).toEqual([offerId, offerId, offerId]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'leg.fulfilled'`, [ticketId])).toHaveLength(1);
  });
});

describe('fulfilLeg refuses, and leaves nothing behind', () => {
  it('a proof of another kind, a malformed reference, and anything for a return', async () => {
    const { ticketId, legIds } = await owed(({ lineId }) => [refund, leg('RETURN', { orderLineId: lineId, quantity: 1 })]);
    const refused = (request: FulfilLegRequest): Promise<unknown> => desk.refused(ticketId, () => fulfil.execute(desk.agent, request));
    expect(await refused(paid(ticketId, legIds[0], 'SF-1', { kind: 'WAYBILL_DELIVERED' }))).toMatchObject({ code: 'INVALID_INPUT', field: 'proofKind' });
    expect(await refused(paid(ticketId, legIds[0], 'R-1', { kind: 'MESSAGE' }))).toMatchObject({ code: 'INVALID_INPUT', field: 'proofKind' });
    for (const ref of ['', '１２３４５', 'paid!', 'x'.repeat(101)]) {
      expect(await refused(paid(ticketId, legIds[0], ref))).toMatchObject({ code: 'INVALID_INPUT', field: 'proofRef' });
    }
    for (const kind of ['RETURN_WAYBILL_SIGNED', 'INSPECTION', 'WAYBILL_DELIVERED'] as const) {
      expect(await refused(paid(ticketId, legIds[1], 'SF-2', { kind }))).toMatchObject({ code: 'STATE_CONFLICT', field: 'legId', details: { state: 'AUTHORISED' } });
    }
  });

  it('a leg of another ticket or of an offer not accepted, a stale version, and a role without the right', async () => {
    const { ticketId, legIds } = await owed();
    const other = await owed();
    const refused = (request: FulfilLegRequest, actor = desk.agent): Promise<unknown> => desk.refused(ticketId, () => fulfil.execute(actor, request));
    expect(await refused(paid(ticketId, other.legIds[0], 'R-4001'))).toMatchObject({ code: 'NOT_FOUND', field: 'legId' });
    expect(await refused({ ...paid(ticketId, legIds[0], 'R-4001'), expectedVersion: 3 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await refused(paid(ticketId, legIds[0], 'R-4001'), desk.auditor)).toMatchObject({ code: 'FORBIDDEN' });
    const draft = await desk.atRemedy();
    const [open] = await desk.legs(await desk.made(draft.ticketId));
    expect(await desk.refused(draft.ticketId, () => fulfil.execute(desk.agent, paid(draft.ticketId, open?.id, 'R-4002')))).toMatchObject({ code: 'NOTHING_TO_DO' });
  });
});

describe('cancelLeg', () => {
  it('is a supervisor’s, with a reason; the money is free again', async () => {
    const { ticketId, offerId, legIds } = await owed();
    const cancel = new CancelLeg(desk.work);
    const request = { ...desk.request(ticketId), legId: legIds[0] ?? '', reason: 'CUSTOMER_WAIVED' as const, note: 'Wants nothing back' };
    expect(await desk.refused(ticketId, () => cancel.execute(desk.agent, request))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.refused(ticketId, () => cancel.execute(desk.supervisor, { ...request, note: ' ' }))).toMatchObject({ code: 'INVALID_INPUT', field: 'note' });

    await cancel.execute(desk.supervisor, request);

    expect(await db.owner('SELECT state, cancel_reason, ended_note, proof_ref FROM offer_leg WHERE id = $1', [legIds[0]])).toEqual([
      { state: 'CANCELLED', cancel_reason: 'CUSTOMER_WAIVED', ended_note: 'Wants nothing back', proof_ref: null },
    ]);
    expect(await db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'leg.cancelled'`, [ticketId])).toEqual([
      { data: { legId: legIds[0], offerId, reason: 'CUSTOMER_WAIVED' } },
    ]);
    expect(await desk.refused(ticketId, () => fulfil.execute(desk.agent, paid(ticketId, legIds[0], 'R-5001')))).toMatchObject({ code: 'ALREADY_DECIDED' });
  });
});
