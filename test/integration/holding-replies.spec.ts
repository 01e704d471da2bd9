import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { localDay } from '../../src/calendar/index.js';
import { HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION, type Deadline } from '../support/deadlines.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

// A reply that asks the customer to wait: what it promises, and what becomes of that. All of it through the API, by the merchant's own clock.

const app = testApp();
let desk: EscalationDesk;
let ticketId: string;
beforeEach(async () => {
  desk = await EscalationDesk.defaults(app);
  ticketId = await desk.tickets.taken();
});

interface Promised {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly timeFrom: string;
  readonly what: string;
  readonly at: string;
  readonly dueAt: string;
  readonly ownerId: string | null;
  readonly messageId: string | null;
  readonly endedAt: string | null;
  readonly endedByMessageId: string | null;
  readonly replacedById: string | null;
}
interface Sent {
  readonly ticket: { readonly version: number } | null;
  readonly message: { readonly id: string; readonly at: string } | null;
  readonly promise: Promised | null;
  readonly warnings: readonly { readonly rule: string; readonly excerpt: string; readonly advice: string }[];
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}

const PROMISE = 'id kind state timeFrom what at dueAt ownerId messageId endedAt endedByMessageId replacedById';
const SEND = `mutation($i: SendMessageInput!) { sendMessage(input: $i) {
  ticket { version } message { id at } promise { ${PROMISE} } warnings { rule excerpt advice } userErrors { code field } } }`;

async function send(body: string, declares: object = {}, member = 'AGENT', more: object = {}): Promise<Sent> {
  const token = await desk.tickets.merchant.token('AGENT', member);
  const answer = await app.gql<{ sendMessage: Sent }>(SEND, { i: { ticketId, channel: 'CHAT', body, declares, ...more } }, { token });
  if (!answer.data) throw new Error(JSON.stringify(answer.errors));
  return answer.data.sendMessage;
}

async function sent(body: string, declares: object = {}): Promise<Sent> {
  const done = await send(body, declares);
  expect(done.userErrors).toEqual([]);
  return done;
}

async function promises(): Promise<Promised[]> {
  const { data } = await desk.tickets.merchant.as<{ ticket: { promises: Promised[] } }>('AGENT', `query($id: ID!) { ticket(id: $id) { promises { ${PROMISE} } } }`, { id: ticketId });
  return data?.ticket.promises ?? [];
}

async function clocks(): Promise<Deadline['clock'][]> {
  return (await new Deadlines(desk.tickets).all(ticketId)).map(({ clock }) => clock).filter(({ kind }) => kind === 'PROMISE');
}

async function events(...types: string[]): Promise<string[]> {
  const rows = await app.owner<{ type: string }>('SELECT type FROM event WHERE subject_id = $1 AND type = ANY($2) ORDER BY id', [uuid(ticketId), types]);
  return rows.map(({ type }) => type);
}

/** On to the next day, at this hour of it in Shanghai, where the shop is. */
async function hour(of: number): Promise<string> {
  const now = await desk.now();
  const at = plus(`${localDay(now, 'Asia/Shanghai')}T00:00:00.000Z`, (24 + of - 8) * HOUR);
  await app.owner(`UPDATE merchant SET clock_offset = $2::timestamptz - clock_timestamp() WHERE id = $1`, [desk.tickets.merchant.id, at]);
  return at;
}

async function calendar(opens: string, closes: string): Promise<string> {
  const weekly = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'].map((day) => ({ day, opens, closes }));
  const { data } = await desk.tickets.merchant.as<{ createCalendar: { calendar: { id: string } } }>(
    'ADMIN', 'mutation($i: CreateCalendarInput!) { createCalendar(input: $i) { calendar { id } } }', { i: { name: `Desk ${uuidv7()}`, hours: { timeZone: 'Asia/Shanghai', weekly } } },
  );
  return data?.createCalendar.calendar.id ?? '';
}

