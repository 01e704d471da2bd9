import { readFileSync } from 'node:fs';
import {
  astFromValue, buildSchema, getNamedType, getNullableType, isCompositeType, isEnumType, isInputObjectType, isInterfaceType, isLeafType, isListType, isNonNullType,
  isRequiredArgument, print,
  type GraphQLArgument, type GraphQLField, type GraphQLInputField, type GraphQLInputType, type GraphQLInterfaceType, type GraphQLNamedType, type GraphQLSchema,
} from 'graphql';
import { ID_PREFIX, type IdType } from '../../src/kernel/ids.js';

// Every operation of the API, read from the schema: a new one is walked by the generated tests without being told to them.

export interface Operation {
  readonly kind: 'query' | 'mutation';
  readonly name: string;
  readonly field: GraphQLField<unknown, unknown>;
}

export const SCHEMA: GraphQLSchema = buildSchema(readFileSync('src/schema.graphql', 'utf8'));

export const OPERATIONS: readonly Operation[] = (['query', 'mutation'] as const).flatMap((kind) => {
  const type = kind === 'query' ? SCHEMA.getQueryType() : SCHEMA.getMutationType();
  return Object.values(type?.getFields() ?? {}).map((field) => ({ kind, name: field.name, field }));
});

export function operation(name: string): Operation {
  const found = OPERATIONS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no operation ${name}`);
  return found;
}

/** The operation with its arguments as variables, selecting everything that needs no argument, `depth` objects deep. */
export function documentOf({ kind, name, field }: Operation, depth = 0): string {
  const variables = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}${defaultOf(arg)}`).join(', ');
  const args = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  return `${kind} ${capital(name)}${variables && `(${variables})`} { ${name}${args && `(${args})`} ${selection(getNamedType(field.type), depth)} }`;
}

function defaultOf({ defaultValue, type }: GraphQLArgument): string {
  const ast = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return ast ? ` = ${print(ast)}` : '';
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * Leaves, and while `depth` lasts the objects below; an object never inside one of its own type. `userErrors` are always selected. Fields
 * that several kinds of node have in different types (`apart`) go by a name of their own.
 */
export function selection(type: GraphQLNamedType, depth: number, within: readonly string[] = [], apart: ReadonlySet<string> = NONE): string {
  if (!isCompositeType(type)) return '';
  const inside = [...within, type.name];
  const parts = ['__typename'];
  if (isInterfaceType(type)) {
    for (const one of SCHEMA.getPossibleTypes(type)) parts.push(`... on ${one.name} ${selection(one, depth, inside, conflictsIn(type))}`);
  } else if ('getFields' in type) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      if (field.args.some(isRequiredArgument)) continue;
      const shown = apart.has(field.name) ? `${type.name}_${field.name}: ${field.name}` : field.name;
      if (isLeafType(named)) parts.push(shown);
      // The edges of a page are no depth of their own.
      else if (named.name === 'UserError' || named.name.endsWith('Edge') || (depth > 0 && !inside.includes(named.name))) {
        parts.push(`${shown} ${selection(named, named.name.endsWith('Edge') ? depth : depth - 1, inside)}`);
      }
    }
  }
  return `{ ${parts.join(' ')} }`;
}

const NONE: ReadonlySet<string> = new Set();

function conflictsIn(type: GraphQLInterfaceType): Set<string> {
  const seen = new Map<string, Set<string>>();
  for (const field of SCHEMA.getPossibleTypes(type).flatMap((one) => Object.values(one.getFields()))) {
    seen.set(field.name, (seen.get(field.name) ?? new Set()).add(String(field.type)));
  }
  return new Set([...seen].filter(([, types]) => types.size > 1).map(([name]) => name));
}

type Node = GraphQLArgument | GraphQLInputField;

/** What a leaf of the arguments gets; `path` is dotted, lists left out: `input.lines.orderLineId`. */
export type Supply = (path: string, type: GraphQLNamedType) => unknown;

/** The smallest arguments the schema accepts, with the optional parts in `also` (dotted paths) filled in as well. */
export function argumentsOf({ field }: Operation, supply: Supply, also: readonly string[] = []): Record<string, unknown> {
  return fill(field.args, '', supply, also);
}

function fill(nodes: readonly Node[], prefix: string, supply: Supply, also: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const node of nodes) {
    const path = `${prefix}${node.name}`;
    const wanted = also.some((one) => one === path || one.startsWith(`${path}.`));
    if ((isNonNullType(node.type) && node.defaultValue === undefined) || wanted) values[node.name] = valueOf(node.type, path, supply, also);
  }
  return values;
}

function valueOf(type: GraphQLInputType, path: string, supply: Supply, also: readonly string[]): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [valueOf(nullable.ofType, path, supply, also)];
  const named = getNamedType(type);
  if (isInputObjectType(named)) return fill(Object.values(named.getFields()), `${path}.`, supply, also);
  return supply(path, named);
}

