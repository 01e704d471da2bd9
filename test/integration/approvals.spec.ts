import { approvalTimedOut } from '../../src/compensation/approvals/approval-timeout.js';
import { DAY, HOUR, MINUTE } from '../../src/kernel/instant.js';
import { ApprovalDesk, partial, refusal } from '../support/approval-desk.js';
import { testDatabase } from '../support/database.js';
import type { Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

describe('within authority', () => {
  it('an offer is approved by the rule itself, recorded as such, and may be sent', async () => {
    const { at, offerId } = await desk.drafted(5_000n);
    expect(await db.owner('SELECT verdict, holder, checked, exceeded, looks_split, goodwill_minor, policy_id IS NOT NULL AS named FROM offer_authority WHERE offer_id = $1', [offerId])).toEqual([{
      verdict: 'WITHIN', holder: 'ROLE:AGENT', exceeded: [], looks_split: false, goodwill_minor: '5000', named: true,
      checked: ['agent-offer-cny', 'agent-agent-day-cny', 'agent-customer-90-days-cny', 'agent-order-share'],
    }]);
    expect(await desk.events(at, 'offer.authorized')).toMatchObject([{ data: { offerId, verdict: 'WITHIN', holder: 'ROLE:AGENT' } }]);
    expect(await db.owner('SELECT FROM approval_request WHERE offer_id = $1', [offerId])).toEqual([]);
    await desk.sends(at, offerId, '50元');
    expect(await desk.totals()).toEqual({ AGENT_DAY: '5000', CUSTOMER: '5000', CUSTOMER_DAY: '5000', ORDER: '5000', SHOP_MONTH: '5000' });
  });

  it('and a merchant without limits has them all recorded as that', async () => {
    const open = await ApprovalDesk.open(db, null);
    const { at, offerId } = await open.drafted(9_900n);
    expect(await db.owner('SELECT verdict FROM offer_authority WHERE offer_id = $1', [offerId])).toEqual([{ verdict: 'NO_LIMITS' }]);
    await open.sends(at, offerId, '99元');
  });
});

describe('beyond authority', () => {
  it('an approval is asked for, says which limit and by how much, and blocks sending and closing until it is given', async () => {
    const { at, offerId } = await desk.drafted(8_000n);
    const request = await desk.request(offerId);
    expect(request).toMatchObject({
      state: 'PENDING', version: 1, level: 0, asked_roles: ['LEADER'],
      exceeded: [{ limit: 'agent-offer-cny', measure: 'OFFER', allowed: '50.00 CNY', asked: '80.00 CNY', by: '30.00 CNY' }],
    });
    expect(await db.owner(`SELECT kind, state, subject FROM clock WHERE ticket_id = $1 AND kind = 'APPROVAL'`, [at.ticketId])).toEqual([
      { kind: 'APPROVAL', state: 'RUNNING', subject: request.id },
    ]);
    expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId))).toMatchObject({ code: 'APPROVAL_PENDING' });

    expect(await desk.decides(desk.desk.leader, offerId)).toMatchObject({ state: 'APPROVED' });
    await desk.sends(at, offerId);
    expect(await db.owner(`SELECT state FROM clock WHERE ticket_id = $1 AND kind = 'APPROVAL'`, [at.ticketId])).toEqual([{ state: 'SATISFIED' }]);
    expect(await desk.events(at, 'approval.ended')).toEqual([{ data: { requestId: request.id, offerId, outcome: 'APPROVED' } }]);
  });

  it('a refused offer is not sent; asked anew by who made it, it is decided anew', async () => {
    const { at, offerId } = await desk.drafted(8_000n);
    await desk.decides(desk.desk.leader, offerId, 'REJECT');
    expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId))).toMatchObject({ code: 'APPROVAL_REQUIRED', details: { outcome: 'REJECTED' } });
    const asking = { ...desk.desk.request(at.ticketId), offerId, note: 'The photos came in.' };
    expect(await desk.desk.refused(at.ticketId, () => desk.askAgain.execute(desk.desk.leader, asking))).toMatchObject({ code: 'FORBIDDEN' });
    await desk.askAgain.execute(desk.desk.agent, asking);
    expect(await desk.decides(desk.desk.leader, offerId)).toMatchObject({ state: 'APPROVED' });
    await desk.sends(at, offerId);
    expect(await desk.totals()).toMatchObject({ AGENT_DAY: '8000', ORDER: '8000' });
  });

  it('a withdrawn offer takes its request along, and its totals are free again', async () => {
    const { at, offerId } = await desk.drafted(8_000n);
    await desk.withdraw.execute(desk.desk.agent, { ...desk.desk.request(at.ticketId), offerId, reason: 'Another way' });
    expect(await desk.request(offerId)).toMatchObject({ state: 'WITHDRAWN' });
    expect(await desk.totals()).toEqual({ AGENT_DAY: '0', CUSTOMER: '0', CUSTOMER_DAY: '0', ORDER: '0', SHOP_MONTH: '0' });
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'ALREADY_DECIDED' });
  });

  it('what has changed since it was approved has no approval', async () => {
    for (const change of ['UPDATE offer_leg SET amount_minor = 8001 WHERE offer_id = $1', `UPDATE offer_leg SET type = 'COUPON' WHERE offer_id = $1`]) {
      const { at, offerId } = await desk.drafted(8_000n);
      await desk.decides(desk.desk.leader, offerId);
      await db.owner(change, [offerId]);
      expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId, '80.01元 80元'))).toMatchObject({ code: 'APPROVAL_REQUIRED' });
    }
    const { at, offerId } = await desk.drafted(8_000n);
    const { customer } = await otherCustomer();
    await db.owner('UPDATE sales_order SET customer_id = $2 WHERE id = $1', [at.orderId, customer]);
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'STATE_CONFLICT' });
  });
});

