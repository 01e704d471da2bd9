import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, elapsed, HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION, WAITS } from '../support/deadlines.js';
import { onPlatform, PlatformDesk } from '../support/platform-desk.js';
import { uuid } from '../support/ticket-desk.js';

// The marketplace steps in and decides, told by an integration.

const app = testApp();
let platform: PlatformDesk;
let desk: PlatformDesk['desk'];
beforeAll(async () => {
  platform = await PlatformDesk.open(app);
  ({ desk } = platform);
});

const STEPPED_IN = { event: 'PLATFORM_STEPPED_IN' };
const DECIDED = { event: 'PLATFORM_DECIDED' };
const NEWS = { taken: true, userErrors: [] };
const NOTHING = [{ code: 'NOTHING_TO_DO', field: 'event' }];

const standing = async (ticketId: string): Promise<unknown[]> => {
  const { status, hold_reason, waiting_on, assignee_id } = await desk.row<Record<string, unknown>>(ticketId);
  return [status, hold_reason, waiting_on, assignee_id];
};
const deadline = async (ticketId: string, kind: string) => (await platform.show(ticketId)).externalDeadlines.find((one) => one.kind === kind);

describe('a platform that steps in', () => {
  it('stops its timers on a ticket that nobody has and nobody answered; its decision lets them go on with what was left', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const due = (await deadline(ticketId, 'ANSWER_REQUEST'))?.dueAt ?? '';
    await desk.waits(6 * HOUR);
    const at = plus(await platform.now(), -2 * HOUR);
    expect(await platform.happened(ticketId, { ...STEPPED_IN, at })).toMatchObject(NEWS);
    expect(await standing(ticketId)).toEqual(['ON_HOLD', 'PLATFORM_INTERVENTION', 'PLATFORM', null]);

    // 36 hours less the 6 that passed: the hold begins now, not two hours ago.
    const stopped = await deadline(ticketId, 'ANSWER_REQUEST');
    expect(stopped).toMatchObject({ state: 'PAUSED', dueAt: null });
    expect(30 * 3_600 - (stopped?.remainingSeconds ?? 0)).toBeLessThanOrEqual(60);
    expect(30 * 3_600 - (stopped?.remainingSeconds ?? 0)).toBeGreaterThanOrEqual(0);

    await desk.waits(DAY);
    expect(await platform.happened(ticketId, DECIDED)).toMatchObject(NEWS);
    expect(await standing(ticketId)).toEqual(['OPEN', null, 'US', null]);
    const [{ stood }] = await app.owner<{ stood: string }>(
      `SELECT extract(epoch FROM r.at - p.at) * 1000 AS stood FROM clock c JOIN clock_entry p ON p.clock_id = c.id AND p.type = 'PAUSED'
         JOIN clock_entry r ON r.clock_id = c.id AND r.type = 'RESUMED' WHERE c.ticket_id = $1 AND c.subject = 'ANSWER_REQUEST'`, [uuid(ticketId)]);
    expect(Number(stood)).toBeGreaterThanOrEqual(DAY);
    expect(Number(stood)).toBeLessThan(DAY + MINUTE);
    expect(await deadline(ticketId, 'ANSWER_REQUEST')).toMatchObject({ state: 'RUNNING', dueAt: plus(due, Number(stood)) });
  });

  it('does not stop the first answer, which the customer waits for all the same', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.customerSays(ticketId);
    await platform.happened(ticketId, STEPPED_IN);
    const states = (await desk.clocks(ticketId)).map(({ kind, state }) => [kind, state]);
    expect(states).toEqual(expect.arrayContaining([['FIRST_RESPONSE', 'RUNNING'], ['STEP', 'PAUSED'], ['RESOLUTION', 'PAUSED']]));
  });

  it('where no rule begins with it, is on hold for it all the same', async () => {
    const there = await PlatformDesk.open(app);
    await app.owner(`UPDATE shop SET platform = 'JD' WHERE merchant_id = $1`, [there.desk.merchant.id]);
    const ticketId = await there.desk.ticket();
    expect(await there.happened(ticketId, STEPPED_IN)).toMatchObject(NEWS);
    expect((await there.show(ticketId)).externalDeadlines).toEqual([]);
    expect(await there.happened(ticketId, DECIDED)).toMatchObject(NEWS);
  });

  it('also when its time is told wrong, changes nothing', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const before = await desk.state(ticketId);
    for (const event of [STEPPED_IN, DECIDED]) {
      expect(await platform.happened(ticketId, { ...event, at: plus(await platform.now(), HOUR) })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: 'at' }] });
    }
    expect(await desk.state(ticketId)).toEqual(before);
  });
});

