import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import { DAY } from '../../src/kernel/instant.js';
import { ParcelWatchers, UpsertParcels, type ParcelInput } from '../../src/orders/index.js';
import { AcceptOffer, CancelLeg, ExpireReturn, FollowParcels, FulfilLeg, InspectGoods, IssueReturn, MoveGoods, ShipGoods, type LegInput } from '../../src/remedies/index.js';
import { testDatabase } from '../support/database.js';
import { RemedyDesk, type Case } from '../support/remedy-desk.js';

const db = testDatabase();
let desk: RemedyDesk;
let parcels: UpsertParcels;
let integration: Actor;
beforeAll(async () => {
  desk = await RemedyDesk.open(db);
  const watchers = new ParcelWatchers();
  new FollowParcels(desk.work, watchers).onModuleInit();
  parcels = new UpsertParcels(desk.unit, watchers);
  integration = { ...desk.key, scopes: ['orders:write'] };
});

const leg = (type: LegInput['type'], more: Partial<LegInput> = {}): LegInput => ({
  type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more,
});
const refund = leg('PARTIAL_REFUND', { amount: { minor: 8_000n, currency: 'CNY' } });

interface Agreed extends Case {
  readonly offerId: string;
  readonly legIds: readonly string[];
}

async function agreed(legs: (at: Case) => readonly LegInput[]): Promise<Agreed> {
  const at = await desk.atRemedy();
  const offerId = await desk.sent(at.ticketId, { legs: legs(at) });
  const messageId = await desk.customerSays(at.ticketId);
  await new AcceptOffer(desk.work).execute(desk.agent, { ...desk.request(at.ticketId), offerId, messageId, note: null, proofRef: null });
  return { ...at, offerId, legIds: (await desk.legs(offerId)).map(({ id }) => id) };
}
const returned = (): Promise<Agreed> => agreed(({ lineId }) => [leg('RETURN', { orderLineId: lineId, quantity: 2 }), refund]);

const on = ({ ticketId, legIds }: Agreed, at = 0) => ({ ...desk.request(ticketId), legId: legIds[at] ?? '' });
const issue = (at: Agreed, shipWithinDays: number | null = null) =>
  new IssueReturn(desk.work).execute(desk.agent, { ...on(at), address: '1 Return Road', labelRef: null, shipWithinDays });
const ship = (at: Agreed, waybill: string, legAt = 0) => new ShipGoods(desk.work).execute(desk.agent, { ...on(at, legAt), carrier: 'sf', waybill });
const move = (at: Agreed, to: 'RECEIVED' | 'RESTOCKED' | 'WRITTEN_OFF' | 'REPAIRED', repairRef: string | null = null) =>
  new MoveGoods(desk.work).execute(desk.agent, { ...on(at), to, repairRef });
const unit = { condition: 'INTACT', accessoriesComplete: true, missing: null, serial: 'S-1', serialMatches: true, weightGrams: 900, photoIds: [], verdict: 'ACCEPTED', note: null } as const;
const inspect = (at: Agreed, units: Parameters<InspectGoods['execute']>[1]['units'] = [unit, unit], by = desk.leader) =>
  new InspectGoods(desk.work).execute(by, { ...on(at), units });
const pay = (at: Agreed, by: Actor, ref: string = uuidv7()) => new FulfilLeg(desk.work).execute(by, {
  ...on(at, 1), note: null, proof: { kind: 'BANK_REF', ref },
});

async function stageOf({ legIds }: Agreed, at = 0): Promise<string> {
  const [row] = await db.owner<{ stage: string }>('SELECT stage FROM goods_leg WHERE leg_id = $1', [legIds[at]]);
  return row?.stage ?? '';
}
const stateOf = async ({ offerId }: Agreed): Promise<string[]> => (await desk.legs(offerId)).map(({ state }) => state);

async function parcel(at: Case, more: Partial<ParcelInput>): Promise<void> {
  const [order] = await db.owner<{ external_id: string }>('SELECT external_id FROM sales_order WHERE id = $1', [at.orderId]);
  const results = await parcels.execute(integration, desk.shopId, [
    { orderExternalId: order?.external_id ?? '', direction: 'RETURN', carrier: 'SF', waybill: 'W', status: 'IN_TRANSIT', ...more },
  ], { requestId: null, idempotencyKey: null });
  expect(results).toMatchObject([{ refusal: null }]);
}

