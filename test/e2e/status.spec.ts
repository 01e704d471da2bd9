import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import { testApp, type GraphQLAnswer } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// What other systems pull: statuses by id and by reference; the kept counts; the timeline.

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

const VIEW = 'id number shopId kind externalRef status resolution currentStep waitingOn nextDueAt lastPublicMessageAt updatedAt version';
const STATUSES = `query($input: TicketStatusesInput!) { ticketStatuses(input: $input) { ${VIEW} } }`;
const BY_REF = `query($shopId: ID!, $kind: TicketKind!, $ref: String!) { ticketByExternalRef(shopId: $shopId, kind: $kind, ref: $ref) { ${VIEW} } }`;
type View = Record<string, unknown>;

describe('an API key of the status scope', () => {
  let key: string;
  let ticketId: string;
  beforeAll(async () => {
    key = await desk.merchant.apiKey(['status:read']);
    ticketId = await desk.ticket({ externalRef: 'REFUND-77' });
  });
  const ask = <Data>(query: string, variables: object = {}): Promise<GraphQLAnswer<Data>> => app.gql<Data>(query, variables, { token: key });
  const byRef = async (ref: string, more: object = {}): Promise<View | null | undefined> =>
    (await ask<{ ticketByExternalRef: View | null }>(BY_REF, { shopId: desk.merchant.shopId, kind: 'RETURN_EXCHANGE', ref, ...more })).data?.ticketByExternalRef;

  it('learns a ticket\'s state by its reference: no names, no texts', async () => {
    const view = await byRef('REFUND-77');
    expect(view).toMatchObject({
      id: ticketId, shopId: desk.merchant.shopId, kind: 'RETURN_EXCHANGE', externalRef: 'REFUND-77', status: 'OPEN', resolution: null,
      currentStep: 'RESPOND', waitingOn: 'US', version: 1,
    });
    expect(view?.['nextDueAt']).not.toBeNull();
    expect(view?.['lastPublicMessageAt']).not.toBeNull();
    expect(await byRef(' REFUND-77 ')).toEqual(view);
  });

  it('gets null for what is not there, of another kind, shop or merchant', async () => {
    const other = await TicketDesk.open(app, 'Other');
    await other.ticket({ externalRef: 'THEIRS' });
    expect(await byRef('NO-SUCH')).toBeNull();
    expect(await byRef('REFUND-77', { kind: 'COMPLAINT' })).toBeNull();
    expect(await byRef('REFUND-77', { shopId: 'nonsense' })).toBeNull();
    expect(await byRef('THEIRS', { shopId: other.merchant.shopId })).toBeNull();
  });

  it('asks for many at once by ids and references; unknown ones are left out, and none is told twice', async () => {
    const second = await desk.complaint(null);
    const other = await (await TicketDesk.open(app, 'Other')).ticket();
    const { data } = await ask<{ ticketStatuses: View[] }>(STATUSES, {
      input: {
        ids: [second, ticketId, other, 'nonsense', desk.merchant.shopId, second], shopId: desk.merchant.shopId, kind: 'RETURN_EXCHANGE', externalRefs: ['REFUND-77', 'NO-SUCH'],
      },
    });
    expect(data?.ticketStatuses.map(({ id }) => id).sort()).toEqual([ticketId, second].sort());
  });

  it('up to 200, references with their shop and kind', async () => {
    const refused = async (input: object): Promise<unknown> => (await ask(STATUSES, { input })).errors?.map(({ extensions }) => [extensions['code'], extensions['field']]);
    const place = { shopId: desk.merchant.shopId, kind: 'COMPLAINT' };
    const many = (length: number): string[] => Array.from({ length }, (_, at) => `R-${at}`);
    expect(await refused({ ids: many(201) })).toEqual([['INVALID_INPUT', 'ids']]);
    expect(await refused({ ...place, externalRefs: many(201) })).toEqual([['INVALID_INPUT', 'externalRefs']]);
    expect(await refused({ ...place, ids: many(100), externalRefs: many(101) })).toEqual([['INVALID_INPUT', 'ids']]);
    expect(await refused({ externalRefs: ['R'] })).toEqual([['INVALID_INPUT', 'shopId']]);
    expect(await refused({ externalRefs: ['R'], shopId: desk.merchant.shopId })).toEqual([['INVALID_INPUT', 'kind']]);
    expect(await refused({ ...place, ids: many(100), externalRefs: many(100) })).toBeUndefined();
  });

  it('may do this and nothing else', async () => {
    const target = { id: ticketId };
    for (const [query, variables] of [
      ['query($id: ID!) { ticket(id: $id) { id } }', target],
      ['query { tickets { edges { node { id } } } }', {}],
      ['query { ticketByNumber(number: "A-000001") { id } }', {}],
      ['query { ticketCounts { count } }', {}],
      ['query { processDefinitions { edges { node { id } } } }', {}],
    ] as const) {
      const { data, errors } = await ask<Record<string, unknown>>(query, variables);
      expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
    }
    expect((await ask<{ node: unknown }>('query($id: ID!) { node(id: $id) { id } }', target)).data?.node ?? null).toBeNull();
    const before = await desk.state(ticketId);
    const tag = await ask<{ tagTicket: { userErrors: { code: string }[] } }>('mutation($input: TagTicketInput!) { tagTicket(input: $input) { userErrors { code } } }', {
      input: { ticketId, tags: ['x'] },
    });
    expect(tag.data?.tagTicket.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await desk.state(ticketId)).toEqual(before);
  });

  it('of another shop learns nothing here', async () => {
    const elsewhere = await desk.merchant.apiKey(['status:read'], await desk.merchant.anotherShop());
    const statuses = await app.gql<{ ticketStatuses: View[] }>(STATUSES, { input: { ids: [ticketId] } }, { token: elsewhere });
    expect(statuses.data?.ticketStatuses).toEqual([]);
    const one = await app.gql<{ ticketByExternalRef: View | null }>(BY_REF, { shopId: desk.merchant.shopId, kind: 'RETURN_EXCHANGE', ref: 'REFUND-77' }, { token: elsewhere });
    expect(one.data).toEqual({ ticketByExternalRef: null });
  });
});

