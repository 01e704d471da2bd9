import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../kernel/error.js';
import type { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { WORKER_DATABASE } from '../../platform/database/worker-database.js';
import { errorFacts, LOG, type Log } from '../../platform/runtime/log.js';
import { Loops } from '../../platform/runtime/loops.js';
import { FORGETTABLE } from '../domain/operations.js';
import { lookOut, type Due } from './due.query.js';
import { FallDue } from './fall-due.js';

/** Clocks of one look-out. */
const LOOK_OUT = 1_000;
const LOOK_OUT_EVERY_MS = 100;
/** Tickets that fire in one transaction: beyond it the locks are held longer than the saved round trips are worth. */
const BATCH = 100;
/** How long a ticket is left alone after its due work failed for the second time in a row; doubled by each further failure, up to a minute. */
const REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;
/** A ticket whose failures lie this far back begins anew: somebody else took care of it, or it is no longer due. */
const FORGOTTEN_MS = 600_000;

interface Trouble {
  /** In a row. */
  readonly failures: number;
  /** Of the process's own time. */
  readonly until: number;
}

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

// Keys of ordinary operations on tickets are kept a week; those that move money or goods, and the few of settings, for ever.
const SWEEP = sql(
  'idempotency.sweep',
  `DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM idempotency WHERE created_at < now() - interval '7 days' AND operation = ANY ($2::text[]) LIMIT $1))
   RETURNING true`,
);
/** A statement is cut off after five seconds: what a week left behind goes in pieces far below that, or it would never go. */
const SWEPT_AT_ONCE = 5_000;

/** What the worker does for tickets: lets deadlines fall due, folds the kept counts, forgets old idempotency keys. */
@Injectable()
export class TicketLoops implements OnModuleInit {
  /**
   * Tickets whose due work failed. Overdue longest, they would come first in every look-out and keep the others from theirs. The first failure may be
   * a passing one, such as a lost connection, so the ticket is met again at the next look-out; from the second in a row on it rests.
   */
  private readonly troubled = new Map<string, Trouble>();

  constructor(
    private readonly loops: Loops,
    private readonly fallDue: FallDue,
    @Inject(WORKER_DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.loops.register('due', LOOK_OUT_EVERY_MS, () => this.letFallDue());
    this.loops.register('counts', 1_000, () => this.foldCounts());
    this.loops.register('idempotency', 3_600_000, () => this.sweepIdempotency());
  }

  /**
   * One look-out. True when something fired: what fell due meanwhile need not wait for the next. Where others hold all that is due, there is a pause.
   * What goes by itself may wait for a lock; beside it the batches, which never do, go on.
   */
  async letFallDue(most = LOOK_OUT): Promise<boolean> {
    const except = this.stillResting();
    const due = await lookOut(this.database, { most, except, alone: this.fallDue.alone });
    const [batched, alone] = await Promise.all([this.batches(due, Math.min(most, BATCH), except), this.alone(due)]);
    return batched + alone > 0;
  }

  async foldCounts(): Promise<void> {
    await this.database.query(FOLD);
  }

  /** One piece. True when it was full, so that more may wait. */
  async sweepIdempotency(most = SWEPT_AT_ONCE): Promise<boolean> {
    return (await this.database.query(SWEEP, [most, FORGETTABLE])).length >= most;
  }

  private stillResting(): string[] {
    const now = performance.now();
    for (const [ticketId, { until }] of this.troubled) if (until + FORGOTTEN_MS <= now) this.troubled.delete(ticketId);
    return [...this.troubled].filter(([, { until }]) => until > now).map(([ticketId]) => ticketId);
  }

  /**
   * As many batches of each merchant as its clocks make, the first of every merchant before the second of any; a merchant of whom less is left than a
   * batch holds has no further one. One transaction at a time: on a machine shared with others a second one makes both later.
   */
  private async batches(due: readonly Due[], most: number, except: readonly string[]): Promise<number> {
    let fired = 0;
    let left = due.filter(({ ticketId }) => ticketId === null);
    while (left.length > 0) {
      const more: Due[] = [];
      for (const merchant of left) {
        const batch = await this.batch(merchant.merchantId, most, except);
        fired += batch.fired;
        if (batch.claimed === most && merchant.clocks > most) more.push({ ...merchant, clocks: merchant.clocks - most });
      }
      left = more;
    }
    return fired;
  }

  private async alone(due: readonly Due[]): Promise<number> {
    let fired = 0;
    for (const { merchantId, ticketId } of due) if (ticketId !== null) fired += await this.one(merchantId, ticketId);
    return fired;
  }

  /** One claim of a merchant's. One ticket that fails fails them all: then each goes by itself, and the one alone is at fault. */
  private async batch(merchantId: string, most: number, except: readonly string[]): Promise<{ claimed: number; fired: number }> {
    const { ticketIds, failure, ...batch } = await this.fallDue.executeMany(merchantId, most, except);
    const claimed = ticketIds.length;
    if (failure === null) return { claimed, fired: batch.fired };
    this.log.warn({ merchantId, tickets: claimed, error: errorFacts(failure) }, 'due work of a batch failed; its tickets go one by one');
    let fired = 0;
    for (const ticketId of ticketIds) fired += await this.one(merchantId, ticketId);
    return { claimed, fired };
  }

  /** A ticket that somebody holds locked is met again at the next look-out. Any other failure is logged. */
  private async one(merchantId: string, ticketId: string): Promise<number> {
    try {
      const { value: fired } = await this.fallDue.execute(merchantId, ticketId);
      this.troubled.delete(ticketId);
      return fired;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'BUSY') return 0;
      const failures = (this.troubled.get(ticketId)?.failures ?? 0) + 1;
      this.troubled.set(ticketId, { failures, until: performance.now() + restAfter(failures) });
      this.log.error({ ticketId, failures, error: errorFacts(error) }, 'due work failed; it is tried again');
      return 0;
    }
  }
}

/** Milliseconds a ticket rests after so many failures in a row: none, 5 s, 10 s, 20 s, 40 s, a minute. */
export function restAfter(failures: number): number {
  return failures < 2 ? 0 : Math.min(REST_MS * 2 ** (failures - 2), LONGEST_REST_MS);
}
