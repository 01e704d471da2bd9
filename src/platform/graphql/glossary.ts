import {
  getNamedType, isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isSpecifiedScalarType,
  type GraphQLField, type GraphQLInputField, type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema,
} from 'graphql';
import { GOODS } from './glossary/goods.js';
import { IDS } from './glossary/ids.js';
import { MONEY } from './glossary/money.js';
import { RULES, TYPES } from './glossary/rules.js';
import { TICKET } from './glossary/ticket.js';
import { TIME } from './glossary/time.js';

export const TOPICS: readonly Readonly<Record<string, string>>[] = [GOODS, IDS, MONEY, RULES, TICKET, TIME, TYPES];

/**
 * What a word means wherever it stands without a description of its own. A plain key is the name of a field or argument anywhere;
 * `Type.field` and `field(argument)` are nearer and come first; a key with a capital alone is a type.
 */
export const WORDS: ReadonlyMap<string, string> = new Map(TOPICS.flatMap((topic) => Object.entries(topic)));

type Field = GraphQLField<unknown, unknown> | GraphQLInputField;

/** A part of the schema that can be described, and the words it may take its description from, the nearest first. */
export interface Described {
  readonly place: string;
  readonly words: readonly string[];
  readonly part: { description?: string | null };
}

/** Everything in the schema that is ours to describe: types, fields, arguments and enum values. */
export function* parts(schema: GraphQLSchema): Generator<Described> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield { place: type.name, words: [type.name], part: type };
    if (isEnumType(type)) for (const value of type.getValues()) yield { place: `${type.name}.${value.name}`, words: [`${type.name}.${value.name}`], part: value };
    for (const field of fieldsOf(type)) yield* partsOfField(type, field);
  }
}

function* partsOfField(type: GraphQLNamedType, field: Field): Generator<Described> {
  const place = `${type.name}.${field.name}`;
  yield { place, words: [place, field.name], part: field };
  for (const argument of 'args' in field ? field.args : []) {
    yield { place: `${place}(${argument.name})`, words: [`${field.name}(${argument.name})`, argument.name], part: argument };
  }
}

/** Fills in what says nothing about itself; a description in the code always stays. */
export function fillIn(schema: GraphQLSchema): GraphQLSchema {
  const rules = byShape(schema);
  for (const { place, words, part } of parts(schema)) {
    if (part.description) continue;
    const word = words.find((one) => WORDS.has(one));
    part.description = word === undefined ? rules.get(place) : WORDS.get(word);
  }
  return schema;
}

/** Types whose shape says what they are: what a mutation takes and answers, and the edges and pages of lists. */
function byShape(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const taken = new Map<string, string[]>();
  const answered = new Map<string, string[]>();
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    add(answered, getNamedType(mutation.type).name, mutation.name);
    for (const argument of mutation.args) add(taken, getNamedType(argument.type).name, mutation.name);
  }
  const described = new Map<string, string>();
  for (const type of Object.values(schema.getTypeMap())) {
    const node = isObjectType(type) ? nodeOf(type) : undefined;
    const [takers, answerers] = [taken.get(type.name), answered.get(type.name)];
    if (isInputObjectType(type) && takers) described.set(type.name, `Taken by ${listed(takers)}.`);
    else if (type.name.endsWith('Payload') && answerers) described.set(type.name, `Answered by ${listed(answerers)}.`);
    else if (node && type.name.endsWith('Edge')) described.set(type.name, `One ${node} of a list, with its place.`);
    else if (node && type.name.endsWith('Connection')) described.set(type.name, `A page of a list of ${node}.`);
  }
  return described;
}

function add(names: Map<string, string[]>, type: string, mutation: string): void {
  names.set(type, [...(names.get(type) ?? []), mutation]);
}

function listed(mutations: readonly string[]): string {
  return [...mutations].sort().map((name) => `\`${name}\``).join(', ');
}

/** The type in an edge, or in the edges of a connection. */
function nodeOf(type: GraphQLObjectType): string | undefined {
  const { node, edges } = type.getFields();
  const inner = edges && getNamedType(edges.type);
  return node ? getNamedType(node.type).name : isObjectType(inner) ? nodeOf(inner) : undefined;
}

function fieldsOf(type: GraphQLNamedType): Field[] {
  return isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values<Field>(type.getFields()) : [];
}
