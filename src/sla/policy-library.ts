import { Injectable } from '@nestjs/common';
import type { Millis } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import { Immutable } from '../platform/database/immutable.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { asksTrade, TARGET_NAMES, type SlaPolicy } from './domain/policy.js';

const BODY = sql('policy.body', `SELECT body FROM sla_policy WHERE merchant_id = $1 AND id = $2 AND published_at IS NOT NULL`);
const NEWEST = sql(
  'policy.newest',
  `SELECT id FROM sla_policy WHERE merchant_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, version DESC LIMIT 1`,
);

/** Published policies. A published version never changes, so each is read once per process. */
@Injectable()
export class PolicyLibrary {
  private readonly known = new Immutable<SlaPolicy>();
  private readonly asking = new Set<string>();

  policy(tx: Tx, id: string): Promise<SlaPolicy> | SlaPolicy {
    return this.known.get(`${tx.merchantId}:${id}`, async () => {
      const [row] = await tx.query<{ body: SlaPolicy | FirstForm }>(BODY, [tx.merchantId, id]);
      const policy = row && readPolicy(row.body);
      if (policy && asksTrade(policy)) this.asking.add(tx.merchantId);
      return policy;
    });
  }

  /** True once a policy of this merchant was read that asks for shop, customer or order: they are then worth reading ahead. */
  mayAskTrade(merchantId: string): boolean {
    return this.asking.has(merchantId);
  }

  /** The version new tickets are opened under. */
  async newestId(tx: Tx): Promise<string> {
    const [row] = await tx.query<{ id: string }>(NEWEST, [tx.merchantId]);
    if (!row) throw new Error('the merchant has no published SLA policy');
    return row.id;
  }
}

/** Policies published before there were rules: one time per step and for the whole. */
interface FirstForm {
  readonly targets: Readonly<Record<string, Millis>>;
}

/** A published version is never edited, so the first form is read as the one rule it meant: around the clock, stopped by both of the customer's waits. */
export function readPolicy(body: SlaPolicy | FirstForm): SlaPolicy {
  if ('rules' in body) return body;
  const pauses = [{ reason: 'WAITING_ON_CUSTOMER', budgetMs: null }, { reason: 'PLATFORM_INTERVENTION', budgetMs: null }] as const;
  const targets = TARGET_NAMES.flatMap((target) => {
    const durationMs = body.targets[target];
    return durationMs === undefined ? [] : [{ target, durationMs, calendar: null, warnings: [], pauses }];
  });
  return { rules: [{ name: 'every ticket', when: null, targets }] };
}
