import { uuidv7 } from 'uuidv7';
import type { Actor } from '../kernel/actor.js';
import { notFound } from '../kernel/error.js';
import type { Kind } from '../kernel/words.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { recordEvents, type Cause } from '../platform/outbox/event-log.js';
import { DEFAULT_REASONS } from './domain/default-reasons.js';
import type { MerchantEntity } from './merchant.entity.js';
import type { ReasonEntity } from './reason.entity.js';
import { ShopEntity } from './shop.entity.js';
import type { TeamEntity } from './team.entity.js';

const MERCHANT = sql('tenancy.merchant', 'SELECT id, name, sandbox, demo, created_at AS "createdAt" FROM merchant WHERE id = $1');
const SHOPS = sql(
  'tenancy.shops-by-id',
  `SELECT id, external_id AS "externalId", name, platform, time_zone AS "timeZone", currency, settings, created_at AS "createdAt"
   FROM shop WHERE merchant_id = $1 AND id = ANY($2::uuid[])`,
);
const TEAMS = sql(
  'tenancy.teams-by-id',
  `SELECT id, shop_id AS "shopId", name, created_at AS "createdAt" FROM team WHERE merchant_id = $1 AND id = ANY($2::uuid[])`,
);
const TEAMS_OF_SHOPS = sql(
  'tenancy.teams-of-shops',
  `SELECT id, shop_id AS "shopId", name, created_at AS "createdAt" FROM team WHERE merchant_id = $1 AND shop_id = ANY($2::uuid[]) ORDER BY name`,
);
const REASON_COLUMNS = `r.id, r.shop_id AS "shopId", r.kind, r.code, r.parent_code AS "parentCode", r.family, r.label_en AS "labelEn", r.label_zh AS "labelZh",
  r.default_fault AS "defaultFault", r.evidence_wanted AS "evidenceWanted", r.freight_payer AS "freightPayer", r.active, r.position`;
const REASONS_BY_CODE = sql(
  'tenancy.reasons-by-code',
  `SELECT ${REASON_COLUMNS} FROM reason r JOIN unnest($2::uuid[], $3::text[], $4::text[]) AS wanted (shop_id, kind, code) USING (shop_id, kind, code)
   WHERE r.merchant_id = $1`,
);
const REASONS_OF_SHOPS = sql(
  'tenancy.reasons-of-shops',
  `SELECT ${REASON_COLUMNS} FROM reason r WHERE r.merchant_id = $1 AND r.shop_id = ANY($2::uuid[]) ORDER BY r.kind, r.position, r.code`,
);
const COPY_REASONS = sql(
  'tenancy.copy-default-reasons',
  `INSERT INTO reason (merchant_id, id, shop_id, kind, code, parent_code, family, label_en, label_zh, default_fault, evidence_wanted, freight_payer, active, position)
   SELECT $1, id, $2, kind, code, "parentCode", family, "labelEn", "labelZh", "defaultFault", "evidenceWanted", "freightPayer", active, position
   FROM jsonb_to_recordset($3) AS (id uuid, kind text, code text, "parentCode" text, family text, "labelEn" text, "labelZh" text, "defaultFault" text,
     "evidenceWanted" text[], "freightPayer" text, active boolean, position integer)
   ON CONFLICT DO NOTHING`,
);

/** Rows as the named statements answer them: the merchant is that of the transaction. */
export type Shop = Omit<ShopEntity, 'merchantId'>;
export type Team = Omit<TeamEntity, 'merchantId'>;
export type Reason = Omit<ReasonEntity, 'merchantId'>;
export interface ReasonKey {
  readonly shopId: string;
  readonly kind: Kind;
  readonly code: string;
}

export async function findMerchant(tx: Tx): Promise<MerchantEntity> {
  const [merchant] = await tx.query<MerchantEntity>(MERCHANT, [tx.merchantId]);
  if (!merchant) throw notFound();
  return merchant;
}

export function findShops(tx: Tx, ids: readonly string[]): Promise<Shop[]> {
  return tx.query<Shop>(SHOPS, [tx.merchantId, ids]);
}

export async function findShop(tx: Tx, id: string): Promise<Shop | undefined> {
  return (await findShops(tx, [id]))[0];
}

export function findTeams(tx: Tx, ids: readonly string[]): Promise<Team[]> {
  return tx.query<Team>(TEAMS, [tx.merchantId, ids]);
}

export function teamsOfShops(tx: Tx, shopIds: readonly string[]): Promise<Team[]> {
  return tx.query<Team>(TEAMS_OF_SHOPS, [tx.merchantId, shopIds]);
}

export function findReasons(tx: Tx, keys: readonly ReasonKey[]): Promise<Reason[]> {
  return tx.query<Reason>(REASONS_BY_CODE, [tx.merchantId, keys.map((key) => key.shopId), keys.map((key) => key.kind), keys.map((key) => key.code)]);
}

export function reasonsOfShops(tx: Tx, shopIds: readonly string[]): Promise<Reason[]> {
  return tx.query<Reason>(REASONS_OF_SHOPS, [tx.merchantId, shopIds]);
}

/** Gives a shop the reasons every shop starts with; one it has already stays as it is. Leaves with the COMMIT. */
export function copyDefaultReasons(tx: Tx, shopId: string): void {
  tx.defer(COPY_REASONS, [tx.merchantId, shopId, JSON.stringify(DEFAULT_REASONS.map((reason) => ({ ...reason, id: uuidv7() })))]);
}

export async function requireShop(tx: Tx, id: string, field: string): Promise<ShopEntity> {
  const shop = await tx.manager.findOneBy(ShopEntity, { merchantId: tx.merchantId, id });
  if (!shop) throw notFound(field);
  return shop;
}

export async function recordTenancyEvent(
  tx: Tx,
  actor: Actor,
  event: { subjectType: 'shop' | 'team' | 'reason'; subjectId: string; type: string; data: object },
  cause: Cause,
): Promise<void> {
  recordEvents(tx, actor, cause, [{ ...event, subjectVersion: 0, isFact: false, at: await tx.now() }]);
}
