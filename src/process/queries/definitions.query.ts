import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export interface DefinitionRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly body: Record<string, unknown>;
  readonly publishedAt: Instant;
}

const COLUMNS = `id, name, version, body, published_at AS "publishedAt"`;
const BY_ID = sql('definition.by_id', `SELECT ${COLUMNS} FROM process_definition WHERE merchant_id = $1 AND id = $2 AND published_at IS NOT NULL`);
const PAGE = sql(
  'definition.page',
  `SELECT ${COLUMNS} FROM process_definition WHERE merchant_id = $1 AND published_at IS NOT NULL AND ($2::uuid IS NULL OR id < $2)
    ORDER BY id DESC LIMIT $3`,
);

export async function definitionById(tx: Tx, id: string): Promise<DefinitionRow | undefined> {
  const [row] = await tx.query<DefinitionRow>(BY_ID, [tx.merchantId, id]);
  return row;
}

/** Newest first, one row more than asked for. */
export function definitionPage(tx: Tx, after: string | null, first: number): Promise<DefinitionRow[]> {
  return tx.query<DefinitionRow>(PAGE, [tx.merchantId, after, first + 1]);
}
