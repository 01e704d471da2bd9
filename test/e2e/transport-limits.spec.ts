import { connect, type Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Database } from '../../src/platform/database/database.js';
import { startApp, testApp, type TestApp } from '../support/app.js';
import { EdgeModule } from '../support/edge.module.js';

// Attacks on the transport: connections, bodies and addresses. Each is cut off or refused, and everybody else is served.

const app = testApp({ module: EdgeModule.forRoot, env: { REQUEST_TIMEOUT_MS: '1500', MAX_QUERY_COST: '10000' } });
const production = testApp({
  module: EdgeModule.forRoot,
  env: { NODE_ENV: 'production', MAX_CONNECTIONS: '40' },
});

function post(target: TestApp, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = '/graphql'): Promise<Response> {
  return fetch(target.url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

describe('transport and resources', () => {
  const socketTo = (target: TestApp) => connect(Number(new URL(target.url).port), '127.0.0.1');

  /** What the server says on a raw connection until it closes it. */
  function talk(target: TestApp, text: string): Promise<string> {
    return new Promise((resolve) => {
      let said = '';
      const socket = socketTo(target);
      socket.on('data', (chunk) => (said += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(said));
      socket.write(text);
    });
  }

  // By what Node does unasked, these two would outlast a test: a minute for the headers, five for the rest.
  it('27. headers that never end are cut off', async () => {
    expect(await talk(app, 'POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toContain('408');
  });

  it('28. a body that never ends is cut off', async () => {
    const said = await talk(app, 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    expect(said).toMatch(/ (408|503) /);
  });

  it('28-33. connections above the limit are closed at once, and the others are served', async () => {
    const sockets = Array.from({ length: 300 }, () => socketTo(production).on('error', () => undefined));
    const closed = await new Promise<number>((resolve) => {
      let count = 0;
      for (const socket of sockets) socket.on('close', () => (count += 1) === 260 && resolve(count));
    });
    expect(closed).toBe(260);
    const server = production.nest.getHttpServer() as Server;
    const connected = () => new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
    for (const socket of sockets) socket.destroy();
    while ((await connected()) >= 40) await new Promise((resolve) => setImmediate(resolve)); // until the server has heard of one
    expect((await production.gql('{ item { n } }')).status).toBe(200);
  });

  it('29. ten megabytes', async () => {
    const answer = await post(app, JSON.stringify({ query: '{ item { n } }', variables: { a: 'x'.repeat(10_000_000) } })).catch(() => null);
    if (answer === null) return; // the connection was closed while we were still sending: refused as well
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
  });

  it('29. just over and just under the limit of 256 KB', async () => {
    const body = (size: number) => {
      const text = JSON.stringify({ query: '{ item { n } }', variables: { a: '' } });
      return text.replace('"a":""', `"a":"${'x'.repeat(size - text.length)}"`);
    };
    expect((await post(app, body(262_144))).status).toBe(200);
    expect((await post(app, body(262_145))).status).toBe(413);
  });

  it('30. compressed bodies are not inflated', async () => {
    const answer = await post(app, new Uint8Array(gzipSync('x'.repeat(1_000_000))), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
  });

  it('31. Content-Length beside Transfer-Encoding', async () => {
    const said = await talk(app, 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n');
    expect(said).toContain('400');
  });

  it('32. a thousand headers', async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `a${n}: b`).join('\r\n');
    const said = await talk(app, `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n${many}\r\n\r\n{}`);
    expect(said).toMatch(/HTTP\/1.1 431 /);
  });

  it('34. a statement that runs too long is cut off by the database, the request by its deadline', async () => {
    // It would outlast the test by far.
    const answer = await app.gql('{ slow(seconds: 600) }');
    expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    const running = `SELECT pid, pg_sleep(0.1) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'amends' AND state = 'active' AND query LIKE '%pg_sleep%'`;
    expect(await app.owner(running)).toHaveLength(1); // nobody waits for it any more
    while ((await app.owner(running)).length > 0);
  });

  it('a pool with nothing left says so soon, rather than keeping callers waiting', async () => {
    const small = await startApp({ module: EdgeModule.forRoot, env: { POOL_SIZE: '1', REQUEST_TIMEOUT_MS: '120000' } });
    try {
      const { runner } = await small.nest.get(Database).connect();
      const refused = await small.gql('{ slow(seconds: 0) }');
      expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UNAVAILABLE', retryable: true } }] });
      await runner.release();
      expect(await small.gql('{ slow(seconds: 0) }')).toMatchObject({ status: 200 });
    } finally {
      await small.close();
    }
  });

  it('38. addresses that only look like ours', async () => {
    for (const path of ['/graphql/', '//graphql', '/graphql//', '/GraphQL', '/%67raphql/', '/metrics', '/metrics/', '/health/ready/', '/health//ready']) {
      expect((await post(app, '{"query":"{ item { n } }"}', {}, path)).status).toBe(404);
    }
  });

  it('39. nobody is believed about where a request comes from', async () => {
    const answer = await app.gql('{ secret }', {}, { headers: { 'x-forwarded-user': 'admin', 'x-remote-user': 'admin', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil' } });
    expect(answer.status).toBe(401);
  });
});
