import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { authorize } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { checkContactNumbers, checkShopName, checkTimeZone } from '../domain/shop.js';
import { ShopEntity } from '../shop.entity.js';
import { recordTenancyEvent, requireShop } from '../tenancy.repository.js';

export interface ShopChange {
  readonly id: string;
  /** Left out or null: stays. */
  readonly name?: string | null;
  readonly timeZone?: string | null;
  /** All of them; an empty list takes them away. */
  readonly contactNumbers?: readonly string[] | null;
}

/** Changes name, time zone and contact numbers. Platform, external id and currency are what orders were booked under and stay. */
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
        settings: change.contactNumbers == null ? shop.settings : { ...shop.settings, contactNumbers: checkContactNumbers(change.contactNumbers) },
      };
      const changed = (['name', 'timeZone', 'settings'] as const).filter((field) => JSON.stringify(after[field]) !== JSON.stringify(shop[field]));
      if (changed.length === 0) return shop;
      await tx.manager.update(ShopEntity, { merchantId: tx.merchantId, id: shop.id }, after);
      const event = { subjectType: 'shop', subjectId: shop.id, type: 'shop.updated', data: { changed } } as const;
      await recordTenancyEvent(tx, actor, event, { cause: 'updateShop', requestId: call.requestId });
      return Object.assign(shop, after);
    });
  }
}
