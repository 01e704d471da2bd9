import type { MigrationInterface, QueryRunner } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { GIVEN_AUTHORITY, GIVEN_RULES } from './given-defaults.js';

const GIVEN = [
  { table: 'escalation_rules', type: 'escalation_rules.published', body: GIVEN_RULES },
  { table: 'authority_policy', type: 'authority.published', body: GIVEN_AUTHORITY },
] as const;

/** Tickets that wait until somebody is free for them; and the defaults for merchants that were made before there were rules and limits. */
export class CompleteDuty1796000000018 implements MigrationInterface {
  name = 'CompleteDuty1796000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A ticket that was to be given out by itself and that nobody could take. The row goes when somebody gets the ticket.
      CREATE TABLE assignment_wait (
        merchant_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        -- Told by the customer's words, which do not change.
        language text NOT NULL,
        since timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, ticket_id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id)
      );
      CALL protect('assignment_wait', 'SELECT, INSERT, DELETE');
      GRANT SELECT ON assignment_wait TO amends_worker;
      CREATE POLICY worker_reads ON assignment_wait FOR SELECT TO amends_worker USING (true);
    `);
    for (const { table, type, body } of GIVEN) await give(runner, table, type, body);
  }

  /** A version that was published stays: chains and offers may stand on it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE assignment_wait');
  }
}

/** Version 1, to every merchant that has published none. */
async function give(runner: QueryRunner, table: string, type: string, body: object): Promise<void> {
  // Forced row security binds the owner too, so that without this neither merchants nor their rules would be seen.
  const tables = ['merchant', table, 'event'];
  for (const one of tables) await runner.query(`ALTER TABLE ${one} NO FORCE ROW LEVEL SECURITY`);
  const merchants = (await runner.query(`SELECT id FROM merchant m WHERE NOT EXISTS (SELECT FROM ${table} p WHERE p.merchant_id = m.id) ORDER BY id`)) as { id: string }[];
  for (const { id: merchantId } of merchants) {
    const id = uuidv7();
    await runner.query(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, $3, now())`, [merchantId, id, JSON.stringify(body)]);
    await runner.query(
      `INSERT INTO event (merchant_id, subject_type, subject_id, subject_version, type, at, actor_kind, cause, is_fact, data)
       VALUES ($1, $2, $3, 1, $4, now(), 'SYSTEM', 'MIGRATION', false, '{"version": 1}')`,
      [merchantId, table, id, type],
    );
  }
  for (const one of tables) await runner.query(`ALTER TABLE ${one} FORCE ROW LEVEL SECURITY`);
}
