import { DAY, HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { ApprovalDesk, partial } from '../support/approval-desk.js';
import { testDatabase } from '../support/database.js';
import type { Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

const events = (at: Case, type: string): Promise<{ data: Record<string, unknown> }[]> =>
  db.owner(`SELECT data FROM event WHERE subject_id = $1 AND type = $2 ORDER BY id`, [at.ticketId, type]);

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then((done) => ({ done }), (error: unknown) => error);
}

describe('within authority', () => {
  it('an offer is approved by the rule itself, recorded as such, and may be sent', async () => {
    const { at, offerId } = await desk.drafted(5_000n);
    expect(await db.owner('SELECT verdict, holder, checked, exceeded, looks_split, goodwill_minor, policy_id IS NOT NULL AS named FROM offer_authority WHERE offer_id = $1', [offerId])).toEqual([{
      verdict: 'WITHIN', holder: 'ROLE:AGENT', exceeded: [], looks_split: false, goodwill_minor: '5000', named: true,
      checked: ['agent-offer-cny', 'agent-agent-day-cny', 'agent-customer-90-days-cny', 'agent-order-share'],
    }]);
    expect(await events(at, 'offer.authorized')).toMatchObject([{ data: { offerId, verdict: 'WITHIN', holder: 'ROLE:AGENT' } }]);
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
    expect(await events(at, 'approval.ended')).toEqual([{ data: { requestId: request.id, offerId, outcome: 'APPROVED' } }]);
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
    expect([(await events(at, 'approval.escalated')).length, (await events(at, 'approval.reminded')).length]).toEqual([2, 2]);
    expect(await desk.desk.refused(at.ticketId, () => desk.sends(at, offerId))).toMatchObject({ code: 'APPROVAL_PENDING' });
    expect(await desk.decides(await desk.another('ADMIN'), offerId)).toMatchObject({ state: 'APPROVED' });
    expect((await db.owner(`SELECT FROM clock WHERE subject = $1 AND ended_at IS NULL`, [requestId])).length).toBe(0);
  });
});

describe('who never approves', () => {
  it('the one who asked, by any account, also promoted since', async () => {
    const twice = await desk.another('LEADER', { personId: desk.desk.agent.personId });
    const { at, offerId } = await desk.drafted(8_000n);
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(twice, offerId))).toMatchObject({ code: 'APPROVER_BARRED', details: { why: 'REQUESTER' } });
    const promoted = { ...desk.desk.agent, grants: [{ role: 'LEADER' as const, shopId: desk.desk.shopId, teamId: null }] };
    await db.owner(`INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, gen_random_uuid(), $2, 'LEADER', $3)`, [
      desk.desk.merchantId, promoted.id, desk.desk.shopId,
    ]);
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(promoted, offerId))).toMatchObject({ code: 'APPROVER_BARRED' });
  });

  it('the person complained about, and who is paid by it', async () => {
    const { at, offerId } = await desk.drafted(8_000n);
    const other = await desk.another('LEADER', { personId: desk.desk.leader.personId });
    await db.owner('UPDATE ticket SET respondent_id = $2 WHERE id = $1', [at.ticketId, other.id]);
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'RESPONDENT_BARRED' });
    await db.owner('UPDATE ticket SET respondent_id = NULL WHERE id = $1', [at.ticketId]);
    await db.owner(
      `INSERT INTO customer_person (merchant_id, customer_id, person_id, declared_by, at) SELECT merchant_id, customer_id, $2, $3, now() FROM sales_order WHERE id = $1`,
      [at.orderId, desk.desk.leader.personId, desk.desk.supervisor.id],
    );
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'APPROVER_BARRED', details: { why: 'PAYEE' } });
  });

  it('and the database itself refuses a decision of the one who asked', async () => {
    const { offerId } = await desk.drafted(8_000n);
    const { id } = await desk.request(offerId);
    const insert = (person: string | null): Promise<unknown> => db.owner(
      `INSERT INTO approval_decision (merchant_id, id, request_id, request_version, level, decision, by_member, by_person, holder, reason, at, requester_person, editor_person)
       SELECT merchant_id, gen_random_uuid(), id, 1, 0, 'APPROVE', $2, $3, 'x', 'x', now(), requester_person, editor_person FROM approval_request WHERE id = $1`,
      [id, desk.desk.agent.id, person],
    );
    await expect(insert(desk.desk.agent.personId)).rejects.toThrow(/approval_decision_check/);
  });
});

