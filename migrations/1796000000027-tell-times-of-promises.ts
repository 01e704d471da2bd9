import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A promise tells where its time comes from: from whoever gave it, from the words of the message, or, of a wait without a time, from the policy. Of the
 * last kind a ticket has at most one to keep: asking to wait again moves nothing and adds nothing.
 */
export class TellTimesOfPromises1796000000027 implements MigrationInterface {
  name = 'TellTimesOfPromises1796000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE promise ADD time_from text NOT NULL DEFAULT 'SENDER' CHECK (time_from IN ('SENDER','TEXT','POLICY'));
      -- Forced row security binds the owner too, so that without this the rows there are would not be seen.
      ALTER TABLE promise NO FORCE ROW LEVEL SECURITY;
      UPDATE promise SET time_from = 'TEXT' WHERE what = '按消息所述回复顾客 / Reply, as the message says';
      ALTER TABLE promise FORCE ROW LEVEL SECURITY;
      ALTER TABLE promise ADD CONSTRAINT promise_by_policy CHECK (time_from <> 'POLICY' OR (kind = 'REPLY' AND message_id IS NOT NULL AND NOT agreed_by_customer));
      CREATE UNIQUE INDEX promise_by_policy_once ON promise (merchant_id, ticket_id) WHERE time_from = 'POLICY' AND state IN ('OPEN','BROKEN');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE promise DROP COLUMN time_from');
  }
}
