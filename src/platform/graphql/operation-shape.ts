import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';

/** How large a document may be, whatever its variables say. */
export const SHAPE_LIMITS = {
  /** Lexical tokens: what the parser stops at. */
  tokens: 2_000,
  /** Fields inside each other; the widest page of the product needs 9. */
  depth: 10,
  /** Below __schema and __type, where the standard introspection query goes 13 deep. */
  introspectionDepth: 16,
  aliases: 40,
  rootFields: 20,
  directives: 30,
  /** Fields after fragments are spread: a fragment bomb is small as text. */
  selections: 3_000,
} as const;

export type ShapeLimit = keyof typeof SHAPE_LIMITS;

interface Extent {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly selections: number;
  readonly rootFields: number;
}

const NOTHING: Extent = { depth: 0, introspectionDepth: 0, selections: 0, rootFields: 0 };

/** The first limit a parsed document breaks, or null. Fragments are measured once each, so the answer costs linear time. */
export function brokenLimit(document: DocumentNode): ShapeLimit | null {
  const counted = count(document);
  if (counted.aliases > SHAPE_LIMITS.aliases) return 'aliases';
  if (counted.directives > SHAPE_LIMITS.directives) return 'directives';
  const measure = measurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const extent = measure(definition.selectionSet);
    for (const limit of ['rootFields', 'selections', 'depth', 'introspectionDepth'] as const) {
      if (extent[limit] > SHAPE_LIMITS[limit]) return limit;
    }
  }
  return null;
}

/** Fields of all operations together, fragments spread. */
export function spreadFields(document: DocumentNode): number {
  const measure = measurer(document);
  return document.definitions.reduce(
    (sum, definition) => sum + (definition.kind === Kind.OPERATION_DEFINITION ? measure(definition.selectionSet).selections : 0), 0,
  );
}

function count(document: DocumentNode): { aliases: number; directives: number } {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Field: (node) => {
      if (node.alias) aliases += 1;
    },
    Directive: () => {
      directives += 1;
    },
  });
  return { aliases, directives };
}

function measurer(document: DocumentNode): (selections: SelectionSetNode) => Extent {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Extent>();

  function ofFragment(name: string): Extent {
    const before = known.get(name);
    if (before) return before;
    known.set(name, NOTHING); // a fragment inside itself counts nothing here and is refused by validation
    const fragment = fragments.get(name);
    const extent = fragment ? of(fragment.selectionSet) : NOTHING;
    known.set(name, extent);
    return extent;
  }

  function of(set: SelectionSetNode): Extent {
    return set.selections.map(ofSelection).reduce(together, NOTHING);
  }

  function ofSelection(selection: SelectionNode): Extent {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return of(selection.selectionSet);
    const { depth, introspectionDepth, selections } = selection.selectionSet ? of(selection.selectionSet) : NOTHING;
    const counted = { rootFields: 1, selections: selections + 1 };
    return selection.name.value === '__schema' || selection.name.value === '__type'
      ? { ...counted, depth: 0, introspectionDepth: Math.max(depth, introspectionDepth) + 1 }
      : { ...counted, depth: depth + 1, introspectionDepth };
  }
  return of;
}

/** What stands beside each other in one set. */
function together(one: Extent, other: Extent): Extent {
  return {
    depth: Math.max(one.depth, other.depth), introspectionDepth: Math.max(one.introspectionDepth, other.introspectionDepth),
    selections: one.selections + other.selections, rootFields: one.rootFields + other.rootFields,
  };
}
