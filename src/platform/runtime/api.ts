import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config.js';
import { assertSafe } from '../database/assert-safe.js';
import { Database } from '../database/database.js';
import { registerExplorer } from '../explorer/explorer.js';
import { inputPipe } from '../graphql/input-pipe.js';
import { OperationGuard } from '../graphql/operation-guard.js';
import { EdgeFilter } from './edge.filter.js';
import { Health } from './health.js';
import { createAdapter, registerEdge } from './http-server.js';
import { nestLogger, type Log } from './log.js';
import { Metrics } from './metrics.js';
import { registerOperations } from './operations.js';

export interface ApiOptions {
  readonly config: Config;
  readonly log: Log;
  /** The application's module with everything given to it. */
  readonly module: DynamicModule;
  /** False only in tests, whose server runs without fsync. */
  readonly durable: boolean;
}

/** The API, ready to listen. Fails where the database is not safe to serve from. */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const { config, log } = options;
  const app = await NestFactory.create<NestFastifyApplication>(options.module, createAdapter(config), {
    logger: nestLogger(log),
    abortOnError: false,
  });
  await assertSafe(app.get(Database), { durable: options.durable });
  app.useGlobalPipes(inputPipe());
  app.useGlobalFilters(new EdgeFilter(log));
  const fastify = app.getHttpAdapter().getInstance();
  let guard: OperationGuard | null = null;
  const metrics = app.get(Metrics);
  registerEdge(fastify, { config, log, metrics, guard: () => (guard ??= new OperationGuard(app.get(GraphQLSchemaHost).schema, config.MAX_QUERY_COST)) });
  registerOperations(fastify, { health: app.get(Health), metrics, metricsToken: config.METRICS_TOKEN });
  if (config.explorer) registerExplorer(fastify);
  await app.init();
  return app;
}
