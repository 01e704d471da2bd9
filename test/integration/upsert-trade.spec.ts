import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import { holdLines, ParcelWatchers, TradeWatchers, UpsertCustomers, UpsertOrders, UpsertParcels, type OrderInput, type ParcelInput } from '../../src/orders/index.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { testDatabase } from '../support/database.js';
import { actorIn, CALL, newMerchant, newShop, type Provisioned } from '../support/merchant.js';

const db = testDatabase();
let unitOfWork: UnitOfWork;
let ours: Provisioned;
let actor: Actor;

beforeAll(async () => {
  unitOfWork = db.open().unitOfWork;
});

beforeEach(async () => {
  ours = await newMerchant(db);
  actor = actorIn(ours.merchantId, 'ADMIN');
});

const customers = (items: Parameters<UpsertCustomers['execute']>[2], shopId = ours.shopId) => new UpsertCustomers(unitOfWork, new TradeWatchers()).execute(actor, shopId, items, CALL);
const orders = (items: readonly OrderInput[], shopId = ours.shopId) => new UpsertOrders(unitOfWork, new TradeWatchers()).execute(actor, shopId, items, CALL);
const parcels = (items: readonly ParcelInput[], shopId = ours.shopId) => new UpsertParcels(unitOfWork, new ParcelWatchers()).execute(actor, shopId, items, CALL);

const line = (externalId: string, quantity = 2): OrderInput['lines'][number] => ({ externalId, sku: `sku-${externalId}`, title: 'Thing', quantity, paid: '10.00' });
const order = (externalId: string, over: Partial<OrderInput> = {}): OrderInput => ({ externalId, customerExternalId: 'c1', status: 'PAID', paid: '20.00', lines: [line('l1')], ...over });
const parcel = (waybill: string, over: Partial<ParcelInput> = {}): ParcelInput => ({ orderExternalId: 'o1', direction: 'OUTBOUND', carrier: 'SF', waybill, status: 'IN_TRANSIT', ...over });

const outcomes = (results: readonly { outcome: string }[]): string[] => results.map((result) => result.outcome);
const refusals = (results: readonly { refusal: { code: string; field: string | null } | null }[]): (string | null)[] =>
  results.map(({ refusal }) => (refusal ? `${refusal.code} ${refusal.field}` : null));
const events = async (): Promise<string[]> =>
  (await db.owner<{ type: string }>(`SELECT type FROM event WHERE merchant_id = $1 AND subject_type IN ('customer', 'order', 'parcel') ORDER BY id`, [ours.merchantId])).map((row) => row.type);
const count = async (table: string): Promise<number> => (await db.owner(`SELECT FROM ${table} WHERE merchant_id = $1`, [ours.merchantId])).length;

/** A ticket that disputes some of a line, as far as these upserts look at tickets. */
async function dispute(orderExternalId: string, lineExternalId: string, quantity: number): Promise<void> {
  const ticketId = uuidv7();
  await db.owner(
    `INSERT INTO ticket (merchant_id, id, number, shop_id, kind, status, version, source, channel, priority, severity, emotion, subject, problem, order_id,
       definition_id, policy_id, steps, waiting_on, opened_at, updated_at)
     SELECT $1, $2, $5, $3, 'COMPLAINT', 'OPEN', 1, 'AGENT', 'CHAT', 'NORMAL', 'NORMAL', 'CALM', 's', 'p', o.id, d.id, p.id, '[]', 'US', now(), now()
     FROM sales_order o, process_definition d, sla_policy p
     WHERE o.merchant_id = $1 AND o.external_id = $4 AND d.merchant_id = $1 AND p.merchant_id = $1`,
    [ours.merchantId, ticketId, ours.shopId, orderExternalId, `T-${ticketId}`],
  );
  await db.owner(
    `INSERT INTO ticket_line (merchant_id, ticket_id, order_line_id, quantity)
     SELECT $1, $2, l.id, $5 FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.merchant_id = $1 AND o.external_id = $3 AND l.external_id = $4`,
    [ours.merchantId, ticketId, orderExternalId, lineExternalId, quantity],
  );
}

