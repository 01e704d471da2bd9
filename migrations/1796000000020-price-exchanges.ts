import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exchanges for goods at another price, and freight that was free only above an amount. */
export class PriceExchanges1796000000020 implements MigrationInterface {
  name = 'PriceExchanges1796000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The goods an exchange gives, and what they and the goods given back cost. What the customer pays is told us, never charged.
      CREATE TABLE leg_exchange (
        merchant_id uuid NOT NULL,
        leg_id uuid NOT NULL,
        sku text NOT NULL,
        title text NOT NULL,
        currency char(3) NOT NULL,
        -- Of all pieces of the leg.
        price_minor bigint NOT NULL CHECK (price_minor > 0),
        paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
        -- Under which reference the customer paid the difference.
        payment_ref text,
        recorded_by uuid,
        paid_at timestamptz,
        PRIMARY KEY (merchant_id, leg_id),
        FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg (merchant_id, id),
        CHECK (num_nonnulls(payment_ref, recorded_by, paid_at) IN (0, 3)),
        CHECK (payment_ref IS NULL OR price_minor > paid_minor)
      );
      -- One payment pays one difference.
      CREATE UNIQUE INDEX leg_exchange_paid_once ON leg_exchange (merchant_id, upper(payment_ref)) WHERE payment_ref IS NOT NULL;
      CALL protect('leg_exchange', 'SELECT, INSERT, UPDATE (payment_ref, recorded_by, paid_at)');

      -- What goods travel or words say costs no amount.
      ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_costing CHECK (amount_minor IS NULL OR type NOT IN ('EXPLANATION','RETURN','REPAIR','EXTENDED_RECEIPT'));

      -- Goods from this amount on were sent for nothing; the freight that was not charged for it.
      ALTER TABLE sales_order ADD COLUMN free_freight_from_minor bigint CHECK (free_freight_from_minor > 0);
      ALTER TABLE sales_order ADD COLUMN freight_waived_minor bigint NOT NULL DEFAULT 0 CHECK (freight_waived_minor >= 0);
      -- Taken off its refund for freight that is no longer free; negative: given back again.
      ALTER TABLE offer ADD COLUMN freight_charged_minor bigint NOT NULL DEFAULT 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE offer DROP COLUMN freight_charged_minor;
      ALTER TABLE sales_order DROP COLUMN free_freight_from_minor, DROP COLUMN freight_waived_minor;
      ALTER TABLE offer_leg DROP CONSTRAINT offer_leg_costing;
      DROP TABLE leg_exchange;
    `);
  }
}
