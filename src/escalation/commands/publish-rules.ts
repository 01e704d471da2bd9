import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { decodeId, type IdType } from '../../kernel/ids.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { checkRules } from '../domain/check-rules.js';
import { namedIn } from '../domain/compile.js';
import { MOST_PROBLEMS, problem, refuseProblems, type Problem } from '../domain/problem.js';
import type { RuleSet } from '../domain/rule.js';
import { rulesById, type RulesRow } from '../queries/rules.query.js';
import { RulesLibrary } from '../rules-library.js';

export interface PublishRulesRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

// The merchant's row serves as the lock, so that two publications at once get two versions.
const LOCK = sql('escalation_rules.lock', `SELECT id FROM merchant WHERE id = $1 FOR NO KEY UPDATE`);
const NEXT = sql('escalation_rules.next', `SELECT coalesce(max(version), 0)::int + 1 AS version FROM escalation_rules WHERE merchant_id = $1`);
const INSERT = sql(
  'escalation_rules.insert',
  `INSERT INTO escalation_rules (merchant_id, id, name, version, body, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const EXISTING: Readonly<Partial<Record<IdType, ReturnType<typeof sql>>>> = {
  Shop: sql('escalation_rules.shops', `SELECT id FROM shop WHERE merchant_id = $1 AND id = ANY ($2::uuid[])`),
  Team: sql('escalation_rules.teams', `SELECT id FROM team WHERE merchant_id = $1 AND id = ANY ($2::uuid[])`),
  Member: sql('escalation_rules.members', `SELECT id FROM member WHERE merchant_id = $1 AND id = ANY ($2::uuid[]) AND disabled_at IS NULL`),
};

/** Publishes a version of the merchant's escalation rules. Chains that began under an earlier one go on under it. */
@Injectable()
export class PublishRules {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: RulesLibrary,
  ) {}

  /** What would keep it from being published; nothing is saved. */
  check(actor: Actor, body: unknown): Promise<readonly Problem[]> {
    authorizeEverywhere(actor, 'rule.administer');
    return this.unit.read(actor.merchantId, async (tx) => (await problemsOf(tx, body)).slice(0, MOST_PROBLEMS));
  }

  async execute(actor: Actor, call: Call, request: PublishRulesRequest): Promise<RulesRow> {
    authorizeEverywhere(actor, 'rule.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const published = await this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('PUBLISH_ESCALATION_RULES', request, call), async () => {
        refuseProblems(await problemsOf(tx, request.body), 'body');
        return insert(tx, actor, call, name, request.body);
      });
      const row = await rulesById(tx, id);
      if (!row) throw new Error('a rule set was published and not found');
      return row;
    });
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

async function insert(tx: Tx, actor: Actor, call: Call, name: string, body: object): Promise<string> {
  const [, [next], now] = await Promise.all([tx.query(LOCK, [tx.merchantId]), tx.query<{ version: number }>(NEXT, [tx.merchantId]), tx.now()]);
  const id = uuidv7();
  const version = next?.version ?? 1;
  await tx.query(INSERT, [tx.merchantId, id, name, version, JSON.stringify(body), now, actor.id]);
  recordEvents(tx, actor, { cause: 'PUBLISH_ESCALATION_RULES', requestId: call.requestId }, [
    { subjectType: 'escalation_rules', subjectId: id, subjectVersion: version, type: 'escalation_rules.published', at: now, isFact: false, data: { version } },
  ]);
  return id;
}
