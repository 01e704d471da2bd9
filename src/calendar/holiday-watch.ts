import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { encodeId } from '../kernel/ids.js';
import { DAY, type Instant } from '../kernel/instant.js';
import type { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { WORKER_DATABASE } from '../platform/database/worker-database.js';
import { LOG, type Log } from '../platform/runtime/log.js';
import { Loops } from '../platform/runtime/loops.js';
import { Metrics } from '../platform/runtime/metrics.js';
import { missingYear } from './domain/index.js';

interface Known {
  readonly calendarId: string;
  readonly until: number;
  readonly now: Instant;
}

const KNOWN = sql(
  'calendar.holidays-known',
  `SELECT calendar_id AS "calendarId", holidays_until AS until, now() AS now
     FROM (SELECT DISTINCT ON (merchant_id, calendar_id) calendar_id, holidays_until FROM calendar_version ORDER BY merchant_id, calendar_id, version DESC) newest
    WHERE holidays_until <= extract(year FROM now())`,
);

/** Tells of calendars that run out of holidays: in the log once a day and as a metric, before their days would silently be read as plain weeks. */
@Injectable()
export class HolidayWatch implements OnModuleInit {
  private readonly gauge: Gauge;

  constructor(
    private readonly loops: Loops,
    metrics: Metrics,
    @Inject(WORKER_DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.gauge = new Gauge({
      name: 'amends_calendars_missing_holidays',
      help: 'Calendars whose holiday sets lack this year or, from October on, the next one.',
      registers: [metrics.registry],
    });
  }

  onModuleInit(): void {
    this.loops.register('holidays', DAY, () => this.look());
  }

  async look(): Promise<void> {
    const rows = await this.database.query<Known>(KNOWN);
    const missing = rows.flatMap(({ calendarId, until, now }) => {
      const year = missingYear(until, now.slice(0, 10));
      return year === null ? [] : [{ calendar: encodeId('Calendar', calendarId), year }];
    });
    this.gauge.set(missing.length);
    for (const one of missing) this.log.warn(one, 'holidays are missing: import the year, or its days count as plain ones');
  }
}
