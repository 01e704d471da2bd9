import { jest } from '@jest/globals';
import { startApp, testApp, type GraphQLAnswer } from '../support/app.js';
import { TestMerchant } from '../support/merchant.js';

// Buckets fill by the clock of the process, which stands still here but for what a test lets pass: however slow the machine, it adds no point.
let now = 0;
beforeAll(() => void jest.spyOn(performance, 'now').mockImplementation(() => now));
afterAll(() => void jest.restoreAllMocks());

const ME = '{ me { name } }';
const QUEUE = '{ tickets(first: 100) { edges { node { id steps { missing { code } } } } } }';

const times = <T>(count: number, of: T): T[] => Array.from({ length: count }, () => of);
const statuses = (answers: readonly GraphQLAnswer[]): number[] => answers.map(({ status }) => status);

describe('a member who asks too often', () => {
  const app = testApp({ env: { RATE_PER_ACTOR: '2' } });

  it('is told when to come back, and nobody else is held up', async () => {
    const merchant = await TestMerchant.create(app);
    const answers = [];
    for (let request = 0; request < 40; request += 1) answers.push(await merchant.as('AGENT', ME));
    expect(statuses(answers)).toEqual([...times(19, 200), ...times(21, 429)]); // ten seconds bring twenty points, and this costs 1.01
    const refused = answers.at(-1);
    expect(refused).toMatchObject({ data: undefined, errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, details: { retryAfterSeconds: 1 } } }] });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await merchant.as('LEADER', ME)).status).toBe(200);
    now += 1_000;
    expect(statuses([await merchant.as('AGENT', ME), await merchant.as('AGENT', ME), await merchant.as('AGENT', ME)])).toEqual([200, 200, 429]);
  });

  it('pays for what the answer may hold', async () => {
    const merchant = await TestMerchant.create(app);
    expect((await merchant.as('AGENT', QUEUE)).status).toBe(200);
    expect((await merchant.as('AGENT', QUEUE)).status).toBe(429);
  });
});

it('an address that asks too often is refused before anything is read, but the probes are answered', async () => {
  const app = await startApp({ env: { RATE_PER_ADDRESS: '3' } });
  try {
    const answers = [];
    for (let request = 0; request < 60; request += 1) answers.push(await app.gql(ME, {}, { token: 'guessed' }));
    expect(statuses(answers)).toEqual([...times(30, 401), ...times(30, 429)]);
    expect(answers.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('1');
    expect((await fetch(`${app.url}/files/uploads/x`, { method: 'PUT' })).status).toBe(429);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  } finally {
    await app.close();
  }
});
