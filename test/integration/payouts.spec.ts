import { testDatabase } from '../support/database.js';
import { FakeBank, type Mood } from '../support/fake-bank.js';
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

describe('a payout', () => {
  it('has one key from acceptance on, is sent, settles, and fulfils its leg with the reference as proof', async () => {
    const { payoutId, key, legId, offerId, ticketId } = await desk.accepted();
    expect(await desk.payout(payoutId)).toEqual({ state: 'REQUESTED', reference: null, failure: null, attempts: 0 });
    expect(key).toMatch(/^am[0-9a-f]{32}$/);
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toEqual({ state: 'SETTLED', reference: `BANK-${key}`, failure: null, attempts: 1 });
    expect([...bank.paid]).toEqual([[key, 8_000n]]);
    expect(await desk.base.legs(offerId)).toEqual([{ id: legId, type: 'PARTIAL_REFUND', state: 'FULFILLED', proof_ref: `BANK-${key}`, proof_kind: 'BANK_REF' }]);
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await desk.attempts(payoutId)).toEqual([{ number: 1, action: 'SEND', outcome: 'SETTLED', answered: true }]);
    expect(await desk.events(ticketId)).toEqual(['payout.requested', 'payout.settled']);
  });

  it('is one for each leg paid in money, and none for a coupon, which is spent when it is given', async () => {
    const money = { orderLineId: null, quantity: null, days: null, note: null };
    const more = { legs: [
      { type: 'PARTIAL_REFUND' as const, amount: { minor: 7_900n, currency: 'CNY' }, ...money }, { type: 'COUPON' as const, amount: { minor: 100n, currency: 'CNY' }, ...money },
    ] };
    const { ticketId } = await desk.base.atRemedy();
    const offerId = await desk.made(ticketId, 0n, more);
    const [refund, coupon] = await desk.base.legs(offerId);
    await desk.base.happens(ticketId, (session) => desk.gate.before(session, { move: 'ACCEPT', offerId }));
    expect(await db.owner('SELECT leg_id FROM payout WHERE offer_id = $1', [offerId])).toEqual([{ leg_id: refund?.id }]);
    const leg = { id: coupon?.id ?? '', offerId, type: 'COUPON' as const, state: 'PENDING' as const, days: null, offerState: 'ACCEPTED' as const, endedAt: null };
    await desk.base.happens(ticketId, (session) => desk.gate.before(session, { move: 'FULFIL', offerId, leg, proof: { kind: 'COUPON_ID', ref: 'C-100' } }));
    expect(await desk.movementTypes(leg.id)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
  });

  it.each<[Mood, string, string | null]>([
    ['PAYS_AND_IS_SILENT', 'UNKNOWN', 'TIMEOUT'], ['LOSES_IT', 'UNKNOWN', 'TIMEOUT'], ['BUSY', 'UNKNOWN', 'HTTP_503'], ['GARBLED', 'UNKNOWN', 'MALFORMED'],
    ['OTHER_AMOUNT', 'UNKNOWN', 'OTHER_AMOUNT'], ['REFUSES', 'FAILED', 'REFUSED'], ['PENDING', 'SENT', null],
  ])('whose payer %s is %s (%s)', async (mood, state, failure) => {
    bank.mood = mood;
    const { payoutId, legId } = await desk.accepted();
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toMatchObject({ state, failure, reference: null });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT']);
  });

  it('that is unknown is asked about under its key until the payer knows, and is never sent again', async () => {
    bank.mood = 'PAYS_AND_IS_SILENT';
    const { payoutId, key, offerId } = await desk.accepted();
    await desk.worker(bank).round();
    await desk.worker(bank).round();
    expect(bank.asked).toHaveLength(1); // not due yet
    await desk.comesDue(payoutId);
    await desk.worker(bank).round();
    expect(bank.asked).toEqual([{ action: 'SEND', key }, { action: 'QUERY', key }]);
    expect([...bank.paid.values()]).toEqual([8_000n]);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', attempts: 2 });
    expect((await desk.base.legs(offerId))[0]?.state).toBe('FULFILLED');
  });

  it('that never arrived is failed once that is long ago, and tried again by finance under the same key', async () => {
    bank.mood = 'LOSES_IT';
    const { payoutId, key } = await desk.accepted();
    await desk.worker(bank).round();
    await desk.comesDue(payoutId);
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'NOT_FOUND_YET' });
    await db.owner(`UPDATE payout SET sent_at = sent_at - interval '16 minutes' WHERE id = $1`, [payoutId]);
    await desk.comesDue(payoutId);
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'FAILED', failure: 'NEVER_ARRIVED' });
    bank.mood = 'PAYS';
    await desk.worker(bank).round();
    expect(bank.paid.size).toBe(0); // nobody asked for it again
    const request = { payoutId, expectedVersion: null, requestId: null, reason: 'The line is up again' };
    expect(await outcome(desk.retry.execute(desk.base.agent, request))).toMatchObject({ code: 'FORBIDDEN' });
    await desk.retry.execute(desk.base.finance, request);
    await desk.worker(bank).round();
    expect(bank.asked.map((one) => one.key)).toEqual([key, key, key, key]);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
    expect(await outcome(desk.retry.execute(desk.base.finance, request))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'SETTLED' } });
  });

  it('keeps what was answered before it is interpreted, without secrets', async () => {
    bank.mood = 'REFUSES';
    const { payoutId } = await desk.accepted();
    bank.interpret = () => {
      throw new Error('nobody can make anything of it');
    };
    await desk.worker(bank).round();
    expect(await db.owner('SELECT answer FROM payout_attempt WHERE payout_id = $1', [payoutId])).toEqual([
      { answer: { transport: 'ANSWERED', status: 400, body: { says: 'no', secret: '[not kept]' } } },
    ]);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'MALFORMED' });
  });

  it('fifty workers at once pay once, also those that look while the first has not committed its claim', async () => {
    const { payoutId } = await desk.accepted();
    const worker = desk.worker(bank);
    const one = { merchantId: desk.base.merchantId, id: payoutId };
    const held = await lockTable(db, 'payout_attempt');
    let left = 50;
    const claiming = Array.from({ length: 50 }, () => worker.attempt(one).finally(() => (left -= 1)));
    const others = async (): Promise<void> => {
      while (left > 1) await db.owner('SELECT 1');
    };
    await Promise.race([others(), held.waiting(2)]); // nobody waits for the first: it has the payout
    await held.release();
    expect((await Promise.all(claiming)).filter(Boolean)).toHaveLength(1);
    expect(bank.asked).toHaveLength(1);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', attempts: 1 });
  });
});

