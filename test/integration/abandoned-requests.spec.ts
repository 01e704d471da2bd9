import { jest } from '@jest/globals';
import { connect, type Socket } from 'node:net';
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

it('a request its client gives up leaves no timer behind that would hold up the end of the process', async () => {
  const server = app.nest.getHttpServer();
  const seen = await deadlines(async () => {
    const gone = new Promise<void>((resolve) => server.once('connection', (socket: Socket) => socket.once('close', () => setImmediate(resolve))));
    const taken = new Promise<void>((resolve) => server.once('request', () => setImmediate(resolve)));
    const { hostname, port } = new URL(app.url);
    const client = connect(Number(port), hostname, () => {
      client.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{');
    });
    await taken;
    client.destroy();
    await gone;
  });
  expect(seen).toEqual({ set: 1, open: 0 });
});

it('nor does one that is answered', async () => {
  const seen = await deadlines(async () => {
    expect((await app.gql('{ __typename }')).status).toBe(200);
    expect((await app.gql('{ __typename }')).status).toBe(200);
  });
  expect(seen.set).toBe(2);
  expect(seen.open).toBeLessThanOrEqual(1); // the last answer may be here before the server has closed it
});
