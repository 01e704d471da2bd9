import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offers and their legs. Authority, approvals, budgets and payouts hang on offer and leg ids and come with their own tables. */
export class CreateRemedies1796000000005 implements MigrationInterface {
  name = 'CreateRemedies1796000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE offer (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('DRAFT','SENT','ACCEPTED','REFUSED','LAPSED','WITHDRAWN')),
        summary text NOT NULL,
        -- Everything promised in it is done by then.
        fulfil_by timestamptz NOT NULL,
        -- How long the customer may think, from sending on.
        valid_for_ms bigint NOT NULL CHECK (valid_for_ms > 0),
        valid_until timestamptz,
        freight_payer text NOT NULL CHECK (freight_payer IN ('MERCHANT','CUSTOMER','NONE')),
        made_by uuid NOT NULL,
        sent_message_id uuid,
        decision_message_id uuid,
        decision_note text,
        decided_at timestamptz,
        at timestamptz NOT NULL,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, sent_message_id) REFERENCES message (merchant_id, id),
        FOREIGN KEY (merchant_id, decision_message_id) REFERENCES message (merchant_id, id),
        CHECK ((state = 'DRAFT') <= (valid_until IS NULL)),
        CHECK ((state IN ('SENT','ACCEPTED','REFUSED','LAPSED')) <= (valid_until IS NOT NULL))
      );
      CREATE INDEX offer_ticket ON offer (merchant_id, ticket_id, id);
      -- One offer at a time is before the customer.
      CREATE UNIQUE INDEX offer_one_open ON offer (merchant_id, ticket_id) WHERE state IN ('DRAFT','SENT');
      CALL protect('offer', 'SELECT, INSERT, UPDATE');

      CREATE TABLE offer_leg (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        offer_id uuid NOT NULL,
        ticket_id uuid NOT NULL,
        position smallint NOT NULL,
        -- EXPLANATION, REFUND, PARTIAL_REFUND, RETURN, EXCHANGE, RESHIP, REPAIR, COUPON, GIFT, FREIGHT, PRICE_DIFFERENCE, EXTENDED_RECEIPT
        type text NOT NULL,
        amount_minor bigint CHECK (amount_minor > 0),
        currency char(3),
        note text,
        -- The goods a leg is about, for those that move goods.
        order_line_id uuid,
        quantity integer CHECK (quantity > 0),
        state text NOT NULL CHECK (state IN ('PENDING','FULFILLED','CANCELLED')),
        proof_kind text,
        proof_ref text,
        ended_by uuid,
        ended_at timestamptz,
        PRIMARY KEY (merchant_id, id),
        FOREIGN KEY (merchant_id, offer_id) REFERENCES offer (merchant_id, id),
        FOREIGN KEY (merchant_id, ticket_id) REFERENCES ticket (merchant_id, id),
        FOREIGN KEY (merchant_id, order_line_id) REFERENCES order_line (merchant_id, id),
        CHECK ((amount_minor IS NULL) = (currency IS NULL)),
        CHECK ((state = 'FULFILLED') = (proof_ref IS NOT NULL)),
        CHECK ((state = 'PENDING') = (ended_at IS NULL))
      );
      CREATE INDEX offer_leg_offer ON offer_leg (merchant_id, offer_id, position);
      CREATE INDEX offer_leg_ticket ON offer_leg (merchant_id, ticket_id);
      CALL protect('offer_leg', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE offer_leg, offer`);
  }
}
