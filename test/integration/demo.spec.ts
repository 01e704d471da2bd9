import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_ROLES, demoCredential } from '../../src/demo/credentials.js';
import { DEMO, DEMO_MEMBERS } from '../../src/demo/demo-merchant.js';
import { seedDemo } from '../../src/demo/seed.js';
import { readConfig } from '../../src/platform/config.js';
import { startApp, type TestApp } from '../support/app.js';
import { TEST_SECRET } from '../support/token.js';

const ENV = { AMENDS_DEMO: '1', AUTH_JWT_SECRET: TEST_SECRET, DATABASE_URL: 'postgres://nowhere/none' };
const TABLES = ['merchant', 'shop', 'team', 'member', 'membership', 'api_key', 'reason', 'customer', 'sales_order', 'order_line', 'parcel', 'process_definition', 'sla_policy', 'event'];
let app: TestApp | undefined;

function running(): TestApp {
  if (!app) throw new Error('not started');
  return app;
}

async function everything(): Promise<Record<string, unknown[]>> {
  const rows = await Promise.all(TABLES.map(async (table) => [table, await running().owner(`SELECT t.*, xmin::text FROM ${table} t ORDER BY t::text`)] as const));
  return Object.fromEntries(rows);
}

beforeAll(async () => {
  app = await startApp({ env: { AMENDS_DEMO: '1' } });
  await seedDemo(app.ownerUrl, TEST_SECRET);
});

afterAll(async () => {
  await app?.close();
});

describe('the demo merchant', () => {
  it('is made once: a second run changes not a row', async () => {
    const first = await everything();
    expect(Object.fromEntries(Object.entries(first).map(([table, rows]) => [table, rows.length]))).toMatchObject({
      merchant: 1, shop: 2, team: 2, member: 8, api_key: 1, reason: 128, customer: 5, sales_order: 6, parcel: 5, process_definition: 1, sla_policy: 1,
    });
    await seedDemo(running().ownerUrl, TEST_SECRET);
    expect(await everything()).toEqual(first);
  });

  it('is finished by the next run where one was interrupted', async () => {
    const whole = await everything();
    await running().owner('DELETE FROM parcel');
    await running().owner('DELETE FROM order_line');
    await running().owner('DELETE FROM sales_order');
    await running().owner('DELETE FROM membership WHERE member_id = $1', [DEMO_MEMBERS.agent.id]);
    await seedDemo(running().ownerUrl, TEST_SECRET);
    const again = await everything();
    for (const table of ['sales_order', 'order_line', 'parcel', 'membership', 'customer']) expect(again[table]).toHaveLength(whole[table]?.length ?? -1);
  });

  it('gives each of its people a token that works as their role, and distinct persons', async () => {
    const config = readConfig(ENV);
    const persons = new Set<string>();
    for (const role of DEMO_ROLES) {
      const token = await demoCredential(role, config);
      const answer = await running().gql<{ me: { kind: string; grants: { role: string }[] } }>('{ me { kind grants { role shopId } } }', {}, { token });
      const expected = role === 'integration' ? 'INTEGRATION' : DEMO_MEMBERS[role].role;
      expect(new Set(answer.data?.me.grants.map((grant) => grant.role))).toEqual(new Set([expected]));
    }
    for (const row of await running().owner<{ person_id: string }>('SELECT person_id FROM member')) persons.add(row.person_id);
    expect(persons.size).toBe(Object.keys(DEMO_MEMBERS).length);
  });

  it('changes the demo key with the token secret', async () => {
    const other = 'another-secret-0f-the-demo-merchant!!';
    await seedDemo(running().ownerUrl, other);
    const me = async (secret: string): Promise<number> => {
      const token = await demoCredential('integration', readConfig({ ...ENV, AUTH_JWT_SECRET: secret }));
      return (await running().gql('{ me { id } }', {}, { token })).status;
    };
    expect([await me(TEST_SECRET), await me(other)]).toEqual([401, 200]);
    await seedDemo(running().ownerUrl, TEST_SECRET);
  });
});

describe('npm run token', () => {
  const token = (args: string[], env: Record<string, string>) =>
    spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', 'scripts/token.ts', ...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, encoding: 'utf8' });

  it('prints a token and nothing else', async () => {
    const { stdout, stderr, status } = token(['--as', 'supervisor'], ENV);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const answer = await running().gql('{ me { id merchantId } }', {}, { token: stdout.trim() });
    expect(answer.data).toEqual({ me: { id: `mem_${DEMO_MEMBERS.supervisor.id}`, merchantId: `mer_${DEMO.merchantId}` } });
  });

  it('uses the secret the server keeps in its data folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'amends-'));
    try {
      const { AUTH_JWT_SECRET: _secret, ...env } = { ...ENV, AMENDS_DATA: folder };
      expect(token(['--as', 'agent'], env)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('start the server') as string });
      writeFileSync(join(folder, 'token-secret'), TEST_SECRET);
      const { stdout } = token(['--as', 'agent'], env);
      expect((await running().gql('{ me { id } }', {}, { token: stdout.trim() })).data).toEqual({ me: { id: `mem_${DEMO_MEMBERS.agent.id}` } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['in production', ['--as', 'agent'], { NODE_ENV: 'production' }], ['for nobody', [], {}], ['for a prototype', ['--as', 'constructor'], {}],
  ])('is refused %s, on stderr, in one line', (_what, args, over) => {
    const { stdout, stderr, status } = token(args, { ...ENV, ...over });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['without the demo', { AMENDS_DEMO: '0' }, 'Demo mode is off'],
    ['on an outside database that says nothing of a demo', { AMENDS_DEMO: undefined }, 'Demo mode is off'],
    ['in production', { AMENDS_DEMO: undefined, NODE_ENV: 'production' }, 'Demo mode is off'],
    ['beside an identity provider', { AUTH_JWKS_URL: 'https://idp.example/keys' }, 'identity provider'],
  ])('is refused %s', async (_what, over, sentence) => {
    await expect(demoCredential('agent', readConfig({ ...ENV, ...over }))).rejects.toThrow(sentence);
  });
});
