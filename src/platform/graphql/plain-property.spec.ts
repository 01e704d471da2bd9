import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, type GraphQLFieldResolver } from 'graphql';
import { dropPropertyResolvers } from './plain-property.js';

type Resolve = GraphQLFieldResolver<Record<string, unknown>, unknown>;

/** As Nest makes them: by the property of the class, with the value for where it is missing. */
function reading(property: string, otherwise?: string): Resolve {
  const rootFieldResolver: Resolve = (root) => root[property] ?? otherwise;
  return rootFieldResolver;
}

function schemaWith(resolve: Resolve): GraphQLSchema {
  return new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { name: { type: new GraphQLNonNull(GraphQLString), resolve } } }) });
}

function left(resolve: Resolve): unknown {
  const schema = schemaWith(resolve);
  dropPropertyResolvers(schema);
  return schema.getQueryType()?.getFields()['name']?.resolve;
}

describe('resolvers that only read a property', () => {
  it('are taken away', () => {
    expect(left(reading('name'))).toBeUndefined();
  });

  it('stay where the property has another name, or a value when it is missing', () => {
    const [other, otherwise] = [reading('title'), reading('name', 'nobody')];
    expect(left(other)).toBe(other);
    expect(left(otherwise)).toBe(otherwise);
  });

  it('stay where a method of ours resolves the field', () => {
    const ours: Resolve = ({ name }) => name;
    expect(left(ours)).toBe(ours);
  });
});
