import {
  getNamedType, getNullableType, GraphQLInt, isCompositeType, isInputObjectType, isInterfaceType, isListType, isObjectType, Kind,
  type ArgumentNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLNamedType,
  type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode, type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE } from './connection.js';

/** Counts for a list that takes no page size: the steps of a ticket, its clocks, its legs. */
const SHORT_LIST = 5;
const SIZE_NAMES: ReadonlySet<string> = new Set(['first', 'last', 'limit', 'take']);

type Variables = Readonly<Record<string, unknown>>;
/** Known while compiling, or a function of the variables. */
type Term = number | ((variables: Variables) => number);

export interface OperationCost {
  /** Objects the answer may hold at most. Leaves are free: the limits on the document bound them. */
  cost(variables: Variables): number;
  /** The largest page size asked for anywhere; negative sizes count as infinite. */
  largestPage(variables: Variables): number;
}

/**
 * Compiles what an operation costs to a closed function of its variables, so that asking again costs a few multiplications.
 * Unknown fields count nothing: validation refuses them anyway.
 */
export function compileCost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationCost {
  const compiler = new Compiler(schema, document, operation);
  const root = schema.getRootType(operation.operation);
  const total = root ? compiler.selections(operation.selectionSet, root, null) : 0;
  const sizes = compiler.sizes;
  return {
    cost: typeof total === 'number' ? () => total : total,
    largestPage: (variables) => Math.max(0, ...sizes.map((size) => refusingNegative(value(size, variables)))),
  };
}

function refusingNegative(size: number): number {
  return size >= 0 ? size : Number.POSITIVE_INFINITY;
}

function value(term: Term, variables: Variables): number {
  return typeof term === 'number' ? term : term(variables);
}

function plus(a: Term, b: Term): Term {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === 0) return b;
  if (b === 0) return a;
  return (variables) => value(a, variables) + value(b, variables);
}

function times(a: Term, b: Term): Term {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return (variables) => value(a, variables) * value(b, variables);
}