describe('an external reference', () => {
  const OPEN = 'mutation($input: OpenTicketInput!) { openTicket(input: $input) { created ticket { id externalRef subject } userErrors { code field } } }';
  async function open(more: object): Promise<{ created: boolean; ticket: { id: string; externalRef: string | null; subject: string } | null; userErrors: unknown[] }> {
    const input = {
      shopId: desk.merchant.shopId, kind: 'COMPLAINT', channel: 'PHONE', problem: 'x', complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'x' }, ...more,
    };
    const { data } = await desk.merchant.as<{ openTicket: Awaited<ReturnType<typeof open>> }>('AGENT', OPEN, { input });
    if (!data) throw new Error('no answer');
    return data.openTicket;
  }

  it('with blanks around it is the same reference, and a blank one is none', async () => {
    const first = await open({ externalRef: 'R-9' });
    expect(await open({ externalRef: ' R-9 ' })).toEqual({ created: false, ticket: first.ticket, userErrors: [] });
    expect((await open({ externalRef: '  ' })).ticket?.externalRef).toBeNull();
  });

  it('a subject taken from the problem never ends in half a character', async () => {
    const { ticket, userErrors } = await open({ problem: `${'x'.repeat(79)}😀😀\nmore` });
    expect(userErrors).toEqual([]);
    expect(ticket?.subject).toBe(`${'x'.repeat(79)}😀`);
  });
});

