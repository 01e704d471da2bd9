import { uuidv7 } from 'uuidv7';
import { testApp } from '../support/app.js';
import { newMember, newMerchant, newShop, tokenFor, type Provisioned } from '../support/merchant.js';

const app = testApp();
let ours: Provisioned;
let admin: string;

beforeAll(async () => {
  ours = await newMerchant(app);
  admin = await tokenFor(ours.merchantId, ours.adminId);
});

type Answer = Record<string, { userErrors: { code: string; field: string | null }[] } & Record<string, unknown>>;

const ERRORS = 'userErrors { code field }';

async function mutate(mutation: string, token: string, headers: Record<string, string> = {}): Promise<Answer[string]> {
  const answer = await app.gql<Answer>(`mutation { it: ${mutation} }`, {}, { token, headers });
  if (!answer.data?.['it']) throw new Error(JSON.stringify(answer.errors));
  return answer.data['it'];
}

const eventsOf = async (id: string): Promise<string[]> =>
  (await app.owner<{ type: string }>('SELECT type FROM event WHERE subject_id = $1 ORDER BY id', [id])).map((row) => row.type);
const bare = (id: unknown): string => String(id).slice(4);

describe('shops, teams and reasons', () => {
  it('open with the default reasons, are changed, and are recorded', async () => {
    const made = await mutate(`createShop(input: { externalId: "s-1", name: "New", platform: TMALL, timeZone: "Asia/Shanghai", currency: "CNY" }) {
      shop { id platform timeZone reasons(kind: LOGISTICS) { code parentCode family evidenceWanted freightPayer label } } ${ERRORS} }`, admin, { 'accept-language': 'zh' });
    const shop = made['shop'] as { id: string; reasons: { code: string; label: string }[] };
    expect(made.userErrors).toEqual([]);
    expect(shop.reasons).toHaveLength(18);
    expect(shop.reasons.find((reason) => reason.code === 'STALLED')).toEqual({
      code: 'STALLED', parentCode: 'DELAYED', family: 'TRANSIT', evidenceWanted: ['TRACE_SNAPSHOT'], freightPayer: 'MERCHANT', label: '物流停滞',
    });

    const changed = await mutate(`updateShop(input: { id: "${shop.id}", name: "Renamed" }) { shop { name timeZone } ${ERRORS} }`, admin);
    expect(changed).toEqual({ shop: { name: 'Renamed', timeZone: 'Asia/Shanghai' }, userErrors: [] });
    await mutate(`updateShop(input: { id: "${shop.id}", name: "Renamed" }) { ${ERRORS} }`, admin);
    expect(await eventsOf(bare(shop.id))).toEqual(['shop.created', 'shop.updated']);

    const team = await mutate(`createTeam(input: { shopId: "${shop.id}", name: "Team" }) { team { name shop { id } } ${ERRORS} }`, admin);
    expect(team).toEqual({ team: { name: 'Team', shop: { id: shop.id } }, userErrors: [] });
    expect((await mutate(`createTeam(input: { shopId: "${shop.id}", name: "Team" }) { ${ERRORS} }`, admin)).userErrors).toEqual([{ code: 'DUPLICATE', field: 'name' }]);
  });

  it('have contact numbers, which messages may hold from then on', async () => {
    const made = await mutate(`createShop(input: { externalId: "s-2", name: "N", platform: OWN, timeZone: "UTC", currency: "CNY", contactNumbers: ["400-800-1234"] }) {
      shop { id contactNumbers } ${ERRORS} }`, admin);
    const { id } = made['shop'] as { id: string };
    expect(made).toEqual({ shop: { id, contactNumbers: ['400-800-1234'] }, userErrors: [] });
    await app.owner(`UPDATE shop SET settings = settings || '{"other": 1}' WHERE id = $1`, [bare(id)]);
    const numbers = (list: string) => mutate(`updateShop(input: { id: "${id}", contactNumbers: ${list} }) { shop { contactNumbers } ${ERRORS} }`, admin);
    expect(await numbers('["13912345678", "95338"]')).toEqual({ shop: { contactNumbers: ['13912345678', '95338'] }, userErrors: [] });
    expect((await numbers('["95338", "none"]')).userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'contactNumbers.1' }]);
    expect(await app.owner('SELECT settings FROM shop WHERE id = $1', [bare(id)])).toEqual([{ settings: { other: 1, contactNumbers: ['13912345678', '95338'] } }]);
    expect(await numbers('[]')).toEqual({ shop: { contactNumbers: [] }, userErrors: [] });
    await numbers('[]');
    expect(await eventsOf(bare(id))).toEqual(['shop.created', 'shop.updated', 'shop.updated']);
  });

  it('are refused with the field at fault, and nothing is kept', async () => {
    const shop = (over: string): string => `createShop(input: { externalId: "x-${uuidv7()}", name: "N", platform: OWN, timeZone: "UTC", currency: "CNY", ${over} }) { ${ERRORS} }`;
    const before = await app.owner('SELECT FROM shop WHERE merchant_id = $1', [ours.merchantId]);
    for (const [mutation, field] of [
      [shop('').replace('"UTC"', '"Nowhere/Land"'), 'timeZone'], [shop('').replace('"CNY"', '"ABC"'), 'currency'], [shop('').replace('"N"', '"  "'), 'name'],
    ] as const) expect((await mutate(mutation, admin)).userErrors).toEqual([{ code: 'INVALID_INPUT', field }]);
    expect(await app.owner('SELECT FROM shop WHERE merchant_id = $1', [ours.merchantId])).toHaveLength(before.length);
  });

  it('answer the same key and body the same, in parallel too, and refuse another body', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const shop = (name: string): string => `createShop(input: { externalId: "once", name: "${name}", platform: OWN, timeZone: "UTC", currency: "USD" }) { shop { id } ${ERRORS} }`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => mutate(shop('One'), admin, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await mutate(shop('Two'), admin, key)).userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey' }]);
    expect((await mutate(shop('One'), admin)).userErrors).toEqual([{ code: 'DUPLICATE', field: 'externalId' }]);
  });

  it('keep reasons a tree, and take one out of use', async () => {
    const shopId = await newShop(app, ours.merchantId);
    const reason = (code: string, parent: string | null): string => `upsertReason(input: { shopId: "shp_${shopId}", kind: COMPLAINT, code: "${code}", parentCode: ${parent === null ? null : `"${parent}"`},
      family: SERVICE, labelEn: "L", labelZh: "L", defaultFault: MERCHANT, freightPayer: NONE }) { reason { id code parentCode active } ${ERRORS} }`;
    await mutate(reason('A', null), admin);
    const b = await mutate(reason('B', 'A'), admin);
    expect((await mutate(reason('A', 'B'), admin)).userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'parentCode' }]);
    const id = (b['reason'] as { id: string }).id;
    for (let times = 0; times < 2; times += 1) expect(await mutate(`deactivateReason(id: "${id}") { reason { active } ${ERRORS} }`, admin)).toEqual({ reason: { active: false }, userErrors: [] });
    expect(await eventsOf(bare(id))).toEqual(['reason.created', 'reason.deactivated']);
    expect(await app.owner('SELECT code, parent_code FROM reason WHERE shop_id = $1 ORDER BY code', [shopId])).toEqual([{ code: 'A', parent_code: null }, { code: 'B', parent_code: 'A' }]);
  });
});

