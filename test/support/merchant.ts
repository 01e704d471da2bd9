import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import type { MemberRole } from '../../src/identity/index.js';
import { DEFAULT_CALENDAR } from '../../src/calendar/index.js';
import { DEFAULT_DEFINITION } from '../../src/process/index.js';
import { DEFAULT_POLICY } from '../../src/sla/index.js';
import { createMerchant } from '../../src/tenancy/index.js';
import { testToken } from './token.js';

type Owner = (statement: string, values?: readonly unknown[]) => Promise<unknown>;

/** A merchant as production provisions it, with one shop more. */
export interface TestMerchant {
  readonly merchantId: string;
  readonly adminId: string;
  readonly shopId: string;
}

export async function newMerchant(db: { readonly ownerUrl: string; readonly owner: Owner }, name = 'Merchant'): Promise<TestMerchant> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  try {
    const { merchantId, adminId } = await createMerchant(client, {
      name, admin: { name: 'Admin' },
      definition: { name: 'default', body: DEFAULT_DEFINITION }, policy: { name: 'default', body: DEFAULT_POLICY },
      calendar: { name: 'Customer service 客服', body: DEFAULT_CALENDAR },
    });
    return { merchantId, adminId, shopId: await newShop(db, merchantId) };
  } finally {
    await client.end();
  }
}

export async function newShop(db: { readonly owner: Owner }, merchantId: string, currency = 'CNY'): Promise<string> {
  const id = uuidv7();
  await db.owner(
    `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, $3, 'Shop', 'OWN', 'Asia/Shanghai', $4)`,
    [merchantId, id, `shop-${id}`, currency],
  );
  return id;
}

/** A member with one role, in one shop or (null) in all. */
export async function newMember(db: { readonly owner: Owner }, merchantId: string, role: MemberRole, shopId: string | null = null): Promise<string> {
  const id = uuidv7();
  await db.owner('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [merchantId, id, id, role]);
  await db.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, $4, $5)', [merchantId, uuidv7(), id, role, shopId]);
  return id;
}

export function tokenFor(merchantId: string, memberId: string): Promise<string> {
  return testToken({ sub: `mem_${memberId}`, merchant: `mer_${merchantId}` });
}

/** An actor for calling commands without HTTP; its member exists only where `id` says so. */
export function actorIn(merchantId: string, role: MemberRole, over: { id?: string; shopId?: string | null } = {}): Actor {
  const id = over.id ?? uuidv7();
  return { kind: 'MEMBER', id, merchantId, personId: id, name: role, grants: [{ role, shopId: over.shopId ?? null, teamId: null }], scopes: [] };
}

export const CALL = { requestId: 'test', idempotencyKey: null } as const;
