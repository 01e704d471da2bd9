import { testApp, type CallOptions } from '../support/app.js';
import { BusyMerchant } from '../support/busy-merchant.js';
import { argumentsOf, documentOf, idPaths, idTypeAt, operation, OPERATIONS, plainValue } from '../support/operations.js';
import { tablesOf } from '../support/table-hashes.js';
import type { MemberRole } from '../support/merchant.js';

// What hangs below an object one may read: each edge says again who may follow it. Guards stand at the operations alone, so this is where they are missed.

const NOTE = 'A word among colleagues.';
const app = testApp();
let merchant: BusyMerchant;

beforeAll(async () => {
  merchant = await BusyMerchant.create(app, 'Edges', { problem: 'It came torn.', note: NOTE });
  await app.owner(`UPDATE customer SET name = '王小明', phone = '13800001111', email = 'somebody@example.com', account_id = 'account-1' WHERE merchant_id = $1`, [merchant.base.id]);
  await app.owner(`UPDATE member SET email = 'member@example.com', subject = 'idp|' || id WHERE merchant_id = $1 AND name <> 'ADMIN'`, [merchant.base.id]);
  await merchant.act('ADMIN', 'assignTicket', merchant.ticket('complaint'), { memberId: merchant.id('Member') });
}, 120_000);

const TICKET = `query Ticket($id: ID!) { ticket(id: $id) {
  customer { name phone email accountId orders { edges { node { id } } } } assignee { name email subject grants { role } }
  messages(first: 100) { edges { node { body visibility author { name } } } } tasks { question } findings { cause } attachments { id url } statements { text } order { id customer { name } } } }`;

interface Seen {
  customer: { name: string | null; phone: string | null; email: string | null; accountId: string | null; orders: { edges: unknown[] } };
  assignee: { name: string; email: string | null; subject: string | null; grants: unknown[] } | null;
  messages: { edges: { node: { body: string; visibility: string; author: { name: string } | null } }[] };
  tasks: { question: string | null }[];
  findings: { cause: string | null }[];
  attachments: { url: string }[];
  order: { customer: { name: string | null } };
}

async function see(call: CallOptions): Promise<Record<string, unknown>> {
  const answer = await app.gql<{ ticket: Seen }>(TICKET, { id: merchant.ticket('complaint').id }, call);
  const ticket = answer.data?.ticket;
  if (!ticket) throw new Error(JSON.stringify(answer.errors));
  const messages = ticket.messages.edges.map(({ node }) => node);
  return {
    name: ticket.customer.name, nameByOrder: ticket.order.customer.name, phone: ticket.customer.phone, email: ticket.customer.email, account: ticket.customer.accountId,
    notes: messages.some(({ body, visibility }) => body === NOTE && visibility === 'INTERNAL'), authors: messages.some(({ author }) => author !== null),
    assignee: ticket.assignee?.name ?? null, memberEmail: ticket.assignee?.email ?? null, memberSubject: ticket.assignee?.subject != null,
    question: ticket.tasks[0]?.question ?? null, cause: ticket.findings[0]?.cause ?? null,
  };
}

const MASKED = { phone: '138****1111', email: 's***@example.com', account: 'a***1' };
const CLEAR_NAME = { name: '王小明', nameByOrder: '王小明' };
const INSIDE = { notes: true, authors: true, assignee: 'AGENT', question: 'Which batch?', cause: 'A bad seam.', memberEmail: null, memberSubject: false };

it.each<[MemberRole, object]>([
  ['AGENT', CLEAR_NAME], ['LEADER', CLEAR_NAME], ['SUPERVISOR', CLEAR_NAME], ['FINANCE', { name: '王**', nameByOrder: '王**' }],
  ['INSPECTOR', { name: '王**', nameByOrder: '王**' }], ['AUDITOR', { name: '王**', nameByOrder: '王**' }],
  ['ADMIN', { ...CLEAR_NAME, memberEmail: 'member@example.com', memberSubject: true }],
])('%s sees what the role may, under the ticket and under its order', async (role, over) => {
  expect(await see({ token: await merchant.base.token(role) })).toEqual({ ...MASKED, ...INSIDE, ...over });
});

