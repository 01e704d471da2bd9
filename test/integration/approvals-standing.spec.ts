import { ChangeRole, IDENTITY_ENTITIES, type MemberRole } from '../../src/identity/index.js';
import type { Actor } from '../../src/kernel/actor.js';
import { DAY, HOUR, plus } from '../../src/kernel/instant.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ApprovalDesk, refusal } from '../support/approval-desk.js';
import { atOnce, times } from '../support/at-once.js';
import { testDatabase } from '../support/database.js';
import { lockRow, lockTable } from '../support/locked-table.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
});

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

const CALL = { requestId: null, idempotencyKey: null };

/** Runs the taking away until just before it commits, then what decides, and then lets both go on. */
async function whileLosing(losing: () => Promise<unknown>, deciding: () => Promise<unknown>): Promise<unknown> {
  const held = await lockTable(db, 'event'); // the last thing every command writes
  const lost = losing();
  await Promise.race([held.waiting(1), lost]);
  const decided = refusal(deciding());
  await Promise.race([held.waiting(2), decided]);
  await held.release();
  await lost;
  return decided;
}

describe('a role that is being taken away', () => {
  let unit: UnitOfWork;
  beforeAll(() => {
    unit = db.open(IDENTITY_ENTITIES).unitOfWork;
  });
  const losing = (of: Actor, role: MemberRole) => (): Promise<unknown> =>
    new ChangeRole(unit).revoke({ ...desk.desk.system, kind: 'SYSTEM' }, { memberId: of.id, role, shopId: desk.desk.shopId, teamId: null }, CALL);
  const undecided = async (offerId: string): Promise<void> => {
    const { id } = await desk.request(offerId);
    expect(await desk.request(offerId)).toMatchObject({ state: 'PENDING', version: 1 });
    expect(await db.owner('SELECT FROM approval_decision WHERE request_id = $1', [id])).toEqual([]);
  };

  it('decides nothing more, though the request was let in with it', async () => {
    const { offerId } = await desk.drafted(8_000n);
    expect(await whileLosing(losing(desk.desk.leader, 'LEADER'), () => desk.decides(desk.desk.leader, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    await undecided(offerId);
  });

  it('nor by another account of the same person', async () => {
    const twin = await desk.another('FINANCE', { personId: desk.desk.leader.personId });
    const { offerId } = await desk.drafted(8_000n);
    expect(await whileLosing(losing(desk.desk.leader, 'LEADER'), () => desk.decides(twin, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    await undecided(offerId);
  });

  it('nor for its delegate, nor for a delegate who loses their own', async () => {
    const stand = await desk.another('FINANCE');
    await desk.delegate.execute(desk.desk.leader, CALL, { toMemberId: stand.id, shopId: desk.desk.shopId, startsAt: null, endsAt: plus(new Date().toISOString(), DAY), reason: 'Away' });
    const { offerId } = await desk.drafted(8_000n);
    expect(await whileLosing(losing(stand, 'FINANCE'), () => desk.decides(stand, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    await undecided(offerId);
    await db.owner(`INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, gen_random_uuid(), $2, 'FINANCE', $3)`, [desk.desk.merchantId, stand.id, desk.desk.shopId]);
    expect(await whileLosing(losing(desk.desk.leader, 'LEADER'), () => desk.decides(stand, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    await undecided(offerId);
    await db.owner(`INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, gen_random_uuid(), $2, 'LEADER', $3)`, [desk.desk.merchantId, desk.desk.leader.id, desk.desk.shopId]);
    expect(await desk.decides(stand, offerId)).toMatchObject({ state: 'APPROVED' }); // it was the role that was missing, and nothing else
  });

  it('nor passes anything by an override', async () => {
    const [one, two] = [await desk.another('ADMIN'), await desk.another('ADMIN')];
    const { offerId } = await desk.drafted(8_000n);
    const asking = { approvalId: (await desk.request(offerId)).id, expectedVersion: null, requestId: null, body: {}, reason: 'The regulator waits', overrideId: null };
    const { value: overrideId } = await desk.overrideApproval.execute(one, asking);
    expect(await whileLosing(losing(two, 'ADMIN'), () => desk.overrideApproval.execute(two, { ...asking, overrideId }))).toMatchObject({ code: 'FORBIDDEN' });
    await undecided(offerId);
  });

  it('against fifty decisions at once: each came before it, or not at all', async () => {
    const offers = await Promise.all(Array.from({ length: 50 }, () => desk.drafted(8_000n)));
    const deciding = offers.map(({ offerId }) => refusal(desk.decides(desk.desk.leader, offerId)));
    await Promise.all([...deciding, losing(desk.desk.leader, 'LEADER')()]);
    const [late] = await db.owner<{ late: number; states: number }>(
      `SELECT count(*) FILTER (WHERE d.at > (SELECT max(at) FROM event WHERE subject_id = $2 AND type = 'role.revoked'))::int AS late FROM approval_decision d WHERE d.merchant_id = $1`,
      [desk.desk.merchantId, desk.desk.leader.id],
    );
    expect(late).toEqual({ late: 0 });
    const codes = new Set((await Promise.all(deciding)).map((one) => (one as { code?: string }).code ?? 'done'));
    expect([...codes].filter((code) => !['done', 'FORBIDDEN', 'BUSY'].includes(code))).toEqual([]);
  }, 60_000);
});

describe('a delegation that ends while its holder decides', () => {
  let stand: Actor;
  const delegating = (endsAt: string): Promise<string> =>
    desk.delegate.execute(desk.desk.leader, CALL, { toMemberId: stand.id, shopId: desk.desk.shopId, startsAt: null, endsAt, reason: 'Away' });
  beforeEach(async () => {
    stand = await desk.another('FINANCE');
  });

  it('by being revoked: who comes while it is being taken away waits, and finds it gone', async () => {
    const delegationId = await delegating(plus(new Date().toISOString(), DAY));
    const { offerId } = await desk.drafted(8_000n);
    const before = await desk.request(offerId);
    expect(await whileLosing(() => desk.revoke.execute(desk.desk.leader, CALL, { delegationId }), () => desk.decides(stand, offerId))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.request(offerId)).toEqual(before);
    expect(await db.owner('SELECT FROM approval_decision WHERE merchant_id = $1', [desk.desk.merchantId])).toEqual([]);
  });

  it('by being revoked: a decision under way is finished first', async () => {
    const delegationId = await delegating(plus(new Date().toISOString(), DAY));
    const { offerId } = await desk.drafted(8_000n);
    const revoking = async (): Promise<string> => {
      await desk.revoke.execute(desk.desk.leader, CALL, { delegationId });
      return (await desk.request(offerId)).state;
    };
    expect(await whileLosing(() => desk.decides(stand, offerId), revoking)).toEqual({ done: 'APPROVED' });
    const times = 'SELECT a.at < d.revoked_at AS before FROM approval_decision a JOIN delegation d ON d.id = a.delegation_id WHERE d.id = $1';
    expect(await db.owner(times, [delegationId])).toEqual([{ before: true }]);
  });

  it('by its time running out while the decision waits for the ticket: the instant of deciding counts', async () => {
    await delegating(plus(new Date().toISOString(), HOUR));
    const { at, offerId } = await desk.drafted(8_000n);
    const before = await desk.request(offerId);
    const held = await lockRow(db, 'ticket', at.ticketId);
    const decided = refusal(desk.decides(stand, offerId));
    await held.waiting(1);
    await desk.desk.waits(HOUR);
    await held.release();
    expect(await decided).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.request(offerId)).toEqual(before);
  });
});

describe('break-glass', () => {
  it('is asked for once and confirmed once by fifty admins at once, against an approver who decides as well', async () => {
    const admins = await Promise.all(times(10, () => desk.another('ADMIN')));
    const { at, offerId } = await desk.drafted(8_000n);
    const asking = { approvalId: (await desk.request(offerId)).id, expectedVersion: null, requestId: null, body: {}, reason: 'The regulator waits for it today', overrideId: null };
    const by = (n: number): Actor => admins[n % 10] ?? desk.desk.leader;
    expect(await atOnce(times(50, (n) => () => desk.overrideApproval.execute(by(n), asking)))).toEqual({ done: 1, codes: { DUPLICATE: 49 } });
    const [asked] = await db.owner<{ id: string; asked_by: string }>('SELECT id, asked_by FROM approval_override WHERE request_id = $1', [asking.approvalId]);

    const others = admins.filter(({ id }) => id !== asked?.asked_by);
    const { done, codes } = await atOnce(times(50, (n) => () => (n === 25
      ? desk.decides(desk.desk.leader, offerId) : desk.overrideApproval.execute(others[n % 9] ?? desk.desk.leader, { ...asking, overrideId: asked?.id ?? '' }))));
    expect([done, codes]).toEqual([1, { ALREADY_DECIDED: 49 }]);
    const { state, version } = await desk.request(offerId);
    expect([state, version]).toEqual([expect.stringMatching(/^(OVERRIDDEN|APPROVED)$/), 2]);
    const one = state === 'OVERRIDDEN' ? 1 : 0;
    expect(await db.owner('SELECT FROM approval_override WHERE request_id = $1 AND confirmed_at IS NOT NULL', [asking.approvalId])).toHaveLength(one);
    expect(await db.owner('SELECT FROM approval_decision WHERE request_id = $1', [asking.approvalId])).toHaveLength(1 - one);
    expect([await desk.events(at, 'approval.overridden'), await desk.events(at, 'approval.ended')].map(({ length }) => length)).toEqual([one, 1]);
  }, 60_000);

  it('is not used again for the next request on the same offer, nor for that of another', async () => {
    const [one, two] = [await desk.another('ADMIN'), await desk.another('ADMIN')];
    const [{ at, offerId }, other] = [await desk.drafted(8_000n), await desk.drafted(8_000n)];
    const on = async (offer: string, overrideId: string | null) => ({
      approvalId: (await desk.request(offer)).id, expectedVersion: null, requestId: null, body: {}, reason: 'The regulator waits for it today', overrideId,
    });
    const asking = await on(offerId, null);
    const { value: overrideId } = await desk.overrideApproval.execute(one, asking);
    const elsewhere = await on(other.offerId, overrideId);
    expect(await desk.desk.refused(other.at.ticketId, () => desk.overrideApproval.execute(two, elsewhere))).toMatchObject({ code: 'NOT_FOUND', field: 'overrideId' });
    const rejected = await desk.decides(desk.desk.leader, offerId, 'REJECT');
    await desk.askAgain.execute(desk.desk.agent, { ...desk.desk.request(at.ticketId), offerId, note: null });
    const again = await on(offerId, overrideId);
    expect(await desk.desk.refused(at.ticketId, () => desk.overrideApproval.execute(two, again))).toMatchObject({ code: 'NOT_FOUND', field: 'overrideId' });
    // Nor does anything else move the one that ended, while the next one waits.
    const old = { approvalId: rejected.id, expectedVersion: null, requestId: null, body: {} };
    for (const move of [
      () => desk.overrideApproval.execute(two, { ...old, reason: asking.reason, overrideId }), () => desk.overrideApproval.execute(two, { ...old, reason: asking.reason, overrideId: null }),
      () => desk.decideApproval.execute(desk.desk.supervisor, { ...old, word: 'APPROVE', reason: 'After all' }), () => desk.takeBack.execute(desk.desk.agent, { ...old, reason: 'Changed' }),
    ]) expect(await desk.desk.refused(at.ticketId, move)).toMatchObject({ code: 'ALREADY_DECIDED', field: 'requestId', details: { state: 'REJECTED' } });
    expect(await desk.request(offerId)).toMatchObject({ state: 'PENDING', version: 1 });
  });

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
    expect(await desk.events(at, 'approval.overridden')).toMatchObject([{ data: { askedBy: one.id, confirmedBy: two.id, severity: 'ALARM' } }]);
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