describe('refusing what may be owed', () => {
  it('is within nobody’s own authority: a supervisor’s word is asked, also of a supervisor', async () => {
    const refusing = async (by: typeof desk.desk.agent, reason: 'OUT_OF_TIME' | 'DEMAND_EXCEEDS_LOSS'): Promise<{ at: Case; offerId: string }> => {
      const at = await desk.desk.atRemedy('CUSTOMER_PREFERENCE');
      await db.owner('UPDATE ticket SET assignee_id = $2 WHERE id = $1', [at.ticketId, by.id]);
      const done = await desk.make.execute(by, desk.desk.offer(at.ticketId, {
        legs: [{ ...partial(0n), type: 'EXPLANATION', amount: null, note: 'The time to return it has passed.' }],
        refusal: { reason, alternative: 'A repair at cost.', evidenceIds: [] },
      }));
      return { at, offerId: done.value };
    };
    const { at, offerId } = await refusing(desk.desk.agent, 'OUT_OF_TIME');
    expect(await desk.request(offerId)).toMatchObject({ purpose: 'REFUSAL', asked_roles: ['SUPERVISOR'], exceeded: [{ limit: null, measure: 'REFUSAL' }] });
    expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId))).toMatchObject({ code: 'APPROVAL_PENDING' });
    expect(await desk.decides(desk.desk.supervisor, offerId)).toMatchObject({ state: 'APPROVED' });

    const own = await refusing(desk.desk.supervisor, 'OUT_OF_TIME');
    expect(await refusal(desk.decides(desk.desk.supervisor, own.offerId))).toMatchObject({ code: 'APPROVER_BARRED' });
    expect(await desk.decides(await desk.another('SUPERVISOR'), own.offerId)).toMatchObject({ state: 'APPROVED' });

    const beyondLoss = await refusing(desk.desk.agent, 'DEMAND_EXCEEDS_LOSS');
    const [row] = await db.owner<{ verdict: string; rights: string[] }>(
      'SELECT a.verdict, o.declined_rights AS rights FROM offer_authority a JOIN offer o ON o.id = a.offer_id WHERE a.offer_id = $1', [beyondLoss.offerId]);
    expect(row?.verdict).toBe(row?.rights.length ? 'BEYOND' : 'WITHIN');
  });
});

async function otherCustomer(): Promise<{ customer: string }> {
  const { orderId } = await desk.desk.order();
  const [row] = await db.owner<{ customer: string }>('SELECT customer_id AS customer FROM sales_order WHERE id = $1', [orderId]);
  return { customer: row?.customer ?? '' };
}

