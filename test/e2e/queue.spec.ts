import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp, type GraphQLAnswer } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

const QUEUE = `query($first: Int, $after: String, $filter: TicketFilterInput, $orderBy: TicketOrder) {
  tickets(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

interface Queue {
  tickets: {
    edges: { cursor: string; node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  };
}

function ask(variables: object, of = desk, as: [Parameters<TicketDesk['merchant']['token']>[0], string] = ['AGENT', 'AGENT']): Promise<GraphQLAnswer<Queue>> {
  return of.merchant.token(...as).then((token) => app.gql<Queue>(QUEUE, variables, { token }));
}

async function ids(variables: object, of = desk): Promise<string[]> {
  const { data, errors } = await ask({ first: 100, ...variables }, of);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.tickets.edges.map(({ node }) => node.id);
}

async function refusal(variables: object): Promise<unknown[]> {
  const { data, errors } = await ask(variables);
  expect(data?.tickets).toBeUndefined();
  return (errors ?? []).map(({ extensions }) => [extensions['code'], extensions['field']]);
}

describe('filters', () => {
  const named = {} as Record<'returned' | 'query' | 'complaint' | 'held' | 'closed', string>;
  let teamId: string;
  let agent: string;
  let order: { orderId: string; lineId: string; customerId: string };
  beforeAll(async () => {
    teamId = await desk.merchant.team();
    agent = encodeId('Member', await desk.merchant.member('AGENT'));
    order = await desk.merchant.order();
    const lines = [{ orderLineId: order.lineId, quantity: 1 }];
    named.returned = await desk.ticket({ tags: ['red', 'zip'], externalRef: '100%_R\\1', subject: '退货 50%_off', orderId: order.orderId, lines });
    named.query = await desk.logistics({ priority: 'URGENT', tags: ['red'], subject: 'Where is it' });
    named.complaint = await desk.complaint(null, { severity: 'SEVERE', emotion: 'ANGRY', teamId, subject: '50xxoff' });
    named.held = await desk.ticket({ subject: 'On hold' });
    await desk.heard(named.held);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(named.held)), reason: 'OTHER' });
    named.closed = await desk.ticket({ subject: 'Done with' });
    await desk.finished(named.closed);
    await desk.does('AGENT', 'closeTicket', await desk.now(named.closed));
  });

  it.each<[string, () => object, (keyof typeof named)[]]>([
    ['by default all but the closed', () => ({}), ['returned', 'query', 'complaint', 'held']],
    ['closed', () => ({ statuses: ['CLOSED'] }), ['closed']],
    ['open', () => ({ statuses: ['OPEN'] }), ['returned', 'query', 'complaint']],
    ['open, said twice', () => ({ statuses: ['OPEN', 'OPEN'] }), ['returned', 'query', 'complaint']],
    ['held or closed', () => ({ statuses: ['ON_HOLD', 'CLOSED'] }), ['held', 'closed']],
    ['of any status', () => ({ statuses: ['OPEN', 'ON_HOLD', 'CLOSED'] }), ['returned', 'query', 'complaint', 'held', 'closed']],
    ['of no status', () => ({ statuses: [] }), []],
    ['kind', () => ({ kinds: ['LOGISTICS', 'COMPLAINT'] }), ['query', 'complaint']],
    ['no kind', () => ({ kinds: [] }), []],
    ['step', () => ({ steps: ['REMEDY'] }), ['held']],
    ['assignee', () => ({ assigneeIds: [agent] }), ['held']],
    ['nobody\'s', () => ({ unassigned: true }), ['returned', 'query', 'complaint']],
    ['whoever\'s', () => ({ unassigned: false, steps: ['REMEDY'] }), ['held']],
    ['team', () => ({ teamIds: [teamId] }), ['complaint']],
    ['priority', () => ({ priorities: ['URGENT', 'LOW'] }), ['query']],
    ['severity', () => ({ severities: ['SEVERE'] }), ['complaint']],
    ['emotion', () => ({ emotions: ['ANGRY'] }), ['complaint']],
    ['customer', () => ({ customerId: order.customerId }), ['returned']],
    ['order', () => ({ orderId: order.orderId }), ['returned']],
    ['all of the tags', () => ({ tags: ['red', 'zip'] }), ['returned']],
    ['one tag', () => ({ tags: ['red'] }), ['returned', 'query']],
    ['external reference, exactly', () => ({ externalRef: '100%_R\\1' }), ['returned']],
    ['text with wildcards taken as they are', () => ({ text: '50%_OFF' }), ['returned']],
    ['text in the reference, a backslash among it', () => ({ text: '%_r\\1' }), ['returned']],
    ['a wildcard alone', () => ({ text: '%%' }), []],
    ['text in any case', () => ({ text: 'WHERE IS' }), ['query']],
    ['Chinese text', () => ({ text: '退货' }), ['returned']],
    ['quotes', () => ({ text: "' OR 1=1 --" }), []],
    ['due before the past', () => ({ dueBefore: '2020-01-01T00:00:00Z' }), []],
    ['due before far ahead', () => ({ dueBefore: '2100-01-01T00:00:00Z' }), ['returned', 'query', 'complaint', 'held']],
    ['shop', () => ({ shopIds: [desk.merchant.shopId] }), ['returned', 'query', 'complaint', 'held']],
    ['another shop', () => ({ shopIds: ['shp_00000000-0000-7000-8000-000000000000'] }), []],
    ['several at once', () => ({ kinds: ['RETURN_EXCHANGE'], statuses: ['ON_HOLD'], assigneeIds: [agent] }), ['held']],
  ])('%s', async (_name, filter, expected) => {
    expect(new Set(await ids({ filter: filter() }))).toEqual(new Set(expected.map((name) => named[name])));
  });

  it.each<[string, object, string, string | undefined]>([
    ['an id of another type', { shopIds: ['mem_00000000-0000-7000-8000-000000000000'] }, 'NOT_FOUND', 'shopIds.0'],
    ['no id', { assigneeIds: ['x'] }, 'NOT_FOUND', 'assigneeIds.0'],
    ['a text too short', { text: 'x' }, 'INVALID_INPUT', 'text'],
    ['a text too long', { text: 'x'.repeat(101) }, 'INVALID_INPUT', 'text'],
    ['NUL', { text: 'a\u0000b' }, 'INVALID_INPUT', undefined],
    ['half a character', { externalRef: '\ud800x' }, 'INVALID_INPUT', undefined],
    ['51 shops', { shopIds: Array.from({ length: 51 }, () => 'shp_00000000-0000-7000-8000-000000000000') }, 'INVALID_INPUT', 'shopIds'],
  ])('%s is refused', async (_name, filter, code, field) => {
    expect(await refusal({ filter })).toEqual([[code, field ?? expect.anything()]]);
  });

  it('a member of one shop sees that shop, in lists and by filter; another merchant sees nothing of it', async () => {
    const elsewhere = await desk.merchant.anotherShop();
    await desk.merchant.member('LEADER', 'elsewhere', { shopUuid: elsewhere });
    for (const filter of [{}, { shopIds: [desk.merchant.shopId] }, { text: '退货' }]) {
      expect((await ask({ filter }, desk, ['LEADER', 'elsewhere'])).data?.tickets.edges).toEqual([]);
    }
    const other = await TicketDesk.open(app, 'Other');
    const theirs = await other.ticket();
    expect(await ids({}, other)).toEqual([theirs]);
    expect(await ids({ filter: { shopIds: [desk.merchant.shopId] } }, other)).toEqual([]);
  });
});

describe('pages', () => {
  const ORDERS = ['DUE', 'PRIORITY', 'OLDEST', 'NEWEST'] as const;
  /** What each order sorts by, as the database would do it with everything before it. */
  const SORTED = {
    DUE: 'due_key, id', PRIORITY: 'priority_key, due_key, id', OLDEST: 'opened_at, id', NEWEST: 'opened_at DESC, id DESC',
  } as const;

  async function filled(): Promise<TicketDesk> {
    const own = await TicketDesk.open(app, 'Paged');
    for (let n = 0; n < 23; n++) await own.complaint(null, { priority: ['LOW', 'NORMAL', 'HIGH', 'URGENT'][n % 4] });
    // Equal keys, microseconds apart, and none at all: what makes a page lose or repeat a row.
    await app.owner(
      `UPDATE ticket t SET opened_at = '2026-01-01 00:00:00.000001Z'::timestamptz + (n / 3) * interval '1 microsecond',
              next_due_at = CASE WHEN n % 5 = 0 THEN NULL ELSE '2026-02-01 00:00:00.000001Z'::timestamptz + (n / 4) * interval '1 microsecond' END
         FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM ticket WHERE merchant_id = $1) numbered WHERE t.id = numbered.id`,
      [own.merchant.id],
    );
    return own;
  }

  it.each(ORDERS)('by %s walk the whole queue once, in order, while rows come and change behind the cursor', async (orderBy) => {
    const own = await filled();
    const expected = (await app.owner<{ id: string }>(`SELECT id FROM ticket WHERE merchant_id = $1 ORDER BY ${SORTED[orderBy]}`, [own.merchant.id])).map(({ id }) => encodeId('Ticket', id));
    const seen: string[] = [];
    for (let after: string | null = null, more = true, page = 0; more; page++) {
      const { data } = await ask({ first: 5, after, orderBy }, own);
      if (!data) throw new Error('no page');
      const { edges, pageInfo } = data.tickets;
      seen.push(...edges.map(({ node }) => node.id));
      expect(pageInfo).toMatchObject({ hasPreviousPage: page > 0, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor });
      ({ endCursor: after, hasNextPage: more } = pageInfo);
      // Behind the cursor: one more row at the front, and a change to the first row that was seen.
      const front = { DUE: `next_due_at = '2020-01-01Z'`, PRIORITY: `priority = 'URGENT', next_due_at = '2020-01-01Z'`, OLDEST: `opened_at = '2020-01-01Z'`, NEWEST: `opened_at = '2030-01-01Z'` }[orderBy];
      await app.owner(`UPDATE ticket SET ${front} WHERE id = $1`, [uuid(await own.complaint(null))]);
      await app.owner(`UPDATE ticket SET version = version + 1, tags = ARRAY['changed'] WHERE id = $1`, [uuid(seen[0] ?? '')]);
      if (page > 20) throw new Error('it goes round and round');
    }
    expect(seen).toEqual(expected);
  });

  it('take a cursor of this list and order, and nothing else', async () => {
    const own = await filled();
    const cursor = (await ask({ first: 1, orderBy: 'DUE' }, own)).data?.tickets.pageInfo.endCursor as string;
    const made = (keys: unknown): string => Buffer.from(JSON.stringify(keys)).toString('base64url');
    const row = '00000000-0000-7000-8000-000000000000';
    const garbled: [object, string][] = [
      [{ orderBy: 'PRIORITY' }, cursor], [{ orderBy: 'OLDEST' }, cursor], [{}, 'x'], [{}, ''], [{}, made('x')], [{}, made(['timeline', '1'])],
      [{}, made(['tickets:DUE', 'x', 'y'])], [{}, made(['tickets:DUE', null, null])], [{}, made(['tickets:DUE', 1, 2])],
      [{}, made(['tickets:DUE', '2026-02-30 00:00:00+00', row])], [{}, made(['tickets:DUE', '2026-99-01 00:00:00+00', row])],
      [{}, made(['tickets:DUE', '2026-01-01 25:00:00+00', row])], [{}, made(['tickets:DUE', '2026-01-01 00:00:00+00', `${row}0`])],
      [{}, made(['tickets:DUE', 'now', row])], [{}, made(['tickets:DUE', '2026-01-01 00:00:00+00', row, 'more'])],
      [{ orderBy: 'PRIORITY' }, made(['tickets:PRIORITY', 99_999, 'infinity', row])], [{ orderBy: 'PRIORITY' }, made(['tickets:PRIORITY', '1.5', 'infinity', row])],
      [{ orderBy: 'NEWEST' }, made(['tickets:NEWEST', 'x'.repeat(500), row])],
    ];
    for (const [order, after] of garbled) expect([after, await refusal({ ...order, after })]).toEqual([after, [['INVALID_INPUT', 'after']]]);
    expect((await ask({ after: made(['tickets:DUE', 'infinity', row]) }, own)).errors).toBeUndefined();
    // A cursor holds a place and no right: in another merchant's hands it shows that merchant's own tickets.
    const other = await TicketDesk.open(app, 'Other');
    expect((await ask({ after: cursor }, other)).data?.tickets.edges).toEqual([]);
  });

  it.each([0, -1, 101, 2_147_483_647])('of %i are refused', async (first) => {
    expect(await refusal({ first })).toEqual([['INVALID_INPUT', 'first']]);
  });

  it('of 100 are answered, and 20 without a wish', async () => {
    const own = await filled();
    expect((await ask({ first: 100 }, own)).data?.tickets).toMatchObject({ pageInfo: { hasNextPage: false, hasPreviousPage: false } });
    expect((await ask({}, own)).data?.tickets.edges).toHaveLength(20);
  });
});
