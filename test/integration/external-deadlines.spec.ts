import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, elapsed, HOUR, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { onPlatform, PlatformDesk } from '../support/platform-desk.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

const app = testApp();
let platform: PlatformDesk;
let desk: TicketDesk;
beforeAll(async () => {
  platform = await PlatformDesk.open(app);
  ({ desk } = platform);
});

describe('a request on the platform', () => {
  it('starts its deadline from the pack, and says from which row', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const { opened_at } = await desk.row<{ opened_at: Date }>(ticketId);
    const { externalDeadlines, bindingDeadline } = await platform.show(ticketId);
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
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: plus(opened_at.toISOString(), hours * HOUR), packRow: `tmall@2026-08#${row}` }]);
  });

  it('made elsewhere starts none, and neither does one at a shop whose platform has no verified rule', async () => {
    expect((await platform.show(await desk.ticket())).externalDeadlines).toEqual([]);
    const other = await TicketDesk.open(app, 'JD');
    await app.owner(`UPDATE shop SET platform = 'JD' WHERE merchant_id = $1`, [other.merchant.id]);
    const ticketId = await other.ticket(onPlatform);
    expect((await other.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL')).toEqual([]);
  });

  it('an authority\'s own date is its deadline', async () => {
    const caseDueAt = plus(await platform.now(), 3 * DAY);
    const ticketId = await desk.complaint(null, { complaint: { type: 'GOODS_QUALITY', origin: 'REGULATOR', demand: '赔偿', caseNumber: 'C-1', caseDueAt } });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ kind: 'ANSWER_REGULATOR', source: 'MANUAL', dueAt: caseDueAt, consequence: 'PENALTY' }]);
  });
});

describe('what happened elsewhere', () => {
  const goesBy = async (region: string, packIds: readonly string[]): Promise<PlatformDesk> => {
    const there = await PlatformDesk.open(app);
    const { data } = await there.desk.merchant.as<{ chooseShopPacks: { userErrors: unknown[] } }>('ADMIN', 'mutation($i: ChooseShopPacksInput!) { chooseShopPacks(input: $i) { userErrors { code field } } }', {
      i: { shopId: there.desk.merchant.shopId, expectedVersion: 0, region, enrolments: [], packs: packIds.map((packId) => ({ packId, off: [], enableUnverified: [] })), rules: [] },
    });
    expect(data?.chooseShopPacks.userErrors).toEqual([]);
    return there;
  };
  const bank = { complaint: { type: 'PRICE', origin: 'BANK_DISPUTE', demand: 'My money' } };

  it.each([
    ['CHARGEBACK_VISA', 'CN', ['card-networks'], 'ANSWER_DISPUTE', 30 * DAY, 'card-networks@2026-08#chargeback.visa'], ['CHARGEBACK_AMEX', 'CN', ['card-networks'], 'ANSWER_DISPUTE', 20 * DAY, 'card-networks@2026-08#chargeback.amex'],
    ['CLAIM_OPENED', 'CN', ['paypal'], 'ANSWER_DISPUTE', 10 * DAY, 'paypal@2026-08#claim'],
  ] as const)('%s starts what the pack chosen gives it, from the time it happened', async (event, region, packs, kind, millis, packRow) => {
    const there = await goesBy(region, packs);
    const ticketId = await there.desk.complaint(null, bank);
    const at = plus(await there.now(), -DAY);
    expect(await there.happened(ticketId, { event, at })).toMatchObject({ taken: true, userErrors: [] });
    expect((await there.show(ticketId)).externalDeadlines).toMatchObject([{ kind, source: 'PACK', dueAt: plus(at, millis), consequence: expect.stringMatching(/^(CASE_LOST|AUTO_REFUND)$/), packRow }]);
  });

  it('a withdrawal in the EU has the money back within fourteen days, by law and so without a choice', async () => {
    const there = await goesBy('EU-DE', []);
    const ticketId = await there.desk.ticket();
    await there.happened(ticketId, { event: 'WITHDRAWAL_DECLARED' });
    expect((await there.show(ticketId)).externalDeadlines.map(({ kind, packRow }) => `${kind} ${packRow}`)).toEqual(['BUYER_SHIP_RETURN eu-law@2026-08#withdrawal.return', 'PAY_REFUND eu-law@2026-08#withdrawal.refund'].sort());
  });

  it('that no rule of the shop counts from, or that lies ahead, is refused, and nothing changes', async () => {
    const there = await goesBy('CN', ['card-networks']);
    const ticketId = await there.desk.complaint(null, bank);
    const before = await there.desk.state(ticketId);
    for (const event of ['CLAIM_OPENED', 'NOTHING', 'toString']) expect((await there.happened(ticketId, { event })).userErrors).toEqual([{ code: 'NOTHING_TO_DO', field: 'event' }]);
    for (const millis of [HOUR, -3 * 366 * DAY]) expect((await there.happened(ticketId, { event: 'CHARGEBACK_VISA', at: plus(await there.now(), millis) })).userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'at' }]);
    expect(await there.desk.state(ticketId)).toEqual(before);
  });

  it('gives way to what the platform itself told', async () => {
    const there = await goesBy('CN', ['card-networks']);
    const ticketId = await there.desk.complaint(null, bank);
    const dueAt = plus(await there.now(), 7 * DAY);
    await there.observe(ticketId, { kind: 'ANSWER_DISPUTE', dueAt, version: '1' });
    expect(await there.happened(ticketId, { event: 'CHARGEBACK_VISA' })).toMatchObject({ taken: false, userErrors: [] });
    expect((await there.show(ticketId)).externalDeadlines).toMatchObject([{ dueAt, source: 'PLATFORM' }]);
  });
});

