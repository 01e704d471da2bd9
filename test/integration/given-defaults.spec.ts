import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { GIVEN_AUTHORITY, GIVEN_RULES } from '../../migrations/given-defaults.js';
import { AuthorityLibrary } from '../../src/compensation/approvals/authority-library.js';
import { readAuthority } from '../../src/compensation/domain/authority-check.js';
import { checkRules } from '../../src/escalation/domain/check-rules.js';
import { RulesLibrary } from '../../src/escalation/rules-library.js';
import { Database } from '../../src/platform/database/database.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { ApprovalDesk } from '../support/approval-desk.js';
import { makeDatabase, testDatabase, type Made } from '../support/database.js';

const GIVING = 'CompleteDuty1796000000018';
const OWN = { rules: [{ key: 'own', title: { en: 'Own', zh: '自定' }, trigger: { on: 'REOPENED', times: 3 }, levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ASSIGNEE' } }] }] }] };

async function migrateTo(url: string, migrations: readonly (typeof MIGRATIONS)[number][]): Promise<void> {
  const source = new DataSource({ type: 'postgres', url, migrations: [...migrations], migrationsTableName: 'migration', poolSize: 1 });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' }).finally(() => source.destroy());
}

async function rows<T>(pool: pg.Pool, statement: string, values: unknown[] = []): Promise<T[]> {
  return (await pool.query(statement, values)).rows as T[];
}

describe('merchants made before there were rules and limits', () => {
  const [bare, own] = [uuidv7(), uuidv7()];
  let db: Made;
  beforeAll(async () => {
    db = await makeDatabase({ empty: true });
    const at = MIGRATIONS.findIndex((migration) => migration.name === GIVING);
    await migrateTo(db.url, MIGRATIONS.slice(0, at));
    for (const id of [bare, own]) await db.pool.query(`INSERT INTO merchant (id, name) VALUES ($1, 'Old')`, [id]);
    await db.pool.query(`INSERT INTO escalation_rules (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'own', 1, $3, now())`, [own, uuidv7(), JSON.stringify(OWN)]);
    await migrateTo(db.url, MIGRATIONS.slice(0, at + 1));
  }, 60_000);
  afterAll(() => db.drop());

  it('have the defaults in force, each as a published version on record, and what they published themselves untouched', async () => {
    const database = new Database({ url: db.appUrl, role: 'amends_app', poolSize: 2, entities: [] });
    db.opened.push(database);
    const unit = new UnitOfWork(database);
    const [rules, authority] = [new RulesLibrary(), new AuthorityLibrary()];
    const inForce = async (merchantId: string): Promise<unknown> => unit.read(merchantId, async (tx) => ({
      rules: [...((await rules.newest(tx))?.byKey.keys() ?? [])], limits: (await authority.newest(tx))?.policy.limits.length,
    }));
    expect(await inForce(bare)).toEqual({ rules: GIVEN_RULES.rules.map(({ key }) => key), limits: GIVEN_AUTHORITY.limits.length });
    expect(await inForce(own)).toEqual({ rules: ['own'], limits: GIVEN_AUTHORITY.limits.length });
    expect(await rows(db.pool, 'SELECT merchant_id, name, version, published_by FROM escalation_rules ORDER BY merchant_id')).toEqual([
      { merchant_id: bare, name: 'default', version: 1, published_by: null }, { merchant_id: own, name: 'own', version: 1, published_by: null },
    ]);
    const told = await rows(db.pool, `SELECT merchant_id, type, actor_kind FROM event WHERE cause = 'MIGRATION' ORDER BY merchant_id, type`);
    expect(told).toEqual([[bare, 'authority.published'], [bare, 'escalation_rules.published'], [own, 'authority.published']].map(([merchant_id, type]) => ({ merchant_id, type, actor_kind: 'SYSTEM' })));
  });

  it('and the tables they came into are as guarded as before', async () => {
    const open = await rows(db.pool, `SELECT relname FROM pg_class WHERE relname IN ('merchant', 'escalation_rules', 'authority_policy', 'event', 'assignment_wait') AND NOT (relrowsecurity AND relforcerowsecurity)`);
    expect(open).toEqual([]);
  });
});

describe('an offer made before offers were measured', () => {
  const db = testDatabase();

  it('binds once the customer has it, and as a draft is made anew', async () => {
    const open = await ApprovalDesk.open(db, null);
    const { desk } = open;
    const { at, offerId } = await open.drafted(8_000n);
    await open.sends(at, offerId);
    const draft = await open.drafted(8_000n);
    await db.owner('DELETE FROM offer_authority WHERE merchant_id = $1', [desk.merchantId]); // as rows of those days are
    await open.publish(GIVEN_AUTHORITY);
    expect(await desk.refused(draft.at.ticketId, () => open.sends(draft.at, draft.offerId))).toMatchObject({ code: 'APPROVAL_REQUIRED' });
    await open.withdraw.execute(desk.agent, { ...desk.request(draft.at.ticketId), offerId: draft.offerId, reason: 'Made anew' });
    const messageId = await desk.customerSays(at.ticketId);
    await open.accept.execute(desk.agent, { ...desk.request(at.ticketId), offerId, messageId, note: null, proofRef: null });
    expect(await db.owner('SELECT state FROM offer WHERE id = $1', [offerId])).toEqual([{ state: 'ACCEPTED' }]);
  });
});

it('what is given could be published', () => {
  expect(checkRules(GIVEN_RULES)).toEqual([]);
  expect(readAuthority(GIVEN_AUTHORITY).problems).toEqual([]);
});
