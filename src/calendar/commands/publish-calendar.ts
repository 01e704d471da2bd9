import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { cleanText } from '../../kernel/text.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { attemptOf, once, type Attempt, type Call } from '../../platform/idempotency.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { lockPublications } from '../../platform/published-versions.js';
import { CalendarLibrary } from '../calendar-library.js';
import {
  calendarById, calendarsById, calendarsUsing, insertCalendar, insertHolidayYear, type CalendarRow,
} from '../calendar.repository.js';
import {
  checkHolidayYear, examineCalendar, examineWrittenOut, refuseCalendar, writtenOut, type CalendarDefinition, type HolidayYear, type PublishedCalendar, type Weekday,
} from '../domain/index.js';
import { HolidayYears } from '../holiday-years.js';

/** A calendar as its administrator gives it. */
export interface CalendarDraft {
  readonly own: CalendarDefinition;
  readonly holidaySets: readonly string[];
  readonly makeUpDay: Weekday | null;
}

interface Keyed {
  readonly idempotencyKey?: string | null;
}

export interface Creation extends Keyed {
  readonly name: string;
  readonly draft: CalendarDraft;
}

export interface Edition extends Keyed {
  readonly id: string;
  /** The version the editor looked at; null: whichever there is. */
  readonly expectedVersion: number | null;
  readonly draft: CalendarDraft;
}

export interface Import extends Keyed {
  readonly holidaySet: string;
  readonly year: HolidayYear;
}

const MOST_SETS = 10;
const SET_NAME = /^[A-Z][A-Z0-9_-]{1,39}$/;

/** Makes calendars, publishes versions of them, and takes in years of holidays. A version is never changed: what runs under it keeps it. */
@Injectable()
export class PublishCalendar {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly holidays: HolidayYears,
    private readonly library: CalendarLibrary,
  ) {}

  async create(actor: Actor, call: Call, input: Creation): Promise<CalendarRow> {
    const { name, draft } = input;
    await this.prepare(actor, () => Promise.resolve(draft.holidaySets.slice(0, MOST_SETS)));
    return this.one(actor, attemptOf('createCalendar', input, call), async (tx, now) => {
      const id = uuidv7();
      if (!(await insertCalendar(tx, id, cleanText(name, 'name', { max: 60 }), now))) {
        throw new DomainError('DUPLICATE', { en: 'Another calendar has this name.', zh: '已有同名日历。' }, 'name');
      }
      return this.publish(tx, actor, call, { id, draft, now, cause: 'createCalendar' });
    });
  }

  async update(actor: Actor, call: Call, input: Edition): Promise<CalendarRow> {
    const { id, expectedVersion, draft } = input;
    await this.prepare(actor, () => Promise.resolve(draft.holidaySets.slice(0, MOST_SETS)));
    return this.one(actor, attemptOf('updateCalendar', input, call), async (tx, now) => {
      const known = await calendarById(tx, id);
      if (!known) throw notFound('id');
      refuseStale(known.version, expectedVersion);
      return this.publish(tx, actor, call, { id, draft, now, cause: 'updateCalendar' });
    });
  }

  /** Takes in a year and publishes every calendar that uses its set anew. Answers those calendars. */
  async importYear(actor: Actor, call: Call, input: Import): Promise<CalendarRow[]> {
    const { holidaySet, year } = input;
    if (!SET_NAME.test(holidaySet)) throw invalid('holidaySet', { en: 'Name a set by 2 to 40 capital letters, digits, - or _.', zh: '名称须为 2 至 40 个大写字母、数字、- 或 _。' });
    checkHolidayYear(year, '');
    await this.prepare(actor, async (tx) => (await calendarsUsing(tx, holidaySet)).flatMap(({ body }) => body.holidaySets));
    return this.locked(actor, attemptOf('importHolidayYear', input, call), async (tx, now) => {
      const id = uuidv7();
      await insertHolidayYear(tx, id, holidaySet, year, now, actor.id);
      recordEvents(tx, actor, { cause: 'importHolidayYear', requestId: call.requestId }, [
        { subjectType: 'holiday_year', subjectId: id, subjectVersion: 0, type: 'holidays.imported', at: now, isFact: false, data: { holidaySet, year: year.year } },
      ]);
      const published: CalendarRow[] = [];
      for (const calendar of await calendarsUsing(tx, holidaySet)) {
        published.push(await this.publish(tx, actor, call, { id: calendar.id, draft: calendar.body, now, cause: 'importHolidayYear' }));
      }
      return published;
    });
  }

  /** The holidays it will take, worked out while no transaction is open and nobody is kept from publishing. */
  private async prepare(actor: Actor, setsIn: (tx: Tx) => Promise<readonly string[]>): Promise<void> {
    authorizeEverywhere(actor, 'calendar.administer');
    const [sets, now] = await this.unit.read(actor.merchantId, async (tx) => [await setsIn(tx), await tx.now()] as const);
    await this.holidays.prepare(sets, Number(now.slice(0, 4)));
  }

  private async one(actor: Actor, attempt: Attempt | null, work: (tx: Tx, now: Instant) => Promise<CalendarRow>): Promise<CalendarRow> {
    const [row] = await this.locked(actor, attempt, async (tx, now) => [await work(tx, now)]);
    if (!row) throw new Error('a calendar was published and not found');
    return row;
  }

  /** Answers the calendars as they stand after it; of a repetition, as they stand now. */
  private locked(actor: Actor, attempt: Attempt | null, work: (tx: Tx, now: Instant) => Promise<CalendarRow[]>): Promise<CalendarRow[]> {
    authorizeEverywhere(actor, 'calendar.administer');
    return this.unit.run(actor.merchantId, async (tx) => {
      const ids = await once(tx, actor, attempt, async () => {
        await lockPublications(tx);
        return (await work(tx, await tx.now())).map(({ id }) => id);
      });
      return calendarsById(tx, ids);
    });
  }

  private async publish(
    tx: Tx, actor: Actor, call: Call, { id, draft, now, cause }: { id: string; draft: CalendarDraft; now: Instant; cause: string },
  ): Promise<CalendarRow> {
    const { own, holidaySets, makeUpDay } = draft;
    refuseCalendar(examineCalendar(own), 'hours.');
    if (holidaySets.length > MOST_SETS || new Set(holidaySets).size < holidaySets.length) {
      throw invalid('holidaySets', { en: `Name at most ${MOST_SETS} sets, each once.`, zh: `最多 ${MOST_SETS} 个节假日集，且不得重复。` });
    }
    const known = await this.holidays.known(tx, holidaySets, Number(now.slice(0, 4)));
    const body: PublishedCalendar = { definition: writtenOut(own, known.days, makeUpDay), own, holidaySets, makeUpDay };
    refuseCalendar(examineWrittenOut(body.definition, now), 'hours.');
    await this.library.insert(tx, { columns: { calendarId: id, holidaysUntil: known.until }, body }, now, actor.id);
    const row = await calendarById(tx, id);
    if (!row) throw new Error('a calendar was published and not found');
    recordEvents(tx, actor, { cause, requestId: call.requestId }, [
      { subjectType: 'calendar', subjectId: id, subjectVersion: row.version, type: 'calendar.published', at: now, isFact: false, data: { version: row.version } },
    ]);
    return row;
  }
}

function refuseStale(version: number, expected: number | null): void {
  if (expected === null || expected === version) return;
  throw new DomainError('VERSION_CONFLICT', {
    en: 'Somebody has published another version of this calendar; read it again and decide anew.', zh: '该日历已有新版本，请重新查看后再决定。',
  }, 'expectedVersion', { currentVersion: version });
}