describe('a wait without a time', () => {
  it('promises the answer within the time of the policy, says so, and silence breaks it: on the second, told to the leader', async () => {
    const { promise, message, warnings } = await sent('请稍等，我查一下。');
    expect(promise).toMatchObject({ kind: 'REPLY', state: 'OPEN', timeFrom: 'POLICY', messageId: message?.id, ownerId: await desk.member('AGENT'), dueAt: plus(message?.at ?? '', 3 * MINUTE) });
    expect(warnings.map(({ rule, excerpt }) => `${rule} ${excerpt}`)).toEqual(['HOLD_WITHOUT_TIME 稍等', 'HOLD_WITHOUT_TIME 查一下']);
    expect(warnings[0]?.advice).toContain('the time of the promise');
    const [clock] = await clocks();
    expect(clock).toMatchObject({ state: 'RUNNING', rule: 'live chat', dueAt: promise?.dueAt, nextWarningAt: plus(promise?.dueAt ?? '', -MINUTE), explain: { targetMs: '180000', countedMs: '180000' } });

    const reaches = async (to: string): Promise<void> => {
      const { data } = await desk.tickets.merchant.as<{ advanceTestClock: { userErrors: object[] } }>('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to });
      expect(data?.advanceTestClock.userErrors).toEqual([]);
    };
    await reaches(plus(promise?.dueAt ?? '', -30 * SECOND));
    expect([(await promises())[0]?.state, await events('promise.broken')]).toEqual(['OPEN', []]);
    expect(await desk.heard('AGENT')).toContain('deadline-near 1');
    await reaches(promise?.dueAt ?? '');
    expect([(await promises())[0]?.state, await events('promise.broken')]).toEqual(['BROKEN', ['promise.broken']]);
    expect((await clocks())[0]).toMatchObject({ state: 'BREACHED' });
    expect(await desk.heard('LEADER')).toContainEqual(expect.stringMatching(/^promise-broken 1/));
  });

  it('stands: asking to wait again, by whomever, adds none and moves none; the first real word keeps it', async () => {
    ticketId = await desk.tickets.ticket(); // in nobody's hands: any of them may answer
    const first = await sent('请稍等');
    await desk.passes(2 * MINUTE);
    const again = await send('还在核实，请再等一下，尽快答复您。', {}, 'COLLEAGUE');
    expect(again.promise).toEqual(first.promise);
    const program = await desk.tickets.merchant.as<{ postAutomaticMessage: Sent }>(
      'ADMIN', `mutation($i: PostAutomaticMessageInput!) { postAutomaticMessage(input: $i) { promise { id } userErrors { code } } }`,
      { i: { ticketId, channel: 'CHAT', origin: 'BOT', body: '包裹已到达站点。' } },
    );
    expect(program.data?.postAutomaticMessage.promise ?? null).toBeNull();
    await sent('嗯');
    expect(await promises()).toEqual([first.promise]);
    const answer = await sent('包裹已到站点，派送员联系您时请当面验货。');
    expect(answer.promise).toBeNull();
    expect(await promises()).toMatchObject([{ id: first.promise?.id, state: 'KEPT', dueAt: first.promise?.dueAt, endedByMessageId: answer.message?.id }]);
    await desk.passes(HOUR);
    expect(await events('promise.made', 'promise.broken', 'promise.kept')).toEqual(['promise.made', 'promise.kept']);
    expect((await sent('请稍等')).promise?.id).not.toBe(first.promise?.id);
  });

  it('is not kept by a message that asks to wait again, whoever says it was', async () => {
    const { promise } = await sent('请稍等');
    expect(await send('请再稍等', { keepsPromiseIds: [promise?.id] })).toMatchObject({ ticket: {}, message: null, userErrors: [{ code: 'EVIDENCE_MISSING', field: 'keepsPromiseIds.0' }] });
    const { message } = await sent('请再稍等一下');
    const keep = (messageId?: string) => desk.tickets.change('AGENT', 'keepPromise', { ticketId, promiseId: promise?.id, messageId });
    expect((await keep(message?.id)).userErrors).toMatchObject([{ code: 'EVIDENCE_MISSING', field: 'messageId' }]);
    expect(await promises()).toEqual([promise]);
  });

  it('is to be kept like any other', async () => {
    const may = async (): Promise<boolean> => {
      const { data } = await desk.tickets.merchant.as<{ ticket: { allowedOperations: { operation: string; allowed: boolean }[] } }>(
        'AGENT', 'query($id: ID!) { ticket(id: $id) { allowedOperations { operation allowed } } }', { id: ticketId },
      );
      return data?.ticket.allowedOperations.find(({ operation }) => operation === 'KEEP_PROMISE')?.allowed ?? false;
    };
    expect(await may()).toBe(false);
    await sent('请稍等');
    expect(await may()).toBe(true);
    await sent('已经查到，是仓库发错了颜色。');
    expect(await may()).toBe(false);
  });

  it('is none where the author answers in full, asks the customer for something, or takes leave; nor is a note', async () => {
    const until = plus(await desk.now(), 24 * HOUR);
    await sent('退款已提交，预计3天内到账，请耐心等待。', { answersInFull: true });
    await sent('麻烦您今天拍一张吊牌的照片，收到后马上处理。', { requestsProof: { kinds: ['LABEL_PHOTO'], until } });
    await sent('谢谢您的来信，有新的问题我们会尽快答复，再见。', { closes: true });
    await desk.tickets.does('AGENT', 'addNote', { ticketId, body: '请稍等，我查一下' });
    expect(await promises()).toEqual([]);
  });

  it('twenty who ask to wait at the same moment promise once', async () => {
    ticketId = await desk.tickets.ticket();
    for (const name of ['AGENT', 'COLLEAGUE']) await desk.tickets.merchant.member('AGENT', name);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => send('请稍等，正在为您查询', {}, n % 2 === 0 ? 'AGENT' : 'COLLEAGUE')));
    const carried = all.filter(({ userErrors }) => userErrors.length === 0);
    expect(carried.length).toBeGreaterThan(1);
    expect(new Set(carried.map(({ promise }) => promise?.id)).size).toBe(1);
    expect(await promises()).toHaveLength(1);
    expect(await clocks()).toHaveLength(1);
    const [row] = await app.owner<Record<string, unknown>>('SELECT * FROM promise WHERE ticket_id = $1', [uuid(ticketId)]);
    const twice = app.owner(
      `INSERT INTO promise (merchant_id, id, ticket_id, kind, what, channel, due_at, message_id, state, at, time_from)
       SELECT merchant_id, $2, ticket_id, kind, what, channel, due_at, message_id, state, at, time_from FROM promise WHERE id = $1`, [row?.['id'], uuidv7()],
    );
    await expect(twice).rejects.toThrow('promise_by_policy_once');
  });

  it('keeps a ticket from being closed, also when all its steps were done before', async () => {
    await desk.tickets.finished(ticketId);
    await sent('请稍等');
    expect(await desk.tickets.refused('AGENT', 'closeTicket', await desk.tickets.now(ticketId))).toEqual(['STEP_NOT_READY']);
    await sent('发票已经重新开好，请在订单里下载。');
    await desk.tickets.does('AGENT', 'closeTicket', await desk.tickets.now(ticketId));
  });

  it('loses its words to a redaction, and keeps its time and where that came from', async () => {
    const { promise } = await sent('请稍等');
    await desk.tickets.does('SUPERVISOR', 'redactTicketText', { ...(await desk.tickets.now(ticketId)), texts: ['PROMISE'], reason: '顾客要求' });
    const [redacted] = await promises();
    expect(redacted).toEqual({ ...promise, what: redacted?.what });
    expect(redacted?.what).not.toBe(promise?.what);
  });
});