describe('counts', () => {
  interface Counts {
    ticketCounts: { shopId: string; kind: string; status: string; step: string | null; count: number }[];
  }
  async function counts(own: TicketDesk): Promise<string[]> {
    const { data } = await own.merchant.as<Counts>('AGENT', '{ ticketCounts { shopId kind status step count } }');
    return (data?.ticketCounts ?? []).map(({ kind, status, step, count }) => `${kind} ${status} ${step ?? '-'} ${count}`).sort();
  }
  async function counted(own: TicketDesk): Promise<string[]> {
    const rows = await app.owner<{ line: string }>(
      `SELECT concat_ws(' ', kind, status, coalesce(current_step, '-'), count(*)) AS line FROM ticket WHERE merchant_id = $1 GROUP BY kind, status, current_step`, [own.merchant.id],
    );
    return rows.map(({ line }) => line).sort();
  }

  it('equal a real count after whatever happened, before and after folding, by two folders at once too', async () => {
    const own = await TicketDesk.open(app, 'Counted');
    const loops = app.nest.get(TicketLoops, { strict: false });
    const tickets = [];
    for (let n = 0; n < 12; n++) tickets.push(await (n % 2 === 1 ? own.ticket() : own.complaint(null)));
    const changes = tickets.map(async (ticketId, n) => {
      if (n % 3 === 0) return;
      if (n % 4 === 3) await own.finished(ticketId);
      else await own.heard(ticketId);
      if (n % 4 === 3) await own.does('AGENT', 'closeTicket', await own.now(ticketId));
      else if (n % 4 === 1) await own.does('AGENT', 'holdTicket', { ...(await own.now(ticketId)), reason: 'OTHER' });
      if (n === 7) await own.does('AGENT', 'reopenTicket', { ...(await own.now(ticketId)), step: 'LISTEN', reason: 'x' });
    });
    await own.merchant.member('AGENT');
    await Promise.all([...changes, loops.foldCounts(), loops.foldCounts()]);
    const real = await counted(own);
    expect(real.length).toBeGreaterThan(3);
    expect(await counts(own)).toEqual(real);
    await Promise.all([loops.foldCounts(), loops.foldCounts(), loops.foldCounts()]);
    await loops.foldCounts();
    expect(await counts(own)).toEqual(real);
    expect(await app.owner('SELECT count(*)::int AS n FROM ticket_count WHERE merchant_id = $1 AND NOT folded', [own.merchant.id])).toEqual([{ n: 0 }]);
    await own.ticket();
    expect(await counts(own)).toEqual(await counted(own));
  });

  it('show a member their shops', async () => {
    await desk.merchant.member('LEADER', 'elsewhere', { shopUuid: await desk.merchant.anotherShop() });
    const token = await desk.merchant.token('LEADER', 'elsewhere');
    expect((await app.gql<Counts>('{ ticketCounts { count } }', {}, { token })).data?.ticketCounts).toEqual([]);
    const asked = await app.gql<Counts>('query($id: ID!) { ticketCounts(shopId: $id) { count } }', { id: desk.merchant.shopId }, { token });
    expect(asked.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});

describe('the timeline', () => {
  const PAGE = `query($id: ID!, $first: Int!, $after: String) { ticket(id: $id) { timeline(first: $first, after: $after) {
    edges { cursor node { id type at actorId cause version data changes { field before after } } } pageInfo { hasNextPage endCursor } } } }`;
  interface Timeline {
    ticket: {
      timeline: {
        edges: { cursor: string; node: { id: string; type: string; at: string; actorId: string | null; version: number; data: unknown; changes: { field: string; before: string; after: string }[] } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
  }

  it('is read page by page in the order things happened, while more happens; with typed ids only', async () => {
    const ticketId = await desk.ticket();
    await desk.finished(ticketId);
    await desk.does('LEADER', 'assignTicket', { ticketId, memberId: encodeId('Member', await desk.merchant.member('LEADER')) });
    const entries = [];
    for (let after: string | null = null, more = true; more;) {
      const page: GraphQLAnswer<Timeline> = await desk.merchant.as<Timeline>('AGENT', PAGE, { id: ticketId, first: 4, after });
      if (!page.data) throw new Error('no page');
      const { edges, pageInfo } = page.data.ticket.timeline;
      entries.push(...edges.map(({ node }) => node));
      if (entries.length <= 8) await desk.does('LEADER', 'tagTicket', { ticketId, tags: [`t${entries.length}`] });
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    const kept = await app.owner<{ id: string; type: string; version: number }>('SELECT id::text, type, subject_version AS version FROM event WHERE subject_id = $1 ORDER BY id', [uuid(ticketId)]);
    expect(entries.map(({ id, type, version }) => ({ id: id.slice(4), type, version }))).toEqual(kept);
    // Every uuid in it, however deep, stands behind the name of its type.
    const text = JSON.stringify(entries);
    expect(text.match(/(?<![a-z]{3}_)\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g)).toBeNull();
    const assigned = entries.findLast(({ type }) => type === 'ticket.assigned');
    expect(assigned?.changes).toEqual([
      { field: 'assigneeId', before: JSON.stringify(encodeId('Member', await desk.merchant.member('AGENT'))), after: JSON.stringify(encodeId('Member', await desk.merchant.member('LEADER'))) },
    ]);
  });

  it('takes its own cursors only', async () => {
    const id = await desk.ticket();
    for (const keys of [['timeline', 'x'], ['timeline', '1e999'], ['timeline', -1], ['timeline', '99999999999999999999'], ['timeline', null], ['tickets:DUE', '1', '2'], ['timeline', 1.5]]) {
      const after = Buffer.from(JSON.stringify(keys)).toString('base64url');
      const { errors } = await desk.merchant.as('AGENT', PAGE, { id, first: 4, after });
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_INPUT']);
    }
  });
});
