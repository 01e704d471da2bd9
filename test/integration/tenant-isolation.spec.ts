import { uuidv7 } from 'uuidv7';
import { ActorDirectory, ChangeRole, CreateMember } from '../../src/identity/index.js';
import { OrdersLoaders, TradeWatchers, UpsertCustomers, UpsertOrders } from '../../src/orders/index.js';
import { sql } from '../../src/platform/database/sql.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { RequestContext } from '../../src/platform/graphql/request-context.js';
import { CreateTeam, findShop, TenancyLoaders } from '../../src/tenancy/index.js';
import { findReasons } from '../../src/tenancy/tenancy.repository.js';
import { testDatabase } from '../support/database.js';
import { actorIn, CALL, newMember, newMerchant, type Provisioned } from '../support/merchant.js';

const db = testDatabase();
const TABLES = ['merchant', 'shop', 'team', 'member', 'membership', 'api_key', 'reason', 'customer', 'sales_order', 'order_line', 'event'];
let unitOfWork: UnitOfWork;
let ours: Provisioned;
let theirs: Provisioned;
let theirCustomer: string;
let theirOrder: string;

beforeAll(async () => {
  unitOfWork = db.open().unitOfWork;
  [ours, theirs] = [await newMerchant(db, 'Ours'), await newMerchant(db, 'Theirs')];
  const actor = actorIn(theirs.merchantId, 'ADMIN');
  await new CreateTeam(db.open(await entities()).unitOfWork).execute(actor, { shopId: theirs.shopId, name: 'Team' }, CALL);
  const [customer] = await new UpsertCustomers(unitOfWork, new TradeWatchers()).execute(actor, theirs.shopId, [{ externalId: 'c1', name: 'Theirs' }], CALL);
  const order = { externalId: 'o1', customerExternalId: 'c1', status: 'PAID', paid: '1.00', lines: [{ externalId: 'l1', sku: 's', title: 't', quantity: 1, paid: '1.00' }] } as const;
  const [made] = await new UpsertOrders(unitOfWork, new TradeWatchers()).execute(actor, theirs.shopId, [order], CALL);
  [theirCustomer, theirOrder] = [customer?.id ?? '', made?.id ?? ''];
  await db.owner(`INSERT INTO reason (merchant_id, id, shop_id, kind, code, family, label_en, label_zh, default_fault, freight_payer) VALUES ($1, $2, $3, 'COMPLAINT', 'X', 'OTHER', 'x', 'x', 'NO_FAULT', 'NONE')`,
    [theirs.merchantId, uuidv7(), theirs.shopId]);
  await db.owner(`INSERT INTO api_key (merchant_id, id, name, scopes, secret_sha256, created_by) VALUES ($1, $2, 'K', '{status:read}', $3, $4)`,
    [theirs.merchantId, uuidv7(), Buffer.alloc(32), theirs.adminId]);
});

async function entities() {
  const [{ IDENTITY_ENTITIES }, { TENANCY_ENTITIES }] = await Promise.all([import('../../src/identity/index.js'), import('../../src/tenancy/index.js')]);
  return [...IDENTITY_ENTITIES, ...TENANCY_ENTITIES];
}

describe('the database alone', () => {
  it.each(TABLES)('shows none of another merchant’s rows in %s, whatever the statement says', async (table) => {
    const column = table === 'merchant' ? 'id' : 'merchant_id';
    expect(await db.owner(`SELECT FROM ${table} WHERE ${column} = $1`, [theirs.merchantId])).not.toHaveLength(0);
    const all = await unitOfWork.read(ours.merchantId, (tx) => tx.query<{ m: string }>(sql('test.all', `SELECT DISTINCT ${column} AS m FROM ${table}`)));
    expect(all.filter((row) => row.m !== ours.merchantId)).toEqual([]);
    expect(await unitOfWork.read(ours.merchantId, (tx) => tx.query(sql('test.theirs', `SELECT FROM ${table} WHERE ${column} = $1`), [theirs.merchantId]))).toEqual([]);
  });

  it.each(TABLES)('shows nothing of %s without a merchant', async (table) => {
    const { database } = db.open();
    expect(await database.query(sql('test.none', `SELECT FROM ${table}`))).toEqual([]);
  });

  it('changes none of another merchant’s rows and moves none of ours to them', async () => {
    const renamed = await unitOfWork.run(ours.merchantId, (tx) => tx.query(sql('test.rename', `UPDATE shop SET name = 'Mine' WHERE id = $1 RETURNING id`), [theirs.shopId]));
    expect(renamed).toEqual([]);
    const move = unitOfWork.run(ours.merchantId, (tx) => tx.query(sql('test.move', 'UPDATE shop SET merchant_id = $1 WHERE id = $2'), [theirs.merchantId, ours.shopId]));
    await expect(move).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses a foreign key into another merchant, also past row security', async () => {
    const link = db.owner('INSERT INTO team (merchant_id, id, shop_id, name) VALUES ($1, $2, $3, $4)', [ours.merchantId, uuidv7(), theirs.shopId, 'T']);
    await expect(link).rejects.toMatchObject({ code: '23503' });
    const role = db.owner(`INSERT INTO membership (merchant_id, id, member_id, role) VALUES ($1, $2, $3, 'AGENT')`, [ours.merchantId, uuidv7(), theirs.adminId]);
    await expect(role).rejects.toMatchObject({ code: '23503' });
  });

  it('lets the application neither make a merchant nor delete nor truncate', async () => {
    for (const statement of [
      `INSERT INTO merchant (id, name) VALUES ('${ours.merchantId}', 'x')`, 'DELETE FROM shop', 'TRUNCATE event', 'DELETE FROM event', 'ALTER TABLE shop DISABLE ROW LEVEL SECURITY',
    ]) await expect(unitOfWork.run(ours.merchantId, (tx) => tx.query(sql('test.forbidden', statement)))).rejects.toBeDefined();
  });

  it('tells the merchant of a key by its id and nothing more of it', async () => {
    const [key] = await db.owner<{ id: string }>('SELECT id FROM api_key WHERE merchant_id = $1', [theirs.merchantId]);
    const { database } = db.open();
    expect(await database.query(sql('test.key', 'SELECT merchant_of_api_key($1) AS m'), [key?.id])).toEqual([{ m: theirs.merchantId }]);
    expect(await database.query(sql('test.no-key', 'SELECT merchant_of_api_key($1) AS m'), [uuidv7()])).toEqual([{ m: null }]);
  });
});

