import { AddNote } from '../../src/conversation/commands/messages/add-note.js';
import { RedactMessage } from '../../src/conversation/commands/messages/redact-message.js';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

describe('redactMessage', () => {
  const secret = '我的手机是13912345678';

  it('takes the text away for good and leaves its mark, its id and its standing as evidence', async () => {
    const ticketId = await desk.ticket();
    const { messageId } = await desk.says(ticketId, '您好，我是售后小周，您的申请今天处理。', { answersInFull: true });
    const redact = desk.get(RedactMessage);
    await redact.execute(desk.supervisor, { ...desk.request(ticketId), messageId, reason: '含个人信息' });

    const [row] = await app.owner('SELECT body, signals, redacted_by, redaction_reason FROM message WHERE id = $1', [messageId]);
    expect(row).toEqual({ body: '[Redacted / 内容已删除]', signals: {}, redacted_by: desk.supervisor.id, redaction_reason: '含个人信息' });
    expect(await desk.events(ticketId, 'message.redacted')).toEqual([{ type: 'message.redacted', data: { messageId } }]);
    expect(await desk.step(ticketId, 'RESPOND')).toMatchObject({ status: 'DONE', evidence: [encodeId('Message', messageId)] });
    const again = () => redact.execute(desk.supervisor, { ...desk.request(ticketId), messageId, reason: '再次' });
    expect(await desk.refused(ticketId, again)).toMatchObject({ code: 'ALREADY_DECIDED' });
  });

  it('leaves no copy of it in any table', async () => {
    const ticketId = await desk.ticket();
    const { messageId } = await desk.customerSays(ticketId, secret, 'im-9');
    await desk.get(RedactMessage).execute(desk.supervisor, { ...desk.request(ticketId), messageId, reason: '含个人信息' });
    for (const table of ['message', 'event', 'ticket', 'statement', 'promise', 'idempotency']) {
      expect(await app.owner(`SELECT FROM ${table} AS r WHERE r::text LIKE '%13912345678%'`)).toHaveLength(0);
    }
    // Delivered again it is still the same message, and stays redacted.
    expect(await desk.customerSays(ticketId, secret, 'im-9')).toMatchObject({ messageId, created: false });
    expect(await app.owner('SELECT body FROM message WHERE id = $1', [messageId])).toEqual([{ body: '[Redacted / 内容已删除]' }]);
  });

  it("is a supervisor's, with a reason, on a message of the ticket", async () => {
    const [ticketId, otherId] = [await desk.ticket(), await desk.ticket()];
    const { messageId } = await desk.customerSays(ticketId, secret);
    const by = (actor: typeof desk.agent, id: string, reason: string) =>
      desk.refused(ticketId, () => desk.get(RedactMessage).execute(actor, { ...desk.request(id), messageId, reason }));
    expect(await by(desk.agent, ticketId, '含个人信息')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await by(desk.supervisor, ticketId, '  ')).toMatchObject({ code: 'INVALID_INPUT', field: 'reason' });
    expect(await by(desk.supervisor, otherId, '含个人信息')).toMatchObject({ code: 'NOT_FOUND', field: 'messageId' });
  });
});

describe('the transcript', () => {
  it('is append-only in the database itself, for its owner too', async () => {
    const ticketId = await desk.ticket();
    const { messageId } = await desk.says(ticketId, '您好，我是售后小周。');
    await expect(app.owner(`UPDATE message SET body = 'changed' WHERE id = $1`, [messageId])).rejects.toThrow('append-only');
    await expect(app.owner('DELETE FROM message WHERE id = $1', [messageId])).rejects.toThrow('never changed');
    await desk.get(RedactMessage).execute(desk.supervisor, { ...desk.request(ticketId), messageId, reason: '含个人信息' });
    await expect(app.owner(`UPDATE message SET body = 'back again' WHERE id = $1`, [messageId])).rejects.toThrow('append-only');
    expect(await app.owner('SELECT body FROM message WHERE id = $1', [messageId])).toEqual([{ body: '[Redacted / 内容已删除]' }]);
  });
});

describe('addNote', () => {
  it('is for colleagues: no fact, no step, no message the customer could see', async () => {
    const ticketId = await desk.ticket();
    const [before] = await app.owner('SELECT last_public_message_at FROM ticket WHERE id = $1', [ticketId]);
    const { value } = await desk.get(AddNote).execute(desk.colleague, { ...desk.request(ticketId), text: '您好，已答复，仓库在查' });
    expect(await desk.events(ticketId, 'note.added', 'message.sent')).toEqual([{ type: 'note.added', data: { messageId: value.messageId } }]);
    expect(await app.owner('SELECT is_fact FROM event WHERE subject_id = $1 AND type = $2', [ticketId, 'note.added'])).toEqual([{ is_fact: false }]);
    expect(await app.owner('SELECT last_public_message_at FROM ticket WHERE id = $1', [ticketId])).toEqual([before]);
    expect(await desk.step(ticketId, 'RESPOND')).toMatchObject({ status: 'CURRENT' });
  });

  it('is read by members, never by an integration', async () => {
    const ticketId = await desk.ticket();
    await desk.get(AddNote).execute(desk.agent, { ...desk.request(ticketId), text: 'for us' });
    const query = `query ($id: ID!, $v: MessageVisibility) { ticket(id: $id) { messages(first: 50, visibility: $v) { edges { node { id body visibility author { name } } } } } }`;
    const bodies = async (token: string, v: string | null) => {
      const answer = await app.gql<{ ticket: { messages: { edges: { node: { id: string; body: string } }[] } } }>(query, { id: encodeId('Ticket', ticketId), v }, { token });
      return answer.data?.ticket.messages.edges.map(({ node }) => node) ?? [];
    };
    const agent = await desk.token(desk.agent);
    const seen = await bodies(agent, null);
    expect(seen.map(({ body }) => body)).toEqual(['收到的颜色不对', 'for us']);
    expect((await bodies(agent, 'INTERNAL')).map(({ body }) => body)).toEqual(['for us']);

    const key = await desk.apiKey(['tickets:read']);
    expect((await bodies(key, null)).map(({ body }) => body)).toEqual(['收到的颜色不对']);
    expect(await bodies(key, 'INTERNAL')).toEqual([]);
    const node = await app.gql(`query ($id: ID!) { node(id: $id) { id } }`, { id: seen[1]?.id }, { token: key });
    expect(node.data).toEqual({ node: null });
  });
});
