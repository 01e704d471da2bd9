import { Injectable } from '@nestjs/common';
import { notFound } from '../kernel/error.js';
import type { Instant } from '../kernel/instant.js';
import { Immutable } from '../platform/database/immutable.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { PublishedVersions } from '../platform/published-versions.js';
import { newestVersionId, newestVersionIds } from './calendar.repository.js';
import { BusinessCalendar, localDay, type PublishedCalendar, type WorkingTime } from './domain/index.js';

interface OfCalendar {
  readonly calendarId: string;
  /** The last year for which all its holiday sets are known; null: it uses none. */
  readonly holidaysUntil: number | null;
}

/** Versions of calendars, each compiled once per process. */
@Injectable()
export class CalendarLibrary extends PublishedVersions<OfCalendar, WorkingTime> {
  private readonly horizons = new Immutable<{ readonly until: number | null; readonly zone: string }>();

  constructor() {
    super({
      table: 'calendar_version', columns: { calendarId: 'calendar_id', holidaysUntil: 'holidays_until' }, countedBy: ['calendarId'],
      read: ({ body }) => new BusinessCalendar((body as unknown as PublishedCalendar).definition),
    });
  }

  workingTime(tx: Tx, versionId: string): WorkingTime | Promise<WorkingTime> {
    return this.version(tx, versionId);
  }

  /** The first year a version counts as plain weeks up to this instant, because the holidays of one of its sets were unknown; null: none. */
  async unknownYear(tx: Tx, versionId: string, upTo: Instant): Promise<number | null> {
    const { until, zone } = await this.horizons.get(`${tx.merchantId}:${versionId}`, async () => {
      const row = await this.byId(tx, versionId);
      return row && { until: row.holidaysUntil, zone: (row.body as unknown as PublishedCalendar).definition.timeZone };
    });
    if (until === null) return null;
    return Number(localDay(upTo, zone).slice(0, 4)) > until ? until + 1 : null;
  }

  /** The newest version of every calendar, by calendar. */
  newestVersions(tx: Tx): Promise<ReadonlyMap<string, string>> {
    return newestVersionIds(tx);
  }

  /** The version that is pinned when something starts under this calendar now. NOT_FOUND when there is no such calendar. */
  async newestVersion(tx: Tx, calendarId: string): Promise<string> {
    const id = await newestVersionId(tx, calendarId);
    if (id === undefined) throw notFound('calendarId');
    return id;
  }
}
