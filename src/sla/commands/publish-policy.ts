import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { policyProblems, publishable, type KnownToPolicy } from '../domain/policy-check.js';
import type { PolicyProblem } from '../domain/policy-problem.js';
import type { SlaPolicy } from '../domain/policy.js';
import { calendarIds, policyById, shopIds, type PolicyRow } from '../queries/policies.query.js';

export interface PublishPolicyRequest {
  readonly name: string;
  readonly policy: SlaPolicy;
  readonly idempotencyKey?: string | null;
}

/** The words a condition may name that other features own. */
export type PolicyWords = Omit<KnownToPolicy, 'shops' | 'calendars'>;

// The merchant's row serves as the lock of its policies, so that two publications at once get two versions.
const LOCK = sql('policy.lock', `SELECT id FROM merchant WHERE id = $1 FOR NO KEY UPDATE`);
const NEXT = sql('policy.next', `SELECT coalesce(max(version), 0)::int + 1 AS version FROM sla_policy WHERE merchant_id = $1 AND name = $2`);
const INSERT = sql(
  'policy.insert',
  `INSERT INTO sla_policy (merchant_id, id, name, version, body, published_at, published_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6)`,
);

/** Publishes a version of the SLA policy. Tickets opened from then on follow it; those at work keep theirs until somebody re-applies. */
@Injectable()
export class PublishPolicy {
  constructor(private readonly unit: UnitOfWork) {}

  /** What would keep it from being published; nothing is saved. */
  problems(actor: Actor, policy: SlaPolicy, words: PolicyWords): Promise<PolicyProblem[]> {
    authorizeEverywhere(actor, 'policy.administer');
    return this.unit.read(actor.merchantId, async (tx) => policyProblems(policy, await this.known(tx, words)));
  }

  execute(actor: Actor, call: Call, request: PublishPolicyRequest, words: PolicyWords): Promise<PolicyRow> {
    authorizeEverywhere(actor, 'policy.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    return this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('PUBLISH_POLICY', request, call), async () => {
        const [have, , [next], now] = await Promise.all([
          this.known(tx, words),
          tx.query(LOCK, [tx.merchantId]),
          tx.query<{ version: number }>(NEXT, [tx.merchantId, name]),
          tx.now(),
        ]);
        const policy = publishable(request.policy, have);
        const made = uuidv7();
        const version = next?.version ?? 1;
        await tx.query(INSERT, [tx.merchantId, made, name, version, JSON.stringify(policy), now, actor.id]);
        recordEvents(tx, actor, { cause: 'PUBLISH_POLICY', requestId: call.requestId }, [
          { subjectType: 'sla_policy', subjectId: made, subjectVersion: version, type: 'policy.published', at: now, isFact: false, data: { version } },
        ]);
        return made;
      });
      const row = await policyById(tx, id);
      if (!row) throw new Error('a policy was published and not found');
      return row;
    });
  }

  /** What the conditions and targets of a policy may name. */
  async known(tx: Tx, words: PolicyWords): Promise<KnownToPolicy> {
    const [shops, calendars] = await Promise.all([shopIds(tx), calendarIds(tx)]);
    return { ...words, shops, calendars };
  }
}
