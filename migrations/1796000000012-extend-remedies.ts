import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds by line, goods on their way back and forth, counter-offers, fault and ladder tables, liability and recoveries. */
export class ExtendRemedies1796000000012 implements MigrationInterface {
  name = 'ExtendRemedies1796000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ORDERS);
    await runner.query(OFFERS);
    await runner.query(GOODS);
    await runner.query(FINDINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE recovery, recovery_claim, rule_table, leg_unit, goods_leg, counter_offer, offer_refund_line;
      UPDATE finding SET liability = CASE WHEN liability = 'CONFIRMED' THEN 'CONFIRMED' ELSE 'PROVISIONAL' END;
      ALTER TABLE finding DROP CONSTRAINT finding_liability_check, DROP CONSTRAINT finding_confirmed_timed,
        DROP COLUMN override_reason, DROP COLUMN proposal, DROP COLUMN supersedes_id, DROP COLUMN dispute, DROP COLUMN disputed_by, DROP COLUMN disputed_at;
      ALTER TABLE finding ADD CONSTRAINT finding_liability_check CHECK (liability IN ('PROVISIONAL','CONFIRMED'));
      ALTER TABLE finding ADD CHECK ((liability = 'CONFIRMED') = (confirmed_at IS NOT NULL));
      ALTER TABLE offer DROP COLUMN declined_rights, DROP COLUMN counter_offer_id;
      ALTER TABLE offer_leg DROP COLUMN basis, DROP COLUMN pack_row;
      ALTER TABLE order_line DROP COLUMN unit_price_minor, DROP COLUMN gift, DROP COLUMN no_return;
      ALTER TABLE sales_order DROP COLUMN discount_minor, DROP COLUMN coupon_minor;
    `);
  }
}

const ORDERS = `
  -- Taken off the order as a whole, and shown by no line.
  ALTER TABLE sales_order ADD COLUMN discount_minor bigint NOT NULL DEFAULT 0 CHECK (discount_minor >= 0);
  ALTER TABLE sales_order ADD COLUMN coupon_minor bigint NOT NULL DEFAULT 0 CHECK (coupon_minor >= 0);
  -- Of one piece, before any discount.
  ALTER TABLE order_line ADD COLUMN unit_price_minor bigint CHECK (unit_price_minor >= 0);
  ALTER TABLE order_line ADD COLUMN gift boolean NOT NULL DEFAULT false;
  -- Why the right to return without a reason does not hold for it; NULL: it holds.
  ALTER TABLE order_line ADD COLUMN no_return text CHECK (no_return IN ('MADE_TO_ORDER','PERISHABLE','DIGITAL_OPENED','PERIODICAL','UNSAFE_ONCE_OPENED',
    'WORTHLESS_ONCE_USED','NEAR_EXPIRY_OR_FLAWED','SEALED_HYGIENE'));
`;

const OFFERS = `
  -- GOODWILL: ours to give. STATUTORY: owed by law. PACK: owed by a row of a platform's policy pack.
  ALTER TABLE offer_leg ADD COLUMN basis text NOT NULL DEFAULT 'GOODWILL' CHECK (basis IN ('GOODWILL','STATUTORY','PACK'));
  ALTER TABLE offer_leg ADD COLUMN pack_row text;
  ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_pack_named CHECK ((basis = 'PACK') = (pack_row IS NOT NULL));
  -- A refusal that touches rights of the customer's names them.
  ALTER TABLE offer ADD COLUMN declined_rights text[] NOT NULL DEFAULT '{}';
  ALTER TABLE offer ADD CONSTRAINT offer_rights_declined CHECK (cardinality(declined_rights) = 0 OR refusal_reason IS NOT NULL);

  -- How the amount of a refund leg came about, line by line. Never changed: another amount is another offer.
  CREATE TABLE offer_refund_line (
    merchant_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    leg_id uuid NOT NULL,
    order_line_id uuid NOT NULL,
    -- GIFT_KEPT: its goods_minor is taken off.
    kind text NOT NULL CHECK (kind IN ('REFUND','GIFT_KEPT')),
    quantity integer NOT NULL CHECK (quantity > 0),
    list_minor bigint NOT NULL CHECK (list_minor >= 0),
    discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
    coupon_minor bigint NOT NULL CHECK (coupon_minor >= 0),
    adjustment_minor bigint NOT NULL,
    goods_minor bigint NOT NULL CHECK (goods_minor >= 0),
    with_freight boolean NOT NULL,
    freight_minor bigint NOT NULL CHECK (freight_minor >= 0),
    PRIMARY KEY (merchant_id, offer_id, order_line_id, kind),
    FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
    FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg (merchant_id, id),
    FOREIGN KEY (merchant_id, order_line_id) REFERENCES order_line (merchant_id, id),
    CHECK (list_minor - discount_minor - coupon_minor + adjustment_minor = goods_minor),
    CHECK (with_freight OR freight_minor = 0)
  );
  CREATE INDEX offer_refund_line_line ON offer_refund_line (merchant_id, order_line_id);
  CALL protect('offer_refund_line', 'SELECT, INSERT');

  -- What the customer proposes instead.
  CREATE TABLE counter_offer (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    -- The offer it answers; NULL: the customer spoke first.
    offer_id uuid,
    wish text NOT NULL,
    amount_minor bigint CHECK (amount_minor > 0),
    currency char(3),
    note text,
    message_id uuid,
    proof_ref text,
    recorded_by uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
    FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
    FOREIGN KEY (merchant_id, message_id) REFERENCES message (merchant_id, id),
    CHECK ((amount_minor IS NULL) = (currency IS NULL)),
    CHECK (num_nonnulls(message_id, proof_ref) > 0)
  );
  CREATE INDEX counter_offer_ticket ON counter_offer (merchant_id, ticket_id, id);
  CALL protect('counter_offer', 'SELECT, INSERT');
  -- The customer's proposal an offer answers.
  ALTER TABLE offer ADD COLUMN counter_offer_id uuid;
  ALTER TABLE offer ADD FOREIGN KEY (merchant_id, counter_offer_id) REFERENCES counter_offer (merchant_id, id);
`;

const GOODS = `
  -- Where the goods of a leg are. One row for each leg that moves goods, from acceptance on.
  CREATE TABLE goods_leg (
    merchant_id uuid NOT NULL,
    leg_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    stage text NOT NULL CHECK (stage IN ('AUTHORISED','ISSUED','SHIPPED','IN_TRANSIT','RECEIVED','INSPECTED','RESTOCKED','WRITTEN_OFF','REFUNDED',
      'REPAIRED','RESHIPPED','DELIVERED','EXPIRED','CANCELLED')),
    return_address text,
    label_ref text,
    -- The customer ships by then, or it expires.
    ship_by timestamptz,
    carrier text,
    waybill text,
    out_carrier text,
    out_waybill text,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, leg_id),
    FOREIGN KEY (merchant_id, leg_id) REFERENCES offer_leg (merchant_id, id),
    FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
    CHECK ((carrier IS NULL) = (waybill IS NULL)),
    CHECK ((out_carrier IS NULL) = (out_waybill IS NULL)),
    CHECK (stage NOT IN ('SHIPPED') OR waybill IS NOT NULL),
    CHECK (stage <> 'RESHIPPED' OR out_waybill IS NOT NULL)
  );
  ALTER TABLE offer NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE offer_leg NO FORCE ROW LEVEL SECURITY;
  INSERT INTO goods_leg (merchant_id, leg_id, ticket_id, stage, moved_at)
    SELECT l.merchant_id, l.id, l.ticket_id, 'AUTHORISED', o.decided_at FROM offer_leg l
      JOIN offer o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id AND o.state = 'ACCEPTED'
     WHERE l.state = 'PENDING' AND l.type IN ('RETURN','EXCHANGE','RESHIP','REPAIR');
  ALTER TABLE offer FORCE ROW LEVEL SECURITY;
  ALTER TABLE offer_leg FORCE ROW LEVEL SECURITY;
  CREATE INDEX goods_leg_waybill ON goods_leg (merchant_id, carrier, waybill) WHERE waybill IS NOT NULL;
  CREATE INDEX goods_leg_out_waybill ON goods_leg (merchant_id, out_carrier, out_waybill) WHERE out_waybill IS NOT NULL;
  CREATE INDEX goods_leg_ticket ON goods_leg (merchant_id, ticket_id);
  CALL protect('goods_leg', 'SELECT, INSERT, UPDATE');

