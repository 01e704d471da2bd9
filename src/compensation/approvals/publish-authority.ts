import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { decodeId, encodeId, type IdType } from '../../kernel/ids.js';
import { refuseProblems, type Problem } from '../../kernel/problem.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import type { Named, PublishedRow } from '../../platform/published-versions.js';
import { readAuthority } from '../domain/authority-check.js';
import { authorityProblem } from '../domain/authority-problem.js';
import { AuthorityLibrary } from './authority-library.js';

export interface PublishAuthorityRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

const EXISTING = sql(
  'authority.existing',
  `SELECT 'Member' AS type, id FROM member WHERE merchant_id = $1 AND id = ANY ($2::uuid[])
    UNION ALL SELECT 'Shop', id FROM shop WHERE merchant_id = $1 AND id = ANY ($2::uuid[])`,
);

/** Publishes a version of the limits and chains. Offers are measured by it from now on; requests that wait keep the chain they were given. */
@Injectable()
export class PublishAuthority {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: AuthorityLibrary,
  ) {}

  /** What would keep it from being published; nothing is saved. */
  check(actor: Actor, body: Readonly<Record<string, unknown>>): Promise<readonly Problem[]> {
    authorizeEverywhere(actor, 'authority.administer');
    return this.unit.read(actor.merchantId, (tx) => problemsOf(tx, bareBody(body)));
  }

  async execute(actor: Actor, call: Call, request: PublishAuthorityRequest): Promise<PublishedRow<Named>> {
    authorizeEverywhere(actor, 'authority.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const given = bareBody(request.body);
    return this.unit.run(actor.merchantId, (opened) => this.library.publish(opened, {
      actor, call, request, operation: 'PUBLISH_AUTHORITY', event: 'authority.published',
      next: async (tx) => {
        refuseProblems(await problemsOf(tx, given), 'RULE_INVALID', { en: 'The limits cannot be published; see the problems.', zh: '权限规则无法发布，请查看问题列表。' }, 'body');
        return { columns: { name }, body: given.body };
      },
    }));
  }
}

async function problemsOf(tx: Tx, { body, ids }: BareBody): Promise<readonly Problem[]> {
  const { problems } = readAuthority(body);
  if (problems.length > 0 || ids.length === 0) return problems;
  const rows = await tx.query<{ type: IdType; id: string }>(EXISTING, [tx.merchantId, ids.map(({ uuid }) => uuid)]);
  const known = new Set(rows.map(({ type, id }) => `${type} ${id}`));
  return ids.filter(({ type, uuid }) => !known.has(`${type} ${uuid}`)).map(({ path, type, uuid }) => authorityProblem(path, 'UNKNOWN_ID', encodeId(type, uuid)));
}

const ID_KEYS: Readonly<Record<string, IdType>> = { memberId: 'Member', memberIds: 'Member', shopIds: 'Shop' };

/** A body with bare ids in place of public ones, and where each of them stood. */
interface BareBody {
  readonly body: object;
  readonly ids: readonly NamedId[];
}

interface NamedId {
  readonly path: string;
  readonly type: IdType;
  readonly uuid: string;
}

function bareBody(body: Readonly<Record<string, unknown>>): BareBody {
  const ids: NamedId[] = [];
  return { body: bare(body, '', ids) as object, ids };
}

/** What is no id of its type is marked, so that the check refuses it: a bare id is not for callers. */
function bare(value: unknown, path: string, ids: NamedId[], key = ''): unknown {
  const under = (name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);
  const type = ID_KEYS[key];
  if (Array.isArray(value)) return value.map((one, at) => bare(one, under(at), ids, key));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bare(one, under(name), ids, name)]));
  const uuid = type && typeof value === 'string' ? decodeId(type, value) : undefined;
  if (!type || uuid === undefined) return type && typeof value === 'string' ? `?${value}` : value;
  ids.push({ path, type, uuid });
  return uuid;
}
