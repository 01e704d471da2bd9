import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '../kernel/instant.js';
import type { Database } from '../platform/database/database.js';
import { sql } from '../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../platform/database/worker-database.js';
import { Loops } from '../platform/runtime/loops.js';
import { DueSources, type DueSource } from '../tickets/index.js';
import { Assigner, type Agent } from './assigner.js';
import { Duty } from './duty.js';
import { GiveOut } from './give-out.js';
import type { Place } from './people.js';
import { waitingFor, waitingPlaces } from './waiting.repository.js';

/** Tickets given out in one look at a place; the rest in the next. */
const BATCH = 50;
const MERCHANTS = sql('assignment_wait.merchants', `SELECT DISTINCT merchant_id AS id FROM assignment_wait`);

/**
 * Gives out the tickets nobody was free to take once somebody is: back from an absence, on the next shift, rid of a ticket, with a higher cap or
 * another skill. It looks at who is free, not at what freed them, so that none of these can be forgotten; and as long as nobody is, that is one
 * question per place. The caps are counted anew in the transaction of each ticket.
 */
@Injectable()
export class Waiting implements OnModuleInit, DueSource {
  constructor(
    private readonly loops: Loops,
    private readonly sources: DueSources,
    private readonly unit: UnitOfWork,
    private readonly assigner: Assigner,
    private readonly duty: Duty,
    private readonly giveOut: GiveOut,
    @Inject(WORKER_DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.loops.register('waiting tickets', 1_000, () => this.lookOut());
    this.sources.register(this);
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
    // Somebody may have taken it meanwhile, or there is no room after all.
    const { given } = await this.giveOut.each(merchantId, fitting, async (session) => session.ticket.assigneeId === null && (await this.assigner.assign(session)) !== null);
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
}