describe('delegation', () => {
  it('lets the delegate decide from its first instant up to, not including, its last; and not once revoked', async () => {
    const stand = await desk.another('FINANCE');
    const [{ now } = { now: '' }] = await db.owner<{ now: string }>(`SELECT to_char((clock_timestamp() + clock_offset) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now FROM merchant WHERE id = $1`, [desk.desk.merchantId]);
    const call = { requestId: null, idempotencyKey: null };
    const startsAt = plus(now, HOUR);
    await desk.delegate.execute(desk.desk.leader, call, { toMemberId: stand.id, shopId: desk.desk.shopId, startsAt, endsAt: plus(now, 2 * HOUR), reason: 'Lunch' });
    const early = await desk.drafted(8_000n);
    expect(await refusal(desk.decides(stand, early.offerId))).toMatchObject({ code: 'FORBIDDEN' });
    await desk.desk.waits(HOUR + MINUTE);
    expect(await desk.decides(stand, early.offerId)).toMatchObject({ state: 'APPROVED' });
    expect(await db.owner('SELECT by_person, for_person, delegation_id IS NOT NULL AS named FROM approval_decision WHERE merchant_id = $1', [desk.desk.merchantId])).toEqual([
      { by_person: stand.personId, for_person: desk.desk.leader.personId, named: true },
    ]);
    const late = await desk.drafted(8_000n);
    await desk.desk.waits(HOUR);
    expect(await refusal(desk.decides(stand, late.offerId))).toMatchObject({ code: 'FORBIDDEN' });

    const id = await desk.delegate.execute(desk.desk.leader, call, { toMemberId: stand.id, shopId: null, startsAt: null, endsAt: plus(now, DAY), reason: 'Ill' }).catch((error: unknown) => error);
    expect(id).toMatchObject({ code: 'FORBIDDEN' });
    const given = await desk.delegate.execute(desk.desk.leader, call, { toMemberId: stand.id, shopId: desk.desk.shopId, startsAt: null, endsAt: plus(now, DAY), reason: 'Ill' });
    await desk.revoke.execute(desk.desk.leader, call, { delegationId: given });
    expect(await refusal(desk.decides(stand, late.offerId))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is not passed on, and never serves the request of who gave it', async () => {
    const call = { requestId: null, idempotencyKey: null };
    const endsAt = plus(new Date().toISOString(), DAY);
    const [first, second] = [await desk.another('FINANCE'), await desk.another('FINANCE')];
    await desk.delegate.execute(desk.desk.leader, call, { toMemberId: first.id, shopId: desk.desk.shopId, startsAt: null, endsAt, reason: 'Away' });
    await desk.delegate.execute(first, call, { toMemberId: second.id, shopId: desk.desk.shopId, startsAt: null, endsAt, reason: 'Away too' });
    const { offerId } = await desk.drafted(8_000n);
    expect(await refusal(desk.decides(second, offerId))).toMatchObject({ code: 'FORBIDDEN' });

    // The leader asks; the leader's delegate is a supervisor, asked in their own right, and barred while they stand in for the leader.
    const own = await desk.drafted(30_000n, await ownedBy(desk.desk.leader), desk.desk.leader);
    await desk.delegate.execute(desk.desk.leader, call, { toMemberId: desk.desk.supervisor.id, shopId: desk.desk.shopId, startsAt: null, endsAt, reason: 'Away' });
    expect(await refusal(desk.decides(desk.desk.supervisor, own.offerId))).toMatchObject({ code: 'APPROVER_BARRED', details: { why: 'DELEGATE' } });
    expect(await desk.decides(await desk.another('SUPERVISOR'), own.offerId)).toMatchObject({ state: 'APPROVED' });
  });

  it('is ended by who gave it or an admin of its place, and by nobody else', async () => {
    const call = { requestId: null, idempotencyKey: null };
    const everywhere = async (role: 'LEADER' | 'ADMIN'): Promise<Awaited<ReturnType<typeof desk.another>>> => {
      const who = await desk.another(role);
      await db.owner('UPDATE membership SET shop_id = NULL WHERE member_id = $1', [who.id]);
      return { ...who, grants: [{ role, shopId: null, teamId: null }] };
    };
    const [from, to, admin] = [await everywhere('LEADER'), await everywhere('LEADER'), await everywhere('ADMIN')];
    const delegationId = await desk.delegate.execute(from, call, { toMemberId: to.id, shopId: null, startsAt: null, endsAt: plus(new Date().toISOString(), DAY), reason: 'Away' });
    for (const other of [to, desk.desk.supervisor, await desk.another('ADMIN')]) {
      expect(await refusal(desk.revoke.execute(other, call, { delegationId }))).toMatchObject({ code: 'NOT_FOUND' });
    }
    await desk.revoke.execute(admin, call, { delegationId });
    expect(await db.owner('SELECT revoked_by FROM delegation WHERE id = $1', [delegationId])).toEqual([{ revoked_by: admin.id }]);
  });

  it('refuses oneself by another account, who may not approve, backwards and over', async () => {
    const call = { requestId: null, idempotencyKey: null };
    const now = new Date().toISOString();
    const twin = await desk.another('LEADER', { personId: desk.desk.leader.personId });
    const asked = (toMemberId: string, endsAt: string, startsAt: string | null = null): Promise<unknown> =>
      refusal(desk.delegate.execute(desk.desk.leader, call, { toMemberId, shopId: desk.desk.shopId, startsAt, endsAt, reason: 'Away' }));
    expect(await asked(twin.id, plus(now, DAY))).toMatchObject({ code: 'INVALID_INPUT', field: 'toMemberId' });
    expect(await asked(desk.desk.agent.id, plus(now, DAY))).toMatchObject({ code: 'INVALID_INPUT', field: 'toMemberId' });
    expect(await asked(desk.desk.supervisor.id, plus(now, HOUR), plus(now, HOUR))).toMatchObject({ code: 'INVALID_INPUT', field: 'endsAt' });
    expect(await asked(desk.desk.supervisor.id, plus(now, -HOUR), plus(now, -2 * HOUR))).toMatchObject({ code: 'INVALID_INPUT', field: 'endsAt' });
    expect(await db.owner('SELECT FROM delegation WHERE merchant_id = $1', [desk.desk.merchantId])).toEqual([]);
  });
});

async function ownedBy(by: { id: string }): Promise<Case> {
  const order = await desk.desk.order(100_000n);
  const at = await desk.desk.atRemedy('WAREHOUSE', order);
  await db.owner('UPDATE ticket SET assignee_id = $2 WHERE id = $1', [at.ticketId, by.id]);
  return at;
}

describe('authority counts when the decision is taken', () => {
  it('not as it was when it was asked', async () => {
    const { at, offerId } = await desk.drafted(8_000n);
    await desk.publish({
      limits: [{ name: 'l', role: 'LEADER', measure: 'OFFER', amount: { amount: '79.99', currency: 'CNY' } }],
      chains: [{ name: 'all', levels: [{ role: 'ADMIN', need: 'ANY', withinMinutes: 60 }] }],
    });
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(desk.desk.leader, offerId))).toMatchObject({
      code: 'AUTHORITY_EXCEEDED', details: { limits: [{ limit: 'l', asked: '80.00 CNY', by: '0.01 CNY' }] },
    });
    await db.owner(`DELETE FROM membership WHERE member_id = $1`, [desk.desk.leader.id]);
    expect(await desk.desk.refused(at.ticketId, () => desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'FORBIDDEN' });
  });
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

describe('break-glass', () => {
  it('takes two admins, is loud, and bars who asked for the money', async () => {
    const [one, two] = [await desk.another('ADMIN'), await desk.another('ADMIN')];
    const twin = await desk.another('ADMIN', { personId: one.personId });
    const ofAgent = await desk.another('ADMIN', { personId: desk.desk.agent.personId });
    const { at, offerId } = await desk.drafted(8_000n);
    const { id } = await desk.request(offerId);
    const asking = { approvalId: id, expectedVersion: null, requestId: null, body: {}, reason: 'The regulator waits for it today', overrideId: null };
    expect(await desk.desk.refused(at.ticketId, () => desk.overrideApproval.execute(ofAgent, asking))).toMatchObject({ code: 'APPROVER_BARRED' });
    expect(await desk.desk.refused(at.ticketId, () => desk.overrideApproval.execute(desk.desk.supervisor, asking))).toMatchObject({ code: 'FORBIDDEN' });
    const { value: overrideId } = await desk.overrideApproval.execute(one, asking);
    expect(await desk.request(offerId)).toMatchObject({ state: 'PENDING' });
    for (const self of [one, twin]) {
      expect(await desk.desk.refused(at.ticketId, () => desk.overrideApproval.execute(self, { ...asking, overrideId }))).toMatchObject({ code: 'APPROVER_BARRED' });
    }
    await desk.overrideApproval.execute(two, { ...asking, overrideId });
    expect(await desk.request(offerId)).toMatchObject({ state: 'OVERRIDDEN' });
    expect(await events(at, 'approval.overridden')).toMatchObject([{ data: { askedBy: one.id, confirmedBy: two.id, severity: 'ALARM' } }]);
    await desk.sends(at, offerId);
  });

  it('and runs out after an hour', async () => {
    const [one, two] = [await desk.another('ADMIN'), await desk.another('ADMIN')];
    const { at, offerId } = await desk.drafted(8_000n);
    const asking = { approvalId: (await desk.request(offerId)).id, expectedVersion: null, requestId: null, body: {}, reason: 'The regulator waits', overrideId: null };
    const { value: overrideId } = await desk.overrideApproval.execute(one, asking);
    await desk.desk.waits(HOUR);
    expect(await desk.desk.refused(at.ticketId, () => desk.overrideApproval.execute(two, { ...asking, overrideId }))).toMatchObject({ code: 'WINDOW_CLOSED' });
  });
});
