import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { migrate } from '../../src/platform/database/migrate.js';
import type { Made } from '../support/database.js';
import { databaseBefore, migrationsFrom } from '../support/older-database.js';

// Money that was owed back before the ledger knew of it is held there from now on; what an offer gives back already is not counted twice.

const NEXT = 1_796_000_000_030;
const [merchant, shop, customer, order, ticket, definition, policy, member] = Array.from({ length: 8 }, () => uuidv7());
let made: Made;

beforeAll(async () => {
  made = await databaseBefore(NEXT);
  await place();
});
afterAll(() => made.drop());

const run = (statement: string, values: unknown[]): Promise<unknown> => made.pool.query(statement, values);

async function place(): Promise<void> {
  await run('INSERT INTO merchant (id, name, sandbox) VALUES ($1, $2, true)', [merchant, 'Owing']);
  await run(`INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, 's', 'Shop', 'TMALL', 'Asia/Shanghai', 'CNY')`, [merchant, shop]);
  await run('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [merchant, member, uuidv7(), 'Finance']);
  await run('INSERT INTO customer (merchant_id, id, shop_id, external_id) VALUES ($1, $2, $3, $4)', [merchant, customer, shop, 'c']);
  await run(`INSERT INTO sales_order (merchant_id, id, shop_id, external_id, customer_id, status, currency, paid_minor) VALUES ($1, $2, $3, 'o', $4, 'PAID', 'CNY', 20000)`, [merchant, order, shop, customer]);
  for (const [table, id] of [['process_definition', definition], ['sla_policy', policy]]) {
    await run(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, '{"targets": {}}', now())`, [merchant, id]);
  }
  await run(
    `INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem, definition_id, policy_id, steps,
       waiting_on, opened_at, updated_at, order_id, customer_id)
     VALUES ($1, $2, 'T-1', $3, 'RETURN_EXCHANGE', 'OPEN', 7, 'AGENT', 'CHAT', 'NORMAL', 'NORMAL', 'CALM', 's', 'p', $4, $5, '[]', 'US', '2026-06-01', '2026-06-01', $6, $7)`,
    [merchant, ticket, shop, definition, policy, order, customer],
  );
}

/** An accepted exchange for goods 15.00 dearer, which was paid for, and called off where said. */
async function exchange(state: 'CANCELLED' | 'PENDING', givenBackBy: string | null): Promise<string> {
  const legId = await offered('EXCHANGE', null, state);
  await run(
    `INSERT INTO leg_exchange (merchant_id, leg_id, sku, title, currency, price_minor, paid_minor, payment_ref, recorded_by, paid_at, given_back_by)
     VALUES ($1, $2, 'XL', 'Coat, XL', 'CNY', 11500, 10000, $3, $4, '2026-06-02', $5)`, [merchant, legId, `PAY-${legId}`, member, givenBackBy]);
  return legId;
}

async function offered(type: string, minor: number | null, state: string): Promise<string> {
  const [offerId, legId] = [uuidv7(), uuidv7()];
  await run(
    `INSERT INTO offer (merchant_id, id, ticket_id, order_id, state, summary, fulfil_by, valid_for_ms, freight_payer, made_by, at, valid_until, decided_at, decision_proof)
     VALUES ($1, $2, $3, $4, 'ACCEPTED', 's', '2026-07-01', 3600000, 'NONE', $5, '2026-06-01', '2026-06-05', '2026-06-01', 'P-1')`,
    [merchant, offerId, ticket, order, member]);
  const ended = state === 'CANCELLED';
  await run(
    `INSERT INTO offer_leg (merchant_id, id, offer_id, ticket_id, position, type, amount_minor, currency, basis, state, cancel_reason, ended_at) VALUES ($1, $2, $3, $4, 0, $5, $6, $7, 'STATUTORY', $8, $9, $10)`,
    [merchant, legId, offerId, ticket, type, minor, minor === null ? null : 'CNY', state, ended ? 'NOT_POSSIBLE' : null, ended ? '2026-06-03T00:00:00Z' : null]);
  return legId;
}

it('holds what is owed back and given by no offer, once, in movements that balance', async () => {
  const owed = await exchange('CANCELLED', null);
  await exchange('PENDING', null);
  await exchange('CANCELLED', await offered('PRICE_DIFFERENCE', 1_500, 'PENDING'));
  expect(await migrate(made.url)).toEqual(migrationsFrom(NEXT));
  const { rows } = await made.pool.query(
    `SELECT m.leg_id, m.type, m.cause, m.at, p.account, p.amount_minor::int AS minor FROM ledger_movement m JOIN ledger_posting p ON p.movement_id = m.id ORDER BY p.amount_minor`);
  const movement = { leg_id: owed, type: 'HOLD', cause: 'OWED_BACK', at: new Date('2026-06-03T00:00:00Z') };
  expect(rows).toEqual([{ ...movement, account: 'OUTSIDE', minor: -1_500 }, { ...movement, account: 'HELD', minor: 1_500 }]);
});
