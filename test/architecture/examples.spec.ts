import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { EXAMPLES } from '../../src/platform/explorer/examples.js';

const schema = buildSchema(readFileSync('src/schema.graphql', 'utf8'));

describe('the worked examples of the explorer', () => {
  it.each(EXAMPLES)('$name is an operation of this API', ({ query, variables }) => {
    expect(validate(schema, parse(query)).map((error) => error.message)).toEqual([]);
    expect(() => JSON.parse(variables ?? '{}') as unknown).not.toThrow();
  });
});