describe('a return', () => {
  it('is issued, sent, carried, received, inspected and restocked; that fulfils it, and paying closes its course', async () => {
    const at = await returned();
    expect(await stageOf(at)).toBe('AUTHORISED');
    await issue(at);
    await ship(at, 'SF-RET-1');
    expect(await stageOf(at)).toBe('SHIPPED');
    await parcel(at, { waybill: 'SF-RET-1', status: 'IN_TRANSIT' });
    expect(await stageOf(at)).toBe('IN_TRANSIT');
    await parcel(at, { waybill: 'SF-RET-1', status: 'SIGNED' });
    expect(await stageOf(at)).toBe('RECEIVED');
    await inspect(at);
    expect(await stateOf(at)).toEqual(['PENDING', 'PENDING']);
    const done = await move(at, 'RESTOCKED');
    expect(await stateOf(at)).toEqual(['FULFILLED', 'PENDING']);
    expect(done.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing.map(String)).toContain('LEGS_FULFILLED');
    const paid = await pay(at, desk.finance);
    expect(await stageOf(at)).toBe('REFUNDED');
    expect(paid.ticket.steps.find(({ step }) => step === 'FOLLOW_UP')?.missing.map(String)).not.toContain('LEGS_FULFILLED');
    const moves = await db.owner<{ to: string }>(`SELECT data->>'to' AS to FROM event WHERE subject_id = $1 AND type = 'goods.moved' ORDER BY id`, [at.ticketId]);
    expect(moves.map(({ to }) => to)).toEqual(['ISSUED', 'SHIPPED', 'IN_TRANSIT', 'RECEIVED', 'INSPECTED', 'RESTOCKED', 'REFUNDED']);
    expect(await db.owner(`SELECT kind, state FROM clock WHERE ticket_id = $1 AND kind IN ('RETURN_WINDOW','FULFILMENT') ORDER BY kind`, [at.ticketId]))
      .toEqual([{ kind: 'FULFILMENT', state: 'SATISFIED' }, { kind: 'RETURN_WINDOW', state: 'SATISFIED' }]);
  });

  it('a parcel known before the leg names it moves the leg at once, and the same news again moves nothing', async () => {
    const at = await returned();
    await issue(at);
    await parcel(at, { waybill: 'SF-RET-2', status: 'SIGNED' });
    await ship(at, 'SF-RET-2');
    expect(await stageOf(at)).toBe('RECEIVED');
    await parcel(at, { waybill: 'SF-RET-2', status: 'SIGNED', lastEventText: 'again' });
    expect(await stageOf(at)).toBe('RECEIVED');
  });

  it('goods that were sent do not expire, and at no stage are they ticked off by hand', async () => {
    const at = await returned();
    const byHand = (): Promise<unknown> => new FulfilLeg(desk.work).execute(desk.agent, { ...on(at), note: null, proof: { kind: 'RETURN_WAYBILL_SIGNED', ref: 'SF-RET-3' } });
    const endsByGoods = async (state: string): Promise<void> => {
      expect(await desk.refused(at.ticketId, byHand)).toMatchObject({ code: 'STATE_CONFLICT', field: 'legId', details: { state } });
    };
    await endsByGoods('AUTHORISED');
    await issue(at);
    await endsByGoods('ISSUED');
    await ship(at, 'SF-RET-3');
    await endsByGoods('SHIPPED');
    expect(await desk.happens(at.ticketId, (session) => new ExpireReturn().expire(session, at.legIds[0] ?? ''))).toBe(false);
    await move(at, 'RECEIVED');
    const cancel = (): Promise<unknown> => new CancelLeg(desk.work).execute(desk.supervisor, { ...on(at), reason: 'NOT_POSSIBLE', note: 'No.' });
    expect(await desk.refused(at.ticketId, cancel)).toMatchObject({ code: 'STATE_CONFLICT' });
    expect(await desk.refused(at.ticketId, () => move(at, 'RESTOCKED'))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'RECEIVED', allowed: ['INSPECTED'] } });
    await inspect(at);
    await endsByGoods('INSPECTED');
  });

  it('a repair order ends a repair the goods never travelled for, and no other', async () => {
    const repair = (): Promise<Agreed> => agreed(({ lineId }) => [leg('REPAIR', { orderLineId: lineId, quantity: 1 })]);
    const mended = (at: Agreed, ref: string, kind: 'REPAIR_ORDER_DONE' | 'WAYBILL_DELIVERED' = 'REPAIR_ORDER_DONE'): Promise<unknown> =>
      new FulfilLeg(desk.work).execute(desk.agent, { ...on(at), note: null, proof: { kind, ref } });
    const [here, sent] = [await repair(), await repair()];
    expect(await desk.refused(here.ticketId, () => mended(here, 'SF-NOTHING', 'WAYBILL_DELIVERED'))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'AUTHORISED' } });
    await mended(here, 'REP-1');
    expect([await stageOf(here), await stateOf(here)]).toEqual(['REPAIRED', ['FULFILLED']]);
    await issue(sent);
    expect(await desk.refused(sent.ticketId, () => mended(sent, 'REP-2'))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'ISSUED' } });
  });
});

