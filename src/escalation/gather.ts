import { plus, DAY, type Instant } from '../kernel/instant.js';
import { alertsIn } from '../conversation/index.js';
import { sql } from '../platform/database/sql.js';
import type { FactType } from '../process/index.js';
import type { Happening, TicketSession } from '../tickets/index.js';
import type { RulesInForce } from './domain/compile.js';
import { occurrencesOf, type Counts, type Occurrence } from './domain/occurrence.js';

const ORDER = sql('escalation.order_amount', `SELECT paid_minor::text AS minor, currency FROM sales_order WHERE merchant_id = $1 AND id = $2`);
const OFFER = sql(
  'escalation.offer_amount',
  `SELECT sum(amount_minor)::text AS minor, currency FROM offer_leg WHERE merchant_id = $1 AND offer_id = $2 AND amount_minor IS NOT NULL GROUP BY currency`,
);
// Of two tickets opened at once neither sees the other: the second waits here until the first is on record. Only where a rule counts them.
const ONE_AT_A_TIME = sql('escalation.lock_customer', `SELECT FROM customer WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE`);
// The newest are those that every number of days counts; no rule asks for as many.
const TICKETS = sql(
  'escalation.tickets_of_customer',
  `SELECT opened_at AS at FROM ticket WHERE merchant_id = $1 AND customer_id = $2 AND opened_at > $3 AND id <> $4 ORDER BY opened_at DESC LIMIT 100`,
);

interface Sum {
  readonly minor: string;
  readonly currency: string;
}

/** All that happened in a command and that some rule of the set listens to. Only what is listened to is looked up. */
export async function gather(session: TicketSession, happenings: readonly Happening[], rules: RulesInForce): Promise<Occurrence[]> {
  const { ticket, current } = session;
  const own = occurrencesOf(happenings, ticket, current, countsOf(session));
  const found = [...own, ...clocksIn(session, happenings), ...(await sums(session, happenings, rules))];
  const opened = happenings.some(({ type }) => type === 'ticket.opened');
  if (opened && rules.listensTo.has('KEYWORD')) found.push({ on: 'KEYWORD', classes: alertsIn(current.problem) });
  if (opened && rules.listensTo.has('REPEATED_TICKETS')) found.push({ on: 'REPEATED_TICKETS', openedAt: await ticketsOfCustomer(session), now: session.now });
  return found.filter(({ on }) => rules.listensTo.has(on));
}

/** Counted when asked for: nothing that is about a deadline alone needs the facts. */
function countsOf(session: TicketSession): Counts {
  const count = (wanted: FactType): number => session.facts.filter(({ type }) => type === wanted).length;
  return {
    reopenings: () => count('ticket.reopened'),
    brokenPromises: () => count('promise.broken'),
    unansweredTurns: () => unansweredTurns(session),
  };
}

/** The customer's turns, the opening counted when it was theirs, since a person of ours last answered. */
function unansweredTurns({ facts }: TicketSession): number {
  const answered = facts.findLastIndex((fact) => fact.type === 'message.sent' && fact.data.origin === 'HUMAN');
  return facts.slice(answered + 1).filter(({ type }) => type === 'message.received').length;
}

function clocksIn({ clocks }: TicketSession, happenings: readonly Happening[]): Occurrence[] {
  return happenings.flatMap(({ type, data }) => {
    const on = type === 'clock.breached' ? 'CLOCK_BREACHED' as const : 'CLOCK_WARNED' as const;
    if (type !== 'clock.breached' && type !== 'clock.warned') return [];
    const { clockId, level } = data as { clockId: string; level?: number };
    const firing = clocks.fired.findLast((one) => one.clockId === clockId && one.level === (level ?? 0));
    if (!firing) return [];
    const { at, generation, clock: { kind, subject, targetMs } } = firing;
    return [{ on, clockId, kind, subject, targetMs, generation, at, level: firing.level }];
  });
}

async function sums({ tx, ticket, current }: TicketSession, happenings: readonly Happening[], rules: RulesInForce): Promise<Occurrence[]> {
  if (!rules.listensTo.has('AMOUNT')) return [];
  const found: Occurrence[] = [];
  const add = (of: 'ORDER' | 'OFFER', rows: readonly Sum[]): void =>
    rows.forEach(({ minor, currency }) => found.push({ on: 'AMOUNT', of, minor: BigInt(minor), currency }));
  const opened = happenings.some(({ type }) => type === 'ticket.opened');
  const newOrder = happenings.some(({ type }) => type === 'ticket.identified' || type === 'ticket.converted') && ticket.orderId !== current.orderId;
  if (current.orderId !== null && (opened || newOrder)) {
    add('ORDER', await tx.query<Sum>(ORDER, [tx.merchantId, current.orderId]));
  }
  for (const { type, data } of happenings) {
    if (type === 'offer.made') add('OFFER', await tx.query<Sum>(OFFER, [tx.merchantId, (data as { offerId: string }).offerId]));
  }
  return found;
}

async function ticketsOfCustomer({ tx, current, now }: TicketSession): Promise<Instant[]> {
  if (current.customerId === null) return [now];
  const [, rows] = await Promise.all([
    tx.query(ONE_AT_A_TIME, [tx.merchantId, current.customerId]),
    tx.query<{ at: Instant }>(TICKETS, [tx.merchantId, current.customerId, plus(now, -365 * DAY), current.id]),
  ]);
  return [now, ...rows.map(({ at }) => at)];
}
