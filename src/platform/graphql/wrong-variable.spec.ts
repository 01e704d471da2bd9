import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, getVariableValues, GraphQLError, parse, validate } from 'graphql';
import { fieldOfWrongLiteral, fieldOfWrongVariable } from './wrong-variable.js';

const SCHEMA = buildSchema(`
  input Window { opens: Int! closes: Int }
  input Hours { weekly: [Window!]! zone: String }
  input Create { name: String! hours: Hours! }
  type Query { businessTime(calendar: Hours!): Int create(input: Create!): Int }`);

/** The fields of all that is wrong with these variables. */
function fields(text: string, variables: Record<string, unknown>): (string | null)[] {
  const document = parse(text);
  const { errors } = getVariableValues(SCHEMA, getOperationAST(document)?.variableDefinitions ?? [], variables);
  return (errors ?? []).map(({ message }) => fieldOfWrongVariable(document, message));
}

describe('a variable of the wrong type', () => {
  it('is told by the path in the input, whatever the caller calls the variable', () => {
    const wrong = { name: 'x', hours: { weekly: [{ opens: 9 }, { opens: '9', closes: true }] } };
    expect(fields('query($input: Create!) { create(input: $input) }', { input: wrong })).toEqual(['hours.weekly.1.opens', 'hours.weekly.1.closes']);
    expect(fields('query($i: Create!) { create(input: $i) }', { i: wrong })).toEqual(['hours.weekly.1.opens', 'hours.weekly.1.closes']);
    expect(fields('query($c: Hours!) { businessTime(calendar: $c) }', { c: { weekly: 5 } })).toEqual(['calendar.weekly']);
  });

  it('is told by where it stands in an object that is written out', () => {
    expect(fields('query($w: [Window!]!) { create(input: { name: "x", hours: { weekly: $w } }) }', { w: [{ opens: 'nine' }] })).toEqual(['hours.weekly.0.opens']);
  });

  it('that is missing, null or the whole of an argument is told by the argument', () => {
    expect(fields('query($c: Hours!) { businessTime(calendar: $c) }', {})).toEqual(['calendar']);
    expect(fields('query($c: Hours!) { businessTime(calendar: $c) }', { c: null })).toEqual(['calendar']);
    expect(fields('query($c: Hours!) { businessTime(calendar: $c) }', { c: 'x' })).toEqual(['calendar']);
    expect(fields('query($unused: Int!) { businessTime(calendar: { weekly: [] }) }', { unused: 'x' })).toEqual(['unused']);
  });

  it('that lacks a field, or has one too many, is told by that field', () => {
    const query = 'query($input: Create!) { create(input: $input) }';
    expect(fields(query, { input: { hours: { weekly: [] } } })).toEqual(['name']);
    expect(fields(query, { input: { name: 'x', hours: { weekly: [{ opens: 9 }, { closes: 9 }] } } })).toEqual(['hours.weekly.1.opens']);
    expect(fields(query, { input: { name: 'x', hours: { weekly: [], zones: 'y' } } })).toEqual(['hours.zones']);
    const quoting = '; Field "zone" is not defined by type "Hours".';
    expect(fields(query, { input: { name: 5, hours: { weekly: [], zone: quoting } } })).toEqual(['name']);
  });

  it('is not told by what its value says', () => {
    expect(fields('query($c: Hours!) { businessTime(calendar: $c) }', { c: { weekly: [{ opens: ' at "c.zone"; ' }] } })).toEqual(['calendar.weekly.0.opens']);
    expect(fieldOfWrongVariable(parse('{ businessTime(calendar: { weekly: [] }) }'), 'Unknown operation named "x".')).toBeNull();
  });
});

describe('a value of the wrong type that is written out', () => {
  const told = (text: string): (string | null)[] => validate(SCHEMA, parse(text)).map(fieldOfWrongLiteral);

  it('is told by the path in the input, as a variable is', () => {
    expect(told('{ businessTime(calendar: { weekly: [{ opens: 9 }, { opens: "9", closes: true }] }) }')).toEqual(['calendar.weekly.1.opens', 'calendar.weekly.1.closes']);
    expect(told('{ a: create(input: { name: "x", hours: { weekly: [] } }) b: create(input: { name: 5, hours: { weekly: [{ opens: 1.5 }] } }) }')).toEqual(['name', 'hours.weekly.0.opens']);
  });

  it('that lacks a field, or has one too many, is told by that field', () => {
    expect(told('{ businessTime(calendar: { weekly: [{ closes: 9 }], zones: "y" }) }')).toEqual(['calendar.weekly.0.opens', 'calendar.zones']);
  });

  it('is nowhere when something else is wrong', () => {
    expect(told('{ nothing }')).toEqual([null]);
    expect([new GraphQLError('x'), new Error('x'), undefined].map(fieldOfWrongLiteral)).toEqual([null, null, null]);
  });
});
