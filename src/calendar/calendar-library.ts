import { Injectable } from '@nestjs/common';
import { notFound } from '../kernel/error.js';
import { Immutable } from '../platform/database/immutable.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { bodyOfVersion, newestVersionId } from './calendar.repository.js';
import { BusinessCalendar, type WorkingTime } from './domain/index.js';

/** Compiled calendars. A version never changes, so each is read and compiled once per process. */
@Injectable()
export class CalendarLibrary {
  private readonly known = new Immutable<WorkingTime>();

  workingTime(tx: Tx, versionId: string): Promise<WorkingTime> | WorkingTime {
    return this.known.get(`${tx.merchantId}:${versionId}`, async () => {
      const body = await bodyOfVersion(tx, versionId);
      return body && new BusinessCalendar(body.definition);
    });
  }

  /** The version that is pinned when something starts under this calendar now. NOT_FOUND when there is no such calendar. */
  async newestVersion(tx: Tx, calendarId: string): Promise<string> {
    const id = await newestVersionId(tx, calendarId);
    if (id === undefined) throw notFound('calendarId');
    return id;
  }
}
