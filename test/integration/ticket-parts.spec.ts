import { encodeId } from '../../src/kernel/ids.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

/** How many transactions the work took. */
async function transactionsOf(work: () => Promise<unknown>): Promise<number> {
  const unit = app.nest.get(UnitOfWork);
  const read = unit.read.bind(unit);
  let count = 0;
  unit.read = <T>(...call: Parameters<typeof unit.read<T>>) => {
    count += 1;
    return read<T>(...call);
  };
  try {
    await work();
  } finally {
    unit.read = read;
  }
  return count;
}

it('the parts of a page of tickets cost as many transactions as those of one', async () => {
  const token = await desk.token(desk.agent);
  for (let count = 0; count < 4; count += 1) await desk.ticket();
  const query = `query ($n: Int!) { tickets(first: $n) { edges { node { allowedOperations { operation } clocks(all: true) { kind } timeline(first: 2) {
    edges { node { type } } pageInfo { hasNextPage } } } } } }`;
  interface Page { tickets: { edges: { node: { allowedOperations: object[]; timeline: { edges: object[]; pageInfo: { hasNextPage: boolean } } } }[] } }
  const ask = (n: number) => app.gql<Page>(query, { n }, { token });

  const [one, four] = [await transactionsOf(() => ask(1)), await transactionsOf(() => ask(4))];
  expect(four).toBe(one);

  const nodes = (await ask(4)).data?.tickets.edges.map(({ node }) => node) ?? [];
  expect(nodes).toHaveLength(4);
  for (const node of nodes) {
    expect(node.allowedOperations.length).toBeGreaterThan(30);
    expect(node.timeline.edges).toHaveLength(2);
    expect(node.timeline.pageInfo.hasNextPage).toBe(true);
  }
});

it('a second mutation of one request shows the clocks as it left them', async () => {
  const ticketId = encodeId('Ticket', await desk.ticket());
  const states = '{ ticket { clocks(all: true) { kind state } } userErrors { code } }';
  const { data } = await app.gql<Record<'first' | 'second', { ticket: { clocks: { kind: string; state: string }[] } }>>(
    `mutation ($note: AddNoteInput!, $send: SendMessageInput!) { first: addNote(input: $note) ${states} second: sendMessage(input: $send) ${states} }`,
    {
      note: { ticketId, body: 'seen' },
      send: { ticketId, channel: 'CHAT', body: '您好，我是客服小李，我来处理您的问题，今天18点前给您答复。', declares: { replyBy: { reason: '核实订单', at: await desk.in(3_600_000) } } },
    },
    { token: await desk.token(desk.agent) },
  );
  const stepsOf = (which: 'first' | 'second') => data?.[which].ticket.clocks.filter(({ kind }) => kind === 'STEP').map(({ state }) => state);
  expect(stepsOf('first')).toEqual(['RUNNING']);
  expect(stepsOf('second')).toContain('SATISFIED');
});
