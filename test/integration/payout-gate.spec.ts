import { testDatabase } from '../support/database.js';
import { FakeBank } from '../support/fake-bank.js';
import { outcome, PayDesk } from '../support/pay-desk.js';

const db = testDatabase();
let desk: PayDesk;
let bank: FakeBank;
beforeAll(async () => {
  desk = await PayDesk.open(db);
});
beforeEach(async () => {
  await desk.route('WEBHOOK', { url: 'https://payer.example/pay' });
  await db.owner('UPDATE payout SET next_at = NULL');
  bank = new FakeBank();
});

describe('the gate of a leg with a payout', () => {
  const proof = { kind: 'BANK_REF' as const, ref: 'BY-HAND-1' };

  it('lets nobody fulfil it by hand, whatever became of it', async () => {
    const { ticketId, legId } = await desk.accepted();
    const byHand = () => desk.fulfil.execute(desk.base.finance, { ...desk.base.request(ticketId), legId, proof, note: null });
    expect(await desk.base.refused(ticketId, byHand)).toMatchObject({ code: 'STATE_CONFLICT', field: 'legId', details: { state: 'REQUESTED' } });
  });

  it('and where the shop has no route it is paid outside: the proof settles it', async () => {
    await desk.route('OUTSIDE');
    const { ticketId, legId, payoutId } = await desk.accepted();
    await desk.worker(bank).round();
    expect(bank.asked).toEqual([]);
    await desk.fulfil.execute(desk.base.finance, { ...desk.base.request(ticketId), legId, proof: { ...proof, ref: 'BY-HAND-2' }, note: null });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: 'BY-HAND-2' });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
  });

  it('lets it be cancelled while nothing was sent, and not after', async () => {
    const waiting = await desk.accepted();
    const cancelling = ({ ticketId, legId }: { ticketId: string; legId: string }) =>
      desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(ticketId), legId, reason: 'CUSTOMER_WAIVED', note: 'Given up' });
    await cancelling(waiting);
    expect(await desk.payout(waiting.payoutId)).toMatchObject({ state: 'CANCELLED' });
    await desk.worker(bank).round();
    expect(bank.asked).toEqual([]);

    bank.mood = 'LOSES_IT';
    const sent = await desk.accepted();
    await desk.worker(bank).round();
    expect(await desk.base.refused(sent.ticketId, () => cancelling(sent))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'UNKNOWN' } });
  });

  it('cancel against pay: one of them, never both', async () => {
    const seen = { cancelled: 0, paid: 0 };
    for (let round = 0; round < 12; round += 1) {
      const { ticketId, legId, payoutId, offerId, key } = await desk.accepted();
      const worker = desk.worker(bank);
      const cancelling = desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(ticketId), legId, reason: 'CUSTOMER_WAIVED', note: 'Given up' });
      await Promise.all([outcome(cancelling), worker.attempt({ merchantId: desk.base.merchantId, id: payoutId })]);
      const { state } = await desk.payout(payoutId);
      const [leg] = await desk.base.legs(offerId);
      expect([`${state} ${leg?.state} ${bank.paid.has(key)}`]).toEqual([state === 'CANCELLED' ? 'CANCELLED CANCELLED false' : 'SETTLED FULFILLED true']);
      seen[state === 'CANCELLED' ? 'cancelled' : 'paid'] += 1;
    }
    expect(seen.cancelled + seen.paid).toBe(12);
  }, 60_000);

  it('expire against accept: an offer that lapsed is not paid, one that was accepted keeps its money', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { ticketId } = await desk.base.atRemedy();
      const offerId = await desk.sent(ticketId, { validForHours: 1 });
      const messageId = await desk.base.customerSays(ticketId);
      await desk.base.waits(3_600_000);
      await Promise.all([
        outcome(desk.accept.execute(desk.base.agent, { ...desk.base.request(ticketId), offerId, messageId, note: null, proofRef: null })),
        outcome(desk.base.happens(ticketId, (session) => desk.lapse.lapseOffer(session, offerId))),
      ]);
      const [offer] = await db.owner<{ state: string }>('SELECT state FROM offer WHERE id = $1', [offerId]);
      const [leg] = await desk.base.legs(offerId);
      const expected = offer?.state === 'ACCEPTED' ? [1, ['RESERVE', 'COMMIT']] : [0, ['RESERVE', 'RELEASE']];
      expect([(await db.owner('SELECT FROM payout WHERE offer_id = $1', [offerId])).length, await desk.movementTypes(leg?.id ?? '')]).toEqual(expected);
    }
  });
});

