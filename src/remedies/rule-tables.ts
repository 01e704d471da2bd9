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
import { checkFaultTable, type FaultTable } from './domain/fault-table.js';
import { checkLadders, DEFAULT_LADDERS, type LadderTable } from './domain/ladder.js';

interface Bodies {
  readonly FAULT: FaultTable;
  readonly LADDER: LadderTable;
}
export type TableKind = keyof Bodies;

export interface RuleTable<K extends TableKind = TableKind> {
  /** 0: the product's own, which holds until the shop publishes one. */
  readonly version: number;
  readonly body: Bodies[K];
  readonly publishedAt: Instant | null;
}

const NEWEST = sql(
  'rules.newest', `SELECT version, body, at AS "publishedAt" FROM rule_table WHERE merchant_id = $1 AND shop_id = $2 AND kind = $3 ORDER BY version DESC LIMIT 1`,
);
const DEFAULTS: Bodies = { FAULT: DEFAULT_FAULT_TABLE, LADDER: DEFAULT_LADDERS };

/** The table that holds for a shop. */
export async function ruleTable<K extends TableKind>(tx: Tx, shopId: string, kind: K): Promise<RuleTable<K>> {
  const [row] = await tx.query<RuleTable<K>>(NEWEST, [tx.merchantId, shopId, kind]);
  return row ?? { version: 0, body: DEFAULTS[kind], publishedAt: null };
}

/** Publishes tables of a shop. A published version is never changed; the newest holds from its commit on. */
@Injectable()
export class PublishRules {
  private readonly tables = new PublishedVersions<{ readonly shopId: string; readonly kind: TableKind }, Bodies[TableKind]>({
    table: 'rule_table', columns: { shopId: 'shop_id', kind: 'kind' }, countedBy: ['shopId', 'kind'], publishedAt: 'at', read: (body) => body as Bodies[TableKind],
  });

  constructor(private readonly unit: UnitOfWork) {}

  async execute<K extends TableKind>(actor: Actor, call: Call, request: { shopId: string; kind: K; body: Bodies[K]; idempotencyKey?: string | null }): Promise<RuleTable<K>> {
    const { shopId, kind } = request;
    authorize(actor, 'remedy.administer', { shopId });
    const body = kind === 'FAULT' ? checkFaultTable(request.body as FaultTable) : checkLadders(request.body as LadderTable);
    const { version, publishedAt } = await this.unit.run(actor.merchantId, (opened) => this.tables.publish(opened, {
      actor, call, request, operation: 'PUBLISH_RULES', event: 'rules.published', told: { shopId, kind },
      next: async (tx) => {
        await requireShop(tx, shopId, 'shopId');
        return { columns: { shopId, kind }, body };
      },
    }));
    return { version, publishedAt, body: body as Bodies[K] };
  }
}
