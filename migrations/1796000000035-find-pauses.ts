import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pauses are found by when they began, for the report of who puts tickets on hold late. Only entries of pauses are in it: nothing else a clock writes pays. */
export class FindPauses1796000000035 implements MigrationInterface {
  name = 'FindPauses1796000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX clock_entry_paused ON clock_entry (merchant_id, at) WHERE type = 'PAUSED'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX clock_entry_paused`);
  }
}
