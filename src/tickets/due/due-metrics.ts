import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { elapsed, SECOND } from '../../kernel/instant.js';
import type { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { WORKER_DATABASE } from '../../platform/database/worker-database.js';
import { Metrics } from '../../platform/runtime/metrics.js';
import type { Fired } from '../../sla/index.js';
import type { Operation } from '../domain/operations.js';

// The size of the index as the last ANALYZE saw it: counting a million clocks at every scrape would cost more than firing them.
const ARMED = sql('due.armed', `SELECT greatest(reltuples, 0)::float8 AS n FROM pg_class WHERE oid = 'clock_alarm'::regclass`);
const MOST_COUNTED = 10_000;
// A sandbox's clocks wait for whoever moves its time; they are nobody's delay.
const OVERDUE = sql(
  'due.overdue',
  `SELECT count(*)::int AS n, coalesce(extract(epoch FROM now() - min(alarm_at)), 0)::float8 AS oldest FROM
     (SELECT alarm_at FROM clock WHERE alarm_at <= now() - interval '1 second' ORDER BY alarm_at LIMIT $1) late`,
);

/** Who came to a clock that was due: the evaluator, which looks for such clocks, or a command on its ticket before it. */
type By = 'evaluator' | 'command';

/** How the evaluator of deadlines is doing, for whoever is on call: how late it fires, how much is armed, how much it has not come to. */
@Injectable()
export class DueMetrics {
  private readonly lateness: Histogram<'by'>;
  private readonly count: Counter<'kind' | 'stage' | 'by'>;

  constructor({ registry }: Metrics, @Inject(WORKER_DATABASE) database: Database) {
    const registers = [registry];
    this.lateness = new Histogram({
      name: 'amends_clock_lateness_seconds',
      help: 'From the instant a warning or breach was due to the instant it was entered; by: the evaluator, or a command on the ticket that came first or told of it late.',
      labelNames: ['by'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600],
      registers,
    });
    this.count = new Counter({
      name: 'amends_clocks_fired_total',
      help: 'Warnings and breaches entered by this process; by: the evaluator, or a command on the ticket that came first or told of it late.',
      labelNames: ['kind', 'stage', 'by'], registers,
    });
    const oldest = new Gauge({
      name: 'amends_clocks_overdue_oldest_seconds', help: 'How long the longest overdue clock has been waiting to be entered.', registers,
    });
    new Gauge({
      name: 'amends_clocks_armed', help: 'Clocks that will want to be looked at, about.', registers,
      async collect() {
        const [row] = await database.query<{ n: number }>(ARMED);
        this.set(row?.n ?? 0);
      },
    });
    new Gauge({
      name: 'amends_clocks_overdue', help: `Clocks overdue for more than a second and not entered; counted up to ${MOST_COUNTED}.`, registers,
      async collect() {
        const [row] = await database.query<{ n: number; oldest: number }>(OVERDUE, [MOST_COUNTED]);
        this.set(row?.n ?? 0);
        oldest.set(row?.oldest ?? 0);
      },
    });
  }

  fired(firings: readonly Fired[], operation: Operation): void {
    const by: By = operation === 'FALL_DUE' ? 'evaluator' : 'command';
    for (const { clock, level, at, detectedAt } of firings) {
      this.lateness.observe({ by }, elapsed(at, detectedAt) / SECOND);
      this.count.inc({ kind: clock.kind, stage: level === 0 ? 'breach' : 'warning', by });
    }
  }
}
