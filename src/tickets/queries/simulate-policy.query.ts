import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { invalid, notFound } from '../../kernel/error.js';
import { BusinessCalendar, type CalendarDefinition, examineLasting, localHour, refuseCalendar } from '../../calendar/index.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { CalendarReader, ledgersOf, outcomeOf, publishable, PublishPolicy, replayUnder, type ClockTimes, type SlaPolicy } from '../../sla/index.js';
import { coursesOf, mattersOf, type LoggedChange } from '../domain/courses.js';
import { effectsOf, type Effect, type Effects } from '../domain/policy-effects.js';
import { POLICY_WORDS } from '../domain/policy-words.js';
import type { Ticket } from '../domain/ticket.js';
import { matterOf } from '../session/ticket-clocks.js';
import { TICKET_COLUMNS } from '../ticket.repository.js';
import { clocksOf, factsOfTickets, type ClockRow, type FactRow } from './ticket-parts.query.js';
import { tradeChangesOf, tradeTermsOfMany } from './trade-terms.query.js';

export interface SimulationRequest {
  readonly policy: SlaPolicy;
  /** Hours to be tried in place of the newest version of these calendars. */
  readonly calendars: readonly { readonly calendarId: string; readonly definition: CalendarDefinition }[];
  readonly from: Instant;
  readonly to: Instant;
  readonly after: string | null;
  readonly first: number;
}

export interface Simulation extends Effects {
  readonly tickets: number;
  /** The last ticket looked at when more follow; null: these were all. */
  readonly endId: string | null;
}

/** A stretch that can be answered in a request. */
const LONGEST = 92 * DAY;

const TICKETS = sql(
  'simulate.tickets',
  `SELECT ${TICKET_COLUMNS}, s.time_zone AS "timeZone" FROM ticket t JOIN shop s ON s.merchant_id = t.merchant_id AND s.id = t.shop_id
    WHERE t.merchant_id = $1 AND t.opened_at < $3 AND (t.closed_at IS NULL OR t.closed_at >= $2) AND ($4::uuid IS NULL OR t.id > $4) ORDER BY t.id LIMIT $5`,
);
const CHANGES = sql(
  'simulate.changes',
  `SELECT subject_id AS "ticketId", at, changes FROM event WHERE merchant_id = $1 AND subject_id = ANY ($2::uuid[]) AND changes IS NOT NULL ORDER BY subject_id, id`,
);

type Dated = Ticket & { readonly timeZone: string };

/** Replays what happened to tickets in a stretch of the past under a draft policy and draft calendars. Writes nothing. */
@Injectable()
export class SimulatePolicy {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly calendars: CalendarReader,
    private readonly publish: PublishPolicy,
  ) {}

  execute(actor: Actor, request: SimulationRequest): Promise<Simulation> {
    authorizeEverywhere(actor, 'policy.administer');
    const { from, to, first } = request;
    if (elapsed(from, to) <= 0 || elapsed(from, to) > LONGEST) throw invalid('to', { en: '`from` lies before `to`, at most 92 days.', zh: '结束时间须晚于开始时间，且间隔不超过 92 天。' });
    const twice = request.calendars.findIndex(({ calendarId }, at, all) => all.findIndex((other) => other.calendarId === calendarId) < at);
    if (twice >= 0) throw invalid(`calendars.${twice}.calendarId`, { en: 'Give each calendar one draft.', zh: '每个日历只能有一份草案。' });
    for (const [at, { definition }] of request.calendars.entries()) refuseCalendar(examineLasting(definition, to), `calendars.${at}.hours.`);
    return this.unit.read(actor.merchantId, async (tx) => {
      const known = await this.publish.known(tx, POLICY_WORDS);
      publishable(request.policy, known);
      const unknown = request.calendars.findIndex(({ calendarId }) => !known.calendars.has(calendarId));
      if (unknown >= 0) throw notFound(`calendars.${unknown}.calendarId`);
      const rows = await tx.query<Dated>(TICKETS, [tx.merchantId, from, to, request.after, first + 1]);
      const tickets = rows.slice(0, first);
      const effects = await this.effects(tx, tickets, request);
      return { ...effectsOf(effects), tickets: tickets.length, endId: rows.length > first ? (tickets.at(-1)?.id ?? null) : null };
    });
  }

  private async effects(tx: Tx, tickets: readonly Dated[], { policy, calendars, from, to }: SimulationRequest): Promise<Effect[]> {
    const ids = tickets.map(({ id }) => id);
    const [clocks, facts, changes, terms, now] = await Promise.all([
      clocksOf(tx, ids, true), factsOfTickets(tx, ids), tx.query<LoggedChange & { ticketId: string }>(CHANGES, [tx.merchantId, ids]), tradeTermsOfMany(tx, ids), tx.now(),
    ]);
    const [ledgers, traded] = await Promise.all([ledgersOf(tx, clocks.map(({ id }) => id)), tradeChangesOf(tx, tickets, terms)]);
    const versions = [...ledgers.values()].flat().map(({ data }) => ({ calendarId: (data['calendarId'] ?? null) as string | null }));
    const times = drafted(await this.calendars.times(tx, versions, [policy]), calendars);
    const [clocksBy, factsBy, changesBy] = [grouped<ClockRow>(clocks), grouped<FactRow>(facts), grouped(changes)];
    return tickets.flatMap((ticket): Effect[] => {
      const { id, number, shopId } = ticket;
      const matter = matterOf(ticket, terms.get(id) ?? { platform: '', customerTier: null, amount: null });
      const matters = mattersOf(matter, ticket.openedAt, changesBy.get(id) ?? [], traded.get(id) ?? []);
      const owned = (clocksBy.get(id) ?? []).map((clock) => ({ ...clock, ledger: ledgers.get(clock.id) ?? [] }));
      const trials = coursesOf(ticket, { steps: ticket.steps, currentStep: ticket.currentStep }, factsBy.get(id) ?? [], owned, matters);
      return trials.filter(({ course }) => course.startedAt >= from && course.startedAt < to).map(({ kind, subject, course, ledger }) => ({
        ticketId: id, number, shopId, kind, subject, target: course.target, startedAt: course.startedAt, hour: localHour(course.startedAt, ticket.timeZone),
        before: outcomeOf(ledger, times, now), after: replayUnder(policy, course, times, now),
      })).filter(({ before, after }) => before.verdict !== 'NONE' || after.verdict !== 'NONE');
    });
  }
}

/** The calendars as they are, with the drafts in the place of their newest versions. */
function drafted(times: ClockTimes, calendars: SimulationRequest['calendars']): ClockTimes {
  const drafts = new Map(calendars.map(({ calendarId, definition }) => [`draft:${calendarId}`, new BusinessCalendar(definition)]));
  return {
    of: (calendarId) => (calendarId === null ? undefined : drafts.get(calendarId)) ?? times.of(calendarId),
    newest: (calendar) => (drafts.has(`draft:${calendar}`) ? `draft:${calendar}` : times.newest(calendar)),
  };
}

function grouped<Row extends { readonly ticketId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.ticketId, [...(groups.get(row.ticketId) ?? []), row]);
  return groups;
}
