import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clocks learn calendars, warnings and pause budgets; what fired is kept under a key that lets nothing fire twice. */
export class ExtendClocks1796000000009 implements MigrationInterface {
  name = 'ExtendClocks1796000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE clock
        -- The version of the calendar it was started under; NULL: around the clock.
        ADD calendar_id uuid,
        -- What it was told: policy, rule, calendar, warnings, and which waits stop it for how long.
        ADD terms jsonb NOT NULL DEFAULT '{"policyId": null, "rule": null, "calendar": null, "warnings": [], "pauses": {}}',
        ADD generation integer NOT NULL DEFAULT 1 CHECK (generation > 0),
        ADD warned smallint NOT NULL DEFAULT 0 CHECK (warned >= 0),
        -- When it next wants to be looked at: a warning, the due time, the end of a pause's budget.
        ADD alarm_at timestamptz,
        ADD pause jsonb,
        ADD pause_used jsonb NOT NULL DEFAULT '{}';
      -- Forced row security binds the owner too, so that without this the rows there are would not be seen.
      ALTER TABLE clock NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE clock_entry NO FORCE ROW LEVEL SECURITY;
      -- What the clocks of customers did before: both of their waits stopped them, without a limit.
      UPDATE clock SET alarm_at = due_at WHERE state = 'RUNNING';
      UPDATE clock SET terms = terms || '{"pauses": {"WAITING_ON_CUSTOMER": null, "PLATFORM_INTERVENTION": null}}'
        WHERE kind IN ('STEP', 'RESOLUTION') AND ended_at IS NULL;
      UPDATE clock c SET pause = (SELECT jsonb_build_object('reason', e.data->>'reason', 'since', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          FROM clock_entry e WHERE e.merchant_id = c.merchant_id AND e.clock_id = c.id AND e.type = 'PAUSED' ORDER BY e.seq DESC LIMIT 1)
        WHERE state = 'PAUSED';
      ALTER TABLE clock
        ADD CHECK ((state = 'RUNNING') <= (alarm_at IS NOT NULL)),
        ADD CHECK (alarm_at IS NULL OR state IN ('RUNNING', 'PAUSED')),
        ADD CHECK (alarm_at IS NULL OR due_at IS NULL OR alarm_at <= due_at),
        ADD CHECK ((state = 'PAUSED') = (pause IS NOT NULL)),
        ADD FOREIGN KEY (merchant_id, calendar_id) REFERENCES calendar_version (merchant_id, id);
      DROP INDEX clock_due;
      CREATE INDEX clock_alarm ON clock (alarm_at, id) WHERE alarm_at IS NOT NULL;
      -- Which clocks of a stretch of time to replay, and which breached in it.
      CREATE INDEX clock_started ON clock (merchant_id, started_at, id);

      ALTER TABLE clock_entry ADD alarm_at timestamptz;
      ALTER TABLE clock_entry DROP CONSTRAINT clock_entry_type_check;
      ALTER TABLE clock_entry ADD CONSTRAINT clock_entry_type_check
        CHECK (type IN ('STARTED','PAUSED','RESUMED','RETARGETED','WARNED','SATISFIED','BREACHED','CANCELLED'));

      CREATE TABLE clock_firing (
        merchant_id uuid NOT NULL,
        clock_id uuid NOT NULL,
        generation integer NOT NULL CHECK (generation > 0),
        -- Which warning, counted from the earliest; 0: the breach.
        level smallint NOT NULL CHECK (level >= 0),
        at timestamptz NOT NULL,
        detected_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, clock_id, generation, level),
        FOREIGN KEY (merchant_id, clock_id) REFERENCES clock (merchant_id, id),
        -- Nothing fires early.
        CHECK (detected_at >= at)
      );
      CREATE INDEX clock_firing_breach ON clock_firing (merchant_id, at, clock_id) WHERE level = 0;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON clock_firing FOR EACH ROW EXECUTE FUNCTION refuse_change();
      INSERT INTO clock_firing (merchant_id, clock_id, generation, level, at, detected_at)
        SELECT merchant_id, clock_id, 1, 0, at, greatest(at, coalesce((data->>'detectedAt')::timestamptz, at)) FROM clock_entry WHERE type = 'BREACHED';
      CALL protect('clock_firing', 'SELECT, INSERT');
      ALTER TABLE clock FORCE ROW LEVEL SECURITY;
      ALTER TABLE clock_entry FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE clock_firing;
      ALTER TABLE clock_entry DROP COLUMN alarm_at;
      DROP INDEX clock_alarm, clock_started;
      ALTER TABLE clock DROP COLUMN calendar_id, DROP COLUMN terms, DROP COLUMN generation, DROP COLUMN warned, DROP COLUMN alarm_at,
        DROP COLUMN pause, DROP COLUMN pause_used;
      CREATE INDEX clock_due ON clock (due_at, id) WHERE state = 'RUNNING';
    `);
  }
}
