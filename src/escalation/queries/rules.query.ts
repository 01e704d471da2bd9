import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

export interface RulesRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly body: Record<string, unknown>;
  readonly publishedAt: Instant;
}

const COLUMNS = `id, name, version, body, published_at AS "publishedAt"`;
const BY_ID = sql('escalation_rules.by_id', `SELECT ${COLUMNS} FROM escalation_rules WHERE merchant_id = $1 AND id = $2`);
const PAGE = sql(
  'escalation_rules.page',
  `SELECT ${COLUMNS} FROM escalation_rules WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
);

export async function rulesById(tx: Tx, id: string): Promise<RulesRow | undefined> {
  const [row] = await tx.query<RulesRow>(BY_ID, [tx.merchantId, id]);
  return row;
}

/** Newest first, one row more than asked for. */
export function rulesPage(tx: Tx, after: string | null, first: number): Promise<RulesRow[]> {
  return tx.query<RulesRow>(PAGE, [tx.merchantId, after, first + 1]);
}
