import type { Actor } from '../../src/kernel/actor.js';
import { DAY } from '../../src/kernel/instant.js';
import { ExpireReturn, InspectGoods, IssueReturn, MoveGoods, ShipGoods, type LegInput } from '../../src/remedies/index.js';
import { testDatabase } from '../support/database.js';
import type { FakeBank } from '../support/fake-bank.js';
import { PayDesk } from '../support/pay-desk.js';
import { inDays, words, type Case } from '../support/remedy-desk.js';

// Cheaper goods in exchange give money back that nobody has to approve. So it goes with the goods, and never without them.

const db = testDatabase();
let desk: PayDesk;
let bank: FakeBank;
beforeAll(async () => {
  desk = await PayDesk.open(db);
});
beforeEach(async () => {
  bank = await desk.newBank();
});

const legOf = (type: LegInput['type'], more: Partial<LegInput>): LegInput => ({ type, amount: null, orderLineId: null, quantity: null, days: null, note: null, ...more });

type Exchanged = Case & { readonly offerId: string; readonly returnId: string; readonly exchangeId: string; readonly differenceId: string };

/** One of two coats for 200.00 comes back for a scarf at 20.00; 80.00 go back. */
async function agreed(): Promise<Exchanged> {
  const { base } = desk;
  const at = await base.atRemedy('WAREHOUSE');
  const line = { orderLineId: at.lineId, quantity: 1 };
  const scarf = { sku: 'SCARF', title: 'Scarf', price: { minor: 2_000n, currency: 'CNY' } };
  const offerId = await desk.made(at.ticketId, 0n, { legs: [legOf('RETURN', line), legOf('EXCHANGE', { ...line, exchange: scarf })] });
  await desk.send.execute(base.agent, { ...base.request(at.ticketId), offerId, message: { body: words(inDays(4)), channel: 'CHAT' } });
  await desk.accept.execute(base.agent, { ...base.request(at.ticketId), offerId, messageId: await base.customerSays(at.ticketId), note: null, proofRef: null });
  const [returnId = '', exchangeId = '', differenceId = ''] = (await base.legs(offerId)).map(({ id }) => id);
  return { ...at, offerId, returnId, exchangeId, differenceId };
}

const on = ({ ticketId }: Case, legId: string) => ({ ...desk.base.request(ticketId), legId });
const payout = async ({ differenceId }: Exchanged): Promise<unknown> =>
  (await db.owner('SELECT state, failure, amount_minor::int AS minor FROM payout WHERE leg_id = $1', [differenceId]))[0];
const states = async ({ offerId }: Exchanged): Promise<string[]> => (await desk.base.legs(offerId)).map(({ type, state }) => `${type} ${state}`);

it('the difference is owed by right, and paid by no way before the goods are back and inspected', async () => {
  const at = await agreed();
  expect(await db.owner('SELECT basis FROM offer_leg WHERE id = $1', [at.differenceId])).toEqual([{ basis: 'STATUTORY' }]);
  await desk.worker(bank).round();
  expect([await payout(at), bank.asked]).toEqual([{ state: 'REQUESTED', failure: 'WAITS_FOR_GOODS', minor: 8_000 }, []]);

  const { work, agent, leader } = desk.base;
  await new IssueReturn(work).execute(agent, { ...on(at, at.returnId), address: '1 Return Road', labelRef: null, shipWithinDays: null });
  await new ShipGoods(work, desk.gate).execute(agent, { ...on(at, at.returnId), carrier: 'SF', waybill: `SF-${at.ticketId}` });
  const move = (by: Actor, to: 'RECEIVED' | 'RESTOCKED'): Promise<unknown> => new MoveGoods(work, desk.gate).execute(by, { ...on(at, at.returnId), to, repairRef: null });
  await move(agent, 'RECEIVED');
  const unit = { condition: 'INTACT', accessoriesComplete: true, missing: null, serial: null, serialMatches: null, weightGrams: null, photoIds: [], verdict: 'ACCEPTED', note: null } as const;
  await new InspectGoods(work, desk.gate).execute(leader, { ...on(at, at.returnId), units: [unit] });
  await move(leader, 'RESTOCKED');
  await db.owner('UPDATE payout SET next_at = now() WHERE leg_id = $1', [at.differenceId]);
  await desk.worker(bank).round();
  expect([await payout(at), bank.paid.size]).toMatchObject([{ state: 'SETTLED', minor: 8_000 }, 1]);
});

it('neither the exchange nor the return is called off while the difference is still given', async () => {
  const at = await agreed();
  const cancelling = (legId: string) => () => desk.cancel.execute(desk.base.supervisor, { ...on(at, legId), reason: 'CUSTOMER_WAIVED', note: 'Keeps the coat' });
  for (const legId of [at.exchangeId, at.returnId]) {
    expect(await desk.base.refused(at.ticketId, cancelling(legId))).toMatchObject({ code: 'STATE_CONFLICT', details: { types: expect.arrayContaining(['PRICE_DIFFERENCE']) as unknown } });
  }
  for (const legId of [at.differenceId, at.exchangeId, at.returnId]) await cancelling(legId)();
  expect(await states(at)).toEqual(['RETURN CANCELLED', 'EXCHANGE CANCELLED', 'PRICE_DIFFERENCE CANCELLED']);
  expect(await payout(at)).toMatchObject({ state: 'CANCELLED' });
});

it('goods that never come take exchange and difference with them', async () => {
  const at = await agreed();
  await new IssueReturn(desk.base.work).execute(desk.base.agent, { ...on(at, at.returnId), address: '1 Return Road', labelRef: null, shipWithinDays: null });
  await desk.base.waits(8 * DAY);
  expect(await desk.base.happens(at.ticketId, (session) => new ExpireReturn(desk.gate).expire(session, at.returnId))).toBe(true);
  expect(await states(at)).toEqual(['RETURN CANCELLED', 'EXCHANGE CANCELLED', 'PRICE_DIFFERENCE CANCELLED']);
  expect(await payout(at)).toMatchObject({ state: 'CANCELLED' });
  await desk.worker(bank).round();
  expect(bank.asked).toEqual([]);
});
