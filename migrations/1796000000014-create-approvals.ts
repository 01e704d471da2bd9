import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authority limits with their running totals, requests for approval with their decisions, delegations, overrides. */
export class CreateApprovals1796000000014 implements MigrationInterface {
  name = 'CreateApprovals1796000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE authority_policy (
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
      CALL protect('authority_policy', 'SELECT, INSERT');
      CREATE TRIGGER keep_published BEFORE UPDATE ON authority_policy FOR EACH ROW
        WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION keep_published();

      -- What stands in offers that are drafted, sent or accepted. A row is the counter and the lock: whoever offers moves all of theirs in one
      -- statement, in the order of rank (agent and day, customer, customer and day, order, shop and month), after the ticket and the order.
      CREATE TABLE authority_total (
        merchant_id uuid NOT NULL REFERENCES merchant (id),
        scope text NOT NULL CHECK (scope IN ('AGENT_DAY','CUSTOMER','CUSTOMER_DAY','ORDER','SHOP_MONTH')),
        -- A person, customer, order or shop.
        subject_id uuid NOT NULL,
        -- A day or month of the shop's time zone; '' where there is only one.
        period text NOT NULL,
        currency char(3) NOT NULL,
        amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
        PRIMARY KEY (merchant_id, scope, subject_id, currency, period)
      );
      CALL protect('authority_total', 'SELECT, INSERT, UPDATE');

