import { buildSchema, getOperationAST, parse } from 'graphql';
import { compileCost } from './operation-cost.js';

const schema = buildSchema(`
  type Query { ticket: Ticket tickets(first: Int! = 20, after: String, filter: Filter): Tickets statuses(ids: [ID!]!): [Status!]! any: Any }
  type Tickets { edges: [Edge!]! total: Int! pageInfo: PageInfo! }
  type Edge { cursor: String! node: Ticket! }
  type PageInfo { endCursor: String }
  type Ticket { id: ID! customer: Customer steps: [Step!]! tags: [String!]! timeline(first: Int! = 10): Timeline! }
  type Timeline { nodes: [Entry!]! }
  type Entry { at: String! actor: Customer }
  type Customer { name: String }
  type Step { name: String! missing: [Missing!]! }
  type Missing { code: String! }
  type Status { id: ID! }
  union Any = Ticket | Status
  input Filter { tag: String limit: String }
  type Mutation { bulk(limit: Int!): Ticket many(input: Many!): Bulk }
  input Many { ids: [ID!]! note: String }
  type Bulk { results: [Result!]! }
  type Result { ticket: Ticket }
`);

function costOf(query: string, variables: Record<string, unknown> = {}): { cost: number; largestPage: number } {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const compiled = compileCost(schema, document, operation);
  return { cost: compiled.cost(variables), largestPage: compiled.largestPage(variables) };
}

describe('cost of an operation', () => {
  it.each([
    ['an object and its leaves', '{ ticket { id tags } }', {}, 1],
    ['a short list without a size counts five', '{ ticket { steps { name } } }', {}, 6],
    ['lists inside lists multiply', '{ ticket { steps { missing { code } } } }', {}, 1 + 5 * (1 + 5)],
    ['a page: the connection, its edges and nodes', '{ tickets(first: 50) { edges { node { id } } } }', {}, 1 + 50 * 2],
    ['the default page', '{ tickets { edges { node { id } } pageInfo { endCursor } } }', {}, 1 + 20 * 2 + 1],
    ['a page by variable', 'query Q($n: Int!) { tickets(first: $n) { edges { cursor } } }', { n: 7 }, 8],
    ['the variable\'s own default', 'query Q($n: Int! = 30) { tickets(first: $n) { edges { cursor } } }', {}, 31],
    ['a variable left out: the default of the argument', 'query Q($n: Int) { tickets(first: $n) { edges { node { timeline(first: $n) { nodes { at } } } } } }', {}, 1 + 20 * (2 + 1 + 10)],
    ['pages inside pages', 'query Q($n: Int!) { tickets(first: $n) { edges { node { timeline(first: 10) { nodes { actor { name } } } } } } }', { n: 4 }, 1 + 4 * (2 + 1 + 10 * 2)],
    ['as many as keys were given', 'query Q($ids: [ID!]!) { statuses(ids: $ids) { id } }', { ids: Array.from({ length: 200 }, String) }, 200],
    ['the results of a bulk mutation are as many as its keys', 'mutation M($input: Many!) { many(input: $input) { results { ticket { id } } } }',
      { input: { ids: Array.from({ length: 100 }, String) } }, 1 + 100 * 2],
    ['also when they are written inside', 'mutation M($ids: [ID!]!) { many(input: { ids: $ids }) { results { ticket { id } } } }', { ids: ['a', 'b', 'c'] }, 1 + 3 * 2],
    ['and as literals', 'mutation { many(input: { ids: ["a", "b"] }) { results { ticket { id } } } }', {}, 1 + 2 * 2],
    ['keys as a literal', '{ statuses(ids: ["a", "b"]) { id } }', {}, 2],
    ['fragments where they are spread', '{ tickets(first: 3) { ...P } ticket { ...T } } fragment P on Tickets { edges { node { ...T } } } fragment T on Ticket { customer { name } }', {}, 1 + 3 * (2 + 1) + 2],
    ['every branch of a union', '{ any { ... on Ticket { customer { name } } ... on Status { id } } }', {}, 2],
    ['unknown fields count nothing', '{ nothing { at { all } } }', {}, 0],
    ['circular fragments end', '{ ticket { ...A } } fragment A on Ticket { customer { name } ...A }', {}, 2],
  ])('%s', (_case, query, variables, cost) => {
    expect(costOf(query, variables).cost).toBe(cost);
  });

  it('knows the largest page asked for, however it is asked', () => {
    expect(costOf('{ tickets(first: 1000) { edges { cursor } } }').largestPage).toBe(1_000);
    expect(costOf('query Q($n: Int!) { tickets(first: $n) { edges { node { timeline(first: 3) { nodes { at } } } } } }', { n: 101 }).largestPage).toBe(101);
    expect(costOf('{ tickets(first: -1) { edges { cursor } } }').largestPage).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes no other number for a page size', () => {
    expect(costOf('mutation { bulk(limit: 5000) { id } }').largestPage).toBe(0);
    expect(costOf('{ tickets(first: 5, filter: { limit: "5000" }) { edges { cursor } } }').largestPage).toBe(5);
  });

  it('costs a few microseconds per request once compiled', () => {
    const document = parse('query Q($n: Int!) { tickets(first: $n) { edges { node { id customer { name } steps { missing { code } } timeline { nodes { actor { name } } } } } } }');
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const compiled = compileCost(schema, document, operation);
    for (let run = 0; run < 10_000; run += 1) compiled.cost({ n: run % 100 });
    const started = performance.now();
    for (let run = 0; run < 10_000; run += 1) compiled.cost({ n: run % 100 });
    expect((performance.now() - started) / 10_000).toBeLessThan(0.05);
  });
});
