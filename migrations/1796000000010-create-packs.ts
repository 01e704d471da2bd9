import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policy packs a merchant published, which rows of packs a shop goes by, and the deadlines others set on a ticket. */
export class CreatePacks1796000000010 implements MigrationInterface {
  name = 'CreatePacks1796000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A merchant's own packs and later versions of those that come with the product. The newest version of a pack is in force.
      CREATE TABLE policy_pack (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        pack_id text NOT NULL,
        version text NOT NULL,
        body jsonb NOT NULL CHECK (body ->> 'id' = pack_id AND body ->> 'version' = version),
        published_by uuid NOT NULL,
        published_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, pack_id, version)
      );
      CALL protect('policy_pack', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON policy_pack FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE shop_packs (
        merchant_id uuid NOT NULL,
        shop_id uuid NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        body jsonb NOT NULL,
        saved_by uuid NOT NULL,
        saved_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, shop_id, version),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CALL protect('shop_packs', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON shop_packs FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- What is known of a deadline somebody else set; its time is a clock of kind EXTERNAL whose subject is the kind.
      CREATE TABLE external_deadline (
        merchant_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        kind text NOT NULL,
        clock_id uuid NOT NULL,
        source text NOT NULL CHECK (source IN ('PLATFORM','PACK','MANUAL')),
        consequence text NOT NULL,
        -- What was last said of it, the pauses of a platform that stepped in left out.
        due_at timestamptz NOT NULL,
        -- The platform's own version of what it last told; NULL: it told nothing yet.
        observed_version bigint CHECK (observed_version >= 0),
        observed_at timestamptz NOT NULL,
        -- pack@version#row of the rule it comes from
        pack_row text,
        PRIMARY KEY (merchant_id, ticket_id, kind),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, clock_id) REFERENCES clock (merchant_id, id),
        CHECK ((source = 'PACK') <= (pack_row IS NOT NULL)),
        CHECK ((source = 'PLATFORM') <= (observed_version IS NOT NULL))
      );
      CALL protect('external_deadline', 'SELECT, INSERT, UPDATE');
      CREATE FUNCTION keep_newer_observation() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'an older observation never replaces a newer one' USING ERRCODE = 'restrict_violation'; END $$;
      CREATE TRIGGER keep_newer_observation BEFORE UPDATE ON external_deadline FOR EACH ROW
        WHEN (OLD.observed_version IS NOT NULL AND (NEW.observed_version IS NULL OR NEW.observed_version < OLD.observed_version
          OR (NEW.source = 'PLATFORM' AND NEW.observed_version = OLD.observed_version)))
        EXECUTE FUNCTION keep_newer_observation();

      -- Which clock the next deadline is, kind:subject, so that a queue can say so without reading clocks.
      ALTER TABLE ticket ADD COLUMN next_due_clock text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ticket DROP COLUMN next_due_clock;
      DROP TABLE external_deadline, shop_packs, policy_pack;
      DROP FUNCTION keep_newer_observation;
    `);
  }
}