describe('what a feature tells of', () => {
  it('starts the deadlines of the platform where the request was made on it, and those of a law everywhere', async () => {
    const [there, elsewhere] = [await desk.ticket(onPlatform), await desk.ticket()];
    const at = plus(await platform.now(), -HOUR);
    for (const ticketId of [there, elsewhere]) {
      await desk.happens(ticketId, (session) => {
        session.happened('RETURN_SIGNED', { at });
        session.happened('RETURN_RECEIVED', { at });
      });
    }
    const rows = async (ticketId: string): Promise<unknown[]> => (await platform.show(ticketId)).externalDeadlines.map(({ kind, packRow }) => `${kind} ${packRow}`).sort();
    expect(await rows(elsewhere)).toEqual(['PAY_REFUND cn-law@2026-08#seven-days.refund']);
    expect(await rows(there)).toEqual([
      'ANSWER_REQUEST tmall@2026-08#return.request', 'CONFIRM_RETURN tmall@2026-08#return.confirm.signed', 'PAY_REFUND cn-law@2026-08#seven-days.refund',
    ]);
    const [confirm] = (await desk.clocks(there)).filter(({ subject }) => subject === 'CONFIRM_RETURN');
    expect([confirm?.started_at.toISOString(), confirm?.due_at?.toISOString()]).toEqual([at, plus(at, 48 * HOUR)]);
  });

  it.each([
    // Wednesday before National Day: a week off, then Thursday, Friday, a Saturday worked for it, Monday, Tuesday.
    ['2026-09-30T02:00:00.000Z', 'CN', '2026-10-13T16:00:00.000Z', null], ['2026-09-30T02:00:00.000Z', 'CN-65', '2026-10-13T16:00:00.000Z', null],
    ['2026-06-01T02:00:00.000Z', 'CN', '2026-06-08T16:00:00.000Z', null],
    // The holidays of a platform's region, where its rule speaks of workdays, are those of that region; of a union as a whole there are none.
    ['2025-12-01T02:00:00.000Z', 'EU-DE', '2026-01-02T16:00:00.000Z', null],
    ['2025-12-01T02:00:00.000Z', 'EU', '2025-12-30T16:00:00.000Z', { region: 'EU', missingYear: null, message: 'The public holidays in EU are not known; workdays were counted as Monday to Friday.' }],
    // No notice of that year is known.
    ['2022-09-29T02:00:00.000Z', 'CN', '2022-10-06T16:00:00.000Z', { region: 'CN', missingYear: 2022, message: 'The public holidays of 2022 in CN are not known; workdays were counted as Monday to Friday.' }],
  ])('workdays from %s in %s, five of the one platform and 21 of the other, end on %s', async (at, region, dueAt, plainWeekdays) => {
    const [packId, event, subject] = region.startsWith('CN') ? ['douyin', 'APPEAL_FILED', 'PLATFORM_ANSWER'] as const : ['ebay', 'DISPUTE_OPENED', 'BUYER_ESCALATE'] as const;
    const shop = await TicketDesk.open(app, 'Workdays');
    const chosen = await shop.merchant.as<{ chooseShopPacks: { userErrors: unknown[] } }>('ADMIN', 'mutation($i: ChooseShopPacksInput!) { chooseShopPacks(input: $i) { userErrors { code field } } }', {
      i: { shopId: shop.merchant.shopId, expectedVersion: 0, region, enrolments: [], packs: [{ packId, off: [], enableUnverified: [] }], rules: [] },
    });
    expect(chosen.data?.chooseShopPacks.userErrors).toEqual([]);
    const ticketId = await shop.ticket(onPlatform);
    await shop.happens(ticketId, (session) => session.happened(event, { at }));
    const [external] = (await shop.clocks(ticketId)).filter((clock) => clock.subject === subject);
    expect(external?.due_at?.toISOString()).toBe(dueAt);

    interface Told { readonly plainWeekdays: unknown }
    const { data } = await shop.merchant.as<{ ticket: { externalDeadlines: (Told & { kind: string })[]; clocks: (Told & { subject: string })[] } }>(
      'AGENT', 'query($id: ID!) { ticket(id: $id) { externalDeadlines { kind plainWeekdays { ...w } } clocks(all: true) { subject plainWeekdays { ...w } } } } fragment w on PlainWeekdaysWarning { region missingYear message }',
      { id: ticketId });
    expect(data?.ticket.externalDeadlines.filter(({ kind }) => kind === subject)).toEqual([{ kind: subject, plainWeekdays }]);
    // What counts no workdays has nothing to tell of.
    const told = data?.ticket.clocks.filter((clock) => [subject, 'RESPOND:1', 'TICKET:1'].includes(clock.subject));
    expect(told).toEqual(expect.arrayContaining([{ subject, plainWeekdays }, { subject: 'RESPOND:1', plainWeekdays: null }, { subject: 'TICKET:1', plainWeekdays: null }]));
  });

  it('gives way to what the platform itself said', async () => {
    const ticketId = await desk.ticket(onPlatform);
    const dueAt = plus(await platform.now(), 5 * HOUR);
    await platform.observe(ticketId, { dueAt, version: '1' });
    await desk.happens(ticketId, (session) => session.happened('RETURN_REQUESTED'));
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ dueAt, source: 'PLATFORM' }]);
  });
});

