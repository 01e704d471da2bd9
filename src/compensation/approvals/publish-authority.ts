import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { decodeId, type IdType } from '../../kernel/ids.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { readAuthority } from '../domain/authority-check.js';

export interface PublishAuthorityRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

// The merchant's row serves as the lock of its policies, so that two publications at once get two versions.
const LOCK = sql('authority.lock', `SELECT id FROM merchant WHERE id = $1 FOR NO KEY UPDATE`);
const NEXT = sql('authority.next', `SELECT coalesce(max(version), 0)::int + 1 AS version FROM authority_policy WHERE merchant_id = $1 AND name = $2`);
const INSERT = sql(
  'authority.insert',
  `INSERT INTO authority_policy (merchant_id, id, name, version, body, published_at, published_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6)`,
);
const UNKNOWN = sql(
  'authority.unknown',
  `SELECT id FROM unnest($2::uuid[]) AS named(id) WHERE NOT EXISTS (SELECT FROM member WHERE merchant_id = $1 AND member.id = named.id)
      AND NOT EXISTS (SELECT FROM shop WHERE merchant_id = $1 AND shop.id = named.id) LIMIT 1`,
);

/** Publishes a version of the limits and chains. Offers are measured by it from now on; requests that wait keep the chain they were given. */
@Injectable()
export class PublishAuthority {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, call: Call, request: PublishAuthorityRequest): Promise<string> {
    authorizeEverywhere(actor, 'authority.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const named: string[] = [];
    const body = bare(request.body, named);
    const { problems } = readAuthority(body);
    if (problems.length > 0) {
      throw new DomainError('RULE_INVALID', { en: 'The limits cannot be published; see the problems.', zh: '权限规则无法发布，请查看问题列表。' }, 'body', {
        problems: problems.slice(0, 50).map(({ path, text }) => ({ path, message: text })),
      });
    }
    return this.unit.run(actor.merchantId, (tx) => once(tx, actor, attemptOf('PUBLISH_AUTHORITY', request, call), async () => {
      const [, [next], [unknown], now] = await Promise.all([
        tx.query(LOCK, [tx.merchantId]), tx.query<{ version: number }>(NEXT, [tx.merchantId, name]), tx.query(UNKNOWN, [tx.merchantId, named]), tx.now(),
      ]);
      if (unknown) throw notFound('body');
      const id = uuidv7();
      const version = next?.version ?? 1;
      await tx.query(INSERT, [tx.merchantId, id, name, version, JSON.stringify(body), now, actor.id]);
      recordEvents(tx, actor, { cause: 'PUBLISH_AUTHORITY', requestId: call.requestId }, [
        { subjectType: 'authority_policy', subjectId: id, subjectVersion: version, type: 'authority.published', at: now, isFact: false, data: { version } },
      ]);
      return id;
    }));
  }
}

const ID_KEYS: Readonly<Record<string, IdType>> = { memberId: 'Member', memberIds: 'Member', shopIds: 'Shop' };

/** The body with bare ids in place of public ones, all of them collected; what is no id of its type is left, and refused by the check. */
function bare(value: unknown, named: string[], key = ''): unknown {
  const type = ID_KEYS[key];
  if (Array.isArray(value)) return value.map((one) => bare(one, named, key));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bare(one, named, name)]));
  const uuid = type && typeof value === 'string' ? decodeId(type, value) : undefined;
  if (uuid === undefined) return type && typeof value === 'string' ? `?${value}` : value;
  named.push(uuid);
  return uuid;
}
