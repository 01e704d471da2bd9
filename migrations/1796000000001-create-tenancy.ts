import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles, the tenant guard every later table goes through, merchants and their people. */
export class CreateTenancy1796000000001 implements MigrationInterface {
  name = 'CreateTenancy1796000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        -- Roles belong to the whole server: another database of it may have made them already, or be making them now.
        PERFORM pg_advisory_xact_lock(hashtext('amends roles'));
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_app') THEN CREATE ROLE amends_app NOLOGIN; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'amends_worker') THEN CREATE ROLE amends_worker NOLOGIN; END IF;
        IF NOT pg_has_role(current_user, 'amends_app', 'MEMBER') THEN EXECUTE format('GRANT amends_app TO %I', current_user); END IF;
        IF NOT pg_has_role(current_user, 'amends_worker', 'MEMBER') THEN EXECUTE format('GRANT amends_worker TO %I', current_user); END IF;
      END $$;
      GRANT USAGE ON SCHEMA public TO amends_app, amends_worker;

      -- The merchant of the transaction; NULL (so no row) when none is set. An ended SET LOCAL leaves an empty string behind.
      CREATE FUNCTION current_merchant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        RETURN nullif(current_setting('app.merchant', true), '')::uuid;

      -- Puts a table under tenancy: forced row security, one policy, and just the rights named. TRUNCATE ignores row security and is never granted.
      CREATE PROCEDURE protect(target regclass, rights text, merchant_column text DEFAULT 'merchant_id') LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY merchant_only ON %s TO amends_app USING (%I = (SELECT current_merchant())) WITH CHECK (%I = (SELECT current_merchant()))',
          target, merchant_column, merchant_column);
        EXECUTE format('GRANT %s ON %s TO amends_app', rights, target);
      END $$;
      REVOKE ALL ON PROCEDURE protect FROM PUBLIC;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;

      CREATE TABLE merchant (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        -- A sandbox merchant may move its own clock forward; a demo merchant also gets tokens from the command line.
        sandbox boolean NOT NULL DEFAULT false,
        demo boolean NOT NULL DEFAULT false,
        clock_offset interval NOT NULL DEFAULT '0' CHECK (sandbox OR clock_offset = '0'),
        next_ticket_number bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CALL protect('merchant', 'SELECT, UPDATE', 'id');
      -- Forced row security binds the owner too, unless it is a superuser: what only the owner does needs a policy of its own.
      CREATE FUNCTION owner_of(target regclass) RETURNS name LANGUAGE sql STABLE
        RETURN (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = target);
      CREATE POLICY provisioning ON merchant FOR INSERT WITH CHECK (current_user = (SELECT owner_of('merchant')));

      CREATE TABLE shop (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        external_id text NOT NULL,
        name text NOT NULL,
        platform text NOT NULL,
        time_zone text NOT NULL,
        currency char(3) NOT NULL,
        settings jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, external_id)
      );
      CALL protect('shop', 'SELECT, INSERT, UPDATE');

      CREATE TABLE team (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        shop_id uuid NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, shop_id, name),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CALL protect('team', 'SELECT, INSERT, UPDATE');

      CREATE TABLE member (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        -- Two accounts of one natural person share it: separation of duties is between people, not accounts.
        person_id uuid NOT NULL,
        -- The 'sub' claim an outside identity provider sends; the member id itself always works too.
        subject text,
        name text NOT NULL,
        email text,
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id)
      );
      CREATE UNIQUE INDEX member_subject ON member (merchant_id, subject) WHERE subject IS NOT NULL;
      CALL protect('member', 'SELECT, INSERT, UPDATE');

      CREATE TABLE membership (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        member_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('AGENT','LEADER','SUPERVISOR','FINANCE','INSPECTOR','ADMIN','AUDITOR')),
        shop_id uuid,
        team_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE NULLS NOT DISTINCT (merchant_id, member_id, role, shop_id, team_id),
        FOREIGN KEY (merchant_id, member_id) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        FOREIGN KEY (merchant_id, team_id) REFERENCES team (merchant_id, id)
      );
      CALL protect('membership', 'SELECT, INSERT, DELETE');

      CREATE TABLE api_key (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        name text NOT NULL,
        shop_id uuid,
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        secret_sha256 bytea NOT NULL CHECK (length(secret_sha256) = 32),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        revoked_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CREATE UNIQUE INDEX api_key_id ON api_key (id);
      CALL protect('api_key', 'SELECT, INSERT, UPDATE');
      -- A key arrives without its merchant: this is the one look-up across merchants, and it tells only which merchant to ask.
      CREATE FUNCTION merchant_of_api_key(key uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
        BEGIN ATOMIC SELECT merchant_id FROM api_key WHERE id = key; END;
      CREATE POLICY key_lookup ON api_key FOR SELECT USING (current_user = (SELECT owner_of('api_key')));
      REVOKE ALL ON FUNCTION merchant_of_api_key FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION merchant_of_api_key TO amends_app;

      CREATE TABLE reason (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        shop_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('RETURN_EXCHANGE','LOGISTICS','COMPLAINT')),
        code text NOT NULL,
        parent_code text,
        family text NOT NULL,
        label_en text NOT NULL,
        label_zh text NOT NULL,
        default_fault text NOT NULL,
        evidence_wanted text[] NOT NULL DEFAULT '{}',
        freight_payer text NOT NULL CHECK (freight_payer IN ('MERCHANT','CUSTOMER','BY_FINDING','NONE')),
        active boolean NOT NULL DEFAULT true,
        position integer NOT NULL DEFAULT 0,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, shop_id, kind, code),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CALL protect('reason', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(): Promise<void> {
    throw new Error('the first migration has nothing before it');
  }
}
