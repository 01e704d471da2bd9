import { Injectable } from '@nestjs/common';
import type { Money } from '../../kernel/money.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** The customers' own money that these tickets hold, by ticket; one that holds none is left out. */
export type HeldMoneyReader = (tx: Tx, ticketIds: readonly string[]) => Promise<ReadonlyMap<string, Money>>;

/** Who takes customers' money in says here what of it is to go back: a ticket that holds such money does not end. */
@Injectable()
export class HeldMoney {
  private reader: HeldMoneyReader | null = null;

  register(reader: HeldMoneyReader): void {
    this.reader = reader;
  }

  async of(tx: Tx, ticketIds: readonly string[]): Promise<ReadonlyMap<string, Money>> {
    return this.reader ? this.reader(tx, ticketIds) : new Map();
  }
}
