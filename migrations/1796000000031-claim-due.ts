import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is due is found and locked by one statement of its merchant's, the longest overdue first: for that a merchant's alarms stand in an index in their
 * order. It serves sandboxes too, whose own time may be far ahead, so the index they had to themselves goes, and with it what each clock said for it.
 */
export class ClaimDue1796000000031 implements MigrationInterface {
  name = 'ClaimDue1796000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX clock_alarm_of_merchant ON clock (merchant_id, alarm_at, id) WHERE alarm_at IS NOT NULL;
      ALTER TABLE clock DROP COLUMN sandbox;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE clock ADD sandbox boolean NOT NULL DEFAULT false;
      ALTER TABLE merchant NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE clock NO FORCE ROW LEVEL SECURITY;
      UPDATE clock SET sandbox = true WHERE merchant_id IN (SELECT id FROM merchant WHERE sandbox);
      ALTER TABLE clock FORCE ROW LEVEL SECURITY;
      ALTER TABLE merchant FORCE ROW LEVEL SECURITY;
      CREATE INDEX clock_alarm_in_sandbox ON clock (merchant_id, alarm_at, id) WHERE sandbox AND alarm_at IS NOT NULL;
      DROP INDEX clock_alarm_of_merchant;
    `);
  }
}
