import type { IncomingHttpHeaders } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Authenticator } from '../../platform/auth.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { readCredentials, unauthenticated, type Credentials } from '../domain/credentials.js';
import { ActorDirectory } from './actor-directory.js';
import { matches } from './api-key-secret.js';
import { TokenVerifier } from './token-verifier.js';

const MERCHANT_OF_KEY = sql('identity.merchant-of-key', 'SELECT merchant_of_api_key($1) AS merchant_id');
// Said again here, so that several processes noting the same use write one row in a minute.
const NOTE_USE = sql(
  'identity.note-key-use',
  `UPDATE api_key SET last_used_at = now() WHERE merchant_id = $1 AND id = $2 AND coalesce(last_used_at < now() - interval '1 minute', true)`,
);
const MERCHANTS_KEPT = 10_000;

@Injectable()
export class RequestAuthenticator implements Authenticator {
  private readonly logger = new Logger(RequestAuthenticator.name);
  /** A key never changes its merchant, so this may be kept; what the key may do is read every time. */
  private readonly merchantOfKey = new Map<string, string>();
  private readonly noting = new Set<string>();

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly directory: ActorDirectory,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async authenticate(headers: IncomingHttpHeaders): Promise<Actor | null> {
    const credentials = readCredentials(headers);
    if (!credentials) return null;
    const actor = credentials.kind === 'TOKEN' ? await this.byToken(credentials.token) : await this.byKey(credentials);
    if (!actor) throw unauthenticated();
    return actor;
  }

  private async byToken(token: string): Promise<Actor | null> {
    const { merchantId, subject } = await this.tokens.verify(token);
    return this.directory.member(merchantId, subject);
  }

  private async byKey({ keyId, text }: Credentials & { kind: 'API_KEY' }): Promise<Actor | null> {
    const merchantId = await this.merchantOf(keyId);
    const holder = merchantId === null ? null : await this.directory.key(merchantId, keyId);
    if (!matches(text, holder?.secretSha256 ?? null) || !holder) return null;
    if (holder.useIsStale) this.noteUse(holder.actor);
    return holder.actor;
  }

  private async merchantOf(keyId: string): Promise<string | null> {
    const known = this.merchantOfKey.get(keyId);
    if (known !== undefined) return known;
    const [row] = await this.database.query<{ merchant_id: string | null }>(MERCHANT_OF_KEY, [keyId]);
    const merchantId = row?.merchant_id ?? null;
    if (merchantId !== null && this.merchantOfKey.size < MERCHANTS_KEPT) this.merchantOfKey.set(keyId, merchantId);
    return merchantId;
  }

  /** Beside the request: it neither waits for this nor fails by it. */
  private noteUse({ id, merchantId }: Actor): void {
    if (this.noting.has(id)) return;
    this.noting.add(id);
    this.unitOfWork
      .run(merchantId, (tx) => tx.query(NOTE_USE, [merchantId, id]))
      .catch((error: unknown) => this.logger.warn(`The use of an API key was not noted: ${String(error)}`))
      .finally(() => this.noting.delete(id));
  }
}
