import type { MigrationInterface, QueryRunner } from 'typeorm';

const MARK = `'[Redacted / 内容已删除]'`;

/** Words beside the conversation, by table; each is written once. */
const WORDS = {
  task: ['question', 'answer', 'cancel_reason'],
  offer: ['summary', 'decision_note'],
  offer_leg: ['note', 'ended_note'],
  leg_unit: ['missing', 'note'],
  counter_offer: ['note'],
  recovery_claim: ['note'],
} as const;

/** Of these the application may update the words alone, beside what it may already. */
const GRANTED = ['leg_unit', 'counter_offer', 'recovery_claim'] as const;

/** What was asked and answered in tasks, and noted on remedies, may be replaced by the mark of a redaction and by nothing else. */
export class RedactWork1796000000021 implements MigrationInterface {
  name = 'RedactWork1796000000021';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of GRANTED) await runner.query(`GRANT UPDATE (${WORDS[table].join(', ')}) ON ${table} TO amends_app`);
    for (const [table, columns] of Object.entries(WORDS)) {
      const rewritten = columns.map((column) => `OLD.${column} IS NOT NULL AND NEW.${column} IS DISTINCT FROM OLD.${column} AND NEW.${column} IS DISTINCT FROM ${MARK}`);
      await runner.query(
        `CREATE TRIGGER only_redacted BEFORE UPDATE OF ${columns.join(', ')} ON ${table} FOR EACH ROW WHEN (${rewritten.join(' OR ')}) EXECUTE FUNCTION refuse_change()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(WORDS)) await runner.query(`DROP TRIGGER only_redacted ON ${table}`);
    for (const table of GRANTED) await runner.query(`REVOKE UPDATE (${WORDS[table].join(', ')}) ON ${table} FROM amends_app`);
  }
}
