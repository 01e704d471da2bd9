import { beforeAll, describe, expect, it } from '@jest/globals';
import { HOUR } from '../../src/kernel/instant.js';
import { BUILT_IN_PACKS } from '../../src/sla/index.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';
import type { MemberRole } from '../support/merchant.js';

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app, 'Packs');
});

interface Refusal {
  readonly code: string;
  readonly field: string | null;
  readonly details: { readonly problems?: readonly { readonly path: string }[]; readonly currentVersion?: number } | null;
}
interface Answered {
  readonly userErrors: readonly Refusal[];
  readonly pack?: { readonly packId: string; readonly version: string; readonly builtIn: boolean } | null;
  readonly shopPacks?: { readonly version: number; readonly rowsInForce: readonly { readonly packId: string; readonly rowId: string }[] } | null;
}

async function publish(body: object, role: MemberRole = 'ADMIN'): Promise<Answered> {
  const answer = await desk.merchant.as<{ p: Answered }>(role, 'mutation($input: PublishPolicyPackInput!) { p: publishPolicyPack(input: $input) { pack { packId version builtIn } userErrors { code field details } } }', { input: { body } });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.p;
}

async function choose(input: object, of = desk): Promise<Answered> {
  const answer = await of.merchant.as<{ c: Answered }>('ADMIN', 'mutation($input: ChooseShopPacksInput!) { c: chooseShopPacks(input: $input) { shopPacks { version rowsInForce { packId rowId } } userErrors { code field details } } }', {
    input: { shopId: of.merchant.shopId, expectedVersion: 0, region: 'CN', packs: [{ packId: 'tmall' }], ...input },
  });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.c;
}

async function saved(): Promise<unknown> {
  return app.owner(`SELECT (SELECT count(*)::int FROM policy_pack) AS packs, (SELECT count(*)::int FROM shop_packs) AS choices,
    (SELECT count(*)::int FROM event WHERE type IN ('pack.published', 'shop.packs_chosen')) AS events`);
}

const pack = (id: string, more: object = {}): Record<string, unknown> => ({ ...(JSON.parse(JSON.stringify(BUILT_IN_PACKS.find((each) => each.id === id))) as object), ...more });

