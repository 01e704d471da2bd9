import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns that named an object of the merchant without a key to hold them to it. */
export class CompleteReferences1796000000007 implements MigrationInterface {
  name = 'CompleteReferences1796000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE parcel ADD FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id);
      ALTER TABLE promise ADD FOREIGN KEY (merchant_id, owner_id) REFERENCES member (merchant_id, id);
      ALTER TABLE promise ADD FOREIGN KEY (merchant_id, ended_by_message_id) REFERENCES message (merchant_id, id);
      ALTER TABLE promise ADD FOREIGN KEY (merchant_id, replaced_by_id) REFERENCES promise (merchant_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE promise DROP CONSTRAINT promise_merchant_id_replaced_by_id_fkey;
      ALTER TABLE promise DROP CONSTRAINT promise_merchant_id_ended_by_message_id_fkey;
      ALTER TABLE promise DROP CONSTRAINT promise_merchant_id_owner_id_fkey;
      ALTER TABLE parcel DROP CONSTRAINT parcel_merchant_id_shop_id_fkey;
    `);
  }
}
