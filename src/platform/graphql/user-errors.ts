import {
  getNamedType, isListType, isNonNullType, isObjectType, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
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
    field.resolve = refusalAnswering(resolve as GraphQLFieldResolver<unknown, RequestContext>, blankOf(type)) as typeof resolve;
  }
}

/** What a payload answers beside a refusal that came before its resolver: nothing done, nothing counted, nothing listed. */
function blankOf(type: GraphQLObjectType): Record<string, unknown> {
  const required = Object.values(type.getFields()).filter(({ type: of }) => isNonNullType(of));
  return Object.fromEntries(required.map((field) => [field.name, blankValue(field.type)]));
}

function blankValue(type: GraphQLOutputType): unknown {
  const inner = isNonNullType(type) ? (type.ofType as GraphQLOutputType) : type;
  if (isListType(inner)) return [];
  return getNamedType(inner).name === 'Boolean' ? false : 0;
}

function refusalAnswering(
  resolve: GraphQLFieldResolver<unknown, RequestContext>,
  blank: Record<string, unknown>,
): GraphQLFieldResolver<unknown, RequestContext> {
  return async (source, args, context, info) => {
    try {
      return await (resolve(source, args, context, info));
    } catch (error) {
      // Asks `payload` rather than deciding here which refusals are userErrors: it throws those that are not.
      return payload<Record<string, unknown>>(context, () => rethrow(error), () => Promise.resolve(blank));
    }
  };
}

function rethrow(error: unknown): never {
  throw error;
}
