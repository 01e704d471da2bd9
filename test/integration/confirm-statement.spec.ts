import { ConfirmStatement } from '../../src/conversation/commands/statements/confirm-statement.js';
import { RecordStatement } from '../../src/conversation/commands/statements/record-statement.js';
import { confirmBySilence } from '../../src/conversation/index.js';
import type { Confirmation } from '../../src/conversation/domain/statement.js';
import { encodeId } from '../../src/kernel/ids.js';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

const RESTATED = '您的意思是收到的颜色不对，希望换成蓝色，对吗？';
const REMINDED = '打扰了，请问我们复述的情况是否正确？';

function confirm(ticketId: string, statementId: string, by: Confirmation, messageId: string | null = null) {
  return desk.get(ConfirmStatement).execute(desk.agent, { ...desk.request(ticketId), statementId, by, messageId });
}

describe('recordStatement', () => {
  it("keeps the customer's account as they gave it", async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    expect(await app.owner('SELECT text, wish, order_line_ids, recorded_by FROM statement WHERE id = $1', [statementId])).toEqual([
      { text: '颜色不对，想换成蓝色', wish: 'EXCHANGE', order_line_ids: [], recorded_by: desk.agent.id },
    ]);
    expect(await desk.events(ticketId, 'statement.recorded')).toEqual([{ type: 'statement.recorded', data: { statementId, wish: 'EXCHANGE' } }]);
  });

  it('takes lines of the dispute and no others', async () => {
    const ticketId = await desk.ticket();
    const [line] = await app.owner<{ id: string }>('SELECT order_line_id AS id FROM ticket_line WHERE ticket_id = $1', [ticketId]);
    const record = (orderLineIds: string[]) =>
      desk.get(RecordStatement).execute(desk.agent, { ...desk.request(ticketId), text: '只有一件不对', wish: 'EXCHANGE', orderLineIds });
    expect(await desk.refused(ticketId, () => record([line?.id ?? '', ticketId]))).toMatchObject({ code: 'NOT_FOUND', field: 'orderLineIds.1' });
    await record([line?.id ?? '']);
    expect(await app.owner('SELECT order_line_ids FROM statement WHERE ticket_id = $1', [ticketId])).toEqual([{ order_line_ids: [line?.id] }]);
  });

  it('replaces an earlier account, confirmed or not, and the wait for it', async () => {
    const ticketId = await desk.ticket();
    const first = await desk.listening(ticketId);
    await desk.says(ticketId, RESTATED, { restatesStatementId: first });
    await desk.says(ticketId, REMINDED, { remindsOfStatement: true });
    await desk.get(RecordStatement).execute(desk.agent, { ...desk.request(ticketId), text: '还少了一件', wish: 'RESHIP', orderLineIds: [] });
    expect(await desk.clock(ticketId, 'RESTATEMENT')).toMatchObject([{ subject: first, state: 'CANCELLED' }]);
    const { messageId } = await desk.customerSays(ticketId);
    expect(await desk.refused(ticketId, () => confirm(ticketId, first, 'CUSTOMER', messageId))).toMatchObject({ code: 'EVIDENCE_MISSING' });
  });
});

