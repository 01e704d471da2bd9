import { testDatabase } from '../support/database.js';
import { FakeBank, type Mood } from '../support/fake-bank.js';
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

const attempts = (payoutId: string) =>
  db.owner('SELECT number, action, outcome, answer IS NOT NULL AS answered FROM payout_attempt WHERE payout_id = $1 ORDER BY started_at', [payoutId]);
const events = async (ticketId: string): Promise<string[]> =>
  (await db.owner<{ type: string }>(`SELECT type FROM event WHERE subject_id = $1 AND type LIKE 'payout.%' ORDER BY id`, [ticketId])).map(({ type }) => type);
const types = async (legId: string): Promise<string[]> => (await desk.movements(legId)).map(({ type }) => type);

describe('a payout', () => {
  it('has one key from acceptance on, is sent, settles, and fulfils its leg with the reference as proof', async () => {
    const { payoutId, key, legId, offerId, ticketId } = await desk.accepted();
    expect(await desk.payout(payoutId)).toEqual({ state: 'REQUESTED', reference: null, failure: null, attempts: 0 });
    expect(key).toMatch(/^am[0-9a-f]{32}$/);
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toEqual({ state: 'SETTLED', reference: `BANK-${key}`, failure: null, attempts: 1 });
    expect([...bank.paid]).toEqual([[key, 8_000n]]);
    expect(await desk.base.legs(offerId)).toEqual([{ id: legId, type: 'PARTIAL_REFUND', state: 'FULFILLED', proof_ref: `BANK-${key}`, proof_kind: 'BANK_REF' }]);
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await attempts(payoutId)).toEqual([{ number: 1, action: 'SEND', outcome: 'SETTLED', answered: true }]);
    expect(await events(ticketId)).toEqual(['payout.requested', 'payout.settled']);
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
    expect(await types(leg.id)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
  });

  it.each<[Mood, string, string | null]>([
    ['PAYS_AND_IS_SILENT', 'UNKNOWN', 'TIMEOUT'], ['LOSES_IT', 'UNKNOWN', 'TIMEOUT'], ['BUSY', 'UNKNOWN', 'HTTP_503'], ['GARBLED', 'UNKNOWN', 'MALFORMED'],
    ['OTHER_AMOUNT', 'UNKNOWN', 'OTHER_AMOUNT'], ['REFUSES', 'FAILED', 'REFUSED'], ['PENDING', 'SENT', null],
  ])('whose payer %s is %s (%s)', async (mood, state, failure) => {
    bank.mood = mood;
    const { payoutId, legId } = await desk.accepted();
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toMatchObject({ state, failure, reference: null });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT']);
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

  it('of goods that are to come back waits until they were inspected', async () => {
    const { payoutId, offerId, ticketId, lineId } = await desk.accepted();
    const returned = async (state: string, more: string): Promise<unknown> => db.owner(
      `INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, order_line_id, quantity, basis, state${more === '' ? '' : ', proof_kind, proof_ref, ended_at'})
       VALUES ($1, $2, $3, $4, 1, 'RETURN', $5, 1, 'GOODWILL', '${state}'${more}) ON CONFLICT (merchant_id, id) DO UPDATE SET state = excluded.state,
         proof_kind = 'RETURN_WAYBILL_SIGNED', proof_ref = 'WAY-1', ended_at = now()`,
      [desk.base.merchantId, '01900000-0000-7000-8000-00000000beef', offerId, ticketId, lineId],
    );
    await returned('PENDING', '');
    await desk.worker(bank).round();
    expect([bank.asked, await desk.payout(payoutId)]).toEqual([[], { state: 'REQUESTED', reference: null, failure: 'WAITS_FOR_GOODS', attempts: 0 }]);
    await desk.comesDue(payoutId);
    await returned('FULFILLED', `, 'RETURN_WAYBILL_SIGNED', 'WAY-1', now()`);
    await desk.worker(bank).round();
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', failure: null });
  });

  it('fifty workers at once pay once', async () => {
    const { payoutId } = await desk.accepted();
    const worker = desk.worker(bank);
    const one = { merchantId: desk.base.merchantId, id: payoutId };
    const claimed = await Promise.all(Array.from({ length: 50 }, () => worker.attempt(one)));
    expect(claimed.filter(Boolean)).toHaveLength(1);
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
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await attempts(payoutId)).toEqual([
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
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
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
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
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
      expect([(await db.owner('SELECT FROM payout WHERE offer_id = $1', [offerId])).length, await types(leg?.id ?? '')]).toEqual(expected);
    }
  });
});

describe('two people', () => {
  const request = (payoutId: string) => ({ payoutId, expectedVersion: null, requestId: null });
  const entering = (payoutId: string, more: object = {}) => ({ ...request(payoutId), outcome: 'SETTLED' as const, reference: 'BANK-77001', reason: 'Paid by transfer', ...more });

  it('settle a manual payout: one enters, another confirms the same reference', async () => {
    await desk.route('MANUAL');
    const { payoutId, offerId, legId, ticketId } = await desk.accepted();
    const [second, sameAgain] = [await desk.person('FINANCE'), await desk.person('FINANCE', desk.base.finance.personId ?? '')];
    const nobody = desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77001' });
    expect(await outcome(nobody)).toMatchObject({ code: 'NOTHING_TO_DO' });
    await desk.enter.execute(desk.base.finance, entering(payoutId));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REQUESTED', reference: null });
    for (const one of [desk.base.finance, sameAgain]) {
      expect(await outcome(desk.confirm.execute(one, { ...request(payoutId), reference: 'BANK-77001' }))).toMatchObject({ code: 'APPROVER_BARRED' });
    }
    expect(await outcome(desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77002' }))).toMatchObject({ code: 'INVALID_INPUT', field: 'reference' });
    expect(await outcome(desk.confirm.execute(desk.base.agent, { ...request(payoutId), reference: 'BANK-77001' }))).toMatchObject({ code: 'FORBIDDEN' });
    await desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77001' });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: 'BANK-77001' });
    expect((await desk.base.legs(offerId))[0]).toMatchObject({ state: 'FULFILLED', proof_ref: 'BANK-77001', proof_kind: 'BANK_REF' });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await events(ticketId)).toEqual(['payout.requested', 'payout.entered', 'payout.settled']);
    expect(await outcome(desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-77001' }))).toMatchObject({ code: 'NOTHING_TO_DO' });
  });

  it('neither of whom made the offer', async () => {
    await desk.route('MANUAL');
    const { payoutId, offerId } = await desk.accepted();
    await db.owner('UPDATE offer SET made_by = $2 WHERE id = $1', [offerId, desk.base.finance.id]);
    expect(await outcome(desk.enter.execute(desk.base.finance, entering(payoutId)))).toMatchObject({ code: 'APPROVER_BARRED' });
  });

  it('end an unknown one, in either way, and a reversal is owed again', async () => {
    bank.mood = 'LOSES_IT';
    const { payoutId, legId } = await desk.accepted();
    const second = await desk.person('FINANCE');
    expect(await outcome(desk.enter.execute(desk.base.finance, entering(payoutId)))).toMatchObject({ code: 'STATE_CONFLICT' }); // the provider has not been asked
    await desk.worker(bank).round();
    await desk.enter.execute(desk.base.finance, entering(payoutId, { reference: 'BANK-88001' }));
    await desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-88001' });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED' });
    await desk.enter.execute(desk.base.finance, entering(payoutId, { outcome: 'REVERSED', reference: null, reason: 'The account is closed' }));
    await desk.confirm.execute(second, { ...request(payoutId), reference: null });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REVERSED' });
    await desk.enter.execute(desk.base.finance, entering(payoutId, { reference: 'BANK-88002' }));
    await desk.confirm.execute(second, { ...request(payoutId), reference: 'BANK-88002' });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE', 'PAY']);

    const failed = await desk.accepted();
    await desk.worker(bank).round();
    await desk.enter.execute(desk.base.finance, entering(failed.payoutId, { outcome: 'FAILED', reference: null, reason: 'The bank says no' }));
    await desk.confirm.execute(second, { ...request(failed.payoutId), reference: null });
    expect(await desk.payout(failed.payoutId)).toMatchObject({ state: 'FAILED', failure: 'DECIDED_BY_PEOPLE' });
  });

  it('are held apart by the database too', async () => {
    const { payoutId } = await desk.accepted();
    const person = desk.base.finance.personId;
    await expect(db.owner('UPDATE payout SET entered_person = $2, confirmed_person = $2 WHERE id = $1', [payoutId, person])).rejects.toThrow('payout_two_people');
    await expect(db.owner('UPDATE payout SET amount_minor = 1 WHERE id = $1', [payoutId])).rejects.toThrow('never changed');
  });

  it('who decide on an old version are told', async () => {
    await desk.route('MANUAL');
    const { payoutId } = await desk.accepted();
    expect(await outcome(desk.enter.execute(desk.base.finance, entering(payoutId, { expectedVersion: 7 })))).toMatchObject({
      code: 'VERSION_CONFLICT', details: { currentVersion: 1 },
    });
  });
});

describe('the payer’s own report', () => {
  const payer = () => ({ ...desk.base.key, scopes: ['payouts:report'] });
  const told = (key: string, more: object = {}) => ({ key, outcome: 'SETTLED' as const, reference: `PAYER-${key}`, amount: { minor: 8_000n, currency: 'CNY' }, failure: null, requestId: null, ...more });

  it('settles a pending payout, late and twice, once', async () => {
    bank.mood = 'PENDING';
    const { payoutId, key, legId, offerId } = await desk.accepted();
    expect(await outcome(desk.report.execute(payer(), told(key)))).toMatchObject({ code: 'STATE_CONFLICT' }); // nobody has asked it to pay
    await desk.worker(bank).round();
    await desk.report.execute(payer(), told(key));
    await desk.report.execute(payer(), told(key));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: `PAYER-${key}` });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect((await desk.base.legs(offerId))[0]?.state).toBe('FULFILLED');
    expect((await attempts(payoutId)).map((one) => (one as { action: string }).action)).toEqual(['SEND', 'REPORT', 'REPORT']);
    await desk.report.execute(payer(), told(key, { outcome: 'REVERSED', reference: null, amount: null }));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REVERSED' });
    expect(await types(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE']);
  });

  it('of another amount settles nothing; of another’s key, or without the scope, it is unknown', async () => {
    bank.mood = 'PENDING';
    const { payoutId, key } = await desk.accepted();
    await desk.worker(bank).round();
    await desk.report.execute(payer(), told(key, { amount: { minor: 7_999n, currency: 'CNY' } }));
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'UNKNOWN', failure: 'OTHER_AMOUNT' });
    expect(await outcome(desk.report.execute(payer(), told('am0')))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await outcome(desk.report.execute(desk.base.key, told(key)))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
