import { Injectable } from '@nestjs/common';
import { sql } from '../platform/database/sql.js';
import { Immutable } from '../platform/database/immutable.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { SlaPolicy } from './domain/policy.js';

const BODY = sql('policy.body', `SELECT body FROM sla_policy WHERE merchant_id = $1 AND id = $2 AND published_at IS NOT NULL`);
const NEWEST = sql(
  'policy.newest',
  `SELECT id FROM sla_policy WHERE merchant_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, version DESC LIMIT 1`,
);

/** Published policies. A published version never changes, so each is read once per process. */
@Injectable()
export class PolicyLibrary {
  private readonly known = new Immutable<SlaPolicy>();

  policy(tx: Tx, id: string): Promise<SlaPolicy> | SlaPolicy {
    return this.known.get(`${tx.merchantId}:${id}`, async () => {
      const [row] = await tx.query<{ body: SlaPolicy }>(BODY, [tx.merchantId, id]);
      return row?.body;
    });
  }

  /** The version new tickets are opened under. */
  async newestId(tx: Tx): Promise<string> {
    const [row] = await tx.query<{ id: string }>(NEWEST, [tx.merchantId]);
    if (!row) throw new Error('the merchant has no published SLA policy');
    return row.id;
  }
}
