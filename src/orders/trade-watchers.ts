import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work.js';

/** Whose tier is another, and which orders were paid another amount or promise another time for sending. */
export interface ChangedTrade {
  readonly customerIds: readonly string[];
  readonly orderIds: readonly string[];
}

export interface TradeWatcher {
  /** Inside the transaction that changed them: puts down what there is to do. Answers whether there is anything. */
  changed(tx: Tx, what: ChangedTrade): Promise<boolean>;
  /** Once that is committed, before the caller is answered. Does what it can at once and never fails; the worker does the rest. */
  afterwards(merchantId: string): Promise<void>;
}

/** Features whose rules go by the tier of customers, or the amount or promise of orders, say so here. */
@Injectable()
export class TradeWatchers {
  private readonly watchers: TradeWatcher[] = [];

  register(watcher: TradeWatcher): void {
    this.watchers.push(watcher);
  }

  /** Answers what is left to be done once the transaction is committed. */
  async tell(tx: Tx, what: ChangedTrade): Promise<() => Promise<void>> {
    if (what.customerIds.length === 0 && what.orderIds.length === 0) return () => Promise.resolve();
    const concerned: TradeWatcher[] = [];
    for (const watcher of this.watchers) if (await watcher.changed(tx, what)) concerned.push(watcher);
    return async () => {
      for (const watcher of concerned) await watcher.afterwards(tx.merchantId);
    };
  }
}
