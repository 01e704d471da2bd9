import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { can } from '../../identity/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { actorOf, loaderOf, type RequestContext } from '../../platform/graphql/request-context.js';
import type { PayoutRow } from '../payouts/payout.repository.js';
import { attemptsOf, payoutsById } from '../payouts/payouts.query.js';
import { toPayout } from './payout.mapper.js';
import type { Payout } from './payout.type.js';

const BY_ID = Symbol('payouts by id');

/** Payouts as their reader may see them: what providers answered is for those who read the ledger. */
@Injectable()
export class PayoutLoaders {
  constructor(private readonly unit: UnitOfWork) {}

  /** null: none, or of a shop whose payouts the caller may not read. Not remembered: a mutation shows its own change. */
  byId(context: RequestContext): DataLoader<string, Payout | null> {
    return loaderOf(context, BY_ID, () => new DataLoader<string, Payout | null>(async (ids) => {
      const actor = actorOf(context);
      const rows = await this.unit.read(actor.merchantId, (tx) => payoutsById(tx, ids));
      const shown = await this.shown(context, rows.filter(({ shopId }) => can(actor, 'payout.read', { shopId })));
      return ids.map((id) => shown.find((payout) => payout.id.endsWith(id)) ?? null);
    }, { cache: false }));
  }

  async shown(context: RequestContext, rows: readonly PayoutRow[]): Promise<Payout[]> {
    const actor = actorOf(context);
    const withAnswers = rows.filter(({ shopId }) => can(actor, 'ledger.read', { shopId })).map(({ id }) => id);
    const attempts = withAnswers.length === 0 ? [] : await this.unit.read(actor.merchantId, (tx) => attemptsOf(tx, withAnswers));
    return rows.map((row) => toPayout(row, attempts));
  }
}