describe('an integration', () => {
  const OUTSIDE = { notes: false, authors: false, assignee: null, memberEmail: null, memberSubject: false, question: null, cause: null };

  it('reads tickets without personal data, our internal words or our people', async () => {
    const call = { headers: { 'x-api-key': await merchant.key(['tickets:read']) } };
    expect(await see(call)).toEqual({ ...OUTSIDE, name: null, nameByOrder: null, phone: null, email: null, account: null });
  });

  it('reads names with the scope for it, the rest masked', async () => {
    const call = { headers: { 'x-api-key': await merchant.key(['tickets:read', 'customers:read']) } };
    expect(await see(call)).toEqual({ ...OUTSIDE, ...MASKED, ...CLEAR_NAME });
  });

  it('cannot look up a note by its id', async () => {
    const [note] = await app.owner<{ id: string }>(`SELECT 'msg_' || id AS id FROM message WHERE merchant_id = $1 AND body = $2`, [merchant.base.id, NOTE]);
    const query = 'query N($id: ID!) { node(id: $id) { id } }';
    const call = { headers: { 'x-api-key': await merchant.key(['tickets:read']) } };
    expect((await app.gql(query, { id: note?.id }, call)).data).toEqual({ node: null });
    expect((await app.gql(query, { id: note?.id }, { token: await merchant.base.token('AUDITOR') })).data).toEqual({ node: { id: note?.id } });
  });

  it('that may only write learns nothing of the ticket its reference names', async () => {
    const call = { headers: { 'x-api-key': await merchant.key(['tickets:write']) } };
    const answer = await app.gql(
      'mutation O($input: OpenTicketInput!) { openTicket(input: $input) { created userErrors { code } ticket { id problem offers { id } timeline { edges { node { id } } } } } }',
      { input: { shopId: merchant.base.shopId, kind: 'COMPLAINT', channel: 'API', problem: 'x', externalRef: 'SPARE-1', complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'x' } } }, call,
    );
    expect(answer.data).toEqual({ openTicket: { created: false, userErrors: [], ticket: null } });
  });
});

