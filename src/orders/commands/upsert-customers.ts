import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { authorize } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { onceEach, sortOut, type Result } from '../domain/batch.js';
import { checkCustomer, type CustomerInput, type CustomerRecord } from '../domain/customer.js';
import { upsertCustomers } from '../orders.repository.js';
import { TradeWatchers } from '../trade-watchers.js';
import { numbered, openBatch, outcomeOf, recordUpserts } from './upsert-batch.js';

/** Upserts customers of one shop by their external ids. Saying the same again changes nothing and records nothing. Whoever goes by tiers is told of another. */
@Injectable()
export class UpsertCustomers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly watchers: TradeWatchers,
  ) {}

  async execute(actor: Actor, shopId: string, items: readonly CustomerInput[], call: Call): Promise<Result[]> {
    authorize(actor, 'order.write', { shopId });
    const { results, afterwards } = await this.unitOfWork.run(actor.merchantId, async (tx) => {
      const { now } = await openBatch(tx, shopId, items);
      const once = onceEach<CustomerRecord>();
      const { accepted, refused } = sortOut(numbered(items), (item) => once(checkCustomer(item), 'externalId'));
      const customers = accepted.map(({ item }) => ({ ...item, id: uuidv7() }));
      const { changed, ids } = await upsertCustomers(tx, shopId, now, customers);
      const changedIds = new Set(changed.map((row) => row.id));
      const results = accepted.map(({ index, item }, at): Result => {
        const id = ids.get(item.externalId) ?? '';
        return { index, id, refusal: null, outcome: outcomeOf(id, customers[at]?.id, changedIds) };
      });
      const tiers = new Map(changed.flatMap(({ id, tier }) => (tier ? [[id, { tier }] as const] : [])));
      recordUpserts(tx, actor, 'customer', shopId, now, results, { cause: 'upsertCustomers', requestId: call.requestId }, tiers);
      const afterwards = await this.watchers.tell(tx, { customerIds: [...tiers.keys()], orderIds: [] });
      return { results: [...results, ...refused].sort((a, b) => a.index - b.index), afterwards };
    });
    await afterwards();
    return results;
  }
}
