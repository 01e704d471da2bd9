import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { authorize } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { checkShopName, checkTimeZone } from '../domain/shop.js';
import { ShopEntity } from '../shop.entity.js';
import { recordTenancyEvent, requireShop } from '../tenancy.repository.js';

export interface ShopChange {
  readonly id: string;
  /** Left out or null: stays. */
  readonly name?: string | null;
  readonly timeZone?: string | null;
}

/** Changes name and time zone. Platform, external id and currency are what orders were booked under and stay. */
@Injectable()
export class UpdateShop {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, change: ShopChange, call: Call): Promise<ShopEntity> {
    authorize(actor, 'shop.administer', { shopId: change.id });
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const shop = await requireShop(tx, change.id, 'id');
      const after = {
        name: change.name == null ? shop.name : checkShopName(change.name),
        timeZone: change.timeZone == null ? shop.timeZone : checkTimeZone(change.timeZone),
      };
      const changed = (['name', 'timeZone'] as const).filter((field) => after[field] !== shop[field]);
      if (changed.length === 0) return shop;
      await tx.manager.update(ShopEntity, { merchantId: tx.merchantId, id: shop.id }, after);
      const event = { subjectType: 'shop', subjectId: shop.id, type: 'shop.updated', data: { changed } } as const;
      await recordTenancyEvent(tx, actor, event, { cause: 'updateShop', requestId: call.requestId });
      return Object.assign(shop, after);
    });
  }
}
