import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { invalid } from '../../kernel/error.js';
import { groupBy } from '../../kernel/group-by.js';
import { DAY, elapsed, plus, type Instant, type Millis } from '../../kernel/instant.js';
import { shopsFor } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { ProcessLibrary } from '../../process/index.js';
import { CalendarReader, explainClock, ledgersOf, REMINDERS } from '../../sla/index.js';
import { forensicsOf, standingAt, standings, typicalOf, type Forensics, type Standing } from '../domain/forensics.js';
import { clocksOf, factsOfTickets, type ClockRow } from './ticket-parts.query.js';

/** The last instant from which the target could still have been met, had it been set about then, and how the ticket stood. */
export interface LastChance extends Standing {
  /** Working time such a thing typically takes, from those met in time in the 90 days before; null: too few to tell, and then it is the due time itself. */
  readonly typicalMs: Millis | null;
}

export interface Breach {
  readonly clock: ClockRow;
  readonly number: string;
  readonly at: Instant;
  readonly forensics: Forensics;
  /** null: it typically takes longer than the target, so that there was never a chance. */
  readonly lastChance: LastChance | null;
}

interface Found {
  readonly ticketId: string;
  readonly clockId: string;
  readonly number: string;
  readonly definitionId: string;
  readonly at: Instant;
}

export interface BreachRequest {
  readonly from: Instant;
  readonly to: Instant;
  readonly after: { readonly at: Instant; readonly clockId: string } | null;
  readonly first: number;
}

const LONGEST = 92 * DAY;

/** Nobody's deadline, so that their end is no breach. */
const REMINDING = `'{${REMINDERS.join(',')}}'::text[]`;

const BREACHES = sql(
  'forensics.breaches',
  `SELECT c.ticket_id AS "ticketId", c.id AS "clockId", t.number, t.definition_id AS "definitionId", f.at
     FROM clock_firing f JOIN clock c ON c.merchant_id = f.merchant_id AND c.id = f.clock_id
     JOIN ticket t ON t.merchant_id = c.merchant_id AND t.id = c.ticket_id
    WHERE f.merchant_id = $1 AND f.level = 0 AND c.kind <> ALL (${REMINDING}) AND f.at >= $2 AND f.at < $3 AND ($4::uuid[] IS NULL OR t.shop_id = ANY ($4))
      AND ($5::timestamptz IS NULL OR (f.at, f.clock_id) > ($5, $6::uuid)) ORDER BY f.at, f.clock_id LIMIT $7`,
);
const ONE = sql(
  'forensics.of_clocks',
  `SELECT c.ticket_id AS "ticketId", c.id AS "clockId", t.number, t.definition_id AS "definitionId", f.at
     FROM clock_firing f JOIN clock c ON c.merchant_id = f.merchant_id AND c.id = f.clock_id
     JOIN ticket t ON t.merchant_id = c.merchant_id AND t.id = c.ticket_id
    WHERE f.merchant_id = $1 AND f.level = 0 AND c.kind <> ALL (${REMINDING}) AND f.clock_id = ANY ($2::uuid[])`,
);
/** Of each sort of clock so many tell what is typical, the newest. */
const MOST_MET = 200;
// The step stands before the colon of the subject; of other kinds the subject does not matter.
const MET = sql(
  'forensics.met',
  `SELECT kind, step, calendar_id AS "calendarId", target_ms::float8 AS "targetMs", due_at AS "dueAt", ended_at AS "endedAt" FROM (
     SELECT *, row_number() OVER (PARTITION BY kind, step ORDER BY started_at DESC) AS nth FROM (
       SELECT kind, CASE kind WHEN 'STEP' THEN split_part(subject, ':', 1) ELSE '' END AS step, calendar_id, target_ms, due_at, ended_at, started_at
         FROM clock WHERE merchant_id = $1 AND state = 'SATISFIED' AND due_at IS NOT NULL AND kind <> ALL (${REMINDING}) AND started_at >= $2 AND started_at < $3) sorted) met
    WHERE nth <= ${MOST_MET}`,
);

