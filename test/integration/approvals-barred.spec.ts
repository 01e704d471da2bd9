import { DAY, HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { ApprovalDesk, refusal } from '../support/approval-desk.js';
import { testDatabase } from '../support/database.js';
import type { Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: ApprovalDesk;
beforeEach(async () => {
  desk = await ApprovalDesk.open(db);
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