  -- What the inspector saw of one piece. Never changed.
  CREATE TABLE leg_unit (
    merchant_id uuid NOT NULL,
    leg_id uuid NOT NULL,
    unit integer NOT NULL CHECK (unit > 0),
    condition text NOT NULL CHECK (condition IN ('INTACT','OPENED','USED','DAMAGED','WRONG_ITEM','EMPTY')),
    accessories_complete boolean NOT NULL,
    missing text,
    serial text,
    serial_matches boolean,
    weight_grams integer CHECK (weight_grams >= 0),
    photo_ids uuid[] NOT NULL DEFAULT '{}',
    verdict text NOT NULL CHECK (verdict IN ('ACCEPTED','REDUCED','REJECTED')),
    note text,
    inspected_by uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, leg_id, unit),
    FOREIGN KEY (merchant_id, leg_id) REFERENCES goods_leg (merchant_id, leg_id),
    FOREIGN KEY (merchant_id, inspected_by) REFERENCES member (merchant_id, id),
    -- Goods held against the customer are shown.
    CHECK (verdict = 'ACCEPTED' OR cardinality(photo_ids) > 0)
  );
  CALL protect('leg_unit', 'SELECT, INSERT');

  -- Decision tables of a shop: which fault is proposed (FAULT), which remedy comes next (LADDER). The newest version holds; without one the product's own.
  CREATE TABLE rule_table (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    shop_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('FAULT','LADDER')),
    version integer NOT NULL CHECK (version > 0),
    body jsonb NOT NULL,
    published_by uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    UNIQUE (merchant_id, shop_id, kind, version),
    FOREIGN KEY (merchant_id, shop_id) REFERENCES shop (merchant_id, id),
    FOREIGN KEY (merchant_id, published_by) REFERENCES member (merchant_id, id)
  );
  CALL protect('rule_table', 'SELECT, INSERT');

  -- Money asked back from whoever caused the loss. It may outlive the ticket.
  CREATE TABLE recovery_claim (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    finding_id uuid NOT NULL,
    against text NOT NULL CHECK (against IN ('CARRIER','SUPPLIER','WAREHOUSE','PLATFORM')),
    state text NOT NULL CHECK (state IN ('FILED','AGREED','REJECTED','SETTLED','ABANDONED')),
    external_ref text,
    claimed_minor bigint NOT NULL CHECK (claimed_minor > 0),
    recovered_minor bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    due_at timestamptz NOT NULL,
    note text,
    filed_by uuid NOT NULL,
    filed_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
    FOREIGN KEY (merchant_id, finding_id) REFERENCES finding (merchant_id, id),
    CHECK (recovered_minor BETWEEN 0 AND claimed_minor),
    CHECK ((state IN ('REJECTED','SETTLED','ABANDONED')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'SETTLED') <= (recovered_minor > 0))
  );
  CREATE INDEX recovery_claim_ticket ON recovery_claim (merchant_id, ticket_id, id);
  CALL protect('recovery_claim', 'SELECT, INSERT, UPDATE (state, recovered_minor, external_ref, ended_at)');

  CREATE TABLE recovery (
    merchant_id uuid NOT NULL,
    id uuid NOT NULL,
    claim_id uuid NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    ref text NOT NULL,
    recorded_by uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id),
    FOREIGN KEY (merchant_id, claim_id) REFERENCES recovery_claim (merchant_id, id)
  );
  CREATE INDEX recovery_claim_id ON recovery (merchant_id, claim_id, id);
  -- One receipt is counted once.
  CREATE UNIQUE INDEX recovery_once ON recovery (merchant_id, upper(ref));
  CALL protect('recovery', 'SELECT, INSERT');
