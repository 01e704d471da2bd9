import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DomainError } from '../kernel/error.js';
import type { Instant } from '../kernel/instant.js';
import type { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../platform/database/worker-database.js';
import { errorFacts, LOG, type Log } from '../platform/runtime/log.js';
import { Loops } from '../platform/runtime/loops.js';
import { Metrics } from '../platform/runtime/metrics.js';
import { DueSources, systemOf, TicketWork, type DueSource } from '../tickets/index.js';
import { Assigner, type Agent } from './assigner.js';
import { Duty } from './duty.js';
import type { Place } from './people.js';
import { waitingFor, waitingPlaces } from './waiting.repository.js';

/** Tickets given out in one look at a place; the rest in the next. */
const BATCH = 50;
const MERCHANTS = sql('assignment_wait.merchants', `SELECT DISTINCT merchant_id AS id FROM assignment_wait`);
const MOST_COUNTED = 10_000;
const COUNT = sql(
  'assignment_wait.count',
  `SELECT count(*)::int AS n, coalesce(extract(epoch FROM now() - min(since)), 0)::float8 AS oldest FROM (SELECT since FROM assignment_wait ORDER BY since LIMIT $1) w`,
);

/**
 * Gives out the tickets nobody was free to take once somebody is: back from an absence, on the next shift, rid of a ticket, with a higher cap or
 * another skill. It looks at who is free, not at what freed them, so that none of these can be forgotten; and as long as nobody is, that is one
 * question per place. Each ticket is a transaction of its own, in which the caps are counted anew.
 */
@Injectable()
export class Waiting implements OnModuleInit, DueSource {
  constructor(
    private readonly loops: Loops,
    private readonly sources: DueSources,
    private readonly work: TicketWork,
    private readonly unit: UnitOfWork,
    private readonly assigner: Assigner,
    private readonly duty: Duty,
    private readonly metrics: Metrics,
    @Inject(WORKER_DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.loops.register('waiting tickets', 1_000, () => this.lookOut());
    this.sources.register(this);
    const { database } = this;
    const registers = [this.metrics.registry];
    const oldest = new Gauge({ name: 'amends_tickets_waiting_for_agent_oldest_seconds', help: 'How long the ticket that waits longest for a free agent has been waiting.', registers });
    // It registers itself, and is asked when the metrics are.
    new Gauge({
      name: 'amends_tickets_waiting_for_agent', help: `Tickets nobody was free to take; counted up to ${MOST_COUNTED}.`, registers,
      async collect() {
        const [row] = await database.query<{ n: number; oldest: number }>(COUNT, [MOST_COUNTED]);
        this.set(row?.n ?? 0);
        oldest.set(row?.oldest ?? 0);
      },
    });
  }

  /** One look-out. True when something was given out, and so more may be. */
  async lookOut(): Promise<boolean> {
    let given = 0;
    for (const { id } of await this.database.query<{ id: string }>(MERCHANTS)) given += await this.fire(id);
    return given > 0;
  }

  /** Gives out what can be given out now in one merchant's places. Answers how much was. */
  async fire(merchantId: string): Promise<number> {
    const fitting = await this.unit.read(merchantId, async (tx) => {
      const now = await tx.now();
      const found: string[] = [];
      for (const place of await waitingPlaces(tx)) found.push(...(await this.fitting(tx, place, now)));
      return found;
    });
    let given = 0;
    for (const ticketId of fitting) if (await this.give(merchantId, ticketId)) given += 1;
    return given;
  }

  /** When something can next be given out: now, or when the next agent below their cap comes. What frees others on the way is a change of its own. */
  async next(tx: Tx, upTo: Instant): Promise<Instant | null> {
    const now = await tx.now();
    const comings: Instant[] = [];
    for (const place of await waitingPlaces(tx)) {
      if ((await this.fitting(tx, place, now)).length > 0) return now;
      const room = await this.withRoom(tx, place, now);
      const present = await this.duty.present(tx, room, place, now);
      for (const agent of room.filter((one) => !present.includes(one))) {
        const at = await this.duty.nextShift(tx, agent.id, place, agent.backAt ?? now);
        if (at !== null && at <= upTo) comings.push(at);
      }
    }
    return comings.sort()[0] ?? null;
  }

  /** Waiting tickets somebody can take now, no more than there is room for. */
  private async fitting(tx: Tx, place: Place, now: Instant): Promise<string[]> {
    const free = await this.duty.present(tx, await this.withRoom(tx, place, now), place, now);
    const room = free.reduce((sum, { cap, load }) => sum + cap - load, 0);
    return waitingFor(tx, place, free, Math.min(room, BATCH));
  }

  private async withRoom(tx: Tx, place: Place, now: Instant): Promise<Agent[]> {
    return (await this.assigner.agents(tx, place, now, 'TO_LOOK')).filter(({ load, cap }) => load < cap);
  }

  /** False: somebody took it or it is locked, or there is no room after all, or it failed, which is logged; the others go on. */
  private async give(merchantId: string, ticketId: string): Promise<boolean> {
    try {
      const { value } = await this.work.run(systemOf(merchantId), 'ASSIGN', { ticketId, body: {} }, async (session) =>
        session.ticket.assigneeId === null && (await this.assigner.assign(session)) !== null);
      return value;
    } catch (error) {
      if (!(error instanceof DomainError)) this.log.error({ ticketId, error: errorFacts(error) }, 'a waiting ticket was not given out');
      return false;
    }
  }
}
