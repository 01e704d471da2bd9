import type { Actor } from '../../src/kernel/actor.js';
import { FulfilLeg, InspectGoods, IssueReturn, MoveGoods, RecordExchangePayment, ShipGoods, type LegInput } from '../../src/remedies/index.js';
import { FileClaim } from '../../src/remedies/commands/claims/file-claim.js';
import { SettleClaim } from '../../src/remedies/commands/claims/settle-claim.js';
import { RecordFinding } from '../../src/tickets/commands/judgement/record-finding.js';
import { FaultAdvice } from '../../src/tickets/index.js';
import { atOnce, times } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import type { FakeBank } from '../support/fake-bank.js';
import { outcome, PayDesk } from '../support/pay-desk.js';
import { inDays, words, type Case } from '../support/remedy-desk.js';

// What may be entered once, entered by fifty at once.

const db = testDatabase();
let desk: PayDesk;
beforeAll(async () => {
  desk = await PayDesk.open(db);
});

const legOf = (type: LegInput['type'], more: Partial<LegInput> = {}): LegInput => ({ type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more });

describe('a claim', () => {
  let claims: FileClaim;
  let settle: SettleClaim;
  beforeAll(() => {
    claims = new FileClaim(desk.base.work);
    settle = new SettleClaim(desk.base.work, desk.gate);
  });
  const cny = (minor: bigint) => ({ minor, currency: 'CNY' });

  /** A ticket on which the supplier was found to be at fault. */
  async function blamed(): Promise<Case> {
    const at = await desk.base.atRemedy('SUPPLIER');
    await new RecordFinding(desk.base.work, new FaultAdvice()).execute(desk.base.agent, {
      ...desk.base.request(at.ticketId), causedByUs: true, misuse: false, fault: 'SUPPLIER', shares: [], verifiedReasonCode: null, cause: 'Torn seam.', correctiveAction: null,
    });
    return at;
  }
  const filing = (at: Case): Promise<{ value: string }> => claims.execute(desk.base.supervisor, {
    ...desk.base.request(at.ticketId), against: 'SUPPLIER', amount: cny(8_000n), dueAt: inDays(10), externalRef: null, note: null,
  });
  const receipt = (at: Case, claimId: string, ref: string, minor = 300n) => () =>
    settle.recover(desk.base.supervisor, { ...desk.base.request(at.ticketId), claimId, amount: cny(minor), ref });

  it('is filed once against a side', async () => {
    const at = await blamed();
    expect(await atOnce(times(50, () => () => filing(at)))).toEqual({ done: 1, codes: { ALREADY_DECIDED: 49 } });
    expect(await db.owner('SELECT state FROM recovery_claim WHERE ticket_id = $1', [at.ticketId])).toEqual([{ state: 'FILED' }]);
  });

  it('takes in so many receipts as it holds, and not one more', async () => {
    const at = await blamed();
    const { value: claimId } = await filing(at);
    expect(await atOnce(times(50, (n) => receipt(at, claimId, `REC-${claimId}-${n}`)))).toEqual({ done: 26, codes: { CAP_EXCEEDED: 24 } });
    const [row] = await db.owner(
      `SELECT c.recovered_minor::int AS recovered, (SELECT sum(r.amount_minor)::int FROM recovery r WHERE r.claim_id = c.id) AS received,
              (SELECT sum(p.amount_minor)::int FROM ledger_movement m JOIN ledger_posting p ON p.movement_id = m.id AND p.account = 'RECOVERED' WHERE m.ticket_id = c.ticket_id) AS posted
         FROM recovery_claim c WHERE c.id = $1`, [claimId]);
    expect(row).toEqual({ recovered: 7_800, received: 7_800, posted: 7_800 });
    await expect(db.owner('UPDATE recovery_claim SET recovered_minor = recovered_minor + 201 WHERE id = $1', [claimId])).rejects.toThrow('recovery_claim_check');
  });

  it('counts a receipt once, also on ten tickets at once and however it is written', async () => {
    const open = await Promise.all(times(10, async () => {
      const at = await blamed();
      return { at, claimId: (await filing(at)).value };
    }));
    const works = open.flatMap(({ at, claimId }) => times(5, (n) => receipt(at, claimId, n % 2 === 0 ? 'carrier-pays-7' : 'CARRIER-PAYS-7')));
    expect(await atOnce(works)).toEqual({ done: 1, codes: { DUPLICATE: 49 } });
    const ids = open.map(({ claimId }) => claimId);
    expect(await db.owner('SELECT sum(recovered_minor)::int AS minor FROM recovery_claim WHERE id = ANY ($1)', [ids])).toEqual([{ minor: 300 }]);
    expect(await db.owner('SELECT FROM ledger_movement m JOIN recovery r ON r.id = m.recovery_id WHERE r.claim_id = ANY ($1)', [ids])).toHaveLength(1);
  });

  it('that ends among receipts takes in none after its end', async () => {
    const at = await blamed();
    const { value: claimId } = await filing(at);
    const end = () => settle.end(desk.base.supervisor, { ...desk.base.request(at.ticketId), claimId, state: 'ABANDONED', externalRef: null });
    const { done, codes } = await atOnce(times(50, (n) => (n % 2 === 0 ? receipt(at, claimId, `END-${claimId}-${n}`, 1n) : end)));
    expect(codes).toEqual({ ALREADY_DECIDED: 50 - done });
    const log = await db.owner<{ type: string }>(`SELECT type FROM event WHERE subject_id = $1 AND type IN ('recovery.received', 'claim.moved') ORDER BY id`, [at.ticketId]);
    expect(log.map(({ type }) => type)).toEqual([...times(done - 1, () => 'recovery.received'), 'claim.moved']);
    expect(await db.owner('SELECT state, recovered_minor::int AS minor FROM recovery_claim WHERE id = $1', [claimId])).toEqual([{ state: 'ABANDONED', minor: done - 1 }]);
  });
});

