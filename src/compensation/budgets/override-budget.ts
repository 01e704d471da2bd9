import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/error.js';
import type { Money } from '../../kernel/money.js';
import { cleanText } from '../../kernel/text.js';
import { authorize, can } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { checkOverride } from '../domain/budget.js';
import { budgetsById, lockBudget, warnedWithin, type BudgetRow } from './budget.repository.js';

export interface OverrideBudgetRequest {
  readonly budgetId: string;
  /** What may be given beyond the limit, in the budget's currency. */
  readonly amount: Money;
  /** 1 to 500 characters; kept with the override. */
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

const RAISE = sql(
  'budget.raise',
  `UPDATE budget b SET overridden_minor = b.overridden_minor + $3::bigint, version = version + 1, warned_at = ${warnedWithin('b.limit_minor + b.overridden_minor + $3::bigint')}
    WHERE b.merchant_id = $1 AND b.id = $2`,
);
const KEEP = sql(
  'budget.override',
  `INSERT INTO budget_override (merchant_id, id, budget_id, amount_minor, reason, by_member, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Somebody with the authority lets a budget be exceeded by an amount. Who, how much and why is kept for ever. */
@Injectable()
export class OverrideBudget {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, request: OverrideBudgetRequest, call: Call): Promise<BudgetRow> {
    return this.unit.run(actor.merchantId, async (tx) => {
      const id = await once(tx, actor, attemptOf('overrideBudget', request, call), () => this.raise(tx, actor, request, call));
      const [budget] = await budgetsById(tx, [id]);
      if (!budget) throw notFound('budgetId');
      return budget;
    });
  }

  private async raise(tx: Tx, actor: Actor, { budgetId, amount, reason: words }: OverrideBudgetRequest, call: Call): Promise<string> {
    const budget = await lockBudget(tx, budgetId);
    if (!budget || !can(actor, 'budget.read', { shopId: budget.shopId })) throw notFound('budgetId');
    authorize(actor, 'budget.override', { shopId: budget.shopId });
    const reason = cleanText(words, 'reason', { max: 500, lines: true });
    checkOverride(amount, budget);
    const [now, id] = [await tx.now(), uuidv7()];
    tx.defer(RAISE, [tx.merchantId, budgetId, amount.minor.toString()]);
    tx.defer(KEEP, [tx.merchantId, id, budgetId, amount.minor.toString(), reason, actor.id, now]);
    recordEvents(tx, actor, { cause: 'overrideBudget', requestId: call.requestId }, [{
      subjectType: 'budget', subjectId: budgetId, subjectVersion: budget.version + 1, type: 'budget.overridden', at: now, isFact: false, data: { overrideId: id },
      changes: { overriddenMinor: [budget.overriddenMinor.toString(), (budget.overriddenMinor + amount.minor).toString()] },
    }]);
    return budgetId;
  }
}
