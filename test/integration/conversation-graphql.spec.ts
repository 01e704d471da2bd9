import { encodeId } from '../../src/kernel/ids.js';
import { MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
let token: string;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
  token = await desk.token(desk.agent);
});

const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) {
    ticket { id version currentStep promises { id kind state what } }
    message { id body origin visibility author { name } attachments { id } }
    promise { id kind dueAt state }
    warnings { rule level start end excerpt advice suggestion }
    userErrors { code field message details }
  }
}`;

interface Sent {
  readonly ticket: { readonly version: number; readonly currentStep: string } | null;
  readonly message: { readonly id: string; readonly body: string } | null;
  readonly promise: { readonly id: string; readonly dueAt: string } | null;
  readonly warnings: readonly Record<string, unknown>[];
  readonly userErrors: readonly { readonly code: string; readonly field: string | null; readonly details: Record<string, unknown> | null }[];
}

async function send(ticketId: string, body: string, more: object = {}, headers: Record<string, string> = {}): Promise<Sent> {
  const input = { ticketId: encodeId('Ticket', ticketId), channel: 'CHAT', body, ...more };
  const answer = await app.gql<{ sendMessage: Sent }>(SEND, { input }, { token, headers });
  expect(answer.errors).toBeUndefined();
  return answer.data?.sendMessage as Sent;
}

describe('sendMessage over GraphQL', () => {
  it('answers the message, the promise it opened, and what the rules point at, in the language asked for', async () => {
    const ticketId = await desk.ticket();
    const at = await desk.in(25 * MINUTE);
    const sent = await send(ticketId, '您好，我是小周，30分钟内给你答复，衣服肯定不缩水。', { declares: { replyBy: { reason: '核对', at } } }, { 'accept-language': 'zh-CN' });
    expect(sent).toMatchObject({
      ticket: { currentStep: 'LISTEN', promises: [{ kind: 'REPLY', state: 'OPEN', what: '核对' }] },
      message: { origin: 'HUMAN', visibility: 'PUBLIC', author: { name: 'AGENT' }, attachments: [] },
      promise: { kind: 'REPLY', state: 'OPEN', dueAt: at },
      userErrors: [],
    });
    expect(sent.warnings).toEqual([
      { rule: 'HONORIFIC', level: 'WARN', start: 14, end: 15, excerpt: '你', advice: '称呼顾客请用“您”。', suggestion: '您' },
      expect.objectContaining({ rule: 'ABSOLUTE', level: 'WARN', excerpt: '肯定', suggestion: '会尽量' }),
    ]);
  });

  it('answers a repetition the same, warnings included, by the header as by the input', async () => {
    const ticketId = await desk.ticket();
    const headers = { 'idempotency-key': `header-${ticketId}` };
    const body = '您好，衣服肯定不缩水。';
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(ticketId, body, {}, headers)));
    expect(new Set(answers.map(({ message, warnings }) => JSON.stringify([message, warnings]))).size).toBe(1);
    expect(answers[0]?.warnings).toHaveLength(1);
    expect(await desk.events(ticketId, 'message.sent')).toHaveLength(1);
    const [stored] = await app.owner<{ result: string }>('SELECT result::text FROM idempotency WHERE key = $1', [headers['idempotency-key']]);
    expect(stored?.result).not.toContain('衣服');
    expect((await send(ticketId, '另一句话', {}, headers)).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('answers a refusal with where, what to do, and the ticket as it stands', async () => {
    const ticketId = await desk.ticket();
    const refused = await send(ticketId, 'Please change the refund reason first.');
    expect(refused).toMatchObject({
      message: null, promise: null, warnings: [], ticket: { currentStep: 'RESPOND' },
      userErrors: [{ code: 'WORDING_REFUSED', field: 'body', details: { overridable: true, hits: [{ rule: 'REASON_STEERED', level: 'BLOCK', start: 7, end: 31 }] } }],
    });
  });

  it.each<[string, object, string]>([
    ['attachmentIds.0', { attachmentIds: ['tkt_0192f0c1-7f0e-7c3a-8b1e-0242ac120002'] }, 'attachmentIds.0'],
    ['restatesStatementId', { declares: { restatesStatementId: 'msg_0192f0c1-7f0e-7c3a-8b1e-0242ac120002' } }, 'restatesStatementId'],
    ['tellsLegIds.0', { declares: { tellsLegIds: ['nonsense'] } }, 'tellsLegIds.0'],
  ])('answers an id of another type like one that does not exist: %s', async (_name, more, field) => {
    const ticketId = await desk.ticket();
    expect((await send(ticketId, '您好，请看附件。', more)).userErrors).toMatchObject([{ code: 'NOT_FOUND', field }]);
  });

  it("shows nothing of it to another merchant's people", async () => {
    const ticketId = await desk.ticket();
    const { messageId } = await desk.says(ticketId, '您好，我是小周。');
    const stranger = await ConversationDesk.open(app);
    const theirs = await stranger.token(stranger.supervisor);
    const node = await app.gql('query ($id: ID!) { node(id: $id) { id } }', { id: encodeId('Message', messageId) }, { token: theirs });
    expect(node.data).toEqual({ node: null });
    const input = { ticketId: encodeId('Ticket', ticketId), channel: 'CHAT', body: '您好' };
    const answer = await app.gql<{ sendMessage: Sent }>(SEND, { input }, { token: theirs });
    expect(answer.data?.sendMessage).toMatchObject({ ticket: null, message: null, userErrors: [{ code: 'NOT_FOUND', field: 'ticketId' }] });
  });
});

describe('confirmStatement over GraphQL', () => {
  it('names the version it was decided on', async () => {
    const ticketId = await desk.ticket({ structured: true });
    const statementId = await desk.listening(ticketId);
    const [row] = await app.owner<{ version: number }>('SELECT version FROM ticket WHERE id = $1', [ticketId]);
    const confirm = async (expectedVersion: number) => {
      const input = { ticketId: encodeId('Ticket', ticketId), expectedVersion, statementId: encodeId('Statement', statementId), by: 'STRUCTURED_FORM' };
      const answer = await app.gql<{ confirmStatement: { statement: unknown; userErrors: unknown[] } }>(
        `mutation ($input: ConfirmStatementInput!) { confirmStatement(input: $input) { statement { id text wish } userErrors { code details } } }`,
        { input }, { token });
      return answer.data?.confirmStatement;
    };
    expect(await confirm((row?.version ?? 0) - 1)).toEqual({ statement: null, userErrors: [{ code: 'VERSION_CONFLICT', details: { currentVersion: row?.version } }] });
    expect(await confirm(row?.version ?? 0)).toEqual({
      statement: { id: encodeId('Statement', statementId), text: '颜色不对，想换成蓝色', wish: 'EXCHANGE' }, userErrors: [],
    });
  });
});

describe('ticket.messages', () => {
  const PAGE = `query ($id: ID!, $first: Int!, $after: String) {
    ticket(id: $id) { messages(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }
  }`;
  interface Page {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  }
  const page = async (ticketId: string, first: number, after: string | null) =>
    app.gql<{ ticket: { messages: Page } }>(PAGE, { id: encodeId('Ticket', ticketId), first, after }, { token });

  it('pages through all of them once, in their order, while more arrive', async () => {
    const ticketId = await desk.ticket();
    for (let n = 0; n < 6; n += 1) await desk.customerSays(ticketId, `第 ${n} 句`);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const messages: Page | undefined = (await page(ticketId, 3, after)).data?.ticket.messages;
      seen.push(...(messages?.edges.map(({ node }) => node.id) ?? []));
      if (seen.length === 3) await desk.customerSays(ticketId, '又一句');
      after = messages?.pageInfo.endCursor ?? null;
      more = messages?.pageInfo.hasNextPage ?? false;
    }
    const rows = await app.owner<{ id: string }>('SELECT id FROM message WHERE ticket_id = $1 ORDER BY at, id', [ticketId]);
    expect(seen).toEqual(rows.map(({ id }) => encodeId('Message', id)));
    expect(seen).toHaveLength(8);
  });

  it.each([
    ['of another list', Buffer.from(JSON.stringify(['timeline', '2026-11-21T00:00:00.000Z', 'x'])).toString('base64url')],
    ['made up', Buffer.from(JSON.stringify(['messages', "'; DROP TABLE message; --", 'x'])).toString('base64url')],
    ['of no form', 'not-a-cursor'],
  ])('refuses a cursor %s', async (_name, after) => {
    const ticketId = await desk.ticket();
    expect((await page(ticketId, 3, after)).errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  });
});