describe('the packs', () => {
  it('that come with the product are there for everybody to read, in their language', async () => {
    const query = '{ policyPacks { packId version builtIn title rows { rowId kind certainty basis body } } }';
    const zh = await desk.merchant.as<{ policyPacks: { packId: string; title: string; builtIn: boolean; rows: unknown[] }[] }>('AUDITOR', query, {}, { 'accept-language': 'zh' });
    const packs = zh.data?.policyPacks ?? [];
    expect(packs.map(({ packId }) => packId)).toEqual(BUILT_IN_PACKS.map(({ id }) => id));
    expect(packs[0]).toMatchObject({ title: '天猫售后时效与赔付', builtIn: true });
    expect(packs[0]?.rows).toHaveLength(41);
  });

  it('are published in later versions without a release; the newest holds, and a version never changes', async () => {
    const later = pack('douyin', { version: '2026-12' });
    expect(await publish(later)).toEqual({ pack: { packId: 'douyin', version: '2026-12', builtIn: false }, userErrors: [] });
    const listed = await desk.merchant.as<{ policyPacks: { packId: string; version: string }[] }>('AGENT', '{ policyPacks { packId version } }');
    expect(listed.data?.policyPacks.filter(({ packId }) => packId === 'douyin')).toEqual([{ packId: 'douyin', version: '2026-12' }]);
    const before = await saved();
    for (const body of [later, pack('douyin')]) expect((await publish(body)).userErrors).toMatchObject([{ code: 'DUPLICATE', field: 'body.version' }]);
    const [one, two] = await Promise.all([publish(pack('douyin', { version: '2027-01' })), publish(pack('douyin', { version: '2027-01' }))]);
    expect([...one.userErrors, ...two.userErrors].map(({ code }) => code)).toEqual(['DUPLICATE']);
    expect(await saved()).toEqual([{ ...(before as object[])[0], packs: 2, events: 2 }]);
    await expect(app.owner(`UPDATE policy_pack SET version = 'x'`)).rejects.toThrow();
    await expect(app.owner('DELETE FROM policy_pack')).rejects.toThrow('never changed');
  });

  it('with a mistake, or with less than a law gives, are refused with its path, and nothing is kept', async () => {
    const before = await saved();
    const bad = pack('tmall', { version: 'x' });
    (bad['rows'] as { due: object }[])[2] = { ...(bad['rows'] as { due: object }[])[2], due: { from: 'EVENT', unit: 'HOURS', amount: -1 } };
    expect((await publish(bad)).userErrors).toMatchObject([{ code: 'RULE_INVALID', field: 'body', details: { problems: [{ path: 'rows.2.due.amount' }] } }]);
    const less = pack('cn-law', { version: 'x' });
    (less['rows'] as { lasts: object }[])[0] = { ...(less['rows'] as { lasts: object }[])[0], lasts: { from: 'NEXT_DAY', unit: 'HOURS', amount: 72 } };
    expect((await publish(less)).userErrors).toMatchObject([{ code: 'RULE_INVALID', details: { problems: [{ path: 'rows.0.lasts' }] } }]);
    const check = await desk.merchant.as<{ checkPolicyPack: object[] }>('ADMIN', 'query($body: JSONObject!) { checkPolicyPack(body: $body) { path message } }', { body: less });
    expect(check.data?.checkPolicyPack).toEqual([{ path: 'rows.0.lasts', message: 'This gives the buyer less than the law does.' }]);
    expect((await publish(pack('douyin', { version: 'y' }), 'LEADER')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await saved()).toEqual(before);
  });
});

describe('a shop', () => {
  it('chooses by version; two at once, one wins; what cannot be is refused with its path', async () => {
    const shop = await TicketDesk.open(app, 'Shop');
    await shop.merchant.member('ADMIN');
    const [one, two] = await Promise.all([choose({}, shop), choose({ packs: [] }, shop)]);
    const refusals = [one, two].flatMap(({ userErrors }) => userErrors);
    expect(refusals).toMatchObject([{ code: 'VERSION_CONFLICT', field: 'expectedVersion', details: { currentVersion: 1 } }]);
    const second = await choose({ expectedVersion: 1, packs: [{ packId: 'tmall', enableUnverified: ['evidence'], off: ['return.request'] }] }, shop);
    expect(second.shopPacks?.version).toBe(2);
    const rows = second.shopPacks?.rowsInForce.map(({ packId, rowId }) => `${packId}#${rowId}`) ?? [];
    expect(rows).toEqual(expect.arrayContaining(['tmall#evidence', 'cn-law#seven-days']));
    expect(rows).not.toContain('tmall#return.request');
    const before = await saved();
    const less = { packId: 'cn-law', rowId: 'seven-days', title: { en: 'Shorter', zh: '缩短' }, due: { from: 'EVENT', unit: 'HOURS', amount: 1 } };
    expect((await choose({ expectedVersion: 2, rules: [less], packs: [{ packId: 'none' }] }, shop)).userErrors).toMatchObject([
      { code: 'RULE_INVALID', details: { problems: [{ path: 'packs.0.packId' }, { path: 'rules.0.due' }] } },
    ]);
    expect(await saved()).toEqual(before);
    await expect(app.owner('UPDATE shop_packs SET version = 9')).rejects.toThrow('never changed');
  });

  it('goes by its choice from then on, and no running deadline moves', async () => {
    const shop = await TicketDesk.open(app, 'Chosen');
    const asked = { source: 'PLATFORM', channel: 'PLATFORM' };
    const due = async (ticketId: string): Promise<number[]> => (await shop.clocks(ticketId)).filter(({ kind }) => kind === 'EXTERNAL').map((clock) => Number(clock.due_at) - Number(clock.started_at));
    const first = await shop.ticket(asked);
    expect(await due(first)).toEqual([36 * HOUR]);
    const festival = { packId: 'tmall', rowId: 'return.request', title: { en: 'Festival', zh: '节日' }, due: { from: 'EVENT', unit: 'DAYS', amount: 5 } };
    expect((await choose({ rules: [festival] }, shop)).userErrors).toEqual([]);
    expect(await due(await shop.ticket(asked))).toEqual([120 * HOUR]);
    expect((await choose({ expectedVersion: 1, packs: [] }, shop)).userErrors).toEqual([]);
    expect(await due(await shop.ticket(asked))).toEqual([]);
    expect(await due(first)).toEqual([36 * HOUR]);
    const entries = await app.owner('SELECT type FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.ticket_id = $1 AND c.kind = $2', [uuid(first), 'EXTERNAL']);
    expect(entries).toEqual([{ type: 'STARTED' }]);
  });

  it('is seen by those who may read there, and by nobody of another merchant', async () => {
    const other = await TicketDesk.open(app, 'Other');
    const query = 'query($id: ID!) { shopPacks(shopId: $id) { version region packs { packId } } }';
    expect((await desk.merchant.as('AGENT', query, { id: desk.merchant.shopId })).data).toEqual({ shopPacks: { version: 0, region: 'CN', packs: [{ packId: 'tmall' }] } });
    expect((await other.merchant.as('ADMIN', query, { id: desk.merchant.shopId })).data).toEqual({ shopPacks: null });
    expect((await choose({ shopId: other.merchant.shopId })).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: 'shopId' }]);
  });
});
