import { uuidv7 } from 'uuidv7';
import type { Role } from '../../src/kernel/actor.js';
import { newApiKey } from '../../src/identity/auth/api-key-secret.js';
import { encodeId } from '../../src/kernel/ids.js';
import { DEFAULT_DEFINITION } from '../../src/process/index.js';
import { DEFAULT_POLICY } from '../../src/sla/index.js';
import { DEFAULT_REASONS } from '../../src/tenancy/index.js';
import type { GraphQLAnswer, TestApp } from './app.js';
import { testToken } from './token.js';

export type MemberRole = Exclude<Role, 'INTEGRATION'>;

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
  private readonly members = new Map<string, string>();
  private orders = 0;

  private constructor(private readonly app: TestApp, readonly name: string) {}

  static async create(app: TestApp, name = 'Merchant', options: { sandbox?: boolean } = {}): Promise<TestMerchant> {
    const merchant = new TestMerchant(app, name);
    const { id, shopUuid } = merchant;
    await app.owner('INSERT INTO merchant (id, name, sandbox) VALUES ($1, $2, $3)', [id, name, options.sandbox ?? true]);
    await app.owner(
      `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, 'shop', 'Shop', 'TMALL', 'Asia/Shanghai', 'CNY')`,
      [id, shopUuid],
    );
    await merchant.addReasons();
    for (const [table, body] of [['process_definition', DEFAULT_DEFINITION], ['sla_policy', DEFAULT_POLICY]] as const) {
      await app.owner(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, $3, now())`, [
        id, uuidv7(), JSON.stringify(body),
      ]);
    }
    return merchant;
  }

  /** The uuid of the member with this role; `name` tells several of one role apart. Made at first use. */
  async member(role: MemberRole, name: string = role, place: { shopUuid?: string | null; samePersonAs?: string } = {}): Promise<string> {
    const known = this.members.get(name);
    if (known) return known;
    const memberId = uuidv7();
    this.members.set(name, memberId);
    await this.app.owner(
      `INSERT INTO member (merchant_id, id, person_id, name) SELECT $1, $2, coalesce((SELECT person_id FROM member WHERE id = $3), $2), $4`,
      [this.id, memberId, place.samePersonAs ?? null, name],
    );
    await this.app.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, $4, $5)', [
      this.id, uuidv7(), memberId, role, place.shopUuid ?? null,
    ]);
    return memberId;
  }

  async token(role: MemberRole, name: string = role): Promise<string> {
    return testToken({ sub: await this.member(role, name), merchant: this.id });
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
  async anotherShop(): Promise<string> {
    const id = uuidv7();
    await this.app.owner(
      `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, $3, 'Another', 'JD', 'Asia/Shanghai', 'CNY')`,
      [this.id, id, `shop-${id}`],
    );
    return id;
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
