import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { authorize } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { onceEach, sortOut, type Result } from '../domain/batch.js';
import { checkParcel, type ParcelInput, type ParcelRecord } from '../domain/parcel.js';
import { orderIds, upsertParcels } from '../orders.repository.js';
import { ParcelWatchers } from '../parcel-watchers.js';
import { numbered, openBatch, outcomeOf, recordUpserts } from './upsert-batch.js';

/** Upserts parcels of one shop by carrier and waybill. Saying the same again changes nothing and records nothing. */
@Injectable()
export class UpsertParcels {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly watchers: ParcelWatchers,
  ) {}

  async execute(actor: Actor, shopId: string, items: readonly ParcelInput[], call: Call): Promise<Result[]> {
    authorize(actor, 'order.write', { shopId });
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const { now } = await openBatch(tx, shopId, items);
      const once = onceEach<ParcelRecord>();
      const checked = sortOut(numbered(items), (item) => once(checkParcel(item, now), 'waybill'));
      const orders = await orderIds(tx, shopId, checked.accepted.map(({ item }) => item.orderExternalId));
      const linked = sortOut(checked.accepted, (parcel) => ({ ...parcel, id: uuidv7(), orderId: orderOf(parcel, orders) }));
      const { changed, standing } = await upsertParcels(tx, shopId, now, linked.accepted.map(({ item }) => item));
      const changedIds = new Set(changed.map((row) => row.id));
      const saved = sortOut(linked.accepted, (parcel) => {
        const row = standing.get(parcel.externalId);
        if (row?.orderId !== parcel.orderId) throw otherOrder();
        return { id: row.id, proposed: parcel.id };
      });
      const results = saved.accepted.map(({ index, item: { id, proposed } }): Result => ({ index, id, refusal: null, outcome: outcomeOf(id, proposed, changedIds) }));
      recordUpserts(tx, actor, 'parcel', shopId, now, results, { cause: 'upsertParcels', requestId: call.requestId });
      await this.watchers.tell(tx, shopId, linked.accepted.map(({ item }) => item).filter(({ externalId }) => changedIds.has(standing.get(externalId)?.id ?? '')));
      return [...results, ...checked.refused, ...linked.refused, ...saved.refused].sort((a, b) => a.index - b.index);
    });
  }
}

function orderOf(parcel: ParcelRecord, orders: ReadonlyMap<string, string>): string {
  const id = orders.get(parcel.orderExternalId);
  if (id !== undefined) return id;
  throw new DomainError('NOT_FOUND', { en: 'The shop has no such order: upsert the order first.', zh: '店铺没有该订单，请先提交订单。' }, 'orderExternalId');
}

function otherOrder(): DomainError {
  return invalid('orderExternalId', { en: 'The parcel belongs to another order and keeps it.', zh: '包裹已属于另一订单，不能更改。' });
}
