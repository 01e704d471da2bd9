import type { Actor } from '../../src/kernel/actor.js';
import { RecordExchangePayment, type LegInput } from '../../src/remedies/index.js';
import { atOnce, times } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import type { FakeBank } from '../support/fake-bank.js';
import { outcome, PayDesk } from '../support/pay-desk.js';
import { inDays, words, type Case } from '../support/remedy-desk.js';

// Money that goes the other way: payments that come back to us, and what the customer paid for goods that never left.

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

const legOf = (type: LegInput['type'], more: Partial<LegInput> = {}): LegInput => ({ type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more });
const cny = (minor: bigint) => ({ minor, currency: 'CNY' });
const on = (payoutId: string) => ({ payoutId, expectedVersion: null, requestId: null });

describe('a payment that came back', () => {
  type Paid = Awaited<ReturnType<PayDesk['accepted']>>;

  /** Two hundred were paid for the order; eighty of it were refunded, and came back. */
  async function cameBack(): Promise<Paid> {
    const paid = await desk.accepted();
    await desk.worker(bank).round();
    await desk.report.execute({ ...desk.base.key, scopes: ['payouts:report'] }, { key: paid.key, outcome: 'REVERSED', reference: null, amount: null, failure: null, requestId: null });
    expect(await desk.payout(paid.payoutId)).toMatchObject({ state: 'REVERSED' });
    return paid;
  }
  const entering = ({ payoutId }: Paid, outcome: 'CANCELLED' | 'SETTLED' = 'CANCELLED') => desk.enter.execute(desk.base.finance, {
    ...on(payoutId), outcome, reference: outcome === 'SETTLED' ? `B-${payoutId}` : null, reason: 'The customer would rather have a coupon',
  });
  const again = async ({ orderId, lineId }: Case, minor: bigint): Promise<unknown> =>
    outcome(desk.made((await desk.base.atRemedy('WAREHOUSE', { orderId, lineId })).ticketId, minor));

  it('is owed, and counts against the order and the budget, until two people give it up: then its money is free', async () => {
    const budget = await desk.budget({ limit: 30_000n });
    const paid = await cameBack();
    expect(await again(paid, 12_001n)).toMatchObject({ code: 'CAP_EXCEEDED', details: { left: '120.00' } });
    expect(await desk.use(budget)).toMatchObject({ committed: 8_000 });

    await entering(paid);
    expect(await again(paid, 12_001n)).toMatchObject({ code: 'CAP_EXCEEDED' }); // one word frees nothing
    const second = await desk.person('FINANCE');
    expect(await outcome(desk.confirm.execute(desk.base.finance, { ...on(paid.payoutId), reference: null }))).toMatchObject({ code: 'APPROVER_BARRED' });
    await desk.confirm.execute(second, { ...on(paid.payoutId), reference: null });

    expect(await desk.payout(paid.payoutId)).toMatchObject({ state: 'CANCELLED' });
    expect(await desk.base.legs(paid.offerId)).toMatchObject([{ state: 'CANCELLED', proof_ref: null }]);
    expect(await db.owner('SELECT cancel_reason, ended_by FROM offer_leg WHERE id = $1', [paid.legId])).toEqual([{ cancel_reason: 'PAYMENT_RETURNED', ended_by: second.id }]);
    expect(await desk.movementTypes(paid.legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE', 'RELEASE']);
    const balance = `SELECT p.account, sum(p.amount_minor)::int AS minor FROM ledger_movement m JOIN ledger_posting p ON p.movement_id = m.id WHERE m.subject_id = $1 GROUP BY 1 HAVING sum(p.amount_minor) <> 0`;
    expect(await db.owner(balance, [paid.legId])).toEqual([]);
    expect(await desk.use(budget)).toMatchObject({ reserved: 0, committed: 0 });
    expect((await desk.events(paid.ticketId)).slice(-3)).toEqual(['payout.reversed', 'payout.entered', 'payout.cancelled']);
    expect(await again(paid, 20_000n - 1n)).toMatchObject({ done: expect.any(String) as unknown });
  });

  it('and was given up is not paid any more, whoever says so', async () => {
    const paid = await cameBack();
    await entering(paid);
    await desk.confirm.execute(await desk.person('FINANCE'), { ...on(paid.payoutId), reference: null });
    expect(await outcome(entering(paid, 'SETTLED'))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'CANCELLED' } });
    expect(await outcome(desk.retry.execute(desk.base.finance, { ...on(paid.payoutId), reason: 'Again' }))).toMatchObject({ code: 'STATE_CONFLICT' });
    const proof = { kind: 'BANK_REF' as const, ref: 'BY-HAND-9' };
    expect(await outcome(desk.fulfil.execute(desk.base.finance, { ...desk.base.request(paid.ticketId), legId: paid.legId, proof, note: null }))).toMatchObject({ code: 'NOTHING_TO_DO' });
    await desk.worker(bank).round();
    expect([bank.asked.length, bank.paid.size]).toEqual([1, 1]); // the one that came back
  });

  it('is not given up by one who confirms a payment, nor paid by one who confirms the giving up', async () => {
    const paid = await cameBack();
    const second = await desk.person('FINANCE');
    const confirming = (reference: string | null) => () => desk.confirm.execute(second, { ...on(paid.payoutId), reference });
    await entering(paid);
    expect(await desk.base.refused(paid.ticketId, confirming(`B-${paid.payoutId}`))).toMatchObject({ code: 'INVALID_INPUT', field: 'reference' });
    await entering(paid, 'SETTLED');
    expect(await desk.base.refused(paid.ticketId, confirming(null))).toMatchObject({ code: 'INVALID_INPUT', field: 'reference' });
    expect(await desk.payout(paid.payoutId)).toMatchObject({ state: 'REVERSED' });
  });

  it('is given up only then: a payment that stands, or is under way, is not', async () => {
    const paid = await desk.accepted();
    for (const state of ['REQUESTED', 'SETTLED']) {
      if (state === 'SETTLED') await desk.worker(bank).round();
      expect(await desk.base.refused(paid.ticketId, () => entering(paid))).toMatchObject({ code: 'STATE_CONFLICT', details: { state } });
    }
    const cancelling = () => desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(paid.ticketId), legId: paid.legId, reason: 'PAYMENT_RETURNED', note: 'Trust me' });
    expect(await desk.base.refused(paid.ticketId, cancelling)).toMatchObject({ code: 'NOTHING_TO_DO' });
    expect(await desk.movementTypes(paid.legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
  });

  it('paid another way or given up, confirmed by fifty at once: one of the two, once', async () => {
    const paid = await cameBack();
    await entering(paid);
    const people = await Promise.all(times(5, () => desk.person('FINANCE')));
    const confirming = (n: number, reference: string | null) => () => desk.confirm.execute(people[n % 5] ?? desk.base.finance, { ...on(paid.payoutId), reference });
    const works = (n: number) => [confirming(n, null), () => entering(paid, 'SETTLED'), confirming(n, `B-${paid.payoutId}`), () => entering(paid)];
    await atOnce(times(50, (n) => works(n)[n % 4] ?? confirming(n, null)));
    const { state } = await desk.payout(paid.payoutId);
    const end = { CANCELLED: 'RELEASE', SETTLED: 'PAY', REVERSED: null }[state as 'CANCELLED' | 'SETTLED' | 'REVERSED'];
    expect(await desk.movementTypes(paid.legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE', ...(end ? [end] : [])]);
  });
});

describe('what the customer paid for an exchange that is called off', () => {
  const dearer = (lineId: string): LegInput[] => [
    legOf('RETURN', { orderLineId: lineId, quantity: 1 }),
    legOf('EXCHANGE', { orderLineId: lineId, quantity: 1, exchange: { sku: 'COAT-XL', title: 'Coat, XL', price: cny(11_500n) } }),
  ];

  type Exchanged = Case & { readonly offerId: string; readonly legId: string };

  /** Of two coats for 200.00 one is to be exchanged for one of 115.00. */
  async function offered(): Promise<Exchanged> {
    const at = await desk.base.atRemedy('WAREHOUSE');
    const { base } = desk;
    const offerId = await desk.made(at.ticketId, 0n, { legs: dearer(at.lineId), validForHours: 1 });
    await desk.send.execute(base.agent, { ...base.request(at.ticketId), offerId, message: { body: words(inDays(4), '15元'), channel: 'CHAT' } });
    return { ...at, offerId, legId: (await base.legs(offerId))[1]?.id ?? '' };
  }
  async function agreed(): Promise<Exchanged> {
    const [at, { base }] = [await offered(), desk];
    await desk.accept.execute(base.agent, { ...base.request(at.ticketId), offerId: at.offerId, messageId: await base.customerSays(at.ticketId), note: null, proofRef: null });
    return at;
  }
  const paying = ({ ticketId, legId }: Exchanged, paymentRef = `EXTRA-${legId}`, minor = 1_500n, by = desk.base.finance): Promise<unknown> =>
    new RecordExchangePayment(desk.base.work, desk.gate).execute(by, { ...desk.base.request(ticketId), legId, amount: cny(minor), paymentRef });
  const soldOut = ({ ticketId, legId }: Exchanged): Promise<unknown> =>
    desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(ticketId), legId, reason: 'NOT_POSSIBLE', note: 'Sold out' });

  /** The customer paid the 15.00, and the coat is sold out. */
  async function calledOff(): Promise<Exchanged> {
    const at = await agreed();
    await paying(at);
    await soldOut(at);
    return at;
  }
  /** What the accounts hold of these tickets, those left empty out. */
  async function balances(...tickets: readonly Pick<Case, 'ticketId'>[]): Promise<Record<string, number>> {
    const rows = await db.owner<{ account: string; minor: number }>(
      `SELECT p.account, sum(p.amount_minor)::int AS minor FROM ledger_movement m JOIN ledger_posting p ON p.movement_id = m.id
        WHERE m.ticket_id = ANY ($1) GROUP BY 1 HAVING sum(p.amount_minor) <> 0`, [tickets.map(({ ticketId }) => ticketId)]);
    return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
  }
  const HELD = { OUTSIDE: -1_500, HELD: 1_500 };
  const legsOf = (offerId: string): Promise<unknown[]> => db.owner('SELECT type, basis, amount_minor::int AS minor FROM offer_leg WHERE offer_id = $1 ORDER BY position', [offerId]);
  const back = { type: 'PRICE_DIFFERENCE', basis: 'STATUTORY', minor: 1_500 };
  const another = ({ ticketId }: Pick<Case, 'ticketId'>): Promise<string> =>
    desk.made(ticketId, 0n, { legs: [legOf('PARTIAL_REFUND', { amount: cny(100n) }), legOf('EXTENDED_RECEIPT', { days: 2 })] });

  it('goes back with the next offer by itself, as what it is: owed, held against no budget, and paid like any money', async () => {
    const budget = await desk.budget({ limit: 100n });
    const at = await desk.base.atRemedy('WAREHOUSE', await calledOff());
    const offerId = await another(at);
    expect(await legsOf(offerId)).toEqual([back, { type: 'PARTIAL_REFUND', basis: 'GOODWILL', minor: 100 }, { type: 'EXTENDED_RECEIPT', basis: 'GOODWILL', minor: null }]);
    expect(await desk.use(budget)).toEqual({ reserved: 100, committed: 0, entitledReserved: 0, entitledCommitted: 0 });
    const { base } = desk;
    const message = { body: `${words(inDays(4), '15元')}另退1元。`, channel: 'CHAT' as const };
    await desk.send.execute(base.agent, { ...base.request(at.ticketId), offerId, message });
    await desk.accept.execute(base.agent, { ...base.request(at.ticketId), offerId, messageId: await base.customerSays(at.ticketId), note: null, proofRef: null });
    const asked = 'SELECT amount_minor::int AS minor FROM payout WHERE offer_id = $1 ORDER BY 1';
    expect(await db.owner(asked, [offerId])).toEqual([{ minor: 100 }, { minor: 1_500 }]);
  });

  it('goes back once, by fifty tickets of the order at once, and again when that offer comes to nothing', async () => {
    const at = await calledOff();
    const others = await Promise.all(times(50, () => desk.base.atRemedy('WAREHOUSE', at)));
    const done = await atOnce(others.map((other) => () => another(other)));
    expect(done).toEqual({ done: 50, codes: {} });
    const given = await db.owner<{ offerId: string; ticketId: string }>(
      `SELECT l.offer_id AS "offerId", l.ticket_id AS "ticketId" FROM offer_leg l JOIN offer o ON o.id = l.offer_id WHERE o.order_id = $1 AND l.type = 'PRICE_DIFFERENCE'`, [at.orderId]);
    expect(given).toHaveLength(1);
    const [first] = given;
    await desk.withdraw.execute(desk.base.agent, { ...desk.base.request(first?.ticketId ?? ''), offerId: first?.offerId ?? '', reason: 'Another' });
    expect((await legsOf(await another({ ticketId: first?.ticketId ?? '' })))[0]).toEqual(back);
    expect((await legsOf(await another(await desk.base.atRemedy('WAREHOUSE', at)))).map((leg) => (leg as { type: string }).type)).not.toContain('PRICE_DIFFERENCE');
  });

  it('is held in the ledger from then on until it went back, by whichever way, and all of it sums to zero', async () => {
    const at = await agreed();
    await paying(at);
    expect(await balances(at)).toEqual({}); // paid for goods: nobody's but ours
    await soldOut(at);
    expect(await desk.movements(at.legId)).toEqual([{ type: 'HOLD', cause: 'OWED_BACK', minor: 1_500, sum: 0 }]);
    expect(await balances(at)).toEqual(HELD);

    const other = await desk.base.atRemedy('WAREHOUSE', at);
    const offerId = await another(other);
    expect(await balances(at, other)).toEqual({ OUTSIDE: -1_500, AVAILABLE: -100, RESERVED: 1_600 });
    await desk.withdraw.execute(desk.base.agent, { ...desk.base.request(other.ticketId), offerId, reason: 'Another' });
    expect(await balances(at, other)).toEqual(HELD);

    const again = await another(other);
    const { base } = desk;
    await desk.send.execute(base.agent, { ...base.request(other.ticketId), offerId: again, message: { body: `${words(inDays(4), '15元')}另退1元。`, channel: 'CHAT' } });
    await desk.accept.execute(base.agent, { ...base.request(other.ticketId), offerId: again, messageId: await base.customerSays(other.ticketId), note: null, proofRef: null });
    await desk.worker(bank).round();
    expect(await balances(at, other)).toEqual({ OUTSIDE: -1_500, AVAILABLE: -100, PAID: 1_600 });
    const [backLeg] = await desk.base.legs(again);
    expect(await desk.movementTypes(backLeg?.id ?? '')).toEqual(['RESERVE', 'COMMIT', 'PAY']);
  });

  it('is recorded also when it is told only after the goods were called off, once by one reference, and owed back like any', async () => {
    const at = await agreed();
    await soldOut(at);
    expect(await balances(at)).toEqual({});
    expect(await desk.base.refused(at.ticketId, () => paying(at, `EXTRA-${at.legId}`, 1_499n))).toMatchObject({ code: 'INVALID_INPUT', field: 'amount' });
    expect(await atOnce(times(50, (n) => () => paying(at, `LATE-${at.legId}-${n}`)))).toEqual({ done: 1, codes: { ALREADY_DECIDED: 49 } });
    expect(await balances(at)).toEqual(HELD);
    expect(await db.owner(`SELECT type, data->>'amountMinor' AS minor FROM event WHERE subject_id = $1 AND type LIKE 'exchange.%' ORDER BY id`, [at.ticketId])).toEqual([
      { type: 'exchange.paid', minor: '1500' }, { type: 'exchange.owed_back', minor: '1500' },
    ]);
    const [row] = await db.owner<{ ref: string }>('SELECT payment_ref AS ref FROM leg_exchange WHERE leg_id = $1', [at.legId]);
    const second = await agreed();
    await soldOut(second);
    expect(await desk.base.refused(second.ticketId, () => paying(second, row?.ref.toLowerCase()))).toMatchObject({ code: 'DUPLICATE', field: 'paymentRef' });
    expect(await balances(second)).toEqual({});
    expect((await legsOf(await another(await desk.base.atRemedy('WAREHOUSE', at))))[0]).toEqual(back);
  });

  it('paid for an offer that came to nothing is the same; for one that is undecided nothing is taken', async () => {
    const { base } = desk;
    const decision = async (at: Exchanged) => ({ ...base.request(at.ticketId), offerId: at.offerId, messageId: await base.customerSays(at.ticketId), note: null, proofRef: null });
    const ends: readonly ((at: Exchanged) => Promise<unknown>)[] = [
      (at) => desk.withdraw.execute(base.agent, { ...base.request(at.ticketId), offerId: at.offerId, reason: 'Sold out' }),
      async (at) => desk.refuse.execute(base.agent, { ...(await decision(at)), final: false }),
      async (at) => {
        await base.waits(3_600_000);
        expect(await base.happens(at.ticketId, (session) => desk.lapse.lapseOffer(session, at.offerId))).toBe(true);
      },
    ];
    for (const end of ends) {
      const at = await offered();
      expect(await base.refused(at.ticketId, () => paying(at))).toMatchObject({ code: 'NOTHING_TO_DO', field: 'legId' });
      await end(at);
      await paying(at);
      expect(await balances(at)).toEqual(HELD);
      // Nor was anything paid for goods: what may be given on the order is what it was.
      const other = await base.atRemedy('WAREHOUSE', at);
      const offerId = await desk.made(other.ticketId, 0n, { legs: [legOf('COUPON', { amount: cny(20_000n) })] });
      expect(await legsOf(offerId)).toEqual([back, { type: 'COUPON', basis: 'GOODWILL', minor: 20_000 }]);
    }
  });

  it('called off against paid, fifty times at once: owed back once, whichever came first', async () => {
    const exchanged = await Promise.all(times(50, agreed));
    const { done } = await atOnce(exchanged.flatMap((at, n) => {
      const both = [() => paying(at), () => soldOut(at)];
      return n % 2 === 0 ? both : both.reverse();
    }));
    expect(done).toBe(100);
    const held = `SELECT count(*)::int AS n, count(DISTINCT subject_id)::int AS legs FROM ledger_movement WHERE subject_id = ANY ($1) AND type = 'HOLD'`;
    expect(await db.owner(held, [exchanged.map(({ legId }) => legId)])).toEqual([{ n: 50, legs: 50 }]);
  }, 60_000);

  it('is told by whoever sees money come in, and neither by the desk nor by who made the offer', async () => {
    const at = await agreed();
    const by = (actor: Actor) => desk.base.refused(at.ticketId, () => paying(at, 'FORGED-1', 1_500n, actor));
    for (const actor of [desk.base.agent, desk.base.supervisor, desk.base.key]) expect(await by(actor)).toMatchObject({ code: 'FORBIDDEN' });
    const makersSecond = await desk.person('FINANCE', desk.base.agent.personId ?? '');
    expect(await by(makersSecond)).toMatchObject({ code: 'APPROVER_BARRED', field: 'legId' });
    await paying(at, `TOLD-${at.legId}`, 1_500n, { ...desk.base.key, scopes: ['tickets:read', 'payouts:report'] });
  });

  it('is not given back by an offer of the person who recorded it: the next one of somebody else does', async () => {
    const at = await agreed();
    await soldOut(at);
    await paying(at, undefined, undefined, await desk.person('FINANCE', desk.base.leader.personId ?? ''));
    const other = await desk.base.atRemedy('WAREHOUSE', at);
    const legs = [legOf('COUPON', { amount: cny(100n) })];
    const { value: first } = await desk.make.execute(desk.base.leader, desk.base.offer(other.ticketId, { legs }));
    expect(await legsOf(first)).toEqual([{ type: 'COUPON', basis: 'GOODWILL', minor: 100 }]);
    expect((await legsOf(await another(await desk.base.atRemedy('WAREHOUSE', at))))[0]).toEqual(back);
  });

  it('counts neither as paid for goods nor as given: the cap is what it was', async () => {
    const at = await calledOff();
    const other = await desk.base.atRemedy('WAREHOUSE', at);
    const refund = (minor: bigint) => desk.made(other.ticketId, 0n, { legs: [legOf('COUPON', { amount: cny(minor) })] });
    expect(await desk.base.refused(other.ticketId, () => refund(20_001n))).toMatchObject({ code: 'CAP_EXCEEDED', details: { paid: '200.00', left: '200.00' } });
    const offerId = await refund(20_000n);
    expect(await legsOf(offerId)).toEqual([back, { type: 'COUPON', basis: 'GOODWILL', minor: 20_000 }]);
    // Nor does it keep the offer from being sent.
    const { base } = desk;
    const message = { body: `${words(inDays(4), '15元')}另送200元优惠券。`, channel: 'CHAT' as const };
    await desk.send.execute(base.agent, { ...base.request(other.ticketId), offerId, message });
  });
});
