import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.js';

/** What Prometheus scrapes: the process, the duration of requests by operation, and the pool. Labels come from closed sets only. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly duration = new Histogram({
    name: 'amends_http_request_duration_seconds',
    help: 'Time from the request to its end, by operation (from the schema) and HTTP status; 499: the connection ended before the answer was out.',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [this.registry],
  });

  constructor(database: Database) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'amends_database_connections',
      help: 'Connections of the pool by state; waiting counts callers that have none.',
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        const { total, idle, waiting } = database.poolUse();
        this.set({ state: 'in_use' }, total - idle);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }

  ended(operation: string, status: number, milliseconds: number): void {
    this.duration.observe({ operation, status: String(status) }, milliseconds / 1_000);
  }
}
