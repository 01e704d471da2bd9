import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../kernel/error.js';
import type { Money } from '../../kernel/money.js';
import { authorize, can } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { findShop } from '../../tenancy/index.js';
import { checkLimit, checkPeriod, type BudgetPeriod } from '../domain/budget.js';
import { budgetsById, lockBudget, warnedWithin, type BudgetRow } from './budget.repository.js';

export interface UpsertBudgetRequest {
  readonly shopId: string;
  /** null: every reason without a budget of its own. */
  readonly reasonFamily: string | null;
  readonly period: BudgetPeriod;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly limit: Money;
  /** Of a budget that is there: the version the caller decided on; null: whatever it is. */
  readonly expectedVersion: number | null;
  readonly idempotencyKey?: string | null;
}

const INSERT = sql(
  'budget.insert',
  `INSERT INTO budget (merchant_id, id, shop_id, reason_family, period, starts_on, ends_on, currency, limit_minor, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
);
const FIND = sql(
  'budget.find',
  `SELECT id FROM budget WHERE merchant_id = $1 AND shop_id = $2 AND reason_family IS NOT DISTINCT FROM $3 AND starts_on = $4 AND ends_on = $5 AND currency = $6`,
);
const SET_LIMIT = sql(
  'budget.set_limit',
  `UPDATE budget b SET limit_minor = $3, version = version + 1, warned_at = ${warnedWithin('$3::bigint + b.overridden_minor')} WHERE b.merchant_id = $1 AND b.id = $2`,
);

/** Sets what may be given in a shop, for a reason family, in a period. The same place again changes its limit. */
@Injectable()
export class UpsertBudget {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, request: UpsertBudgetRequest, call: Call): Promise<BudgetRow> {
    const { startsOn, endsOn } = checkPeriod(request.period, request.startsOn, request.endsOn);
    return this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('upsertBudget', request, call), () => this.put(tx, actor, { ...request, startsOn, endsOn }, call));
      const [budget] = await budgetsById(tx, [id]);
      if (!budget) throw notFound('id');
      return budget;
    });
  }

  private async put(tx: Tx, actor: Actor, request: UpsertBudgetRequest & { endsOn: string }, call: Call): Promise<string> {
    const { shopId, reasonFamily, period, startsOn, endsOn, limit } = request;
    const shop = await findShop(tx, shopId);
    if (!shop || !can(actor, 'budget.read', { shopId })) throw notFound('shopId');
    authorize(actor, 'budget.administer', { shopId });
    checkLimit(limit.minor, null);
    const now = await tx.now();
    await tx.query(INSERT, [tx.merchantId, uuidv7(), shopId, reasonFamily, period, startsOn, endsOn, limit.currency, limit.minor.toString(), now]);
    const [found] = await tx.query<{ id: string }>(FIND, [tx.merchantId, shopId, reasonFamily, startsOn, endsOn, limit.currency]);
    const budget = found && (await lockBudget(tx, found.id));
    if (!budget) throw invalid('startsOn', { en: 'Another budget was set at this moment; try again.', zh: '预算刚被他人设置，请重试。' });
    refuseStale(budget, request.expectedVersion);
    checkLimit(limit.minor, budget);
    tx.defer(SET_LIMIT, [tx.merchantId, budget.id, limit.minor.toString()]);
    recordEvents(tx, actor, { cause: 'upsertBudget', requestId: call.requestId }, [{
      subjectType: 'budget', subjectId: budget.id, subjectVersion: budget.version + 1, type: 'budget.set', at: now, isFact: false, data: { shopId, reasonFamily, startsOn, endsOn },
      changes: { limitMinor: [budget.limitMinor.toString(), limit.minor.toString()] },
    }]);
    return budget.id;
  }
}

function refuseStale({ version }: BudgetRow, expected: number | null): void {
  if (expected === null || expected === version) return;
  throw new DomainError(
    'VERSION_CONFLICT',
    { en: 'The budget has changed since you looked; read it again and decide anew.', zh: '预算在您查看之后已有变化，请重新查看后再决定。' },
    'expectedVersion',
    { currentVersion: version },
  );
}
