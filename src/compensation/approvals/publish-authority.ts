import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { decodeId, type IdType } from '../../kernel/ids.js';
import { refuseProblems } from '../../kernel/problem.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import type { Named, PublishedRow } from '../../platform/published-versions.js';
import { readAuthority } from '../domain/authority-check.js';
import { AuthorityLibrary } from './authority-library.js';

export interface PublishAuthorityRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

const UNKNOWN = sql(
  'authority.unknown',
  `SELECT id FROM unnest($2::uuid[]) AS named(id) WHERE NOT EXISTS (SELECT FROM member WHERE merchant_id = $1 AND member.id = named.id)
      AND NOT EXISTS (SELECT FROM shop WHERE merchant_id = $1 AND shop.id = named.id) LIMIT 1`,
);

/** Publishes a version of the limits and chains. Offers are measured by it from now on; requests that wait keep the chain they were given. */
@Injectable()
export class PublishAuthority {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: AuthorityLibrary,
  ) {}

  async execute(actor: Actor, call: Call, request: PublishAuthorityRequest): Promise<PublishedRow<Named>> {
    authorizeEverywhere(actor, 'authority.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const named: string[] = [];
    const body = bare(request.body, named) as object;
    const { problems } = readAuthority(body);
    refuseProblems(problems, 'RULE_INVALID', { en: 'The limits cannot be published; see the problems.', zh: '权限规则无法发布，请查看问题列表。' }, 'body');
    return this.unit.run(actor.merchantId, (opened) => this.library.publish(opened, {
      actor, call, request, operation: 'PUBLISH_AUTHORITY', event: 'authority.published',
      next: async (tx) => {
        if ((await tx.query(UNKNOWN, [tx.merchantId, named])).length > 0) throw notFound('body');
        return { columns: { name }, body };
      },
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
