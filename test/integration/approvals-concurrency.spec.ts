import { DAY, HOUR, plus } from '../../src/kernel/instant.js';
import type { DomainError } from '../../src/kernel/error.js';
import type { LegInput } from '../../src/remedies/index.js';
import { ApprovalDesk, partial } from '../support/approval-desk.js';
import { testDatabase } from '../support/database.js';
import type { Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

/** Runs all at once; answers how many were carried out and the codes of the rest. BUSY is an answer to retry, so it is retried here as a client would. */
async function all(works: readonly (() => Promise<unknown>)[]): Promise<{ done: number; codes: Record<string, number> }> {
  const once = async (work: () => Promise<unknown>): Promise<string> => {
    for (;;) {
      const code = await work().then(() => '', (error: DomainError) => error.code);
      if (code !== 'BUSY') return code;
    }
  };
  const outcomes = await Promise.all(works.map(once));
  const codes: Record<string, number> = {};
  for (const code of outcomes) if (code !== '') codes[code] = (codes[code] ?? 0) + 1;
  return { done: outcomes.filter((code) => code === '').length, codes };
}

const gift = (minor: bigint): LegInput => ({ ...partial(minor), type: 'GIFT', note: 'A scarf' });
const reship = ({ lineId }: Case): LegInput => ({ type: 'RESHIP', amount: null, orderLineId: lineId, quantity: 1, days: null, note: null });

async function tickets(n: number, order?: { orderId: string; lineId: string }): Promise<Case[]> {
  const cases: Case[] = [];
  for (let i = 0; i < n; i += 1) cases.push(await desk.desk.atRemedy('WAREHOUSE', order));
  return cases;
}

describe('50 at once', () => {
  it('approvers approve once: one wins, the others meet what that one made of it', async () => {
    const leaders = await Promise.all(Array.from({ length: 10 }, () => desk.another('LEADER')));
    const { at, offerId } = await desk.drafted(8_000n);
    const { done, codes } = await all(Array.from({ length: 50 }, (_, n) => () => desk.decides(leaders[n % 10], offerId, n % 3 === 0 ? 'REJECT' : 'APPROVE', 1)));
    expect([done, codes]).toEqual([1, { ALREADY_DECIDED: 49 }]);
    const request = await desk.request(offerId);
    expect(request).toMatchObject({ version: 2 });
    expect(await db.owner('SELECT decision FROM approval_decision WHERE request_id = $1', [request.id])).toEqual([{ decision: request.state === 'APPROVED' ? 'APPROVE' : 'REJECT' }]);
    expect(await db.owner(`SELECT FROM event WHERE subject_id = $1 AND type = 'approval.ended'`, [at.ticketId])).toHaveLength(1);
  }, 60_000);

  it('offers of one agent never pass the day’s limit without an approval: just so many are within, whichever come first', async () => {
    const cases = await tickets(50);
    const { done } = await all(cases.map((at) => () => desk.drafted(4_900n, at)));
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
    const { done, codes } = await all(cases.map((at) => () => desk.drafted(4_900n, at, desk.desk.agent, [partial(4_900n)])));
    expect([done, codes]).toEqual([20, { CAP_EXCEEDED: 30 }]);
    expect(await desk.totals()).toMatchObject({ ORDER: '98000', CUSTOMER: '98000', CUSTOMER_DAY: '98000' });
    // 200 yuan in 90 days for one customer: four times 49.
    expect(await db.owner(`SELECT count(*)::int FROM offer_authority WHERE merchant_id = $1 AND verdict = 'WITHIN'`, [desk.desk.merchantId])).toEqual([{ count: 4 }]);
  }, 60_000);

  it('gifts and goods sent again count like money: the day’s limit and the order hold for them together, whichever come first', async () => {
    const day = await tickets(50);
    const kinds = [(at: Case) => reship(at), () => gift(4_900n), () => partial(4_900n)];
    expect((await all(day.map((at, n) => () => desk.drafted(0n, at, desk.desk.agent, [kinds[n % 3]?.(at) ?? gift(1n)])))).done).toBe(50);
    // A reshipped coat cost 100.00 (17 times), beyond an agent’s 50.00 by itself; of the rest at most six times 49.00 fit into a day of 300.00.
    expect(await desk.totals()).toMatchObject({ AGENT_DAY: '331700', SHOP_MONTH: '331700' });
    const within = await db.owner<{ goodwill: string }>(
      `SELECT goodwill_minor::text AS goodwill FROM offer_authority WHERE merchant_id = $1 AND verdict = 'WITHIN'`, [desk.desk.merchantId]);
    expect(within.every(({ goodwill }) => goodwill === '4900')).toBe(true);
    expect(within.length).toBeLessThanOrEqual(6);

    const order = await desk.desk.order(100_000n);
    const cases = await tickets(50, order);
    const { done, codes } = await all(cases.map((at, n) => () => desk.drafted(0n, at, desk.desk.agent, [n % 2 === 0 ? gift(4_900n) : partial(4_900n)])));
    expect([done, codes]).toEqual([20, { CAP_EXCEEDED: 30 }]);
  }, 90_000);

  it('made and withdrawn by many, the totals end where they began', async () => {
    const cases = await tickets(10);
    for (let round = 0; round < 3; round += 1) {
      const offers = await Promise.all(cases.map((at) => desk.drafted(4_900n, at)));
      await all(offers.map(({ at, offerId }) => () => desk.withdraw.execute(desk.desk.agent, { ...desk.desk.request(at.ticketId), offerId, reason: 'Another' })));
    }
    expect(await desk.totals()).toEqual({ AGENT_DAY: '0', CUSTOMER: '0', CUSTOMER_DAY: '0', ORDER: '0', SHOP_MONTH: '0' });
  }, 60_000);
});

describe('one against another', () => {
  it('withdrawing the offer against approving it: never both', async () => {
    for (let n = 0; n < 8; n += 1) {
      const { at, offerId } = await desk.drafted(8_000n);
      await all([
        () => desk.decides(desk.desk.leader, offerId),
        () => desk.withdraw.execute(desk.desk.agent, { ...desk.desk.request(at.ticketId), offerId, reason: 'Another' }),
      ]);
      const { state } = await desk.request(offerId);
      const decisions = await db.owner('SELECT FROM approval_decision d JOIN approval_request r ON r.id = d.request_id WHERE r.offer_id = $1', [offerId]);
      expect([['APPROVED', 1], ['WITHDRAWN', 0]]).toContainEqual([state, decisions.length]);
      // Approved or not, a withdrawn offer is not sent.
      expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId))).toMatchObject({ code: 'NOTHING_TO_DO' });
    }
  }, 60_000);

  it('taking the request back against approving it: one of them holds', async () => {
    for (let n = 0; n < 8; n += 1) {
      const { at, offerId } = await desk.drafted(8_000n);
      const { id } = await desk.request(offerId);
      const { done } = await all([
        () => desk.decides(desk.desk.leader, offerId),
        () => desk.takeBack.execute(desk.desk.agent, { approvalId: id, expectedVersion: 1, reason: 'Changed', requestId: null, body: {} }),
      ]);
      expect(done).toBe(1);
      const { state } = await desk.request(offerId);
      const sent = await desk.sends(at, offerId).then(() => 'sent', (error: DomainError) => error.code);
      expect([['APPROVED', 'sent'], ['WITHDRAWN', 'APPROVAL_REQUIRED']]).toContainEqual([state, sent]);
    }
  }, 60_000);

  it('changing what is asked for against approving it: what is sent is what was approved', async () => {
    for (let n = 0; n < 8; n += 1) {
      const { at, offerId } = await desk.drafted(8_000n);
      await Promise.allSettled([desk.decides(desk.desk.leader, offerId), db.owner('UPDATE offer_leg SET amount_minor = 9900 WHERE offer_id = $1', [offerId])]);
      const sent = await desk.sends(at, offerId, '99元').then(() => 'sent', (error: DomainError) => error.code);
      expect(['APPROVAL_REQUIRED', 'APPROVAL_PENDING']).toContain(sent);
    }
  }, 60_000);

  it('its time running out against approving it: approved once, or asked further up, and no clock is left behind', async () => {
    for (let n = 0; n < 6; n += 1) {
      const { at, offerId } = await desk.drafted(8_000n);
      await desk.desk.waits(2 * HOUR);
      await all([
        () => desk.decides(desk.desk.leader, offerId),
        () => desk.fallDue(at),
      ]);
      const request = await desk.request(offerId);
      expect(request.state).toBe('APPROVED');
      expect(await db.owner(`SELECT FROM clock WHERE ticket_id = $1 AND kind = 'APPROVAL' AND ended_at IS NULL`, [at.ticketId])).toEqual([]);
    }
  }, 60_000);

  it('a delegation revoked while its holder decides: the decision came first, or not at all', async () => {
    const stand = await desk.another('FINANCE');
    const call = { requestId: null, idempotencyKey: null };
    for (let n = 0; n < 8; n += 1) {
      const delegationId = await desk.delegate.execute(desk.desk.leader, call, {
        toMemberId: stand.id, shopId: desk.desk.shopId, startsAt: null, endsAt: plus(new Date().toISOString(), DAY), reason: 'Away',
      });
      const { offerId } = await desk.drafted(8_000n);
      await all([() => desk.decides(stand, offerId), () => desk.revoke.execute(desk.desk.leader, call, { delegationId })]);
      const [row] = await db.owner<{ revoked: boolean; late: boolean | null }>(
        `SELECT d.revoked_at IS NOT NULL AS revoked, (SELECT a.at > d.revoked_at FROM approval_decision a WHERE a.delegation_id = d.id) AS late FROM delegation d WHERE d.id = $1`, [delegationId]);
      expect(row?.revoked).toBe(true);
      expect(row?.late ?? false).toBe(false);
      const decided = (await desk.request(offerId)).state === 'APPROVED';
      expect(row?.late !== null).toBe(decided);
    }
  }, 60_000);
});
