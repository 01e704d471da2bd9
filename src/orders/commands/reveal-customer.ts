import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { authorize, can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import type { Customer } from '../domain/customer.js';
import { findCustomers } from '../queries/trade.query.js';

/** Gives one customer's contact data in clear, and writes down who asked and why before it does. */
@Injectable()
export class RevealCustomer {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, input: { readonly customerId: string; readonly reason: string }, call: Call): Promise<Customer> {
    authorize(actor, 'customer.reveal');
    const reason = cleanText(input.reason, 'reason', { max: 200 });
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const [[customer], at] = await Promise.all([findCustomers(tx, [input.customerId]), tx.now()]);
      if (!customer || !can(actor, 'customer.read', { shopId: customer.shopId })) throw notFound('id');
      authorize(actor, 'customer.reveal', { shopId: customer.shopId });
      const data = { shopId: customer.shopId, reason };
      recordEvents(tx, actor, { cause: 'revealCustomer', requestId: call.requestId }, [
        { subjectType: 'customer', subjectId: customer.id, subjectVersion: 0, type: 'customer.revealed', at, isFact: false, data },
      ]);
      return customer;
    });
  }
}
