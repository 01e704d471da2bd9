import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { PublishedVersions, type Named } from '../../platform/published-versions.js';
import { readAuthority } from '../domain/authority-check.js';
import type { AuthorityPolicy } from '../domain/authority-policy.js';

export interface Published {
  readonly id: string;
  readonly policy: AuthorityPolicy;
}

/** Published authority policies. */
@Injectable()
export class AuthorityLibrary extends PublishedVersions<Named, AuthorityPolicy> {
  constructor() {
    super({ table: 'authority_policy', columns: { name: 'name' }, countedBy: ['name'], read: (body) => readAuthority(body).policy });
  }

  /** Those in force now; null: the merchant has published none, and so has set no limits. */
  async newest(tx: Tx): Promise<Published | null> {
    const id = await this.findNewestId(tx);
    return id === null ? null : { id, policy: await this.version(tx, id) };
  }
}
