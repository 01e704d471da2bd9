import { getArgumentValues, Kind, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** What a resolver needs of `info` for looking ahead. */
type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/**
 * The fields asked for below a path (`['edges', 'node']`), whatever their aliases, through fragments too. A field under @skip or @include counts as
 * asked for: what is read ahead in vain costs little, what is not read ahead is read when its turn comes.
 */
export function fieldsBelow(info: Info, path: readonly string[]): ReadonlySet<string> {
  let sets: (SelectionSetNode | undefined)[] = info.fieldNodes.map((node) => node.selectionSet);
  for (const name of path) sets = sets.flatMap((set) => [...fieldsOf(set, info)].filter((field) => field.name === name).map((field) => field.below));
  return new Set(sets.flatMap((set) => [...fieldsOf(set, info)].map((field) => field.name)));
}

/** The arguments a field of `type` was asked for with, directly below the resolver's own; null unless it was asked for exactly once. */
export function argumentsBelow(info: Info, type: GraphQLObjectType, field: string): Record<string, unknown> | null {
  const asked = info.fieldNodes.flatMap((node) => [...fieldsOf(node.selectionSet, info)]).filter((found) => found.name === field);
  const [only] = asked;
  const definition = type.getFields()[field];
  return only && asked.length === 1 && definition ? getArgumentValues(definition, only.node, info.variableValues) : null;
}

function* fieldsOf(set: SelectionSetNode | undefined, info: Info): Iterable<{ name: string; node: FieldNode; below: SelectionSetNode | undefined }> {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) yield { name: selection.name.value, node: selection, below: selection.selectionSet };
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsOf(selection.selectionSet, info);
    else yield* fieldsOf(info.fragments[selection.name.value]?.selectionSet, info);
  }
}
