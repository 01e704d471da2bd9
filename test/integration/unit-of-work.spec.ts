import { uuidv7 } from 'uuidv7';
import { sql, type Sql } from '../../src/platform/database/sql.js';
import { testDatabase } from '../support/database.js';

const SHOPS = sql('test.shops', 'SELECT name FROM shop ORDER BY name');
const OPEN_SHOP = sql(
  'test.open-shop',
  `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, $3, $3, 'own', 'UTC', 'CNY')`,
);

const db = testDatabase();

async function newMerchant(): Promise<string> {
  const id = uuidv7();
  await db.owner('INSERT INTO merchant (id, name) VALUES ($1, $2)', [id, 'Merchant']);
  return id;
}

describe('a transaction belongs to one merchant', () => {
  it('sees what that merchant committed, and nothing of another', async () => {
    const { unitOfWork } = db.open();
    const [ours, theirs] = [await newMerchant(), await newMerchant()];

    await unitOfWork.run(ours, (tx) => tx.query(OPEN_SHOP, [ours, uuidv7(), 'shop-1']));

    expect(await unitOfWork.read(ours, (tx) => tx.query(SHOPS))).toEqual([{ name: 'shop-1' }]);
    expect(await unitOfWork.read(theirs, (tx) => tx.query(SHOPS))).toEqual([]);
  });

  it('cannot write a row of another merchant', async () => {
    const { unitOfWork } = db.open();
    const [ours, theirs] = [await newMerchant(), await newMerchant()];

    await expect(unitOfWork.run(ours, (tx) => tx.query(OPEN_SHOP, [theirs, uuidv7(), 'shop-2']))).rejects.toMatchObject({ code: '42501' });

    expect(await db.owner('SELECT FROM shop WHERE merchant_id = $1', [theirs])).toHaveLength(0);
  });

  it('leaves nothing behind when its work fails, and no merchant on the connection', async () => {
    const { unitOfWork, database } = db.open();
    const ours = await newMerchant();
    const work = unitOfWork.run(ours, async (tx) => {
      await tx.query(OPEN_SHOP, [ours, uuidv7(), 'shop-3']);
      throw new Error('changed my mind');
    });

    await expect(work).rejects.toThrow('changed my mind');

    expect(await db.owner('SELECT FROM shop WHERE merchant_id = $1', [ours])).toHaveLength(0);
    expect(await database.query(SHOPS)).toEqual([]);
  });

  it('that reads once sends its end along, and refuses whatever comes after', async () => {
    const { unitOfWork, database } = db.open();
    const ours = await newMerchant();
    await unitOfWork.run(ours, (tx) => tx.query(OPEN_SHOP, [ours, uuidv7(), 'shop-4']));

    expect(await unitOfWork.readOnce(ours, (tx) => tx.query(SHOPS))).toEqual([{ name: 'shop-4' }]);
    const late = unitOfWork.readOnce(ours, async (tx) => {
      await tx.query(SHOPS);
      return tx.query(SHOPS);
    });
    await expect(late).rejects.toThrow('after its transaction had ended');
    const failing = unitOfWork.readOnce(ours, (tx) => tx.query(sql('test.nonsense', 'SELECT 1 / 0')));
    await expect(failing).rejects.toMatchObject({ code: '22012' });

    expect(await database.query(SHOPS)).toEqual([]);
    expect(await unitOfWork.read(ours, (tx) => tx.query(SHOPS))).toEqual([{ name: 'shop-4' }]);
  });

  it('fails as a whole when a deferred write fails', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();

    const work = unitOfWork.run(ours, async (tx) => {
      tx.defer(OPEN_SHOP, [ours, uuidv7(), 'twice']);
      tx.defer(OPEN_SHOP, [ours, uuidv7(), 'twice']);
      return 'answered';
    });

    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await db.owner('SELECT FROM shop WHERE merchant_id = $1', [ours])).toHaveLength(0);
  });

  it('sends gathered rows with the next statement, and last what many wait for, in the order of its key', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    const counting = (name: string, rest: string): Sql => sql(name, `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) SELECT $1, gen_random_uuid(), ${rest}`);
    const one = counting('test.counting', `$2, (SELECT count(*) FROM shop)::text, 'own', 'UTC', 'CNY'`);
    const many = ['x', 'y'].map((kind) => counting(`test.gathered-${kind}`, `r.name, (SELECT count(*) FROM shop)::text, '${kind}', 'UTC', 'CNY' FROM jsonb_to_recordset($2::jsonb) AS r(name text)`));

    await unitOfWork.run(ours, async (tx) => {
      tx.deferLast('b', one, [ours, 'last b']);
      tx.deferLast('a', one, [ours, 'last a']);
      many.forEach((statement, at) => tx.gather(statement, [{ name: `gathered ${at}` }]));
      tx.defer(one, [ours, 'deferred']);
    });

    const rows = await db.owner('SELECT external_id, name FROM shop WHERE merchant_id = $1 ORDER BY name, external_id', [ours]);
    expect(rows.map((row) => Object.values(row))).toEqual([['gathered 0', '0'], ['gathered 1', '1'], ['deferred', '2'], ['last a', '3'], ['last b', '4']]);
  });

  it('does its work again when what it decided on was taken meanwhile, and nothing of the first time stays', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    let times = 0;
    const open = (free: number): Promise<void> => unitOfWork.run(ours, async (tx) => {
      times += 1;
      tx.defer(OPEN_SHOP, [ours, uuidv7(), `time ${times}`]);
      tx.deferLast('name', OPEN_SHOP, [ours, uuidv7(), times < free ? 'taken' : 'free']);
      tx.againOn('shop_merchant_id_external_id_key');
    });
    await unitOfWork.run(ours, (tx) => tx.query(OPEN_SHOP, [ours, uuidv7(), 'taken']));

    await open(3);
    expect(await unitOfWork.read(ours, (tx) => tx.query(SHOPS))).toEqual([{ name: 'free' }, { name: 'taken' }, { name: 'time 3' }]);

    await expect(open(Infinity)).rejects.toMatchObject({ code: 'BUSY', retryable: true });
    expect(times).toBe(13);
    expect(await unitOfWork.read(ours, (tx) => tx.query(SHOPS))).toHaveLength(3);
  });

  it('plans a look-up by a list once, whatever the length of the list', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    const byIds = sql('test.by-ids', 'SELECT FROM shop WHERE merchant_id = $1 AND id = ANY ($2::uuid[])');
    const plans = sql('test.plans', 'SELECT generic_plans::int AS kept FROM pg_prepared_statements WHERE name = $1');
    await unitOfWork.run(ours, async (tx) => {
      for (let times = 0; times < 10; times += 1) await tx.query(byIds, [ours, Array.from({ length: 1 + (times % 3) }, () => uuidv7())]);
      // PostgreSQL looks at the first five before it settles on one.
      expect(await tx.query(plans, [byIds.name])).toEqual([{ kept: 5 }]);
    });
  });

  it('refuses to write while reading', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    await expect(unitOfWork.read(ours, (tx) => tx.query(OPEN_SHOP, [ours, uuidv7(), 'shop-4']))).rejects.toMatchObject({ code: '25006' });
  });

  it('tells the first failure, not that the transaction is aborted since', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    const work = unitOfWork.run(ours, async (tx) => {
      tx.defer(OPEN_SHOP, [ours, uuidv7(), 'first']);
      tx.defer(OPEN_SHOP, [ours, uuidv7(), 'first']);
      await tx.now();
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
  });

  it('answers BUSY when the lock waited for is the first of several statements sent at once', async () => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    const lock = sql('test.lock-merchant', 'SELECT FROM merchant WHERE id = $1 FOR UPDATE');
    const soon = sql('test.soon', "SELECT set_config('lock_timeout', '50ms', true)");
    await unitOfWork.run(ours, async (tx) => {
      await tx.query(lock, [ours]);
      const second = unitOfWork.run(ours, async (other) => {
        await other.query(soon);
        other.defer(lock, [ours]);
        await other.now();
      });
      await expect(second).rejects.toMatchObject({ code: 'BUSY', retryable: true });
    });
  });

  it.each([['committed', true], ['rolled back', false]])('takes no statement once it is %s', async (_how, succeeds) => {
    const { unitOfWork } = db.open();
    const ours = await newMerchant();
    let straggler: (() => Promise<unknown>) | null = null;
    const work = unitOfWork.run(ours, (tx) => {
      straggler = () => tx.query(OPEN_SHOP, [ours, uuidv7(), 'late']);
      return succeeds ? Promise.resolve() : Promise.reject(new Error('no'));
    });
    await work.catch(() => undefined);

    await expect((straggler as unknown as () => Promise<unknown>)()).rejects.toThrow('after its transaction had ended');

    expect(await db.owner('SELECT FROM shop WHERE merchant_id = $1', [ours])).toHaveLength(0);
  });
});
