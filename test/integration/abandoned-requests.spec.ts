import { jest } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { Metrics } from '../../src/platform/runtime/metrics.js';
import { testApp } from '../support/app.js';

// An odd one, so that no other timer is taken for it.
const DEADLINE_MS = 28_657;
const app = testApp({ env: { REQUEST_TIMEOUT_MS: String(DEADLINE_MS) } });

/** The deadlines set and cleared while `work` ran. */
async function deadlines(work: () => Promise<void>): Promise<{ set: number; open: number }> {
  const [setting, clearing] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
  try {
    await work();
    const cleared = new Set(clearing.mock.calls.map(([timer]) => timer as unknown));
    const timers = setting.mock.results.filter((_, at) => setting.mock.calls[at]?.[1] === DEADLINE_MS).map(({ value }) => value);
    return { set: timers.length, open: timers.filter((timer) => !cleared.has(timer)).length };
  } finally {
    setting.mockRestore();
    clearing.mockRestore();
  }
}

/** A request whose client goes once it was taken, in the middle of its body. */
async function abandon(requestId: string): Promise<void> {
  const server = app.nest.getHttpServer();
  const gone = new Promise<void>((resolve) => server.once('connection', (socket: Socket) => socket.once('close', () => setImmediate(resolve))));
  const taken = new Promise<void>((resolve) => server.once('request', () => setImmediate(resolve)));
  const { hostname, port } = new URL(app.url);
  const client = connect(Number(port), hostname, () => {
    client.write(`POST /graphql HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${requestId}\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{`);
  });
  await taken;
  client.destroy();
  await gone;
}

it('a request its client gives up leaves no timer behind that would hold up the end of the process', async () => {
  expect(await deadlines(() => abandon('given-up-1'))).toEqual({ set: 1, open: 0 });
});

it('nor does one that is answered', async () => {
  const seen = await deadlines(async () => {
    expect((await app.gql('{ __typename }')).status).toBe(200);
    expect((await app.gql('{ __typename }')).status).toBe(200);
  });
  expect(seen.set).toBe(2);
  expect(seen.open).toBeLessThanOrEqual(1); // the last answer may be here before the server has closed it
});

describe('in the log and in the metric a request stands once', () => {
  const logged = (requestId: string): object[] =>
    app.logged.filter((line) => line['requestId'] === requestId).map(({ operation, status, msg }) => ({ operation, status, msg }));
  const counted = async (operation: string, status: number): Promise<number> => {
    const found = await app.nest.get(Metrics, { strict: false }).registry.metrics();
    const line = found.split('\n').find((one) => one.startsWith(`amends_http_request_duration_seconds_count{operation="${operation}",status="${status}"}`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };

  it('as abandoned, when its client has gone', async () => {
    const before = await counted('POST /graphql', 499);
    await abandon('given-up-2');
    expect(logged('given-up-2')).toEqual([{ operation: 'POST /graphql', status: 499, msg: 'request' }]);
    expect(await counted('POST /graphql', 499)).toBe(before + 1);
  });

  it('by its status, when it was answered', async () => {
    const send = (requestId: string) => app.gql('query Kept { __typename }', {}, { headers: { 'x-request-id': requestId } });
    const before = await counted('query.introspection', 200);
    for (const requestId of ['answered-1', 'answered-2']) expect((await send(requestId)).status).toBe(200);
    // By the second answer the end of the first is on record.
    expect(logged('answered-1')).toEqual([{ operation: 'query.introspection', status: 200, msg: 'request' }]);
    expect(await counted('query.introspection', 200)).toBeGreaterThan(before);
  });
});
