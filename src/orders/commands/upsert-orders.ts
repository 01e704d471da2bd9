import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { authorize } from '../../identity/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { onceEach, sortOut, type Accepted, type Result } from '../domain/batch.js';
import { checkOrder, refuseContradiction, type OrderInput, type OrderRecord } from '../domain/order.js';
import { customerIds, lockOrders, upsertOrders, type RecordedOrder } from '../orders.repository.js';
import { TradeWatchers } from '../trade-watchers.js';
import { numbered, openBatch, outcomeOf, recordUpserts } from './upsert-batch.js';

/**
 * Upserts orders of one shop with their lines. Lines are added and changed, never removed; none shrinks below what a ticket disputes. Saying the same
 * again changes nothing and records nothing.
 */
@Injectable()
export class UpsertOrders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly watchers: TradeWatchers,
  ) {}

  async execute(actor: Actor, shopId: string, items: readonly OrderInput[], call: Call): Promise<Result[]> {
    authorize(actor, 'order.write', { shopId });
    const { all, afterwards } = await this.unitOfWork.run(actor.merchantId, async (tx) => {
      const { shop, now } = await openBatch(tx, shopId, items);
      const once = onceEach<OrderRecord>();
      const checked = sortOut(numbered(items), (item) => once(checkOrder(item, shop.currency, now), 'externalId'));
      const orders = checked.accepted.map(({ item }) => item);
      const [recorded, customers] = await Promise.all([
        lockOrders(tx, shopId, orders.map((order) => order.externalId)),
        customerIds(tx, shopId, orders.map((order) => order.customerExternalId)),
      ]);
      const sound = sortOut(checked.accepted, (order) => sane(order, recorded.get(order.externalId), customers));
      const { results, paid, concerned } = await this.save(tx, shopId, now, sound.accepted, { recorded, customers });
      recordUpserts(tx, actor, 'order', shopId, now, results, { cause: 'upsertOrders', requestId: call.requestId }, paid);
      const afterwards = await this.watchers.tell(tx, { customerIds: [], orderIds: concerned });
      return { all: [...results, ...checked.refused, ...sound.refused].sort((a, b) => a.index - b.index), afterwards };
    });
    await afterwards();
    return all;
  }

  private async save(
    tx: Tx,
    shopId: string,
    now: Instant,
    accepted: readonly Accepted<OrderRecord>[],
    { recorded, customers }: { recorded: ReadonlyMap<string, RecordedOrder>; customers: ReadonlyMap<string, string> },
  ): Promise<{ results: Result[]; paid: Map<string, { paidMinor: readonly [unknown, unknown] }>; concerned: string[] }> {
    const orders = accepted.map(({ index, item: { lines, ...order } }) => {
      const id = recorded.get(order.externalId)?.id ?? uuidv7();
      return { index, isNew: !recorded.has(order.externalId), lines, row: { ...order, id, customerId: customers.get(order.customerExternalId) ?? '' } };
    });
    const lines = orders.flatMap((order) => order.lines.map((line) => ({ ...line, id: uuidv7(), orderId: order.row.id })));
    const changed = await upsertOrders(tx, shopId, now, orders.map((order) => order.row), lines);
    const results = orders.map(({ index, isNew, row: { id } }): Result => ({ index, id, refusal: null, outcome: outcomeOf(id, isNew ? id : undefined, changed) }));
    return {
      results, paid: new Map([...changed].flatMap(([id, { paid }]) => (paid ? [[id, { paidMinor: paid }] as const] : []))),
      concerned: [...changed].flatMap(([id, { paid, shipTime }]) => (paid || shipTime ? [id] : [])),
    };
  }
}

function sane(order: OrderRecord, recorded: RecordedOrder | undefined, customers: ReadonlyMap<string, string>): OrderRecord {
  if (!customers.has(order.customerExternalId)) {
    throw new DomainError('NOT_FOUND', { en: 'The shop has no such customer: upsert the customer first.', zh: '店铺没有该顾客，请先提交顾客资料。' }, 'customerExternalId');
  }
  if (recorded) {
    const { customerExternalId, disputed } = recorded;
    refuseContradiction(order, { customerExternalId, disputed: new Map(Object.entries(disputed)) });
  }
  return order;
}
