import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On what basis a remedy is given. */
export class ExtendRemedies1796000000012 implements MigrationInterface {
  name = 'ExtendRemedies1796000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- GOODWILL: ours to give. STATUTORY: owed by law. PACK: owed by a row of a platform's policy pack.
      ALTER TABLE offer_leg ADD COLUMN basis text NOT NULL DEFAULT 'GOODWILL' CHECK (basis IN ('GOODWILL','STATUTORY','PACK'));
      ALTER TABLE offer_leg ADD COLUMN pack_row text;
      ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_pack_named CHECK ((basis = 'PACK') = (pack_row IS NOT NULL));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE offer_leg DROP COLUMN basis, DROP COLUMN pack_row`);
  }
}
