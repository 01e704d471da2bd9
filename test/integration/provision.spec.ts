import pg from 'pg';
import { ActorDirectory } from '../../src/identity/index.js';
import { sql } from '../../src/platform/database/sql.js';
import { DEFAULT_CALENDAR } from '../../src/calendar/index.js';
import { DEFAULT_DEFINITION } from '../../src/process/index.js';
import { DEFAULT_POLICY } from '../../src/sla/index.js';
import { createMerchant, type NewMerchant } from '../../src/tenancy/index.js';
import { testDatabase } from '../support/database.js';

const db = testDatabase();
const MERCHANT: NewMerchant = {
  name: 'New', admin: { name: 'First admin', subject: 'idp|first' }, definition: { name: 'default', body: DEFAULT_DEFINITION }, policy: { name: 'default', body: DEFAULT_POLICY },
  calendar: { name: 'Customer service 客服', body: DEFAULT_CALENDAR },
};

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('provisioning a merchant', () => {
  it('makes it with an admin, a published process and a published policy, all usable by the application', async () => {
    const { merchantId, adminId } = await as(db.ownerUrl, (client) => createMerchant(client, MERCHANT));
    const { unitOfWork } = db.open();
    expect(await new ActorDirectory(unitOfWork).member(merchantId, 'idp|first')).toMatchObject({ id: adminId, grants: [{ role: 'ADMIN', shopId: null, teamId: null }] });
    const published = await unitOfWork.read(merchantId, (tx) => tx.query(sql('test.published', `SELECT name, version, published_by FROM process_definition
      WHERE published_at IS NOT NULL UNION ALL SELECT name, version, published_by FROM sla_policy WHERE published_at IS NOT NULL`)));
    expect(published).toEqual([{ name: 'default', version: 1, published_by: adminId }, { name: 'default', version: 1, published_by: adminId }]);
  });

  it('makes nothing of it when a part fails, and leaves the connection as it was', async () => {
    await as(db.ownerUrl, async (client) => {
      const before = await client.query('SELECT count(*) AS n FROM merchant');
      await expect(createMerchant(client, { ...MERCHANT, admin: { name: '' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect((await client.query('SELECT count(*) AS n FROM merchant')).rows).toEqual(before.rows);
    });
  });

  it('works for an owner who is no superuser, whom row security binds too; so does signing in by API key', async () => {
    const role = `owner_${Math.trunc(Number(process.hrtime.bigint() % 1_000_000_000n))}`;
    const url = new URL(db.ownerUrl);
    await db.owner(`CREATE ROLE ${role} LOGIN PASSWORD 'test' NOSUPERUSER`);
    try {
      await db.owner(`GRANT amends_app TO ${role}`);
      await db.owner(`DO $$ DECLARE t record; BEGIN
        FOR t IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP EXECUTE format('ALTER TABLE %s OWNER TO ${role}', t.name); END LOOP;
        FOR t IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP EXECUTE format('ALTER ROUTINE %s OWNER TO ${role}', t.name); END LOOP; END $$`);
      Object.assign(url, { username: role, password: 'test' });
      const { merchantId, adminId } = await as(url.href, (client) => createMerchant(client, MERCHANT));
      await db.owner(`INSERT INTO api_key (merchant_id, id, name, scopes, secret_sha256, created_by) VALUES ($1, $1, 'K', '{status:read}', $2, $3)`, [merchantId, Buffer.alloc(32), adminId]);
      expect(await db.open().database.query(sql('test.key', 'SELECT merchant_of_api_key($1) AS m'), [merchantId])).toEqual([{ m: merchantId }]);
      // Outside of both the owner is as blind as everybody else without a merchant.
      expect(await as(url.href, async (client) => (await client.query('SELECT FROM member')).rowCount)).toBe(0);
    } finally {
      await db.owner(`REASSIGN OWNED BY ${role} TO CURRENT_USER`);
      await db.owner(`DROP OWNED BY ${role}`);
      await db.owner(`DROP ROLE ${role}`);
    }
  });
});
