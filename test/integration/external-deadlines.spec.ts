import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, elapsed, HOUR, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { newKey } from '../support/busy-merchant.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
let key: string;
beforeAll(async () => {
  desk = await TicketDesk.open(app, 'Deadlines');
  key = (await newKey(app, desk.merchant, ['tickets:write', 'tickets:read'])).text;
});

interface Seen {
  readonly taken: boolean;
  readonly ticket: { readonly version: number } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}
interface Shown {
  readonly nextDueAt: string;
  readonly bindingDeadline: { readonly kind: string; readonly subject: string; readonly dueAt: string; readonly source: string; readonly consequence: string | null } | null;
  readonly externalDeadlines: readonly {
    readonly kind: string; readonly owedBy: string; readonly source: string; readonly state: string; readonly dueAt: string | null; readonly remainingSeconds: number | null;
    readonly endedAt: string | null; readonly consequence: string; readonly observedVersion: string | null; readonly packRow: string | null;
    readonly generation: number; readonly history: readonly { readonly word: string; readonly source: string; readonly dueAt: string | null; readonly version: string | null }[];
  }[];
}

const OBSERVE = 'mutation($input: ObserveExternalDeadlineInput!) { observeExternalDeadline(input: $input) { taken ticket { version } userErrors { code field } } }';

async function observe(ticketId: string, input: object, by: 'KEY' | 'AGENT' = 'KEY'): Promise<Seen> {
  const call = by === 'KEY' ? { headers: { 'x-api-key': key } } : { token: await desk.merchant.token('AGENT') };
  const answer = await app.gql<{ observeExternalDeadline: Seen }>(OBSERVE, { input: { ticketId, kind: 'ANSWER_REQUEST', ...input } }, call);
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.observeExternalDeadline;
}

async function show(ticketId: string): Promise<Shown> {
  const answer = await desk.merchant.as<{ ticket: Shown }>('AGENT', `query($id: ID!) { ticket(id: $id) { nextDueAt bindingDeadline { kind subject dueAt source consequence }
    externalDeadlines { kind owedBy source state dueAt remainingSeconds endedAt consequence observedVersion packRow generation history { word source dueAt consequence version packRow } } } }`, { id: ticketId });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.ticket;
}

/** The merchant's own time, to the millisecond. */
async function now(of = desk): Promise<string> {
  const [row] = await app.owner<{ now: Date }>('SELECT clock_timestamp() + clock_offset AS now FROM merchant WHERE id = $1', [of.merchant.id]);
  return row.now.toISOString();
}