describe('the chain', () => {
  it('goes as high as the authority for it: a supervisor alone, or a supervisor and then an admin', async () => {
    const order = await desk.desk.order(1_000_000n);
    const small = await desk.drafted(150_000n, await desk.desk.atRemedy('WAREHOUSE', order), desk.desk.agent);
    expect(await desk.request(small.offerId)).toMatchObject({ asked_roles: ['SUPERVISOR'] });
    await desk.withdraw.execute(desk.desk.agent, { ...desk.desk.request(small.at.ticketId), offerId: small.offerId, reason: 'Another' });

    const { offerId } = await desk.drafted(300_000n, small.at);
    const admin = await desk.another('ADMIN');
    expect(await refusal(desk.decides(admin, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.decides(desk.desk.supervisor, offerId)).toMatchObject({ state: 'PENDING', level: 1, version: 2, asked_roles: ['ADMIN'] });
    expect(await refusal(desk.decides(desk.desk.supervisor, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.decides(admin, offerId)).toMatchObject({ state: 'APPROVED' });
    expect(await db.owner('SELECT level, by_member FROM approval_decision WHERE merchant_id = $1 ORDER BY level', [desk.desk.merchantId])).toEqual([
      { level: 0, by_member: desk.desk.supervisor.id }, { level: 1, by_member: admin.id },
    ]);
  });

  it('two of three named, each once, and one refusal ends it', async () => {
    const three = [await desk.another('LEADER'), await desk.another('LEADER'), await desk.another('LEADER')];
    await desk.publish({
      limits: [{ name: 'a', role: 'AGENT', measure: 'OFFER', amount: { amount: '10', currency: 'CNY' } }, { name: 'l', role: 'LEADER', measure: 'OFFER', amount: null }],
      chains: [{ name: 'three', levels: [{ memberIds: three.map(({ id }) => id), need: 2, withinMinutes: 60 }] }],
    });
    const [one, two, third] = three;
    if (!one || !two || !third) throw new Error('three');
    const { offerId } = await desk.drafted(8_000n);
    expect(await desk.decides(one, offerId)).toMatchObject({ state: 'PENDING', level: 0, version: 2 });
    expect(await refusal(desk.decides(one, offerId))).toMatchObject({ code: 'ALREADY_DECIDED' });
    expect(await refusal(desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(desk.decides(two, offerId, 'APPROVE', 1))).toMatchObject({ code: 'VERSION_CONFLICT', details: { currentVersion: 2, state: 'PENDING' } });
    expect(await desk.decides(two, offerId, 'APPROVE', 2)).toMatchObject({ state: 'APPROVED' });
    const again = await desk.drafted(8_000n);
    await desk.decides(one, again.offerId);
    expect(await desk.decides(third, again.offerId, 'REJECT')).toMatchObject({ state: 'REJECTED' });
  });

  it('a level that lets its time pass is asked together with the one above, and nothing is passed by waiting', async () => {
    const { at, offerId } = await desk.drafted(8_000n);
    const requestId = (await desk.request(offerId)).id;
    const timeOut = async (millis: number): Promise<void> => {
      await desk.desk.waits(millis);
      await desk.fallDue(at);
    };
    await timeOut(2 * HOUR - MINUTE);
    expect(await desk.request(offerId)).toMatchObject({ escalations: 0 });
    await timeOut(MINUTE);
    expect(await desk.request(offerId)).toMatchObject({ state: 'PENDING', escalations: 1, asked_roles: ['LEADER', 'SUPERVISOR'], version: 1 });
    await timeOut(2 * HOUR);
    expect(await desk.request(offerId)).toMatchObject({ escalations: 2, asked_roles: ['LEADER', 'SUPERVISOR', 'ADMIN'] });
    await timeOut(2 * HOUR);
    await timeOut(DAY);
    expect(await desk.request(offerId)).toMatchObject({ state: 'PENDING', escalations: 2 });
    expect([(await desk.events(at, 'approval.escalated')).length, (await desk.events(at, 'approval.reminded')).length]).toEqual([2, 2]);
    expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId))).toMatchObject({ code: 'APPROVAL_PENDING' });
    expect(await desk.decides(await desk.another('ADMIN'), offerId)).toMatchObject({ state: 'APPROVED' });
    expect((await db.owner(`SELECT FROM clock WHERE subject = $1 AND ended_at IS NULL`, [requestId])).length).toBe(0);
    // Its time noticed late, after the decision: nothing is asked any more.
    const decided = await desk.request(offerId);
    await desk.desk.happens(at.ticketId, (session) => approvalTimedOut(session, requestId));
    expect(await desk.request(offerId)).toEqual(decided);
    expect((await db.owner(`SELECT FROM clock WHERE subject = $1 AND ended_at IS NULL`, [requestId])).length).toBe(0);
  });
});
