import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { decodeId } from '../../kernel/ids.js';
import type { Problem } from '../../kernel/problem.js';
import { authorize } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { requireShop } from '../../tenancy/index.js';
import { checkRoster } from '../domain/check-roster.js';
import { problem, refuseRules } from '../domain/problem.js';
import type { Roster } from '../domain/roster.js';
import { RosterLibrary, type RosterRow } from '../roster-library.js';

export interface PublishRosterRequest {
  readonly shopId: string;
  readonly teamId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

const TEAM = sql('duty_roster.team', `SELECT id FROM team WHERE merchant_id = $1 AND shop_id = $2 AND id = $3`);
const MEMBERS = sql('duty_roster.members', `SELECT id FROM member WHERE merchant_id = $1 AND id = ANY ($2::uuid[]) AND disabled_at IS NULL`);

/** Publishes who is on duty when, of a shop or of one of its teams. The newest version holds from then on. */
@Injectable()
export class PublishRoster {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly library: RosterLibrary,
  ) {}

  /** What would keep it from being published; nothing is saved. */
  check(actor: Actor, body: unknown): Promise<readonly Problem[]> {
    authorize(actor, 'rule.administer');
    return this.unit.read(actor.merchantId, (tx) => problemsOf(tx, body));
  }

  execute(actor: Actor, call: Call, request: PublishRosterRequest): Promise<RosterRow> {
    const { shopId, teamId, body } = request;
    authorize(actor, 'rule.administer', { shopId });
    return this.unit.run(actor.merchantId, (opened) => this.library.publish(opened, {
      actor, call, request, operation: 'PUBLISH_DUTY_ROSTER', event: 'duty_roster.published', told: { shopId, teamId },
      next: async (tx) => {
        await requireShop(tx, shopId, 'shopId');
        if (teamId !== null && (await tx.query(TEAM, [tx.merchantId, shopId, teamId])).length === 0) throw notFound('teamId');
        refuseRules(await problemsOf(tx, body));
        return { columns: { shopId, teamId }, body };
      },
    }));
  }
}

async function problemsOf(tx: Tx, body: unknown): Promise<readonly Problem[]> {
  const problems = checkRoster(body);
  if (problems.length > 0) return problems;
  const ids = (body as Roster).shifts.map(({ memberId }) => decodeId('Member', memberId));
  const rows = await tx.query<{ id: string }>(MEMBERS, [tx.merchantId, ids.filter((id) => id !== undefined)]);
  const known = new Set(rows.map(({ id }) => id));
  return (body as Roster).shifts.flatMap(({ memberId }, at) => {
    const id = ids[at];
    return id !== undefined && known.has(id) ? [] : [problem(`shifts.${at}.memberId`, 'UNKNOWN_ID', memberId)];
  });
}