it('a hold for the customer gives way to it: each clock stops for what its rule names, and each budget counts its own', async () => {
  const there = await PlatformDesk.open(app);
  const deadlines = new Deadlines(there.desk);
  const [customer, marketplace] = WAITS;
  await deadlines.publish([{ name: 'all', targets: [
    { ...RESOLUTION, pauses: [{ ...customer, budgetSeconds: 7_200 }, { ...marketplace, budgetSeconds: 10_800 }] },
    { target: 'RECEIVE', seconds: 36_000, pauses: [customer] }, { target: 'KEEP_INFORMED', seconds: 72_000, pauses: [marketplace] },
  ] }]);
  const ticketId = await there.desk.taken();
  await there.desk.answered(ticketId);
  const hold = async (): Promise<unknown> => there.desk.does('AGENT', 'holdTicket', { ...(await there.desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
  const states = async (): Promise<unknown[]> => Promise.all(['RESOLUTION', 'STEP', 'KEEP_INFORMED'].map((kind) => deadlines.clock(ticketId, kind).then(({ state, pausedFor }) => [state, pausedFor])));
  await hold();
  expect(await states()).toEqual([['PAUSED', 'WAITING_ON_CUSTOMER'], ['PAUSED', 'WAITING_ON_CUSTOMER'], ['RUNNING', null]]);

  await deadlines.advance(HOUR);
  expect(await there.happened(ticketId, STEPPED_IN)).toMatchObject(NEWS);
  expect(await states()).toEqual([['PAUSED', 'PLATFORM_INTERVENTION'], ['RUNNING', null], ['PAUSED', 'PLATFORM_INTERVENTION']]);
  expect((await there.desk.events(ticketId, 'ticket.held')).at(-1)?.changes).toEqual({ holdReason: ['WAITING_ON_CUSTOMER', 'PLATFORM_INTERVENTION'] });

  await deadlines.advance(2 * HOUR);
  expect(await there.happened(ticketId, DECIDED)).toMatchObject(NEWS);
  expect(await states()).toEqual([['RUNNING', null], ['RUNNING', null], ['RUNNING', null]]);
  await hold();
  await deadlines.advance(3 * HOUR); // one of the two hours for the customer is left

  const { explain, dueAt } = await deadlines.clock(ticketId, 'RESOLUTION');
  const paused = explain.segments.filter(({ kind }) => kind === 'PAUSED');
  const stood = (reason: string): number => paused.filter((one) => one.reason === reason).reduce((sum, { from, to }) => sum + elapsed(from, to ?? from), 0);
  expect(paused.map(({ reason }) => reason)).toEqual(['WAITING_ON_CUSTOMER', 'PLATFORM_INTERVENTION', 'WAITING_ON_CUSTOMER']);
  expect(paused[0]?.to).toBe(paused[1]?.from);
  expect(stood('WAITING_ON_CUSTOMER')).toBe(2 * HOUR);
  expect(Math.floor(stood('PLATFORM_INTERVENTION') / HOUR)).toBe(2);
  expect([explain.countedMs, explain.overspentMs]).toEqual([explain.targetMs, '0']);
  expect(elapsed(explain.segments[0]?.from ?? '', dueAt ?? '')).toBe(Number(explain.targetMs) + stood('WAITING_ON_CUSTOMER') + stood('PLATFORM_INTERVENTION'));
});

describe('told again', () => {
  it('that it stepped in is no news and changes nothing, whatever time comes with it', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await platform.happened(ticketId, STEPPED_IN);
    const before = await desk.state(ticketId);
    for (const at of [null, plus(await platform.now(), -HOUR)]) expect(await platform.happened(ticketId, { ...STEPPED_IN, at })).toMatchObject({ taken: false, userErrors: [] });
    expect(await desk.state(ticketId)).toEqual(before);
  });

  it('twice at once, it is news once', async () => {
    const ticketId = await desk.ticket(onPlatform);
    for (const event of [STEPPED_IN, DECIDED]) {
      const seen = await Promise.all([1, 2].map(() => platform.happened(ticketId, event)));
      expect(seen.filter(({ taken }) => taken)).toHaveLength(1);
    }
    expect(await desk.events(ticketId, 'ticket.held')).toHaveLength(1);
    expect(await desk.events(ticketId, 'ticket.resumed')).toHaveLength(1);
  });

  it('that it decided, where it has not stepped in or has decided already, is nothing to do and leaves another hold alone', async () => {
    const ticketId = await desk.taken(desk.ticket(onPlatform));
    await desk.answered(ticketId);
    const refused = async (): Promise<void> => {
      const before = await desk.state(ticketId);
      expect((await platform.happened(ticketId, DECIDED)).userErrors).toEqual(NOTHING);
      expect(await desk.state(ticketId)).toEqual(before);
    };
    await refused();
    await platform.happened(ticketId, STEPPED_IN);
    await platform.happened(ticketId, DECIDED);
    await refused();
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
    await refused();
  });

  it('late, after its decision, that it stepped in before it: holds nothing again; that it stepped in anew does', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const [first, decided] = [plus(await platform.now(), -3 * HOUR), plus(await platform.now(), -HOUR)];
    await platform.happened(ticketId, { ...STEPPED_IN, at: first });
    await platform.happened(ticketId, { ...DECIDED, at: decided });
    const before = await desk.state(ticketId);
    for (const at of [first, plus(decided, -1), decided]) {
      expect(await platform.happened(ticketId, { ...STEPPED_IN, at })).toMatchObject({ taken: false, userErrors: [] });
      expect(await desk.state(ticketId)).toEqual(before);
    }
    expect(await platform.happened(ticketId, { ...STEPPED_IN, at: plus(decided, 1) })).toMatchObject(NEWS);
    expect((await standing(ticketId)).slice(0, 2)).toEqual(['ON_HOLD', 'PLATFORM_INTERVENTION']);
  });

  it('late, that it decided before it stepped in anew: ends no hold', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const ago = async (hours: number): Promise<string> => plus(await platform.now(), -hours * HOUR);
    const [decided, again] = [await ago(3), await ago(2)];
    for (const [event, at] of [[STEPPED_IN, await ago(4)], [DECIDED, decided], [STEPPED_IN, again]] as const) expect(await platform.happened(ticketId, { ...event, at })).toMatchObject(NEWS);
    const before = await desk.state(ticketId);
    for (const at of [decided, plus(again, -1)]) {
      expect(await platform.happened(ticketId, { ...DECIDED, at })).toMatchObject({ taken: false, userErrors: [] });
      expect(await desk.state(ticketId)).toEqual(before);
    }
    expect(await platform.happened(ticketId, { ...DECIDED, at: again })).toMatchObject(NEWS);
    expect((await standing(ticketId)).slice(0, 2)).toEqual(['OPEN', null]);
  });

  it('first of its decision, then that it stepped in before it: is kept, once, and holds nothing', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const decided = plus(await platform.now(), -HOUR);
    expect(await platform.happened(ticketId, { ...DECIDED, at: decided })).toMatchObject(NEWS);
    expect((await desk.events(ticketId, 'platform.decided')).map(({ data }) => data)).toEqual([{ at: decided }]);
    const before = await desk.state(ticketId);
    expect(await platform.happened(ticketId, { ...DECIDED, at: decided })).toMatchObject({ taken: false, userErrors: [] });
    expect(await platform.happened(ticketId, { ...STEPPED_IN, at: plus(decided, -HOUR) })).toMatchObject({ taken: false, userErrors: [] });
    expect(await desk.state(ticketId)).toEqual(before);
  });

  it('of a closed ticket is refused, and nothing changes', async () => {
    const ticketId = await desk.ticket(onPlatform);
    await desk.finished(ticketId);
    await desk.does('AGENT', 'closeTicket', await desk.now(ticketId));
    const before = await desk.state(ticketId);
    for (const event of [STEPPED_IN, DECIDED]) expect((await platform.happened(ticketId, event)).userErrors).toMatchObject([{ code: 'TICKET_CLOSED' }]);
    expect(await desk.state(ticketId)).toEqual(before);
  });
});

