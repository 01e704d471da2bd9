import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A chain keeps the instant it was put off to: its clock is called off while what it is about is on hold, and nothing else said afterwards that the next
 * level had been put off. Chains put off before this was kept go on as they did, counted from their deadline.
 * A notification keeps how grave what it tells of is, so that a lesser reason, added to one that is unread, does not take its name.
 */
export class KeepEscalations1796000000029 implements MigrationInterface {
  name = 'KeepEscalations1796000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE escalation ADD wait_until timestamptz;
      ALTER TABLE notification ADD gravity smallint NOT NULL DEFAULT 0 CHECK (gravity >= 0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE notification DROP COLUMN gravity;
      ALTER TABLE escalation DROP COLUMN wait_until;
    `);
  }
}
