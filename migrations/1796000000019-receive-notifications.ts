import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Providers tell of payouts by themselves, at an address of each shop's own; what a shop paid by before is still known to those payouts. */
export class ReceiveNotifications1796000000019 implements MigrationInterface {
  name = 'ReceiveNotifications1796000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row per shop and provider, so that a payout under way keeps its provider's settings when the shop goes over to another.
      ALTER TABLE payout_route
        ADD COLUMN in_force boolean NOT NULL DEFAULT true,
        -- The part of the notification address that nobody can guess.
        ADD COLUMN notify_id uuid NOT NULL DEFAULT gen_random_uuid(),
        DROP CONSTRAINT payout_route_pkey,
        ADD PRIMARY KEY (merchant_id, shop_id, provider),
        ADD UNIQUE (merchant_id, notify_id);
      CREATE UNIQUE INDEX payout_route_in_force ON payout_route (merchant_id, shop_id) WHERE in_force;

      -- The provider's own id of what it told; the same one again is the same news.
      ALTER TABLE payout_attempt ADD COLUMN notification_id text CHECK (notification_id <> '' AND length(notification_id) <= 255);
      CREATE UNIQUE INDEX payout_attempt_notification ON payout_attempt (merchant_id, payout_id, notification_id) WHERE notification_id IS NOT NULL;

      ALTER TABLE statement_line ADD FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE statement_line DROP CONSTRAINT statement_line_merchant_id_shop_id_fkey;
      ALTER TABLE payout_attempt DROP COLUMN notification_id;
      DROP INDEX payout_route_in_force;
      DELETE FROM payout_route WHERE NOT in_force;
      ALTER TABLE payout_route DROP CONSTRAINT payout_route_pkey, ADD PRIMARY KEY (merchant_id, shop_id), DROP COLUMN notify_id, DROP COLUMN in_force;
    `);
  }
}
