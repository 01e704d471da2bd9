import type { MigrationInterface, QueryRunner } from 'typeorm';

const MARK = `'[Redacted / 内容已删除]'`;

/** What a customer said, and what was written down of it, may be replaced by the mark of a redaction and by nothing else. */
export class RedactEverywhere1796000000015 implements MigrationInterface {
  name = 'RedactEverywhere1796000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Name and bytes are gone; what the file was worth as evidence stays: id, kind, size, sha256.
      ALTER TABLE attachment ADD COLUMN redacted_at timestamptz, ADD CHECK (redacted_at IS NULL OR name = ${MARK});
      GRANT UPDATE (name, redacted_at) ON attachment TO amends_app;
      DROP TRIGGER claimed_once ON attachment;
      CREATE TRIGGER claimed_once BEFORE UPDATE ON attachment FOR EACH ROW
        WHEN (OLD.redacted_at IS NOT NULL OR NEW.redacted_at IS NULL AND (OLD.message_id IS NOT NULL OR NEW.name <> OLD.name)
          OR NEW.redacted_at IS NOT NULL AND NEW.message_id IS DISTINCT FROM OLD.message_id)
        EXECUTE FUNCTION refuse_change();

      GRANT UPDATE (text) ON statement TO amends_app;
      CREATE TRIGGER only_redacted BEFORE UPDATE ON statement FOR EACH ROW WHEN (NEW.text <> ${MARK}) EXECUTE FUNCTION refuse_change();

      CREATE TRIGGER only_redacted BEFORE UPDATE OF what ON promise FOR EACH ROW
        WHEN (NEW.what <> OLD.what AND NEW.what <> ${MARK}) EXECUTE FUNCTION refuse_change();

      GRANT UPDATE (cause, corrective_action) ON finding TO amends_app;
      CREATE TRIGGER only_redacted BEFORE UPDATE OF cause, corrective_action ON finding FOR EACH ROW
        WHEN (NEW.cause <> OLD.cause AND NEW.cause <> ${MARK}
          OR NEW.corrective_action IS DISTINCT FROM OLD.corrective_action AND NEW.corrective_action IS DISTINCT FROM ${MARK})
        EXECUTE FUNCTION refuse_change();

      DROP TRIGGER keep_stated_reason ON ticket;
      CREATE TRIGGER keep_stated_reason BEFORE UPDATE OF stated_reason_code, stated_reason_text, problem, subject ON ticket FOR EACH ROW
        WHEN (OLD.stated_reason_code IS DISTINCT FROM NEW.stated_reason_code
          OR OLD.stated_reason_text IS DISTINCT FROM NEW.stated_reason_text AND NEW.stated_reason_text IS DISTINCT FROM ${MARK}
          OR OLD.problem <> NEW.problem AND NEW.problem <> ${MARK}
          OR OLD.subject <> NEW.subject AND NEW.subject <> ${MARK})
        EXECUTE FUNCTION keep_stated_reason();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER keep_stated_reason ON ticket;
      CREATE TRIGGER keep_stated_reason BEFORE UPDATE OF stated_reason_code, stated_reason_text ON ticket FOR EACH ROW
        WHEN (OLD.stated_reason_code IS DISTINCT FROM NEW.stated_reason_code OR OLD.stated_reason_text IS DISTINCT FROM NEW.stated_reason_text)
        EXECUTE FUNCTION keep_stated_reason();
      DROP TRIGGER only_redacted ON finding;
      REVOKE UPDATE (cause, corrective_action) ON finding FROM amends_app;
      DROP TRIGGER only_redacted ON promise;
      DROP TRIGGER only_redacted ON statement;
      REVOKE UPDATE (text) ON statement FROM amends_app;
      DROP TRIGGER claimed_once ON attachment;
      CREATE TRIGGER claimed_once BEFORE UPDATE ON attachment FOR EACH ROW WHEN (OLD.message_id IS NOT NULL) EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE (name, redacted_at) ON attachment FROM amends_app;
      ALTER TABLE attachment DROP COLUMN redacted_at;
    `);
  }
}
