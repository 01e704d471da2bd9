import { GraphQLScalarType, isSpecifiedScalarType, Kind, type DocumentNode, type GraphQLNamedType, type GraphQLSchema, type TypeNode } from 'graphql';

/** Takes what it is given: its values were coerced before. */
const COERCED = new GraphQLScalarType({ name: 'Coerced' });

/**
 * graphql-jit's own coercion refuses an input object that leaves out a non-null field with a default (`lines: [Line!]! = []`), and has no
 * bound on its errors. Variables are therefore coerced by graphql-js, and the document that is compiled declares them as coerced already.
 */
export function declaringCoerced(schema: GraphQLSchema, document: DocumentNode): { schema: GraphQLSchema; document: DocumentNode } {
  const getType = (name: string): GraphQLNamedType | undefined => (name === COERCED.name ? COERCED : schema.getType(name));
  const definitions = document.definitions.map((definition) =>
    definition.kind !== Kind.OPERATION_DEFINITION
      ? definition
      : {
          ...definition,
          variableDefinitions: definition.variableDefinitions?.map((variable) => ({
            ...variable,
            type: coercedUnlessPlain(schema, variable.type),
            defaultValue: undefined, // filled in by then
          })),
        },
  );
  return {
    schema: Object.create(schema, { getType: { value: getType } }) as GraphQLSchema,
    document: { ...document, definitions },
  };
}

/** Int, String and the like stay: coercing them twice changes nothing, and @skip wants to see a Boolean. */
function coercedUnlessPlain(schema: GraphQLSchema, node: TypeNode): TypeNode {
  let named = node;
  while (named.kind !== Kind.NAMED_TYPE) named = named.type;
  const type = schema.getType(named.name.value);
  if (type && isSpecifiedScalarType(type)) return node;
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED.name } };
}
