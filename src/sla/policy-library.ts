import { Injectable } from '@nestjs/common';
import type { Millis } from '../kernel/instant.js';
import { MerchantSet } from '../platform/database/merchant-set.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { PublishedVersions, type Named, type PublishedRow } from '../platform/published-versions.js';
import { asksTrade, TARGET_NAMES, type SlaPolicy } from './domain/policy.js';

export type PolicyRow = PublishedRow<Named>;

/** Published policies. New tickets are opened under the newest. */
@Injectable()
export class PolicyLibrary extends PublishedVersions<Named, SlaPolicy> {
  private readonly asking = new MerchantSet();

  constructor() {
    super({ table: 'sla_policy', columns: { name: 'name' }, countedBy: ['name'], read: ({ body }) => readPolicy(body) });
  }

  /** Whether the policy asks for shop, customer or order. */
  asksTrade(tx: Tx, policy: SlaPolicy): boolean {
    const asks = asksTrade(policy);
    if (asks) this.asking.add(tx.merchantId);
    return asks;
  }

  /** Whether a policy of this merchant was met that does: what it asks for is then read ahead, and elsewhere not at all. */
  mayAskTrade(tx: Tx): boolean {
    return this.asking.has(tx.merchantId);
  }
}

/** Policies published before there were rules: one time per step and for the whole. */
interface FirstForm {
  readonly targets: Readonly<Record<string, Millis>>;
}

/** A published version is never edited, so the first form is read as the one rule it meant: around the clock, stopped by both of the customer's waits. */
export function readPolicy(body: unknown): SlaPolicy {
  const form = body as SlaPolicy | FirstForm;
  if ('rules' in form) return form;
  const pauses = [{ reason: 'WAITING_ON_CUSTOMER', budgetMs: null }, { reason: 'PLATFORM_INTERVENTION', budgetMs: null }] as const;
  const targets = TARGET_NAMES.flatMap((target) => {
    const durationMs = form.targets[target];
    return durationMs === undefined ? [] : [{ target, durationMs, calendar: null, warnings: [], pauses }];
  });
  return { rules: [{ name: 'every ticket', when: null, targets }] };
}
