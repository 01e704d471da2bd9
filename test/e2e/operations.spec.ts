import { request as httpRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database/database.js';
import { createLog } from '../../src/platform/runtime/log.js';
import { Loops } from '../../src/platform/runtime/loops.js';
import { createWorker } from '../../src/platform/runtime/worker.js';
import { startApp, testApp } from '../support/app.js';
import { makeDatabase } from '../support/database.js';
import { EdgeModule } from '../support/edge.module.js';
import { execute, withDatabase } from '../support/test-server.js';
import { TEST_SECRET } from '../support/token.js';

const METRICS_TOKEN = 'scrape-7Hq2-Lm90-Pz4w-Xc8v-Bn61-Yt35';

describe('health and metrics of the API', () => {
  const app = testApp({ module: EdgeModule.forRoot, env: { METRICS_TOKEN } });

  it('is alive and ready', async () => {
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${app.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('gives metrics to who holds the token and nothing to others', async () => {
    for (const authorization of [undefined, 'Bearer ', `Bearer ${METRICS_TOKEN}x`, METRICS_TOKEN, `Basic ${METRICS_TOKEN}`]) {
      const answer = await fetch(`${app.url}/metrics`, { headers: authorization ? { authorization } : {} });
      expect([answer.status, await answer.text()]).toEqual([401, '']);
    }
    await app.gql('{ item { n } }');
    await app.gql('query SomethingAClientMadeUp { item { n } }');
    await app.gql('{ item { n } at(when: "2026-01-01T00:00:00Z") }');
    await app.gql('{ nonsense }');
    const answer = await fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain('amends_http_request_duration_seconds_count{operation="query.item",status="200"} 2');
    expect(text).toContain('operation="query.several",status="200"');
    expect(text).toContain('operation="unknown",status="400"');
    expect(text).not.toContain('MadeUp');
    expect(text).not.toContain('nonsense');
    expect(text).toMatch(/amends_database_connections\{state="waiting"\} 0/);
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('readiness', () => {
  it('is refused while a migration is missing, and while the database is gone', async () => {
    const app = await startApp({ module: EdgeModule.forRoot });
    let passed = 0;
    const real = performance.now.bind(performance);
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => real() + passed);
    try {
      /** An answer is kept for half a second: the one after it. */
      const ready = async () => {
        passed += 501;
        return (await fetch(`${app.url}/health/ready`)).status;
      };
      expect(await ready()).toBe(200);
      await app.owner(`UPDATE migration SET name = 'Other' WHERE name = 'CreateRemedies1796000000005'`);
      expect(await ready()).toBe(503);
      await app.owner(`UPDATE migration SET name = 'CreateRemedies1796000000005' WHERE name = 'Other'`);
      expect(await ready()).toBe(200);
      const name = new URL(app.ownerUrl).pathname.slice(1);
      const elsewhere = withDatabase(app.ownerUrl, 'postgres');
      await execute(elsewhere, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await execute(elsewhere, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
      expect(await ready()).toBe(503);
      expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
      expect(await app.gql('{ slow(seconds: 0) }')).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
      await execute(elsewhere, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      expect(await ready()).toBe(200);
    } finally {
      clock.mockRestore();
      await app.close();
    }
  });
});

describe('stopping', () => {
  it('answers what is under way and takes nothing new', async () => {
    const app = await startApp({ module: EdgeModule.forRoot, env: { POOL_SIZE: '1' } });
    const database = app.nest.get(Database);
    const { runner } = await database.connect();
    const underWay = app.gql('{ slow(seconds: 0) }');
    while (database.poolUse().waiting === 0) await setImmediate(); // it waits for the connection we hold
    const closing = app.close();
    while (app.nest.getHttpServer().listening) await setImmediate();
    await runner.release();
    const answer = await underWay;
    expect(answer).toMatchObject({ status: 200, data: { slow: 'done' } });
    expect(answer.headers.get('connection')).toBe('close'); // kept alive, it might hold up the stop
    await closing;
    await expect(app.gql('{ item { n } }')).rejects.toThrow();
  });
});

describe('the worker alone', () => {
  it('runs the loops, answers health and nothing else', async () => {
    const made = await makeDatabase();
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: made.appUrl, AUTH_JWT_SECRET: TEST_SECRET, PORT: '0', METRICS_TOKEN });
    const log = createLog('silent');
    const worker = await createWorker({ config, log, durable: false, module: EdgeModule.forRoot({ config, log, databaseUrl: made.appUrl }) });
    try {
      const thirdRound = new Promise<void>((resolve) => {
        let rounds = 0;
        worker.context.get(Loops).register('test', 10, async () => {
          rounds += 1;
          if (rounds === 3) resolve();
          return rounds < 3;
        });
      });
      worker.context.get(Loops).start();
      expect((await fetch(`${worker.url}/health/ready`)).status).toBe(200);
      expect((await fetch(`${worker.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).status).toBe(200);
      expect((await fetch(`${worker.url}/graphql`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(404);
      await thirdRound;
    } finally {
      await worker.close();
      await made.drop();
    }
  });
});

describe('the explorer', () => {
  const app = testApp({ module: EdgeModule.forRoot });

  it('is one page whose every part comes from this server', async () => {
    const page = await fetch(`${app.url}/explorer`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    const html = await page.text();
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '').filter((path) => !path.endsWith('/'));
    expect(parts.length).toBeGreaterThan(5);
    for (const path of parts) {
      const answer = await fetch(new URL(path, `${app.url}/explorer/`));
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get('content-type')).toMatch(/javascript|css|icon|svg|png/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      await answer.arrayBuffer();
    }
    const options = await (await fetch(`${app.url}/explorer/initial_options.js`)).text();
    expect(options).toContain('Who am I?');
    expect(options).toContain('endpointURL: `${location.origin}/graphql`');
    expect(options).not.toContain('@origin');
  });

  it('leads nowhere else', async () => {
    for (const path of ['/explorer/../package.json', '/explorer/..%2f..%2fpackage.json', '/explorer/%2e%2e/package.json', '/explorer//etc/passwd', '/explorer/nothing.js', '/explorer/assets']) {
      // fetch would tidy the path up before sending it
      const status = await new Promise<number | undefined>((resolve, reject) => {
        httpRequest(`${app.url}`, { path }, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end();
      });
      expect([path, status]).toEqual([path, 404]);
    }
  });
});
