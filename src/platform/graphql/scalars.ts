import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import type { Instant } from '../../kernel/instant.js';

// Scalars throw on a bad value and never answer null: the compiled executor would let a null through in a non-null field.

/** A literal that cannot be read is told with its place in the operation, which the value alone does not know. */
export function literalReader<T>(read: (node: ValueNode) => T): (node: ValueNode) => T {
  return (node) => {
    try {
      return read(node);
    } catch (error) {
      throw error instanceof GraphQLError ? new GraphQLError(error.message, { nodes: node }) : error;
    }
  };
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const EARLIEST: Instant = '1900-01-01T00:00:00.000Z';

function parseInstant(value: unknown): Instant {
  if (typeof value !== 'string' || !INSTANT.test(value)) {
    throw new GraphQLError('DateTime must be ISO 8601 with an offset, e.g. 2026-11-21T09:30:00Z.');
  }
  const date = new Date(value);
  // 2026-02-30 is no date, although Date would move it into March.
  const day = value.slice(0, 10);
  if (Number.isNaN(date.getTime()) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) {
    throw new GraphQLError('DateTime names no real date.');
  }
  const instant = date.toISOString();
  // Nothing of ours happened before; past 9999 an instant has another form, which neither sorts as text nor is one to the database.
  if (instant < EARLIEST || !/^\d{4}-/.test(instant)) throw new GraphQLError('DateTime lies between the years 1900 and 9999.');
  return instant;
}

export const DateTimeScalar = new GraphQLScalarType<Instant, string>({
  name: 'DateTime',
  description: 'An instant in ISO 8601 with milliseconds, answered in UTC: `2026-11-21T23:26:31.123Z`. Any offset is accepted on the way in, any year from 1900 to 9999.',
  serialize(value) {
    if (typeof value === 'string') return value;
    throw new GraphQLError('An instant was not an ISO text.');
  },
  parseValue: parseInstant,
  parseLiteral: literalReader((node) => parseInstant(node.kind === Kind.STRING ? node.value : undefined)),
});

function parseBigInt(value: unknown): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^-?\d{1,19}$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) {
    throw new GraphQLError('BigInt must be an integer of 64 bits, as text or, up to 2^53, as a number.');
  }
  return BigInt(text);
}

export const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description: 'An integer of 64 bits, answered as text so that no client rounds it. Taken as text, or as a number where that is exact (up to 2^53).',
  serialize(value) {
    if (typeof value === 'bigint' || typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))) return String(value);
    throw new GraphQLError('A BigInt was not an integer.');
  },
  parseValue: parseBigInt,
  parseLiteral: literalReader((node) => parseBigInt(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : undefined)),
});

function literalToJson(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.STRING: case Kind.BOOLEAN: case Kind.ENUM: return node.value;
    case Kind.INT: case Kind.FLOAT: return Number(node.value);
    case Kind.NULL: return null;
    case Kind.LIST: return node.values.map(literalToJson);
    case Kind.OBJECT: return Object.fromEntries(node.fields.map((field) => [field.name.value, literalToJson(field.value)]));
    default: throw new GraphQLError('Variables are not allowed inside a JSON literal.');
  }
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new GraphQLError('JSONObject must be an object.');
  return value as Record<string, unknown>;
}

export const GraphQLJSONObject = new GraphQLScalarType<Record<string, unknown>>({
  name: 'JSONObject',
  description: 'A JSON object whose keys depend on what it describes; the field says which.',
  serialize: object,
  parseValue: object,
  parseLiteral: literalReader((node) => object(literalToJson(node))),
});