describe('the service alone, with row security out of the way', () => {
  /** The same code on a role that row security does not bind. */
  let past: UnitOfWork;

  beforeAll(async () => {
    await db.owner(`DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['${TABLES.join("','")}'] LOOP
      EXECUTE format('CREATE POLICY for_this_test ON %I TO amends_app USING (true) WITH CHECK (true)', t); END LOOP; END $$`);
    past = db.open(await entities()).unitOfWork;
    const seen = await past.read(ours.merchantId, (tx) => tx.query(sql('test.open', 'SELECT FROM shop WHERE merchant_id = $1'), [theirs.merchantId]));
    expect(seen).toHaveLength(1); // row security is out of the way indeed
  });

  afterAll(async () => {
    for (const table of TABLES) await db.owner(`DROP POLICY for_this_test ON ${table}`);
  });

  const context = (): RequestContext => ({ actor: actorIn(ours.merchantId, 'ADMIN'), language: 'en', idempotencyKey: null, requestId: 't', loaders: new Map() });

  it('finds none of another merchant’s shops, reasons, customers, orders and members', async () => {
    const [tenancy, orders] = [new TenancyLoaders(past), new OrdersLoaders(past)];
    expect(await past.read(ours.merchantId, (tx) => findShop(tx, theirs.shopId))).toBeUndefined();
    const reason = { shopId: theirs.shopId, kind: 'COMPLAINT', code: 'X' } as const;
    expect(await past.read(ours.merchantId, (tx) => findReasons(tx, [reason]))).toEqual([]);
    expect(await past.read(theirs.merchantId, (tx) => findReasons(tx, [reason]))).toMatchObject([{ code: 'X' }]);
    expect(await tenancy.teamsOf(context(), theirs.shopId)).toEqual([]);
    expect(await tenancy.reasonsOf(context(), theirs.shopId)).toEqual([]);
    expect(await orders.customer(context(), theirCustomer)).toBeNull();
    expect(await orders.order(context(), theirOrder)).toBeNull();
    expect((await orders.ordersOf(context(), theirCustomer, { first: 10 })).edges).toEqual([]);
    expect(await new ActorDirectory(past).member(ours.merchantId, theirs.adminId)).toBeNull();
    expect(await new ActorDirectory(past).member(theirs.merchantId, theirs.adminId)).toMatchObject({ id: theirs.adminId });
  });

  it('writes into none of another merchant’s shops and members', async () => {
    const actor = actorIn(ours.merchantId, 'ADMIN');
    await expect(new UpsertCustomers(past, new TradeWatchers()).execute(actor, theirs.shopId, [{ externalId: 'c1' }], CALL)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(new CreateTeam(past).execute(actor, { shopId: theirs.shopId, name: 'T2' }, CALL)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(new CreateMember(past).execute(actor, { name: 'N', samePersonAs: theirs.adminId }, CALL)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const change = { memberId: theirs.adminId, role: 'AGENT', shopId: null, teamId: null } as const;
    await expect(new ChangeRole(past).grant(actor, change, CALL)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const memberId = await newMember(db, ours.merchantId, 'AGENT');
    await expect(new ChangeRole(past).grant(actor, { ...change, memberId, shopId: theirs.shopId }, CALL)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'shopId' });
    expect(await db.owner('SELECT FROM team WHERE merchant_id = $1', [theirs.merchantId])).toHaveLength(1);
    expect(await db.owner('SELECT FROM customer WHERE merchant_id = $1', [theirs.merchantId])).toHaveLength(1);
  });

  it('upserts an order under a name another merchant uses, and touches only its own', async () => {
    const actor = actorIn(ours.merchantId, 'ADMIN');
    await new UpsertCustomers(past, new TradeWatchers()).execute(actor, ours.shopId, [{ externalId: 'c1', name: 'Ours' }], CALL);
    expect(await db.owner('SELECT name FROM customer WHERE external_id = $1 ORDER BY name', ['c1'])).toEqual([{ name: 'Ours' }, { name: 'Theirs' }]);
  });
});

describe('a pooled connection', () => {
  it('carries no merchant to its next user, after success, failure or timeout', async () => {
    const single = db.open();
    const shops = (): Promise<unknown[]> => single.database.query(sql('test.shops-now', 'SELECT FROM shop'));
    await single.unitOfWork.read(ours.merchantId, (tx) => tx.query(sql('test.shops-of', 'SELECT FROM shop')));
    expect(await shops()).toEqual([]);
    await expect(single.unitOfWork.run(ours.merchantId, (tx) => tx.query(sql('test.fails', 'SELECT 1/0')))).rejects.toBeDefined();
    expect(await shops()).toEqual([]);
    await expect(single.unitOfWork.run(ours.merchantId, async (tx) => {
      await tx.query(sql('test.short', `SELECT set_config('statement_timeout', '20', true)`));
      await tx.query(sql('test.slow', 'SELECT pg_sleep(5)'));
    })).rejects.toMatchObject({ code: '57014' });
    expect(await shops()).toEqual([]);
  });
});
