import { Injectable } from '@nestjs/common';
import { Immutable } from '../platform/database/immutable.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { compile, type RulesInForce } from './domain/compile.js';
import type { RuleSet } from './domain/rule.js';
import { Fresh } from './fresh.js';

const BODY = sql('escalation_rules.body', `SELECT body FROM escalation_rules WHERE merchant_id = $1 AND id = $2`);
const NEWEST = sql('escalation_rules.newest', `SELECT id FROM escalation_rules WHERE merchant_id = $1 ORDER BY version DESC LIMIT 1`);

/** Published rule sets: each is read and made ready once per process; which one is the newest is asked at most once a second and merchant. */
@Injectable()
export class RulesLibrary {
  private readonly known = new Immutable<RulesInForce>();
  private readonly newestOf = new Fresh<RulesInForce | null>(async (tx) => {
    const [row] = await tx.query<{ id: string }>(NEWEST, [tx.merchantId]);
    return row ? this.version(tx, row.id) : null;
  });

  /** The set in force; null when the merchant has published none. */
  newest(tx: Tx): RulesInForce | null | Promise<RulesInForce | null> {
    return this.newestOf.get(tx);
  }

  version(tx: Tx, id: string): RulesInForce | Promise<RulesInForce> {
    return this.known.get(`${tx.merchantId}:${id}`, async () => {
      const [row] = await tx.query<{ body: RuleSet }>(BODY, [tx.merchantId, id]);
      return row && compile(id, row.body);
    });
  }

  /** Something was published here: the next command of this process asks anew. */
  forget(merchantId: string): void {
    this.newestOf.forget(merchantId);
  }
}
