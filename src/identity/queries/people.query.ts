import { In, MoreThan } from 'typeorm';
import type { Grant } from '../../kernel/actor.js';
import { pageOf, type Page } from '../../platform/graphql/connection.js';
import { decodeIdCursor, encodeIdCursor } from '../../platform/graphql/id-cursor.js';
import { Joined } from '../../platform/database/joined.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { ApiKeyEntity } from '../api-key.entity.js';
import { MemberEntity } from '../member.entity.js';

/** What is read of a member: the merchant is known. */
export type ListedMember = Omit<MemberEntity, 'merchantId'>;

interface Slice {
  readonly first: number;
  readonly after?: string | null;
}

// Ids are of version 7, so their order is the order of creation.
async function page<Row extends { id: string }>(tx: Tx, list: string, entity: new () => Row, args: Slice, only: object = {}): Promise<Page<Row>> {
  const after = decodeIdCursor(list, args.after);
  const where = { merchantId: tx.merchantId, ...only, ...(after === null ? {} : { id: MoreThan(after) }) };
  const rows = await tx.manager.find<Row>(entity, { where: where as never, order: { id: 'ASC' } as never, take: args.first + 1 });
  return pageOf(rows, args, (row) => row, (row) => encodeIdCursor(list, row.id));
}

export function membersPage(tx: Tx, args: Slice): Promise<Page<MemberEntity>> {
  return page(tx, 'members', MemberEntity, args);
}

/** `shops`: only keys of these; null: all. */
export function apiKeysPage(tx: Tx, args: Slice, shops: readonly string[] | null): Promise<Page<ApiKeyEntity>> {
  return page(tx, 'apiKeys', ApiKeyEntity, args, shops === null ? {} : { shopId: In(shops) });
}

const MEMBERS = sql(
  'identity.members-by-id',
  `SELECT id, person_id AS "personId", name, email, subject, disabled_at AS "disabledAt", created_at AS "createdAt"
   FROM member WHERE merchant_id = $1 AND id = ANY($2::uuid[])`,
);
/** A member read along with whatever names them. */
export const JOINED_MEMBER = new Joined<ListedMember>('member', {
  name: 'name', personId: 'person_id', email: 'email', subject: 'subject', disabledAt: 'disabled_at', createdAt: 'created_at',
}, ['name']);
const GRANTS = sql(
  'identity.grants-of-members',
  `SELECT member_id AS "memberId", role, shop_id AS "shopId", team_id AS "teamId" FROM membership
   WHERE merchant_id = $1 AND member_id = ANY($2::uuid[]) ORDER BY role, shop_id NULLS FIRST, team_id NULLS FIRST`,
);

export function membersById(tx: Tx, ids: readonly string[]): Promise<ListedMember[]> {
  return tx.query<ListedMember>(MEMBERS, [tx.merchantId, ids]);
}

export function grantsOfMembers(tx: Tx, ids: readonly string[]): Promise<(Grant & { memberId: string })[]> {
  return tx.query<Grant & { memberId: string }>(GRANTS, [tx.merchantId, ids]);
}
