import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { sql } from '../platform/database/sql.js';

/** Numbers are taken from the merchant's row in blocks, so that opening a ticket never waits for a counter. Unused ones leave gaps. */
const BLOCK = 64;

const TAKE = sql(
  'ticket.numbers',
  `UPDATE merchant SET next_ticket_number = next_ticket_number + $2 WHERE id = $1 RETURNING (next_ticket_number - $2)::float8 AS first`,
);

interface Range {
  next: number;
  end: number;
}

/** `A-000123`: short enough to read out on the phone, unique per merchant. */
@Injectable()
export class TicketNumbers {
  private readonly ranges = new Map<string, Range>();
  private readonly refills = new Map<string, Promise<void>>();

  constructor(private readonly unit: UnitOfWork) {}

  async next(merchantId: string): Promise<string> {
    for (;;) {
      const range = this.ranges.get(merchantId);
      if (range && range.next < range.end) return `A-${String(range.next++).padStart(6, '0')}`;
      await this.refill(merchantId);
    }
  }

  private refill(merchantId: string): Promise<void> {
    const running = this.refills.get(merchantId);
    if (running) return running;
    const refill = this.take(merchantId).finally(() => this.refills.delete(merchantId));
    this.refills.set(merchantId, refill);
    return refill;
  }

  private async take(merchantId: string): Promise<void> {
    const [row] = await this.unit.run(merchantId, (tx) => tx.query<{ first: number }>(TAKE, [merchantId, BLOCK]));
    if (!row) throw new Error('no such merchant');
    this.ranges.set(merchantId, { next: row.first, end: row.first + BLOCK });
  }
}
