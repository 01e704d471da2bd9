import { uuidv7 } from 'uuidv7';
import { HOUR } from '../../src/kernel/instant.js';
import { UpsertBudget } from '../../src/compensation/budgets/upsert-budget.js';
import { ParcelWatchers } from '../../src/orders/index.js';
import { FollowParcels, ShipGoods } from '../../src/remedies/index.js';
import { SettleClaim } from '../../src/remedies/commands/claims/settle-claim.js';
import { atOnce, untilFree } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import { lockRow } from '../support/locked-table.js';
import { outcome, PayDesk } from '../support/pay-desk.js';
import { inDays, words } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: PayDesk;
beforeAll(async () => {
  desk = await PayDesk.open(db);
});
afterEach(() => desk.noBudgets());

const decision = (ticketId: string, offerId: string, messageId: string) => ({ ...desk.base.request(ticketId), offerId, messageId, note: null, proofRef: null });

describe('a budget', () => {
  it('is held by a draft, owed on acceptance, and its movements are on record', async () => {
    const budget = await desk.budget();
    const { ticketId } = await desk.base.atRemedy();
    const offerId = await desk.sent(ticketId);
    expect(await desk.use(budget)).toMatchObject({ reserved: 8_000, committed: 0 });
    await desk.accept.execute(desk.base.agent, decision(ticketId, offerId, await desk.base.customerSays(ticketId)));
    expect(await desk.use(budget)).toMatchObject({ reserved: 0, committed: 8_000 });
    const [leg] = await desk.base.legs(offerId);
    expect(await desk.movements(leg?.id ?? '')).toEqual([
      { type: 'RESERVE', cause: 'MAKE', minor: 8_000, sum: 0 }, { type: 'COMMIT', cause: 'ACCEPT', minor: 8_000, sum: 0 },
    ]);
  });

  it('is free again when the offer is refused, withdrawn or lapses, and when an accepted leg is cancelled', async () => {
    const budget = await desk.budget({ limit: 8_000n });
    const refused = await desk.base.atRemedy();
    const first = await desk.sent(refused.ticketId);
    await desk.refuse.execute(desk.base.agent, { ...decision(refused.ticketId, first, await desk.base.customerSays(refused.ticketId)), final: false });
    expect(await desk.use(budget)).toMatchObject({ reserved: 0, committed: 0 });

    const withdrawn = await desk.made(refused.ticketId);
    expect(await desk.use(budget)).toMatchObject({ reserved: 8_000 });
    await desk.withdraw.execute(desk.base.agent, { ...desk.base.request(refused.ticketId), offerId: withdrawn, reason: 'Another one' });
    expect(await desk.use(budget)).toMatchObject({ reserved: 0 });

    const lapsed = await desk.sent(refused.ticketId, { validForHours: 1 });
    await desk.base.waits(2 * HOUR);
    expect(await desk.base.happens(refused.ticketId, (session) => desk.lapse.lapseOffer(session, lapsed))).toBe(true);
    expect(await desk.use(budget)).toMatchObject({ reserved: 0 });

    const { ticketId, legId } = await desk.accepted();
    expect(await desk.use(budget)).toMatchObject({ committed: 8_000 });
    await desk.cancel.execute(desk.base.supervisor, { ...desk.base.request(ticketId), legId, reason: 'CUSTOMER_WAIVED', note: 'Given up' });
    expect(await desk.use(budget)).toMatchObject({ reserved: 0, committed: 0 });
    expect((await desk.movements(legId)).map(({ type }) => type)).toEqual(['RESERVE', 'COMMIT', 'RELEASE']);
  });

  it('refuses beyond its limit, says what is left, and leaves everything as it was', async () => {
    const budget = await desk.budget({ limit: 10_000n });
    await desk.made((await desk.base.atRemedy()).ticketId);
    const { ticketId } = await desk.base.atRemedy();
    const refusal = await desk.base.refused(ticketId, () => desk.made(ticketId, 2_001n));
    expect(refusal).toMatchObject({
      code: 'BUDGET_EXCEEDED', field: 'legs',
      details: { limit: '100.00', overridden: '0.00', reserved: '80.00', committed: '0.00', left: '20.00', asked: '20.01', currency: 'CNY', budgetId: `bdg_${budget}` },
    });
    expect(await desk.use(budget)).toMatchObject({ reserved: 8_000 });
    await desk.made(ticketId, 2_000n);
    expect(await desk.use(budget)).toMatchObject({ reserved: 10_000 });
  });

  it('bears gifts and goods sent again at what they cost, and they are spent when the goods arrived', async () => {
    const budget = await desk.budget({ limit: 11_000n });
    const { ticketId, lineId } = await desk.base.atRemedy();
    const [reship, gift] = [
      { type: 'RESHIP' as const, amount: null, orderLineId: lineId, quantity: 1, days: null, note: null },
      { type: 'GIFT' as const, amount: { minor: 1_001n, currency: 'CNY' }, orderLineId: null, quantity: null, days: null, note: 'A scarf' },
    ];
    expect(await desk.base.refused(ticketId, () => desk.made(ticketId, 0n, { legs: [reship, gift] }))).toMatchObject({ code: 'BUDGET_EXCEEDED', details: { asked: '110.01' } });
    const legs = [reship, { ...gift, amount: { minor: 1_000n, currency: 'CNY' } }];
    const offerId = await desk.made(ticketId, 0n, { legs });
    expect(await desk.use(budget)).toMatchObject({ reserved: 11_000 });
    const message = { body: words(inDays(4)), channel: 'CHAT' as const };
    await desk.send.execute(desk.base.agent, { ...desk.base.request(ticketId), offerId, message });
    await desk.accept.execute(desk.base.agent, decision(ticketId, offerId, await desk.base.customerSays(ticketId)));
    // Nobody is paid: there is nothing to pay out.
    expect(await db.owner('SELECT FROM payout WHERE offer_id = $1', [offerId])).toHaveLength(0);
    const [sent, given] = await desk.base.legs(offerId);
    const ship = new ShipGoods(desk.base.work, desk.gate);
    await ship.execute(desk.base.agent, { ...desk.base.request(ticketId), legId: sent?.id ?? '', carrier: 'SF', waybill: 'SF-AGAIN-1' });
    expect((await desk.movements(sent?.id ?? '')).map(({ type }) => type)).toEqual(['RESERVE', 'COMMIT']);
    const watchers = new ParcelWatchers();
    new FollowParcels(desk.base.work, watchers, desk.gate).onModuleInit();
    await desk.base.unit.run(desk.base.merchantId, (tx) =>
      watchers.tell(tx, desk.base.shopId, [{ carrier: 'SF', waybill: 'SF-AGAIN-1', status: 'SIGNED', direction: 'OUTBOUND' }]));
    await desk.fulfil.execute(desk.base.agent, { ...desk.base.request(ticketId), legId: given?.id ?? '', note: null, proof: { kind: 'PLATFORM_ACK', ref: 'GIFT-1' } });
    for (const [leg, minor] of [[sent, 10_000], [given, 1_000]] as const) {
      expect((await desk.movements(leg?.id ?? '')).map(({ type, minor: of }) => [type, of])).toEqual([['RESERVE', minor], ['COMMIT', minor], ['PAY', minor]]);
    }
    expect(await desk.use(budget)).toMatchObject({ reserved: 0, committed: 11_000 });
  });

  it('counts what is owed by law apart and never refuses it', async () => {
    const budget = await desk.budget({ limit: 0n });
    const { ticketId, orderId } = await desk.base.atRemedy();
    const [offerId, legId] = [uuidv7(), uuidv7()];
    const leg = { type: 'PARTIAL_REFUND' as const, amount: { minor: 500n, currency: 'CNY' }, orderLineId: null, quantity: null, days: null, note: null };
    await db.owner(`INSERT INTO offer (merchant_id, id, ticket_id, state, summary, fulfil_by, valid_for_ms, freight_payer, made_by, at)
      VALUES ($1, $2, $3, 'DRAFT', 's', now(), 1, 'NONE', $4, now())`, [desk.base.merchantId, offerId, ticketId, desk.base.agent.id]);
    await db.owner(`INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, amount_minor, currency, basis, state)
      VALUES ($1, $2, $3, $4, 0, 'PARTIAL_REFUND', 500, 'CNY', 'STATUTORY', 'PENDING')`, [desk.base.merchantId, legId, offerId, ticketId]);
    await desk.base.happens(ticketId, (session) => desk.gate.before(session, { move: 'MAKE', offerId, orderId, legs: [{ ...leg, id: legId, basis: 'STATUTORY', packRow: null }] }));
    expect(await desk.use(budget)).toEqual({ reserved: 0, committed: 0, entitledReserved: 500, entitledCommitted: 0 });
  });

  it('warns once when 80 % is reached, and again after it had been below', async () => {
    const budget = await desk.budget({ limit: 10_000n });
    const warnings = async () => (await db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = 'budget.warned'`, [budget])).length;
    const first = await desk.base.atRemedy();
    const most = await desk.made(first.ticketId, 7_999n);
    expect(await warnings()).toBe(0);
    const second = await desk.base.atRemedy();
    const offerId = await desk.made(second.ticketId, 1n);
    expect(await warnings()).toBe(1);
    await desk.made((await desk.base.atRemedy()).ticketId, 1n);
    expect(await warnings()).toBe(1);
    await desk.withdraw.execute(desk.base.agent, { ...desk.base.request(second.ticketId), offerId, reason: 'Too early' });
    await desk.withdraw.execute(desk.base.agent, { ...desk.base.request(first.ticketId), offerId: most, reason: 'Too much' });
    await desk.made(second.ticketId, 9_000n);
    expect(await warnings()).toBe(2);
  });

  it('of several that fit, the narrowest bears it: the family’s own, then the shortest period; none is no limit', async () => {
    const wide = await desk.budget();
    const family = await desk.budget({ family: 'QUALITY' });
    const other = await desk.budget({ family: 'TRANSIT' });
    const day = await desk.budget({ family: 'QUALITY', from: '2026-01-01' });
    await desk.made((await desk.base.atRemedy()).ticketId, 100n);
    expect(await Promise.all([wide, family, other, day].map(async (id) => (await desk.use(id)).reserved))).toEqual([0, 0, 0, 100]);
    await desk.noBudgets();
    const offerId = await desk.made((await desk.base.atRemedy()).ticketId, 20_000n - 1n);
    expect(await db.owner('SELECT budget_id FROM ledger_movement WHERE offer_id = $1', [offerId])).toEqual([{ budget_id: null }]);
  });

  it('holds against fifty offers at once, and by its CHECK even if nobody asked it', async () => {
    const budget = await desk.budget({ limit: 40_000n });
    const cases = [];
    for (let at = 0; at < 50; at += 1) cases.push(await desk.base.atRemedy());
    const done = await Promise.all(cases.map(({ ticketId }) => outcome(untilFree(() => desk.made(ticketId, 3_000n)))));
    const refused = done.filter((one) => (one as { code?: string }).code === 'BUDGET_EXCEEDED');
    expect([done.length - refused.length, refused.length]).toEqual([13, 37]);
    expect(await desk.use(budget)).toMatchObject({ reserved: 39_000 });
    expect(await db.owner(`SELECT count(*)::int AS n FROM ledger_movement WHERE budget_id = $1`, [budget])).toEqual([{ n: 13 }]);
    await expect(db.owner('UPDATE budget SET reserved_minor = reserved_minor + 1001 WHERE id = $1', [budget])).rejects.toThrow('budget_never_exceeded');
  }, 60_000);
});

describe('the limit of a budget', () => {
  it('is set by one of two who decided on the same version, however near they come', async () => {
    const days = { startsOn: '2026-01-01', endsOn: '2026-12-31' };
    const budget = await desk.budget({ from: days.startsOn, to: days.endsOn });
    const [row] = await db.owner<{ version: number }>('SELECT version FROM budget WHERE id = $1', [budget]);
    const upsert = new UpsertBudget(desk.base.unit);
    const setting = (minor: bigint) => () => upsert.execute(desk.base.finance, {
      shopId: desk.base.shopId, reasonFamily: null, period: 'NAMED', ...days, limit: { minor, currency: 'CNY' }, expectedVersion: row?.version ?? null,
    }, { requestId: null, idempotencyKey: null });
    const held = await lockRow(db, 'budget', budget); // where both would look, or else write
    const both = atOnce([setting(20_000n), setting(30_000n)]);
    await held.waiting(2);
    await held.release();
    expect(await both).toEqual({ done: 1, codes: { VERSION_CONFLICT: 1 } });
    expect(await db.owner('SELECT version FROM budget WHERE id = $1', [budget])).toEqual([{ version: (row?.version ?? 0) + 1 }]);
  });
});

describe('the ledger', () => {
  it('takes no movement that does not balance, and changes none', async () => {
    const { offerId, ticketId, legId } = await desk.accepted();
    const { merchantId, shopId } = desk.base;
    const id = uuidv7();
    const movement = `INSERT INTO ledger_movement (merchant_id, id, type, subject_id, cause, leg_id, offer_id, ticket_id, shop_id, basis, currency, amount_minor, at)
      VALUES ('${merchantId}', '${id}', 'PAY', '${legId}', 'TEST', '${legId}', '${offerId}', '${ticketId}', '${shopId}', 'GOODWILL', 'CNY', 5, now())`;
    const posting = (account: string, minor: number, currency = 'CNY'): string =>
      `INSERT INTO ledger_posting (merchant_id, movement_id, account, currency, amount_minor) VALUES ('${merchantId}', '${id}', '${account}', '${currency}', ${minor})`;
    await expect(db.owner(movement)).rejects.toThrow('does not balance');
    await expect(db.owner(`${movement}; ${posting('PAID', 5)}`)).rejects.toThrow('does not balance');
    await expect(db.owner(`${movement}; ${posting('PAID', 5)}; ${posting('COMMITTED', -4)}`)).rejects.toThrow('does not balance');
    await expect(db.owner(`${movement}; ${posting('PAID', 5)}; ${posting('COMMITTED', -5, 'USD')}`)).rejects.toThrow('ledger_posting');
    expect((await desk.movements(legId)).map(({ type }) => type)).toEqual(['RESERVE', 'COMMIT']);
    for (const change of ['UPDATE ledger_movement SET amount_minor = 1', 'DELETE FROM ledger_posting', 'TRUNCATE ledger_posting']) {
      await expect(db.owner(change)).rejects.toThrow('never changed');
    }
  });

  it('posts what carriers and suppliers pay back, once for one receipt, beside what it cost', async () => {
    const { ticketId } = await desk.accepted();
    const { merchantId, shopId } = desk.base;
    const [claimId, findingId] = [uuidv7(), uuidv7()];
    await db.owner('SET session_replication_role = replica; INSERT INTO recovery_claim (merchant_id, id, ticket_id, finding_id, against, state, claimed_minor, currency, due_at, filed_by, filed_at) '
      + `VALUES ('${merchantId}', '${claimId}', '${ticketId}', '${findingId}', 'CARRIER', 'AGREED', 8000, 'CNY', now(), '${desk.base.agent.id}', now()); SET session_replication_role = DEFAULT`);
    const request = { ...desk.base.request(ticketId), claimId, amount: { minor: 5_000n, currency: 'CNY' }, ref: 'CARRIER-1' };
    const settle = new SettleClaim(desk.base.work, desk.gate);
    await settle.recover(desk.base.supervisor, request);
    expect(await outcome(settle.recover(desk.base.supervisor, { ...request, amount: { minor: 1n, currency: 'CNY' } }))).toMatchObject({ code: 'DUPLICATE' });
    const posted = `SELECT m.type, m.cause, p.account, p.amount_minor::int AS minor FROM ledger_movement m JOIN ledger_posting p ON p.movement_id = m.id
      WHERE m.ticket_id = $1 AND m.shop_id = $2 AND m.recovery_id IS NOT NULL ORDER BY p.account`;
    expect(await db.owner(posted, [ticketId, shopId])).toEqual([
      { type: 'RECOVER', cause: 'RECEIVED', account: 'OUTSIDE', minor: -5_000 }, { type: 'RECOVER', cause: 'RECEIVED', account: 'RECOVERED', minor: 5_000 },
    ]);
  });

  it('moves a leg once by one cause', async () => {
    const { legId, offerId } = await desk.accepted();
    await expect(desk.base.happens((await db.owner<{ ticket_id: string }>('SELECT ticket_id FROM offer WHERE id = $1', [offerId]))[0]?.ticket_id ?? '',
      (session) => desk.gate.before(session, { move: 'ACCEPT', offerId }))).rejects.toThrow();
    expect((await desk.movements(legId)).map(({ type }) => type)).toEqual(['RESERVE', 'COMMIT']);
  });

  it('says the same as the budgets’ own columns', async () => {
    const rows = await db.owner<{ held: number; owed: number; reserved: number; committed: number }>(
      `SELECT (b.reserved_minor + b.entitled_reserved_minor)::int AS reserved, (b.committed_minor + b.entitled_committed_minor)::int AS committed,
              coalesce(sum(p.amount_minor) FILTER (WHERE p.account = 'RESERVED'), 0)::int AS held,
              coalesce(sum(p.amount_minor) FILTER (WHERE p.account IN ('COMMITTED','PAID')), 0)::int AS owed
         FROM budget b JOIN ledger_movement m ON m.budget_id = b.id JOIN ledger_posting p ON p.movement_id = m.id
        GROUP BY b.merchant_id, b.id`,
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter((row) => row.held !== row.reserved || row.owed !== row.committed)).toEqual([]);
  });
});