describe('members and roles', () => {
  const grant = (verb: string, memberId: string, role: string, shopId: string | null = null): string =>
    `${verb}(input: { memberId: "mem_${memberId}", role: ${role}, shopId: ${shopId === null ? null : `"shp_${shopId}"`} }) { member { id enabled grants { role shopId } } ${ERRORS} }`;

  it('come with no right, get one with a role, and lose it with the next request', async () => {
    const made = await mutate(`createMember(input: { name: "New", subject: "idp|new" }) { member { id email subject grants { role } } ${ERRORS} }`, admin);
    const member = made['member'] as { id: string };
    expect(member).toMatchObject({ subject: 'idp|new', grants: [] });
    const token = await tokenFor(ours.merchantId, bare(member.id));
    const shops = async (): Promise<unknown> => {
      const answer = await app.gql('{ shops { edges { node { id } } } }', {}, { token });
      return answer.errors?.[0]?.extensions['code'] ?? answer.data;
    };
    expect(await shops()).toBe('FORBIDDEN');
    await mutate(grant('grantRole', bare(member.id), 'AGENT', ours.shopId), admin);
    await mutate(grant('grantRole', bare(member.id), 'AGENT', ours.shopId), admin);
    expect(await shops()).toEqual({ shops: { edges: [{ node: { id: `shp_${ours.shopId}` } }] } });
    await mutate(grant('revokeRole', bare(member.id), 'AGENT', ours.shopId), admin);
    expect(await shops()).toBe('FORBIDDEN');
    expect(await eventsOf(bare(member.id))).toEqual(['member.created', 'role.granted', 'role.revoked']);
  });

  it('are disabled from the next request on, and come back with their roles', async () => {
    const memberId = await newMember(app, ours.merchantId, 'AUDITOR');
    const token = await tokenFor(ours.merchantId, memberId);
    const me = async (): Promise<unknown> => {
      const answer = await app.gql('{ me { grants { role } } }', {}, { token });
      return answer.errors?.[0]?.extensions['code'] ?? answer.data;
    };
    await mutate(`disableMember(id: "mem_${memberId}") { ${ERRORS} }`, admin);
    expect(await me()).toBe('UNAUTHENTICATED');
    await mutate(`enableMember(id: "mem_${memberId}") { ${ERRORS} }`, admin);
    expect(await me()).toEqual({ me: { grants: [{ role: 'AUDITOR' }] } });
  });

  it('always keep one admin of all shops, even when two admins drop each other at once', async () => {
    const lone = await newMerchant(app);
    const other = await newMember(app, lone.merchantId, 'ADMIN');
    const [one, two] = [await tokenFor(lone.merchantId, lone.adminId), await tokenFor(lone.merchantId, other)];
    await Promise.all([
      app.gql(`mutation { ${grant('revokeRole', other, 'ADMIN')} }`, {}, { token: one }),
      app.gql(`mutation { disableMember(id: "mem_${lone.adminId}") { ${ERRORS} } }`, {}, { token: two }),
    ]);
    const left = await app.owner<{ id: string }>(
      `SELECT m.id FROM member m JOIN membership s ON s.member_id = m.id WHERE m.merchant_id = $1 AND s.role = 'ADMIN' AND m.disabled_at IS NULL`, [lone.merchantId]);
    expect(left).toHaveLength(1);
    const last = left[0]?.id ?? '';
    const token = await tokenFor(lone.merchantId, last);
    expect((await mutate(grant('revokeRole', last, 'ADMIN'), token)).userErrors).toEqual([{ code: 'FORBIDDEN', field: null }]);
    expect((await mutate(`disableMember(id: "mem_${last}") { ${ERRORS} }`, token)).userErrors).toEqual([{ code: 'FORBIDDEN', field: null }]);
  });

  it('are administered within the shop of an admin of one shop, and no further', async () => {
    const shopAdmin = await newMember(app, ours.merchantId, 'ADMIN', ours.shopId);
    const token = await tokenFor(ours.merchantId, shopAdmin);
    const elsewhere = await newShop(app, ours.merchantId);
    const before = await app.owner('SELECT FROM membership WHERE merchant_id = $1', [ours.merchantId]);
    for (const mutation of [
      grant('grantRole', shopAdmin, 'ADMIN'), grant('grantRole', shopAdmin, 'ADMIN', elsewhere), `createMember(input: { name: "X" }) { ${ERRORS} }`,
      `disableMember(id: "mem_${ours.adminId}") { ${ERRORS} }`, `createApiKey(input: { name: "K", scopes: [TICKETS_READ] }) { ${ERRORS} }`,
      `createShop(input: { externalId: "e", name: "N", platform: OWN, timeZone: "UTC", currency: "CNY" }) { ${ERRORS} }`,
      `updateShop(input: { id: "shp_${elsewhere}", name: "Mine" }) { ${ERRORS} }`,
    ]) expect((await mutate(mutation, token)).userErrors).toEqual([{ code: 'FORBIDDEN', field: null }]);
    expect(await app.owner('SELECT FROM membership WHERE merchant_id = $1', [ours.merchantId])).toHaveLength(before.length);
    expect((await mutate(grant('grantRole', shopAdmin, 'AGENT', ours.shopId), token)).userErrors).toEqual([]);
  });

  it('of another merchant, shops and teams of another, and ids of another type do not exist', async () => {
    const theirs = await newMerchant(app);
    for (const [mutation, field] of [
      [grant('grantRole', theirs.adminId, 'AGENT'), 'memberId'], [grant('grantRole', ours.adminId, 'AGENT', theirs.shopId), 'shopId'],
      [grant('grantRole', ours.adminId, 'AGENT').replace('mem_', 'shp_'), 'memberId'], [`disableMember(id: "mem_${theirs.adminId}") { ${ERRORS} }`, 'id'],
      [`createTeam(input: { shopId: "shp_${theirs.shopId}", name: "T" }) { ${ERRORS} }`, 'shopId'],
      [`createMember(input: { name: "X", samePersonAs: "mem_${theirs.adminId}" }) { ${ERRORS} }`, 'samePersonAs'],
    ] as const) expect((await mutate(mutation, admin)).userErrors).toEqual([{ code: 'NOT_FOUND', field }]);
  });

  it('keep email and subject from who does not administer them', async () => {
    await mutate('createMember(input: { name: "Private", email: "private@example.com" }) { userErrors { code } }', admin);
    const agent = await tokenFor(ours.merchantId, await newMember(app, ours.merchantId, 'AGENT'));
    const emails = async (token: string): Promise<unknown[]> => {
      const answer = await app.gql<{ members: { edges: { node: { email: string | null } }[] } }>('{ members(first: 100) { edges { node { email subject } } } }', {}, { token });
      return (answer.data?.members.edges ?? []).map((edge) => edge.node.email).filter((email) => email !== null);
    };
    expect(await emails(admin)).toEqual(['private@example.com']);
    expect(await emails(agent)).toEqual([]);
  });

  it('are listed in pages that neither repeat nor leave out, and foreign cursors are refused', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: { data: { members: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } | null | undefined } = await app.gql(
        'query ($after: String) { members(first: 3, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }', { after }, { token: admin });
      const page = answer.data?.members;
      seen.push(...(page?.edges ?? []).map((edge) => edge.node.id));
      if (!page?.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    const all = await app.owner<{ id: string }>('SELECT id FROM member WHERE merchant_id = $1 ORDER BY id', [ours.merchantId]);
    expect(seen).toEqual(all.map((row) => `mem_${row.id}`));
    for (const cursor of [['apiKeys', uuidv7()], ['members', 'x'], ['members', 7]].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))) {
      const answer = await app.gql('query ($after: String) { members(after: $after) { edges { node { id } } } }', { after: cursor }, { token: admin });
      expect(answer.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
    }
  });
});

