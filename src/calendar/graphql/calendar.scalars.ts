import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { literalReader } from '../../platform/graphql/scalars.js';

// The form is asked by the calendar that holds the value: it tells every wrong date and time at once, each with its path in the input.
const LONGEST = 40;

function textScalar(name: string, description: string, example: string): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && value.length <= LONGEST) return value;
    throw new GraphQLError(`${name} must be a text such as "${example}".`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: parse,
    parseValue: parse,
    parseLiteral: literalReader((node) => parse(node.kind === Kind.STRING ? node.value : undefined)),
  });
}

export const DateScalar = textScalar('Date', 'A date of the calendar, `2026-10-01`. One that does not exist is refused with its path in the input.', '2026-10-01');
export const TimeOfDayScalar = textScalar(
  'TimeOfDay',
  'A time on the wall clock, `09:00` or `09:00:30`; as an end also `24:00`. What is no time is refused with its path in the input.',
  '09:00',
);
