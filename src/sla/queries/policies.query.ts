import type { Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { SlaPolicy } from '../domain/policy.js';
import { readPolicy } from '../policy-library.js';

export interface PolicyRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly policy: SlaPolicy;
  readonly publishedAt: Instant;
}

type Raw = Omit<PolicyRow, 'policy'> & { readonly body: Parameters<typeof readPolicy>[0] };

const COLUMNS = `id, name, version, body, published_at AS "publishedAt"`;
const BY_ID = sql('policy.by_id', `SELECT ${COLUMNS} FROM sla_policy WHERE merchant_id = $1 AND id = $2 AND published_at IS NOT NULL`);
const PAGE = sql(
  'policy.page',
  `SELECT ${COLUMNS} FROM sla_policy WHERE merchant_id = $1 AND published_at IS NOT NULL AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
);
const CALENDARS = sql('policy.calendars', `SELECT id FROM calendar WHERE merchant_id = $1`);
const SHOPS = sql('policy.shops', `SELECT id FROM shop WHERE merchant_id = $1`);

export async function policyById(tx: Tx, id: string): Promise<PolicyRow | undefined> {
  const [row] = await tx.query<Raw>(BY_ID, [tx.merchantId, id]);
  return row && read(row);
}

/** Newest first, one row more than asked for. */
export async function policyPage(tx: Tx, after: string | null, first: number): Promise<PolicyRow[]> {
  return (await tx.query<Raw>(PAGE, [tx.merchantId, after, first + 1])).map(read);
}

export async function shopIds(tx: Tx): Promise<Set<string>> {
  return new Set((await tx.query<{ id: string }>(SHOPS, [tx.merchantId])).map(({ id }) => id));
}

export async function calendarIds(tx: Tx): Promise<Set<string>> {
  return new Set((await tx.query<{ id: string }>(CALENDARS, [tx.merchantId])).map(({ id }) => id));
}

function read({ body, ...row }: Raw): PolicyRow {
  return { ...row, policy: readPolicy(body) };
}