async function advance(millis: number): Promise<void> {
  const answer = await desk.merchant.as<{ advanceTestClock: { userErrors: unknown[] } }>('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to: plus(await now(), millis) });
  expect(answer.data?.advanceTestClock.userErrors).toEqual([]);
}

const onPlatform = { source: 'PLATFORM', channel: 'PLATFORM' };

describe('a request on the platform', () => {
  it('starts its deadline from the pack, and says from which row', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const { opened_at } = await desk.row<{ opened_at: Date }>(ticketId);
    const { externalDeadlines, bindingDeadline } = await show(ticketId);
    expect(externalDeadlines).toEqual([{
      kind: 'ANSWER_REQUEST', owedBy: 'MERCHANT', source: 'PACK', state: 'RUNNING', dueAt: plus(opened_at.toISOString(), 36 * HOUR), remainingSeconds: null,
      endedAt: null, consequence: 'AUTO_AGREE', observedVersion: null, packRow: 'tmall@2026-08#return.request',
      generation: 1, history: [{ word: 'OBSERVED', source: 'PACK', dueAt: plus(opened_at.toISOString(), 36 * HOUR), consequence: 'AUTO_AGREE', version: null, packRow: 'tmall@2026-08#return.request' }],
    }]);
    expect(bindingDeadline).toMatchObject({ source: 'OURS', consequence: null });
  });

  it.each([
    ['REFUND_ONLY', 'NOT_SHIPPED', 24, 'refund.unshipped'], ['REFUND_ONLY', 'NOT_RECEIVED', 36, 'refund.shipped'], ['EXCHANGE', 'RECEIVED', 24, 'exchange.request'],
    ['RESHIP', 'RECEIVED', 24, 'reship.request'], ['REPAIR', 'RECEIVED', 48, 'repair.request'],
  ])('of %s, goods %s: %i hours', async (requestType, goodsState, hours, row) => {
    const ticketId = await desk.ticket({ ...onPlatform, returnExchange: { requestType, goodsState, wish: 'REFUND' } });
    const { opened_at } = await desk.row<{ opened_at: Date }>(ticketId);
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: plus(opened_at.toISOString(), hours * HOUR), packRow: `tmall@2026-08#${row}` }]);
  });

  it('made elsewhere starts none, and neither does one at a shop whose platform has no verified rule', async () => {
    expect((await show(await desk.ticket())).externalDeadlines).toEqual([]);
    const other = await TicketDesk.open(app, 'JD');
    await app.owner(`UPDATE shop SET platform = 'JD' WHERE merchant_id = $1`, [other.merchant.id]);
    const ticketId = await other.ticket(onPlatform);
    expect((await other.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL')).toEqual([]);
  });

  it('an authority\'s own date is its deadline', async () => {
    const caseDueAt = plus(await now(), 3 * DAY);
    const ticketId = await desk.complaint(null, { complaint: { type: 'GOODS_QUALITY', origin: 'REGULATOR', demand: '赔偿', caseNumber: 'C-1', caseDueAt } });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REGULATOR', source: 'MANUAL', dueAt: caseDueAt, consequence: 'PENALTY' }]);
  });
});

describe('what a feature tells of', () => {
  it('starts the deadlines of the platform where the request was made on it, and those of a law everywhere', async () => {
    const [there, elsewhere] = [await desk.ticket(onPlatform), await desk.ticket()];
    const at = plus(await now(), -HOUR);
    for (const ticketId of [there, elsewhere]) {
      await desk.happens(ticketId, (session) => {
        session.happened('RETURN_SIGNED', { at });
        session.happened('RETURN_RECEIVED', { at });
      });
    }
    const rows = async (ticketId: string): Promise<unknown[]> => (await show(ticketId)).externalDeadlines.map(({ kind, packRow }) => `${kind} ${packRow}`).sort();
    expect(await rows(elsewhere)).toEqual(['PAY_REFUND cn-law@2026-08#seven-days.refund']);
    expect(await rows(there)).toEqual([
      'ANSWER_REQUEST tmall@2026-08#return.request', 'CONFIRM_RETURN tmall@2026-08#return.confirm.signed', 'PAY_REFUND cn-law@2026-08#seven-days.refund',
    ]);
    const [confirm] = (await desk.clocks(there)).filter(({ subject }) => subject === 'CONFIRM_RETURN');
    expect([confirm?.started_at.toISOString(), confirm?.due_at?.toISOString()]).toEqual([at, plus(at, 48 * HOUR)]);
  });

  it.each([
    // Wednesday before National Day: a week off, then Thursday, Friday, a Saturday worked for it, Monday, Tuesday.
    ['2026-09-30T02:00:00.000Z', 'CN', '2026-10-13T16:00:00.000Z'], ['2026-09-30T02:00:00.000Z', 'CN-65', '2026-10-13T16:00:00.000Z'],
    ['2026-06-01T02:00:00.000Z', 'CN', '2026-06-08T16:00:00.000Z'],
  ])('five workdays from %s in %s end on %s', async (at, region, dueAt) => {
    const shop = await TicketDesk.open(app, 'Douyin');
    await app.owner(`UPDATE shop SET platform = 'DOUYIN' WHERE merchant_id = $1`, [shop.merchant.id]);
    const chosen = await shop.merchant.as<{ chooseShopPacks: { userErrors: unknown[] } }>('ADMIN', 'mutation($i: ChooseShopPacksInput!) { chooseShopPacks(input: $i) { userErrors { code field } } }', {
      i: { shopId: shop.merchant.shopId, expectedVersion: 0, region, enrolments: [], packs: [{ packId: 'douyin', off: [], enableUnverified: [] }], rules: [] },
    });
    expect(chosen.data?.chooseShopPacks.userErrors).toEqual([]);
    const ticketId = await shop.ticket(onPlatform);
    await shop.happens(ticketId, (session) => session.happened('APPEAL_FILED', { at }));
    const [external] = (await shop.clocks(ticketId)).filter(({ subject }) => subject === 'PLATFORM_ANSWER');
    expect(external?.due_at?.toISOString()).toBe(dueAt);
  });

  it('gives way to what the platform itself said', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const dueAt = plus(await now(), 5 * HOUR);
    await observe(ticketId, { dueAt, version: '1' });
    await desk.happens(ticketId, (session) => session.happened('RETURN_REQUESTED'));
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ dueAt, source: 'PLATFORM' }]);
  });
});

