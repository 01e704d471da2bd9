import { ReceiveMessage } from '../../src/conversation/commands/messages/receive-message.js';
import { HOUR } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

describe('receiveMessage', () => {
  it("is the customer's turn: what was answered before no longer is the last word", async () => {
    const ticketId = await desk.ticket();
    const { messageId, created, reopeningPossible } = await desk.customerSays(ticketId, '还没有人回复吗');
    expect({ created, reopeningPossible }).toEqual({ created: true, reopeningPossible: false });
    expect(await desk.events(ticketId, 'message.received')).toHaveLength(2); // the first came with the opening
    const [row] = await app.owner<{ heard: Date; seen: Date; at: Date; author_id: string | null }>(
      `SELECT t.last_customer_message_at AS heard, t.last_public_message_at AS seen, m.at, m.author_id FROM ticket t JOIN message m ON m.id = $2 WHERE t.id = $1`,
      [ticketId, messageId]);
    expect(row).toEqual({ heard: row?.at, seen: row?.at, at: row?.at, author_id: null });
  });

  it('takes the same external id 20 times in parallel for one message', async () => {
    const ticketId = await desk.ticket();
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.customerSays(ticketId, '在吗', 'im-1')));
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await app.owner(`SELECT count(*)::int AS n FROM message WHERE ticket_id = $1 AND external_id = 'im-1'`, [ticketId])).toEqual([{ n: 1 }]);
    expect(await desk.events(ticketId, 'message.received')).toHaveLength(2);
    const [before] = await app.owner<{ version: number }>('SELECT version FROM ticket WHERE id = $1', [ticketId]);
    await desk.customerSays(ticketId, '在吗', 'im-1');
    expect(await app.owner('SELECT version FROM ticket WHERE id = $1', [ticketId])).toEqual([before]);
  });

  it('refuses another text under a known external id; the same id on another ticket is another message', async () => {
    const [ticketId, otherId] = [await desk.ticket(), await desk.ticket()];
    await desk.customerSays(ticketId, '在吗', 'im-2');
    expect(await desk.refused(ticketId, () => desk.customerSays(ticketId, '改过的话', 'im-2'))).toMatchObject({ code: 'DUPLICATE', field: 'externalId' });
    expect((await desk.customerSays(otherId, '在吗', 'im-2')).created).toBe(true);
  });

  it('keeps what a customer says on a closed ticket, and hints at a reopening', async () => {
    const ticketId = await desk.ticket();
    await desk.happens(ticketId, (session) => {
      session.set({ status: 'CLOSED', resolution: 'COMPLETED', closedAt: session.now });
      session.fact('ticket.closed', { resolution: 'COMPLETED' });
    });
    expect(await desk.customerSays(ticketId, '又坏了')).toMatchObject({ created: true, reopeningPossible: true });
    expect(await app.owner('SELECT status FROM ticket WHERE id = $1', [ticketId])).toEqual([{ status: 'CLOSED' }]);
    expect(await desk.events(ticketId, 'message.received')).toHaveLength(2);
  });

  it('ends a hold that waited for the customer, and no other', async () => {
    for (const [reason, status] of [['WAITING_ON_CUSTOMER', 'OPEN'], ['WAITING_ON_CARRIER', 'ON_HOLD']] as const) {
      const ticketId = await desk.ticket();
      await desk.happens(ticketId, (session) => {
        session.set({ status: 'ON_HOLD', holdReason: reason });
        session.fact('ticket.held', { reason });
      });
      await desk.customerSays(ticketId);
      expect(await app.owner('SELECT status FROM ticket WHERE id = $1', [ticketId])).toEqual([{ status }]);
    }
  });

  it('stops counting their silence', async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    await desk.says(ticketId, '您的意思是收到的颜色不对，想换蓝色，对吗？', { restatesStatementId: statementId });
    await desk.says(ticketId, '打扰了，请问之前的描述对吗？', { remindsOfStatement: true });
    expect(await desk.clock(ticketId, 'RESTATEMENT')).toMatchObject([{ state: 'RUNNING', subject: statementId }]);
    await desk.waits(HOUR);
    await desk.customerSays(ticketId, '我想想');
    expect(await desk.clock(ticketId, 'RESTATEMENT')).toMatchObject([{ state: 'CANCELLED' }]);
  });

  it('is refused to who may not bring messages in, and on a ticket of nobody', async () => {
    const ticketId = await desk.ticket();
    const request = { ...desk.request(ticketId), channel: 'CHAT' as const, text: '在吗', externalId: null, attachmentIds: [] };
    const receive = desk.get(ReceiveMessage);
    expect(await desk.refused(ticketId, () => receive.execute(desk.auditor, request))).toMatchObject({ code: 'FORBIDDEN' });
    const elsewhere = { ...desk.key, grants: [{ role: 'INTEGRATION' as const, shopId: ticketId, teamId: null }] };
    expect(await desk.refused(ticketId, () => receive.execute(elsewhere, request))).toMatchObject({ code: 'NOT_FOUND' });
  });
});
