import { formatAmount } from '../../kernel/money.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { csvCell } from '../domain/statement.js';
import { PAYOUT_COLUMNS, payoutOf, type PayoutRow, type RawPayout } from '../payouts/payout.repository.js';

export const MATCHES = {
  KEY: 'Our key stands in the line, with the same amount.',
  REFERENCE: 'The line has the payout’s reference and the same amount.',
  AMOUNT_DIFFERS: 'Key or reference is a payout’s, the amount is not.',
  NONE: 'No payout is known by the line’s key or reference.',
} as const satisfies Record<string, string>;
export type Match = keyof typeof MATCHES;

export interface LineRow {
  readonly id: string;
  readonly statementId: string;
  readonly shopId: string;
  readonly line: number;
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: string;
  readonly bookedOn: string | null;
  readonly payoutId: string | null;
  readonly match: Match;
}

export interface Reconciliation {
  readonly matched: number;
  readonly unmatchedLines: number;
  readonly unmatchedPayouts: number;
  /** Lines that show no payout, or one of another amount, or one that is not settled. */
  readonly lines: readonly LineRow[];
  /** Settled in these days and in no line. */
  readonly payouts: readonly PayoutRow[];
}

const LINE = `l.id, l.statement_id AS "statementId", l.shop_id AS "shopId", l.line, l.reference, l.currency, l.amount_minor::text AS "amountMinor",
  l.booked_on::text AS "bookedOn", l.payout_id AS "payoutId", l.match`;
// A day is the line's own or, where the bank names none, all days of its statement.
const IN_DAYS = `coalesce(l.booked_on, s.covers_from) <= $4::date AND coalesce(l.booked_on, s.covers_to) >= $3::date`;
const FROM_LINES = `FROM statement_line l JOIN bank_statement s ON s.merchant_id = l.merchant_id AND s.id = l.statement_id
  LEFT JOIN payout p ON p.merchant_id = l.merchant_id AND p.id = l.payout_id
 WHERE l.merchant_id = $1 AND l.shop_id = $2 AND ${IN_DAYS}`;
const SOUND = `(l.match IN ('KEY','REFERENCE') AND p.state = 'SETTLED')`;
const COUNT = sql('reconciliation.count', `SELECT count(*) FILTER (WHERE ${SOUND})::int AS matched, count(*) FILTER (WHERE ${SOUND} IS NOT TRUE)::int AS open ${FROM_LINES}`);
const OPEN_LINES = sql('reconciliation.lines', `SELECT ${LINE} ${FROM_LINES} AND ${SOUND} IS NOT TRUE ORDER BY l.id LIMIT $5`);
const FROM_PAYOUTS = `FROM payout p JOIN shop h ON h.merchant_id = p.merchant_id AND h.id = p.shop_id
 WHERE p.merchant_id = $1 AND p.shop_id = $2 AND p.state = 'SETTLED' AND (p.settled_at AT TIME ZONE h.time_zone)::date BETWEEN $3::date AND $4::date
   AND NOT EXISTS (SELECT FROM statement_line l WHERE l.merchant_id = p.merchant_id AND l.payout_id = p.id AND l.match IN ('KEY','REFERENCE'))`;
const COUNT_PAYOUTS = sql('reconciliation.count_payouts', `SELECT count(*)::int AS n ${FROM_PAYOUTS}`);
const OPEN_PAYOUTS = sql('reconciliation.payouts', `SELECT ${PAYOUT_COLUMNS} ${FROM_PAYOUTS} ORDER BY p.id LIMIT $5`);

/** What of these days (of the shop's calendar, both included) agrees, and what stands on one side only; of each list at most `limit`. */
export async function reconcile(tx: Tx, shopId: string, from: string, to: string, limit: number): Promise<Reconciliation> {
  const place = [tx.merchantId, shopId, from, to];
  const [[counts], lines, [paid], payouts] = await Promise.all([
    tx.query<{ matched: number; open: number }>(COUNT, place), tx.query<LineRow>(OPEN_LINES, [...place, limit]),
    tx.query<{ n: number }>(COUNT_PAYOUTS, place), tx.query<RawPayout>(OPEN_PAYOUTS, [...place, limit]),
  ]);
  return { matched: counts?.matched ?? 0, unmatchedLines: counts?.open ?? 0, unmatchedPayouts: paid?.n ?? 0, lines, payouts: payouts.map(payoutOf) };
}

/** Both lists as one CSV that a spreadsheet takes for text. */
export function asCsv({ lines, payouts }: Reconciliation): string {
  const rows = [
    ['side', 'key', 'reference', 'amount', 'currency', 'day', 'state'],
    ...lines.map((line) => ['statement', '', line.reference, amount(line.amountMinor, line.currency), line.currency, line.bookedOn ?? '', line.match]),
    ...payouts.map((payout) => ['payout', payout.key, payout.reference ?? '', amount(payout.amountMinor, payout.currency), payout.currency, payout.settledAt ?? '', payout.state]),
  ];
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function amount(minor: string | bigint, currency: string): string {
  return formatAmount({ minor: BigInt(minor), currency });
}
