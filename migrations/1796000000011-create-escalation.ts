import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Escalation rules and what came of them, notifications, duty rosters, absences, profiles of agents, and the pace of the live chat. */
export class CreateEscalation1796000000011 implements MigrationInterface {
  name = 'CreateEscalation1796000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE escalation_rules (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        id uuid NOT NULL,
        name text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        body jsonb NOT NULL,
        published_at timestamptz NOT NULL,
        published_by uuid,
        PRIMARY KEY (merchant_id, id),
        -- One set is in force at a time, the newest: versions are counted per merchant.
        UNIQUE (merchant_id, version),
        FOREIGN KEY (merchant_id, published_by) REFERENCES member (merchant_id, id)
      );
      CALL protect('escalation_rules', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON escalation_rules FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- One chain of levels: a rule that applied to a clock of a ticket, or to the ticket itself.
      CREATE TABLE escalation (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        rules_id uuid NOT NULL,
        rule text NOT NULL,
        -- The clock it is about; the ticket where it is about none.
        anchor_id uuid NOT NULL,
        -- Of a clock: how often it was retargeted. Of the ticket: the place in its history.
        generation integer NOT NULL CHECK (generation > 0),
        -- What the offsets of the levels are counted from, and what a percentage is of.
        anchor_at timestamptz NOT NULL,
        target_ms bigint,
        state text NOT NULL CHECK (state IN ('OPEN','ACKNOWLEDGED','SETTLED','EXHAUSTED','CANCELLED')),
        -- The last level that fired; 0: none yet.
        level smallint NOT NULL CHECK (level BETWEEN 0 AND 5),
        acknowledgements smallint NOT NULL DEFAULT 0 CHECK (acknowledgements BETWEEN 0 AND 3),
        at timestamptz NOT NULL,
        ended_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, ticket_id, anchor_id, rule, generation),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, rules_id) REFERENCES escalation_rules (merchant_id, id),
        CHECK ((state = 'OPEN') = (ended_at IS NULL))
      );
      CREATE INDEX escalation_open ON escalation (merchant_id, ticket_id) WHERE state = 'OPEN';
      CALL protect('escalation', 'SELECT, INSERT, UPDATE');

      -- Each level of a chain fires once, by this key, however many workers try.
      CREATE TABLE escalation_level (
        merchant_id uuid NOT NULL,
        anchor_id uuid NOT NULL,
        rule text NOT NULL,
        generation integer NOT NULL,
        level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
        escalation_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        -- When it was to fire, and when it did: never before.
        due_at timestamptz NOT NULL,
        fired_at timestamptz NOT NULL,
        notified uuid[] NOT NULL,
        PRIMARY KEY (merchant_id, ticket_id, anchor_id, rule, generation, level),
        UNIQUE (merchant_id, escalation_id, level),
        FOREIGN KEY (merchant_id, escalation_id) REFERENCES escalation (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        CHECK (fired_at >= due_at)
      );
      CALL protect('escalation_level', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON escalation_level FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE notification (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        member_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        escalation_id uuid NOT NULL,
        rule text NOT NULL,
        level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
        -- HELD until the member's hours begin; DROPPED when the matter was over before.
        state text NOT NULL CHECK (state IN ('HELD','SHOWN','DROPPED')),
        held_until timestamptz,
        -- How many reasons it stands for: a member has at most one unread per ticket and level.
        times integer NOT NULL DEFAULT 1 CHECK (times > 0),
        at timestamptz NOT NULL,
        shown_at timestamptz,
        read_at timestamptz,
        acknowledged_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, member_id) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, escalation_id) REFERENCES escalation (merchant_id, id),
        CHECK ((state = 'SHOWN') = (shown_at IS NOT NULL)),
        CHECK (state <> 'HELD' OR held_until IS NOT NULL),
        CHECK (acknowledged_at IS NULL OR read_at IS NOT NULL),
        CHECK (read_at IS NULL OR state = 'SHOWN')
      );
      CREATE UNIQUE INDEX notification_unread ON notification (merchant_id, member_id, ticket_id, level) WHERE read_at IS NULL AND state <> 'DROPPED';
      CREATE INDEX notification_list ON notification (merchant_id, member_id, id) WHERE state = 'SHOWN';
      CREATE INDEX notification_ticket ON notification (merchant_id, ticket_id);
      CALL protect('notification', 'SELECT, INSERT, UPDATE');

      CREATE TABLE duty_roster (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        shop_id uuid NOT NULL,
        -- null: everybody of the shop.
        team_id uuid,
        version integer NOT NULL CHECK (version > 0),
        body jsonb NOT NULL,
        published_at timestamptz NOT NULL,
        published_by uuid NOT NULL,
        PRIMARY KEY (merchant_id, id),
        UNIQUE NULLS NOT DISTINCT (merchant_id, shop_id, team_id, version),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        FOREIGN KEY (merchant_id, team_id) REFERENCES team (merchant_id, id),
        FOREIGN KEY (merchant_id, published_by) REFERENCES member (merchant_id, id)
      );
      CALL protect('duty_roster', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_roster FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- Out of office [starts_at, ends_at), or disabled until enabled again. Tickets are handed over once it has begun.
      CREATE TABLE absence (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        member_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('OUT_OF_OFFICE','DISABLED')),
        delegate_id uuid,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz,
        -- null: tickets are still to be handed over.
        handed_over_at timestamptz,
        created_by uuid NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, member_id) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, delegate_id) REFERENCES member (merchant_id, id),
        CHECK (delegate_id <> member_id),
        CHECK (ends_at >= starts_at),
        CHECK (kind = 'DISABLED' OR ends_at IS NOT NULL)
      );
      CREATE INDEX absence_member ON absence (merchant_id, member_id, starts_at);
      CREATE INDEX absence_delegate ON absence (merchant_id, delegate_id, starts_at);
      CREATE INDEX absence_handover ON absence (starts_at, id) WHERE handed_over_at IS NULL;
      CREATE UNIQUE INDEX absence_disabled ON absence (merchant_id, member_id) WHERE kind = 'DISABLED' AND ends_at IS NULL;
      CALL protect('absence', 'SELECT, INSERT, UPDATE');
      GRANT SELECT ON absence TO amends_worker;
      CREATE POLICY worker_reads ON absence FOR SELECT TO amends_worker USING (true);

      -- What an agent is given by itself: only who has a profile is. The row is locked while the agent's tickets are counted.
      CREATE TABLE agent_profile (
        merchant_id uuid NOT NULL,
        member_id uuid NOT NULL,
        -- Open tickets at most; a person may still give or take more.
        cap integer NOT NULL CHECK (cap BETWEEN 1 AND 1000),
        kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
        languages text[] NOT NULL CHECK (cardinality(languages) > 0),
        severities text[] NOT NULL CHECK (cardinality(severities) > 0),
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, member_id),
        FOREIGN KEY (merchant_id, member_id) REFERENCES member (merchant_id, id)
      );
      CALL protect('agent_profile', 'SELECT, INSERT, UPDATE');

      CREATE TABLE assignment_setting (
        merchant_id uuid NOT NULL,
        shop_id uuid NOT NULL,
        on_opening boolean NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, shop_id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CALL protect('assignment_setting', 'SELECT, INSERT, UPDATE');

      -- When a live chat left the queue for the first time: the pace from which the expected wait is read.
      CREATE TABLE chat_pickup (
        merchant_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        shop_id uuid NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, ticket_id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
      );
      CREATE INDEX chat_pickup_pace ON chat_pickup (merchant_id, shop_id, at);
      CALL protect('chat_pickup', 'SELECT, INSERT');
      CREATE INDEX ticket_chat_queue ON ticket (merchant_id, shop_id, opened_at, id)
        WHERE status = 'OPEN' AND assignee_id IS NULL AND channel = 'CHAT';

      -- A task may be opened by a rule, which is nobody.
      ALTER TABLE task ALTER opened_by DROP NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ticket_chat_queue;
      DROP TABLE chat_pickup, assignment_setting, agent_profile, absence, duty_roster, notification, escalation_level, escalation, escalation_rules;
      ALTER TABLE task ALTER opened_by SET NOT NULL;
    `);
  }
}
