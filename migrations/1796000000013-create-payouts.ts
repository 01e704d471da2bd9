import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Budgets, the ledger, payouts with their attempts, and the statements they are reconciled with. */
export class CreatePayouts1796000000013 implements MigrationInterface {
  name = 'CreatePayouts1796000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BUDGETS);
    await runner.query(LEDGER);
    await runner.query(PAYOUTS);
    await runner.query(STATEMENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE statement_line, bank_statement, payout_attempt, payout, payment_reference, payout_route, ledger_posting, ledger_movement, budget_override, budget;
      DROP FUNCTION check_movement_balances();
      DROP FUNCTION refuse_payout_rewrite();
    `);
  }
}

const BUDGETS = `
  CREATE TABLE budget (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    shop_id uuid NOT NULL,
    -- null: every reason that has no budget of its own in the period, and tickets without a reason.
    reason_family text,
    period text NOT NULL CHECK (period IN ('MONTH','QUARTER','NAMED')),
    -- Days of the shop's calendar, both belonging to the period.
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    currency char(3) NOT NULL,
    limit_minor bigint NOT NULL CHECK (limit_minor >= 0),
    -- What overrides have raised the limit by.
    overridden_minor bigint NOT NULL DEFAULT 0 CHECK (overridden_minor >= 0),
    reserved_minor bigint NOT NULL DEFAULT 0 CHECK (reserved_minor >= 0),
    committed_minor bigint NOT NULL DEFAULT 0 CHECK (committed_minor >= 0),
    -- What law or a platform's rules oblige to: counted apart, never refused.
    entitled_reserved_minor bigint NOT NULL DEFAULT 0 CHECK (entitled_reserved_minor >= 0),
    entitled_committed_minor bigint NOT NULL DEFAULT 0 CHECK (entitled_committed_minor >= 0),
    -- When the use last reached 80 %; null while it is below.
    warned_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE NULLS NOT DISTINCT (merchant_id, shop_id, currency, starts_on, ends_on, reason_family),
    FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
    CHECK (starts_on <= ends_on),
    CONSTRAINT budget_never_exceeded CHECK (reserved_minor + committed_minor <= limit_minor + overridden_minor)
  );
  CALL protect('budget', 'SELECT, INSERT, UPDATE');

  CREATE TABLE budget_override (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    budget_id uuid NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    reason text NOT NULL,
    by_member uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, budget_id) REFERENCES budget (merchant_id, id),
    FOREIGN KEY (merchant_id, by_member) REFERENCES member (merchant_id, id)
  );
  CREATE INDEX budget_override_budget ON budget_override (merchant_id, budget_id, id);
  CALL protect('budget_override', 'SELECT, INSERT');
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON budget_override FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;

const LEDGER = `
  CREATE TABLE ledger_movement (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL CHECK (type IN ('RESERVE','RELEASE','COMMIT','PAY','RECOVER','REVERSE')),
    -- The leg or the recovery it is about, and what made it move: one movement per subject, type and cause.
    subject_id uuid NOT NULL,
    cause text NOT NULL,
    leg_id uuid,
    offer_id uuid,
    recovery_id uuid,
    ticket_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    -- The budget that bears it; null where the shop has none for it.
    budget_id uuid,
    basis text CHECK (basis IN ('GOODWILL','STATUTORY','PACK')),
    currency char(3) NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    by_actor uuid,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, subject_id, type, cause),
    UNIQUE (merchant_id, id, currency),
    CHECK (subject_id = coalesce(leg_id, recovery_id)),
    CHECK (CASE type WHEN 'RECOVER' THEN recovery_id IS NOT NULL AND num_nonnulls(leg_id, offer_id, budget_id, basis) = 0
                     ELSE recovery_id IS NULL AND num_nonnulls(leg_id, offer_id, basis) = 3 END),
    FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg (merchant_id, id),
    FOREIGN KEY (merchant_id, recovery_id) REFERENCES recovery (merchant_id, id),
    FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
    FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
    FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
    FOREIGN KEY (merchant_id, budget_id) REFERENCES budget (merchant_id, id)
  );
  CREATE INDEX ledger_movement_offer ON ledger_movement (merchant_id, offer_id);
  CREATE INDEX ledger_movement_budget ON ledger_movement (merchant_id, budget_id, id) WHERE budget_id IS NOT NULL;
  CREATE INDEX ledger_movement_ticket ON ledger_movement (merchant_id, ticket_id);

  CREATE TABLE ledger_posting (
    merchant_id uuid NOT NULL,
    movement_id uuid NOT NULL,
    account text NOT NULL CHECK (account IN ('AVAILABLE','RESERVED','COMMITTED','PAID','RECOVERED','OUTSIDE')),
    currency char(3) NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
    PRIMARY KEY (merchant_id, movement_id, account),
    -- With the currency in the key, all postings of a movement are in its one currency.
    FOREIGN KEY (merchant_id, movement_id, currency) REFERENCES ledger_movement (merchant_id, id, currency)
  );

  CREATE FUNCTION check_movement_balances() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE moved uuid; total numeric; lines integer;
  BEGIN
    moved := (coalesce(to_jsonb(NEW)->>'movement_id', to_jsonb(NEW)->>'id'))::uuid;
    SELECT coalesce(sum(amount_minor), 0), count(*) INTO total, lines FROM ledger_posting WHERE merchant_id = NEW.merchant_id AND movement_id = moved;
    IF total <> 0 OR lines < 2 THEN
      RAISE EXCEPTION 'movement % does not balance', moved USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON ledger_movement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_movement_balances();
  CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_movement_balances();
  CALL protect('ledger_movement', 'SELECT, INSERT');
  CALL protect('ledger_posting', 'SELECT, INSERT');
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_movement FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only_all BEFORE TRUNCATE ON ledger_movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only_all BEFORE TRUNCATE ON ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const PAYOUTS = `
  -- How a shop pays. Secrets are named here, never kept: the value is read from the environment of the worker.
  CREATE TABLE payout_route (
    merchant_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    provider text NOT NULL CHECK (provider IN ('OUTSIDE','MANUAL','WEBHOOK','ALIPAY','STRIPE')),
    settings jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, shop_id),
    FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id)
  );
  CALL protect('payout_route', 'SELECT, INSERT, UPDATE');

  -- Under which reference a provider knows the payment of an order, where it is not the order's own number.
  CREATE TABLE payment_reference (
    merchant_id uuid NOT NULL,
    order_id uuid NOT NULL,
    provider text NOT NULL CHECK (provider IN ('WEBHOOK','ALIPAY','STRIPE')),
    reference text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, order_id, provider),
    FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id)
  );
  CALL protect('payment_reference', 'SELECT, INSERT, UPDATE');

  CREATE TABLE payout (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    order_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    leg_id uuid NOT NULL,
    -- The one key under which the provider is asked, for ever.
    key text NOT NULL,
    currency char(3) NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    provider text NOT NULL CHECK (provider IN ('OUTSIDE','MANUAL','WEBHOOK','ALIPAY','STRIPE')),
    state text NOT NULL CHECK (state IN ('REQUESTED','SENT','UNKNOWN','SETTLED','FAILED','REVERSED','CANCELLED')),
    version integer NOT NULL DEFAULT 1,
    -- The provider's, or the bank's: proof of the leg.
    reference text,
    failure text,
    attempts integer NOT NULL DEFAULT 0,
    -- When the worker looks at it next; null: not by itself.
    next_at timestamptz,
    lease_until timestamptz,
    -- Rises with every claim: an answer that comes to an older claim is kept, and decides nothing.
    fence integer NOT NULL DEFAULT 0,
    -- What the first of two people says became of it.
    entered_outcome text CHECK (entered_outcome IN ('SETTLED','FAILED','REVERSED')),
    entered_reference text,
    entered_reason text,
    entered_by uuid,
    entered_person uuid,
    entered_at timestamptz,
    confirmed_by uuid,
    confirmed_person uuid,
    requested_by uuid,
    requested_at timestamptz NOT NULL,
    sent_at timestamptz,
    unknown_at timestamptz,
    settled_at timestamptz,
    ended_at timestamptz,
    -- When the leg was fulfilled from the settlement.
    fulfilled_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, key),
    UNIQUE (merchant_id, leg_id),
    FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg (merchant_id, id),
    FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
    FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
    FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id),
    FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
    CHECK ((state IN ('SETTLED','REVERSED')) <= (reference IS NOT NULL AND settled_at IS NOT NULL)),
    CHECK ((state = 'FAILED') <= (failure IS NOT NULL)),
    -- Two people, not two accounts of one.
    CONSTRAINT payout_two_people CHECK (confirmed_person IS NULL OR confirmed_person <> entered_person)
  );
  CREATE INDEX payout_due ON payout (next_at, id) WHERE next_at IS NOT NULL;
  CREATE INDEX payout_unfulfilled ON payout (settled_at, id) WHERE state = 'SETTLED' AND fulfilled_at IS NULL;
  CREATE INDEX payout_ticket ON payout (merchant_id, ticket_id);
  CREATE INDEX payout_reference ON payout (merchant_id, reference) WHERE reference IS NOT NULL;
  CREATE INDEX payout_state ON payout (merchant_id, state, id);
  CALL protect('payout', 'SELECT, INSERT, UPDATE');
  -- What is to be done next, and how much of it there is; nothing of what it is.
  GRANT SELECT (merchant_id, id, state, next_at, unknown_at, settled_at, fulfilled_at) ON payout TO amends_worker;
  CREATE POLICY worker_reads ON payout FOR SELECT TO amends_worker USING (true);
  -- A key, an amount and a payee are decided once.
  CREATE FUNCTION refuse_payout_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (NEW.key, NEW.leg_id, NEW.offer_id, NEW.order_id, NEW.currency, NEW.amount_minor, NEW.provider)
       IS DISTINCT FROM (OLD.key, OLD.leg_id, OLD.offer_id, OLD.order_id, OLD.currency, OLD.amount_minor, OLD.provider) THEN
      RAISE EXCEPTION 'what a payout pays is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER decided_once BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION refuse_payout_rewrite();

  CREATE TABLE payout_attempt (
    merchant_id uuid NOT NULL,
    payout_id uuid NOT NULL,
    -- The claim's fence.
    number integer NOT NULL,
    action text NOT NULL CHECK (action IN ('SEND','QUERY','REPORT')),
    started_at timestamptz NOT NULL,
    answered_at timestamptz,
    -- What came back, without secrets and personal data; null while nothing did.
    answer jsonb,
    -- What it was taken to mean.
    outcome text,
    PRIMARY KEY (merchant_id, payout_id, number),
    FOREIGN KEY (merchant_id, payout_id) REFERENCES payout (merchant_id, id)
  );
  CALL protect('payout_attempt', 'SELECT, INSERT, UPDATE (answered_at, answer, outcome)');