/** The dotted paths of every ID the operation takes, optional ones too. */
export function idPaths({ field }: Operation): string[] {
  const walk = (nodes: readonly Node[], prefix: string): string[] => nodes.flatMap((node) => {
    const named = getNamedType(node.type);
    const path = `${prefix}${node.name}`;
    if (named.name === 'ID') return [path];
    return isInputObjectType(named) ? walk(Object.values(named.getFields()), `${path}.`) : [];
  });
  return walk(field.args, '');
}

const NAMED: Readonly<Record<string, IdType>> = {
  ticket: 'Ticket', intoTicket: 'Ticket', target: 'Ticket', member: 'Member', toMember: 'Member', respondent: 'Member', assignee: 'Member',
  samePersonAs: 'Member', shop: 'Shop', calendar: 'Calendar', openingHoursCalendar: 'Calendar', policy: 'SlaPolicy', team: 'Team', customer: 'Customer', order: 'Order', orderLine: 'OrderLine', parcel: 'Parcel',
  message: 'Message', consentMessage: 'Message', attachment: 'Attachment', evidence: 'Attachment', statement: 'Statement', restatesStatement: 'Statement',
  finding: 'Finding', guidesFinding: 'Finding', keepsPromise: 'Promise', promise: 'Promise', task: 'Task', offer: 'Offer', leg: 'Leg', tellsLeg: 'Leg',
  delegate: 'Member', absence: 'Absence', request: 'ApprovalRequest', delegation: 'Delegation', override: 'Override', budget: 'Budget', payout: 'Payout',
  photo: 'Attachment', claim: 'Claim', counterOffer: 'CounterOffer',
};
/** What a bare `id` or `ids` names, by operation. */
const BARE: Readonly<Record<string, IdType>> = {
  node: 'Ticket', approvalRequest: 'ApprovalRequest', calendar: 'Calendar', updateCalendar: 'Calendar', ticket: 'Ticket', ticketStatuses: 'Ticket', customer: 'Customer', order: 'Order', shop: 'Shop', updateShop: 'Shop',
  revealCustomer: 'Customer',
  deactivateReason: 'Reason', disableMember: 'Member', enableMember: 'Member', revokeApiKey: 'ApiKey',
  markNotificationsRead: 'Notification', acknowledgeNotifications: 'Notification',
  payout: 'Payout',
};

/** Which kind of object the ID at this path names. */
export function idTypeAt({ name }: Operation, path: string): IdType {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const type = last === 'id' || last === 'ids' ? BARE[name] : NAMED[last.replace(/Ids?$/, '')];
  if (!type) throw new Error(`${name}: what does the id ${path} name? Say it in test/support/operations.ts`);
  return type;
}

/** An id of this type that nobody has. */
export function unknownId(type: IdType): string {
  return `${ID_PREFIX[type]}_00000000-0000-7000-8000-00000000dead`;
}

const A_DAY_AGO = (): string => new Date(Date.now() - 86_400_000).toISOString();
const IN_AN_HOUR = (): string => new Date(Date.now() + 3_600_000).toISOString();
const TEXTS: Readonly<Record<string, string>> = {
  currency: 'CNY', timeZone: 'Asia/Shanghai', amount: '1.00', paid: '1.00', number: 'A-000001', department: 'QUALITY', mediaType: 'image/png', name: 'photo.png',
  code: 'WORD', holidaySet: 'SHOP', waybill: 'W-1', reason: 'PREFERENCE',
  startsOn: '2026-11-01', endsOn: '2026-11-30', coversFrom: '2026-11-01', coversTo: '2026-11-30', from: '2026-11-01', to: '2026-11-30',
};

/** Plain values by scalar and name; enums get their first value. */
export function plainValue(path: string, type: GraphQLNamedType): unknown {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (isEnumType(type)) return type.getValues()[0]?.name;
  switch (type.name) {
    case 'Int': return last === 'year' ? 2027 : 1;
    case 'Boolean': return false;
    case 'DateTime': return last === 'from' ? A_DAY_AGO() : IN_AN_HOUR();
    case 'JSONObject': return {};
    case 'BigInt': return '3600000';
    case 'Date': return '2026-10-01';
    case 'TimeOfDay': return last === 'opens' ? '09:00' : '18:00';
    case 'String': return TEXTS[last] ?? 'word';
    default: throw new Error(`no value for ${path}: ${type.name}; say it in test/support/operations.ts`);
  }
}

/** `values` with the one at the dotted path replaced; in a list, of its first element. */
export function replaced(values: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [head = '', ...rest] = path.split('.');
  const inner = values[head];
  if (rest.length === 0) return { ...values, [head]: Array.isArray(inner) ? [value] : value };
  const put = (object: unknown): unknown => replaced((object ?? {}) as Record<string, unknown>, rest.join('.'), value);
  return { ...values, [head]: Array.isArray(inner) ? inner.map((each: unknown, at) => (at === 0 ? put(each) : each)) : put(inner) };
}
