import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { decodeId, type IdType } from '../../kernel/ids.js';
import type { Problem } from '../../kernel/problem.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import type { Named, PublishedRow } from '../../platform/published-versions.js';
import { checkRules, warningsAbout } from '../domain/check-rules.js';
import { namedIn } from '../domain/compile.js';
import { problem, refuseRules } from '../domain/problem.js';
import type { RuleSet } from '../domain/rule.js';
import { RulesLibrary } from '../rules-library.js';

export interface PublishRulesRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

const EXISTING: Readonly<Partial<Record<IdType, ReturnType<typeof sql>>>> = {
  Shop: sql('escalation_rules.shops', `SELECT id FROM shop WHERE merchant_id = $1 AND id = ANY ($2::uuid[])`),
  Team: sql('escalation_rules.teams', `SELECT id FROM team WHERE merchant_id = $1 AND id = ANY ($2::uuid[])`),
  Member: sql('escalation_rules.members', `SELECT id FROM member WHERE merchant_id = $1 AND id = ANY ($2::uuid[]) AND disabled_at IS NULL`),
};

const ASSIGNING = sql('escalation_rules.assigning', `SELECT FROM assignment_setting WHERE merchant_id = $1 AND on_opening LIMIT 1`);

/** Publishes a version of the merchant's escalation rules. Chains that began under an earlier one go on under it. */
@Injectable()
export class PublishRules {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: RulesLibrary,
  ) {}

  /** What would keep it from being published, or else what may be a slip all the same; nothing is saved. */
  check(actor: Actor, body: unknown): Promise<readonly Problem[]> {
    authorizeEverywhere(actor, 'rule.administer');
    return this.unit.read(actor.merchantId, async (tx) => {
      const problems = await problemsOf(tx, body);
      return problems.length > 0 ? problems : warningsAbout(body as RuleSet, { assigns: (await tx.query(ASSIGNING, [tx.merchantId])).length > 0 });
    });
  }

  async execute(actor: Actor, call: Call, request: PublishRulesRequest): Promise<PublishedRow<Named>> {
    authorizeEverywhere(actor, 'rule.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const published = await this.unit.run(actor.merchantId, (opened) => this.library.publish(opened, {
      actor, call, request, operation: 'PUBLISH_ESCALATION_RULES', event: 'escalation_rules.published',
      next: async (tx) => {
        refuseRules(await problemsOf(tx, request.body));
        return { columns: { name }, body: request.body };
      },
    }));
    this.library.forget(actor.merchantId);
    return published;
  }
}

async function problemsOf(tx: Tx, body: unknown): Promise<readonly Problem[]> {
  const problems = checkRules(body);
  if (problems.length > 0) return problems;
  const named = namedIn(body as RuleSet).map((one) => ({ ...one, uuid: decodeId(one.type, one.id) }));
  const known = new Set<string>();
  for (const [type, statement] of Object.entries(EXISTING)) {
    const ids = named.flatMap((one) => (one.type === type && one.uuid ? [one.uuid] : []));
    if (ids.length > 0) for (const { id } of await tx.query<{ id: string }>(statement, [tx.merchantId, ids])) known.add(`${type} ${id}`);
  }
  return named.filter(({ type, uuid }) => !known.has(`${type} ${uuid}`)).map(({ path, id }) => problem(path, 'UNKNOWN_ID', id));
}