describe('a worker that dies between payment and answer', () => {
  it('leaves an unknown payout, which another settles by asking: one payment', async () => {
    const { payoutId, key, legId } = await desk.accepted();
    // The first worker never comes back from its call; the money has moved.
    const silence = new Promise<void>(() => undefined);
    const dead = new FakeBank();
    dead.during = async () => {
      bank.paid.set(key, 8_000n);
      return silence;
    };
    void desk.worker(dead).round();
    while (dead.asked.length === 0) await db.owner('SELECT 1');
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SENT', attempts: 1 });
    await desk.worker(bank).round();
    expect(bank.asked).toEqual([]); // its lease still holds
    await desk.comesDue(payoutId);
    await desk.worker(bank).round();
    expect(bank.asked).toEqual([{ action: 'QUERY', key }]);
    expect([...bank.paid]).toEqual([[key, 8_000n]]);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', attempts: 2 });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await desk.attempts(payoutId)).toEqual([
      { number: 1, action: 'SEND', outcome: null, answered: false }, { number: 2, action: 'QUERY', outcome: 'SETTLED', answered: true },
    ]);
  });

  it('and whose late answer comes after all settles it once', async () => {
    const { payoutId, legId } = await desk.accepted();
    let answer: () => void = () => undefined;
    const slow = new FakeBank();
    slow.during = () => new Promise((resolve) => (answer = resolve));
    const first = desk.worker(slow).round();
    while (slow.asked.length === 0) await db.owner('SELECT 1');
    await desk.comesDue(payoutId);
    bank.mood = 'LOSES_IT';
    await desk.worker(bank).round(); // finds nothing yet
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'NOT_FOUND_YET' });
    answer();
    await first;
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
    await desk.comesDue(payoutId);
    await desk.worker(slow).round();
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(slow.paid.size).toBe(1);
  });

  it('or before the leg was fulfilled: the rest is done from the settlement', async () => {
    const { payoutId, offerId, key } = await desk.accepted();
    desk.stuck = true;
    await desk.worker(bank).round();
    desk.stuck = false;
    expect([(await desk.payout(payoutId)).state, (await desk.base.legs(offerId))[0]?.state]).toEqual(['SETTLED', 'PENDING']);
    await db.owner(`UPDATE payout SET settled_at = settled_at - interval '1 minute' WHERE id = $1`, [payoutId]);
    await desk.worker(bank).fulfilRest();
    expect((await desk.base.legs(offerId))[0]).toMatchObject({ state: 'FULFILLED', proof_ref: `BANK-${key}` });
    expect(bank.asked).toHaveLength(1);
  });
});