describe('a refund of goods that are to come back', () => {
  type Paying = Awaited<ReturnType<PayDesk['accepted']>>;

  async function returned({ offerId, ticketId, lineId }: Paying, state: 'PENDING' | 'FULFILLED'): Promise<string> {
    const [row] = await db.owner<{ id: string }>(
      `INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, order_line_id, quantity, basis, state)
       VALUES ($1, gen_random_uuid(), $2, $3, 1, 'RETURN', $4, 1, 'GOODWILL', 'PENDING') RETURNING id`,
      [desk.base.merchantId, offerId, ticketId, lineId],
    );
    if (state === 'FULFILLED') await comesBack(row?.id ?? '');
    return row?.id ?? '';
  }
  const comesBack = (returnId: string) =>
    db.owner(`UPDATE offer_leg SET state = 'FULFILLED', proof_kind = 'RETURN_WAYBILL_SIGNED', proof_ref = id::text, ended_at = now() WHERE id = $1`, [returnId]);
  const proof = { kind: 'BANK_REF' as const };
  const entering = (payoutId: string) => ({ payoutId, expectedVersion: null, requestId: null, outcome: 'SETTLED' as const, reference: `B-${payoutId}`, reason: 'By transfer' });

  it('is not sent to a provider before they were inspected', async () => {
    const paying = await desk.accepted();
    const returnId = await returned(paying, 'PENDING');
    await desk.worker(bank).round();
    expect([bank.asked, await desk.payout(paying.payoutId)]).toEqual([[], { state: 'REQUESTED', reference: null, failure: 'WAITS_FOR_GOODS', attempts: 0 }]);
    await desk.comesDue(paying.payoutId);
    await comesBack(returnId);
    await desk.worker(bank).round();
    expect(await desk.payout(paying.payoutId)).toMatchObject({ state: 'SETTLED', failure: null });
  });

  it('is not paid by hand either, neither entered nor confirmed', async () => {
    await desk.route('MANUAL');
    const paying = await desk.accepted();
    const { payoutId, ticketId } = paying;
    const second = await desk.person('FINANCE');
    const waits = { code: 'STATE_CONFLICT', field: 'payoutId', details: { state: 'WAITS_FOR_GOODS' } };
    const early = await desk.accepted();
    await desk.enter.execute(desk.base.finance, entering(early.payoutId)); // and then the goods turn out to be on their way
    await returned(early, 'PENDING');
    const confirming = () => desk.confirm.execute(second, { payoutId: early.payoutId, expectedVersion: null, requestId: null, reference: `B-${early.payoutId}` });
    expect(await desk.base.refused(early.ticketId, confirming)).toMatchObject(waits);

    const returnId = await returned(paying, 'PENDING');
    expect(await desk.base.refused(ticketId, () => desk.enter.execute(desk.base.finance, entering(payoutId)))).toMatchObject(waits);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REQUESTED' });
    expect(await db.owner('SELECT entered_by FROM payout WHERE id = $1', [payoutId])).toEqual([{ entered_by: null }]);
    await comesBack(returnId);
    await desk.enter.execute(desk.base.finance, entering(payoutId));
    await desk.confirm.execute(second, { payoutId, expectedVersion: null, requestId: null, reference: `B-${payoutId}` });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
  });

  it('nor outside of Amends', async () => {
    await desk.route('OUTSIDE');
    const paying = await desk.accepted();
    const { payoutId, ticketId, legId } = paying;
    const returnId = await returned(paying, 'PENDING');
    const fulfilling = () => desk.fulfil.execute(desk.base.finance, { ...desk.base.request(ticketId), legId, proof: { ...proof, ref: `O-${legId}` }, note: null });
    expect(await desk.base.refused(ticketId, fulfilling)).toMatchObject({ code: 'STATE_CONFLICT', field: 'legId', details: { state: 'WAITS_FOR_GOODS' } });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REQUESTED' });
    await comesBack(returnId);
    await fulfilling();
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
  });

  it.each(['WEBHOOK', 'MANUAL', 'OUTSIDE'])('nor paid while the inspection has rejected a unit of them (%s)', async (provider) => {
    await desk.route(provider);
    const paying = await desk.accepted();
    const returnId = await returned(paying, 'FULFILLED');
    await db.owner(`INSERT INTO goods_leg (merchant_id, leg_id, ticket_id, stage, moved_at) VALUES ($1, $2, $3, 'INSPECTED', now())`, [desk.base.merchantId, returnId, paying.ticketId]);
    await db.owner(
      `INSERT INTO leg_unit (merchant_id, leg_id, unit, condition, accessories_complete, photo_ids, verdict, inspected_by, at)
       VALUES ($1, $2, 1, 'DAMAGED', true, ARRAY[gen_random_uuid()], 'REJECTED', $3, now())`,
      [desk.base.merchantId, returnId, desk.base.leader.id],
    );
    await desk.worker(bank).round();
    expect(bank.asked).toEqual([]);
    const byHand = provider === 'MANUAL'
      ? desk.enter.execute(desk.base.finance, entering(paying.payoutId))
      : desk.fulfil.execute(desk.base.finance, { ...desk.base.request(paying.ticketId), legId: paying.legId, proof: { ...proof, ref: 'O-REJECTED' }, note: null });
    expect(await outcome(byHand)).toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await desk.payout(paying.payoutId)).toMatchObject({ state: 'REQUESTED' });
  });
});
