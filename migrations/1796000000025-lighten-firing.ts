import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every deadline writes refers to fewer rows, each of them once. A level and a notification name a chain of their own ticket (that it was the same
 * ticket nothing said before), and the chain names the ticket. Events and idempotency keys are written in each command under row security, which holds
 * them to the merchant of the transaction: to lock the merchant's one row for each of them again made all commands of a merchant meet there.
 */
export class LightenFiring1796000000025 implements MigrationInterface {
  name = 'LightenFiring1796000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE escalation_level DROP CONSTRAINT escalation_level_merchant_id_escalation_id_fkey, DROP CONSTRAINT escalation_level_merchant_id_ticket_id_fkey,
        DROP CONSTRAINT escalation_level_merchant_id_escalation_id_level_key;
      ALTER TABLE notification DROP CONSTRAINT notification_merchant_id_escalation_id_fkey, DROP CONSTRAINT notification_merchant_id_ticket_id_fkey;
      ALTER TABLE escalation DROP CONSTRAINT escalation_pkey, ADD PRIMARY KEY (merchant_id, ticket_id, id);
      ALTER TABLE escalation_level ADD FOREIGN KEY (merchant_id, ticket_id, escalation_id) REFERENCES escalation (merchant_id, ticket_id, id);
      ALTER TABLE notification ADD FOREIGN KEY (merchant_id, ticket_id, escalation_id) REFERENCES escalation (merchant_id, ticket_id, id);
      ALTER TABLE event DROP CONSTRAINT event_merchant_id_fkey;
      ALTER TABLE idempotency DROP CONSTRAINT idempotency_merchant_id_fkey;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE idempotency ADD FOREIGN KEY (merchant_id) REFERENCES merchant (id);
      ALTER TABLE event ADD FOREIGN KEY (merchant_id) REFERENCES merchant (id);
      ALTER TABLE notification DROP CONSTRAINT notification_merchant_id_ticket_id_escalation_id_fkey;
      ALTER TABLE escalation_level DROP CONSTRAINT escalation_level_merchant_id_ticket_id_escalation_id_fkey;
      ALTER TABLE escalation DROP CONSTRAINT escalation_pkey, ADD PRIMARY KEY (merchant_id, id);
      ALTER TABLE notification ADD FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        ADD FOREIGN KEY (merchant_id, escalation_id) REFERENCES escalation (merchant_id, id);
      ALTER TABLE escalation_level ADD UNIQUE (merchant_id, escalation_id, level), ADD FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        ADD FOREIGN KEY (merchant_id, escalation_id) REFERENCES escalation (merchant_id, id);
    `);
  }
}