describe('a time told after a wait without one', () => {
  it('in words takes the place of the time of the policy; in words again it stands beside', async () => {
    await hour(10);
    const first = await sent('请稍等');
    const told = await sent('仓库还在核对，请稍等，今天18点前答复您。');
    expect(told).toMatchObject({ warnings: [], promise: { state: 'OPEN', timeFrom: 'TEXT' } });
    expect(await promises()).toMatchObject([{ id: first.promise?.id, state: 'RENEGOTIATED', replacedById: told.promise?.id, endedByMessageId: told.message?.id }, { state: 'OPEN' }]);
    expect((await clocks()).filter(({ endedAt }) => endedAt === null)).toMatchObject([{ subject: expect.stringContaining('prm_'), dueAt: told.promise?.dueAt }]);
    const later = await sent('还要再等一下，明天上午前答复。');
    expect(await promises()).toMatchObject([{ state: 'RENEGOTIATED' }, { id: told.promise?.id, state: 'OPEN', dueAt: told.promise?.dueAt }, { id: later.promise?.id, state: 'OPEN' }]);
  });

  it('declared does so too, whatever the words say; once broken it stays told as broken', async () => {
    const { promise } = await sent('请稍等');
    await desk.passes(4 * MINUTE);
    const at = plus(await desk.now(), 2 * HOUR);
    const told = await sent('还在核实，今天之内答复您。', { replyBy: { reason: '仓库盘点', at } });
    expect(told.promise).toMatchObject({ timeFrom: 'SENDER', dueAt: at, what: '仓库盘点' });
    expect(await promises()).toMatchObject([{ id: promise?.id, state: 'RENEGOTIATED', replacedById: told.promise?.id }, { id: told.promise?.id, state: 'OPEN' }]);
    expect(await events('promise.broken')).toHaveLength(1);
  });

  it('leaves a promise alone that a time was told for: only an answer or the consent of the customer ends it', async () => {
    const told = await sent('正在核实，两小时内答复您。');
    await sent('已经转给仓库了。');
    const wait = await sent('请稍等');
    expect(await promises()).toMatchObject([{ id: told.promise?.id, state: 'OPEN', timeFrom: 'TEXT' }, { id: wait.promise?.id, state: 'OPEN', timeFrom: 'POLICY' }]);
  });
});

