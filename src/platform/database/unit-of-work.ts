import { Injectable } from '@nestjs/common';
import type { DatabaseError, PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { groupBy } from '../../kernel/group-by.js';
import type { Instant } from '../../kernel/instant.js';
import { asDomainError, busy } from './busy.js';
import { Database } from './database.js';
import { corked, endOfTick, quiet } from './pipeline.js';
import { sql, type Sql } from './sql.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One message opens the transaction and scopes it. The merchant stands in its text, so it is a uuid here or nothing is sent. */
function opening(begin: 'BEGIN' | 'BEGIN READ ONLY', merchantId: string): string {
  if (!UUID.test(merchantId)) throw new Error('a merchant id is a uuid');
  return `${begin}; SET LOCAL app.merchant = '${merchantId}'`;
}

/** The clock of a sandbox merchant runs ahead of the database's by what its owner advanced it; everybody else's offset is 0. */
const NOW = sql(
  'tx.now',
  `SELECT clock_timestamp() + coalesce((SELECT clock_offset FROM merchant WHERE id = $1), interval '0') AS now`,
);

/** How often a work that was overtaken is done in all; each time somebody else came through. */
const MOST_TIMES = 10;
const OVERTAKEN = Symbol('overtaken');

/** What PostgreSQL answers to every statement behind one that failed. */
const ABORTED = '25P02';

/** Keys that wait for the end of the tick, and what will be found of each. */
interface Asked {
  readonly keys: object[];
  readonly rows: Promise<ReadonlyMap<number, object[]>>;
}

/** An open transaction of one merchant. Row level security shows it this merchant's rows and no others. */
export class Tx {
  private readonly deferred: Promise<unknown>[] = [];
  private readonly gathered = new Map<Sql, { readonly rows: object[]; readonly keys: Set<string> }>();
  private readonly asked = new Map<Sql, Asked>();
  private readonly known = new Map<string, Promise<unknown>>();
  private readonly overtakenBy = new Set<string>();
  private readonly contended: { readonly key: string; readonly statement: Sql; readonly values: readonly unknown[] }[] = [];
  private ended = false;
  /** Of the first statement that failed; those behind it only say that the transaction is aborted. */
  private firstFailure: unknown = null;
  /** The answer to the end that was sent already; null: not sent yet. */
  rolledBack: Promise<unknown> | null = null;

  constructor(
    readonly merchantId: string,
    private readonly client: PoolClient,
    private readonly runner: QueryRunner,
  ) {}

  /** TypeORM on this very transaction, for entities that are administered rather than hot. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /**
   * Sends at once and answers when the rows are there. Statements leave in call order without waiting for each other's
   * answers, so `Promise.all` over several costs one round trip. Rows gathered before leave before it: it sees them.
   */
  query<Row = Record<string, unknown>>(statement: Sql, values: readonly unknown[] = []): Promise<Row[]> {
    // The connection serves somebody else by now: a straggler of the work must not speak in their transaction.
    if (this.ended) return Promise.reject(new Error(`${statement.name} was sent after its transaction had ended`));
    this.flush();
    corked(this.client);
    return this.client.query({ name: statement.name, text: statement.text, values: values as unknown[] }).then(
      (result) => result.rows as Row[],
      (error: unknown) => {
        this.firstFailure ??= error;
        throw error;
      },
    );
  }

  /** A write whose answer the command does not need: it leaves with the COMMIT, and its failure fails the command. */
  defer(statement: Sql, values: readonly unknown[] = []): void {
    const sent = this.query(statement, values);
    sent.catch(() => undefined); // settled() reports it; this only keeps it from being called unhandled meanwhile
    this.deferred.push(sent);
  }

  /**
   * Rows that leave with the next statement, at the latest with the COMMIT: those of one statement together, in the order given, as its `$2` (JSON)
   * beside the merchant as its `$1`. However many tickets a transaction works on, their events are one statement. With `keyOf` no two rows of one key
   * leave together: of an upsert that would be refused.
   */
  gather<Row extends object>(statement: Sql, rows: readonly Row[], keyOf?: (row: Row) => string): void {
    for (const row of rows) {
      const key = keyOf?.(row);
      if (key !== undefined && this.gathered.get(statement)?.keys.has(key)) this.flush();
      const pack = this.gathered.get(statement) ?? { rows: [], keys: new Set() };
      this.gathered.set(statement, pack);
      pack.rows.push(row);
      if (key !== undefined) pack.keys.add(key);
    }
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.gathered.size === 0) return;
    const gathered = [...this.gathered];
    this.gathered.clear();
    for (const [statement, { rows }] of gathered) this.defer(statement, [this.merchantId, JSON.stringify(rows)]);
  }

  /**
   * The rows of one key. All keys asked for in one tick go in one statement, as its `$2` (JSON) beside the merchant as its `$1`, each with its number
   * `n`; the rows answered name theirs. However many tickets a transaction works on, it is one trip.
   */
  async lookUp<Row = Record<string, unknown>>(statement: Sql, key: object): Promise<Row[]> {
    const asked = this.asked.get(statement) ?? this.askSoon(statement);
    const n = asked.keys.push(key) - 1;
    return (((await asked.rows).get(n) ?? []) as Row[]);
  }

  /** What is the same for all of the transaction: asked for once, when the tick ends, so that it keeps nobody's rows from leaving together. */
  once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.known.get(name) ?? endOfTick().then(ask);
    this.known.set(name, known);
    return known as Promise<T>;
  }

  private askSoon(statement: Sql): Asked {
    const keys: object[] = [];
    const rows = endOfTick().then(async () => {
      this.asked.delete(statement);
      const found = await this.query<{ n: number }>(statement, [this.merchantId, JSON.stringify(keys.map((key, n) => ({ n, ...key })))]);
      return groupBy(found, ({ n }) => n);
    });
    const asked = { keys, rows };
    this.asked.set(statement, asked);
    return asked;
  }

  /**
   * A write to a row that many wait for: it leaves behind all others, right before the COMMIT, so that its lock is held no longer than that takes.
   * Several leave in the order of their `key`, so that two transactions never wait for each other crosswise.
   */
  deferLast(key: string, statement: Sql, values: readonly unknown[]): void {
    this.contended.push({ key, statement, values });
  }

  /**
   * What this transaction writes last was decided on a row it does not hold: when this constraint refuses it at the end, somebody was faster, and the
   * work is done again, on what is there now.
   */
  againOn(constraint: string): void {
    this.overtakenBy.add(constraint);
  }

  /** Whether the work is to be done again. */
  wasOvertaken(error: unknown): boolean {
    const { constraint } = (this.causeOf(error) ?? {}) as { constraint?: string };
    return constraint !== undefined && this.overtakenBy.has(constraint);
  }

  /** Sends whatever has not left yet. */
  finish(): void {
    this.flush();
    this.contended.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
    for (const { statement, values } of this.contended) this.defer(statement, values);
  }

  /** The merchant's present instant, read after every lock taken before it. A command reads it once. */
  async now(): Promise<Instant> {
    const [row] = await this.query<{ now: Instant }>(NOW, [this.merchantId]);
    if (!row) throw new Error('clock_timestamp() answered nothing');
    return row.now;
  }

  /**
   * The last statements of a transaction that only reads: its end leaves in one system call with them, instead of one of its own later. `ask`
   * sends all of them before it first waits; what it sends after that is refused.
   */
  lastly<T>(ask: () => Promise<T>): Promise<T> {
    const answer = ask();
    this.end();
    this.rolledBack = quiet(this.client.query('ROLLBACK'));
    return answer;
  }

  /** No statement is accepted from here on. */
  end(): void {
    this.ended = true;
  }

  /** What really went wrong: of several failed statements the first, unless the work failed by itself. */
  causeOf(error: unknown): unknown {
    return (error as DatabaseError | null)?.code === ABORTED ? (this.firstFailure ?? error) : error;
  }

  /** Fails with the first failed deferred write. */
  async settled(): Promise<void> {
    const outcomes = await Promise.allSettled(this.deferred);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}

