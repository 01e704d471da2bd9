import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The merchant's trade as its own systems tell it: customers, orders, lines, parcels. Each is keyed by (shop, external id). */
export class CreateOrders1796000000002 implements MigrationInterface {
  name = 'CreateOrders1796000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        shop_id uuid NOT NULL,
        external_id text NOT NULL,
        name text,
        phone text,
        email text,
        address text,
        account_id text,
        tier text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, shop_id, external_id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CALL protect('customer', 'SELECT, INSERT, UPDATE');

      CREATE TABLE sales_order (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        shop_id uuid NOT NULL,
        external_id text NOT NULL,
        customer_id uuid NOT NULL,
        status text NOT NULL,
        currency char(3) NOT NULL,
        paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
        freight_minor bigint NOT NULL DEFAULT 0 CHECK (freight_minor >= 0),
        placed_at timestamptz,
        paid_at timestamptz,
        promised_ship_by timestamptz,
        shipped_at timestamptz,
        signed_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, shop_id, external_id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        FOREIGN KEY (merchant_id, customer_id) REFERENCES customer (merchant_id, id)
      );
      CREATE INDEX sales_order_customer ON sales_order (merchant_id, customer_id);
      CALL protect('sales_order', 'SELECT, INSERT, UPDATE');

      CREATE TABLE order_line (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        order_id uuid NOT NULL,
        external_id text NOT NULL,
        sku text NOT NULL,
        title text NOT NULL,
        quantity integer NOT NULL CHECK (quantity > 0),
        paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
        discount_minor bigint NOT NULL DEFAULT 0 CHECK (discount_minor >= 0),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, order_id, external_id),
        FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id)
      );
      CALL protect('order_line', 'SELECT, INSERT, UPDATE');

      CREATE TABLE parcel (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        shop_id uuid NOT NULL,
        -- carrier and waybill together are the parcel's name outside
        external_id text NOT NULL,
        order_id uuid NOT NULL,
        direction text NOT NULL CHECK (direction IN ('OUTBOUND','RETURN')),
        carrier text NOT NULL,
        waybill text NOT NULL,
        status text NOT NULL,
        last_event_text text,
        last_event_at timestamptz,
        shipped_at timestamptz,
        signed_at timestamptz,
        signer text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, shop_id, external_id),
        FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id)
      );
      CREATE INDEX parcel_order ON parcel (merchant_id, order_id);
      CALL protect('parcel', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE parcel, order_line, sales_order, customer`);
  }
}
