import { uuidv7 } from 'uuidv7';
import { MakeOffer } from '../../src/remedies/index.js';
import { DecideApproval } from '../../src/compensation/approvals/decide-approval.js';
import { DelegateApprovals } from '../../src/compensation/approvals/delegate-approvals.js';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR, plus, type Instant } from '../../src/kernel/instant.js';
import type { Actor } from '../../src/kernel/actor.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp } from '../support/app.js';
import { RemedyDesk, type Case } from '../support/remedy-desk.js';
import { testToken } from '../support/token.js';

/** Everything an agent or a leader gives needs the leader on duty first. */
const LIMITS = {
  limits: [{ name: 'none', role: 'AGENT', measure: 'OFFER', amount: { amount: '1.00', currency: 'CNY' } }, { name: 'lead', role: 'LEADER', measure: 'OFFER', amount: { amount: '50.00', currency: 'CNY' } },
    { name: 'all', role: 'SUPERVISOR', measure: 'OFFER', amount: null }],
  chains: [{ name: 'duty', levels: [{ onDuty: 'LEADER', need: 'ANY', withinMinutes: 60 }, { role: 'SUPERVISOR', need: 'ANY', withinMinutes: 60 }] }],
};
const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const CALL = { requestId: null, idempotencyKey: null };
const from = (millis: number): Instant => plus(new Date().toISOString(), millis);

const app = testApp();
let desk: RemedyDesk;
let here: Case;
let other: Actor;
beforeEach(async () => {
  desk = await RemedyDesk.open({ owner: (statement, values) => app.owner(statement, values), open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }) });
  await app.owner(`INSERT INTO authority_policy (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'duty', 1, $3, now())`, [desk.merchantId, uuidv7(), JSON.stringify(LIMITS)]);
  other = await another();
  here = await desk.atRemedy();
});

