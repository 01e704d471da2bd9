import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets whose customer got another tier, or whose order another amount, until the rules of their policy were asked again. */
export class FollowTrade1796000000017 implements MigrationInterface {
  name = 'FollowTrade1796000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- No foreign key to ticket: it would make an upsert wait for everybody who is at work on one of the tickets.
      CREATE TABLE changed_terms (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        ticket_id uuid NOT NULL,
        -- When it is to be seen to; later than it was written down only after a failure.
        due_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, ticket_id)
      );
      CREATE INDEX changed_terms_due ON changed_terms (merchant_id, due_at);
      CALL protect('changed_terms', 'SELECT, INSERT, UPDATE, DELETE');
      GRANT SELECT (merchant_id, due_at) ON changed_terms TO amends_worker;
      CREATE POLICY worker_reads ON changed_terms FOR SELECT TO amends_worker USING (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE changed_terms');
  }
}
