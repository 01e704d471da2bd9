import { Injectable } from '@nestjs/common';
import { Immutable } from '../../platform/database/immutable.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { readAuthority } from '../domain/authority-check.js';
import type { AuthorityPolicy } from '../domain/authority-policy.js';

const BODY = sql('authority.body', `SELECT body FROM authority_policy WHERE merchant_id = $1 AND id = $2 AND published_at IS NOT NULL`);
const NEWEST = sql(
  'authority.newest',
  `SELECT id FROM authority_policy WHERE merchant_id = $1 AND published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT 1`,
);

export interface Published {
  readonly id: string;
  readonly policy: AuthorityPolicy;
}

/** Published authority policies. A published version never changes, so each is read once per process; which is the newest is asked every time. */
@Injectable()
export class AuthorityLibrary {
  private readonly known = new Immutable<AuthorityPolicy>();

  /** Those in force now; null: the merchant has published none, and so has set no limits. */
  async newest(tx: Tx): Promise<Published | null> {
    const [row] = await tx.query<{ id: string }>(NEWEST, [tx.merchantId]);
    if (!row) return null;
    const policy = await this.known.get(`${tx.merchantId}:${row.id}`, async () => {
      const [published] = await tx.query<{ body: unknown }>(BODY, [tx.merchantId, row.id]);
      return published && readAuthority(published.body).policy;
    });
    return { id: row.id, policy };
  }
}
