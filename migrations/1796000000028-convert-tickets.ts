import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATED = `(OLD.stated_reason_code IS DISTINCT FROM NEW.stated_reason_code)`;
const WORDS = `(OLD.stated_reason_text IS DISTINCT FROM NEW.stated_reason_text AND NEW.stated_reason_text IS DISTINCT FROM '[Redacted / 内容已删除]')
  OR (OLD.problem <> NEW.problem AND NEW.problem <> '[Redacted / 内容已删除]') OR (OLD.subject <> NEW.subject AND NEW.subject <> '[Redacted / 内容已删除]')`;

/**
 * A ticket may turn out to be of another kind. Whoever opened it knows it by shop, kind and their own reference: that kind is kept, so that the same
 * opening told again finds the ticket and makes no second one. A reason is one of a kind, so the code stated goes with the kind, and with nothing else.
 */
export class ConvertTickets1796000000028 implements MigrationInterface {
  name = 'ConvertTickets1796000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The kind it was opened as; null: the one it has.
      ALTER TABLE ticket ADD opened_as text CHECK (opened_as IN ('RETURN_EXCHANGE', 'LOGISTICS', 'COMPLAINT'));
      DROP INDEX ticket_external_ref;
      CREATE UNIQUE INDEX ticket_external_ref ON ticket (merchant_id, shop_id, coalesce(opened_as, kind), external_ref) WHERE external_ref IS NOT NULL;
      DROP TRIGGER keep_stated_reason ON ticket;
      CREATE TRIGGER keep_stated_reason BEFORE UPDATE OF stated_reason_code, stated_reason_text, problem, subject ON ticket FOR EACH ROW
        WHEN ((${STATED} AND OLD.kind = NEW.kind) OR ${WORDS}) EXECUTE FUNCTION keep_stated_reason();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER keep_stated_reason ON ticket;
      CREATE TRIGGER keep_stated_reason BEFORE UPDATE OF stated_reason_code, stated_reason_text, problem, subject ON ticket FOR EACH ROW
        WHEN (${STATED} OR ${WORDS}) EXECUTE FUNCTION keep_stated_reason();
      DROP INDEX ticket_external_ref;
      CREATE UNIQUE INDEX ticket_external_ref ON ticket (merchant_id, shop_id, kind, external_ref) WHERE external_ref IS NOT NULL;
      ALTER TABLE ticket DROP COLUMN opened_as;
    `);
  }
}
