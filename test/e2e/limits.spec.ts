import { testApp, type TestApp } from '../support/app.js';
import { EdgeModule, ItemResolver } from '../support/edge.module.js';

// Attacks on the shape of documents: each is answered by a refusal with a stable code, and no resolver runs.

const app = testApp({ module: EdgeModule.forRoot, env: { REQUEST_TIMEOUT_MS: '1500', MAX_QUERY_COST: '10000' } });
const production = testApp({
  module: EdgeModule.forRoot,
  env: { NODE_ENV: 'production', MAX_CONNECTIONS: '40' },
});

interface Refused {
  readonly status?: number;
  readonly code?: string;
  readonly limit?: string;
}

async function refuses(query: string, variables: object = {}, expected: Refused = {}): Promise<void> {
  const asked = ItemResolver.asked;
  const started = performance.now();
  const answer = await app.gql(query, variables);
  expect(answer.status).toBe(expected.status ?? 400);
  expect(answer.errors?.[0]?.extensions).toMatchObject({
    code: expected.code ?? 'LIMIT_EXCEEDED',
    ...(expected.limit ? { details: { limit: expected.limit } } : {}),
  });
  expect(answer.errors?.length).toBeLessThanOrEqual(11);
  expect(answer.data ?? null).toBeNull();
  expect(ItemResolver.asked).toBe(asked);
  expect(performance.now() - started).toBeLessThan(1_000);
}

const nested = (depth: number): string => `{ item ${'{ child '.repeat(depth - 2)}{ n }${' }'.repeat(depth - 2)} }`;

