import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Process definitions, tickets, their clocks, the event log every feature writes to, idempotency keys and kept counts. */
export class CreateTickets1796000000003 implements MigrationInterface {
  name = 'CreateTickets1796000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE process_definition (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        name text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        body jsonb NOT NULL,
        published_at timestamptz,
        published_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, name, version)
      );
      CALL protect('process_definition', 'SELECT, INSERT, UPDATE');
      CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'restrict_violation'; END $$;
      CREATE TRIGGER keep_published BEFORE UPDATE ON process_definition FOR EACH ROW
        WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION keep_published();

      CREATE TABLE sla_policy (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        name text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        body jsonb NOT NULL,
        published_at timestamptz,
        published_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, name, version)
      );
      CALL protect('sla_policy', 'SELECT, INSERT, UPDATE');
      CREATE TRIGGER keep_published BEFORE UPDATE ON sla_policy FOR EACH ROW
        WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION keep_published();

      CREATE TABLE ticket (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        number text NOT NULL,
        shop_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('RETURN_EXCHANGE','LOGISTICS','COMPLAINT')),
        status text NOT NULL CHECK (status IN ('OPEN','ON_HOLD','CLOSED')),
        resolution text CHECK (resolution IN ('COMPLETED','WITHDRAWN','MERGED')),
        version integer NOT NULL CHECK (version > 0),
        external_ref text,
        source text NOT NULL CHECK (source IN ('CUSTOMER','AGENT','PLATFORM','WATCHER')),
        channel text NOT NULL,
        priority text NOT NULL CHECK (priority IN ('LOW','NORMAL','HIGH','URGENT')),
        severity text NOT NULL CHECK (severity IN ('MINOR','NORMAL','SEVERE')),
        emotion text NOT NULL CHECK (emotion IN ('CALM','UPSET','ANGRY')),
        tags text[] NOT NULL DEFAULT '{}',
        subject text NOT NULL,
        problem text NOT NULL,
        customer_id uuid,
        order_id uuid,
        assignee_id uuid,
        team_id uuid,
        -- What the customer said, in the customer's words: written once.
        stated_reason_code text,
        stated_reason_text text,
        -- What we found the reason to be; changed by findings, with its history in the event log.
        verified_reason_code text,
        respondent_id uuid,
        -- The rest of the kind's own data, validated per kind before it is saved.
        details jsonb NOT NULL DEFAULT '{}',
        definition_id uuid NOT NULL,
        policy_id uuid NOT NULL,
        current_step text,
        -- The evaluated steps, written by the same command that recorded the facts; replaying the facts gives the same.
        steps jsonb NOT NULL,
        waiting_on text NOT NULL CHECK (waiting_on IN ('US','CUSTOMER','PLATFORM','CARRIER','WAREHOUSE','SUPPLIER','NOBODY')),
        hold_reason text,
        next_due_at timestamptz,
        last_customer_message_at timestamptz,
        last_public_message_at timestamptz,
        merged_into_id uuid,
        opened_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        closed_at timestamptz,
        -- What queues sort by: keyset pages need keys that are never NULL.
        due_key timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(next_due_at, 'infinity'::timestamptz)) STORED,
        priority_key smallint NOT NULL GENERATED ALWAYS AS
          (CASE priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END) STORED,
        -- What a text search looks at.
        search_key text NOT NULL GENERATED ALWAYS AS (lower(number || ' ' || coalesce(external_ref, '') || ' ' || subject)) STORED,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, number),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        FOREIGN KEY (merchant_id, customer_id) REFERENCES customer (merchant_id, id),
        FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id),
        FOREIGN KEY (merchant_id, assignee_id) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, team_id) REFERENCES team (merchant_id, id),
        FOREIGN KEY (merchant_id, respondent_id) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, definition_id) REFERENCES process_definition (merchant_id, id),
        FOREIGN KEY (merchant_id, policy_id) REFERENCES sla_policy (merchant_id, id),
        FOREIGN KEY (merchant_id, merged_into_id) REFERENCES ticket (merchant_id, id),
        CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL)),
        CHECK ((status = 'CLOSED') = (resolution IS NOT NULL)),
        CHECK ((status = 'ON_HOLD') = (hold_reason IS NOT NULL)),
        CHECK (respondent_id IS NULL OR assignee_id IS DISTINCT FROM respondent_id)
      );
      CREATE UNIQUE INDEX ticket_external_ref ON ticket (merchant_id, shop_id, kind, external_ref) WHERE external_ref IS NOT NULL;
      -- The working queues, in the orders they are read; closed tickets are in none of them.
      CREATE INDEX ticket_queue_due ON ticket (merchant_id, due_key, id) WHERE status <> 'CLOSED';
      CREATE INDEX ticket_queue_priority ON ticket (merchant_id, priority_key, due_key, id) WHERE status <> 'CLOSED';
      CREATE INDEX ticket_queue_assignee ON ticket (merchant_id, assignee_id, due_key, id) WHERE status <> 'CLOSED';
      CREATE INDEX ticket_age ON ticket (merchant_id, opened_at, id);
      CREATE INDEX ticket_customer ON ticket (merchant_id, customer_id, opened_at);
      CREATE INDEX ticket_order ON ticket (merchant_id, order_id);
      CALL protect('ticket', 'SELECT, INSERT, UPDATE');
      CREATE FUNCTION keep_stated_reason() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'what the customer stated is never edited' USING ERRCODE = 'restrict_violation'; END $$;
      CREATE TRIGGER keep_stated_reason BEFORE UPDATE OF stated_reason_code, stated_reason_text ON ticket FOR EACH ROW
        WHEN (OLD.stated_reason_code IS DISTINCT FROM NEW.stated_reason_code OR OLD.stated_reason_text IS DISTINCT FROM NEW.stated_reason_text)
        EXECUTE FUNCTION keep_stated_reason();

      CREATE TABLE ticket_line (
        merchant_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        order_line_id uuid NOT NULL,
        quantity integer NOT NULL CHECK (quantity > 0),
        PRIMARY KEY (merchant_id, ticket_id, order_line_id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, order_line_id) REFERENCES order_line (merchant_id, id)
      );
      CALL protect('ticket_line', 'SELECT, INSERT, DELETE');

      CREATE TABLE ticket_parcel (
        merchant_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        parcel_id uuid NOT NULL,
        PRIMARY KEY (merchant_id, ticket_id, parcel_id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, parcel_id) REFERENCES parcel (merchant_id, id)
      );
      CALL protect('ticket_parcel', 'SELECT, INSERT, DELETE');

      CREATE TABLE ticket_link (
        merchant_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('DUPLICATE_OF','CHILD_OF','SAME_INCIDENT')),
        target_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, ticket_id, kind, target_id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, target_id) REFERENCES ticket (merchant_id, id),
        CHECK (ticket_id <> target_id)
      );
      CREATE INDEX ticket_link_target ON ticket_link (merchant_id, target_id);
      CALL protect('ticket_link', 'SELECT, INSERT, DELETE');

      -- The one log. Some types are facts the process is evaluated from; all of them are the timeline and, later, the feed.
      -- A ticket's events are written under its row lock, so per ticket the order of ids is the order of commits.
      CREATE TABLE event (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id bigint GENERATED ALWAYS AS IDENTITY,
        subject_type text NOT NULL,
        subject_id uuid NOT NULL,
        subject_version integer NOT NULL,
        type text NOT NULL,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL CHECK (actor_kind IN ('MEMBER','API_KEY','SYSTEM')),
        actor_id uuid,
        -- The operation that caused it, with the id of the request.
        cause text NOT NULL,
        request_id text,
        is_fact boolean NOT NULL,
        data jsonb NOT NULL,
        -- { field: [before, after] } of the columns the command changed.
        changes jsonb,
        -- Set where something may happen only once per ticket, e.g. 'step:RESPOND:1'.
        once_key text,
        PRIMARY KEY (merchant_id, subject_id, id)
      );
      CREATE UNIQUE INDEX event_once ON event (merchant_id, subject_id, once_key) WHERE once_key IS NOT NULL;
      CALL protect('event', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER append_only_all BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE clock (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        -- STEP, RESOLUTION, PROMISE, OFFER, RESTATEMENT, TASK; subject says which step, promise, offer...
        kind text NOT NULL,
        subject text NOT NULL,
        state text NOT NULL CHECK (state IN ('RUNNING','PAUSED','SATISFIED','BREACHED','CANCELLED')),
        target_ms bigint NOT NULL CHECK (target_ms > 0),
        started_at timestamptz NOT NULL,
        -- NULL while paused: nothing falls due then
        due_at timestamptz,
        remaining_ms bigint,
        ended_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        CHECK ((state = 'RUNNING') <= (due_at IS NOT NULL)),
        CHECK ((state = 'PAUSED') = (remaining_ms IS NOT NULL))
      );
      CREATE INDEX clock_ticket ON clock (merchant_id, ticket_id);
      CREATE INDEX clock_due ON clock (due_at, id) WHERE state = 'RUNNING';
      CREATE UNIQUE INDEX clock_one_open ON clock (merchant_id, ticket_id, kind, subject) WHERE state IN ('RUNNING','PAUSED');
      CALL protect('clock', 'SELECT, INSERT, UPDATE');
      GRANT SELECT ON clock, merchant TO amends_worker;
      CREATE POLICY worker_reads ON clock FOR SELECT TO amends_worker USING (true);
      CREATE POLICY worker_reads ON merchant FOR SELECT TO amends_worker USING (true);

      CREATE TABLE clock_entry (
        merchant_id uuid NOT NULL,
        clock_id uuid NOT NULL,
        seq smallint NOT NULL,
        type text NOT NULL CHECK (type IN ('STARTED','PAUSED','RESUMED','RETARGETED','SATISFIED','BREACHED','CANCELLED')),
        at timestamptz NOT NULL,
        due_at timestamptz,
        data jsonb NOT NULL DEFAULT '{}',
        PRIMARY KEY (merchant_id, clock_id, seq),
        FOREIGN KEY (merchant_id, clock_id) REFERENCES clock (merchant_id, id)
      );
      CREATE UNIQUE INDEX clock_entry_breach ON clock_entry (merchant_id, clock_id) WHERE type = 'BREACHED';
      CALL protect('clock_entry', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON clock_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE idempotency (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        actor_id uuid NOT NULL,
        operation text NOT NULL,
        key text NOT NULL,
        request_sha256 bytea NOT NULL,
        -- The public id of what the first call made or changed: the answer is read again from it.
        result jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, actor_id, operation, key)
      );
      -- What is swept after a week; the rest is kept for ever, and would have to be passed over in every sweep.
      CREATE INDEX idempotency_age ON idempotency (created_at)
        WHERE operation NOT IN ('MAKE_OFFER', 'SEND_OFFER', 'ACCEPT_OFFER', 'REFUSE_OFFER', 'FULFIL_LEG', 'CANCEL_LEG');
      CALL protect('idempotency', 'SELECT, INSERT, UPDATE');
      GRANT SELECT, DELETE ON idempotency TO amends_worker;
      CREATE POLICY worker_sweeps ON idempotency FOR ALL TO amends_worker USING (true);

      -- Kept counts: a command adds rows of +1 and -1, the worker folds them into one row per place. Reading sums the few rows there are,
      -- so the answer costs the same at a thousand tickets and at ten million, and no two commands wait on a counter.
      CREATE TABLE ticket_count (
        merchant_id uuid NOT NULL,
        shop_id uuid NOT NULL,
        kind text NOT NULL,
        status text NOT NULL,
        step text NOT NULL,
        n bigint NOT NULL,
        folded boolean NOT NULL DEFAULT false
      );
      CREATE INDEX ticket_count_merchant ON ticket_count (merchant_id, shop_id);
      CREATE INDEX ticket_count_unfolded ON ticket_count (folded) WHERE NOT folded;
      CREATE UNIQUE INDEX ticket_count_folded ON ticket_count (merchant_id, shop_id, kind, status, step) WHERE folded;
      CALL protect('ticket_count', 'SELECT, INSERT');
      GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_count TO amends_worker;
      CREATE POLICY worker_folds ON ticket_count FOR ALL TO amends_worker USING (true) WITH CHECK (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE ticket_count, idempotency, clock_entry, clock, event, ticket_link, ticket_parcel, ticket_line, ticket, sla_policy, process_definition;
      DROP FUNCTION keep_stated_reason, keep_published;
    `);
  }
}