describe('an observation', () => {
  let ticketId: string;
  let soon: string;
  beforeEach(async () => {
    ticketId = await desk.ticket(onPlatform);
    soon = plus(await now(), HOUR);
  });

  it('of the platform goes before the rule, a newer one before an older; older and equal ones change nothing and say so', async () => {
    expect(await observe(ticketId, { dueAt: soon, version: '7', consequence: 'AUTO_REFUND' })).toMatchObject({ taken: true, userErrors: [] });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: soon, source: 'PLATFORM', observedVersion: '7', consequence: 'AUTO_REFUND', packRow: null }]);
    const before = await desk.state(ticketId);
    for (const version of ['7', '6', '0']) {
      expect(await observe(ticketId, { dueAt: plus(soon, DAY), version })).toMatchObject({ taken: false, userErrors: [] });
      expect(await desk.state(ticketId)).toEqual(before);
    }
    expect(await observe(ticketId, { dueAt: plus(soon, DAY), version: '8' })).toMatchObject({ taken: true });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: plus(soon, DAY), observedVersion: '8' }]);
    expect((await desk.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL')).toHaveLength(1);
    expect((await desk.events(ticketId, 'deadline.observed')).map(({ data }) => [data['source'], data['version'], data['replaced']])).toEqual([
      ['PACK', null, null], ['PLATFORM', '7', expect.any(String)], ['PLATFORM', '8', soon],
    ]);
  });

  it('of a person needs no version, and a later one of the platform still counts', async () => {
    await observe(ticketId, { dueAt: soon, version: '7' });
    expect(await observe(ticketId, { dueAt: plus(soon, HOUR) }, 'AGENT')).toMatchObject({ taken: true });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: plus(soon, HOUR), source: 'MANUAL', observedVersion: '7' }]);
    expect(await observe(ticketId, { dueAt: soon, version: '7' })).toMatchObject({ taken: false });
    expect(await observe(ticketId, { dueAt: soon, version: '8' })).toMatchObject({ taken: true });
  });

  it('at once with others: the newest stands, one clock runs, and each that was taken was news', async () => {
    const versions = Array.from({ length: 16 }, (_, n) => ((n * 7) % 16) + 1);
    const seen = await Promise.all(versions.map((version) => observe(ticketId, { dueAt: plus(soon, version * HOUR), version: String(version) })));
    const news = seen.filter(({ taken }) => taken).length;
    expect(seen.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ observedVersion: '16', dueAt: plus(soon, 16 * HOUR) }]);
    const told = (await desk.events(ticketId, 'deadline.observed')).slice(1).map(({ data }) => Number(data['version']));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told).toHaveLength(news);
    expect(told.at(-1)).toBe(16);
    expect((await desk.clocks(ticketId)).filter(({ kind, state }) => kind === 'EXTERNAL' && state === 'RUNNING')).toHaveLength(1);
    expect((await desk.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL')).toHaveLength(1);
    const [{ generation, history }] = (await show(ticketId)).externalDeadlines;
    expect([generation, history.length]).toEqual([news + 1, news + 1]);
  });

  it('is a newer version of the same deadline: one clock a generation on, explained from its first start to its last due time', async () => {
    const first = (await show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await observe(ticketId, { dueAt: soon, version: '7', consequence: 'AUTO_REFUND' });
    await observe(ticketId, { dueAt: plus(soon, DAY), version: '8' });
    await observe(ticketId, { dueAt: plus(soon, DAY), version: '9' }); // the same time again moves nothing
    const [shown] = (await show(ticketId)).externalDeadlines;
    expect(shown).toMatchObject({ generation: 3, dueAt: plus(soon, DAY), observedVersion: '9' });
    expect(shown?.history.map(({ word, source, version, dueAt }) => [word, source, version, dueAt])).toEqual([
      ['OBSERVED', 'PACK', null, first], ['OBSERVED', 'PLATFORM', '7', soon], ['OBSERVED', 'PLATFORM', '8', plus(soon, DAY)], ['OBSERVED', 'PLATFORM', '9', plus(soon, DAY)],
    ]);
    const { data } = await desk.merchant.as<{ ticket: { deadlines: { clock: { kind: string; rule: string; generation: number; explain: { dueAt: string; targetMs: string; countedMs: string; overspentMs: string; segments: { kind: string; rule: string | null }[] } } }[] } }>(
      'AGENT', 'query($id: ID!) { ticket(id: $id) { deadlines { clock { kind rule generation explain { dueAt targetMs countedMs overspentMs segments { kind rule } } } } } }', { id: ticketId },
    );
    const external = data?.ticket.deadlines.filter(({ clock }) => clock.kind === 'EXTERNAL') ?? [];
    expect(external).toHaveLength(1);
    const { explain, rule, generation } = external[0].clock;
    expect([rule, generation, explain.dueAt, explain.countedMs, explain.overspentMs]).toEqual(['PLATFORM@8', 3, plus(soon, DAY), explain.targetMs, '0']);
    expect(explain.segments.filter(({ kind }) => kind === 'RETARGETED').map((segment) => segment.rule)).toEqual(['PLATFORM@7', 'PLATFORM@8']);
  });

  it('while the platform has stepped in says what is left; the pauses before it count once', async () => {
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    await desk.waits(DAY);
    const dueAt = plus(await now(), 10 * HOUR);
    await observe(ticketId, { dueAt, version: '1' });
    const [stopped] = (await show(ticketId)).externalDeadlines;
    expect([stopped?.state, (stopped?.remainingSeconds ?? 0) > 9.99 * 3_600, (stopped?.remainingSeconds ?? 0) <= 36_000]).toEqual(['PAUSED', true, true]);
    await desk.waits(DAY);
    await desk.does('AGENT', 'resumeTicket', { ticketId });
    const [running] = (await show(ticketId)).externalDeadlines;
    expect([running?.state, elapsed(await now(), running?.dueAt ?? '') > 9.98 * HOUR, elapsed(await now(), running?.dueAt ?? '') <= 10 * HOUR]).toEqual(['RUNNING', true, true]);
  });

  it('that it was due before now is missed at its own time; overdue, the next word starts another clock and both are in its history', async () => {
    const past = plus(await now(), -60_000);
    await observe(ticketId, { dueAt: past, version: '1', consequence: 'AUTO_REFUND' });
    await advance(1_000);
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: past }]);
    await observe(ticketId, { dueAt: soon, version: '2' });
    const [shown] = (await show(ticketId)).externalDeadlines;
    expect(shown).toMatchObject({ state: 'RUNNING', generation: 1, dueAt: soon });
    expect(shown?.history.map(({ word }) => word)).toEqual(['OBSERVED', 'OBSERVED', 'MISSED', 'OBSERVED']);
    expect((await desk.events(ticketId, 'deadline.missed')).map(({ data }) => [data['dueAt'], data['consequence']])).toEqual([[past, 'AUTO_REFUND']]);
  });

  it('twice at once with one version: one of them is news', async () => {
    const seen = await Promise.all([1, 2].map(() => observe(ticketId, { dueAt: soon, version: '3' })));
    expect(seen.map(({ taken }) => taken).sort()).toEqual([false, true]);
  });

  it('that cannot be is refused, and nothing moves', async () => {
    const before = await desk.state(ticketId);
    const codes = async (input: object, by?: 'KEY' | 'AGENT'): Promise<string[]> => (await observe(ticketId, input, by)).userErrors.map(({ code, field }) => `${code} ${field}`);
    expect(await codes({ dueAt: soon })).toEqual(['INVALID_INPUT version']);
    expect(await codes({ dueAt: soon, version: '-1' })).toEqual(['INVALID_INPUT version']);
    expect(await codes({ version: '1' })).toEqual(['INVALID_INPUT dueAt']);
    expect(await codes({ version: '1', dueAt: plus(soon, 800 * DAY) })).toEqual(['INVALID_INPUT dueAt']);
    expect(await codes({ version: '1', dueAt: soon, doneAt: soon })).toEqual(['INVALID_INPUT doneAt']);
    expect(await codes({ version: '1', state: 'DONE', dueAt: soon })).toEqual(['INVALID_INPUT dueAt']);
    expect(await codes({ version: '1', state: 'DONE', doneAt: soon })).toEqual(['INVALID_INPUT doneAt']);
    expect(await codes({ version: '1', state: 'VOID', doneAt: plus(soon, -2 * HOUR) })).toEqual(['INVALID_INPUT doneAt']);
    expect(await codes({ version: '1', state: 'DONE', kind: 'APPEAL' })).toEqual(['NOTHING_TO_DO kind']);
    expect(await codes({ version: '1', dueAt: soon, expectedVersion: 99 })).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect(await desk.state(ticketId)).toEqual(before);
  });

  it('the database itself keeps the newer one', async () => {
    await observe(ticketId, { dueAt: soon, version: '7' });
    await expect(app.owner('UPDATE external_deadline SET observed_version = 6 WHERE ticket_id = $1', [uuid(ticketId)])).rejects.toThrow('never replaces');
    await expect(app.owner('UPDATE external_deadline SET due_at = now() WHERE ticket_id = $1', [uuid(ticketId)])).rejects.toThrow('never replaces');
  });
});

