import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { assertSafe } from '../database/assert-safe.js';
import { Database } from '../database/database.js';
import type { ApiOptions } from './api.js';
import { Health } from './health.js';
import { createAdapter, registerEdge } from './http-server.js';
import { nestLogger } from './log.js';
import { Metrics } from './metrics.js';
import { registerOperations } from './operations.js';

export interface Worker {
  readonly context: INestApplicationContext;
  /** Where it answers: `http://127.0.0.1:4000`. */
  readonly url: string;
  close(): Promise<void>;
}

/** The same modules without the API; on its port it answers health and metrics only. */
export async function createWorker({ config, log, module, durable }: ApiOptions): Promise<Worker> {
  const context = await NestFactory.createApplicationContext(module, { logger: nestLogger(log), abortOnError: false });
  await assertSafe(context.get(Database), { durable });
  const [health, metrics] = [context.get(Health), context.get(Metrics)];
  const fastify = createAdapter(config).getInstance();
  registerEdge(fastify, {
    config, log, metrics,
    guard: () => {
      throw new Error('the worker serves no GraphQL');
    },
  });
  registerOperations(fastify, { health, metrics, metricsToken: config.METRICS_TOKEN });
  const url = await fastify.listen({ port: config.PORT, host: config.host });
  return {
    context,
    url,
    async close() {
      health.stop();
      await context.close();
      await fastify.close();
    },
  };
}
