import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { ParcelRecord } from './domain/parcel.js';

export type ParcelSeen = Pick<ParcelRecord, 'carrier' | 'waybill' | 'status' | 'direction'>;
export type ParcelWatcher = (tx: Tx, shopId: string, parcels: readonly ParcelSeen[]) => Promise<void>;

/** Features that follow parcels say so here. They are told of every parcel that was made or changed, inside the transaction that did. */
@Injectable()
export class ParcelWatchers {
  private readonly watchers: ParcelWatcher[] = [];

  register(watcher: ParcelWatcher): void {
    this.watchers.push(watcher);
  }

  async tell(tx: Tx, shopId: string, parcels: readonly ParcelSeen[]): Promise<void> {
    if (parcels.length === 0) return;
    for (const watcher of this.watchers) await watcher(tx, shopId, parcels);
  }
}
