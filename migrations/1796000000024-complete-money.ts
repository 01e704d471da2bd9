import type { MigrationInterface, QueryRunner } from 'typeorm';

const MARK = `'[Redacted / 内容已删除]'`;

/** Words of money that may be replaced by the mark of a redaction and by nothing else, by table. */
const WORDS = {
  offer: ['summary', 'decision_note', 'refusal_alternative'],
  goods_leg: ['return_address'],
  approval_request: ['note', 'ended_note'],
  approval_override: ['reason', 'confirmed_reason'],
} as const;

/** Approvals, payouts and addresses can be redacted; a payment that came back may be given up; what was paid for an exchange that is called off is given back once. */
export class CompleteMoney1796000000024 implements MigrationInterface {
  name = 'CompleteMoney1796000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER only_redacted ON offer;
      -- Of what has ended, the words alone may still change.
      DROP TRIGGER keep_request ON approval_request;
      CREATE TRIGGER keep_request BEFORE UPDATE ON approval_request FOR EACH ROW
        WHEN (OLD.state <> 'PENDING' AND (to_jsonb(OLD) - '{note,ended_note}'::text[]) <> (to_jsonb(NEW) - '{note,ended_note}'::text[])
          OR (OLD.digest, OLD.chain, OLD.requester_person, OLD.editor_person, OLD.offer_id, OLD.goodwill_minor)
             IS DISTINCT FROM (NEW.digest, NEW.chain, NEW.requester_person, NEW.editor_person, NEW.offer_id, NEW.goodwill_minor))
        EXECUTE FUNCTION keep_request();
      DROP TRIGGER append_only ON approval_decision;
      CREATE TRIGGER append_only BEFORE DELETE ON approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER only_redacted BEFORE UPDATE ON approval_decision FOR EACH ROW
        WHEN (NEW.reason <> ${MARK} OR (to_jsonb(OLD) - 'reason') <> (to_jsonb(NEW) - 'reason')) EXECUTE FUNCTION refuse_change();
      GRANT UPDATE (reason) ON approval_decision TO amends_app;

      ALTER TABLE payout DROP CONSTRAINT payout_entered_outcome_check,
        ADD CONSTRAINT payout_entered_outcome_check CHECK (entered_outcome IN ('SETTLED','FAILED','REVERSED','CANCELLED'));

      -- The leg that gives back what the customer paid for these goods, which were called off.
      ALTER TABLE leg_exchange ADD COLUMN given_back_by uuid CHECK (given_back_by IS NULL OR payment_ref IS NOT NULL);
      ALTER TABLE leg_exchange ADD FOREIGN KEY (merchant_id, given_back_by) REFERENCES offer_leg (merchant_id, id);
      CREATE INDEX leg_exchange_given_back ON leg_exchange (merchant_id, given_back_by) WHERE given_back_by IS NOT NULL;
      GRANT UPDATE (given_back_by) ON leg_exchange TO amends_app;
    `);
    for (const [table, columns] of Object.entries(WORDS)) await onlyRedacted(runner, table, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(WORDS)) await runner.query(`DROP TRIGGER only_redacted ON ${table}`);
    await onlyRedacted(runner, 'offer', ['summary', 'decision_note']);
    await runner.query(`
      ALTER TABLE leg_exchange DROP COLUMN given_back_by;
      UPDATE payout SET entered_outcome = 'REVERSED' WHERE entered_outcome = 'CANCELLED';
      ALTER TABLE payout DROP CONSTRAINT payout_entered_outcome_check,
        ADD CONSTRAINT payout_entered_outcome_check CHECK (entered_outcome IN ('SETTLED','FAILED','REVERSED'));
      REVOKE UPDATE (reason) ON approval_decision FROM amends_app;
      DROP TRIGGER only_redacted ON approval_decision;
      DROP TRIGGER append_only ON approval_decision;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
      DROP TRIGGER keep_request ON approval_request;
      CREATE TRIGGER keep_request BEFORE UPDATE ON approval_request FOR EACH ROW
        WHEN (OLD.state <> 'PENDING' OR (OLD.digest, OLD.chain, OLD.requester_person, OLD.editor_person, OLD.offer_id, OLD.goodwill_minor)
          IS DISTINCT FROM (NEW.digest, NEW.chain, NEW.requester_person, NEW.editor_person, NEW.offer_id, NEW.goodwill_minor))
        EXECUTE FUNCTION keep_request();
    `);
  }
}

async function onlyRedacted(runner: QueryRunner, table: string, columns: readonly string[]): Promise<void> {
  const rewritten = columns.map((column) => `OLD.${column} IS NOT NULL AND NEW.${column} IS DISTINCT FROM OLD.${column} AND NEW.${column} IS DISTINCT FROM ${MARK}`);
  await runner.query(
    `CREATE TRIGGER only_redacted BEFORE UPDATE OF ${columns.join(', ')} ON ${table} FOR EACH ROW WHEN (${rewritten.join(' OR ')}) EXECUTE FUNCTION refuse_change()`,
  );
}