describe('upserting customers', () => {
  it('makes, changes and leaves alone, and records what it did', async () => {
    expect(outcomes(await customers([{ externalId: 'c1', name: 'A' }, { externalId: 'c2' }]))).toEqual(['CREATED', 'CREATED']);
    const [before] = await db.owner('SELECT xmin::text, * FROM customer WHERE merchant_id = $1 AND external_id = $2', [ours.merchantId, 'c2']);
    expect(outcomes(await customers([{ externalId: 'c1', name: 'B' }, { externalId: 'c2' }]))).toEqual(['UPDATED', 'UNCHANGED']);
    expect(await db.owner('SELECT xmin::text, * FROM customer WHERE merchant_id = $1 AND external_id = $2', [ours.merchantId, 'c2'])).toEqual([before]);
    expect(await events()).toEqual(['customer.created', 'customer.created', 'customer.updated']);
    expect(await db.owner('SELECT DISTINCT data FROM event WHERE merchant_id = $1 AND subject_type = $2', [ours.merchantId, 'customer'])).toEqual([{ data: { shopId: ours.shopId } }]);
  });

  it('refuses one item and carries out the others', async () => {
    const results = await customers([{ externalId: 'c1' }, { externalId: '' }, { externalId: 'c1' }, { externalId: 'c2', name: 'x'.repeat(101) }, { externalId: 'c3' }]);
    expect(outcomes(results)).toEqual(['CREATED', 'REFUSED', 'REFUSED', 'REFUSED', 'CREATED']);
    expect(refusals(results)).toEqual([null, 'INVALID_INPUT items.1.externalId', 'DUPLICATE items.2.externalId', 'INVALID_INPUT items.3.name', null]);
    expect(await count('customer')).toBe(2);
  });

  it('refuses an empty batch, one of 101, a shop of another merchant and an actor without the permission', async () => {
    const theirs = await newMerchant(db);
    await expect(customers([])).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'items' });
    await expect(customers(Array.from({ length: 101 }, (_, n) => ({ externalId: `${n}` })))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await expect(customers([{ externalId: 'c1' }], theirs.shopId)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'shopId' });
    actor = actorIn(ours.merchantId, 'AGENT');
    await expect(customers([{ externalId: 'c1' }])).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await count('customer')).toBe(0);
    expect(await events()).toEqual([]);
  });

  it('makes one row of 20 equal upserts at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => customers([{ externalId: 'c1', name: 'A' }])));
    expect(results.flatMap(outcomes).sort()).toEqual(['CREATED', ...Array.from({ length: 19 }, () => 'UNCHANGED')]);
    expect(new Set(results.flat().map((result) => result.id)).size).toBe(1);
    expect(await events()).toEqual(['customer.created']);
  });

  it('never deadlocks two batches that name the same customers in another order', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `c${n}`);
    await customers(names.map((externalId) => ({ externalId })));
    await Promise.all(Array.from({ length: 8 }, (_, n) => customers((n % 2 ? names : [...names].reverse()).map((externalId) => ({ externalId, tier: `${n}` })))));
    expect(await count('customer')).toBe(50);
  });
});