      -- What was found when an offer was made (or asked for anew). One per offer.
      CREATE TABLE offer_authority (
        merchant_id uuid NOT NULL,
        offer_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        shop_id uuid NOT NULL,
        order_id uuid,
        customer_id uuid,
        -- NULL: the merchant had published none, so there were no limits.
        policy_id uuid,
        -- WITHIN: approved by the rule itself. ENTITLED: nothing in it is goodwill. BEYOND: only an approval lets it be sent. NO_LIMITS: no policy.
        verdict text NOT NULL CHECK (verdict IN ('WITHIN','ENTITLED','BEYOND','NO_LIMITS')),
        -- Whose limits were asked, and which of them.
        holder text NOT NULL,
        checked text[] NOT NULL,
        exceeded jsonb NOT NULL,
        -- Each part within its bound, and too much only together with others.
        looks_split boolean NOT NULL,
        -- Of order, payee, currency, lines, types and amounts. What has another digest has no approval.
        digest bytea NOT NULL CHECK (length(digest) = 32),
        goodwill_minor bigint NOT NULL CHECK (goodwill_minor >= 0),
        currency char(3),
        member_id uuid NOT NULL,
        person_id uuid NOT NULL,
        -- The totals it is counted in, until they are released.
        counted jsonb NOT NULL,
        at timestamptz NOT NULL,
        released_at timestamptz,
        PRIMARY KEY (merchant_id, offer_id),
        FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id),
        FOREIGN KEY (merchant_id, customer_id) REFERENCES customer (merchant_id, id),
        FOREIGN KEY (merchant_id, policy_id) REFERENCES authority_policy (merchant_id, id),
        FOREIGN KEY (merchant_id, member_id) REFERENCES member (merchant_id, id),
        CHECK ((verdict = 'BEYOND') = (jsonb_array_length(exceeded) > 0))
      );
      CREATE INDEX offer_authority_age ON offer_authority (merchant_id, at, offer_id);
      CREATE INDEX offer_authority_customer ON offer_authority (merchant_id, customer_id, at);
      CALL protect('offer_authority', 'SELECT, INSERT, UPDATE');

      CREATE TABLE approval_request (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        offer_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        shop_id uuid NOT NULL,
        purpose text NOT NULL CHECK (purpose IN ('GOODWILL','REFUSAL')),
        state text NOT NULL CHECK (state IN ('PENDING','APPROVED','REJECTED','WITHDRAWN','OVERRIDDEN')),
        version integer NOT NULL CHECK (version > 0),
        digest bytea NOT NULL CHECK (length(digest) = 32),
        goodwill_minor bigint NOT NULL,
        currency char(3),
        exceeded jsonb NOT NULL,
        -- The levels as they were when it was asked; a later policy does not change who decides this one.
        chain jsonb NOT NULL,
        level smallint NOT NULL CHECK (level >= 0),
        escalations smallint NOT NULL DEFAULT 0 CHECK (escalations >= 0),
        -- Who is asked now, for the queues; the decision itself looks again.
        asked_roles text[] NOT NULL,
        asked_members uuid[] NOT NULL,
        requested_by uuid NOT NULL,
        requester_person uuid NOT NULL,
        editor_person uuid NOT NULL,
        note text,
        requested_at timestamptz NOT NULL,
        due_at timestamptz,
        ended_at timestamptz,
        ended_note text,
        PRIMARY KEY (merchant_id, id),
        UNIQUE (merchant_id, id, requester_person, editor_person),
        FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        FOREIGN KEY (merchant_id, requested_by) REFERENCES member (merchant_id, id),
        CHECK ((state = 'PENDING') = (ended_at IS NULL)),
        CHECK ((state = 'PENDING') = (due_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX approval_one_pending ON approval_request (merchant_id, offer_id) WHERE state = 'PENDING';
      CREATE UNIQUE INDEX approval_one_granted ON approval_request (merchant_id, offer_id) WHERE state IN ('APPROVED','OVERRIDDEN');
      CREATE INDEX approval_queue ON approval_request (merchant_id, due_at, id) WHERE state = 'PENDING';
      CREATE INDEX approval_age ON approval_request (merchant_id, requested_at, id);
      CREATE INDEX approval_ticket ON approval_request (merchant_id, ticket_id);
      CALL protect('approval_request', 'SELECT, INSERT, UPDATE');
      -- What has ended stays ended, and what was asked stays what was asked.
      CREATE FUNCTION keep_request() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'a request for approval ends once, and what it asks for never changes' USING ERRCODE = 'restrict_violation'; END $$;
      CREATE TRIGGER keep_request BEFORE UPDATE ON approval_request FOR EACH ROW
        WHEN (OLD.state <> 'PENDING' OR (OLD.digest, OLD.chain, OLD.requester_person, OLD.editor_person, OLD.offer_id, OLD.goodwill_minor)
          IS DISTINCT FROM (NEW.digest, NEW.chain, NEW.requester_person, NEW.editor_person, NEW.offer_id, NEW.goodwill_minor))
        EXECUTE FUNCTION keep_request();

      CREATE TABLE delegation (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        from_member uuid NOT NULL,
        to_member uuid NOT NULL,
        shop_id uuid,
        -- From starts_at on, up to but not including ends_at.
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
        reason text NOT NULL,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_by uuid,
        revoked_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, from_member) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, to_member) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
        CHECK (from_member <> to_member),
        CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
      );
      CREATE INDEX delegation_to ON delegation (merchant_id, to_member, ends_at);
      CREATE INDEX delegation_from ON delegation (merchant_id, from_member, ends_at);
      CALL protect('delegation', 'SELECT, INSERT, UPDATE');

      CREATE TABLE approval_decision (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        request_id uuid NOT NULL,
        -- The version of the request it was taken on.
        request_version integer NOT NULL,
        level smallint NOT NULL,
        decision text NOT NULL CHECK (decision IN ('APPROVE','REJECT')),
        by_member uuid NOT NULL,
        by_person uuid NOT NULL,
        -- Set when it was taken in another's place.
        delegation_id uuid,
        for_person uuid,
        -- Whose limits covered it.
        holder text NOT NULL,
        reason text NOT NULL,
        at timestamptz NOT NULL,
        -- Copied from the request and held to it by the key, so that the database itself refuses one who decides on a request of their own.
        requester_person uuid NOT NULL,
        editor_person uuid NOT NULL,
        PRIMARY KEY (merchant_id, id),
        -- One person counts once, over all levels.
        UNIQUE (merchant_id, request_id, by_person),
        UNIQUE (merchant_id, request_id, for_person),
        FOREIGN KEY (merchant_id, request_id, requester_person, editor_person)
          REFERENCES approval_request (merchant_id, id, requester_person, editor_person),
        FOREIGN KEY (merchant_id, by_member) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, delegation_id) REFERENCES delegation (merchant_id, id),
        CHECK (by_person <> requester_person AND by_person <> editor_person),
        CHECK (for_person IS NULL OR (for_person <> requester_person AND for_person <> editor_person AND for_person <> by_person)),
        CHECK ((delegation_id IS NULL) = (for_person IS NULL))
      );
      CALL protect('approval_decision', 'SELECT, INSERT');
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();

      -- An admin asks to pass a request without its approvers; another confirms, or it runs out.
      CREATE TABLE approval_override (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        request_id uuid NOT NULL,
        reason text NOT NULL,
        asked_by uuid NOT NULL,
        asked_person uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > asked_at),
        confirmed_by uuid,
        confirmed_person uuid,
        confirmed_at timestamptz,
        confirmed_reason text,
        requester_person uuid NOT NULL,
        editor_person uuid NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, request_id, requester_person, editor_person)
          REFERENCES approval_request (merchant_id, id, requester_person, editor_person),
        FOREIGN KEY (merchant_id, asked_by) REFERENCES member (merchant_id, id),
        FOREIGN KEY (merchant_id, confirmed_by) REFERENCES member (merchant_id, id),
        CHECK (num_nonnulls(confirmed_by, confirmed_person, confirmed_at, confirmed_reason) IN (0, 4)),
        -- Two different persons, neither of whom asked for the money.
        CHECK (confirmed_person <> asked_person),
        CHECK (asked_person <> requester_person AND asked_person <> editor_person),
        CHECK (confirmed_person <> requester_person AND confirmed_person <> editor_person)
      );
      CREATE INDEX approval_override_request ON approval_override (merchant_id, request_id);
      CREATE UNIQUE INDEX approval_override_once ON approval_override (merchant_id, request_id) WHERE confirmed_at IS NOT NULL;
      CALL protect('approval_override', 'SELECT, INSERT, UPDATE');

      -- The persons known to be behind a customer's account: what that customer is paid, they do not approve.
      CREATE TABLE customer_person (
        merchant_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        person_id uuid NOT NULL,
        declared_by uuid NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, customer_id, person_id),
        FOREIGN KEY (merchant_id, customer_id) REFERENCES customer (merchant_id, id),
        FOREIGN KEY (merchant_id, declared_by) REFERENCES member (merchant_id, id)
      );
      CALL protect('customer_person', 'SELECT, INSERT, DELETE');

      -- What reports read.
      CREATE INDEX offer_accepted ON offer (merchant_id, decided_at) WHERE state = 'ACCEPTED';
      CREATE INDEX offer_leg_fulfilled ON offer_leg (merchant_id, ended_at) WHERE state = 'FULFILLED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX offer_accepted, offer_leg_fulfilled;
      DROP TABLE customer_person, approval_override, approval_decision, delegation, approval_request, offer_authority, authority_total, authority_policy;
      DROP FUNCTION keep_request;
    `);
  }
}
