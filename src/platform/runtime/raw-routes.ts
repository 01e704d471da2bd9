import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/**
 * Routes beside GraphQL that take bodies as they come. A plugin of their own: what they do with bodies and errors is nobody else's. A process that serves
 * nothing, such as the worker, has none of them.
 */
export function addRawRoutes({ httpAdapter }: HttpAdapterHost, add: (scope: FastifyInstance) => void): void {
  if (httpAdapter?.getType() !== 'fastify') return;
  const fastify = httpAdapter.getInstance<FastifyInstance>();
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    add(scope);
    done();
  });
}