class Compiler {
  readonly sizes: Term[] = [];
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly defaults = new Map<string, unknown>();
  /** Variables that hold a whole input object with a page size inside. */
  private readonly objects = new Set<string>();
  private readonly open = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
    }
    for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
      if (defaultValue) this.defaults.set(variable.name.value, plain(defaultValue));
      const named = type.kind === Kind.NAMED_TYPE ? type : type.type;
      if (named.kind === Kind.NAMED_TYPE && holdsSize(schema.getType(named.name.value), 3)) this.objects.add(variable.name.value);
    }
  }

  /** `page` is the size asked of the connection these fields stand in; its lists are that long. */
  selections(set: SelectionSetNode, parent: GraphQLNamedType, page: Term | null): Term {
    let sum: Term = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) sum = plus(sum, this.field(selection, parent, page));
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        sum = plus(sum, this.selections(selection.selectionSet, this.condition(selection.typeCondition?.name.value, parent), page));
      } else sum = plus(sum, this.spread(selection.name.value, parent, page));
    }
    return sum;
  }

  private spread(name: string, parent: GraphQLNamedType, page: Term | null): Term {
    const fragment = this.fragments.get(name);
    if (!fragment || this.open.has(name)) return 0; // unknown or circular: validation refuses both
    this.open.add(name);
    const sum = this.selections(fragment.selectionSet, this.condition(fragment.typeCondition.name.value, parent), page);
    this.open.delete(name);
    return sum;
  }

  private condition(name: string | undefined, parent: GraphQLNamedType): GraphQLNamedType {
    return (name === undefined ? undefined : this.schema.getType(name)) ?? parent;
  }

  private field(node: FieldNode, parent: GraphQLNamedType, page: Term | null): Term {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    if (!field) return 0;
    // A mutation's input may hold a number named like a page size that is none.
    const size = parent === this.schema.getMutationType() ? null : this.sizeOf(node, field);
    const type = getNamedType(field.type);
    if (!isCompositeType(type) || !node.selectionSet) return 0;
    const isList = isListType(getNullableType(field.type));
    const many = this.keys(node.arguments ?? []);
    const one = plus(1, this.selections(node.selectionSet, type, isList ? null : (size ?? many)));
    if (!isList) return one;
    return times(size ?? firstKnown([many, page]), one);
  }

  /** The page size among the arguments: written there, in a variable, inside an input object, or the argument's default. */
  private sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Term | null {
    for (const declared of field.args) {
      const named = SIZE_NAMES.has(declared.name) && getNullableType(declared.type) === GraphQLInt;
      if (!named && !holdsSize(getNamedType(declared.type), 3)) continue;
      const given = node.arguments?.find((argument) => argument.name.value === declared.name);
      const byDefault = sizeInValue(declared.defaultValue, named);
      const size = given ? this.sizeIn(given.value, named, byDefault ?? DEFAULT_PAGE) : byDefault;
      if (size === null) continue;
      this.sizes.push(size);
      return size;
    }
    return null;
  }

  /** `absent`: the size that holds when a variable is left out. */
  private sizeIn(node: ValueNode, named: boolean, absent: number): Term | null {
    if (node.kind === Kind.INT) return named ? Number(node.value) : null;
    if (node.kind === Kind.OBJECT) {
      const sizes = node.fields.map((field) => this.sizeIn(field.value, SIZE_NAMES.has(field.name.value), absent));
      return sizes.find((size) => size !== null) ?? null;
    }
    if (node.kind !== Kind.VARIABLE) return null;
    const name = node.name.value;
    if (!named && !this.objects.has(name)) return null;
    const byDefault = this.defaults.get(name);
    return (variables) => sizeInValue(Object.hasOwn(variables, name) ? variables[name] : byDefault, named) ?? absent;
  }

  /**
   * A list without page size that is asked by a list of keys answers as many as there are keys, wherever in the arguments they stand; so do the
   * results of a bulk mutation. 0: the arguments hold no list.
   */
  private keys(args: readonly ArgumentNode[]): Term | null {
    const lists = args.map(({ value: node }) => this.keysIn(node)).filter((term) => term !== null);
    if (lists.length === 0) return null;
    return (variables) => Math.max(...lists.map((term) => value(term, variables)));
  }

  private keysIn(node: ValueNode): Term | null {
    if (node.kind === Kind.VARIABLE) return (variables) => longestList(variables[node.name.value], 3);
    const written = node.kind === Kind.LIST ? node.values.length : null;
    const inside = node.kind === Kind.OBJECT ? node.fields.map((field) => this.keysIn(field.value)).filter((term) => term !== null) : [];
    if (written === null && inside.length === 0) return null;
    return (variables) => Math.max(written ?? 0, ...inside.map((term) => value(term, variables)));
  }
}

/** The first size that is known and not 0; a list of which nothing is known counts as a short one. */
function firstKnown(sizes: readonly (Term | null)[]): Term {
  const known = sizes.filter((size) => size !== null);
  if (known.length === 0) return SHORT_LIST;
  return (variables) => known.map((size) => value(size, variables)).find((size) => size !== 0) ?? SHORT_LIST;
}

/** 0 when there is none. */
function longestList(given: unknown, depth: number): number {
  if (Array.isArray(given)) return given.length;
  if (depth === 0 || typeof given !== 'object' || given === null) return 0;
  return Math.max(0, ...Object.values(given).map((inner) => longestList(inner, depth - 1)));
}

function holdsSize(type: GraphQLNamedType | undefined, depth: number): boolean {
  if (depth === 0 || !isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some(
    (field) => (SIZE_NAMES.has(field.name) && getNullableType(field.type) === GraphQLInt) || holdsSize(getNamedType(field.type), depth - 1),
  );
}

function sizeInValue(given: unknown, named: boolean): number | null {
  if (typeof given === 'number') return named ? given : null;
  if (typeof given !== 'object' || given === null) return null;
  for (const [name, inner] of Object.entries(given)) {
    const found = sizeInValue(inner, SIZE_NAMES.has(name));
    if (found !== null) return found;
  }
  return null;
}

function plain(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  if (node.kind === Kind.OBJECT) return Object.fromEntries(node.fields.map((field) => [field.name.value, plain(field.value)]));
  return null;
}
