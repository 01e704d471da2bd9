import { Injectable } from '@nestjs/common';
import { PublishedVersions, type Named } from '../platform/published-versions.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { compile, type RulesInForce } from './domain/compile.js';
import type { RuleSet } from './domain/rule.js';
import { Fresh } from './fresh.js';

/** Published rule sets; which one is the newest is asked at most once a second and merchant. */
@Injectable()
export class RulesLibrary extends PublishedVersions<Named, RulesInForce> {
  private readonly newestOf = new Fresh<RulesInForce | null>(async (tx) => {
    const id = await this.findNewestId(tx);
    return id === null ? null : this.version(tx, id);
  });

  constructor() {
    super({ table: 'escalation_rules', columns: { name: 'name' }, countedBy: [], read: (body, id) => compile(id, body as RuleSet) });
  }

  /** The set in force; null when the merchant has published none. */
  newest(tx: Tx): RulesInForce | null | Promise<RulesInForce | null> {
    return this.newestOf.get(tx);
  }

  /** Something was published here: the next command of this process asks anew. */
  forget(merchantId: string): void {
    this.newestOf.forget(merchantId);
  }
}
