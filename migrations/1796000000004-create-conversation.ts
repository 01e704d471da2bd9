import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages, attachments, statements, findings, promises and the work asked of other departments. */
export class CreateConversation1796000000004 implements MigrationInterface {
  name = 'CreateConversation1796000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE message (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        author_kind text NOT NULL CHECK (author_kind IN ('CUSTOMER','AGENT','SYSTEM')),
        author_id uuid,
        -- HUMAN, BOT (a program that converses) or AUTOMATIC (a canned acknowledgement): only HUMAN answers a customer.
        origin text NOT NULL CHECK (origin IN ('HUMAN','BOT','AUTOMATIC')),
        visibility text NOT NULL CHECK (visibility IN ('PUBLIC','INTERNAL')),
        channel text NOT NULL,
        body text NOT NULL,
        -- What the text was found to say (greeting, empathy, apology...) and what the author declared (promised time, restated statement...).
        signals jsonb NOT NULL DEFAULT '{}',
        external_id text,
        at timestamptz NOT NULL,
        redacted_at timestamptz,
        redacted_by uuid,
        redaction_reason text,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        CHECK (author_kind <> 'CUSTOMER' OR visibility = 'PUBLIC'),
        CHECK ((redacted_at IS NULL) = (redaction_reason IS NULL))
      );
      CREATE INDEX message_ticket ON message (merchant_id, ticket_id, at, id);
      CREATE UNIQUE INDEX message_external ON message (merchant_id, ticket_id, external_id) WHERE external_id IS NOT NULL;
      CALL protect('message', 'SELECT, INSERT, UPDATE (body, signals, redacted_at, redacted_by, redaction_reason)');
      CREATE FUNCTION only_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.redacted_at IS NOT NULL OR NEW.redacted_at IS NULL THEN
          RAISE EXCEPTION 'the transcript is append-only; a message changes once, when it is redacted' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE ON message FOR EACH ROW EXECUTE FUNCTION only_redaction();
      CREATE TRIGGER never_deleted BEFORE DELETE ON message FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE attachment (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        message_id uuid,
        -- What it proves: PHOTO, VIDEO, PACKING_VIDEO, WEIGHT_RECORD, PROOF_OF_DELIVERY, COURIER_WITNESSED_OPENING, RECEIPT, OTHER...
        kind text NOT NULL,
        name text NOT NULL,
        media_type text NOT NULL,
        size integer NOT NULL CHECK (size > 0),
        sha256 bytea NOT NULL CHECK (length(sha256) = 32),
        storage_key text NOT NULL,
        created_by_kind text NOT NULL,
        created_by uuid,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, message_id) REFERENCES message (merchant_id, id)
      );
      CREATE INDEX attachment_ticket ON attachment (merchant_id, ticket_id, id);
      CALL protect('attachment', 'SELECT, INSERT, UPDATE (message_id)');
      CREATE TRIGGER claimed_once BEFORE UPDATE ON attachment FOR EACH ROW WHEN (OLD.message_id IS NOT NULL) EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER never_deleted BEFORE DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION refuse_change();

      CREATE TABLE statement (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        text text NOT NULL,
        wish text NOT NULL,
        -- Lines of the dispute it speaks of; empty: of the whole.
        order_line_ids uuid[] NOT NULL DEFAULT '{}',
        recorded_by uuid,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id)
      );
      CREATE INDEX statement_ticket ON statement (merchant_id, ticket_id, id);
      CALL protect('statement', 'SELECT, INSERT');

      CREATE TABLE finding (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        -- The two questions: did our goods or service cause it, and if so, was it misuse?
        caused_by_us boolean NOT NULL,
        misuse boolean,
        fault text NOT NULL,
        shares jsonb,
        liability text NOT NULL CHECK (liability IN ('PROVISIONAL','CONFIRMED')),
        verified_reason_code text,
        cause text NOT NULL,
        corrective_action text,
        recorded_by uuid NOT NULL,
        at timestamptz NOT NULL,
        confirmed_by uuid,
        confirmed_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        CHECK (caused_by_us OR misuse IS NULL),
        CHECK ((liability = 'CONFIRMED') = (confirmed_at IS NOT NULL))
      );
      CREATE INDEX finding_ticket ON finding (merchant_id, ticket_id, id);
      CALL protect('finding', 'SELECT, INSERT, UPDATE (liability, confirmed_by, confirmed_at)');

      CREATE TABLE promise (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        -- REPLY (we answer by then), CALLBACK (agreed time and channel) or DEED (something will have been done)
        kind text NOT NULL CHECK (kind IN ('REPLY','CALLBACK','DEED')),
        what text NOT NULL,
        channel text NOT NULL,
        due_at timestamptz NOT NULL,
        owner_id uuid,
        message_id uuid,
        agreed_by_customer boolean NOT NULL DEFAULT false,
        state text NOT NULL CHECK (state IN ('OPEN','KEPT','BROKEN','RENEGOTIATED')),
        ended_at timestamptz,
        ended_by_message_id uuid,
        replaced_by_id uuid,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, message_id) REFERENCES message (merchant_id, id)
      );
      CREATE INDEX promise_ticket ON promise (merchant_id, ticket_id, id);
      CALL protect('promise', 'SELECT, INSERT, UPDATE');

      CREATE TABLE task (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        department text NOT NULL CHECK (department IN ('WAREHOUSE','SUPPLIER','CARRIER_DESK','FINANCE','OPERATIONS','QUALITY','LEGAL')),
        question text NOT NULL,
        due_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('OPEN','ANSWERED','CANCELLED')),
        answer text,
        proof_ref text,
        opened_by uuid NOT NULL,
        ended_by uuid,
        ended_at timestamptz,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        CHECK ((state = 'OPEN') = (ended_at IS NULL)),
        CHECK ((state = 'ANSWERED') = (answer IS NOT NULL))
      );
      CREATE INDEX task_ticket ON task (merchant_id, ticket_id, id);
      CALL protect('task', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE task, promise, finding, statement, attachment, message; DROP FUNCTION only_redaction`);
  }
}
