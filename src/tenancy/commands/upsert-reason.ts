import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { authorize } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import type { Call } from '../../platform/idempotency.js';
import { checkReason, type ReasonData } from '../domain/reason.js';
import { ReasonEntity } from '../reason.entity.js';
import { recordTenancyEvent, requireShop, type Reason } from '../tenancy.repository.js';

// Two changes of one shop's tree at once could each be sound and make a circle together.
const LOCK_SHOP = sql('tenancy.lock-shop', 'SELECT FROM shop WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE');

/** Adds a reason to a shop, or changes it; and takes one out of use. Tickets keep the code they were opened with. */
@Injectable()
export class UpsertReason {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async execute(actor: Actor, shopId: string, input: ReasonData, call: Call): Promise<Reason> {
    authorize(actor, 'reason.administer', { shopId });
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      await tx.query(LOCK_SHOP, [tx.merchantId, shopId]);
      await requireShop(tx, shopId, 'shopId');
      const others = await tx.manager.findBy(ReasonEntity, { merchantId: tx.merchantId, shopId, kind: input.kind });
      const reason = checkReason(input, others);
      const known = others.find((other) => other.code === reason.code);
      const row = { ...reason, evidenceWanted: [...reason.evidenceWanted], merchantId: tx.merchantId, shopId, id: known?.id ?? uuidv7() };
      if (known) await tx.manager.update(ReasonEntity, { merchantId: tx.merchantId, id: known.id }, row);
      else await tx.manager.insert(ReasonEntity, row);
      await record(tx, actor, row.id, known ? 'reason.updated' : 'reason.created', 'upsertReason', call);
      return row;
    });
  }

  /** Takes a reason out of use for new tickets. Doing it twice changes nothing. */
  async deactivate(actor: Actor, id: string, call: Call): Promise<Reason> {
    authorize(actor, 'reason.administer');
    return this.unitOfWork.run(actor.merchantId, async (tx) => {
      const reason = await tx.manager.findOneBy(ReasonEntity, { merchantId: tx.merchantId, id });
      if (!reason) throw notFound('id');
      authorize(actor, 'reason.administer', { shopId: reason.shopId });
      const { affected } = await tx.manager.update(ReasonEntity, { merchantId: tx.merchantId, id, active: true }, { active: false });
      if (affected) await record(tx, actor, id, 'reason.deactivated', 'deactivateReason', call);
      return { ...reason, active: false };
    });
  }
}

async function record(tx: Tx, actor: Actor, subjectId: string, type: string, cause: string, call: Call): Promise<void> {
  await recordTenancyEvent(tx, actor, { subjectType: 'reason', subjectId, type, data: {} }, { cause, requestId: call.requestId });
}
