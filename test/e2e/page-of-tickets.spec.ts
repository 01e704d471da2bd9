import { UnitOfWork, type Tx } from '../../src/platform/database/unit-of-work.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

// What remedies say of a ticket is read for a page at once: as many statements for 50 tickets as for one.

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
  for (let n = 0; n < 50; n += 1) await desk.ticket();
}, 180_000);

const FIELDS = [
  'proposedFault { fault confidence }', 'proposedOffers { rung legs { type amount { amount } } }', 'reviewFlags { code }', 'customer { reviewFlags { code } }',
  'offers { id }', 'counterOffers { id }', 'claims { id }', 'findings { id }',
];

/** Statements the application sent while it answered a page of so many tickets with this field. */
async function statements(first: number, field: string): Promise<number> {
  const unit = app.nest.get(UnitOfWork);
  const read = unit.read.bind(unit);
  let sent = 0;
  unit.read = <T>(merchantId: string, work: (tx: Tx) => Promise<T>): Promise<T> => read(merchantId, (tx: Tx) => {
    const query = tx.query.bind(tx);
    tx.query = (...args) => {
      sent += 1;
      return query(...args);
    };
    return work(tx);
  });
  try {
    const { data, errors } = await app.gql<{ tickets: { edges: object[] } }>(
      `query ($first: Int!) { tickets(first: $first) { edges { node { id ${field} } } } }`, { first }, { token: await desk.token(desk.agent) });
    expect(errors).toBeUndefined();
    expect(data?.tickets.edges).toHaveLength(first);
  } finally {
    unit.read = read;
  }
  return sent;
}

it.each(FIELDS)('%s', async (field) => {
  const [none, one, page] = [await statements(1, ''), await statements(1, field), await statements(50, field)];
  expect(page).toBe(one);
  expect(one - none).toBeGreaterThan(0);
  expect(one - none).toBeLessThanOrEqual(6);
});
