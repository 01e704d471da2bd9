import { SendMessage } from '../../src/conversation/commands/messages/send-message.js';
import { encodeId } from '../../src/kernel/ids.js';
import { DAY, HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const app = testApp();
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});

const GREETING = '您好，我是售后小周，您的申请已收到，会在30分钟内给您答复。';

describe('sendMessage', () => {
  it('answers and greets in one message: two steps, one promise, two events of steps', async () => {
    const ticketId = await desk.ticket();
    const at = await desk.in(25 * MINUTE);
    const { messageId, promiseId, warnings } = await desk.says(ticketId, GREETING, { replyBy: { reason: '等仓库核对', at } });

    expect(warnings).toEqual([]);
    expect(await desk.step(ticketId, 'RESPOND')).toMatchObject({ status: 'DONE', completedBy: desk.agent.id, evidence: [encodeId('Message', messageId)] });
    expect(await desk.step(ticketId, 'RECEIVE')).toMatchObject({ status: 'DONE', evidence: [encodeId('Message', messageId)] });
    expect(await desk.events(ticketId, 'message.sent', 'promise.made', 'step.completed')).toEqual([
      {
        type: 'message.sent', data: {
          messageId, origin: 'HUMAN', greets: true, saysWhen: true, empathizes: false, explains: false, apologizes: false, asks: false, reminds: false, tellsLegIds: [],
          surveys: false, closes: false, visitsBack: false,
        },
      },
      { type: 'promise.made', data: { promiseId } },
      { type: 'step.completed', data: expect.objectContaining({ step: 'RESPOND', evidence: [encodeId('Message', messageId)] }) },
      { type: 'step.completed', data: expect.objectContaining({ step: 'RECEIVE' }) },
    ]);
    expect(await app.owner('SELECT kind, what, state, owner_id, message_id FROM promise WHERE ticket_id = $1', [ticketId])).toEqual([
      { kind: 'REPLY', what: '等仓库核对', state: 'OPEN', owner_id: desk.agent.id, message_id: messageId },
    ]);
    const [clock] = await desk.clock(ticketId, 'PROMISE');
    expect(clock).toMatchObject({ subject: promiseId, state: 'RUNNING', due_at: new Date(at) });
    const [row] = await app.owner<{ last_public_message_at: Date; at: Date }>(
      'SELECT t.last_public_message_at, m.at FROM ticket t JOIN message m ON m.id = $2 WHERE t.id = $1', [ticketId, messageId]);
    expect(row?.last_public_message_at).toEqual(row?.at);
  });

  it('keeps no word of the customer or the agent in the log', async () => {
    const ticketId = await desk.ticket();
    await desk.says(ticketId, '您好，很抱歉发错了颜色，原因是仓库贴错标签，今天下午补发。', {
      answersInFull: true, apologizesFor: '发错了颜色', explains: { cause: '仓库贴错标签', nextStep: '今天下午补发' },
    });
    const [log] = await app.owner<{ text: string }>('SELECT string_agg(data::text, $2) AS text FROM event WHERE subject_id = $1', [ticketId, ' ']);
    expect(log?.text).not.toMatch(/颜色|仓库|补发/u);
    const [message] = await app.owner<{ signals: { declared: unknown } }>('SELECT signals FROM message WHERE ticket_id = $1 AND author_kind = $2', [ticketId, 'AGENT']);
    expect(message?.signals.declared).toEqual({ answersInFull: true, apologizesFor: true, explains: true });
  });

  it('keeps an open reply promise by answering, and one overdue late', async () => {
    const ticketId = await desk.ticket();
    const first = await desk.says(ticketId, GREETING, { replyBy: { reason: '核对', at: await desk.in(25 * MINUTE) } });
    await desk.says(ticketId, '请问方便提供一张照片吗？');
    expect(await desk.events(ticketId, 'promise.kept')).toEqual([]);

    const answer = await desk.says(ticketId, '仓库确认发错了颜色，今天给您补发蓝色。', { answersInFull: true });
    expect(await desk.events(ticketId, 'promise.broken', 'promise.kept')).toEqual([
      { type: 'promise.kept', data: { promiseId: first.promiseId, messageId: answer.messageId } },
    ]);
    expect(await desk.clock(ticketId, 'PROMISE')).toEqual([expect.objectContaining({ state: 'SATISFIED' })]);

    const second = await desk.says(ticketId, '补发单号2小时内告诉您。', { replyBy: { reason: '出单', at: await desk.in(2 * HOUR) } });
    await desk.waits(3 * HOUR);
    const late = await desk.says(ticketId, '单号已经发到您的订单页。', { answersInFull: true });
    expect(await desk.events(ticketId, 'promise.broken')).toEqual([{ type: 'promise.broken', data: { promiseId: second.promiseId } }]);
    expect((await desk.events(ticketId, 'promise.kept')).at(-1)).toEqual({ type: 'promise.kept', data: { promiseId: second.promiseId, messageId: late.messageId } });
    const [, clock] = await desk.clock(ticketId, 'PROMISE');
    expect(clock?.state).toBe('BREACHED');
    expect(clock?.ended_at).not.toBeNull();
  });

  it('does not keep by a message the very promise that message makes', async () => {
    const ticketId = await desk.ticket();
    await desk.says(ticketId, GREETING, { replyBy: { reason: '核对', at: await desk.in(25 * MINUTE) } });
    const next = await desk.says(ticketId, '还需要明天上午10点前答复您。', { replyBy: { reason: '核对', at: await desk.in(20 * HOUR) } });
    expect(await app.owner('SELECT id FROM promise WHERE ticket_id = $1 AND state = $2', [ticketId, 'OPEN'])).toEqual([{ id: next.promiseId }]);
  });

  it('refuses what blocks, tells where, and saves nothing', async () => {
    const ticketId = await desk.ticket();
    const refusal = await desk.refused(ticketId, () => desk.says(ticketId, '您好，加我微信，电话13912345678', { answersInFull: true }));
    expect(refusal).toMatchObject({
      code: 'WORDING_REFUSED', field: 'body', details: {
        overridable: false,
        hits: [expect.objectContaining({ rule: 'OFF_PLATFORM', level: 'BLOCK' }), expect.objectContaining({ rule: 'PERSONAL_DATA', start: 10, end: 21 })],
      },
    });
  });

  it("lets the order's, the parcel's and the shop's own numbers stand", async () => {
    const ticketId = await desk.ticket();
    await app.owner(`UPDATE shop SET settings = '{"contactNumbers": ["13912345678"]}' WHERE id = $1`, [desk.shopId]);
    const posted = await desk.says(ticketId, '您好，退货请联系仓库13912345678，收到后当天处理。');
    expect(posted.warnings).toEqual([]);
    expect(await desk.refused(ticketId, () => desk.says(ticketId, '请联系13812345678'))).toMatchObject({ code: 'WORDING_REFUSED' });
  });

  it('lets a supervisor override a rule with a reason, never for personal data', async () => {
    const ticketId = await desk.ticket();
    const text = '您好，请勿轻信；如需邮寄发票，请通过QQ邮箱联系我们。';
    expect(await desk.refused(ticketId, () => desk.says(ticketId, text, {}, { overrideReason: '发票寄送' }))).toMatchObject({ code: 'WORDING_REFUSED' });
    const posted = await desk.says(ticketId, text, {}, { overrideReason: '发票寄送' }, desk.supervisor);
    expect(posted.warnings).toEqual([expect.objectContaining({ rule: 'OFF_PLATFORM', level: 'BLOCK' })]);
    expect(await desk.events(ticketId, 'wording.overridden')).toEqual([
      { type: 'wording.overridden', data: { messageId: posted.messageId, rules: ['OFF_PLATFORM'] } },
    ]);
    expect(await app.owner(`SELECT body FROM message WHERE ticket_id = $1 AND visibility = 'INTERNAL'`, [ticketId])).toEqual([{ body: '发票寄送' }]);
    const again = () => desk.says(ticketId, '电话13712345678', {}, { overrideReason: '必须' }, desk.supervisor);
    expect(await desk.refused(ticketId, again)).toMatchObject({ code: 'WORDING_REFUSED' });
  });

  it('refuses blame while the customer is to be soothed', async () => {
    const ticketId = await desk.ticket({ emotion: 'ANGRY' });
    await desk.says(ticketId, '您好，我是售后小周。', { answersInFull: true });
    const text = '我非常理解您的心情，不过页面上明明写了尺码。';
    expect(await desk.refused(ticketId, () => desk.says(ticketId, text))).toMatchObject({ code: 'WORDING_REFUSED' });
  });

  it.each<[string, string, object, string]>([
    ['a time that is not in the text', '您好，会尽快答复您。', { replyBy: { reason: '核对', at: 'in 1 h' } }, 'replyBy.at'],
    ['a time later than the text says', '您好，30分钟内答复您。', { replyBy: { reason: '核对', at: 'in 3 h' } }, 'replyBy.at'],
    ['a time beyond thirty days', '您好，两个月后的1月20日前答复您。', { replyBy: { reason: '核对', at: 'in 800 h' } }, 'replyBy.at'],
    ['a time gone by', '您好，昨天10:00前答复您。', { replyBy: { reason: '核对', at: 'in -1 h' } }, 'replyBy.at'],
    ['a full answer that asks to wait', '请稍等，正在为您核实', { answersInFull: true }, 'answersInFull'],
    ['a filler for an answer', '好', { answersInFull: true }, 'body'],
    ['an apology for words not said', '您好，非常抱歉。', { apologizesFor: '发错颜色' }, 'apologizesFor'],
    ['an apology for nothing', '您好，非常抱歉。', { apologizesFor: '非常抱歉' }, 'apologizesFor'],
    ['an apology without words of it', '您好，发错颜色了。', { apologizesFor: '发错颜色' }, 'apologizesFor'],
    ['an explanation that is not in the text', '您好，已经补发。', { explains: { cause: '仓库漏发' } }, 'explains.cause'],
    ['a next step without a time', '您好，我们会补发。', { explains: { nextStep: '我们会补发' } }, 'explains.nextStep'],
    ['a survey that asks nothing', '您好，已经补发。', { surveys: true }, 'surveys'],
    ['a goodbye without one', '已经补发了。', { closes: true }, 'closes'],
    ['a reminder of nothing', '请问之前的描述对吗？', { remindsOfStatement: true }, 'remindsOfStatement'],
    ['a restatement of an unknown account', '您的意思是颜色不对，对吗？', { restatesStatementId: '0192f0c1-7f0e-7c3a-8b1e-0242ac120002' }, 'restatesStatementId'],
    ['a promise that is not open', '已经补发了，单号在订单里。', { keepsPromiseIds: ['0192f0c1-7f0e-7c3a-8b1e-0242ac120002'] }, 'keepsPromiseIds.0'],
    ['a leg of no offer', '已经补发了，单号在订单里。', { tellsLegIds: ['0192f0c1-7f0e-7c3a-8b1e-0242ac120002'] }, 'tellsLegIds.0'],
    ['guidance on no finding', '您好，洗涤时请用冷水。', { guidesFindingId: '0192f0c1-7f0e-7c3a-8b1e-0242ac120002' }, 'guidesFindingId'],
    ['proof wanted without a date', '请发一张照片给我们。', { requestsProof: { kinds: ['PHOTO'], until: 'in 24 h' } }, 'requestsProof.until'],
  ])('refuses %s, and saves nothing', async (_name, body, declared, field) => {
    const ticketId = await desk.ticket();
    const hours = (text: string): string => /^in (-?\d+) h$/.exec(text)?.[1] ?? '';
    const real = JSON.parse(JSON.stringify(declared), (_key, value: unknown) =>
      typeof value === 'string' && hours(value) ? new Date(Date.now() + offset + Number(hours(value)) * HOUR).toISOString() : value) as object;
    expect(await desk.refused(ticketId, () => desk.says(ticketId, body, real))).toMatchObject({ field });
  });
  let offset = 0;
  beforeEach(async () => {
    offset = Date.parse(await desk.in(0)) - Date.now();
  });

  it.each([
    ['empty', ''], ['blank', '   '], ['too long', 'x'.repeat(5_001)], ['with a NUL', 'null\u0000'], ['with a bell', 'bell\u0007'],
    ['with half a character', 'half \ud800 of one'],
  ])('refuses a body %s', async (_name, body) => {
    const ticketId = await desk.ticket();
    expect(await desk.refused(ticketId, () => desk.says(ticketId, body))).toMatchObject({ code: 'INVALID_INPUT', field: 'body' });
  });

  it('is for people: neither a key nor the auditor nor another agent sends', async () => {
    const ticketId = await desk.ticket();
    const by = (actor: typeof desk.agent) => desk.refused(ticketId, () => desk.says(ticketId, GREETING, {}, {}, actor));
    expect(await by(desk.key)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await by(desk.auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await by(desk.colleague)).toMatchObject({ code: 'NOT_ASSIGNEE' });
    const posing = () => desk.happens(ticketId, async (session) => {
      const { postMessage } = await import('../../src/conversation/index.js');
      return postMessage(session, { channel: 'CHAT', body: GREETING });
    });
    expect(await desk.refused(ticketId, posing)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('sends once for one key, in parallel too; another body under it is refused', async () => {
    const ticketId = await desk.ticket();
    const request = { ticketId, idempotencyKey: 'send-1', body: { n: 1 }, message: { channel: 'CHAT' as const, body: GREETING } };
    const send = desk.get(SendMessage);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send.execute(desk.agent, request)));
    expect(new Set(answers.map(({ value }) => value.messageId)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await desk.events(ticketId, 'message.sent')).toHaveLength(1);
    const other = { ...request, body: { n: 2 } };
    expect(await desk.refused(ticketId, () => send.execute(desk.agent, other))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('never lets a bot or a canned notice answer the customer', async () => {
    const ticketId = await desk.ticket();
    await desk.botSays(ticketId, '您好，我是智能客服，您的问题已完整答复，感谢您的咨询。');
    expect(await desk.step(ticketId, 'RESPOND')).toMatchObject({ status: 'CURRENT', missing: ['HUMAN_REPLY', 'REPLY_SAYS_WHEN'] });
    expect(await app.owner(`SELECT author_kind, origin FROM message WHERE ticket_id = $1 AND author_kind <> 'CUSTOMER'`, [ticketId])).toEqual([
      { author_kind: 'SYSTEM', origin: 'BOT' },
    ]);
    // What a bot said elsewhere was said: it is told of, not refused.
    const { warnings } = await desk.botSays(ticketId, '加我微信领红包');
    expect(warnings).toEqual([expect.objectContaining({ rule: 'OFF_PLATFORM', level: 'BLOCK' })]);
  });

  it('lets time run out on nobody: thirty days is the longest', async () => {
    const ticketId = await desk.ticket();
    const at = await desk.in(30 * DAY - MINUTE);
    expect((await desk.says(ticketId, '您好，12月20日前一定给您结果。', { replyBy: { reason: '送检', at } })).promiseId).not.toBeNull();
  });
});