describe('who works for one shop', () => {
  let elsewhere: CallOptions[];
  let ownTicket: string;

  beforeAll(async () => {
    const { base } = merchant;
    const [shop] = await app.owner<{ id: string }>(
      `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency)
       VALUES ($1, gen_random_uuid(), 'elsewhere', 'Elsewhere', 'JD', 'Asia/Shanghai', 'CNY') RETURNING id`, [base.id],
    );
    const shopUuid = shop?.id ?? '';
    for (const role of ['AGENT', 'SUPERVISOR', 'ADMIN', 'AUDITOR'] as const) await base.member(role, `${role} elsewhere`, { shopUuid });
    const tokens = await Promise.all((['AGENT', 'SUPERVISOR', 'ADMIN', 'AUDITOR'] as const).map((role) => base.token(role, `${role} elsewhere`)));
    elsewhere = [...tokens.map((token) => ({ token })), { headers: { 'x-api-key': await merchant.key(['status:read', 'tickets:read', 'customers:read'], shopUuid) } }];
    const { ticket } = await merchant.act('ADMIN', 'openTicket', null, {
      shopId: `shp_${shopUuid}`, kind: 'COMPLAINT', channel: 'CHAT', problem: 'Another.', complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'x' },
    });
    ownTicket = ticket?.id ?? '';
    // Somebody of both shops linked the two: the link is told, what it leads to is not.
    await merchant.act('ADMIN', 'linkTickets', { ...merchant.ticket('spare'), id: ownTicket, version: 1 }, { kind: 'SAME_INCIDENT', targetId: merchant.ticket('complaint').id });
  });

  /** Ids of everything that belongs to the first shop or hangs on it. */
  async function idsOfTheOtherShop(): Promise<Set<string>> {
    // What a merchant has as a whole, its people included.
    const open = new Set([
      'merchant', 'member', 'membership', 'process_definition', 'sla_policy', 'authority_policy', 'escalation_rules', 'calendar', 'calendar_version', 'absence',
      'api_key', 'event', 'shop',
    ]);
    const rows = await Promise.all((await tablesOf(app)).filter((table) => !open.has(table)).map((table) => app.owner<{ id: string | null }>(
      `SELECT to_jsonb(t)->>'id' AS id FROM "${table}" t WHERE merchant_id = $1
         AND coalesce((SELECT shop_id FROM ticket k WHERE k.merchant_id = $1 AND k.id::text = coalesce(to_jsonb(t)->>'ticket_id', to_jsonb(t)->>'id')),
                      (to_jsonb(t)->>'shop_id')::uuid, $2) = $2`, [merchant.base.id, merchant.base.shopUuid],
    )));
    return new Set(rows.flat().flatMap(({ id }) => (id === null ? [] : [id])));
  }

  it('reaches nothing of another, by any query, node, filter, count or edge', async () => {
    const foreign = await idsOfTheOtherShop();
    expect(foreign.size).toBeGreaterThan(80);
    const linked = merchant.ticket('complaint').id.slice(4);
    const told: string[] = [];
    const ask = async (name: string, query: string, variables: object): Promise<void> => {
      for (const [who, call] of elsewhere.entries()) {
        const { data } = await app.gql(query, variables, call);
        const ids = [...JSON.stringify(data ?? null).matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)].map(([id]) => id);
        told.push(...ids.filter((id) => foreign.has(id) && id !== linked).map((id) => `${name} (${who}): ${id}`));
      }
    };
    for (const op of OPERATIONS.filter(({ kind }) => kind === 'query')) {
      for (const path of [null, ...idPaths(op)]) {
        await ask(`${op.name} ${path}`, documentOf(op, 2), argumentsOf(op, (at, type) => (type.name === 'ID' ? merchant.id(idTypeAt(op, at)) : plainValue(at, type)), path ? [path] : []));
      }
    }
    for (const [type, id] of merchant.ids) await ask(`node ${type}`, documentOf(operation('node')), { id });
    for (const { id } of merchant.tickets.values()) await ask('node Ticket', documentOf(operation('node')), { id });
    await ask('own ticket', documentOf(operation('ticket'), 2), { id: ownTicket });
    await ask('search', documentOf(operation('tickets'), 1), { filter: { text: 'A-0', statuses: ['OPEN', 'ON_HOLD', 'CLOSED'] } });
    await ask('queue', documentOf(operation('tickets'), 2), { orderBy: 'NEWEST' });
    await ask('status', documentOf(operation('ticketStatuses')), { input: { ids: [...merchant.tickets.values()].map(({ id }) => id) } });
    expect([...new Set(told)]).toEqual([]);
  }, 120_000);

  it('sees its own ticket, with the link and without what it leads to', async () => {
    const [agent] = elsewhere;
    const answer = await app.gql<{ ticket: { links: { ticketId: string }[] } }>('query T($id: ID!) { ticket(id: $id) { links { ticketId } } }', { id: ownTicket }, agent);
    expect(answer.data?.ticket.links).toEqual([{ ticketId: merchant.ticket('complaint').id }]);
    expect((await app.gql('query T($id: ID!) { ticket(id: $id) { id } }', { id: merchant.ticket('complaint').id }, agent)).data).toEqual({ ticket: null });
  });

  it('counts only its own', async () => {
    for (const call of elsewhere) {
      const answer = await app.gql<{ ticketCounts: { count: number }[] }>('{ ticketCounts { shopId count } }', {}, call);
      expect(answer.data?.ticketCounts.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    }
  });

  it('is refused the file of another shop, by a link that was good while its holder had access', async () => {
    const member = await merchant.base.member('AGENT', 'moving');
    const token = await merchant.base.token('AGENT', 'moving');
    const answer = await app.gql<{ ticket: { attachments: { url: string }[] } }>('query T($id: ID!) { ticket(id: $id) { attachments { url } } }', { id: merchant.ticket('complaint').id }, { token });
    const url = new URL(answer.data?.ticket.attachments[0]?.url ?? '', app.url);
    expect((await fetch(url)).status).toBe(200);
    await app.owner(`UPDATE membership SET shop_id = (SELECT id FROM shop WHERE merchant_id = $1 AND external_id = 'elsewhere') WHERE member_id = $2`, [merchant.base.id, member]);
    expect((await fetch(url)).status).toBeGreaterThanOrEqual(400);
  });
});