`;

const STATEMENTS = `
  CREATE TABLE bank_statement (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    shop_id uuid NOT NULL,
    name text NOT NULL,
    -- Of the file as it came: the same file again is the same statement.
    content_sha256 bytea NOT NULL CHECK (length(content_sha256) = 32),
    covers_from date NOT NULL,
    covers_to date NOT NULL,
    imported_by uuid NOT NULL,
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, shop_id, content_sha256),
    FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
    FOREIGN KEY (merchant_id, imported_by) REFERENCES member (merchant_id, id),
    CHECK (covers_from <= covers_to)
  );
  CALL protect('bank_statement', 'SELECT, INSERT');

  CREATE TABLE statement_line (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    statement_id uuid NOT NULL,
    shop_id uuid NOT NULL,
    -- In the file, from 1.
    line integer NOT NULL,
    key text,
    reference text NOT NULL,
    currency char(3) NOT NULL,
    amount_minor bigint NOT NULL,
    booked_on date,
    -- The payout it shows, and how well: its key or reference with the same amount, or with another.
    payout_id uuid,
    match text NOT NULL CHECK (match IN ('KEY','REFERENCE','AMOUNT_DIFFERS','NONE')),
    PRIMARY KEY (merchant_id, id),
    -- A line met again in another file is the same line.
    UNIQUE (merchant_id, shop_id, reference, currency, amount_minor),
    FOREIGN KEY (merchant_id, statement_id) REFERENCES bank_statement (merchant_id, id),
    FOREIGN KEY (merchant_id, payout_id) REFERENCES payout (merchant_id, id),
    CHECK ((match = 'NONE') = (payout_id IS NULL))
  );
  CREATE INDEX statement_line_payout ON statement_line (merchant_id, payout_id) WHERE payout_id IS NOT NULL;
  CREATE INDEX statement_line_statement ON statement_line (merchant_id, statement_id, line);
  CALL protect('statement_line', 'SELECT, INSERT, UPDATE (payout_id, match)');
`;
