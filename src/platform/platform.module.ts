import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { EntityTarget } from 'typeorm';
import { CONFIG, type Config } from './config.js';
import { Database, DATABASE_OPTIONS, type DatabaseOptions } from './database/database.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { WORKER_DATABASE } from './database/worker-database.js';
import { graphqlModule } from './graphql/graphql.module.js';
import { NodeRegistry, NodeResolver } from './graphql/node.js';
import { Health } from './runtime/health.js';
import { LOG, type Log } from './runtime/log.js';
import { Loops } from './runtime/loops.js';
import { Metrics } from './runtime/metrics.js';

/** What a process gives its modules from outside. */
export interface PlatformOptions {
  readonly config: Config;
  readonly log: Log;
  /** Where the application's data are, as the application's own login. */
  readonly databaseUrl: string;
  /** Entities of every feature. */
  readonly entities: readonly EntityTarget<object>[];
}

/** The plumbing every feature may inject without importing it. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    const { config, log, databaseUrl: url, entities } = options;
    const app: DatabaseOptions = { url, role: 'amends_app', poolSize: config.POOL_SIZE, entities };
    const worker: DatabaseOptions = { url, role: 'amends_worker', poolSize: config.WORKER_POOL_SIZE, entities: [] };
    return {
      module: PlatformModule,
      imports: [graphqlModule()],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: DATABASE_OPTIONS, useValue: app },
        { provide: WORKER_DATABASE, useFactory: () => new Database(worker) },
        Database, UnitOfWork, Health, Metrics, Loops, NodeRegistry, NodeResolver,
      ],
      exports: [CONFIG, LOG, Database, WORKER_DATABASE, UnitOfWork, Health, Metrics, Loops, NodeRegistry],
    };
  }
}
