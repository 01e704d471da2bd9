import pg from 'pg';
import { DEFAULT_RULES } from '../escalation/index.js';
import type { Actor } from '../kernel/actor.js';
import { ChangeRole, CreateMember, IDENTITY_ENTITIES } from '../identity/index.js';
import { orderIds, ORDERS_ENTITIES, UpsertCustomers, UpsertOrders, UpsertParcels, ParcelWatchers, TradeWatchers } from '../orders/index.js';
import { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { DEFAULT_CALENDAR } from '../calendar/index.js';
import { DEFAULT_DEFINITION } from '../process/index.js';
import { DEFAULT_AUTHORITY } from '../compensation/index.js';
import { DEFAULT_POLICY } from '../sla/index.js';
import { createMerchant, CreateShop, CreateTeam, findShop, findTeams, TENANCY_ENTITIES } from '../tenancy/index.js';
import { demoApiKey } from './credentials.js';
import { DEMO, DEMO_MEMBERS } from './demo-merchant.js';
import { shopifyTrade, tmallTrade, type DemoTrade } from './demo-trade.js';

const CALL = { requestId: 'demo', idempotencyKey: null };
const EXISTS = sql('demo.merchant', 'SELECT FROM merchant WHERE id = $1');
const MEMBERS = sql('demo.members', 'SELECT id FROM member WHERE merchant_id = $1');
// A new token secret makes a new demo key.
const KEEP_KEY = sql(
  'demo.api-key',
  `INSERT INTO api_key AS kept (merchant_id, id, name, scopes, secret_sha256, created_by) VALUES ($1, $2, 'Demo integration', $3, $4, $5)
   ON CONFLICT (merchant_id, id) DO UPDATE SET secret_sha256 = excluded.secret_sha256 WHERE kept.secret_sha256 <> excluded.secret_sha256`,
);

const ADMIN: Actor = {
  kind: 'MEMBER', id: DEMO_MEMBERS.admin.id, merchantId: DEMO.merchantId, personId: null, name: DEMO_MEMBERS.admin.name,
  grants: [{ role: 'ADMIN', shopId: null, teamId: null }], scopes: [],
};

/**
 * The demo merchant, by the same commands a real one uses. Every part is made only where it is missing: a second run changes nothing, and one that was
 * interrupted is finished by the next.
 */
export async function seedDemo(ownerUrl: string, tokenSecret: string): Promise<void> {
  const entities = [...IDENTITY_ENTITIES, ...TENANCY_ENTITIES, ...ORDERS_ENTITIES];
  const database = new Database({ url: ownerUrl, role: 'amends_app', poolSize: 1, entities });
  const unitOfWork = new UnitOfWork(database);
  try {
    const found = await unitOfWork.read(DEMO.merchantId, (tx) => tx.query(EXISTS, [DEMO.merchantId]));
    if (found.length === 0) await provision(ownerUrl);
    await seedShops(unitOfWork);
    await seedMembers(unitOfWork);
    const key = [DEMO.merchantId, DEMO.apiKeyId, DEMO_SCOPES, demoApiKey(tokenSecret).sha256, ADMIN.id];
    await unitOfWork.run(DEMO.merchantId, (tx) => tx.query(KEEP_KEY, key));
    const now = await unitOfWork.read(DEMO.merchantId, (tx) => tx.now());
    await seedTrade(unitOfWork, DEMO.shops.tmall, tmallTrade(now));
    await seedTrade(unitOfWork, DEMO.shops.shopify, shopifyTrade(now));
  } finally {
    await database.onApplicationShutdown();
  }
}

const DEMO_SCOPES = ['status:read', 'tickets:read', 'tickets:write', 'orders:write'];

async function provision(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await createMerchant(owner, {
      id: DEMO.merchantId, name: 'Demo merchant 演示商家', sandbox: true, demo: true, admin: DEMO_MEMBERS.admin,
      definition: { name: 'default', body: DEFAULT_DEFINITION }, policy: { name: 'default', body: DEFAULT_POLICY },
      rules: { name: 'default', body: DEFAULT_RULES },
      authority: { name: 'default', body: DEFAULT_AUTHORITY },
      calendar: { name: 'Customer service 客服', body: DEFAULT_CALENDAR },
    });
  } finally {
    await owner.end();
  }
}

async function seedShops(unitOfWork: UnitOfWork): Promise<void> {
  const shops = [
    { key: 'tmall', externalId: 'demo-tmall', name: 'Demo Tmall 演示天猫店', platform: 'TMALL', timeZone: 'Asia/Shanghai', currency: 'CNY' },
    { key: 'shopify', externalId: 'demo-shopify', name: 'Demo Shopify', platform: 'SHOPIFY', timeZone: 'America/New_York', currency: 'USD' },
  ] as const;
  for (const { key, ...shop } of shops) {
    const [shopId, teamId] = [DEMO.shops[key], DEMO.teams[key]];
    const [known, [team]] = await unitOfWork.read(DEMO.merchantId, (tx) => Promise.all([findShop(tx, shopId), findTeams(tx, [teamId])]));
    if (!known) await new CreateShop(unitOfWork).execute(ADMIN, shop, CALL, shopId);
    if (!team) await new CreateTeam(unitOfWork).execute(ADMIN, { shopId, name: 'After-sales 售后组' }, CALL, teamId);
  }
}

/** Agents and the leader work in the team of each shop; everybody else for the whole merchant. */
async function seedMembers(unitOfWork: UnitOfWork): Promise<void> {
  const rows = await unitOfWork.read(DEMO.merchantId, (tx) => tx.query<{ id: string }>(MEMBERS, [DEMO.merchantId]));
  const known = new Set(rows.map((row) => row.id));
  const changeRole = new ChangeRole(unitOfWork);
  for (const { id: memberId, name, role } of Object.values(DEMO_MEMBERS)) {
    if (!known.has(memberId)) await new CreateMember(unitOfWork).execute(ADMIN, { name }, CALL, memberId);
    const places = role === 'AGENT' || role === 'LEADER'
      ? (['tmall', 'shopify'] as const).map((key) => ({ shopId: DEMO.shops[key], teamId: DEMO.teams[key] }))
      : [{ shopId: null, teamId: null }];
    for (const place of places) await changeRole.grant(ADMIN, { memberId, role, ...place }, CALL);
  }
}

async function seedTrade(unitOfWork: UnitOfWork, shopId: string, trade: DemoTrade): Promise<void> {
  const names = trade.orders.map((order) => order.externalId);
  const known = await unitOfWork.read(DEMO.merchantId, (tx) => orderIds(tx, shopId, names));
  const orders = trade.orders.filter((order) => !known.has(order.externalId));
  if (orders.length === 0) return;
  const isNew = new Set(orders.map((order) => order.externalId));
  await new UpsertCustomers(unitOfWork, new TradeWatchers()).execute(ADMIN, shopId, trade.customers, CALL);
  await new UpsertOrders(unitOfWork, new TradeWatchers()).execute(ADMIN, shopId, orders, CALL);
  const parcels = trade.parcels.filter((parcel) => isNew.has(parcel.orderExternalId));
  if (parcels.length > 0) await new UpsertParcels(unitOfWork, new ParcelWatchers()).execute(ADMIN, shopId, parcels, CALL);
}
