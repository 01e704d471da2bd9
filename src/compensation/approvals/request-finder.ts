import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { requestById, type RequestRow } from './approval.repository.js';

/** Which ticket a request is on, so that its lock can be taken first. Nothing else that is read here is decided on. */
@Injectable()
export class RequestFinder {
  constructor(private readonly unit: UnitOfWork) {}

  async find(actor: Actor, approvalId: string): Promise<RequestRow> {
    const row = await this.unit.read(actor.merchantId, (tx) => requestById(tx, approvalId));
    if (!row || !can(actor, 'approval.read', { shopId: row.shopId })) throw notFound('requestId');
    return row;
  }
}
