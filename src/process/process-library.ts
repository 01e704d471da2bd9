import { Injectable } from '@nestjs/common';
import { Immutable } from '../platform/database/immutable.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { ProcessDefinition } from './domain/definition.js';

const BODY = sql('definition.body', `SELECT body FROM process_definition WHERE merchant_id = $1 AND id = $2 AND published_at IS NOT NULL`);
const NEWEST = sql(
  'definition.newest',
  `SELECT id FROM process_definition WHERE merchant_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, version DESC LIMIT 1`,
);

/** Published process definitions. A published version never changes, so each is read once per process. */
@Injectable()
export class ProcessLibrary {
  private readonly known = new Immutable<ProcessDefinition>();

  definition(tx: Tx, id: string): Promise<ProcessDefinition> | ProcessDefinition {
    return this.known.get(`${tx.merchantId}:${id}`, async () => {
      const [row] = await tx.query<{ body: ProcessDefinition }>(BODY, [tx.merchantId, id]);
      return row?.body;
    });
  }

  /** The version new tickets are opened under. */
  async newestId(tx: Tx): Promise<string> {
    const [row] = await tx.query<{ id: string }>(NEWEST, [tx.merchantId]);
    if (!row) throw new Error('the merchant has no published process definition');
    return row.id;
  }
}
