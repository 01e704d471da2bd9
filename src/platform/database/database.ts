import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import type { EntityTarget } from 'typeorm';
import pg from 'pg';
import { instantText } from './instant-text.js';
import type { Sql } from './sql.js';

/** What a process needs to reach PostgreSQL. */
export interface DatabaseOptions {
  readonly url: string;
  /** The role every statement runs as: it owns nothing and row level security binds it. */
  readonly role: 'amends_app' | 'amends_worker';
  readonly poolSize: number;
  readonly entities: readonly EntityTarget<object>[];
}

export const DATABASE_OPTIONS = Symbol('DatabaseOptions');

/** How many connections the pool has, how many are free, and how many callers wait for one. */
export interface PoolUse {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

const TIMESTAMPTZ = 1184;

/** The one pool of the process. TypeORM owns it; hot statements use the same connections by name. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly source: DataSource;
  private opening: Promise<DataSource> | null = null;

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
        // A connection knows its statements and their plans; a new one learns them while somebody waits. After a quiet minute deadlines fall due all at once.
        idleTimeoutMillis: 600_000,
        // Past statement_timeout the server has answered; no answer by then means the line is dead, and the connection goes.
        query_timeout: 10_000,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        options: [
          `-c role=${options.role}`,
          '-c timezone=UTC',
          // The default reckons with turning disks: pages of a queue would be sorted out of the whole table while that is small.
          '-c random_page_cost=1.1',
          // A plan made while a table was empty reads all of it, and a connection keeps its plans: thousands of rows later each look-up still would.
          // Everything asked for often has its index.
          '-c enable_seqscan=off',
          '-c statement_timeout=5s',
          '-c lock_timeout=3s',
          // A worker frozen in the middle of its work holds tickets until this ends it: theirs fire elsewhere within five seconds.
          '-c idle_in_transaction_session_timeout=3s',
        ].join(' '),
        types: {
          // Instants stay text from the wire to the scalar: no Date object per column and row.
          getTypeParser: (oid: number) => (oid === TIMESTAMPTZ ? instantText : (pg.types.getTypeParser(oid) as (text: string) => unknown)),
        },
      },
    });
  }

  /** Opens the pool once, whoever asks first; a failure is forgotten, so that the next asker tries again. */
  async open(): Promise<void> {
    this.opening ??= this.source.initialize().catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    await this.opening;
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

  /**
   * One statement in a transaction of its own, of no merchant: row security shows the application no tenant rows here. It serves
   * the worker's look-outs, the check at boot and readiness.
   */
  async query<Row = Record<string, unknown>>(statement: Sql, values: readonly unknown[] = []): Promise<Row[]> {
    await this.open();
    const result = await this.pool().query({ name: statement.name, text: statement.text, values: values as unknown[] });
    return result.rows as Row[];
  }

  poolUse(): PoolUse {
    if (!this.source.isInitialized) return { total: 0, idle: 0, waiting: 0 };
    const pool = this.pool();
    return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
  }

  /** After the HTTP server: requests under way still need their connections. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}
