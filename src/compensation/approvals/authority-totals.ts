import { localDay } from '../../calendar/index.js';
import { DAY, plus, type Instant } from '../../kernel/instant.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Totals } from '../domain/authority.js';
import type { OfferTerms } from './offer-terms.js';

/** How far back a customer's total reaches, today included. */
const CUSTOMER_DAYS = 90;

type Scope = 'AGENT_DAY' | 'CUSTOMER' | 'CUSTOMER_DAY' | 'ORDER' | 'SHOP_MONTH';

/** One total that an offer is counted in. */
export interface Counted {
  /** The order in which the rows are locked, by everybody. */
  readonly rank: number;
  readonly scope: Scope;
  readonly subjectId: string;
  readonly period: string;
  readonly currency: string;
  readonly minor: string;
}

// One statement moves and locks all of them, in the order of rank. CUSTOMER is the lock of a customer's days: what another day holds is read after it.
const COUNT = sql(
  'authority.count',
  `INSERT INTO authority_total (merchant_id, scope, subject_id, period, currency, amount_minor)
   SELECT $1, scope, "subjectId", period, currency, minor
     FROM jsonb_to_recordset($2::jsonb) AS c(rank int, scope text, "subjectId" uuid, period text, currency text, minor bigint) ORDER BY rank
   ON CONFLICT (merchant_id, scope, subject_id, currency, period) DO UPDATE SET amount_minor = authority_total.amount_minor + excluded.amount_minor
   RETURNING scope, amount_minor::text AS amount`,
);
const RELEASE = sql(
  'authority.release',
  `WITH gone AS MATERIALIZED (
     SELECT c.* FROM jsonb_to_recordset($2::jsonb) AS c(rank int, scope text, "subjectId" uuid, period text, currency text, minor bigint) ORDER BY rank),
   held AS MATERIALIZED (
     SELECT t.*, gone.minor FROM gone, LATERAL (
       SELECT scope, subject_id, period, currency FROM authority_total
        WHERE merchant_id = $1 AND scope = gone.scope AND subject_id = gone."subjectId" AND currency = gone.currency AND period = gone.period FOR UPDATE) t)
   UPDATE authority_total t SET amount_minor = t.amount_minor - held.minor FROM held
    WHERE t.merchant_id = $1 AND t.scope = held.scope AND t.subject_id = held.subject_id AND t.currency = held.currency AND t.period = held.period`,
);
const READ = sql(
  'authority.totals',
  `SELECT c.scope, coalesce((SELECT t.amount_minor FROM authority_total t
                             WHERE t.merchant_id = $1 AND t.scope = c.scope AND t.subject_id = c."subjectId" AND t.currency = c.currency AND t.period = c.period), 0)::text AS amount
     FROM jsonb_to_recordset($2::jsonb) AS c(scope text, "subjectId" uuid, period text, currency text)`,
);
const CUSTOMER = sql(
  'authority.customer_days',
  `SELECT coalesce(sum(amount_minor), 0)::text AS amount FROM authority_total
    WHERE merchant_id = $1 AND scope = 'CUSTOMER_DAY' AND subject_id = $2 AND currency = $3 AND period >= $4`,
);

/** The totals an offer made now by this person counts in; none where it costs nothing. Times are those of the shop. */
export function countedIn(terms: OfferTerms, personId: string, now: Instant): Counted[] {
  const { orderId, customerId, currency, timeZone, request } = terms;
  if (orderId === null || customerId === null || currency === null) return [];
  const sum = (only: (leg: (typeof request.legs)[number]) => boolean): string =>
    request.legs.filter(only).reduce((total, { minor }) => total + minor, 0n).toString();
  const [goodwill, all] = [sum(({ basis }) => basis === 'GOODWILL'), sum(() => true)];
  if (all === '0') return [];
  const day = localDay(now, timeZone);
  const rows: [Scope, string, string, string][] = [
    ['AGENT_DAY', personId, day, goodwill], ['CUSTOMER', customerId, '', goodwill], ['CUSTOMER_DAY', customerId, day, goodwill],
    ['ORDER', orderId, '', all], ['SHOP_MONTH', request.shopId, day.slice(0, 7), goodwill],
  ];
  return rows.map(([scope, subjectId, period, minor], rank) => ({ rank, scope, subjectId, period, currency, minor }));
}

/** Counts an offer in and answers the totals with it, each locked until the transaction ends. */
export async function count(tx: Tx, counted: readonly Counted[], terms: OfferTerms, now: Instant): Promise<Totals> {
  if (counted.length === 0) return NOTHING;
  // Sent together, run one after the other: the second has a snapshot of its own, taken with the locks held.
  const [rows, days] = await Promise.all([
    tx.query<{ scope: Scope; amount: string }>(COUNT, [tx.merchantId, JSON.stringify(counted)]),
    customerDays(tx, terms, now),
  ]);
  return totalsOf(rows, days);
}

/** The same totals as they stand, for one who decides; nothing is locked. */
export async function readTotals(tx: Tx, counted: readonly Counted[], terms: Pick<OfferTerms, 'customerId' | 'currency' | 'timeZone'>, now: Instant): Promise<Totals> {
  if (counted.length === 0) return NOTHING;
  const [rows, days] = await Promise.all([
    tx.query<{ scope: Scope; amount: string }>(READ, [tx.merchantId, JSON.stringify(counted)]),
    customerDays(tx, terms, now),
  ]);
  return totalsOf(rows, days);
}

/** Takes an offer, or a part of it, out of the totals it was counted in. */
export function release(tx: Tx, counted: readonly Counted[]): void {
  if (counted.length > 0) tx.defer(RELEASE, [tx.merchantId, JSON.stringify(counted)]);
}

const NOTHING: Totals = { order: 0n, agentDay: 0n, customer90Days: 0n, shopMonth: 0n };

async function customerDays(tx: Tx, { customerId, currency, timeZone }: Pick<OfferTerms, 'customerId' | 'currency' | 'timeZone'>, now: Instant): Promise<bigint> {
  const since = localDay(plus(now, -(CUSTOMER_DAYS - 1) * DAY), timeZone);
  const [row] = await tx.query<{ amount: string }>(CUSTOMER, [tx.merchantId, customerId, currency, since]);
  return BigInt(row?.amount ?? 0);
}

function totalsOf(rows: readonly { scope: Scope; amount: string }[], customer90Days: bigint): Totals {
  const of = (scope: Scope): bigint => BigInt(rows.find((row) => row.scope === scope)?.amount ?? 0);
  return { order: of('ORDER'), agentDay: of('AGENT_DAY'), customer90Days, shopMonth: of('SHOP_MONTH') };
}
