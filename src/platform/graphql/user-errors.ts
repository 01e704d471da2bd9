import { getNamedType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { payload } from './payload.js';
import type { RequestContext } from './request-context.js';

/**
 * A mutation may be refused before its resolver runs: by the guard or by the check of its input. Those refusals answer in
 * `userErrors` like every other, so every mutation whose payload has the field is wrapped once, on the finished schema.
 */
export function answerRefusals(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const type = getNamedType(field.type);
    const resolve = field.resolve;
    if (!resolve || !isObjectType(type) || !('userErrors' in type.getFields())) continue;
    field.resolve = refusalAnswering(resolve as GraphQLFieldResolver<unknown, RequestContext>) as typeof resolve;
  }
}

function refusalAnswering(resolve: GraphQLFieldResolver<unknown, RequestContext>): GraphQLFieldResolver<unknown, RequestContext> {
  return async (source, args, context, info) => {
    try {
      return await (resolve(source, args, context, info));
    } catch (error) {
      // Asks `payload` rather than deciding here which refusals are userErrors: it throws those that are not.
      return payload(context, () => Promise.reject(error as Error));
    }
  };
}
