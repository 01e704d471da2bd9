import { Injectable } from '@nestjs/common';
import { notFound } from '../kernel/error.js';
import { localDay, type Instant } from '../kernel/instant.js';
import { Immutable } from '../platform/database/immutable.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { newestVersionId, newestVersionIds, versionById } from './calendar.repository.js';
import { BusinessCalendar, type WorkingTime } from './domain/index.js';

interface Compiled {
  readonly time: WorkingTime;
  readonly timeZone: string;
  /** The last year for which all its holiday sets were known when it was published; null: it uses none. */
  readonly holidaysUntil: number | null;
}

/** Compiled calendars. A version never changes, so each is read and compiled once per process. */
@Injectable()
export class CalendarLibrary {
  private readonly known = new Immutable<Compiled>();

  async workingTime(tx: Tx, versionId: string): Promise<WorkingTime> {
    return (await this.compiled(tx, versionId)).time;
  }

  /** The first year a version counts as plain weeks up to this instant, because the holidays of one of its sets were unknown; null: none. */
  async unknownYear(tx: Tx, versionId: string, upTo: Instant): Promise<number | null> {
    const { holidaysUntil, timeZone } = await this.compiled(tx, versionId);
    if (holidaysUntil === null) return null;
    return Number(localDay(upTo, timeZone).slice(0, 4)) > holidaysUntil ? holidaysUntil + 1 : null;
  }

  private compiled(tx: Tx, versionId: string): Promise<Compiled> | Compiled {
    return this.known.get(`${tx.merchantId}:${versionId}`, async () => {
      const version = await versionById(tx, versionId);
      if (!version) return undefined;
      const { definition } = version.body;
      return { time: new BusinessCalendar(definition), timeZone: definition.timeZone, holidaysUntil: version.holidaysUntil };
    });
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
