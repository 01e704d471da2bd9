import { isObjectType, type GraphQLSchema } from 'graphql';

/** As Nest names the resolver it gives to a @Field that has none. */
const NEST_READS_PROPERTY = 'rootFieldResolver';

/**
 * Takes away the resolvers that only read the property of their field's name, which is what happens without them. Nest gives one to every field, and
 * the compiled executor cannot tell: it keeps three closures and a path ready for each value of each row, several times what the row itself takes.
 */
export function dropPropertyResolvers(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve?.name === NEST_READS_PROPERTY && readsOwnProperty(field.name, field.resolve as (parent: object) => unknown)) delete field.resolve;
    }
  }
}

/** False for a field that has another name in the class than in the schema, or a value where the property is missing. */
function readsOwnProperty(name: string, resolve: (parent: object) => unknown): boolean {
  const value = {};
  return resolve({ [name]: value }) === value && resolve({}) === undefined;
}
