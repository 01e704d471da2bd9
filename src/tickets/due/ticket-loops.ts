import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../kernel/error.js';
import type { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { WORKER_DATABASE } from '../../platform/database/worker-database.js';
import { errorFacts, LOG, type Log } from '../../platform/runtime/log.js';
import { Loops } from '../../platform/runtime/loops.js';
import { dueTickets, type DueTicket } from './due.query.js';
import { FallDue } from './fall-due.js';

const BATCH = 200;
/** Connections of the pool that due work may use at once. */
const SIDE_BY_SIDE = 4;

// SKIP LOCKED: a second worker folds other rows, or none, and never waits. One row per place remains; nothing is lost between the two.
const FOLD = sql(
  'count.fold',
  `WITH gone AS (
     DELETE FROM ticket_count WHERE ctid = ANY (ARRAY(SELECT ctid FROM ticket_count WHERE NOT folded LIMIT 5000 FOR UPDATE SKIP LOCKED))
     RETURNING merchant_id, shop_id, kind, status, step, n)
   INSERT INTO ticket_count (merchant_id, shop_id, kind, status, step, n, folded)
   SELECT merchant_id, shop_id, kind, status, step, sum(n), true FROM gone GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
   ON CONFLICT (merchant_id, shop_id, kind, status, step) WHERE folded DO UPDATE SET n = ticket_count.n + excluded.n`,
);

// Keys of ordinary operations are kept a week; those of operations that move money or goods for ever, since a late repetition must still find them.
const SWEEP = sql(
  'idempotency.sweep',
  `DELETE FROM idempotency WHERE created_at < now() - interval '7 days'
      AND operation NOT IN ('MAKE_OFFER', 'SEND_OFFER', 'ACCEPT_OFFER', 'REFUSE_OFFER', 'FULFIL_LEG', 'CANCEL_LEG')`,
);

/** What the worker does for tickets: lets deadlines fall due, folds the kept counts, forgets old idempotency keys. */
@Injectable()
export class TicketLoops implements OnModuleInit {
  constructor(
    private readonly loops: Loops,
    private readonly fallDue: FallDue,
    @Inject(WORKER_DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.loops.register('due', 250, () => this.letFallDue());
    this.loops.register('counts', 1_000, () => this.foldCounts());
    this.loops.register('idempotency', 3_600_000, () => this.sweepIdempotency());
  }

  /** One look-out. True when the batch was full, so that more may wait. */
  async letFallDue(): Promise<boolean> {
    const due = await dueTickets(this.database, BATCH);
    const queue = due.values();
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const ticket of queue) await this.one(ticket);
    }));
    return due.length >= BATCH;
  }

  async foldCounts(): Promise<void> {
    await this.database.query(FOLD);
  }

  async sweepIdempotency(): Promise<void> {
    await this.database.query(SWEEP);
  }

  /** A ticket that somebody holds locked is met again at the next look-out. Any other failure is logged and does not stop the rest. */
  private async one({ merchantId, ticketId }: DueTicket): Promise<void> {
    try {
      await this.fallDue.execute(merchantId, ticketId);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'BUSY') return;
      this.log.error({ ticketId, error: errorFacts(error) }, 'due work failed; it is tried again');
    }
  }
}