interface MetRow {
  readonly kind: string;
  readonly step: string;
  readonly calendarId: string | null;
  readonly targetMs: Millis;
  readonly dueAt: Instant;
  readonly endedAt: Instant;
}

/** Where the time of missed targets went, from the log and the ledgers. */
@Injectable()
export class BreachForensics {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly process: ProcessLibrary,
    private readonly calendars: CalendarReader,
  ) {}

  /** Breaches of a stretch of time, oldest first, one more than asked for. */
  report(actor: Actor, { from, to, after, first }: BreachRequest): Promise<Breach[]> {
    if (elapsed(from, to) <= 0 || elapsed(from, to) > LONGEST) throw invalid('to', { en: '`from` lies before `to`, at most 92 days.', zh: '结束时间须晚于开始时间，且间隔不超过 92 天。' });
    return this.unit.read(actor.merchantId, async (tx) => {
      const shops = shopsFor(actor, 'ticket.supervise');
      return this.examine(tx, await tx.query<Found>(BREACHES, [tx.merchantId, from, to, shops, after?.at ?? null, after?.clockId ?? null, first + 1]));
    });
  }

  /** Of these clocks those that breached; the caller may see their tickets. */
  ofClocks(actor: Actor, clockIds: readonly string[]): Promise<Breach[]> {
    return this.unit.read(actor.merchantId, async (tx) => this.examine(tx, await tx.query<Found>(ONE, [tx.merchantId, clockIds])));
  }

  private async examine(tx: Tx, found: readonly Found[]): Promise<Breach[]> {
    const [first] = found;
    if (!first) return [];
    const ids = [...new Set(found.map(({ ticketId }) => ticketId))];
    const end = found.reduce((latest, { at }) => (at > latest ? at : latest), first.at);
    const [facts, clocks, ledgers, met] = await Promise.all([
      factsOfTickets(tx, ids), clocksOf(tx, ids, true), ledgersOf(tx, found.map(({ clockId }) => clockId)),
      tx.query<MetRow>(MET, [tx.merchantId, plus(end, -90 * DAY), end]),
    ]);
    const named = [...ledgers.values()].flat().map(({ data }) => ({ calendarId: (data['calendarId'] ?? null) as string | null }));
    const times = await this.calendars.times(tx, [...clocks, ...named, ...met], []);
    // What was used of a target: neither pauses nor closed hours.
    const took = ({ calendarId, targetMs, dueAt, endedAt }: MetRow): Millis => targetMs - times.of(calendarId).between(endedAt, dueAt);
    const bySort = groupBy(met, sortOf);
    return Promise.all(found.map(async ({ ticketId, clockId, number, definitionId, at }): Promise<Breach> => {
      const definition = await this.process.version(tx, definitionId);
      const clock = clocks.find(({ id }) => id === clockId) as ClockRow;
      const approvals = clocks.filter((one) => one.ticketId === ticketId && one.kind === 'APPROVAL').map(({ startedAt, endedAt }) => ({ from: startedAt, to: endedAt }));
      const standing = standings(definition, facts.filter((fact) => fact.ticketId === ticketId), approvals);
      const time = times.of(clock.calendarId);
      const { segments } = explainClock(ledgers.get(clockId) ?? [], (calendarId) => times.of(calendarId));
      const step = clock.kind === 'STEP' ? (clock.subject.split(':')[0] ?? '') : '';
      const typicalMs = typicalOf((bySort.get(sortOf({ kind: clock.kind, step })) ?? []).map(took));
      const chance = typicalMs === null ? at : time.add(at, -Math.round(typicalMs));
      return {
        clock, number, at,
        forensics: forensicsOf(segments, standing, (from, to) => time.between(from, to)),
        lastChance: chance < clock.startedAt ? null : { ...standingAt(standing, chance), from: chance, typicalMs },
      };
    }));
  }
}

function sortOf({ kind, step }: Pick<MetRow, 'kind' | 'step'>): string {
  return `${kind} ${step}`;
}