`;

const FINDINGS = `
  ALTER TABLE finding DROP CONSTRAINT finding_liability_check, DROP CONSTRAINT finding_check1;
  -- Forced row security would hide the rows from an owner who is no superuser.
  ALTER TABLE finding NO FORCE ROW LEVEL SECURITY;
  UPDATE finding SET liability = 'PENDING' WHERE liability = 'PROVISIONAL';
  ALTER TABLE finding FORCE ROW LEVEL SECURITY;
  ALTER TABLE finding ADD CONSTRAINT finding_liability_check CHECK (liability IN ('DRAFT','PENDING','CONFIRMED','DISPUTED','ARBITRATED'));
  ALTER TABLE finding ADD CONSTRAINT finding_confirmed_timed CHECK ((liability IN ('CONFIRMED','DISPUTED','ARBITRATED')) = (confirmed_at IS NOT NULL));
  -- What the shop's table proposed when it was recorded, and why another side was named.
  ALTER TABLE finding ADD COLUMN proposal jsonb, ADD COLUMN override_reason text;
  -- ARBITRATED: the disputed finding it decides about.
  ALTER TABLE finding ADD COLUMN supersedes_id uuid;
  ALTER TABLE finding ADD FOREIGN KEY (merchant_id, supersedes_id) REFERENCES finding (merchant_id, id);
  ALTER TABLE finding ADD COLUMN dispute text, ADD COLUMN disputed_by text, ADD COLUMN disputed_at timestamptz;
  GRANT UPDATE (dispute, disputed_by, disputed_at) ON finding TO amends_app;
`;