@Injectable()
export class UnitOfWork {
  constructor(private readonly database: Database) {}

  /**
   * Runs `work` in one transaction of this merchant. BEGIN leaves with the first statements, COMMIT with the deferred writes: two round trips for
   * a command that reads once and then writes.
   */
  async run<T>(merchantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let again = 0; again < MOST_TIMES; again += 1) {
      const outcome = await this.once(merchantId, work);
      if (outcome !== OVERTAKEN) return outcome;
    }
    throw busy();
  }

  private async once<T>(merchantId: string, work: (tx: Tx) => Promise<T>): Promise<T | typeof OVERTAKEN> {
    const { runner, client, begun, tx } = await this.begin('BEGIN', merchantId);
    try {
      const result = await work(tx);
      tx.finish();
      tx.end();
      corked(client);
      const committed = quiet(client.query('COMMIT'));
      await begun;
      await tx.settled();
      // After a failed statement COMMIT answers ROLLBACK without an error.
      if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back');
      return result;
    } catch (error) {
      tx.end();
      await client.query('ROLLBACK').catch(() => undefined); // the connection may be gone; the first error is the one to tell
      if (tx.wasOvertaken(error)) return OVERTAKEN;
      throw asDomainError(tx.causeOf(error));
    } finally {
      await runner.release();
    }
  }

  /**
   * The same for reading only; the database refuses writes in it. The answer does not wait for the COMMIT, which has nothing to commit: the
   * connection goes back to the pool when that is answered.
   */
  async read<T>(merchantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { runner, client, begun, tx } = await this.begin('BEGIN READ ONLY', merchantId);
    try {
      const result = await work(tx);
      await begun;
      return result;
    } catch (error) {
      throw asDomainError(tx.causeOf(error));
    } finally {
      tx.end();
      // ROLLBACK ends a failed transaction as well as a sound one; on a dead connection it fails, and the pool drops that connection.
      const rolledBack = tx.rolledBack ?? client.query('ROLLBACK');
      void rolledBack.catch(() => undefined).finally(() => void runner.release());
    }
  }

  /** Reads what one trip can tell: `ask` sends all its statements before it first waits. */
  readOnce<T>(merchantId: string, ask: (tx: Tx) => Promise<T>): Promise<T> {
    return this.read(merchantId, (tx) => tx.lastly(() => ask(tx)));
  }

  private async begin(begin: 'BEGIN' | 'BEGIN READ ONLY', merchantId: string): Promise<Begun> {
    const text = opening(begin, merchantId);
    const { runner, client } = await this.database.connect();
    corked(client);
    return { runner, client, begun: quiet(client.query(text)), tx: new Tx(merchantId, client, runner) };
  }
}

interface Begun {
  readonly runner: QueryRunner;
  readonly client: PoolClient;
  readonly begun: Promise<unknown>;
  readonly tx: Tx;
}
