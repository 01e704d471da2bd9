import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ALLOW } from '../../platform/graphql/allow.js';
import { PERMISSIONS } from '../domain/permissions.js';

const OPERATIONS: ReadonlySet<unknown> = new Set(['Query', 'Mutation', 'Subscription']);
/** Where @nestjs/graphql notes what a method resolves. */
const RESOLVER_TYPE = 'graphql:resolver_type';

/** Stops the process at boot when an operation names no permission, or `@Allow` stands where the guard is not asked. */
@Injectable()
export class DoorCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const problems = this.discovery.getProviders().flatMap(({ instance }) => {
      const prototype: unknown = typeof instance === 'object' && instance !== null ? Object.getPrototypeOf(instance) : null;
      return prototype === null ? [] : this.problemsOf(prototype as object);
    });
    if (problems.length > 0) throw new Error(`Operations without a rule of access: ${problems.join('; ')}.`);
  }

  private problemsOf(prototype: object): string[] {
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const method = Reflect.get(prototype, name) as unknown;
      if (typeof method !== 'function') return [];
      const isOperation = OPERATIONS.has(Reflect.getMetadata(RESOLVER_TYPE, method));
      const permission = Reflect.getMetadata(ALLOW, method) as string | undefined;
      const where = `${prototype.constructor.name}.${name}`;
      if (isOperation && permission === undefined) return [`${where} has no @Allow`];
      if (permission !== undefined && !isOperation) return [`${where} carries @Allow but is no operation: ask authorize() in it`];
      if (permission !== undefined && !Object.hasOwn(PERMISSIONS, permission)) return [`${where} asks for the unknown permission ${permission}`];
      return [];
    });
  }
}
