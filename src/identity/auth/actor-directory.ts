import { Injectable } from '@nestjs/common';
import type { Actor, Grant } from '../../kernel/actor.js';
import { decodeId } from '../../kernel/ids.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';

/** An actor who is a key, with what is needed to believe it. */
export interface KeyHolder {
  readonly actor: Actor;
  readonly secretSha256: Buffer;
  /** Its use was last noted more than a minute ago. */
  readonly useIsStale: boolean;
}

type Wanted = { readonly subject: string } | { readonly keyId: string };
type Found = { readonly member: Actor | null; readonly key: KeyHolder | null };

interface Asking {
  readonly wanted: Wanted;
  readonly resolve: (found: Found) => void;
  readonly reject: (error: unknown) => void;
}

const MEMBERS = sql(
  'identity.members-of-tokens',
  `SELECT m.id, m.person_id, m.name, m.subject,
          coalesce((SELECT jsonb_agg(jsonb_build_object('role', s.role, 'shopId', s.shop_id, 'teamId', s.team_id))
                    FROM membership s WHERE s.merchant_id = m.merchant_id AND s.member_id = m.id), '[]') AS grants
   FROM member m WHERE m.merchant_id = $1 AND m.disabled_at IS NULL AND (m.id = ANY($2::uuid[]) OR m.subject = ANY($3::text[]))`,
);
const KEYS = sql(
  'identity.keys',
  `SELECT id, name, shop_id, scopes, secret_sha256, coalesce(last_used_at < now() - interval '1 minute', true) AS use_is_stale
   FROM api_key WHERE merchant_id = $1 AND id = ANY($2::uuid[]) AND revoked_at IS NULL`,
);

interface MemberRow {
  id: string;
  person_id: string;
  name: string;
  subject: string | null;
  grants: Grant[];
}

interface KeyRow {
  id: string;
  name: string;
  shop_id: string | null;
  scopes: string[];
  secret_sha256: Buffer;
  use_is_stale: boolean;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Who a request's actor is and what roles it holds now. Nothing is kept between requests. Requests of one merchant that arrive while a look-up
 * of that merchant is under way share the next one, which starts after they came: each sees every change committed before it arrived.
 */
@Injectable()
export class ActorDirectory {
  /** Present while a look-up of the merchant is under way: those who wait for the next. */
  private readonly waiting = new Map<string, Asking[]>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The member a token's subject names: by member id, public or bare, else by the subject on record. null: none, or disabled. */
  async member(merchantId: string, subject: string): Promise<Actor | null> {
    return (await this.ask(merchantId, { subject })).member;
  }

  /** null: no such key here, or revoked. */
  async key(merchantId: string, keyId: string): Promise<KeyHolder | null> {
    return (await this.ask(merchantId, { keyId })).key;
  }

  private ask(merchantId: string, wanted: Wanted): Promise<Found> {
    return new Promise((resolve, reject) => {
      const asking = { wanted, resolve, reject };
      const queue = this.waiting.get(merchantId);
      if (queue) queue.push(asking);
      else void this.serve(merchantId, [asking]);
    });
  }

  private async serve(merchantId: string, first: Asking[]): Promise<void> {
    let batch = first;
    while (batch.length > 0) {
      const next: Asking[] = [];
      this.waiting.set(merchantId, next);
      try {
        const answer = await this.unitOfWork.readOnce(merchantId, (tx) => lookUp(tx, batch.map((asking) => asking.wanted)));
        for (const { wanted, resolve } of batch) resolve(answer(wanted));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
      batch = next;
    }
    this.waiting.delete(merchantId);
  }
}

async function lookUp(tx: Tx, wanted: readonly Wanted[]): Promise<(one: Wanted) => Found> {
  const subjects = wanted.flatMap((one) => ('subject' in one ? [one.subject] : []));
  const keyIds = wanted.flatMap((one) => ('keyId' in one ? [one.keyId] : []));
  const ids = subjects.flatMap((subject) => memberId(subject) ?? []);
  const [members, keys] = await Promise.all([
    subjects.length > 0 ? tx.query<MemberRow>(MEMBERS, [tx.merchantId, ids, subjects]) : [],
    keyIds.length > 0 ? tx.query<KeyRow>(KEYS, [tx.merchantId, keyIds]) : [],
  ]);
  return (one) => {
    if ('keyId' in one) return { member: null, key: holderOf(tx.merchantId, keys.find((row) => row.id === one.keyId)) };
    const id = memberId(one.subject);
    const row = members.find((member) => member.id === id) ?? members.find((member) => member.subject === one.subject);
    return { member: row ? memberActor(tx.merchantId, row) : null, key: null };
  };
}

function memberId(subject: string): string | undefined {
  return UUID.test(subject) ? subject : decodeId('Member', subject);
}

function memberActor(merchantId: string, row: MemberRow): Actor {
  return { kind: 'MEMBER', id: row.id, merchantId, personId: row.person_id, name: row.name, grants: row.grants, scopes: [] };
}

function holderOf(merchantId: string, row: KeyRow | undefined): KeyHolder | null {
  if (!row) return null;
  const grants: Grant[] = [{ role: 'INTEGRATION', shopId: row.shop_id, teamId: null }];
  return {
    actor: { kind: 'API_KEY', id: row.id, merchantId, personId: null, name: row.name, grants, scopes: row.scopes },
    secretSha256: row.secret_sha256,
    useIsStale: row.use_is_stale,
  };
}