describe('API keys', () => {
  const create = (scopes: string, over = ''): string => `createApiKey(input: { name: "Key", scopes: [${scopes}] ${over} }) { secret apiKey { id scopes lastUsedAt } ${ERRORS} }`;
  const asKey = (secret: unknown) => app.gql('{ me { id kind scopes permissions } }', {}, { headers: { 'x-api-key': String(secret) } });

  it('tell their secret once, keep its hash only, sign in, and are revoked from the next request on', async () => {
    const made = await mutate(create('TICKETS_READ, STATUS_READ'), admin);
    const { id } = made['apiKey'] as { id: string };
    expect(made['secret']).toMatch(/^amk_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    expect((await asKey(made['secret'])).data).toEqual({
      me: { id, kind: 'API_KEY', scopes: ['TICKETS_READ', 'STATUS_READ'], permissions: ['self.read', 'shop.read', 'reason.read', 'calendar.read', 'order.read', 'ticket.read', 'ticket.status', 'message.read'] },
    });
    expect((await app.gql('{ me { id } }', {}, { token: String(made['secret']) })).data).toEqual({ me: { id } });
    const rows = await app.owner<{ all: string }>('SELECT api_key::text AS all FROM api_key WHERE id = $1', [bare(id)]);
    expect(rows[0]?.all).not.toContain(String(made['secret']).slice(-43));

    await mutate(`revokeApiKey(id: "${id}") { ${ERRORS} }`, admin);
    const after = await asKey(made['secret']);
    expect([after.status, after.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    await mutate(`revokeApiKey(id: "${id}") { ${ERRORS} }`, admin);
    expect(await eventsOf(bare(id))).toEqual(['api_key.created', 'api_key.revoked']);
  });

  it('are refused when a letter of them is wrong, whichever it is', async () => {
    const secret = String((await mutate(create('TICKETS_READ'), admin))['secret']);
    // Of the last letter two bits spell nothing: it must count all the same.
    for (const at of [4, 35, 37, secret.length - 1]) {
      for (const letter of ['a', 'b', '0', '1']) {
        const wrong = secret.slice(0, at) + letter + secret.slice(at + 1);
        if (wrong !== secret) expect((await asKey(wrong)).status).toBe(401);
      }
    }
  });

  it('note their use once a minute, beside the request', async () => {
    const made = await mutate(create('TICKETS_READ'), admin);
    const id = bare((made['apiKey'] as { id: string }).id);
    const lastUsed = async (): Promise<string | null> => (await app.owner<{ at: string | null }>('SELECT last_used_at::text AS at FROM api_key WHERE id = $1', [id]))[0]?.at ?? null;
    await Promise.all(Array.from({ length: 8 }, () => asKey(made['secret'])));
    for (let tries = 0; tries < 200 && (await lastUsed()) === null; tries += 1) await asKey(made['secret']);
    const first = await lastUsed();
    expect(first).not.toBeNull();
    await asKey(made['secret']);
    expect(await lastUsed()).toBe(first);
    await app.owner(`UPDATE api_key SET last_used_at = now() - interval '61 seconds' WHERE id = $1`, [id]);
    const old = await lastUsed();
    for (let tries = 0; tries < 200 && (await lastUsed()) === old; tries += 1) await asKey(made['secret']);
    expect(await lastUsed()).not.toBe(old);
  });

  it('do what their scopes name and nothing else, in their shop and nowhere else', async () => {
    const elsewhere = await newShop(app, ours.merchantId);
    const made = await mutate(create('ORDERS_WRITE', `, shopId: "shp_${ours.shopId}"`), admin);
    const token = String(made['secret']);
    const upsert = (shopId: string): string => `upsertCustomers(input: { shopId: "shp_${shopId}", items: [{ externalId: "c" }] }) { results { outcome } ${ERRORS} }`;
    expect(await mutate(upsert(ours.shopId), token)).toEqual({ results: [{ outcome: 'CREATED' }], userErrors: [] });
    expect(await mutate(upsert(elsewhere), token)).toEqual({ results: null, userErrors: [{ code: 'FORBIDDEN', field: null }] });
    expect((await mutate(create('TICKETS_READ'), token)).userErrors).toEqual([{ code: 'FORBIDDEN', field: null }]);
    for (const query of ['{ me { id } }', '{ members { edges { node { id } } } }', '{ shops { edges { node { id } } } }', '{ apiKeys { edges { node { id } } } }']) {
      expect((await app.gql(query, {}, { token })).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
  });

  it('do not tell the secret to a repetition', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const first = await mutate(create('TICKETS_READ'), admin, key);
    const second = await mutate(create('TICKETS_READ'), admin, key);
    expect(second).toEqual({ ...first, secret: null });
  });

  it('are shown to an admin of one shop for that shop only', async () => {
    const token = await tokenFor(ours.merchantId, await newMember(app, ours.merchantId, 'ADMIN', ours.shopId));
    const answer = await app.gql<{ apiKeys: { edges: { node: { shopId: string | null } }[] } }>('{ apiKeys(first: 100) { edges { node { shopId } } } }', {}, { token });
    expect(new Set(answer.data?.apiKeys.edges.map((edge) => edge.node.shopId))).toEqual(new Set([`shp_${ours.shopId}`]));
  });
});
