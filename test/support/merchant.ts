import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import { encodeId } from '../../src/kernel/ids.js';
import { newApiKey } from '../../src/identity/auth/api-key-secret.js';
import type { MemberRole } from '../../src/identity/index.js';
import { DEFAULT_CALENDAR } from '../../src/calendar/index.js';
import { DEFAULT_DEFINITION } from '../../src/process/index.js';
import { DEFAULT_POLICY } from '../../src/sla/index.js';
import { createMerchant, DEFAULT_REASONS } from '../../src/tenancy/index.js';
import type { GraphQLAnswer, TestApp } from './app.js';
import { testToken } from './token.js';

export type { MemberRole } from '../../src/identity/index.js';

/** Where statements are run past row security: a test database, or the app on one. */
interface Owned {
  owner(statement: string, values?: readonly unknown[]): Promise<unknown>;
}

/** A merchant as production provisions it, with one shop more. */
export interface Provisioned {
  readonly merchantId: string;
  readonly adminId: string;
  readonly shopId: string;
}

export async function newMerchant(db: Owned & { readonly ownerUrl: string }, name = 'Merchant'): Promise<Provisioned> {
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

interface ShopOptions {
  readonly id?: string;
  readonly externalId?: string;
  readonly name?: string;
  readonly platform?: string;
  readonly currency?: string;
}

/** A shop without reasons; its uuid. */
export async function newShop(db: Owned, merchantId: string, options: ShopOptions = {}): Promise<string> {
  const { id = uuidv7(), externalId = `shop-${id}`, name = 'Shop', platform = 'OWN', currency = 'CNY' } = options;
  await db.owner(
    `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, $3, $4, $5, 'Asia/Shanghai', $6)`,
    [merchantId, id, externalId, name, platform, currency],
  );
  return id;
}

interface MemberOptions {
  readonly name?: string;
  /** Another member who is the same person. */
  readonly samePersonAs?: string;
}

/** A member with one role, in one shop or (null) in all. */
export async function newMember(db: Owned, merchantId: string, role: MemberRole, shopId: string | null = null, options: MemberOptions = {}): Promise<string> {
  const id = uuidv7();
  await db.owner(
    `INSERT INTO member (merchant_id, id, person_id, name) SELECT $1, $2, coalesce((SELECT person_id FROM member WHERE id = $3), $2), $4`,
    [merchantId, id, options.samePersonAs ?? null, options.name ?? role],
  );
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

export interface Order {
  /** Public ids. */
  readonly orderId: string;
  readonly lineId: string;
  readonly parcelId: string;
  readonly customerId: string;
}

/** A merchant in the database of an app under test: one shop with the default reasons, a member of every role, and orders to dispute. */
export class TestMerchant {
  readonly id = uuidv7();
  readonly shopUuid = uuidv7();
  readonly shopId = encodeId('Shop', this.shopUuid);
  private readonly members = new Map<string, Promise<string>>();
  private orders = 0;

  private constructor(private readonly app: TestApp, readonly name: string) {}

  static async create(app: TestApp, name = 'Merchant', options: { sandbox?: boolean } = {}): Promise<TestMerchant> {
    const merchant = new TestMerchant(app, name);
    const { id, shopUuid } = merchant;
    await app.owner('INSERT INTO merchant (id, name, sandbox) VALUES ($1, $2, $3)', [id, name, options.sandbox ?? true]);
    await newShop(app, id, { id: shopUuid, externalId: 'shop', platform: 'TMALL' });
    await merchant.addReasons();
    for (const [table, body] of [['process_definition', DEFAULT_DEFINITION], ['sla_policy', DEFAULT_POLICY]] as const) {
      await app.owner(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, $3, now())`, [
        id, uuidv7(), JSON.stringify(body),
      ]);
    }
    return merchant;
  }

  /** The uuid of the member with this role; `name` tells several of one role apart. Made at first use. */
  member(role: MemberRole, name: string = role, place: { shopUuid?: string | null; samePersonAs?: string } = {}): Promise<string> {
    const known = this.members.get(name);
    if (known) return known;
    // Remembered before it is there, so that two at once who ask for the same one get the same one.
    const made = newMember(this.app, this.id, role, place.shopUuid ?? null, { name, samePersonAs: place.samePersonAs });
    this.members.set(name, made);
    return made;
  }

  async token(role: MemberRole, name: string = role): Promise<string> {
    return tokenFor(this.id, await this.member(role, name));
  }

  /** The secret of a new API key, for all shops unless one is named. */
  async apiKey(scopes: readonly string[], shopUuid: string | null = null): Promise<string> {
    const id = uuidv7();
    const { text, sha256 } = newApiKey(id);
    await this.app.owner('INSERT INTO api_key (merchant_id, id, name, shop_id, scopes, secret_sha256, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      this.id, id, 'key', shopUuid, scopes, sha256, await this.member('ADMIN'),
    ]);
    return text;
  }

  /** Another shop of the merchant, without reasons; its uuid. */
  anotherShop(): Promise<string> {
    return newShop(this.app, this.id, { name: 'Another', platform: 'JD' });
  }

  async team(shopUuid = this.shopUuid): Promise<string> {
    const id = uuidv7();
    await this.app.owner('INSERT INTO team (merchant_id, id, shop_id, name) VALUES ($1, $2, $3, $4)', [this.id, id, shopUuid, `team-${id}`]);
    return encodeId('Team', id);
  }

  /** Calls the API as the member with this role. */
  async as<Data = Record<string, never>>(role: MemberRole, query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer<Data>> {
    return this.app.gql<Data>(query, variables, { token: await this.token(role), headers });
  }

  /** An order of one line of two pieces, 100.00 CNY, signed for, with its parcel. */
  async order(): Promise<Order> {
    const [customer, order, line, parcel] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    const name = `order-${++this.orders}`;
    const { app, id, shopUuid } = this;
    await app.owner(
      `INSERT INTO customer (merchant_id, id, shop_id, external_id, name, phone) VALUES ($1, $2, $3, $4, '王小明', '13800001111')`,
      [id, customer, shopUuid, name],
    );
    await app.owner(
      `INSERT INTO sales_order (merchant_id, id, shop_id, external_id, customer_id, status, currency, paid_minor, paid_at, shipped_at, signed_at)
       VALUES ($1, $2, $3, $4, $5, 'SIGNED', 'CNY', 10000, now() - interval '5 days', now() - interval '4 days', now() - interval '1 day')`,
      [id, order, shopUuid, name, customer],
    );
    await app.owner(
      `INSERT INTO order_line (merchant_id, id, order_id, external_id, sku, title, quantity, paid_minor) VALUES ($1, $2, $3, '1', 'COAT-M', 'Coat', 2, 10000)`,
      [id, line, order],
    );
    await app.owner(
      `INSERT INTO parcel (merchant_id, id, shop_id, external_id, order_id, direction, carrier, waybill, status)
       VALUES ($1, $2, $3, $4, $5, 'OUTBOUND', 'zto', $4, 'SIGNED')`,
      [id, parcel, shopUuid, `zto-${name}`, order],
    );
    return {
      orderId: encodeId('Order', order), lineId: encodeId('OrderLine', line), parcelId: encodeId('Parcel', parcel), customerId: encodeId('Customer', customer),
    };
  }

  private async addReasons(): Promise<void> {
    const rows = DEFAULT_REASONS.map((reason, position) => ({ ...reason, id: uuidv7(), position }));
    await this.app.owner(
      `INSERT INTO reason (merchant_id, id, shop_id, kind, code, parent_code, family, label_en, label_zh, default_fault, evidence_wanted, freight_payer, position)
       SELECT $1, r.id, $2, r.kind, r.code, r."parentCode", r.family, r."labelEn", r."labelZh", r."defaultFault",
              ARRAY(SELECT jsonb_array_elements_text(r."evidenceWanted")), r."freightPayer", r.position
         FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, kind text, code text, "parentCode" text, family text, "labelEn" text, "labelZh" text,
              "defaultFault" text, "evidenceWanted" jsonb, "freightPayer" text, position int)`,
      [this.id, this.shopUuid, JSON.stringify(rows)],
    );
  }
}
