import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { DefinitionCheck } from '../definition-check.js';
import { publishable } from '../domain/publish.js';
import { definitionById, type DefinitionRow } from '../queries/definitions.query.js';

export interface PublishRequest {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string | null;
}

// The merchant's row serves as the lock of its definitions, so that two publications at once get two versions.
const LOCK = sql('definition.lock', `SELECT id FROM merchant WHERE id = $1 FOR NO KEY UPDATE`);
const NEXT = sql('definition.next', `SELECT coalesce(max(version), 0)::int + 1 AS version FROM process_definition WHERE merchant_id = $1 AND name = $2`);
const INSERT = sql(
  'definition.insert',
  `INSERT INTO process_definition (merchant_id, id, name, version, body, published_at, published_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $6)`,
);

/** Publishes a version of a process definition, after walking it. Tickets opened from then on follow it; those at work keep theirs. */
@Injectable()
export class PublishDefinition {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly check: DefinitionCheck,
  ) {}

  async execute(actor: Actor, call: Call, request: PublishRequest): Promise<DefinitionRow> {
    authorizeEverywhere(actor, 'definition.administer');
    const name = cleanText(request.name, 'name', { max: 60 });
    const body = publishable(request.body, await this.check.problems(request.body));
    return this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('PUBLISH_DEFINITION', request, call), async () => {
        const [, [next], now] = await Promise.all([
          tx.query(LOCK, [tx.merchantId]),
          tx.query<{ version: number }>(NEXT, [tx.merchantId, name]),
          tx.now(),
        ]);
        const made = uuidv7();
        const version = next?.version ?? 1;
        await tx.query(INSERT, [tx.merchantId, made, name, version, JSON.stringify(body), now, actor.id]);
        recordEvents(tx, actor, { cause: 'PUBLISH_DEFINITION', requestId: call.requestId }, [
          { subjectType: 'process_definition', subjectId: made, subjectVersion: version, type: 'definition.published', at: now, isFact: false, data: { version } },
        ]);
        return made;
      });
      const row = await definitionById(tx, id);
      if (!row) throw new Error('a definition was published and not found');
      return row;
    });
  }
}
