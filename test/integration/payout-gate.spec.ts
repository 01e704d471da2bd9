import { atOnce, times } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import type { FakeBank } from '../support/fake-bank.js';
import { lockTable } from '../support/locked-table.js';
import { outcome, PayDesk } from '../support/pay-desk.js';

const db = testDatabase();
let desk: PayDesk;
let bank: FakeBank;
beforeAll(async () => {
  desk = await PayDesk.open(db);
});
beforeEach(async () => {
  bank = await desk.newBank();
});

afterEach(() => desk.noBudgets());

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

  it('cancel against pay, fifty times: one of them, never both', async () => {
    const paying = await Promise.all(times(50, () => desk.accepted()));
    const { merchantId } = desk.base;
    const worker = desk.worker(bank);
    const { codes } = await atOnce(paying.flatMap(({ ticketId, legId, payoutId }, n) => {
      const both = [
        () => desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(ticketId), legId, reason: 'CUSTOMER_WAIVED', note: 'Given up' }),
        () => worker.attempt({ merchantId, id: payoutId }),
      ];
      return n % 2 === 0 ? both : both.reverse();
    }));
    const ends = await db.owner<{ end: string; key: string }>(
      `SELECT p.key, p.state || ' ' || l.state || ' ' || (SELECT string_agg(m.type, ',' ORDER BY m.id) FROM ledger_movement m WHERE m.subject_id = l.id) AS end
         FROM payout p JOIN offer_leg l ON l.id = p.leg_id WHERE p.id = ANY ($1)`, [paying.map(({ payoutId }) => payoutId)]);
    const wrong = ends.filter(({ end, key }) => end !== (bank.paid.has(key) ? 'SETTLED FULFILLED RESERVE,COMMIT,PAY' : 'CANCELLED CANCELLED RESERVE,COMMIT,RELEASE'));
    expect([ends.length, wrong]).toEqual([50, []]);
    // Who came too late to call it off was told so: the payout was on its way, or the leg paid.
    expect((codes['STATE_CONFLICT'] ?? 0) + (codes['ALREADY_DECIDED'] ?? 0)).toBe(bank.paid.size);
    expect(Object.keys(codes).filter((code) => code !== 'STATE_CONFLICT' && code !== 'ALREADY_DECIDED')).toEqual([]);
  }, 60_000);

  it('a cancellation that looked first is waited for by who would pay, and the other way round', async () => {
    const { merchantId } = desk.base;
    const cancelling = ({ ticketId, legId }: { ticketId: string; legId: string }) =>
      outcome(desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(ticketId), legId, reason: 'CUSTOMER_WAIVED', note: 'Given up' }));
    const called = await desk.accepted();
    const calling = await lockTable(db, 'event'); // the last thing a command writes
    const off = cancelling(called);
    await calling.waiting(1);
    expect(await desk.worker(bank).attempt({ merchantId, id: called.payoutId })).toBe(false); // it waits for nobody, and leaves what somebody holds
    await calling.release();
    await off;
    expect([await desk.payout(called.payoutId), bank.asked]).toMatchObject([{ state: 'CANCELLED' }, []]);

    const sent = await desk.accepted();
    const claiming = await lockTable(db, 'payout_attempt'); // what a claim writes last
    const pay = desk.worker(bank).attempt({ merchantId, id: sent.payoutId });
    await claiming.waiting(1);
    const late = cancelling(sent);
    await claiming.waiting(2);
    await claiming.release();
    expect(await late).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'SENT' } });
    await pay;
    expect([await desk.payout(sent.payoutId), bank.paid.size]).toMatchObject([{ state: 'SETTLED' }, 1]);
  });

  it('expire against accept, fifty times: an offer that lapsed is not paid, one that was accepted keeps its money', async () => {
    const offers = await Promise.all(times(50, async () => {
      const { ticketId } = await desk.base.atRemedy();
      const offerId = await desk.sent(ticketId, { validForHours: 1 });
      return { ticketId, offerId, messageId: await desk.base.customerSays(ticketId) };
    }));
    await desk.base.waits(3_600_000);
    await atOnce(offers.flatMap(({ ticketId, offerId, messageId }, n) => {
      const both = [
        () => desk.accept.execute(desk.base.agent, { ...desk.base.request(ticketId), offerId, messageId, note: null, proofRef: null }),
        () => desk.base.happens(ticketId, (session) => desk.lapse.lapseOffer(session, offerId)),
      ];
      return n % 2 === 0 ? both : both.reverse();
    }));
    const ends = await db.owner<{ end: string }>(
      `SELECT o.state || ' ' || (SELECT count(*) FROM payout p WHERE p.offer_id = o.id) || ' ' || (SELECT string_agg(m.type, ',' ORDER BY m.id) FROM ledger_movement m WHERE m.offer_id = o.id) AS end
         FROM offer o WHERE o.id = ANY ($1)`, [offers.map(({ offerId }) => offerId)]);
    expect(ends).toHaveLength(50);
    expect(ends.filter(({ end }) => end !== 'ACCEPTED 1 RESERVE,COMMIT' && end !== 'LAPSED 0 RESERVE,RELEASE')).toEqual([]);
  }, 60_000);

  it('accepted by fifty at once it is requested once, and held, owed and counted once', async () => {
    const budget = await desk.budget({ limit: 8_000n });
    const { ticketId } = await desk.base.atRemedy();
    const offerId = await desk.sent(ticketId);
    const messageId = await desk.base.customerSays(ticketId);
    const accepting = () => desk.accept.execute(desk.base.agent, { ...desk.base.request(ticketId), offerId, messageId, note: null, proofRef: null });
    expect(await atOnce(times(50, () => accepting))).toEqual({ done: 1, codes: { NOTHING_TO_DO: 49 } });
    const payouts = await db.owner<{ leg_id: string; amount: string }>('SELECT leg_id, amount_minor::text AS amount FROM payout WHERE offer_id = $1', [offerId]);
    expect(payouts.map(({ amount }) => amount)).toEqual(['8000']);
    expect(await desk.movementTypes(payouts[0]?.leg_id ?? '')).toEqual(['RESERVE', 'COMMIT']);
    expect(await desk.use(budget)).toEqual({ reserved: 0, committed: 8_000, entitledReserved: 0, entitledCommitted: 0 });
    expect(await desk.events(ticketId)).toEqual(['payout.requested']);
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
