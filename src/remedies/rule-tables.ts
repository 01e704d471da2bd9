import { uuidv7 } from 'uuidv7';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import { authorize } from '../identity/index.js';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../platform/idempotency.js';
import { recordEvents } from '../platform/outbox/event-log.js';
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
  'rules.newest',
  `SELECT s.id AS "shopId", r.version, r.body, r.at AS "publishedAt" FROM unnest($2::uuid[]) AS s(id), LATERAL (
     SELECT version, body, at FROM rule_table WHERE merchant_id = $1 AND shop_id = s.id AND kind = $3 ORDER BY version DESC LIMIT 1) r`,
);
// The shop's row serves as the lock of its tables, so that two publications at once get two versions.
const LOCK = sql('rules.lock', 'SELECT FROM shop WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE');
const INSERT = sql(
  'rules.insert',
  `INSERT INTO rule_table (merchant_id, id, shop_id, kind, version, body, published_by, at)
   SELECT $1, $2, $3, $4, 1 + coalesce(max(version), 0), $5, $6, $7 FROM rule_table WHERE merchant_id = $1 AND shop_id = $3 AND kind = $4 RETURNING version`,
);
const DEFAULTS: Bodies = { FAULT: DEFAULT_FAULT_TABLE, LADDER: DEFAULT_LADDERS };

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

/** Publishes tables of a shop. A published version is never changed; the newest holds from its commit on. */
@Injectable()
export class PublishRules {
  constructor(private readonly unit: UnitOfWork) {}

  async execute<K extends TableKind>(actor: Actor, call: Call, request: { shopId: string; kind: K; body: Bodies[K]; idempotencyKey?: string | null }): Promise<RuleTable<K>> {
    const { shopId, kind } = request;
    authorize(actor, 'remedy.administer', { shopId });
    const body = kind === 'FAULT' ? checkFaultTable(request.body as FaultTable) : checkLadders(request.body as LadderTable);
    return this.unit.run(actor.merchantId, async (tx) => {
      await once(tx, actor, attemptOf('PUBLISH_RULES', request, call), async () => {
        await tx.query(LOCK, [tx.merchantId, shopId]);
        await requireShop(tx, shopId, 'shopId');
        const [id, now] = [uuidv7(), await tx.now()];
        const [made] = await tx.query<{ version: number }>(INSERT, [tx.merchantId, id, shopId, kind, JSON.stringify(body), actor.id, now]);
        recordEvents(tx, actor, { cause: 'PUBLISH_RULES', requestId: call.requestId }, [
          { subjectType: 'rule_table', subjectId: id, subjectVersion: made?.version ?? 1, type: 'rules.published', at: now, isFact: false, data: { shopId, kind, version: made?.version } },
        ]);
        return id;
      });
      return ruleTable(tx, shopId, kind);
    });
  }
}
