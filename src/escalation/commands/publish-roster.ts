import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { decodeId } from '../../kernel/ids.js';
import { authorize } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { checkRoster } from '../domain/check-roster.js';
import { MOST_PROBLEMS, problem, refuseProblems, type Problem } from '../domain/problem.js';
import type { Roster } from '../domain/roster.js';
import { rosterById, type RosterRow } from '../queries/rosters.query.js';

export interface PublishRosterRequest {
  readonly shopId: string;
  readonly teamId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

// The shop's row serves as the lock of its rosters.
const LOCK = sql('duty_roster.lock', `SELECT id FROM shop WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE`);
const TEAM = sql('duty_roster.team', `SELECT id FROM team WHERE merchant_id = $1 AND shop_id = $2 AND id = $3`);
const NEXT = sql(
  'duty_roster.next',
  `SELECT coalesce(max(version), 0)::int + 1 AS version FROM duty_roster WHERE merchant_id = $1 AND shop_id = $2 AND team_id IS NOT DISTINCT FROM $3`,
);
const INSERT = sql(
  'duty_roster.insert',
  `INSERT INTO duty_roster (merchant_id, id, shop_id, team_id, version, body, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const MEMBERS = sql('duty_roster.members', `SELECT id FROM member WHERE merchant_id = $1 AND id = ANY ($2::uuid[]) AND disabled_at IS NULL`);

/** Publishes who is on duty when, of a shop or of one of its teams. The newest version holds from then on. */
@Injectable()
export class PublishRoster {
  constructor(private readonly unit: UnitOfWork) {}

  /** What would keep it from being published; nothing is saved. */
  check(actor: Actor, body: unknown): Promise<readonly Problem[]> {
    authorize(actor, 'rule.administer');
    return this.unit.read(actor.merchantId, async (tx) => (await problemsOf(tx, body)).slice(0, MOST_PROBLEMS));
  }

  execute(actor: Actor, call: Call, request: PublishRosterRequest): Promise<RosterRow> {
    const { shopId, teamId, body } = request;
    authorize(actor, 'rule.administer', { shopId });
    return this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('PUBLISH_DUTY_ROSTER', request, call), async () => {
        if ((await tx.query(LOCK, [tx.merchantId, shopId])).length === 0) throw notFound('shopId');
        if (teamId !== null && (await tx.query(TEAM, [tx.merchantId, shopId, teamId])).length === 0) throw notFound('teamId');
        refuseProblems(await problemsOf(tx, body), 'body');
        const [[next], now] = await Promise.all([tx.query<{ version: number }>(NEXT, [tx.merchantId, shopId, teamId]), tx.now()]);
        const made = uuidv7();
        const version = next?.version ?? 1;
        await tx.query(INSERT, [tx.merchantId, made, shopId, teamId, version, JSON.stringify(body), now, actor.id]);
        recordEvents(tx, actor, { cause: 'PUBLISH_DUTY_ROSTER', requestId: call.requestId }, [
          { subjectType: 'duty_roster', subjectId: made, subjectVersion: version, type: 'duty_roster.published', at: now, isFact: false, data: { shopId, teamId, version } },
        ]);
        return made;
      });
      const row = await rosterById(tx, id);
      if (!row) throw new Error('a roster was published and not found');
      return row;
    });
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