describe('what the words name', () => {
  it('is told by the zone of the shop where no calendar is named', async () => {
    const now = await hour(10);
    const day = localDay(now, 'Asia/Shanghai');
    for (const [body, dueAt] of [
      ['正在核实，今天18点前答复您。', `${day}T10:00:00.000Z`],
      ['We will look into it and answer by 6:30 pm.', `${day}T10:30:00.000Z`],
      ['请稍等，明天给您答复。', plus(`${day}T16:00:00.000Z`, 24 * HOUR)],
      ['今晚8点前给您打电话。', `${day}T12:00:00.000Z`],
      ["I'll call you tomorrow at 3 pm.", plus(`${day}T07:00:00.000Z`, 24 * HOUR)],
    ] as const) expect((await sent(body)).promise).toMatchObject({ dueAt, timeFrom: 'TEXT', state: 'OPEN' });
    expect(await sent('请稍等，今天9点前答复您。')).toMatchObject({ promise: { timeFrom: 'POLICY' }, warnings: [{ rule: 'HOLD_WITHOUT_TIME', excerpt: '稍等' }] });
    expect(await sent('过几天给您答复。')).toMatchObject({ promise: { timeFrom: 'POLICY' }, warnings: [{ rule: 'HOLD_WITHOUT_TIME', excerpt: '给您答复' }] });
  });

  it('is told by the calendar of the policy: days end when it closes, and the wait itself takes its hours', async () => {
    const calendarId = await calendar('09:00', '18:00');
    await desk.policy([{ name: 'desk', targets: [RESOLUTION, { target: 'HOLDING_REPLY', seconds: 1_800, calendarId, warnings: [{ percent: 50 }] }] }]);
    const now = await hour(17);
    await app.owner(`UPDATE merchant SET clock_offset = clock_offset + interval '50 minutes' WHERE id = $1`, [desk.tickets.merchant.id]);
    ticketId = await desk.tickets.taken();
    const day = `${localDay(now, 'Asia/Shanghai')}T00:00:00.000Z`;
    expect((await sent('请稍等，2个工作日内答复您。')).promise).toMatchObject({ timeFrom: 'TEXT', dueAt: plus(day, 58 * HOUR) });
    const { promise, message } = await sent('请稍等');
    const spent = Date.parse(plus(day, 10 * HOUR)) - Date.parse(message?.at ?? '');
    expect(promise).toMatchObject({ timeFrom: 'POLICY', dueAt: plus(day, 25 * HOUR + 30 * MINUTE - spent) });
    const clock = (await clocks()).find(({ dueAt }) => dueAt === promise?.dueAt);
    expect(clock).toMatchObject({ rule: 'desk', explain: { targetMs: '1800000', countedMs: '1800000' } });
    expect(clock?.explain.segments.map(({ kind }) => kind)).toEqual(['COUNTED', 'CLOSED', 'COUNTED']);
  });
});