describe('an observation', () => {
  let ticketId: string;
  let soon: string;
  beforeEach(async () => {
    ticketId = await desk.ticket(onPlatform);
    soon = plus(await platform.now(), HOUR);
  });

  it('of the platform goes before the rule, a newer one before an older; older and equal ones change nothing and say so', async () => {
    expect(await platform.observe(ticketId, { dueAt: soon, version: '7', consequence: 'AUTO_REFUND' })).toMatchObject({ taken: true, userErrors: [] });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: soon, source: 'PLATFORM', observedVersion: '7', consequence: 'AUTO_REFUND', packRow: null }]);
    const before = await desk.state(ticketId);
    for (const version of ['7', '6', '0']) {
      expect(await platform.observe(ticketId, { dueAt: plus(soon, DAY), version })).toMatchObject({ taken: false, userErrors: [] });
      expect(await desk.state(ticketId)).toEqual(before);
    }
    expect(await platform.observe(ticketId, { dueAt: plus(soon, DAY), version: '8' })).toMatchObject({ taken: true });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: plus(soon, DAY), observedVersion: '8' }]);
    expect((await desk.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL')).toHaveLength(1);
    expect((await desk.events(ticketId, 'deadline.observed')).map(({ data }) => [data['source'], data['version'], data['replaced']])).toEqual([
      ['PACK', null, null], ['PLATFORM', '7', expect.any(String)], ['PLATFORM', '8', soon],
    ]);
  });

  it('of a person needs no version, and a later one of the platform still counts', async () => {
    await platform.observe(ticketId, { dueAt: soon, version: '7' });
    expect(await platform.observe(ticketId, { dueAt: plus(soon, HOUR) }, 'AGENT')).toMatchObject({ taken: true });
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ dueAt: plus(soon, HOUR), source: 'MANUAL', observedVersion: '7' }]);
    expect(await platform.observe(ticketId, { dueAt: soon, version: '7' })).toMatchObject({ taken: false });
    expect(await platform.observe(ticketId, { dueAt: soon, version: '8' })).toMatchObject({ taken: true });
  });

  it('at once with others: the newest stands, one clock runs, and each that was taken was news', async () => {
    const versions = Array.from({ length: 16 }, (_, n) => ((n * 7) % 16) + 1);
    const seen = await Promise.all(versions.map((version) => platform.observe(ticketId, { dueAt: plus(soon, version * HOUR), version: String(version) })));
    const news = seen.filter(({ taken }) => taken).length;
    expect(seen.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ observedVersion: '16', dueAt: plus(soon, 16 * HOUR) }]);
    const told = (await desk.events(ticketId, 'deadline.observed')).slice(1).map(({ data }) => Number(data['version']));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told).toHaveLength(news);
    expect(told.at(-1)).toBe(16);
    expect((await desk.clocks(ticketId)).filter(({ kind, state }) => kind === 'EXTERNAL' && state === 'RUNNING')).toHaveLength(1);
    expect((await desk.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL')).toHaveLength(1);
    const [{ generation, history }] = (await platform.show(ticketId)).externalDeadlines;
    expect([generation, history.length]).toEqual([news + 1, news + 1]);
  });

  it('is a newer version of the same deadline: one clock a generation on, explained from its first start to its last due time', async () => {
    const first = (await platform.show(ticketId)).externalDeadlines[0]?.dueAt ?? '';
    await platform.observe(ticketId, { dueAt: soon, version: '7', consequence: 'AUTO_REFUND' });
    await platform.observe(ticketId, { dueAt: plus(soon, DAY), version: '8' });
    await platform.observe(ticketId, { dueAt: plus(soon, DAY), version: '9' }); // the same time again moves nothing
    const [shown] = (await platform.show(ticketId)).externalDeadlines;
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
    const dueAt = plus(await platform.now(), 10 * HOUR);
    await platform.observe(ticketId, { dueAt, version: '1' });
    const [stopped] = (await platform.show(ticketId)).externalDeadlines;
    expect([stopped?.state, (stopped?.remainingSeconds ?? 0) > 9.99 * 3_600, (stopped?.remainingSeconds ?? 0) <= 36_000]).toEqual(['PAUSED', true, true]);
    await desk.waits(DAY);
    await desk.does('AGENT', 'resumeTicket', { ticketId });
    const [running] = (await platform.show(ticketId)).externalDeadlines;
    expect([running?.state, elapsed(await platform.now(), running?.dueAt ?? '') > 9.98 * HOUR, elapsed(await platform.now(), running?.dueAt ?? '') <= 10 * HOUR]).toEqual(['RUNNING', true, true]);
  });

  it('that it was due before now is missed at its own time; overdue, the next word starts another clock and both are in its history', async () => {
    const past = plus(await platform.now(), -60_000);
    await platform.observe(ticketId, { dueAt: past, version: '1', consequence: 'AUTO_REFUND' });
    await platform.advance(1_000);
    expect((await platform.show(ticketId)).externalDeadlines).toMatchObject([{ state: 'BREACHED', dueAt: past }]);
    await platform.observe(ticketId, { dueAt: soon, version: '2' });
    const [shown] = (await platform.show(ticketId)).externalDeadlines;
    expect(shown).toMatchObject({ state: 'RUNNING', generation: 1, dueAt: soon });
    expect(shown?.history.map(({ word }) => word)).toEqual(['OBSERVED', 'OBSERVED', 'MISSED', 'OBSERVED']);
    expect((await desk.events(ticketId, 'deadline.missed')).map(({ data }) => [data['dueAt'], data['consequence']])).toEqual([[past, 'AUTO_REFUND']]);
  });

  it('twice at once with one version: one of them is news', async () => {
    const seen = await Promise.all([1, 2].map(() => platform.observe(ticketId, { dueAt: soon, version: '3' })));
    expect(seen.map(({ taken }) => taken).sort()).toEqual([false, true]);
  });

  it('that cannot be is refused, and nothing moves', async () => {
    const before = await desk.state(ticketId);
    const codes = async (input: object, by?: 'KEY' | 'AGENT'): Promise<string[]> => (await platform.observe(ticketId, input, by)).userErrors.map(({ code, field }) => `${code} ${field}`);
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
    await platform.observe(ticketId, { dueAt: soon, version: '7' });
    await expect(app.owner('UPDATE external_deadline SET observed_version = 6 WHERE ticket_id = $1', [uuid(ticketId)])).rejects.toThrow('never replaces');
    await expect(app.owner('UPDATE external_deadline SET due_at = now() WHERE ticket_id = $1', [uuid(ticketId)])).rejects.toThrow('never replaces');
  });
});