describe('its time', () => {
  it('is not stopped by waiting for the customer, is stopped by the platform, and goes on with what was left', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.answered(ticketId);
    const due = (await show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await desk.waits(HOUR);
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'RUNNING', dueAt: due }]);
    expect((await show(ticketId)).bindingDeadline).toMatchObject({ kind: 'EXTERNAL', subject: 'ANSWER_REQUEST', dueAt: due, source: 'PACK', consequence: 'AUTO_AGREE' });
    await desk.does('AGENT', 'resumeTicket', { ticketId });

    await observe(ticketId, { kind: 'SUBMIT_EVIDENCE', dueAt: plus(due, DAY), version: '1', consequence: 'PLATFORM_DECIDES' });
    const held = await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    expect(held.userErrors).toEqual([]);
    const stopped = (await show(ticketId)).externalDeadlines;
    expect(stopped).toMatchObject([{ kind: 'ANSWER_REQUEST', state: 'PAUSED', dueAt: null }, { kind: 'SUBMIT_EVIDENCE', state: 'RUNNING', dueAt: plus(due, DAY) }]);
    await desk.waits(10 * DAY);
    await desk.does('AGENT', 'resumeTicket', { ticketId });
    const [resumed] = (await show(ticketId)).externalDeadlines.filter(({ kind }) => kind === 'ANSWER_REQUEST');
    const [entries] = await app.owner<{ paused: number; moved: number }>(
      `SELECT extract(epoch FROM r.at - p.at) * 1000 AS paused, extract(epoch FROM r.due_at - s.due_at) * 1000 AS moved
         FROM clock c JOIN clock_entry s ON s.clock_id = c.id AND s.type = 'STARTED' JOIN clock_entry p ON p.clock_id = c.id AND p.type = 'PAUSED'
         JOIN clock_entry r ON r.clock_id = c.id AND r.type = 'RESUMED' WHERE c.ticket_id = $1 AND c.kind = 'EXTERNAL'`, [uuid(ticketId)]);
    expect(Number(entries.moved)).toBe(Number(entries.paused));
    expect(Number(entries.paused)).toBeGreaterThanOrEqual(10 * DAY);
    expect(resumed).toMatchObject({ state: 'RUNNING', dueAt: plus(due, Number(entries.paused)) });
  });

  it('missed, is a breach whose consequence is on record; done late, stays missed', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const due = (await show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await advance(36 * HOUR + 1_000);
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: due, consequence: 'AUTO_AGREE', endedAt: null }]);
    expect((await desk.events(ticketId, 'deadline.missed')).map(({ data }) => data)).toMatchObject([
      { kind: 'ANSWER_REQUEST', consequence: 'AUTO_AGREE', source: 'PACK', packRow: 'tmall@2026-08#return.request', owedBy: 'MERCHANT', dueAt: due },
    ]);
    const entries = await app.owner<{ type: string; at: Date }>(`SELECT e.type, e.at FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.ticket_id = $1 AND c.kind = 'EXTERNAL' ORDER BY e.seq`, [uuid(ticketId)]);
    expect(entries.slice(1).map(({ type, at }) => [type, at.toISOString()])).toEqual([['WARNED', plus(due, -24 * HOUR)], ['WARNED', plus(due, -4 * HOUR)], ['BREACHED', due]]);
    expect(await observe(ticketId, { state: 'DONE', version: '1' })).toMatchObject({ taken: true });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', endedAt: expect.any(String) }]);
    expect(await desk.events(ticketId, 'deadline.missed')).toHaveLength(1);
    expect(await desk.events(ticketId, 'deadline.met')).toHaveLength(1);
  });

  it('heard of only when it had passed, is missed at its own time', async () => {
    const ticketId = await desk.ticket();
    const due = plus(await now(), -HOUR);
    await observe(ticketId, { dueAt: due, version: '1', consequence: 'CASE_LOST', kind: 'ANSWER_DISPUTE' });
    expect(await observe(ticketId, { state: 'DONE', version: '2', kind: 'ANSWER_DISPUTE' })).toMatchObject({ taken: true });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: due }]);
    expect((await desk.events(ticketId, 'deadline.missed')).map(({ data }) => data['consequence'])).toEqual(['CASE_LOST']);
  });

  it('done in time is met, void is gone; afterwards another request starts it anew', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const doneAt = await now();
    expect(await observe(ticketId, { state: 'DONE', version: '4', doneAt })).toMatchObject({ taken: true });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'SATISFIED', endedAt: doneAt, observedVersion: '4' }]);
    expect(await desk.events(ticketId, 'deadline.missed')).toEqual([]);
    expect(await observe(ticketId, { dueAt: plus(doneAt, HOUR), version: '4' })).toMatchObject({ taken: false });
    expect(await observe(ticketId, { dueAt: plus(doneAt, HOUR), version: '5' })).toMatchObject({ taken: true });
    expect(await observe(ticketId, { state: 'VOID', version: '6' })).toMatchObject({ taken: true });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'CANCELLED', observedVersion: '6' }]);
  });

  it('overdue and not noticed when the ticket is closed, is missed once, with what follows from it', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const due = (await show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await desk.finished(ticketId);
    await desk.waits(37 * HOUR);
    await desk.does('AGENT', 'closeTicket', { ticketId, expectedVersion: await desk.version(ticketId) });
    const missed = await desk.events(ticketId, 'deadline.missed');
    expect(missed.map(({ data }) => data)).toMatchObject([{ kind: 'ANSWER_REQUEST', consequence: 'AUTO_AGREE', packRow: 'tmall@2026-08#return.request', dueAt: due, owedBy: 'MERCHANT' }]);
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: due }]);
    await advance(DAY);
    expect(await desk.events(ticketId, 'deadline.missed')).toHaveLength(1);
    expect((await desk.events(ticketId, 'clock.breached')).filter(({ data }) => data['kind'] === 'EXTERNAL')).toHaveLength(1);
  });

  it('missed by the worker and the ticket closed afterwards, is missed once', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.finished(ticketId);
    await advance(37 * HOUR);
    await desk.does('AGENT', 'closeTicket', { ticketId, expectedVersion: await desk.version(ticketId) });
    expect(await desk.events(ticketId, 'deadline.missed')).toHaveLength(1);
  });

  it('ends with the ticket, and nothing is observed on a closed one', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.finished(ticketId);
    await desk.does('AGENT', 'closeTicket', { ticketId, expectedVersion: await desk.version(ticketId) });
    expect((await show(ticketId)).externalDeadlines).toMatchObject([{ state: 'CANCELLED' }]);
    expect((await observe(ticketId, { dueAt: plus(await now(), HOUR), version: '1' })).userErrors).toMatchObject([{ code: 'TICKET_CLOSED' }]);
  });
});

