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
/** How long a ticket is left alone after its due work failed. */
const REST_MS = 60_000;

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
  `DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM idempotency WHERE created_at < now() - interval '7 days'
        AND operation NOT IN ('MAKE_OFFER', 'SEND_OFFER', 'ACCEPT_OFFER', 'REFUSE_OFFER', 'FULFIL_LEG', 'CANCEL_LEG', 'overrideBudget') LIMIT $1))
   RETURNING true`,
);
/** A statement is cut off after five seconds: what a week left behind goes in pieces far below that, or it would never go. */
const SWEPT_AT_ONCE = 5_000;

/** What the worker does for tickets: lets deadlines fall due, folds the kept counts, forgets old idempotency keys. */
@Injectable()
export class TicketLoops implements OnModuleInit {
  /** Tickets whose due work failed, and until when. Overdue longest, they would come first in every look-out and keep the others from theirs. */
  private readonly resting = new Map<string, number>();

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
  async letFallDue(most = BATCH): Promise<boolean> {
    const due = await dueTickets(this.database, most, this.stillResting());
    const queue = due.values();
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const ticket of queue) await this.one(ticket);
    }));
    return due.length >= most;
  }

  async foldCounts(): Promise<void> {
    await this.database.query(FOLD);
  }

  /** One piece. True when it was full, so that more may wait. */
  async sweepIdempotency(most = SWEPT_AT_ONCE): Promise<boolean> {
    return (await this.database.query(SWEEP, [most])).length >= most;
  }

  private stillResting(): string[] {
    const now = performance.now();
    for (const [ticketId, until] of this.resting) if (until <= now) this.resting.delete(ticketId);
    return [...this.resting.keys()];
  }

  /** A ticket that somebody holds locked is met again at the next look-out. Any other failure is logged, and the ticket left alone for a while. */
  private async one({ merchantId, ticketId }: DueTicket): Promise<void> {
    try {
      await this.fallDue.execute(merchantId, ticketId);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'BUSY') return;
      this.resting.set(ticketId, performance.now() + REST_MS);
      this.log.error({ ticketId, error: errorFacts(error) }, 'due work failed; it is tried again');
    }
  }
}
