import { createHash } from 'node:crypto';
import type { Actor } from '../kernel/actor.js';
import { DomainError, invalid } from '../kernel/error.js';
import type { Tx } from './database/unit-of-work.js';
import { sql } from './database/sql.js';

/** Fresh: nobody came with this key before, go on. Otherwise `result` is what the first call stored. */
export type Claim = { readonly fresh: true } | { readonly fresh: false; readonly result: unknown };

/** The request a command was asked by; a GraphQL RequestContext is one. */
export interface Call {
  readonly requestId: string | null;
  /** The `Idempotency-Key` header. */
  readonly idempotencyKey: string | null;
}

/** An operation called once under one key by one actor. */
export interface Attempt {
  readonly operation: string;
  /** 1 to 255 printable ASCII characters. */
  readonly key: string;
  /** `bodyHash` of the decoded input. */
  readonly bodyHash: Buffer;
}

// While another transaction holds the same key uncommitted, the INSERT waits for it; the SELECT, with a snapshot of its own, then reads what it stored.
const CLAIM = sql(
  'idempotency.claim',
  `INSERT INTO idempotency (merchant_id, actor_id, operation, key, request_sha256, result, created_at)
   VALUES ($1, $2, $3, $4, $5, 'null', clock_timestamp()) ON CONFLICT DO NOTHING RETURNING true AS fresh`,
);
const READ = sql(
  'idempotency.read',
  `SELECT request_sha256 = $5 AS same, result FROM idempotency WHERE merchant_id = $1 AND actor_id = $2 AND operation = $3 AND key = $4`,
);
const STORE = sql(
  'idempotency.store',
  `UPDATE idempotency SET result = $5 WHERE merchant_id = $1 AND actor_id = $2 AND operation = $3 AND key = $4`,
);

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/**
 * First in the transaction, before any lock. Both statements leave at once, so a caller may send its own reads behind them before awaiting this.
 * The same key with another body is refused with IDEMPOTENCY_KEY_REUSED; a rolled-back first call leaves the key free.
 */
export async function claimIdempotency(tx: Tx, actor: Actor, attempt: Attempt): Promise<Claim> {
  if (!PRINTABLE.test(attempt.key)) {
    throw invalid('idempotencyKey', { en: 'Use 1 to 255 printable ASCII characters.', zh: '请使用 1 至 255 个可打印的 ASCII 字符。' });
  }
  const values = [tx.merchantId, actor.id, attempt.operation, attempt.key, attempt.bodyHash];
  const [[claimed], [known]] = await Promise.all([
    tx.query<{ fresh: true }>(CLAIM, values),
    tx.query<{ same: boolean; result: unknown }>(READ, values),
  ]);
  if (claimed) return { fresh: true };
  if (!known) throw new Error('an idempotency key was neither claimed nor found');
  if (!known.same) {
    throw new DomainError(
      'IDEMPOTENCY_KEY_REUSED',
      { en: 'This idempotency key was used before with another body.', zh: '该幂等键已用于另一份请求内容。' },
      'idempotencyKey',
    );
  }
  return { fresh: false, result: known.result };
}

/** Keeps what a repetition will be answered from: ids and no personal data. Leaves with the COMMIT. */
export function storeIdempotent(tx: Tx, actor: Actor, attempt: Pick<Attempt, 'operation' | 'key'>, result: unknown): void {
  tx.defer(STORE, [tx.merchantId, actor.id, attempt.operation, attempt.key, JSON.stringify(result ?? null)]);
}

/** SHA-256 of the decoded input as stable JSON: keys sorted, `undefined` left out, and `idempotencyKey` at the top left out. */
export function bodyHash(input: object): Buffer {
  const { idempotencyKey: _key, ...body } = input as Record<string, unknown>;
  return createHash('sha256').update(JSON.stringify(body, stable)).digest();
}

function stable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The attempt of a mutation; null when neither its input nor the header brings a key. The input's own key goes before the header's. */
export function attemptOf(operation: string, input: { readonly idempotencyKey?: string | null }, call: Call): Attempt | null {
  const key = input.idempotencyKey ?? call.idempotencyKey;
  return key === null ? null : { operation, key, bodyHash: bodyHash(input) };
}

/** Runs `work` unless the same attempt was carried out before; then answers what that one answered. */
export async function once<T>(tx: Tx, actor: Actor, attempt: Attempt | null, work: () => Promise<T>): Promise<T> {
  if (!attempt) return work();
  const claim = await claimIdempotency(tx, actor, attempt);
  if (!claim.fresh) return claim.result as T;
  const result = await work();
  storeIdempotent(tx, actor, attempt, result);
  return result;
}
