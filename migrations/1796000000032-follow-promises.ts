import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules of others may add the time an order promises for sending. From when a rule counted is kept, so that it is counted again when that promise changes. */
export class FollowPromises1796000000032 implements MigrationInterface {
  name = 'FollowPromises1796000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The event the rule of a pack counts from. NULL: it comes from no pack, or is older than this column and keeps its time.
      ALTER TABLE external_deadline ADD event_at timestamptz, ADD CHECK (event_at IS NULL OR source = 'PACK');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE external_deadline DROP COLUMN event_at');
  }
}