describe('calling off a return', () => {
  it('is refused while something is still given for the goods; the other way round it goes', async () => {
    const at = await agreed(({ lineId }) => [leg('RETURN', { orderLineId: lineId, quantity: 1 }), leg('EXCHANGE', { orderLineId: lineId, quantity: 1 })]);
    const cancel = (legAt: number): Promise<unknown> => new CancelLeg(desk.work).execute(desk.supervisor, { ...on(at, legAt), reason: 'CUSTOMER_WAIVED', note: 'Keeps it.' });
    expect(await desk.refused(at.ticketId, () => cancel(0))).toMatchObject({ code: 'STATE_CONFLICT', field: 'legId', details: { types: ['EXCHANGE'] } });
    await cancel(1);
    await cancel(0);
    expect(await stateOf(at)).toEqual(['CANCELLED', 'CANCELLED']);
  });
});

describe('the inspection', () => {
  async function received(): Promise<Agreed> {
    const at = await returned();
    await issue(at);
    await ship(at, `SF-${uuidv7()}`);
    await move(at, 'RECEIVED');
    return at;
  }

  it('is of every piece, shows what is held against the customer, and does not take opening a box for a fault', async () => {
    const at = await received();
    const refused = (units: Parameters<typeof inspect>[1]): Promise<unknown> => desk.refused(at.ticketId, () => inspect(at, units));
    expect(await refused([unit])).toMatchObject({ code: 'INVALID_INPUT', field: 'units' });
    expect(await refused([unit, { ...unit, condition: 'USED', verdict: 'REJECTED' }])).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'units.1.photoIds' });
    expect(await refused([unit, { ...unit, photoIds: [uuidv7()] }])).toMatchObject({ code: 'NOT_FOUND', field: 'units.1.photoIds.0' });
    expect(await refused([unit, { ...unit, accessoriesComplete: false }])).toMatchObject({ code: 'INVALID_INPUT', field: 'units.1.missing' });
    const photo = await photoOn(at.ticketId);
    expect(await refused([unit, { ...unit, condition: 'OPENED', verdict: 'REDUCED', photoIds: [photo] }])).toMatchObject({ code: 'INVALID_INPUT', field: 'units.1.verdict' });
    expect(await db.owner('SELECT FROM leg_unit WHERE leg_id = $1', [at.legIds[0]])).toHaveLength(0);
  });

  it('rejects: the goods are not restocked, the refund is not paid, and they go back to the customer', async () => {
    const at = await received();
    await inspect(at, [unit, { ...unit, condition: 'USED', verdict: 'REJECTED', photoIds: [await photoOn(at.ticketId)] }]);
    expect(await desk.refused(at.ticketId, () => move(at, 'RESTOCKED'))).toMatchObject({ code: 'STATE_CONFLICT', field: 'to' });
    expect(await desk.refused(at.ticketId, () => pay(at, desk.finance))).toMatchObject({ code: 'STATE_CONFLICT', details: { state: 'REJECTED' } });
    await ship(at, 'SF-BACK-TO-YOU');
    expect(await stageOf(at)).toBe('RESHIPPED');
    await parcel(at, { direction: 'OUTBOUND', waybill: 'SF-BACK-TO-YOU', status: 'SIGNED' });
    expect(await stateOf(at)).toEqual(['FULFILLED', 'PENDING']);
  });

  it('and the payment are two persons’ work, whichever comes first, also under another account', async () => {
    const at = await received();
    await inspect(at);
    const double: Actor = { ...desk.agent, personId: desk.leader.personId };
    for (const by of [desk.leader, double]) expect(await desk.refused(at.ticketId, () => pay(at, by))).toMatchObject({ code: 'APPROVER_BARRED' });
    await pay(at, desk.finance);
    const other = await received();
    await pay(other, desk.agent);
    expect(await desk.refused(other.ticketId, () => inspect(other, undefined, desk.agent))).toMatchObject({ code: 'APPROVER_BARRED' });
    expect(await desk.refused(other.ticketId, () => inspect(other, undefined, desk.finance))).toMatchObject({ code: 'FORBIDDEN' });
    await inspect(other);
  });
});

