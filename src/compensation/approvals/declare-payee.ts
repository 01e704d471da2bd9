import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { authorizeAt } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';

export interface DeclarePayeeRequest {
  readonly customerId: string;
  readonly memberId: string;
  /** False: takes the declaration back. */
  readonly isSame: boolean;
  readonly idempotencyKey?: string | null;
}

const CUSTOMER = sql('payee.customer', `SELECT shop_id AS "shopId" FROM customer WHERE merchant_id = $1 AND id = $2`);
const PERSON = sql('payee.person', `SELECT person_id AS "personId" FROM member WHERE merchant_id = $1 AND id = $2`);
const INSERT = sql(
  'payee.insert',
  `INSERT INTO customer_person (merchant_id, customer_id, person_id, declared_by, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
);
const DELETE = sql('payee.delete', `DELETE FROM customer_person WHERE merchant_id = $1 AND customer_id = $2 AND person_id = $3`);

/** Records that a colleague is behind a customer's account, so that they approve nothing that account is paid. */
@Injectable()
export class DeclarePayee {
  constructor(private readonly unit: UnitOfWork) {}

  execute(actor: Actor, call: Call, request: DeclarePayeeRequest): Promise<string> {
    const { customerId, memberId, isSame } = request;
    return this.unit.run(actor.merchantId, (tx) => once(tx, actor, attemptOf('DECLARE_PAYEE', request, call), async () => {
      const [[customer], [member], now] = await Promise.all([
        tx.query<{ shopId: string }>(CUSTOMER, [tx.merchantId, customerId]), tx.query<{ personId: string }>(PERSON, [tx.merchantId, memberId]), tx.now(),
      ]);
      if (!customer) throw notFound('customerId');
      authorizeAt(actor, 'authority.administer', customer.shopId);
      if (!member) throw notFound('memberId');
      if (isSame) await tx.query(INSERT, [tx.merchantId, customerId, member.personId, actor.id, now]);
      else await tx.query(DELETE, [tx.merchantId, customerId, member.personId]);
      recordEvents(tx, actor, { cause: 'DECLARE_PAYEE', requestId: call.requestId }, [
        { subjectType: 'customer', subjectId: customerId, subjectVersion: 0, type: 'customer.person_declared', at: now, isFact: false, data: { memberId, isSame } },
      ]);
      return customerId;
    }));
  }
}
