import { DAY } from '../../src/kernel/instant.js';
import { ApprovalDesk, partial } from '../support/approval-desk.js';
import { testDatabase } from '../support/database.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

describe('running totals', () => {
  it('count split requests together: the offer that adds up to too much is the one that needs approval', async () => {
    const order = await desk.desk.order(100_000n);
    const verdicts: unknown[] = [];
    for (let n = 0; n < 5; n += 1) {
      const at = await desk.desk.atRemedy('WAREHOUSE', order);
      const { offerId } = await desk.drafted(5_000n, at, desk.desk.agent, [partial(4_900n)]);
      const [row] = await db.owner<{ verdict: string; looks_split: boolean; exceeded: object[] }>('SELECT verdict, looks_split, exceeded FROM offer_authority WHERE offer_id = $1', [offerId]);
      verdicts.push(row);
    }
    expect(verdicts.slice(0, 4)).toEqual(Array(4).fill({ verdict: 'WITHIN', looks_split: false, exceeded: [] }));
    expect(verdicts[4]).toMatchObject({ verdict: 'BEYOND', looks_split: true, exceeded: [{ measure: 'CUSTOMER_90_DAYS', allowed: '200.00 CNY', asked: '245.00 CNY', by: '45.00 CNY' }] });
  });

  it('are those of the person, not of the account, and of the shop’s own day', async () => {
    const twin = await desk.another('AGENT', { personId: desk.desk.agent.personId });
    const own = async (by: typeof twin): Promise<string> => {
      const at = await desk.desk.atRemedy();
      await db.owner('UPDATE ticket SET assignee_id = $2 WHERE id = $1', [at.ticketId, by.id]);
      return (await desk.drafted(5_000n, at, by)).offerId;
    };
    const offers: string[] = [];
    for (let n = 0; n < 7; n += 1) offers.push(await own(n % 2 ? twin : desk.desk.agent));
    expect(await desk.request(offers[6] ?? '')).toMatchObject({ exceeded: [{ measure: 'AGENT_DAY', allowed: '300.00 CNY', asked: '350.00 CNY' }] });
    await desk.desk.waits(DAY);
    await own(twin);
    expect(await db.owner('SELECT verdict, count(*)::int FROM offer_authority WHERE merchant_id = $1 GROUP BY 1 ORDER BY 1', [desk.desk.merchantId])).toEqual([
      { verdict: 'BEYOND', count: 1 }, { verdict: 'WITHIN', count: 7 },
    ]);
  });

  it('forget a customer’s day after 90 of them', async () => {
    const { offerId, at } = await desk.drafted(5_000n);
    const [{ day } = { day: '' }] = await db.owner<{ day: string }>(`SELECT period AS day FROM authority_total WHERE scope = 'CUSTOMER_DAY' AND merchant_id = $1`, [desk.desk.merchantId]);
    expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const order = { orderId: at.orderId, lineId: at.lineId };
    await db.owner(`UPDATE authority_total SET amount_minor = 20000, period = to_char(period::date - 89, 'YYYY-MM-DD') WHERE scope = 'CUSTOMER_DAY' AND merchant_id = $1`, [desk.desk.merchantId]);
    const inside = await desk.drafted(100n, await desk.desk.atRemedy('WAREHOUSE', order));
    expect(await desk.request(inside.offerId)).toMatchObject({ exceeded: [{ measure: 'CUSTOMER_90_DAYS', asked: '201.00 CNY' }] });
    await db.owner(`UPDATE authority_total SET period = to_char(period::date - 1, 'YYYY-MM-DD') WHERE scope = 'CUSTOMER_DAY' AND merchant_id = $1 AND amount_minor = 20000`, [desk.desk.merchantId]);
    const outside = await desk.drafted(100n, await desk.desk.atRemedy('WAREHOUSE', order));
    expect(await db.owner('SELECT verdict FROM offer_authority WHERE offer_id = $1', [outside.offerId])).toEqual([{ verdict: 'WITHIN' }]);
    expect(offerId).not.toBe(outside.offerId);
  });
});
