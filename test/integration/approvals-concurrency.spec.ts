import type { LegInput } from '../../src/remedies/index.js';
import { ApprovalDesk, partial } from '../support/approval-desk.js';
import { atOnce, times } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import type { Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

const gift = (minor: bigint): LegInput => ({ ...partial(minor), type: 'GIFT', note: 'A scarf' });
const reship = ({ lineId }: Case): LegInput => ({ type: 'RESHIP', amount: null, orderLineId: lineId, quantity: 1, days: null, note: null });

const tickets = (n: number, order?: { orderId: string; lineId: string }): Promise<Case[]> => Promise.all(times(n, () => desk.desk.atRemedy('WAREHOUSE', order)));

describe('50 at once', () => {
  it('approvers approve once: one wins, the others meet what that one made of it', async () => {
    const leaders = await Promise.all(Array.from({ length: 10 }, () => desk.another('LEADER')));
    const { at, offerId } = await desk.drafted(8_000n);
    const { done, codes } = await atOnce(Array.from({ length: 50 }, (_, n) => () => desk.decides(leaders[n % 10], offerId, n % 3 === 0 ? 'REJECT' : 'APPROVE', 1)));
    expect([done, codes]).toEqual([1, { ALREADY_DECIDED: 49 }]);
    const request = await desk.request(offerId);
    expect(request).toMatchObject({ version: 2 });
    expect(await db.owner('SELECT decision FROM approval_decision WHERE request_id = $1', [request.id])).toEqual([{ decision: request.state === 'APPROVED' ? 'APPROVE' : 'REJECT' }]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'approval.ended'`, [at.ticketId])).toHaveLength(1);
  }, 60_000);

  it('offers of one agent never pass the day’s limit without an approval: just so many are within, whichever come first', async () => {
    const cases = await tickets(50);
    const { done } = await atOnce(cases.map((at) => () => desk.drafted(4_900n, at)));
    expect(done).toBe(50);
    expect(await db.owner('SELECT verdict, count(*)::int FROM offer_authority WHERE merchant_id = $1 GROUP BY 1 ORDER BY 1', [desk.desk.merchantId])).toEqual([
      { verdict: 'BEYOND', count: 44 }, { verdict: 'WITHIN', count: 6 },
    ]);
    expect(await desk.totals()).toMatchObject({ AGENT_DAY: '245000', SHOP_MONTH: '245000' });
    const [row] = await db.owner<{ sum: string }>(
      `SELECT sum(goodwill_minor)::text FROM offer_authority WHERE merchant_id = $1 AND verdict = 'WITHIN'`, [desk.desk.merchantId]);
    expect(row?.sum).toBe('29400');
  }, 60_000);

  it('offers on one order never pass what was paid, and are counted together for its customer', async () => {
    const order = await desk.desk.order(100_000n);
    const cases = await tickets(50, order);
    const { done, codes } = await atOnce(cases.map((at) => () => desk.drafted(4_900n, at, desk.desk.agent, [partial(4_900n)])));
    expect([done, codes]).toEqual([20, { CAP_EXCEEDED: 30 }]);
    expect(await desk.totals()).toMatchObject({ ORDER: '98000', CUSTOMER: '98000', CUSTOMER_DAY: '98000' });
    // 200 yuan in 90 days for one customer: four times 49.
    expect(await db.owner(`SELECT count(*)::int FROM offer_authority WHERE merchant_id = $1 AND verdict = 'WITHIN'`, [desk.desk.merchantId])).toEqual([{ count: 4 }]);
  }, 60_000);

  it('gifts and goods sent again count like money: the day’s limit and the order hold for them together, whichever come first', async () => {
    const day = await tickets(50);
    const kinds = [(at: Case) => reship(at), () => gift(4_900n), () => partial(4_900n)];
    expect((await atOnce(day.map((at, n) => () => desk.drafted(0n, at, desk.desk.agent, [kinds[n % 3]?.(at) ?? gift(1n)])))).done).toBe(50);
    // A reshipped coat cost 100.00 (17 times), beyond an agent’s 50.00 by itself; of the rest at most six times 49.00 fit into a day of 300.00.
    expect(await desk.totals()).toMatchObject({ AGENT_DAY: '331700', SHOP_MONTH: '331700' });
    const within = await db.owner<{ goodwill: string }>(
      `SELECT goodwill_minor::text AS goodwill FROM offer_authority WHERE merchant_id = $1 AND verdict = 'WITHIN'`, [desk.desk.merchantId]);
    expect(within.every(({ goodwill }) => goodwill === '4900')).toBe(true);
    expect(within.length).toBeLessThanOrEqual(6);

    const order = await desk.desk.order(100_000n);
    const cases = await tickets(50, order);
    const { done, codes } = await atOnce(cases.map((at, n) => () => desk.drafted(0n, at, desk.desk.agent, [n % 2 === 0 ? gift(4_900n) : partial(4_900n)])));
    expect([done, codes]).toEqual([20, { CAP_EXCEEDED: 30 }]);
  }, 90_000);

  it('made and withdrawn by many, the totals end where they began', async () => {
    const cases = await tickets(10);
    for (let round = 0; round < 3; round += 1) {
      const offers = await Promise.all(cases.map((at) => desk.drafted(4_900n, at)));
      await atOnce(offers.map(({ at, offerId }) => () => desk.withdraw.execute(desk.desk.agent, { ...desk.desk.request(at.ticketId), offerId, reason: 'Another' })));
    }
    expect(await desk.totals()).toEqual({ AGENT_DAY: '0', CUSTOMER: '0', CUSTOMER_DAY: '0', ORDER: '0', SHOP_MONTH: '0' });
  }, 60_000);
});
