import { Injectable } from '@nestjs/common';
import { notFound } from '../kernel/error.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { PublishedVersions } from '../platform/published-versions.js';
import { newestVersionId } from './calendar.repository.js';
import { BusinessCalendar, type PublishedCalendar, type WorkingTime } from './domain/index.js';

interface OfCalendar {
  readonly calendarId: string;
  /** The last year for which all its holiday sets are known; null: it uses none. */
  readonly holidaysUntil: number | null;
}

/** Versions of calendars, each compiled once per process. */
@Injectable()
export class CalendarLibrary extends PublishedVersions<OfCalendar, WorkingTime> {
  constructor() {
    super({
      table: 'calendar_version', columns: { calendarId: 'calendar_id', holidaysUntil: 'holidays_until' }, countedBy: ['calendarId'],
      read: (body) => new BusinessCalendar((body as PublishedCalendar).definition),
    });
  }

  /** The version that is pinned when something starts under this calendar now. NOT_FOUND when there is no such calendar. */
  async newestVersion(tx: Tx, calendarId: string): Promise<string> {
    const id = await newestVersionId(tx, calendarId);
    if (id === undefined) throw notFound('calendarId');
    return id;
  }
}
