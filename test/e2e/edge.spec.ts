import { testApp } from '../support/app.js';
import { EdgeModule, ItemResolver } from '../support/edge.module.js';

const app = testApp({ module: EdgeModule.forRoot });

describe('errors at the edge', () => {
  it('answers data', async () => {
    const answer = await app.gql('{ item { n child { n } } }');
    expect(answer).toMatchObject({ status: 200, errors: undefined, data: { item: { n: 1, child: { n: 1 } } } });
  });

  it('gives the same answers interpreted and compiled', async () => {
    const query = 'query Twice($first: Int!) { items(first: $first) { edges { node { n } } pageInfo { hasNextPage } } }';
    const answers = [];
    for (let run = 0; run < 4; run += 1) answers.push((await app.gql(query, { first: 2 })).data);
    expect(new Set(answers.map((data) => JSON.stringify(data))).size).toBe(1);
  });

  it('masks the unexpected behind a reference that stands in the log, and logs nothing of the values', async () => {
    const answer = await app.gql('query Q($note: String!) { badSql(note: $note) }', { note: 'canary-13800001111' });

    expect(answer.status).toBe(500);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({ path: ['badSql'], extensions: { code: 'INTERNAL' } });
    const reference = answer.errors?.[0]?.extensions['reference'];
    expect(reference).toMatch(/^[0-9a-f]{12}$/);
    expect(app.logged.filter((line) => line['reference'] === reference)).toHaveLength(1);
    expect(JSON.stringify(answer.errors)).not.toMatch(/uuid|canary|syntax/);
    expect(JSON.stringify(app.logged)).not.toContain('canary');
  });

  it('never logs variables, bodies or credentials, whatever happens to the request', async () => {
    const canary = 'canary-29911';
    await app.gql(`query Q($first: Int!) { items(first: $first) { edges { node { n } } } }`, { first: 1, extra: canary }, { token: canary });
    await app.gql(`query Q($input: RenameInput!) { rename(input: $input) }`, { input: { name: canary } }, { headers: { 'x-canary': canary } });
    await app.gql(`{ "${canary}"`, {});
    await fetch(`${app.url}/${canary}`);
    await fetch(`${app.url}/graphql?q=${canary}`, { method: 'POST', body: `{"query": ${canary}`, headers: { 'content-type': 'application/json' } });
    expect(app.logged.length).toBeGreaterThan(4);
    expect(JSON.stringify(app.logged)).not.toContain(canary);
  });

  it.each([
    ['en', 'Not for you.'],
    ['zh-CN,zh;q=0.9,en;q=0.8', '无权查看。'],
    ['en-GB,zh;q=0.5', 'Not for you.'],
    ['fr', 'Not for you.'],
  ])('words a refusal for Accept-Language %s', async (language, message) => {
    const answer = await app.gql('{ hidden }', {}, { headers: { 'accept-language': language } });
    expect(answer).toMatchObject({ status: 403, data: { hidden: null }, errors: [{ message, extensions: { code: 'FORBIDDEN' } }] });
  });

  it('keeps 200 when part of the answer is there', async () => {
    const answer = await app.gql('{ hidden item { n } }');
    expect(answer).toMatchObject({ status: 200, data: { hidden: null, item: { n: 1 } }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('tells no client of a null where none may be', async () => {
    const answer = await app.gql('{ missing }');
    expect(answer).toMatchObject({ status: 500, data: null, errors: [{ extensions: { code: 'INTERNAL' } }] });
  });

  it('serves without credentials as nobody, and not at all with bad ones', async () => {
    expect(await app.gql('{ secret }')).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await app.gql('{ secret }', {}, { token: 'good' })).toMatchObject({ status: 200, data: { secret: 'Somebody' } });
    const asked = ItemResolver.asked;
    expect(await app.gql('{ item { n } }', {}, { token: 'bad' })).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(ItemResolver.asked).toBe(asked);
  });

  it.each([
    ['{ item { n }', 'syntax'],
    ['{ itemz { n } }', 'unknown field'],
    ['query A { item { n } } query B { item { n } }', 'two operations and no name'],
    ['', 'nothing'],
    ['query Q($n: Int!) { items(first: $n) { edges { cursor } } }', 'a missing variable'],
    ['{ at(when: "2026-02-30T00:00:00Z") }', 'a bad literal'],
    ['subscription { item { n } }', 'a subscription'],
  ])('answers 400 INVALID_INPUT to %s (%s), without hints about the schema', async (query) => {
    const answer = await app.gql(query);
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    expect(JSON.stringify(answer.errors)).not.toContain('Did you mean');
  });

  it('answers the same to bad variables compiled and interpreted', async () => {
    for (let run = 0; run < 3; run += 1) {
      const answer = await app.gql('query Q($when: DateTime!) { at(when: $when) }', { when: 'tomorrow' });
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    }
  });

  it('names at most ten problems of one document', async () => {
    const answer = await app.gql(`{ ${Array.from({ length: 15 }, (_, n) => `nothing${n}`).join(' ')} }`);
    expect(answer.errors?.length).toBeLessThanOrEqual(11);
  });

  it('answers plain HTTP in the same form', async () => {
    const answer = await fetch(`${app.url}/nowhere`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      errors: [{ message: 'There is nothing at this address.', extensions: { code: 'NOT_FOUND', field: null, retryable: false } }],
    });
  });
});

describe('mutations answer refusals in userErrors', () => {
  const RENAME = 'mutation R($input: RenameInput!) { rename(input: $input) { item { n } userErrors { code message field retryable } } }';

  it('carries out, interpreted and compiled, with defaults filled in', async () => {
    for (let run = 0; run < 3; run += 1) {
      expect((await app.gql(RENAME, { input: { name: 'ok' } })).data).toEqual({ rename: { item: { n: 1 }, userErrors: [] } });
    }
  });

  it.each([
    [{ name: 'far too long a name' }, 'name', 'INVALID_INPUT'],
    [{ name: 'ok', lines: [{ quantity: 1 }, { quantity: 0 }] }, 'lines.1.quantity', 'INVALID_INPUT'],
    [{ name: 'ok', lines: [1, 2, 3, 4].map((quantity) => ({ quantity })) }, 'lines', 'INVALID_INPUT'],
    [{ name: 'forbidden' }, null, 'FORBIDDEN'],
  ])('refuses %j naming %s', async (input, field, code) => {
    const before = ItemResolver.renamed.length;
    const answer = await app.gql(RENAME, { input });
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ rename: { item: null, userErrors: [{ code, field, retryable: false }] } });
    expect(ItemResolver.renamed).toHaveLength(before);
  });

  it('words a bad input in Chinese too', async () => {
    const answer = await app.gql(RENAME, { input: { name: 'ok', lines: [{ quantity: 10 }] } }, { headers: { 'accept-language': 'zh' } });
    expect(answer.data).toMatchObject({ rename: { userErrors: [{ message: 'lines.0.quantity 不能大于 9。' }] } });
  });

  it('keeps what is no business of the form at the top', async () => {
    expect(await app.gql(RENAME, { input: { name: 'nobody' } })).toMatchObject({ status: 401, data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('refuses unknown fields of an input before anything runs', async () => {
    const before = ItemResolver.renamed.length;
    for (let run = 0; run < 3; run += 1) {
      const answer = await app.gql(RENAME, { input: { name: 'ok', approvedBy: 'me' } });
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    }
    expect(ItemResolver.renamed).toHaveLength(before);
  });
});

describe('every answer', () => {
  it('carries a request id: the caller\'s when it is one, else a new one', async () => {
    expect((await app.gql('{ item { n } }', {}, { headers: { 'x-request-id': 'order-sync-0042' } })).headers.get('x-request-id')).toBe('order-sync-0042');
    for (const bad of ['short', 'x'.repeat(65), 'with space inside', '<script>alert(1)</script>']) {
      const id = (await app.gql('{ item { n } }', {}, { headers: { 'x-request-id': bad } })).headers.get('x-request-id');
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(app.logged.some((line) => line['requestId'] === 'order-sync-0042' && line['operation'] === 'query.item')).toBe(true);
  });

  it('tells browsers to trust it with nothing', async () => {
    const { headers } = await app.gql('{ item { n } }');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
