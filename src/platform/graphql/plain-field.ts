import { SetMetadata } from '@nestjs/common';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { isObjectType, type GraphQLSchema } from 'graphql';
import type { RequestContext } from './request-context.js';

const PLAIN = 'amends:plain-field';

type Method = (parent: unknown, context: RequestContext, args: Record<string, unknown>) => unknown;

/**
 * On a @ResolveField whose method takes (@Parent(), @Ctx(), @Args() args?) in this order: the method is called directly. Nest's own call of a field
 * resolver builds its parameters through pipes, asynchronously, which for a page of fifty rows costs more than reading the rows. What is
 * skipped is the check of argument classes: use it where the schema's own types say all there is to say about the arguments, or check them in the
 * method (`checkPage`).
 */
export const PlainField = (typeName: string, fieldName: string): MethodDecorator => SetMetadata(PLAIN, { typeName, fieldName });

/** Puts the marked methods in the place of Nest's calls of them. */
export function bindPlainFields(schema: GraphQLSchema, discovery: DiscoveryService, scanner: MetadataScanner): void {
  for (const { instance } of discovery.getProviders()) {
    if (typeof instance !== 'object' || instance === null) continue;
    const prototype = Object.getPrototypeOf(instance) as Record<string, Method> | null;
    for (const name of prototype ? scanner.getAllMethodNames(prototype) : []) {
      const method = prototype?.[name];
      const place = method && (Reflect.getMetadata(PLAIN, method) as { typeName: string; fieldName: string } | undefined);
      if (place) bind(schema, place, (...args) => method.apply(instance, args));
    }
  }
}

function bind(schema: GraphQLSchema, { typeName, fieldName }: { typeName: string; fieldName: string }, method: Method): void {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (!field) throw new Error(`@PlainField names ${typeName}.${fieldName}, which the schema does not have`);
  field.resolve = (parent: unknown, args: Record<string, unknown>, context: RequestContext) => method(parent, context, args);
}
