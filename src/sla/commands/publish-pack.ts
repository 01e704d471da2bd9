import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { refuseProblems, type Problem } from '../../kernel/problem.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { PLATFORMS } from '../../tenancy/index.js';
import { BUILT_IN_PACKS, packProblems, type PolicyPack } from '../domain/pack/index.js';

export interface PublishPackRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

// A version is published once: of two at the same time, the second finds the first.
const INSERT = sql(
  'pack.insert',
  `INSERT INTO policy_pack (merchant_id, id, pack_id, version, body, published_by, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (merchant_id, pack_id, version) DO NOTHING RETURNING id`,
);

/** Why this JSON cannot be published as a pack; empty: nothing. */
export function problemsOfPack(body: unknown): readonly Problem[] {
  const id = (body as { id?: unknown } | null)?.id;
  return packProblems(body, PLATFORMS, BUILT_IN_PACKS.find((pack) => pack.id === id));
}

/** Publishes a version of a pack: a merchant's own, or a later one of a pack that came with the product. It holds from then on; no running deadline moves. */
@Injectable()
export class PublishPack {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, call: Call, request: PublishPackRequest): Promise<PolicyPack> {
    authorizeEverywhere(actor, 'pack.administer');
    refuseProblems(problemsOfPack(request.body), 'RULE_INVALID', { en: 'The pack cannot be published; see the problems.', zh: '规则包无法发布，请查看问题列表。' }, 'body');
    const pack = request.body as unknown as PolicyPack;
    await this.unit.run(actor.merchantId, (tx) => once(tx, actor, attemptOf('PUBLISH_PACK', request, call), async () => {
      const [id, now] = [uuidv7(), await tx.now()];
      const builtIn = BUILT_IN_PACKS.some((known) => known.id === pack.id && known.version === pack.version);
      const [made] = builtIn ? [] : await tx.query(INSERT, [tx.merchantId, id, pack.id, pack.version, JSON.stringify(pack), actor.id, now]);
      if (!made) throw new DomainError('DUPLICATE', { en: 'The pack has this version already; a version never changes.', zh: '该版本已存在，版本发布后不可更改。' }, 'body.version');
      recordEvents(tx, actor, { cause: 'PUBLISH_PACK', requestId: call.requestId }, [{
        subjectType: 'policy_pack', subjectId: id, subjectVersion: 1, type: 'pack.published', at: now, isFact: false,
        data: { packId: pack.id, version: pack.version, rows: pack.rows.length },
      }]);
      return id;
    }));
    return pack;
  }
}