describe('the deadline that binds', () => {
  it('is the earliest we can meet; at the same instant our own; never the buyer\'s', async () => {
    const ticketId = await desk.ticket();
    const { nextDueAt, bindingDeadline: ours } = await show(ticketId);
    expect(ours).toMatchObject({ dueAt: nextDueAt, source: 'OURS', consequence: null });
    await observe(ticketId, { kind: 'BUYER_ANSWER', dueAt: plus(nextDueAt, -60_000), version: '1' });
    expect(await show(ticketId)).toMatchObject({ nextDueAt, bindingDeadline: ours });
    await observe(ticketId, { dueAt: nextDueAt, version: '1' });
    expect(await show(ticketId)).toMatchObject({ nextDueAt, bindingDeadline: ours });
    await observe(ticketId, { dueAt: plus(nextDueAt, -1), version: '2', consequence: 'AUTO_REFUND' });
    expect(await show(ticketId)).toMatchObject({
      nextDueAt: plus(nextDueAt, -1),
      bindingDeadline: { kind: 'EXTERNAL', subject: 'ANSWER_REQUEST', dueAt: plus(nextDueAt, -1), source: 'PLATFORM', consequence: 'AUTO_REFUND' },
    });
  });

  it('orders the queue, and a page says which it is; also of tickets that do not name it yet', async () => {
    const queue = await TicketDesk.open(app, 'Queue');
    const [first, second] = [await queue.ticket(), await queue.ticket()];
    await queue.does('AGENT', 'observeExternalDeadline', { ticketId: second, kind: 'ANSWER_REQUEST', dueAt: plus(await now(queue), 500), consequence: 'AUTO_CLOSE' });
    const page = async (): Promise<unknown> => (await queue.merchant.as('AGENT', '{ tickets(first: 10) { edges { node { id bindingDeadline { kind subject consequence } } } } }')).data;
    const expected = { tickets: { edges: [
      { node: { id: second, bindingDeadline: { kind: 'EXTERNAL', subject: 'ANSWER_REQUEST', consequence: 'AUTO_CLOSE' } } },
      { node: { id: first, bindingDeadline: { kind: 'ACKNOWLEDGEMENT', subject: 'TICKET:1', consequence: null } } },
    ] } };
    expect(await page()).toEqual(expected);
    await app.owner('UPDATE ticket SET next_due_clock = NULL WHERE merchant_id = $1', [queue.merchant.id]);
    expect(await page()).toEqual(expected);
  });
});