/** Another leader; `personId`: another account of a person there is. */
async function another(personId: string = uuidv7()): Promise<Actor> {
  const actor: Actor = { ...desk.leader, id: uuidv7(), personId };
  await app.owner('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [desk.merchantId, actor.id, personId, 'Another']);
  await app.owner(`INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, 'LEADER', $4)`, [desk.merchantId, uuidv7(), actor.id, desk.shopId]);
  return actor;
}

/** Only these leaders have a shift, which never ends. */
async function roster(...leaders: Actor[]): Promise<void> {
  const shifts = leaders.map(({ id }) => ({ memberId: encodeId('Member', id), weekly: DAYS.map((day) => ({ day, opens: '00:00', closes: '24:00' })) }));
  await app.owner(
    `INSERT INTO duty_roster (merchant_id, id, shop_id, version, body, published_at, published_by) VALUES ($1, $2, $3, 1, $4, now(), $5)`,
    [desk.merchantId, uuidv7(), desk.shopId, JSON.stringify({ timeZone: 'UTC', shifts, covers: [] }), desk.leader.id],
  );
}

async function away(member: Actor, delegate: Actor, startsAt = from(-HOUR), endsAt = from(HOUR)): Promise<void> {
  await app.owner(
    `INSERT INTO absence (merchant_id, id, member_id, kind, delegate_id, starts_at, ends_at, created_by, at, handed_over_at) VALUES ($1, $2, $3, 'OUT_OF_OFFICE', $4, $5, $6, $3, now(), now())`,
    [desk.merchantId, uuidv7(), member.id, delegate.id, startsAt, endsAt],
  );
}

async function asked(by: Actor = desk.agent): Promise<string> {
  await app.owner('UPDATE ticket SET assignee_id = $2 WHERE id = $1', [here.ticketId, by.id]);
  const { value } = await app.nest.get(MakeOffer, { strict: false }).execute(by, desk.offer(here.ticketId));
  const [row] = await app.owner<{ id: string }>('SELECT id FROM approval_request WHERE offer_id = $1', [value]);
  return row?.id ?? '';
}

/** PASSED on to the next level, or the code and the reason of the refusal, after which nothing has changed. */
async function decides(by: Actor, approvalId: string): Promise<string> {
  const request = { approvalId, word: 'APPROVE' as const, reason: 'Seen the photos', expectedVersion: null, requestId: null, body: {} };
  const before = await desk.state(here.ticketId);
  try {
    await app.nest.get(DecideApproval, { strict: false }).execute(by, request);
  } catch (error) {
    expect(await desk.state(here.ticketId)).toEqual(before);
    const { code, details } = error as { code: string; details?: { why?: string } };
    return [code, ...(details?.why ? [details.why] : [])].join(' ');
  }
  const [row] = await app.owner<{ level: number }>('SELECT level::int FROM approval_request WHERE id = $1', [approvalId]);
  return row?.level === 1 ? 'PASSED' : 'STAYED';
}

describe('a level of the leader on duty', () => {
  it('asks who is on duty by the roster, and no leader whose shift it is not', async () => {
    await roster(desk.leader);
    const id = await asked();
    expect(await decides(other, id)).toBe('FORBIDDEN');
    expect(await decides(desk.leader, id)).toBe('PASSED');
  });

  it('without a roster every leader is on duty, and so they are in a shift of nobody', async () => {
    expect(await decides(other, await asked())).toBe('PASSED');
    await roster();
    here = await desk.atRemedy();
    expect(await decides(other, await asked())).toBe('PASSED');
  });

  it('asks who stands in for a leader on duty who is away, until the very instant that ends', async () => {
    await roster(desk.leader);
    await away(desk.leader, other);
    const id = await asked();
    expect(await decides(desk.leader, id)).toBe('FORBIDDEN');
    await desk.waits(HOUR + 60_000);
    expect(await decides(other, id)).toBe('FORBIDDEN');
    expect(await decides(desk.leader, id)).toBe('PASSED');
    here = await desk.atRemedy();
    await app.owner(`UPDATE absence SET ends_at = ends_at + interval '5 hours'`);
    expect(await decides(other, await asked())).toBe('PASSED');
  });

  it('that lets its time pass is asked further up for every request in one look-out, not one a look-out', async () => {
    await asked();
    for (let n = 1; n < 5; n++) {
      here = await desk.atRemedy();
      await asked();
    }
    await desk.waits(HOUR + 60_000);
    await app.nest.get(TicketLoops, { strict: false }).letFallDue();
    expect(await app.owner('SELECT escalations::int FROM approval_request WHERE merchant_id = $1', [desk.merchantId])).toEqual(Array.from({ length: 5 }, () => ({ escalations: 1 })));
  });

  it('shows up among what is theirs, for leaders and whoever stands in for one', async () => {
    await asked();
    const mine = async (actor: Actor): Promise<number> => {
      const { data } = await app.gql<{ approvals: { edges: object[] } }>('{ approvals(filter: { mine: true }) { edges { node { id } } } }', {}, { token: await testToken({ sub: actor.id, merchant: desk.merchantId }) });
      return data?.approvals.edges.length ?? -1;
    };
    expect([await mine(desk.leader), await mine(desk.supervisor)]).toEqual([1, 0]);
    await away(desk.leader, desk.supervisor);
    expect([await mine(desk.supervisor), await mine(desk.finance)]).toEqual([1, 0]);
  });

  it('a stand-in decides in their own name and passes it on to nobody', async () => {
    await roster(desk.leader);
    await away(desk.leader, other);
    const third = await another();
    await app.nest.get(DelegateApprovals, { strict: false }).execute(other, CALL, { toMemberId: third.id, shopId: desk.shopId, startsAt: null, endsAt: from(HOUR), reason: 'A day off', idempotencyKey: null });
    const id = await asked();
    expect(await decides(third, id)).toBe('FORBIDDEN');
    expect(await decides(other, id)).toBe('PASSED');
    expect(await app.owner('SELECT by_member, for_person FROM approval_decision WHERE request_id = $1', [id])).toEqual([{ by_member: other.id, for_person: null }]);
  });

  it.each<[string, string, () => Promise<string>]>([
    ['who asked', 'APPROVER_BARRED REQUESTER', () => asked(other)],
    ['a second account of who asked', 'APPROVER_BARRED REQUESTER', async () => asked(await another(other.personId ?? ''))],
    ['the person complained about', 'RESPONDENT_BARRED', async () => {
      const id = await asked();
      await app.owner('UPDATE ticket SET respondent_id = $2 WHERE id = $1', [here.ticketId, other.id]);
      return id;
    }],
    ['the payee', 'APPROVER_BARRED PAYEE', async () => {
      const [order] = await app.owner<{ customer_id: string }>('SELECT customer_id FROM sales_order WHERE id = $1', [here.orderId]);
      await app.owner('INSERT INTO customer_person (merchant_id, customer_id, person_id, declared_by, at) VALUES ($1, $2, $3, $4, now())', [desk.merchantId, order?.customer_id, other.personId, desk.leader.id]);
      return asked();
    }],
    ['who stands in for whoever asked', 'APPROVER_BARRED DELEGATE', async () => {
      await away(desk.agent, other);
      return asked();
    }],
  ])('a stand-in is never %s; then every leader of the shop is asked', async (_who, refusal, ask) => {
    await roster(desk.leader);
    await away(desk.leader, other);
    const third = await another();
    const id = await ask();
    expect(await decides(other, id)).toBe(refusal);
    expect(await decides(third, id)).toBe('PASSED');
  });

  it('who stands in for the requester is barred at every level', async () => {
    await away(desk.agent, desk.supervisor);
    const id = await asked();
    expect(await decides(desk.leader, id)).toBe('PASSED');
    expect(await decides(desk.supervisor, id)).toBe('APPROVER_BARRED DELEGATE');
  });
});
