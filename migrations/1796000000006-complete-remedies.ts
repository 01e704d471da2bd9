import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What offers, legs and tasks need beyond their first columns: the order they cost, refusals with their proof, evidence of decisions and ends. */
export class CompleteRemedies1796000000006 implements MigrationInterface {
  name = 'CompleteRemedies1796000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The order the offer's money is counted on, kept even if the ticket is identified with another order later.
      ALTER TABLE offer ADD COLUMN order_id uuid;
      ALTER TABLE offer ADD FOREIGN KEY (merchant_id, order_id) REFERENCES sales_order (merchant_id, id);
      CREATE INDEX offer_order ON offer (merchant_id, order_id) WHERE order_id IS NOT NULL;
      -- A refused demand: the reason, what is offered instead, and the attachments that show it.
      ALTER TABLE offer ADD COLUMN refusal_reason text, ADD COLUMN refusal_alternative text, ADD COLUMN refusal_evidence uuid[] NOT NULL DEFAULT '{}';
      ALTER TABLE offer ADD CONSTRAINT offer_refusal_whole CHECK ((refusal_reason IS NULL) = (refusal_alternative IS NULL));
      -- Under which id the platform recorded the customer's decision, where it was not a message of this ticket.
      ALTER TABLE offer ADD COLUMN decision_proof text;
      -- REFUSED: the customer wants no other offer.
      ALTER TABLE offer ADD COLUMN final boolean NOT NULL DEFAULT false;
      -- A decision of the customer's is never on record without its evidence.
      ALTER TABLE offer ADD CONSTRAINT offer_decision_shown CHECK (state NOT IN ('ACCEPTED','REFUSED') OR num_nonnulls(decision_message_id, decision_proof) > 0);
      ALTER TABLE offer ADD CONSTRAINT offer_decision_timed CHECK ((state IN ('ACCEPTED','REFUSED','LAPSED')) <= (decided_at IS NOT NULL));

      ALTER TABLE offer_leg ADD COLUMN days smallint CHECK (days > 0);
      ALTER TABLE offer_leg ADD COLUMN inspection_ref text, ADD COLUMN cancel_reason text, ADD COLUMN ended_note text;
      ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_proved CHECK ((state = 'FULFILLED') = (proof_kind IS NOT NULL));
      ALTER TABLE offer_leg ADD CONSTRAINT offer_leg_cancel_reasoned CHECK ((state = 'CANCELLED') = (cancel_reason IS NOT NULL));
      -- Never twice on one reference: of one type of leg a reference proves one leg of the merchant. One parcel may carry several lines, so goods
      -- legs are told apart by their line. Case does not make another reference.
      CREATE UNIQUE INDEX offer_leg_proof_once ON offer_leg (merchant_id, type, upper(proof_ref), order_line_id) NULLS NOT DISTINCT
        WHERE state = 'FULFILLED';

      ALTER TABLE task ADD COLUMN cancel_reason text;
      ALTER TABLE task ADD CONSTRAINT task_cancel_reasoned CHECK ((state = 'CANCELLED') = (cancel_reason IS NOT NULL));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE task DROP COLUMN cancel_reason;
      DROP INDEX offer_leg_proof_once;
      ALTER TABLE offer_leg DROP CONSTRAINT offer_leg_proved;
      ALTER TABLE offer DROP CONSTRAINT offer_decision_timed;
      ALTER TABLE offer_leg DROP COLUMN days, DROP COLUMN inspection_ref, DROP COLUMN cancel_reason, DROP COLUMN ended_note;
      ALTER TABLE offer DROP COLUMN order_id, DROP COLUMN refusal_reason, DROP COLUMN refusal_alternative, DROP COLUMN refusal_evidence,
        DROP COLUMN decision_proof, DROP COLUMN final;
    `);
  }
}