describe('goods sent out', () => {
  it('an exchange is carried out by the carrier’s word that it arrived', async () => {
    const at = await agreed(({ lineId }) => [leg('RETURN', { orderLineId: lineId, quantity: 1 }), leg('EXCHANGE', { orderLineId: lineId, quantity: 1 })]);
    await ship(at, 'SF-NEW-1', 1);
    await parcel(at, { direction: 'OUTBOUND', waybill: 'SF-NEW-1', status: 'AT_STATION' });
    expect([await stageOf(at, 1), await stateOf(at)]).toEqual(['RESHIPPED', ['PENDING', 'PENDING']]);
    await parcel(at, { direction: 'OUTBOUND', waybill: 'SF-NEW-1', status: 'SIGNED' });
    expect([await stageOf(at, 1), await stateOf(at)]).toEqual(['DELIVERED', ['PENDING', 'FULFILLED']]);
  });

  it('a repair comes, is looked at, mended with its order, and goes back', async () => {
    const at = await agreed(({ lineId }) => [leg('REPAIR', { orderLineId: lineId, quantity: 1 })]);
    await issue(at);
    await ship(at, 'SF-MEND-1');
    await move(at, 'RECEIVED');
    await inspect(at, [unit]);
    expect(await desk.refused(at.ticketId, () => move(at, 'REPAIRED'))).toMatchObject({ code: 'INVALID_INPUT', field: 'repairRef' });
    await move(at, 'REPAIRED', 'REP-77');
    await ship(at, 'SF-MEND-2');
    await parcel(at, { direction: 'OUTBOUND', waybill: 'SF-MEND-2', status: 'SIGNED' });
    expect(await stateOf(at)).toEqual(['FULFILLED']);
  });
});

// Last: it moves the merchant's clock on.
describe('the customer’s time to send goods back', () => {
  it('leaves the customer seven days or more, and expires when nothing was sent: what hangs on it is owed no more', async () => {
    const at = await returned();
    expect(await desk.refused(at.ticketId, () => issue(at, 6))).toMatchObject({ code: 'INVALID_INPUT', field: 'shipWithinDays' });
    await issue(at, 8);
    const expire = new ExpireReturn();
    expect(await db.owner(`SELECT (target_ms / 86400000)::int AS days FROM clock WHERE ticket_id = $1 AND kind = 'RETURN_WINDOW'`, [at.ticketId])).toEqual([{ days: 8 }]);
    await desk.waits(8 * DAY);
    expect(await desk.refused(at.ticketId, () => ship(at, 'SF-LATE'))).toMatchObject({ code: 'WINDOW_CLOSED' });
    await desk.happens(at.ticketId, (session) => expire.expire(session, at.legIds[0] ?? ''));
    expect(await stageOf(at)).toBe('EXPIRED');
    expect(await stateOf(at)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await desk.happens(at.ticketId, (session) => expire.expire(session, at.legIds[0] ?? ''))).toBe(false);
  });
});

async function photoOn(ticketId: string): Promise<string> {
  const id = uuidv7();
  await db.owner(
    `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, at)
     VALUES ($1, $2, $3, 'PHOTO', 'photo.png', 'image/png', 1, sha256('photo'), $4, 'SYSTEM', now())`,
    [desk.merchantId, id, ticketId, `photo/${id}`],
  );
  return id;
}
