import { uuidv7 } from 'uuidv7';
import type { Actor } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { Immutable } from './database/immutable.js';
import { sql, type Sql } from './database/sql.js';
import type { Tx } from './database/unit-of-work.js';
import { attemptOf, once, type Call } from './idempotency.js';
import { recordEvents } from './outbox/event-log.js';

/** Tables that call their versions by a name a person gave. */
export interface Named {
  readonly name: string;
}

/** A published version as it is kept; `Columns` are what its table has beside the common ones. */
export type PublishedRow<Columns> = Columns & {
  readonly id: string;
  readonly version: number;
  readonly body: Record<string, unknown>;
  readonly publishedAt: Instant;
};

/** A table of published versions: merchant_id, id, version, body, published_at, published_by, and columns of its own. */
export interface PublishedTable<Columns, Value> {
  readonly table: string;
  /** Its own columns, by the names they have in a row. */
  readonly columns: { readonly [Name in keyof Columns & string]: string };
  /** Those of them within which versions are counted; none: one count per merchant. */
  readonly countedBy: readonly (keyof Columns & string)[];
  /** The column of the instant of publication, where it is not `published_at`. */
  readonly publishedAt?: string;
  /** What a version is worked with as; made once per process. */
  readonly read: (body: unknown, id: string) => Value;
}

/** What becomes the next version. */
export interface NextVersion<Columns> {
  readonly columns: Columns;
  readonly body: object;
}

/** One publication: who asked for what, and how it is told. */
export interface Publication<Columns> {
  readonly actor: Actor;
  readonly call: Call;
  readonly request: { readonly idempotencyKey?: string | null };
  /** Names the attempt and the cause: `PUBLISH_POLICY`. */
  readonly operation: string;
  /** `policy.published` */
  readonly event: string;
  /** What the event tells beside the version: ids and words of ours. */
  readonly told?: object;
  /** Asked under the lock, and not at all when the same attempt was carried out before. A refusal leaves nothing behind. */
  readonly next: (tx: Tx) => NextVersion<Columns> | Promise<NextVersion<Columns>>;
}

// One lock for all that a merchant publishes: two publications at once get two versions, and neither misses what the other names.
const LOCK = sql('published.lock', `SELECT FROM merchant WHERE id = $1 FOR NO KEY UPDATE`);

export async function lockPublications(tx: Tx): Promise<void> {
  await tx.query(LOCK, [tx.merchantId]);
}

/**
 * What a merchant publishes in versions that never change: each is read once per process, the newest is asked for every time. Tables are named by our
 * code, never by a caller.
 */
export class PublishedVersions<Columns, Value> {
  private readonly known = new Immutable<Value>();
  private readonly columns: readonly (keyof Columns & string)[];
  private readonly statements: Readonly<Record<'body' | 'newest' | 'byId' | 'page' | 'insert', Sql>>;

  constructor(private readonly shape: PublishedTable<Columns, Value>) {
    this.columns = Object.keys(shape.columns) as (keyof Columns & string)[];
    this.statements = statementsOf(shape);
  }

  /** A version as it is worked with. It must exist. */
  version(tx: Tx, id: string): Value | Promise<Value> {
    return this.known.get(`${tx.merchantId}:${id}`, async () => {
      const [row] = await tx.query<{ body: unknown }>(this.statements.body, [tx.merchantId, id]);
      return row && this.shape.read(row.body, id);
    });
  }

  /** Of everything the merchant published here, what was published last; null: nothing yet. */
  async findNewestId(tx: Tx): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(this.statements.newest, [tx.merchantId]);
    return row?.id ?? null;
  }

  /** The same where there always is one. */
  async newestId(tx: Tx): Promise<string> {
    const id = await this.findNewestId(tx);
    if (id === null) throw new Error(`the merchant has no published ${this.shape.table}`);
    return id;
  }

  /** A version as it was published, for whoever wants to see it. */
  async byId(tx: Tx, id: string): Promise<PublishedRow<Columns> | undefined> {
    const [row] = await tx.query<PublishedRow<Columns>>(this.statements.byId, [tx.merchantId, id]);
    return row;
  }

  /** Newest first, one row more than asked for. */
  page(tx: Tx, after: string | null, first: number): Promise<PublishedRow<Columns>[]> {
    return tx.query<PublishedRow<Columns>>(this.statements.page, [tx.merchantId, after, first + 1]);
  }

  /** Publishes the next version; the same attempt again answers the version it made. */
  async publish(tx: Tx, { actor, call, request, operation, event, told, next }: Publication<Columns>): Promise<PublishedRow<Columns>> {
    const id = await once(tx, actor, attemptOf(operation, request, call), async () => {
      await lockPublications(tx);
      const wanted = await next(tx);
      const at = await tx.now();
      const made = await this.insert(tx, wanted, at, actor.id);
      recordEvents(tx, actor, { cause: operation, requestId: call.requestId }, [{
        subjectType: this.shape.table, subjectId: made.id, subjectVersion: made.version, type: event, at, isFact: false, data: { ...told, version: made.version },
      }]);
      return made.id;
    });
    const row = await this.byId(tx, id);
    if (!row) throw new Error(`${this.shape.table} ${id} was published and not found`);
    return row;
  }

  /** Under the lock. Whoever publishes otherwise than by `publish` records events of its own. */
  async insert(tx: Tx, { columns, body }: NextVersion<Columns>, at: Instant, by: string): Promise<{ readonly id: string; readonly version: number }> {
    const id = uuidv7();
    const values = this.columns.map((name) => columns[name]);
    const [row] = await tx.query<{ version: number }>(this.statements.insert, [tx.merchantId, id, JSON.stringify(body), at, by, ...values]);
    if (!row) throw new Error(`no version of ${this.shape.table} was made`);
    return { id, version: row.version };
  }
}

function statementsOf<Columns, Value>({ table, columns, countedBy, publishedAt: at = 'published_at' }: PublishedTable<Columns, Value>): Record<'body' | 'newest' | 'byId' | 'page' | 'insert', Sql> {
  const own = Object.entries<string>(columns);
  // Some tables allow a draft, a row that nobody published.
  const published = `FROM ${table} WHERE merchant_id = $1 AND ${at} IS NOT NULL`;
  const row = `SELECT ${['id', 'version', 'body', `${at} AS "publishedAt"`, ...own.map(([name, column]) => `${column} AS "${name}"`)].join(', ')} ${published}`;
  const counted = countedBy.map((name) => ` AND ${columns[name]} IS NOT DISTINCT FROM $${6 + own.findIndex(([of]) => of === name)}`).join('');
  return {
    body: sql(`${table}.body`, `SELECT body ${published} AND id = $2`),
    newest: sql(`${table}.newest`, `SELECT id ${published} ORDER BY ${at} DESC, id DESC LIMIT 1`),
    byId: sql(`${table}.by_id`, `${row} AND id = $2`),
    page: sql(`${table}.page`, `${row} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`),
    insert: sql(
      `${table}.insert`,
      `INSERT INTO ${table} (merchant_id, id, version, body, ${at}, published_by${own.map(([, column]) => `, ${column}`).join('')})
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5${own.map((_, nth) => `, $${6 + nth}`).join('')} FROM ${table} WHERE merchant_id = $1${counted} RETURNING version`,
    ),
  };
}
