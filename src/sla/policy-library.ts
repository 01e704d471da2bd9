import { Injectable } from '@nestjs/common';
import type { Millis } from '../kernel/instant.js';
import { PublishedVersions, type Named, type PublishedRow } from '../platform/published-versions.js';
import { TARGET_NAMES, type SlaPolicy } from './domain/policy.js';

export type PolicyRow = PublishedRow<Named>;

/** Published policies. New tickets are opened under the newest. */
@Injectable()
export class PolicyLibrary extends PublishedVersions<Named, SlaPolicy> {
  constructor() {
    super({ table: 'sla_policy', columns: { name: 'name' }, countedBy: ['name'], read: readPolicy });
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