describe('a leg', () => {
  /** An accepted offer of these legs, with its leg ids in order. */
  async function owed(legs: (at: Case) => readonly LegInput[], amount = '80元'): Promise<Case & { legIds: string[] }> {
    const at = await desk.base.atRemedy();
    const { base } = desk;
    const offerId = await desk.made(at.ticketId, 0n, { legs: legs(at) });
    await desk.send.execute(base.agent, { ...base.request(at.ticketId), offerId, message: { body: words(inDays(4), amount), channel: 'CHAT' } });
    await desk.accept.execute(base.agent, { ...base.request(at.ticketId), offerId, messageId: await base.customerSays(at.ticketId), note: null, proofRef: null });
    return { ...at, legIds: (await base.legs(offerId)).map(({ id }) => id) };
  }
  const refund = (minor = 8_000n): LegInput => legOf('PARTIAL_REFUND', { amount: { minor, currency: 'CNY' } });
  const on = ({ ticketId, legIds }: Case & { legIds: string[] }, at = 0) => ({ ...desk.base.request(ticketId), legId: legIds[at] ?? '' });
  const logged = (ticketId: string, type: string): Promise<unknown[]> => db.owner('SELECT FROM event WHERE subject_id = $1 AND type = $2', [ticketId, type]);

  it('is carried out once, by whichever reference comes first', async () => {
    const at = await owed(() => [refund(), legOf('EXTENDED_RECEIPT', { days: 3 })]);
    const pay = (n: number): Promise<unknown> => desk.fulfil.execute(desk.base.finance, { ...on(at), note: null, proof: { kind: 'BANK_REF', ref: `PAY-${at.ticketId}-${n}` } });
    expect(await atOnce(times(50, (n) => () => pay(n)))).toEqual({ done: 1, codes: { ALREADY_DECIDED: 49 } });
    expect(await desk.movementTypes(at.legIds[0] ?? '')).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await logged(at.ticketId, 'leg.fulfilled')).toHaveLength(1);
  });

  it('and a reference carries out one leg, of fifty on as many tickets', async () => {
    const legs = await Promise.all(times(50, () => owed(() => [refund()])));
    const pay = new FulfilLeg(desk.base.work, desk.gate);
    const works = legs.map((at) => () => pay.execute(desk.base.finance, { ...on(at), note: null, proof: { kind: 'BANK_REF', ref: 'ONE-TRANSFER-FOR-ALL' } }));
    expect(await atOnce(works)).toEqual({ done: 1, codes: { DUPLICATE: 49 } });
    const ids = legs.map(({ legIds }) => legIds[0]);
    expect(await db.owner(`SELECT state, count(*)::int AS n FROM payout WHERE leg_id = ANY ($1) GROUP BY 1 ORDER BY 1`, [ids])).toEqual([{ state: 'REQUESTED', n: 49 }, { state: 'SETTLED', n: 1 }]);
    expect(await db.owner(`SELECT FROM ledger_movement WHERE subject_id = ANY ($1) AND type = 'PAY'`, [ids])).toHaveLength(1);
  });

  it('of goods is inspected once, piece by piece, by one of two inspectors', async () => {
    const at = await owed(({ lineId }) => [legOf('RETURN', { orderLineId: lineId, quantity: 2 }), refund()]);
    const { work, agent } = desk.base;
    await new IssueReturn(work).execute(agent, { ...on(at), address: '1 Return Road', labelRef: null, shipWithinDays: null });
    await new ShipGoods(work, desk.gate).execute(agent, { ...on(at), carrier: 'SF', waybill: `SF-${at.ticketId}` });
    await new MoveGoods(work, desk.gate).execute(agent, { ...on(at), to: 'RECEIVED', repairRef: null });
    const inspectors: readonly Actor[] = [desk.base.leader, await desk.person('LEADER')];
    const unit = { condition: 'INTACT', accessoriesComplete: true, missing: null, serial: null, serialMatches: null, weightGrams: null, photoIds: [], verdict: 'ACCEPTED', note: null } as const;
    const inspect = new InspectGoods(work, desk.gate);
    const looks = (n: number): Promise<unknown> => inspect.execute(inspectors[n % 2] ?? agent, { ...on(at), units: [unit, unit] });
    expect(await atOnce(times(50, (n) => () => looks(n)))).toEqual({ done: 1, codes: { STATE_CONFLICT: 49 } });
    expect(await db.owner('SELECT count(*)::int AS pieces, count(DISTINCT inspected_by)::int AS people FROM leg_unit WHERE leg_id = $1', [at.legIds[0]])).toEqual([{ pieces: 2, people: 1 }]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'goods.moved' AND data->>'to' = 'INSPECTED'`, [at.ticketId])).toHaveLength(1);
  });

  it('for dearer goods is paid for once, and one payment pays for one of fifty', async () => {
    const dearer = (): Promise<Case & { legIds: string[] }> => owed(({ lineId }) => [
      legOf('RETURN', { orderLineId: lineId, quantity: 1 }),
      legOf('EXCHANGE', { orderLineId: lineId, quantity: 1, exchange: { sku: 'COAT-XL', title: 'Coat, XL', price: { minor: 11_500n, currency: 'CNY' } } }),
    ], '15元');
    const paid = new RecordExchangePayment(desk.base.work);
    const paying = (at: Case & { legIds: string[] }, ref: string) => () => paid.execute(desk.base.finance, { ...on(at, 1), amount: { minor: 1_500n, currency: 'CNY' }, paymentRef: ref });
    const at = await dearer();
    expect(await atOnce(times(50, (n) => paying(at, `EXTRA-${n}`)))).toEqual({ done: 1, codes: { ALREADY_DECIDED: 49 } });
    expect(await logged(at.ticketId, 'exchange.paid')).toHaveLength(1);
    const many = await Promise.all(times(50, dearer));
    expect(await atOnce(many.map((one) => paying(one, 'ONE-PAYMENT-FOR-ALL')))).toEqual({ done: 1, codes: { DUPLICATE: 49 } });
    expect(await db.owner(`SELECT FROM leg_exchange WHERE payment_ref = 'ONE-PAYMENT-FOR-ALL'`)).toHaveLength(1);
  }, 60_000);
});

describe('a payout', () => {
  let bank: FakeBank;
  beforeEach(async () => {
    bank = await desk.newBank();
  });
  const on = (payoutId: string) => ({ payoutId, expectedVersion: null, requestId: null });
  const payer = (): Actor => ({ ...desk.base.key, scopes: ['payouts:report'] });
  const cameBack = (key: string) => () => desk.report.execute(payer(), { key, outcome: 'REVERSED', reference: null, amount: null, failure: null, requestId: null });

  it('is confirmed once by fifty who read the same paper', async () => {
    await desk.route('MANUAL');
    const { payoutId, legId, ticketId } = await desk.accepted();
    await desk.enter.execute(desk.base.finance, { ...on(payoutId), outcome: 'SETTLED', reference: `BANK-${payoutId}`, reason: 'By transfer' });
    const seconds = await Promise.all(times(10, () => desk.person('FINANCE')));
    const confirming = (n: number): Promise<unknown> => desk.confirm.execute(seconds[n % 10] ?? desk.base.finance, { ...on(payoutId), reference: `BANK-${payoutId}` });
    expect(await atOnce(times(50, (n) => () => confirming(n)))).toEqual({ done: 1, codes: { NOTHING_TO_DO: 49 } });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect(await desk.events(ticketId)).toEqual(['payout.requested', 'payout.entered', 'payout.settled']);
  });

  it('is tried again once, by fifty who ask for it, and paid once', async () => {
    const { payoutId, key } = await desk.accepted();
    bank.mood = 'REFUSES';
    await desk.worker(bank).round();
    const again = () => desk.retry.execute(desk.base.finance, { ...on(payoutId), reason: 'The line is up again' });
    expect(await atOnce(times(50, () => again))).toEqual({ done: 1, codes: { STATE_CONFLICT: 49 } });
    bank.mood = 'PAYS';
    const worker = desk.worker(bank);
    await Promise.all(times(50, () => worker.attempt({ merchantId: desk.base.merchantId, id: payoutId })));
    expect([bank.asked.map((one) => one.key), [...bank.paid]]).toEqual([[key, key], [[key, 8_000n]]]);
  });

  it('comes back once, told by its payer 25 times and by two people 25 times', async () => {
    const { payoutId, legId, key, ticketId } = await desk.accepted();
    await desk.worker(bank).round();
    await desk.enter.execute(desk.base.finance, { ...on(payoutId), outcome: 'REVERSED', reference: null, reason: 'The account is closed' });
    const seconds = await Promise.all(times(5, () => desk.person('FINANCE')));
    const confirming = (n: number) => () => desk.confirm.execute(seconds[n % 5] ?? desk.base.finance, { ...on(payoutId), reference: null });
    const { done, codes } = await atOnce(times(50, (n) => (n % 2 === 0 ? cameBack(key) : confirming(n))));
    // The payer is thanked each time; of the people one at most was needed.
    expect(done).toBeGreaterThanOrEqual(25);
    expect(Object.values(codes).reduce((sum, n) => sum + n, 0)).toBe(50 - done);
    expect(Object.keys(codes).filter((code) => code !== 'STATE_CONFLICT' && code !== 'NOTHING_TO_DO')).toEqual([]);
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'REVERSED' });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY', 'REVERSE']);
    expect((await desk.events(ticketId)).filter((type) => type === 'payout.reversed')).toHaveLength(1);
  });

  it('that people paid because its payer had refused, and that its payer then paid after all, is not counted twice but called out', async () => {
    const { payoutId, legId, key, ticketId } = await desk.accepted();
    bank.mood = 'REFUSES';
    await desk.worker(bank).round();
    await desk.enter.execute(desk.base.finance, { ...on(payoutId), outcome: 'SETTLED', reference: `B-${payoutId}`, reason: 'By transfer' });
    await desk.confirm.execute(await desk.person('FINANCE'), { ...on(payoutId), reference: `B-${payoutId}` });
    await desk.report.execute(payer(), { key, outcome: 'SETTLED', reference: `P-${payoutId}`, amount: { minor: 8_000n, currency: 'CNY' }, failure: null, requestId: null });
    expect(await desk.payout(payoutId)).toMatchObject({ state: 'SETTLED', reference: `B-${payoutId}` });
    expect(await desk.movementTypes(legId)).toEqual(['RESERVE', 'COMMIT', 'PAY']);
    expect((await desk.events(ticketId)).slice(-2)).toEqual(['payout.settled', 'payout.contradicted']);
  });

  it('that was paid another way after it came back is not owed again because the first payer repeats itself', async () => {
    const { payoutId, legId, key, ticketId } = await desk.accepted();
    await desk.worker(bank).round();
    await cameBack(key)();
    const second = await desk.person('FINANCE');
    await desk.enter.execute(desk.base.finance, { ...on(payoutId), outcome: 'SETTLED', reference: `B-${payoutId}`, reason: 'To the other account' });
    await desk.confirm.execute(second, { ...on(payoutId), reference: `B-${payoutId}` });
    const paid = ['RESERVE', 'COMMIT', 'PAY', 'REVERSE', 'PAY'];
    expect(await desk.movementTypes(legId)).toEqual(paid);

    expect(await atOnce(times(50, () => cameBack(key)))).toEqual({ done: 50, codes: {} });
    expect([await desk.payout(payoutId), await desk.movementTypes(legId)]).toMatchObject([{ state: 'SETTLED', reference: `B-${payoutId}` }, paid]);
    expect((await desk.events(ticketId)).slice(-2)).toEqual(['payout.entered', 'payout.settled']);
    // People who see that the second payment came back, too, say so.
    await desk.enter.execute(desk.base.finance, { ...on(payoutId), outcome: 'REVERSED', reference: null, reason: 'That account is closed as well' });
    await desk.confirm.execute(second, { ...on(payoutId), reference: null });
    expect(await desk.movementTypes(legId)).toEqual([...paid, 'REVERSE']);
    expect(await outcome(desk.enter.execute(desk.base.finance, { ...on(payoutId), outcome: 'REVERSED', reference: null, reason: 'Again' }))).toMatchObject({ code: 'STATE_CONFLICT' });
  });
});
