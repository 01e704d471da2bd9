import { startApp, testApp, type GraphQLAnswer } from '../support/app.js';
import { TestMerchant } from '../support/merchant.js';

const ME = '{ me { name } }';
const QUEUE = '{ tickets(first: 100) { edges { node { id steps { missing { code } } } } } }';

function refusedOf(answers: readonly GraphQLAnswer[]): readonly GraphQLAnswer[] {
  return answers.filter(({ status }) => status === 429);
}

describe('a member who asks too often', () => {
  const app = testApp({ env: { RATE_PER_ACTOR: '2' } });

  it('is told when to come back, and nobody else is held up', async () => {
    const merchant = await TestMerchant.create(app);
    const answers = [];
    for (let request = 0; request < 40; request += 1) answers.push(await merchant.as('AGENT', ME));
    const [refused] = refusedOf(answers);
    expect(refusedOf(answers).length).toBeGreaterThan(10);
    expect(answers.slice(0, 10).every(({ status }) => status === 200)).toBe(true);
    expect(refused).toMatchObject({ data: undefined, errors: [{ extensions: { code: 'RATE_LIMITED', retryable: true, details: { retryAfterSeconds: 1 } } }] });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect((await merchant.as('LEADER', ME)).status).toBe(200);
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
    const refused = refusedOf(answers);
    expect(refused.length).toBeGreaterThan(10);
    expect(answers.slice(0, 30).every(({ status }) => status === 401)).toBe(true);
    expect(refused[0]).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    const files = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${app.url}/files/uploads/x`, { method: 'PUT' })).status));
    expect(files).toContain(429);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  } finally {
    await app.close();
  }
});
