import { Injectable } from '@nestjs/common';
import type { Actor } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { authorize } from '../identity/index.js';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../platform/database/unit-of-work.js';
import type { Call } from '../platform/idempotency.js';
import { PublishedVersions } from '../platform/published-versions.js';
import { requireShop } from '../tenancy/index.js';
import { DEFAULT_FAULT_TABLE } from './domain/default-fault-table.js';
import { publishableTable, type RuleTables, type TableKind } from './domain/check-table.js';
import { DEFAULT_LADDERS } from './domain/ladder.js';

export interface RuleTable<K extends TableKind = TableKind> {
  /** 0: the product's own, which holds until the shop publishes one. */
  readonly version: number;
  readonly body: RuleTables[K];
  readonly publishedAt: Instant | null;
}

const NEWEST = sql(
  'rules.newest',
  `SELECT s.id AS "shopId", r.version, r.body, r.at AS "publishedAt" FROM unnest($2::uuid[]) AS s(id), LATERAL (
     SELECT version, body, at FROM rule_table WHERE merchant_id = $1 AND shop_id = s.id AND kind = $3 ORDER BY version DESC LIMIT 1) r`,
);
const DEFAULTS: RuleTables = { FAULT: DEFAULT_FAULT_TABLE, LADDER: DEFAULT_LADDERS };

/** The table that holds for a shop. */
export async function ruleTable<K extends TableKind>(tx: Tx, shopId: string, kind: K): Promise<RuleTable<K>> {
  return (await ruleTables(tx, [shopId], kind))(shopId);
}

/** The tables that hold for these shops, by shop. */
export async function ruleTables<K extends TableKind>(tx: Tx, shopIds: readonly string[], kind: K): Promise<(shopId: string) => RuleTable<K>> {
  const rows = await tx.query<RuleTable<K> & { shopId: string }>(NEWEST, [tx.merchantId, [...new Set(shopIds)], kind]);
  const own: RuleTable<K> = { version: 0, body: DEFAULTS[kind], publishedAt: null };
  return (shopId) => rows.find((row) => row.shopId === shopId) ?? own;
}

export interface PublishRulesRequest {
  readonly shopId: string;
  readonly kind: TableKind;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

/** Publishes tables of a shop. A published version is never changed; the newest holds from its commit on. */
@Injectable()
export class PublishRules {
  private readonly tables = new PublishedVersions<{ readonly shopId: string; readonly kind: TableKind }, RuleTables[TableKind]>({
    table: 'rule_table', columns: { shopId: 'shop_id', kind: 'kind' }, countedBy: ['shopId', 'kind'], publishedAt: 'at', read: ({ body }) => body as unknown as RuleTables[TableKind],
  });

  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, call: Call, request: PublishRulesRequest): Promise<RuleTable> {
    const { shopId, kind } = request;
    authorize(actor, 'remedy.administer', { shopId });
    const body = publishableTable(kind, request.body);
    const { version, publishedAt } = await this.unit.run(actor.merchantId, (opened) => this.tables.publish(opened, {
      actor, call, request, operation: 'PUBLISH_RULES', event: 'rules.published', told: { shopId, kind },
      next: async (tx) => {
        await requireShop(tx, shopId, 'shopId');
        return { columns: { shopId, kind }, body };
      },
    }));
    return { version, publishedAt, body };
  }
}
