import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/error.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { checkShop, type ShopData } from '../domain/shop.js';
import { ShopEntity } from '../shop.entity.js';
import { copyDefaultReasons, recordTenancyEvent, requireShop } from '../tenancy.repository.js';

/** Opens a shop of the merchant, with the reasons every shop starts with. */
@Injectable()
export class CreateShop {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** `id` is given only where it must be known beforehand (the demo). */
  async execute(actor: Actor, input: ShopData & { readonly idempotencyKey?: string | null }, call: Call, id: string = uuidv7()): Promise<ShopEntity> {
    authorizeEverywhere(actor, 'shop.administer');
    const { contactNumbers, ...shop } = checkShop(input);
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const shopId = await once(tx, actor, attemptOf('createShop', input, call), async () => {
        const row = { ...shop, settings: { contactNumbers }, merchantId: tx.merchantId, id };
        const inserted = await tx.manager.createQueryBuilder().insert().into(ShopEntity).values(row).orIgnore().returning('id').execute();
        if ((inserted.raw as unknown[]).length === 0) throw externalIdTaken();
        copyDefaultReasons(tx, id);
        const data = { platform: shop.platform };
        await recordTenancyEvent(tx, actor, { subjectType: 'shop', subjectId: id, type: 'shop.created', data }, { cause: 'createShop', requestId: call.requestId });
        return id;
      });
      return requireShop(tx, shopId, 'id');
    });
  }
}

function externalIdTaken(): DomainError {
  return new DomainError('DUPLICATE', { en: 'Another shop of the merchant has this external id.', zh: '该外部编号已属于商家的另一店铺。' }, 'externalId');
}
