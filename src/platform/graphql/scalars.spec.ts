import { GraphQLError, parseValue } from 'graphql';
import { BigIntScalar, DateTimeScalar, GraphQLJSONObject } from './scalars.js';

describe('DateTime', () => {
  it.each([
    ['2026-11-21T09:30:00+08:00', '2026-11-21T01:30:00.000Z'], ['2026-11-21T23:59:59.123456789Z', '2026-11-21T23:59:59.123Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'], ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('reads %s', (text, instant) => {
    expect(DateTimeScalar.parseValue(text)).toBe(instant);
  });

  it.each([
    '2026-02-30T00:00:00Z', '2026-11-21', '2026-11-21T09:30:00', '2026-11-21T24:00:00Z', 'tomorrow', 1_700_000_000, null,
    '0000-01-01T00:00:00Z', '1899-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00', '0001-01-01T00:00:00+01:00',
  ])('refuses %p', (value) => {
    expect(() => DateTimeScalar.parseValue(value)).toThrow(/^DateTime /);
  });
});

describe('BigInt', () => {
  it.each([
    ['9223372036854775807', 2n ** 63n - 1n], ['-9223372036854775808', -(2n ** 63n)], ['0', 0n], ['-0', 0n], ['0007', 7n],
    [2 ** 53 - 1, 2n ** 53n - 1n], [1e3, 1000n], [-5, -5n],
  ])('reads %p', (value, integer) => {
    expect(BigIntScalar.parseValue(value)).toBe(integer);
  });

  it.each(['9223372036854775808', '-9223372036854775809', '99999999999999999999', 2 ** 53, 1.5, '1.5', '1e3', '', ' 5', '+5', '0x10', true, null, [1], Number.NaN])('refuses %p', (value) => {
    expect(() => BigIntScalar.parseValue(value)).toThrow(/^BigInt /);
  });
});

it.each([[DateTimeScalar, '"2026-02-30T00:00:00Z"'], [BigIntScalar, '1.5'], [GraphQLJSONObject, '[1]']] as const)('%s written out in a wrong form is told with its place', (scalar, text) => {
  const node = parseValue(text);
  try {
    scalar.parseLiteral(node, undefined);
    throw new Error('it was read');
  } catch (error) {
    expect(error).toBeInstanceOf(GraphQLError);
    expect((error as GraphQLError).nodes).toEqual([node]);
  }
});