describe('the policy', () => {
  it('that sets no such wait promises nothing, and the author is told', async () => {
    await desk.policy([{ name: 'all', targets: [RESOLUTION] }]);
    expect((await sent('请稍等')).promise).toMatchObject({ timeFrom: 'POLICY' }); // a ticket keeps the version it was opened under
    ticketId = await desk.tickets.taken();
    const { promise, warnings } = await sent('请稍等');
    expect(promise).toBeNull();
    expect(warnings).toMatchObject([{ rule: 'HOLD_WITHOUT_TIME', advice: expect.stringContaining('Nothing was promised.') as unknown }]);
    expect(await promises()).toEqual([]);
    expect((await sent('请稍等，两小时内答复您')).promise).toMatchObject({ timeFrom: 'TEXT' });
  });

  it('that says otherwise later moves no promise and calls none off', async () => {
    const { promise } = await sent('请稍等');
    await desk.policy([{ name: 'all', targets: [RESOLUTION, { target: 'HOLDING_REPLY', seconds: 36_000 }] }]);
    await desk.tickets.does('SUPERVISOR', 'reapplyPolicy', await desk.tickets.now(ticketId));
    expect(await promises()).toEqual([promise]);
    expect(await clocks()).toMatchObject([{ state: 'RUNNING', dueAt: promise?.dueAt, generation: 1 }]);
    ticketId = await desk.tickets.taken();
    const next = await sent('请稍等');
    expect(next.promise?.dueAt).toBe(plus(next.message?.at ?? '', 10 * HOUR));
  });

  it('names no pause for it: a promise stands still for nothing', async () => {
    const rules = [{ name: 'all', targets: [RESOLUTION, { target: 'HOLDING_REPLY', seconds: 60, pauses: [{ reason: 'WAITING_ON_CUSTOMER' }] }] }];
    const { data } = await desk.tickets.merchant.as<{ publishSlaPolicy: { policy: object | null; userErrors: { code: string; details: { problems: object[] } }[] } }>(
      'ADMIN', 'mutation($i: PublishSlaPolicyInput!) { publishSlaPolicy(input: $i) { policy { id } userErrors { code details } } }', { i: { name: 'spec', rules } },
    );
    expect(data?.publishSlaPolicy).toMatchObject({ policy: null, userErrors: [{ code: 'POLICY_INVALID', details: { problems: [{ path: 'rules.0.targets.1.pauses.0', code: 'PAUSE_OF_PROMISE' }] } }] });
  });
});
