import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { WORKER_DATABASE } from '../../platform/database/worker-database.js';
import { Loops } from '../../platform/runtime/loops.js';
import { Metrics } from '../../platform/runtime/metrics.js';
import { PayoutWorker } from './payout-worker.js';

const OPEN = sql(
  'payout.open',
  `SELECT state, count(*)::int AS n, coalesce(extract(epoch FROM now() - min(unknown_at)), 0)::float8 AS "unknownSeconds" FROM payout
    WHERE state IN ('REQUESTED','SENT','UNKNOWN','FAILED') GROUP BY state`,
);
const STATES = ['REQUESTED', 'SENT', 'UNKNOWN', 'FAILED'] as const;

/** The worker's rounds over payouts, and what a watchman of the product sees of them. */
@Injectable()
export class PayoutLoops implements OnModuleInit {
  constructor(
    private readonly loops: Loops,
    private readonly metrics: Metrics,
    private readonly worker: PayoutWorker,
    @Inject(WORKER_DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.loops.register('payouts', 1_000, () => this.worker.round());
    this.loops.register('payout legs', 5_000, () => this.worker.fulfilRest());
    const { database } = this;
    const registers = [this.metrics.registry];
    const age = new Gauge({ name: 'amends_payout_unknown_seconds', help: 'Age of the oldest payout whose outcome is unknown.', registers });
    // It registers itself, and is asked when the metrics are.
    new Gauge({
      name: 'amends_payouts', help: 'Payouts that are not at their end, by state.', labelNames: ['state'], registers,
      async collect() {
        const rows = await database.query<{ state: string; n: number; unknownSeconds: number }>(OPEN);
        for (const state of STATES) this.set({ state }, rows.find((row) => row.state === state)?.n ?? 0);
        age.set(rows.find(({ state }) => state === 'UNKNOWN')?.unknownSeconds ?? 0);
      },
    });
  }
}