function post(target: TestApp, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = '/graphql'): Promise<Response> {
  return fetch(target.url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

describe('shape of a document', () => {
  it('1. a hundred aliases', () => refuses(`{ ${Array.from({ length: 100 }, (_, n) => `a${n}: item { n }`).join(' ')} }`, {}, { limit: 'aliases' }));

  it('2. one operation tried many times in one document', () =>
    refuses(`mutation { ${Array.from({ length: 21 }, (_, n) => `a${n}: rename(input: { name: "${n}" }) { item { n } }`).join(' ')} }`, {}, { limit: 'rootFields' }));

  it('2. ... also when fragments hide the count', () =>
    refuses(`{ ...A ...B ...C } ${['A', 'B', 'C'].map((f) => `fragment ${f} on Query { ${Array.from({ length: 8 }, (_, n) => `${f}${n}: item { n }`).join(' ')} }`).join(' ')}`, {}, { limit: 'rootFields' }));

  it('3. a batch', async () => {
    const asked = ItemResolver.asked;
    const answer = await post(app, JSON.stringify([{ query: '{ item { n } }' }, { query: '{ item { n } }' }]));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    expect(ItemResolver.asked).toBe(asked);
  });

  it('4. depth: ten pass, eleven and twelve do not', async () => {
    expect((await app.gql(nested(10))).status).toBe(200);
    await refuses(nested(11), {}, { limit: 'depth' });
    await refuses(nested(12), {}, { limit: 'depth' });
  });

  it('4. ... also through fragments and inline fragments', () =>
    refuses(`{ item { ...A } } fragment A on Item { child { ... on Item { child { child { child { child { ...B } } } } } } } fragment B on Item { child { child { child { child { n } } } } }`, {}, { limit: 'depth' }));

  it.each([
    ['5. literal', '{ items(first: 1000000) { edges { cursor } } }', {}],
    ['6. variable', 'query Q($n: Int!) { items(first: $n) { edges { cursor } } }', { n: 1_000_000 }],
    ['6. variable default', 'query Q($n: Int! = 101) { items(first: $n) { edges { cursor } } }', {}],
    ['7. last', '{ search(last: 101) { n } }', {}],
    ['7. limit', 'query Q($n: Int) { search(limit: $n) { n } }', { n: 101 }],
    ['7. nested in an input object', '{ search(search: { first: 101 }) { n } }', {}],
    ['7. variable inside an input object', 'query Q($n: Int) { search(search: { first: $n }) { n } }', { n: 101 }],
    ['7. input object as variable', 'query Q($s: SearchInput) { search(search: $s) { n } }', { s: { first: 101 } }],
    ['7. negative', '{ items(first: -1) { edges { cursor } } }', {}],
    ['7. negative variable', 'query Q($n: Int!) { items(first: $n) { edges { cursor } } }', { n: -1 }],
    ['7. 2^31', 'query Q($n: Int!) { items(first: $n) { edges { cursor } } }', { n: 2 ** 31 }],
    ['7. null', '{ items(first: null) { edges { cursor } } }', {}],
    ['7. zero', '{ items(first: 0) { edges { cursor } } }', {}],
  ])('page size, %s', async (_case, query, variables) => {
    const answer = await app.gql(query, variables);
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
    expect(answer.data ?? null).toBeNull();
  });

  it('5-7. pages inside pages multiply, by variable too', async () => {
    const query = 'query Q($a: Int!, $b: Int!) { items(first: $a) { edges { node { children(first: $b) { edges { node { n } } } } } } }';
    expect((await app.gql(query, { a: 10, b: 100 })).status).toBe(200);
    await refuses(query, { a: 100, b: 100 }, { limit: 'cost' });
    await refuses(query.replaceAll('$a: Int!', '$a: Int! = 100'), { b: 100 }, { limit: 'cost' });
  });

  it('8. a fragment bomb', () => {
    const bomb = Array.from({ length: 14 }, (_, n) => `fragment F${n} on Item { ${n === 13 ? 'n' : `...F${n + 1} ...F${n + 1} ...F${n + 1}`} }`).join(' ');
    return refuses(`{ item { ...F0 } } ${bomb}`, {}, { limit: 'selections' });
  });

  it('9. circular fragments', () => refuses('{ item { ...A } } fragment A on Item { n ...B } fragment B on Item { child { ...A } }', {}, { code: 'INVALID_INPUT' }));

  it('10. depth by a fragment used at several depths', () =>
    refuses(`{ a: item { ...F } item { child { child { child { ...F } } } } } fragment F on Item { child { child { child { child { child { child { n } } } } } } }`, {}, { limit: 'depth' }));

  it('11. two hundred repeated directives', () => refuses(`{ item ${'@include(if: true) '.repeat(200)}{ n } }`, {}, { limit: 'directives' }));

  it('12. two hundred unknown directives', () => refuses(`{ item ${Array.from({ length: 200 }, (_, n) => `@d${n}`).join(' ')} { n } }`, {}, { limit: 'directives' }));

  it('13. five thousand times one field', () => refuses(`{ item { ${'n '.repeat(5_000)} } }`, {}, { limit: 'tokens' }));

  it('14. two hundred kilobytes of braces', () => refuses('{a'.repeat(100_000), {}, { limit: 'tokens' }));

  it('14. many operations in one document', () => refuses(Array.from({ length: 30 }, (_, n) => `query Q${n} { item { n } }`).join(' '), {}, { limit: 'operations' }));

  it('15. introspection in production', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Item") { name } }']) {
      expect(await production.gql(query)).toMatchObject({ status: 400, errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
      expect(await app.gql(query)).toMatchObject({ status: 200, errors: undefined });
    }
  });

  it('16. no suggestions of names that exist', async () => {
    for (const query of ['{ itms { n } }', '{ item { m } }', '{ items(frst: 1) { edges { cursor } } }', 'query Q($i: RenameInpt) { item { n } }']) {
      const answer = await app.gql(query);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.errors)).not.toMatch(/Did you mean|"items"|RenameInput/);
    }
  });

  it('17. circular introspection', () =>
    refuses('{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }', {}, { code: 'INVALID_INPUT' }));

  it('17. deep introspection', () => refuses(`{ __type(name: "Item") { ${'ofType { '.repeat(20)} name ${'}'.repeat(20)} } }`, {}, { limit: 'introspectionDepth' }));

  it('18. no page for people in production', async () => {
    for (const path of ['/graphql', '/explorer', '/explorer/', '/explorer/main.js']) {
      const answer = await fetch(production.url + path, { headers: { accept: 'text/html' } });
      expect([404, 405]).toContain(answer.status);
      expect(answer.headers.get('content-type') ?? '').not.toContain('html');
    }
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('19-20. %s', async (method) => {
    const asked = ItemResolver.asked;
    const answer = await fetch(`${app.url}/graphql?query=${encodeURIComponent('mutation { rename(input: { name: "x" }) { item { n } } }')}`, { method });
    expect([404, 405]).toContain(answer.status);
    expect(ItemResolver.asked).toBe(asked);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', ''])('20. content type "%s"', async (type) => {
    const answer = await post(app, JSON.stringify({ query: '{ item { n } }' }), { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
  });

  it.each(['utf-7', 'utf-16', 'x-user-defined', 'iso-8859-1'])('21. charset %s', async (charset) => {
    expect((await post(app, JSON.stringify({ query: '{ item { n } }' }), { 'content-type': `application/json; charset=${charset}` })).status).toBe(415);
  });

  it('21. UTF-8 under its names', async () => {
    for (const charset of ['utf-8', 'UTF-8', 'utf8', '"utf-8"']) {
      expect((await post(app, JSON.stringify({ query: '{ item { n } }' }), { 'content-type': `application/json; charset=${charset}` })).status).toBe(200);
    }
  });

  it('22. @defer and @stream', async () => {
    await refuses('{ item { ... @defer { n } } }', {}, { code: 'INVALID_INPUT' });
    await refuses('{ search @stream { n } }', {}, { code: 'INVALID_INPUT' });
  });

  it('23. persisted queries, known or not', async () => {
    for (const query of [undefined, '{ item { n } }']) {
      const answer = await post(app, JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }));
      expect(answer.status).toBe(400);
    }
  });

  it('24. names of operations', async () => {
    await refuses('query A { item { n } } query A { item { n } }', {}, { code: 'INVALID_INPUT' });
    const unknown = await post(app, JSON.stringify({ query: 'query A { item { n } }', operationName: 'B' }));
    expect(unknown.status).toBe(400);
    const right = await post(app, JSON.stringify({ query: 'query A { item { n } } query B { at(when: "2026-01-01T00:00:00Z") }', operationName: 'B' }));
    expect(await right.json()).toEqual({ data: { at: '2026-01-01T00:00:00.000Z' } });
  });

  it('25. variables: deep, many, poisoned, unclean', async () => {
    const query = 'query Q($input: RenameInput!) { item { n } }';
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    expect((await post(app, `{"query":${JSON.stringify(query)},"variables":${deep}}`)).status).toBe(400);
    for (const variables of ['{"__proto__":{"admin":true}}', '{"a":{"constructor":{"prototype":{"admin":true}}}}', '{"a":{"prototype":1}}']) {
      expect((await post(app, `{"query":"{ item { n } }","variables":${variables}}`)).status).toBe(400);
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    await refuses('query Q($n: [Int!]) { item { n } }', { n: Array.from({ length: 30_000 }, () => 1) }, { limit: 'variables' });
    for (const name of ['a\u0000b', 'a\u001b[31m', '\ud800']) {
      await refuses('mutation R($input: RenameInput!) { rename(input: $input) { item { n } } }', { input: { name } }, { code: 'INVALID_INPUT' });
      await refuses(`mutation { rename(input: { name: ${JSON.stringify(name)} }) { item { n } } }`, {}, { code: 'INVALID_INPUT' });
    }
  });

  it('25. variables that are no object', async () => {
    for (const variables of ['"text"', '[1]', '7']) {
      const answer = await post(app, `{"query":"{ item { n } }","variables":${variables}}`);
      expect([200, 400]).toContain(answer.status); // Apollo reads a list as an object without names; nothing else happens to it
      expect(await answer.json()).not.toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
    }
  });

  it('the standard introspection query and the widest page of the product pass', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect((await app.gql(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true }))).errors).toBeUndefined();
    expect((await app.gql('{ items(first: 100) { edges { cursor node { n child { n } children(first: 10) { edges { node { n child { n } } } } } } pageInfo { endCursor } } }')).status).toBe(200);
  });
});