describe('upserting orders', () => {
  beforeEach(async () => {
    await customers([{ externalId: 'c1' }, { externalId: 'c2' }]);
  });

  it('makes, changes and leaves alone an order with its lines', async () => {
    expect(outcomes(await orders([order('o1', { lines: [line('l1'), line('l2')] })]))).toEqual(['CREATED']);
    expect(outcomes(await orders([order('o1', { lines: [line('l1'), line('l2')] })]))).toEqual(['UNCHANGED']);
    expect(outcomes(await orders([order('o1', { status: 'SHIPPED', lines: [line('l1'), line('l2')] })]))).toEqual(['UPDATED']);
    expect(outcomes(await orders([order('o1', { status: 'SHIPPED', lines: [line('l2', 5), line('l3')] })]))).toEqual(['UPDATED']);
    expect(await db.owner('SELECT external_id, quantity FROM order_line WHERE merchant_id = $1 ORDER BY external_id', [ours.merchantId])).toEqual([
      { external_id: 'l1', quantity: 2 }, { external_id: 'l2', quantity: 5 }, { external_id: 'l3', quantity: 2 },
    ]);
    expect(await db.owner('SELECT status, currency, paid_minor FROM sales_order WHERE merchant_id = $1', [ours.merchantId])).toEqual([{ status: 'SHIPPED', currency: 'CNY', paid_minor: '2000' }]);
    expect((await events()).filter((type) => type.startsWith('order'))).toEqual(['order.created', 'order.updated', 'order.updated']);
  });

  it('reads amounts in the currency of the shop', async () => {
    const yen = await newShop(db, ours.merchantId, { currency: 'JPY' });
    await customers([{ externalId: 'c1' }], yen);
    const results = await orders([order('o1'), order('o2', { paid: '20', lines: [{ ...line('l1'), paid: '20' }] })], yen);
    expect(refusals(results)).toEqual(['INVALID_INPUT items.0.lines.0.paid', null]);
  });

  it('refuses an order as a whole when its customer is unknown, another shop’s or another one than before', async () => {
    const other = await newShop(db, ours.merchantId);
    await customers([{ externalId: 'c9' }], other);
    await orders([order('o1')]);
    const results = await orders([order('o1', { customerExternalId: 'c2', status: 'CANCELLED' }), order('o2', { customerExternalId: 'c9' }), order('o3', { customerExternalId: 'none' })]);
    expect(refusals(results)).toEqual(['INVALID_INPUT items.0.customerExternalId', 'NOT_FOUND items.1.customerExternalId', 'NOT_FOUND items.2.customerExternalId']);
    expect(await db.owner('SELECT external_id, status FROM sales_order WHERE merchant_id = $1', [ours.merchantId])).toEqual([{ external_id: 'o1', status: 'PAID' }]);
  });

  it('never shrinks a line below what a ticket disputes, and changes nothing else of that order then', async () => {
    await orders([order('o1', { lines: [line('l1', 5), line('l2', 5)] }), order('o2')]);
    await dispute('o1', 'l1', 3);
    await dispute('o1', 'l1', 2);
    const results = await orders([order('o1', { status: 'SIGNED', lines: [line('l2', 1), line('l1', 2)] }), order('o2', { lines: [line('l1', 1)] })]);
    expect(outcomes(results)).toEqual(['REFUSED', 'UPDATED']);
    expect(results[0]?.refusal).toMatchObject({ code: 'INVALID_INPUT', field: 'items.0.lines.1.quantity', details: { disputed: 3 } });
    expect(await db.owner(`SELECT o.status, l.external_id, l.quantity FROM sales_order o JOIN order_line l ON l.order_id = o.id
      WHERE o.merchant_id = $1 AND o.external_id = 'o1' ORDER BY l.external_id`, [ours.merchantId])).toEqual([
      { status: 'PAID', external_id: 'l1', quantity: 5 }, { status: 'PAID', external_id: 'l2', quantity: 5 },
    ]);
    expect(outcomes(await orders([order('o1', { lines: [line('l1', 3)] })]))).toEqual(['UPDATED']);
  });

  it('waits for a ticket that holds the lines, and then sees what it disputes', async () => {
    await orders([order('o1', { lines: [line('l1', 5)] })]);
    const [row] = await db.owner<{ id: string }>('SELECT id FROM sales_order WHERE merchant_id = $1', [ours.merchantId]);
    const shrinking = await unitOfWork.run(ours.merchantId, async (tx) => {
      await holdLines(tx, row?.id ?? '');
      const attempt = orders([order('o1', { lines: [line('l1', 1)] })]);
      // Until the upsert is seen to wait for us; a poll, because PostgreSQL tells of waiting in no other way.
      while ((await db.owner(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).length === 0);
      await dispute('o1', 'l1', 4);
      return { attempt }; // in an object: returned bare, it would be awaited before the commit it waits for
    });
    expect(refusals(await shrinking.attempt)).toEqual(['INVALID_INPUT items.0.lines.0.quantity']);
    expect(await db.owner('SELECT quantity FROM order_line WHERE merchant_id = $1', [ours.merchantId])).toEqual([{ quantity: 5 }]);
  });

  it('makes one order of 20 equal upserts at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => orders([order('o1', { lines: [line('l1'), line('l2')] })])));
    expect(results.flatMap(outcomes).sort()).toEqual(['CREATED', ...Array.from({ length: 19 }, () => 'UNCHANGED')]);
    expect([await count('sales_order'), await count('order_line')]).toEqual([1, 2]);
    expect((await events()).filter((type) => type.startsWith('order'))).toEqual(['order.created']);
  });

  it('takes the same few statements for 1 order and for 100', async () => {
    const statements = async (items: readonly OrderInput[]): Promise<number> => {
      let sent = 0;
      const counting = new UnitOfWork(db.open().database);
      const run = counting.run.bind(counting);
      counting.run = (merchantId, work) => run(merchantId, (tx) => {
        const query = tx.query.bind(tx);
        tx.query = (...args) => {
          sent += 1;
          return query(...args);
        };
        return work(tx);
      });
      await new UpsertOrders(counting, new TradeWatchers()).execute(actor, ours.shopId, items, CALL);
      return sent;
    };
    const one = await statements([order('n0')]);
    expect(await statements(Array.from({ length: 100 }, (_, n) => order(`m${n}`)))).toBe(one);
    expect(one).toBeLessThanOrEqual(9);
  });
});

