import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Clocks of sandboxes are looked for by their merchant's own time, which may be far ahead: in the index of all clocks that reads past every live one.
 * They get an index of their own, in which live clocks have no entry and cost nothing; for that a clock says whether its merchant is a sandbox, and a
 * merchant is one for good. The look-out, ten times a second, finds the merchants whose time was moved without reading the others.
 */
export class PartSandboxes1796000000026 implements MigrationInterface {
  name = 'PartSandboxes1796000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TRIGGER sandbox_for_good BEFORE UPDATE OF sandbox ON merchant FOR EACH ROW WHEN (NEW.sandbox <> OLD.sandbox) EXECUTE FUNCTION refuse_change();
      CREATE INDEX merchant_ahead ON merchant (id) WHERE sandbox AND clock_offset > '0';

      ALTER TABLE clock ADD sandbox boolean NOT NULL DEFAULT false;
      -- Forced row security binds the owner too, so that without this the rows there are would not be seen.
      ALTER TABLE merchant NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE clock NO FORCE ROW LEVEL SECURITY;
      UPDATE clock SET sandbox = true WHERE merchant_id IN (SELECT id FROM merchant WHERE sandbox);
      ALTER TABLE clock FORCE ROW LEVEL SECURITY;
      ALTER TABLE merchant FORCE ROW LEVEL SECURITY;
      CREATE INDEX clock_alarm_in_sandbox ON clock (merchant_id, alarm_at, id) WHERE sandbox AND alarm_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE clock DROP COLUMN sandbox;
      DROP INDEX merchant_ahead;
      DROP TRIGGER sandbox_for_good ON merchant;
    `);
  }
}