describe('confirmStatement', () => {
  it('by the words of the customer, written after the restatement', async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    const before = await desk.customerSays(ticketId, '是的');
    await desk.says(ticketId, RESTATED, { restatesStatementId: statementId });
    const by = (messageId: string | null) => desk.refused(ticketId, () => confirm(ticketId, statementId, 'CUSTOMER', messageId));
    expect(await by(before.messageId)).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
    expect(await by(null)).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });

    const after = await desk.customerSays(ticketId, '是的，就是这样');
    await confirm(ticketId, statementId, 'CUSTOMER', after.messageId);
    expect(await desk.step(ticketId, 'LISTEN')).toMatchObject({
      status: 'DONE', evidence: [encodeId('Statement', statementId), encodeId('Message', after.messageId)],
    });
    expect(await by(after.messageId)).toMatchObject({ code: 'ALREADY_DECIDED' });
  });

  it('not before it was restated, and not by a form where none came', async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    const { messageId } = await desk.customerSays(ticketId);
    expect(await desk.refused(ticketId, () => confirm(ticketId, statementId, 'CUSTOMER', messageId))).toMatchObject({ code: 'EVIDENCE_MISSING' });
    await desk.says(ticketId, RESTATED, { restatesStatementId: statementId });
    expect(await desk.refused(ticketId, () => confirm(ticketId, statementId, 'STRUCTURED_FORM'))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'by' });
  });

  it('by the form that brought reason and proof', async () => {
    const ticketId = await desk.ticket({ structured: true });
    const statementId = await desk.listening(ticketId);
    await confirm(ticketId, statementId, 'STRUCTURED_FORM');
    expect(await desk.step(ticketId, 'LISTEN')).toMatchObject({ status: 'DONE' });
  });

  it("by silence after one reminder and the definition's wait, to the millisecond", async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    await desk.says(ticketId, RESTATED, { restatesStatementId: statementId });
    const silence = () => desk.refused(ticketId, () => confirm(ticketId, statementId, 'SILENCE'));
    expect(await silence()).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'by' });
    await desk.says(ticketId, REMINDED, { remindsOfStatement: true });
    const [clock] = await desk.clock(ticketId, 'RESTATEMENT');
    expect(Number(clock?.due_at) - Number(clock?.started_at)).toBe(48 * HOUR); // the default definition's wait for a return

    await desk.waits(48 * HOUR - MINUTE);
    expect(await silence()).toMatchObject({ code: 'EVIDENCE_MISSING' });
    expect(await desk.happens(ticketId, confirmBySilence)).toBe(false);
    await desk.waits(MINUTE);
    await confirm(ticketId, statementId, 'SILENCE');
    expect(await desk.step(ticketId, 'LISTEN')).toMatchObject({ status: 'DONE', evidence: [encodeId('Statement', statementId)] });
  });

  it('by the system itself when the wait has run out, once', async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    await desk.says(ticketId, RESTATED, { restatesStatementId: statementId });
    await desk.says(ticketId, REMINDED, { remindsOfStatement: true });
    await desk.waits(48 * HOUR);
    const answers = await Promise.all([1, 2, 3].map(() => desk.happens(ticketId, confirmBySilence)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await desk.events(ticketId, 'statement.confirmed')).toEqual([
      { type: 'statement.confirmed', data: { statementId, by: 'SILENCE', messageId: null } },
    ]);
    expect(await desk.step(ticketId, 'LISTEN')).toMatchObject({ status: 'DONE', completedBy: null });
    expect((await desk.clock(ticketId, 'RESTATEMENT'))[0]?.ended_at).not.toBeNull();
  });

  it('never by the silence of a customer who spoke after the reminder; a new restatement counts anew', async () => {
    const ticketId = await desk.ticket();
    const statementId = await desk.listening(ticketId);
    await desk.says(ticketId, RESTATED, { restatesStatementId: statementId });
    await desk.says(ticketId, REMINDED, { remindsOfStatement: true });
    await desk.customerSays(ticketId, '不对，我要红色');
    await desk.says(ticketId, REMINDED, { remindsOfStatement: true });
    expect(await desk.clock(ticketId, 'RESTATEMENT')).toMatchObject([{ state: 'CANCELLED' }]);
    await desk.waits(72 * HOUR);
    expect(await desk.happens(ticketId, confirmBySilence)).toBe(false);
    expect(await desk.refused(ticketId, () => confirm(ticketId, statementId, 'SILENCE'))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'by' });

    await desk.says(ticketId, '明白了，您希望换成红色，对吗？', { restatesStatementId: statementId });
    await desk.says(ticketId, REMINDED, { remindsOfStatement: true });
    await desk.waits(48 * HOUR);
    expect(await desk.happens(ticketId, confirmBySilence)).toBe(true);
  });
});
