import { approvalTimedOut } from '../../src/compensation/approvals/approval-timeout.js';
import { DAY, HOUR, plus } from '../../src/kernel/instant.js';
import type { DomainError } from '../../src/kernel/error.js';
import { ApprovalDesk } from '../support/approval-desk.js';
import { atOnce, times, untilFree } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import type { Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

/** So many drafts of 80.00, each waiting for a leader. */
const waiting = (n: number): Promise<{ at: Case; offerId: string }[]> => Promise.all(times(n, () => desk.drafted(8_000n)));

const withdrawing = (at: Case, offerId: string): Promise<unknown> => desk.withdraw.execute(desk.desk.agent, { ...desk.desk.request(at.ticketId), offerId, reason: 'Another' });

/** Fifty races of two, all at the same time; every other one is begun from the other side. Answers how many were carried out, and how the rest were refused. */
function races(offers: readonly { at: Case; offerId: string }[], one: (at: Case, offerId: string) => Promise<unknown>, other: (at: Case, offerId: string) => Promise<unknown>): ReturnType<typeof atOnce> {
  return atOnce(offers.flatMap(({ at, offerId }, n) => {
    const both = [() => one(at, offerId), () => other(at, offerId)];
    return n % 2 === 0 ? both : both.reverse();
  }));
}

/** How the requests of these offers stand, with the number of decisions on each. */
function ended(offers: readonly { offerId: string }[]): Promise<{ offerId: string; state: string; decisions: number }[]> {
  return db.owner(
    `SELECT r.offer_id AS "offerId", r.state, (SELECT count(*)::int FROM approval_decision d WHERE d.request_id = r.id) AS decisions FROM approval_request r WHERE r.offer_id = ANY ($1)`,
    [offers.map(({ offerId }) => offerId)],
  );
}

const sending = (at: Case, offerId: string, amount?: string): Promise<string> => desk.sends(at, offerId, amount).then(() => 'sent', (error: DomainError) => error.code);

describe('fifty times one against another', () => {
  it('withdrawing the offer against approving it: never both, and what was withdrawn is not sent', async () => {
    const offers = await waiting(50);
    const { done, codes } = await races(offers, (_at, offerId) => desk.decides(desk.desk.leader, offerId), withdrawing);
    const ends = await ended(offers);
    const approved = ends.filter(({ state }) => state === 'APPROVED').length;
    // Withdrawn after its approval too, so that 50 are withdrawn, and those approved before.
    expect([done, codes]).toEqual([50 + approved, approved === 50 ? {} : { ALREADY_DECIDED: 50 - approved }]);
    expect(ends.map(({ state, decisions }) => [state, decisions]).filter(([state, decisions]) => !(state === 'APPROVED' ? decisions === 1 : state === 'WITHDRAWN' && decisions === 0))).toEqual([]);
    expect(new Set(await Promise.all(offers.map(({ at, offerId }) => sending(at, offerId))))).toEqual(new Set(['NOTHING_TO_DO']));
    expect(await desk.totals()).toEqual({ AGENT_DAY: '0', CUSTOMER: '0', CUSTOMER_DAY: '0', ORDER: '0', SHOP_MONTH: '0' });
  }, 60_000);

  it('another amount against approving the one before: the approval never passes to it', async () => {
    const offers = await waiting(50);
    const anew: { at: Case; offerId: string }[] = [];
    await races(offers, (_at, offerId) => desk.decides(desk.desk.leader, offerId), async (at, offerId) => {
      await untilFree(() => withdrawing(at, offerId));
      anew.push(await untilFree(() => desk.drafted(9_900n, at)));
    });
    expect((await ended(anew)).map(({ state, decisions }) => [state, decisions])).toEqual(times(50, () => ['PENDING', 0]));
    expect(new Set(await Promise.all(anew.map(({ at, offerId }) => sending(at, offerId, '99元'))))).toEqual(new Set(['APPROVAL_PENDING']));
    expect(await db.owner('SELECT state, count(*)::int AS n FROM offer WHERE merchant_id = $1 GROUP BY 1 ORDER BY 1', [desk.desk.merchantId]))
      .toEqual([{ state: 'DRAFT', n: 50 }, { state: 'WITHDRAWN', n: 50 }]);
    expect(await desk.totals()).toMatchObject({ AGENT_DAY: '495000', ORDER: '495000' });
  }, 60_000);

  it('taking the request back against approving it: one of them holds', async () => {
    const offers = await waiting(50);
    const { done, codes } = await races(offers, (_at, offerId) => desk.decides(desk.desk.leader, offerId), async (_at, offerId) =>
      desk.takeBack.execute(desk.desk.agent, { approvalId: (await desk.request(offerId)).id, expectedVersion: 1, reason: 'Changed', requestId: null, body: {} }));
    expect([done, codes]).toEqual([50, { ALREADY_DECIDED: 50 }]);
    const states = new Map((await ended(offers)).map(({ offerId, state, decisions }) => [offerId, `${state} ${decisions}`]));
    const ends = await Promise.all(offers.map(async ({ at, offerId }) => `${states.get(offerId)} ${await sending(at, offerId)}`));
    expect(ends.filter((end) => end !== 'APPROVED 1 sent' && end !== 'WITHDRAWN 0 APPROVAL_REQUIRED')).toEqual([]);
  }, 60_000);

  it('rows changed behind it while they are approved, before or after: what was not asked for is neither approved nor sent', async () => {
    const changed = (offerId: string): Promise<unknown> => db.owner('UPDATE offer_leg SET amount_minor = 9900 WHERE offer_id = $1', [offerId]);
    const decided = (offerId: string): Promise<unknown> => desk.decides(desk.desk.leader, offerId);
    const ends = async (offers: readonly { at: Case; offerId: string }[]): Promise<Record<string, number>> => {
      const states = new Map((await ended(offers)).map(({ offerId, state }) => [offerId, state]));
      const seen = await Promise.all(offers.map(async ({ at, offerId }) => `${states.get(offerId)} ${await sending(at, offerId, '99元')}`));
      return Object.fromEntries([...new Set(seen)].map((end) => [end, seen.filter((one) => one === end).length]));
    };
    const [before, after, during] = [await waiting(25), await waiting(25), await waiting(50)];
    expect(await atOnce(before.map(({ offerId }) => () => changed(offerId).then(() => decided(offerId))))).toEqual({ done: 0, codes: { STATE_CONFLICT: 25 } });
    expect(await ends(before)).toEqual({ 'PENDING APPROVAL_PENDING': 25 });
    expect(await atOnce(after.map(({ offerId }) => () => decided(offerId).then(() => changed(offerId))))).toEqual({ done: 25, codes: {} });
    expect(await ends(after)).toEqual({ 'APPROVED APPROVAL_REQUIRED': 25 });
    await races(during, (_at, offerId) => decided(offerId), (_at, offerId) => changed(offerId));
    expect(Object.keys(await ends(during)).filter((end) => end !== 'APPROVED APPROVAL_REQUIRED' && end !== 'PENDING APPROVAL_PENDING')).toEqual([]);
  }, 60_000);

  it('its time running out against approving it: approved once, or asked further up before, and no clock is left behind', async () => {
    const offers = await waiting(50);
    await desk.desk.waits(2 * HOUR);
    const { done, codes } = await races(offers, (_at, offerId) => desk.decides(desk.desk.leader, offerId), (at) => desk.fallDue(at));
    expect([done, codes]).toEqual([100, {}]);
    expect((await ended(offers)).filter(({ state, decisions }) => state !== 'APPROVED' || decisions !== 1)).toEqual([]);
    const log = `SELECT count(*)::int AS n FROM event e WHERE e.merchant_id = $1 AND e.type = 'approval.escalated'`;
    const up = `SELECT coalesce(sum(escalations), 0)::int AS n FROM approval_request WHERE merchant_id = $1`;
    expect(await db.owner(log, [desk.desk.merchantId])).toEqual(await db.owner(up, [desk.desk.merchantId]));
    expect(await db.owner(`SELECT FROM clock WHERE merchant_id = $1 AND kind = 'APPROVAL' AND ended_at IS NULL`, [desk.desk.merchantId])).toEqual([]);
    expect(await db.owner(`SELECT subject_id FROM event WHERE merchant_id = $1 AND type = 'approval.ended' GROUP BY 1 HAVING count(*) > 1`, [desk.desk.merchantId])).toEqual([]);
    // Nor does a clock that fires all the same start anything anew.
    const [first] = offers;
    const { id } = await desk.request(first?.offerId ?? '');
    await desk.desk.happens(first?.at.ticketId ?? '', (session) => approvalTimedOut(session, id));
    expect(await db.owner(`SELECT FROM clock WHERE merchant_id = $1 AND kind = 'APPROVAL' AND ended_at IS NULL`, [desk.desk.merchantId])).toEqual([]);
    expect(await db.owner(log, [desk.desk.merchantId])).toEqual(await db.owner(up, [desk.desk.merchantId]));
  }, 60_000);
});

describe('one delegation', () => {
  const call = { requestId: null, idempotencyKey: null };

  it('revoked among fifty decisions of its holder: each came before, or not at all', async () => {
    const stand = await desk.another('FINANCE');
    const delegationId = await desk.delegate.execute(desk.desk.leader, call, {
      toMemberId: stand.id, shopId: desk.desk.shopId, startsAt: null, endsAt: plus(new Date().toISOString(), DAY), reason: 'Away',
    });
    const offers = await waiting(50);
    const deciding = offers.map(({ offerId }) => () => desk.decides(stand, offerId));
    const { done, codes } = await atOnce([...deciding.slice(0, 25), () => desk.revoke.execute(desk.desk.leader, call, { delegationId }), ...deciding.slice(25)]);
    const decided = done - 1;
    expect(codes).toEqual({ FORBIDDEN: 50 - decided });
    const taken = `SELECT count(*)::int AS n, count(*) FILTER (WHERE a.at > d.revoked_at)::int AS late FROM approval_decision a JOIN delegation d ON d.id = a.delegation_id WHERE d.id = $1`;
    expect(await db.owner(taken, [delegationId])).toEqual([{ n: decided, late: 0 }]);
    expect((await ended(offers)).filter(({ state, decisions }) => !(state === 'APPROVED' ? decisions === 1 : state === 'PENDING' && decisions === 0))).toEqual([]);
  }, 60_000);
});
