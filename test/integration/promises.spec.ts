import { uuidv7 } from 'uuidv7';
import { KeepPromise } from '../../src/conversation/commands/promises/keep-promise.js';
import { MakePromise, type MakePromiseRequest } from '../../src/conversation/commands/promises/make-promise.js';
import { RenegotiatePromise } from '../../src/conversation/commands/promises/renegotiate-promise.js';
import { breakPromise } from '../../src/conversation/index.js';
import { DAY, HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

async function make(ticketId: string, more: Partial<MakePromiseRequest> = {}): Promise<string> {
  const request = { ...desk.request(ticketId), kind: 'DEED' as const, what: '补发蓝色', channel: 'CHAT' as const, dueAt: await desk.in(HOUR), messageId: null, ...more };
  return (await desk.get(MakePromise).execute(desk.agent, request)).value.promiseId;
}

function keep(ticketId: string, promiseId: string, messageId: string) {
  return desk.get(KeepPromise).execute(desk.agent, { ...desk.request(ticketId), promiseId, messageId });
}

async function rows(ticketId: string): Promise<Record<string, unknown>[]> {
  return app.owner('SELECT id, kind, state, agreed_by_customer, ended_by_message_id, replaced_by_id FROM promise WHERE ticket_id = $1 ORDER BY id', [ticketId]);
}

describe('makePromise', () => {
  it("takes a call-back at a time and on a channel the customer agreed to, by the customer's message", async () => {
    const ticketId = await desk.ticket();
    const ours = await desk.says(ticketId, '您好，今天下午方便接电话吗？');
    const agreed = await desk.customerSays(ticketId, '下午三点打给我吧');
    const callback = (messageId: string | null) => make(ticketId, { kind: 'CALLBACK', channel: 'PHONE', messageId });
    for (const messageId of [null, ours.messageId, ticketId]) {
      expect(await desk.refused(ticketId, () => callback(messageId))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
    }
    const promiseId = await callback(agreed.messageId);
    expect(await rows(ticketId)).toEqual([expect.objectContaining({ id: promiseId, kind: 'CALLBACK', state: 'OPEN', agreed_by_customer: true })]);
    expect(await desk.clock(ticketId, 'PROMISE')).toMatchObject([{ subject: promiseId, state: 'RUNNING' }]);
  });

  it('names a time ahead, within thirty days', async () => {
    const ticketId = await desk.ticket();
    for (const millis of [0, -MINUTE, 30 * DAY + MINUTE]) {
      const dueAt = await desk.in(millis);
      expect(await desk.refused(ticketId, () => make(ticketId, { dueAt }))).toMatchObject({ code: 'INVALID_INPUT', field: 'dueAt' });
    }
  });
});

describe('a message that asks the customer to wait', () => {
  it('for a stated time promises a reply by then, declared or not; a program promises nothing', async () => {
    const ticketId = await desk.ticket();
    expect((await desk.botSays(ticketId, '正在为您核实，请稍等。')).promiseId).toBeNull();
    expect((await desk.botSays(ticketId, '正在为您核实，30分钟内答复您。')).promiseId).toBeNull();
    const { promiseId } = await desk.says(ticketId, '正在为您核实，30分钟内答复您。');
    expect(promiseId).not.toBeNull();
    expect(await rows(ticketId)).toMatchObject([{ id: promiseId, kind: 'REPLY', state: 'OPEN' }]);
    const [{ started_at, due_at } = { started_at: 0, due_at: 0 }] = (await desk.clock(ticketId, 'PROMISE')) as { started_at: Date; due_at: Date }[];
    expect(Number(due_at) - Number(started_at)).toBe(30 * MINUTE);
    await desk.says(ticketId, '已经查明，包裹今天送达。', { answersInFull: true });
    expect(await rows(ticketId)).toMatchObject([{ id: promiseId, state: 'KEPT' }]);
  });
});

describe('keepPromise', () => {
  it('takes a message a person of ours sent after the promise, on the channel agreed', async () => {
    const ticketId = await desk.ticket();
    const before = await desk.says(ticketId, '您好，请问下午方便接电话吗？');
    const agreed = await desk.customerSays(ticketId, '好的下午打');
    const promiseId = await make(ticketId, { kind: 'CALLBACK', channel: 'PHONE', messageId: agreed.messageId });
    const bot = await desk.botSays(ticketId, '我们已致电您');
    const wrongChannel = await desk.says(ticketId, '刚才给您留言了。');
    for (const messageId of [before.messageId, bot.messageId, agreed.messageId, wrongChannel.messageId]) {
      expect(await desk.refused(ticketId, () => keep(ticketId, promiseId, messageId))).toMatchObject({ code: 'EVIDENCE_MISSING', field: 'messageId' });
    }
    const called = await desk.says(ticketId, '电话中已与顾客说明换货流程，顾客同意。', {}, { channel: 'PHONE' });
    await keep(ticketId, promiseId, called.messageId);
    expect(await rows(ticketId)).toEqual([expect.objectContaining({ state: 'KEPT', ended_by_message_id: called.messageId })]);
    expect(await desk.clock(ticketId, 'PROMISE')).toMatchObject([{ state: 'SATISFIED' }]);
    expect(await desk.refused(ticketId, () => keep(ticketId, promiseId, called.messageId))).toMatchObject({ code: 'NOTHING_TO_DO' });
    await make(ticketId);
    expect(await desk.refused(ticketId, () => keep(ticketId, promiseId, called.messageId))).toMatchObject({ code: 'STATE_CONFLICT', field: 'promiseId', details: { state: 'KEPT' } });
  });

  it('keeps a broken one late, and both stay told', async () => {
    const ticketId = await desk.ticket();
    const promiseId = await make(ticketId);
    await desk.waits(HOUR);
    const { messageId } = await desk.says(ticketId, '已经补发了，单号在订单里。');
    await keep(ticketId, promiseId, messageId);
    expect((await desk.events(ticketId, 'promise.broken', 'promise.kept')).map(({ type }) => type)).toEqual(['promise.broken', 'promise.kept']);
    expect(await app.owner('SELECT state, ended_at > due_at AS late FROM promise WHERE id = $1', [promiseId])).toEqual([{ state: 'KEPT', late: true }]);
  });
});

describe('breakPromise', () => {
  it('breaks at the due time and not before, once', async () => {
    const ticketId = await desk.ticket();
    const promiseId = await make(ticketId);
    const breaks = () => desk.happens(ticketId, (session) => breakPromise(session, promiseId));
    expect(await breaks()).toBe(false);
    await desk.waits(HOUR);
    const outcomes = await Promise.all([breaks(), breaks(), breaks()]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await desk.events(ticketId, 'promise.broken')).toEqual([{ type: 'promise.broken', data: { promiseId } }]);
    expect(await rows(ticketId)).toEqual([expect.objectContaining({ state: 'BROKEN' })]);
  });

  it('leaves alone what was kept meanwhile', async () => {
    const ticketId = await desk.ticket();
    const promiseId = await make(ticketId);
    const { messageId } = await desk.says(ticketId, '已经补发了，单号在订单里。');
    await keep(ticketId, promiseId, messageId);
    await desk.waits(HOUR);
    expect(await desk.happens(ticketId, (session) => breakPromise(session, promiseId))).toBe(false);
    expect(await desk.events(ticketId, 'promise.broken')).toEqual([]);
  });
});

describe('renegotiatePromise', () => {
  const renegotiate = async (ticketId: string, promiseId: string, messageId: string) => {
    const dueAt = await desk.in(2 * HOUR);
    return desk.get(RenegotiatePromise).execute(desk.agent, { ...desk.request(ticketId), promiseId, messageId, dueAt, what: null, channel: null });
  };

  it('puts another in its place by what the customer wrote after it', async () => {
    const ticketId = await desk.ticket();
    const early = await desk.customerSays(ticketId, '晚点也行');
    const promiseId = await make(ticketId);
    expect(await desk.refused(ticketId, () => renegotiate(ticketId, promiseId, early.messageId))).toMatchObject({ code: 'EVIDENCE_MISSING' });
    const consent = await desk.customerSays(ticketId, '明天也可以');
    const { value } = await renegotiate(ticketId, promiseId, consent.messageId);
    expect(await rows(ticketId)).toEqual([
      expect.objectContaining({ id: promiseId, state: 'RENEGOTIATED', replaced_by_id: value.promiseId, ended_by_message_id: consent.messageId }),
      expect.objectContaining({ id: value.promiseId, state: 'OPEN', agreed_by_customer: true }),
    ]);
    expect(await desk.clock(ticketId, 'PROMISE')).toMatchObject([{ state: 'CANCELLED' }, { state: 'RUNNING', subject: value.promiseId }]);
    expect(await desk.refused(ticketId, () => renegotiate(ticketId, promiseId, consent.messageId)))
      .toMatchObject({ code: 'STATE_CONFLICT', field: 'promiseId', details: { state: 'RENEGOTIATED' } });
    expect(await desk.refused(ticketId, () => renegotiate(ticketId, uuidv7(), consent.messageId))).toMatchObject({ code: 'NOT_FOUND', field: 'promiseId' });
  });

  it('does not undo a breach', async () => {
    const ticketId = await desk.ticket();
    const promiseId = await make(ticketId);
    await desk.waits(HOUR);
    const consent = await desk.customerSays(ticketId, '那就晚上吧');
    await renegotiate(ticketId, promiseId, consent.messageId);
    expect(await desk.events(ticketId, 'promise.broken')).toHaveLength(1);
    expect((await desk.clock(ticketId, 'PROMISE'))[0]?.state).toBe('BREACHED');
  });
});
