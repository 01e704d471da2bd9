import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/platform/config.js';
import { fillIn, parts, TOPICS, WORDS } from '../../src/platform/graphql/glossary.js';
import { schemaText } from '../../src/platform/graphql/schema-text.js';
import { createLog } from '../../src/platform/runtime/log.js';
import { TEST_SECRET } from '../support/token.js';

const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://nowhere/none', AUTH_JWT_SECRET: TEST_SECRET });
let context: INestApplicationContext;
let schema: GraphQLSchema;

beforeAll(async () => {
  const module = AppModule.forRoot({ config, log: createLog('silent'), databaseUrl: 'postgres://nowhere/none' });
  context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  schema = context.get(GraphQLSchemaHost).schema;
});

afterAll(() => context.close());

it('the schema is src/schema.graphql; if this differs, run `npm run schema` and review the change', () => {
  expect(schemaText(context)).toBe(readFileSync('src/schema.graphql', 'utf8'));
});

it('every type, field, argument and enum value says what it is', () => {
  const described = [...parts(schema)];
  expect(described.length).toBeGreaterThan(2_000);
  expect(described.filter(({ part }) => !part.description?.trim()).map(({ place }) => place)).toEqual([]);
});

it('every word of the glossary stands in one topic and is used by the schema', () => {
  const used = new Set([...parts(schema)].flatMap(({ words, part }) => words.filter((word) => WORDS.get(word) === part.description)));
  expect([...WORDS.keys()].filter((word) => !used.has(word))).toEqual([]);
  expect(TOPICS.reduce((total, topic) => total + Object.keys(topic).length, 0)).toBe(WORDS.size);
});

it('a word fills in what says nothing, the nearest first, and never what does', () => {
  const small = fillIn(buildSchema(`
    type Query { parcel(id: ID!): Parcel order(id: ID!): Order }
    type Mutation { send(input: SendInput!): SendPayload }
    input SendInput { legId: ID! }
    type SendPayload { note: String }
    type Parcel { status: String "Its own words." id: ID! }
    type Order { status: Boolean id: ID! }
  `));
  const of = (place: string): unknown => [...parts(small)].find((one) => one.place === place)?.part.description;
  expect(of('Parcel.id')).toBe('Its own words.');
  expect(of('Order.id')).toBe(WORDS.get('id'));
  expect(of('Order.status')).toBe(WORDS.get('Order.status'));
  expect(of('Query.parcel(id)')).toBe(WORDS.get('id'));
  expect(of('SendInput')).toBe('Taken by `send`.');
  expect(of('SendPayload')).toBe('Answered by `send`.');
  expect(of('SendPayload.note')).toBeUndefined();
});
