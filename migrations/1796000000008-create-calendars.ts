import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Business calendars with their versions, and the years of holidays a merchant brings in. */
export class CreateCalendars1796000000008 implements MigrationInterface {
  name = 'CreateCalendars1796000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, name)
      );
      CALL protect('calendar', 'SELECT, INSERT');

      CREATE TABLE calendar_version (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        -- The definition with its holiday sets written out: what is reckoned by it never depends on anything else.
        body jsonb NOT NULL CHECK (jsonb_typeof(body -> 'definition') = 'object'),
        -- The last year for which all its holiday sets are known; null: it uses none.
        holidays_until integer,
        published_at timestamptz NOT NULL,
        published_by uuid,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, calendar_id, version),
        FOREIGN KEY (merchant_id, calendar_id) REFERENCES calendar (merchant_id, id),
        FOREIGN KEY (merchant_id, published_by) REFERENCES member (merchant_id, id)
      );
      CALL protect('calendar_version', 'SELECT, INSERT');
      CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON calendar_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE holiday_year (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        holiday_set text NOT NULL,
        year integer NOT NULL CHECK (year BETWEEN 2000 AND 2198),
        version integer NOT NULL CHECK (version > 0),
        body jsonb NOT NULL CHECK (jsonb_typeof(body -> 'days') = 'array'),
        published_at timestamptz NOT NULL,
        published_by uuid NOT NULL,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, holiday_set, year, version),
        FOREIGN KEY (merchant_id, published_by) REFERENCES member (merchant_id, id)
      );
      CALL protect('holiday_year', 'SELECT, INSERT');
      CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON holiday_year FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- The look-out for holiday years that are missing: which calendars, and nothing of what stands in them.
      GRANT SELECT (merchant_id, calendar_id, version, holidays_until) ON calendar_version TO amends_worker;
      CREATE POLICY worker_reads ON calendar_version FOR SELECT TO amends_worker USING (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE holiday_year;
      DROP TABLE calendar_version;
      DROP TABLE calendar;
    `);
  }
}