describe('people', () => {
  it('end the hold that the platform began; its decision is then nothing to do', async () => {
    const ticketId = await desk.taken(desk.ticket(onPlatform));
    await platform.happened(ticketId, STEPPED_IN);
    await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    expect(await deadline(ticketId, 'ANSWER_REQUEST')).toMatchObject({ state: 'RUNNING' });
    expect((await platform.happened(ticketId, DECIDED)).userErrors).toEqual(NOTHING);
  });

  it('put a ticket on hold for it before an answer, too; the platform\'s decision ends that hold', async () => {
    const ticketId = await desk.taken(desk.ticket(onPlatform));
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
    expect(await platform.happened(ticketId, STEPPED_IN)).toMatchObject({ taken: false, userErrors: [] });
    expect(await platform.happened(ticketId, DECIDED)).toMatchObject(NEWS);
    expect((await standing(ticketId)).slice(0, 2)).toEqual(['OPEN', null]);
  });
});

it('rules count from either at the time told, wherever the request was made; from the decision also where no hold ended', async () => {
  const there = await PlatformDesk.open(app);
  const title = { en: 'Cases', zh: '平台介入' };
  const row = (startsWith: string, concerns: string, amount: number): object => ({
    kind: 'DEADLINE', id: concerns.toLowerCase().replace('_', '.'), basis: 'PACK', certainty: 'VERIFIED', source: 'its rules', title, startsWith, concerns,
    due: { from: 'EVENT', unit: 'HOURS', amount }, missed: { outcome: 'AUTO_REFUND', certainty: 'VERIFIED' },
  });
  const does = async (mutation: string, input: object): Promise<void> => {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const { data } = await there.desk.merchant.as<{ done: { userErrors: unknown[] } }>('ADMIN', `mutation($input: ${type}!) { done: ${mutation}(input: $input) { userErrors { code details } } }`, { input });
    expect(data?.done.userErrors).toEqual([]);
  };
  await does('publishPolicyPack', { body: {
    id: 'cases', version: '1', region: 'CN', timeZone: 'Asia/Shanghai', title, source: 'its rules', rows: [row('PLATFORM_STEPPED_IN', 'SUBMIT_EVIDENCE', 72), row('PLATFORM_DECIDED', 'PAY_REFUND', 48)],
  } });
  await does('chooseShopPacks', {
    shopId: there.desk.merchant.shopId, expectedVersion: 0, region: 'CN', enrolments: [], packs: [{ packId: 'cases', off: [], enableUnverified: [] }], rules: [],
  });
  const [stepped, decided] = [plus(await there.now(), -2 * HOUR), plus(await there.now(), -HOUR)];
  const proof = { kind: 'SUBMIT_EVIDENCE', state: 'RUNNING', dueAt: plus(stepped, 72 * HOUR), generation: 1, source: 'PACK', packRow: 'cases@1#submit.evidence', history: [{ word: 'OBSERVED' }] };
  const refund = { kind: 'PAY_REFUND', state: 'RUNNING', dueAt: plus(decided, 48 * HOUR), source: 'PACK', packRow: 'cases@1#pay.refund' };

  const ticketId = await there.desk.ticket();
  await there.happened(ticketId, { ...STEPPED_IN, at: stepped });
  expect((await there.show(ticketId)).externalDeadlines).toMatchObject([proof]);
  expect(await there.happened(ticketId, STEPPED_IN)).toMatchObject({ taken: false });
  expect(await there.happened(ticketId, { ...DECIDED, at: decided })).toMatchObject(NEWS);
  expect((await there.show(ticketId)).externalDeadlines).toMatchObject([refund, proof]);
  expect((await there.desk.row(ticketId))['status']).toBe('OPEN');
  // What was paid by it is not owed again when the decision is told again.
  await there.observe(ticketId, { kind: 'PAY_REFUND', state: 'DONE', version: '1' });
  expect(await there.happened(ticketId, { ...DECIDED, at: decided })).toMatchObject({ taken: false, userErrors: [] });
  expect((await there.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'PAY_REFUND', state: 'SATISFIED' }, proof]);

  const untold = await there.desk.ticket();
  expect(await there.happened(untold, { ...DECIDED, at: decided })).toMatchObject(NEWS);
  expect((await there.show(untold)).externalDeadlines).toMatchObject([refund]);
});