describe('upserting parcels', () => {
  beforeEach(async () => {
    await customers([{ externalId: 'c1' }]);
    await orders([order('o1'), order('o2')]);
  });

  it('makes, changes and leaves alone, by carrier and waybill', async () => {
    expect(outcomes(await parcels([parcel('1'), parcel('2')]))).toEqual(['CREATED', 'CREATED']);
    expect(outcomes(await parcels([parcel('1', { carrier: 'sf', status: 'SIGNED' }), parcel('2')]))).toEqual(['UPDATED', 'UNCHANGED']);
    expect(await db.owner('SELECT external_id, status FROM parcel WHERE merchant_id = $1 ORDER BY external_id', [ours.merchantId])).toEqual([
      { external_id: 'SF:1', status: 'SIGNED' }, { external_id: 'SF:2', status: 'IN_TRANSIT' },
    ]);
  });

  it('refuses an unknown order, another order than before, and the same parcel twice', async () => {
    await parcels([parcel('1')]);
    const results = await parcels([parcel('1', { orderExternalId: 'o2', status: 'LOST' }), parcel('2', { orderExternalId: 'none' }), parcel('3'), parcel('3')]);
    expect(refusals(results)).toEqual(['INVALID_INPUT items.0.orderExternalId', 'NOT_FOUND items.1.orderExternalId', null, 'DUPLICATE items.3.waybill']);
    expect(await db.owner('SELECT external_id, status FROM parcel WHERE merchant_id = $1 ORDER BY external_id', [ours.merchantId])).toEqual([
      { external_id: 'SF:1', status: 'IN_TRANSIT' }, { external_id: 'SF:3', status: 'IN_TRANSIT' },
    ]);
  });

  it('makes one parcel of 20 equal upserts at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => parcels([parcel('1')])));
    expect(results.flatMap(outcomes).sort()).toEqual(['CREATED', ...Array.from({ length: 19 }, () => 'UNCHANGED')]);
    expect((await events()).filter((type) => type.startsWith('parcel'))).toEqual(['parcel.created']);
  });
});
