import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Problem } from '../../kernel/problem.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { policyProblems, publishable, type KnownToPolicy } from '../domain/policy-check.js';
import type { SlaPolicy } from '../domain/policy.js';
import { PolicyLibrary, type PolicyRow } from '../policy-library.js';

const CALENDARS = sql('policy.calendars', `SELECT id FROM calendar WHERE merchant_id = $1`);
const SHOPS = sql('policy.shops', `SELECT id FROM shop WHERE merchant_id = $1`);

export interface PublishPolicyRequest {
  readonly name: string;
  readonly policy: SlaPolicy;
  readonly idempotencyKey?: string | null;
}

/** The words a condition may name that other features own. */
export type PolicyWords = Omit<KnownToPolicy, 'shops' | 'calendars'>;

/** Publishes a version of the SLA policy. Tickets opened from then on follow it; those at work keep theirs until somebody re-applies. */
@Injectable()
export class PublishPolicy {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: PolicyLibrary,
  ) {}

  /** What would keep it from being published; nothing is saved. */
  problems(actor: Actor, policy: SlaPolicy, words: PolicyWords): Promise<Problem[]> {
    authorizeEverywhere(actor, 'policy.administer');
    return this.unit.read(actor.merchantId, async (tx) => policyProblems(policy, await this.known(tx, words)));
  }

  execute(actor: Actor, call: Call, request: PublishPolicyRequest, words: PolicyWords): Promise<PolicyRow> {
    authorizeEverywhere(actor, 'policy.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    return this.unit.run(actor.merchantId, (tx) => this.library.publish(tx, {
      actor, call, request, operation: 'PUBLISH_POLICY', event: 'policy.published',
      next: async () => ({ columns: { name }, body: publishable(request.policy, await this.known(tx, words)) }),
    }));
  }

  /** What the conditions and targets of a policy may name. */
  async known(tx: Tx, words: PolicyWords): Promise<KnownToPolicy> {
    const ids = async (statement: Sql): Promise<Set<string>> => new Set((await tx.query<{ id: string }>(statement, [tx.merchantId])).map(({ id }) => id));
    const [shops, calendars] = await Promise.all([ids(SHOPS), ids(CALENDARS)]);
    return { ...words, shops, calendars };
  }
}
