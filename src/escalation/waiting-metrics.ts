import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { WORKER_DATABASE } from '../platform/database/worker-database.js';
import { Metrics } from '../platform/runtime/metrics.js';

const MOST_COUNTED = 10_000;
const COUNT = sql(
  'assignment_wait.count',
  `SELECT count(*)::int AS n, coalesce(extract(epoch FROM now() - min(since)), 0)::float8 AS oldest FROM (SELECT since FROM assignment_wait ORDER BY since LIMIT $1) w`,
);

/** What a watchman of the product sees of the tickets nobody was free to take. */
@Injectable()
export class WaitingMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    @Inject(WORKER_DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    const { database } = this;
    const registers = [this.metrics.registry];
    const oldest = new Gauge({ name: 'amends_tickets_waiting_for_agent_oldest_seconds', help: 'How long the ticket that waits longest for a free agent has been waiting.', registers });
    // It registers itself, and is asked when the metrics are.
    new Gauge({
      name: 'amends_tickets_waiting_for_agent', help: `Tickets nobody was free to take; counted up to ${MOST_COUNTED}.`, registers,
      async collect() {
        const [row] = await database.query<{ n: number; oldest: number }>(COUNT, [MOST_COUNTED]);
        this.set(row?.n ?? 0);
        oldest.set(row?.oldest ?? 0);
      },
    });
  }
}
