import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { pageOf, type Page } from '../../platform/graphql/connection.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import type { Shop } from '../tenancy.repository.js';

const PAGE = sql(
  'tenancy.shops-page',
  `SELECT id, external_id AS "externalId", name, platform, time_zone AS "timeZone", currency, settings, created_at AS "createdAt"
   FROM shop WHERE merchant_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2)) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
);

/** `only`: shops that may be shown; null: all. */
export async function shopsPage(tx: Tx, args: { first: number; after?: string | null }, only: readonly string[] | null): Promise<Page<Shop>> {
  const rows = await tx.query<Shop>(PAGE, [tx.merchantId, only, decodeIdCursor('shops', args.after), args.first + 1]);
  return pageOf(rows, args, (row) => row, (row) => encodeIdCursor('shops', row.id));
}
