import { Injectable, Optional } from '@nestjs/common';
import { CalendarLibrary, HolidayYears, Workdays, type WorkingTime } from '../calendar/index.js';
import type { Instant } from '../kernel/instant.js';
import { Immutable } from '../platform/database/immutable.js';
import { sql } from '../platform/database/sql.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import {
  asksOpeningHours, asksWorkdays, BUILT_IN_PACKS, usualChoice, type DeadlineRow, type PolicyPack, type ShopChoice, type ShopPlace, type ShopTerms, type WindowRow,
} from './domain/pack/index.js';

const NEWEST = sql(
  'pack.newest',
  `SELECT DISTINCT ON (pack_id) id FROM policy_pack WHERE merchant_id = $1 ORDER BY pack_id, published_at DESC, id DESC`,
);
const BODY = sql('pack.body', `SELECT body FROM policy_pack WHERE merchant_id = $1 AND id = $2`);
const SHOP = sql(
  'pack.shop',
  `SELECT s.platform, s.currency, s.time_zone AS zone, c.version, c.body
     FROM shop s LEFT JOIN LATERAL
          (SELECT version, body FROM shop_packs p WHERE p.merchant_id = s.merchant_id AND p.shop_id = s.id ORDER BY version DESC LIMIT 1) c ON true
    WHERE s.merchant_id = $1 AND s.id = $2`,
);

/** What a shop goes by. */
export interface ShopPacks {
  readonly shopId: string;
  /** Of its choice; 0: nobody chose, the usual one holds. */
  readonly version: number;
  readonly zone: string;
  readonly choice: ShopChoice;
  /** Every pack the merchant has, each in its newest version. */
  readonly packs: readonly PolicyPack[];
  /** What these rows go by around an instant. Workdays of its region and its opening hours are read only where one of the rows asks for them. */
  readonly terms: (rows: readonly (DeadlineRow | WindowRow)[], at: Instant) => Promise<ShopTerms>;
}

/** Policy packs: those that come with the product, and the merchant's own versions, which go before them. */
@Injectable()
export class PackLibrary {
  private readonly published = new Immutable<PolicyPack>();

  constructor(
    @Optional() private readonly days: Workdays = new Workdays(new HolidayYears()),
    @Optional() private readonly calendars: CalendarLibrary = new CalendarLibrary(),
  ) {}

  async packs(tx: Tx): Promise<PolicyPack[]> {
    const ids = await tx.query<{ id: string }>(NEWEST, [tx.merchantId]);
    const own = await Promise.all(ids.map(async ({ id }) => this.body(tx, id)));
    const replaced = new Set(own.map(({ id }) => id));
    return [...BUILT_IN_PACKS.filter(({ id }) => !replaced.has(id)), ...own];
  }

  /** Undefined: no such shop here. */
  async ofShop(tx: Tx, shopId: string): Promise<ShopPacks | undefined> {
    const [[shop], packs] = await Promise.all([
      tx.query<ShopPlace & { zone: string; version: number | null; body: ShopChoice | null }>(SHOP, [tx.merchantId, shopId]), this.packs(tx),
    ]);
    if (!shop) return undefined;
    const choice = shop.body ?? usualChoice(shop, packs);
    return { shopId, version: shop.version ?? 0, zone: shop.zone, choice, packs, terms: (rows, at) => this.terms(tx, choice, rows, at) };
  }

  private async terms(tx: Tx, { enrolments, region, openingHoursCalendarId: hours }: ShopChoice, rows: readonly (DeadlineRow | WindowRow)[], at: Instant): Promise<ShopTerms> {
    return {
      enrolments, ...(rows.some(asksWorkdays) && (await this.days.of(tx, region, at))),
      ...(hours && rows.some(asksOpeningHours) && { openingHours: await this.newest(tx, hours) }),
    };
  }

  private async newest(tx: Tx, calendarId: string): Promise<WorkingTime> {
    return this.calendars.workingTime(tx, await this.calendars.newestVersion(tx, calendarId));
  }

  private body(tx: Tx, id: string): Promise<PolicyPack> | PolicyPack {
    return this.published.get(`${tx.merchantId}:${id}`, async () => {
      const [row] = await tx.query<{ body: PolicyPack }>(BODY, [tx.merchantId, id]);
      return row?.body;
    });
  }
}
