import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import type { EntityTarget } from 'typeorm';
import pg from 'pg';
import { instantText } from './instant-text.js';

/** What a process needs to reach PostgreSQL. */
export interface DatabaseOptions {
  readonly url: string;
  /** The role every statement runs as: it owns nothing and row level security binds it. */
  readonly role: 'amends_app' | 'amends_worker';
  readonly poolSize: number;
  readonly entities: readonly EntityTarget<object>[];
}

export const DATABASE_OPTIONS = Symbol('DatabaseOptions');

const TIMESTAMPTZ = 1184;

/** The one pool of the process. TypeORM owns it; hot statements use the same connections by name. */
@Injectable()
export class Database implements OnModuleDestroy {
  private readonly source: DataSource;

  constructor(@Inject(DATABASE_OPTIONS) readonly options: DatabaseOptions) {
    this.source = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: options.entities as never,
      poolSize: options.poolSize,
      applicationName: 'amends',
      poolErrorHandler: () => undefined, // a dropped idle connection is replaced at the next checkout; ready says so meanwhile
      extra: {
        pipeline: true,
        connectionTimeoutMillis: 2_000,
        options: [
          `-c role=${options.role}`,
          '-c timezone=UTC',
          '-c statement_timeout=5s',
          '-c lock_timeout=3s',
          '-c idle_in_transaction_session_timeout=5s',
        ].join(' '),
        types: {
          // Instants stay text from the wire to the scalar: no Date object per column and row.
          getTypeParser: (oid: number) => (oid === TIMESTAMPTZ ? instantText : pg.types.getTypeParser(oid)),
        },
      },
    });
  }

  async open(): Promise<void> {
    if (!this.source.isInitialized) await this.source.initialize();
  }

  /** A checked-out connection, as TypeORM sees it and as the driver does. The caller releases the runner. */
  async connect(): Promise<{ runner: QueryRunner; client: PoolClient }> {
    await this.open();
    const runner = this.source.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    // UnitOfWork sends its own BEGIN, pipelined; without this mark save() would open (and commit) a second one.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    return { runner, client };
  }

  async onModuleDestroy(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
