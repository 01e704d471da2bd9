import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '../kernel/instant.js';
import { sql } from '../platform/database/sql.js';
import type { Database } from '../platform/database/database.js';
import { UnitOfWork, type Tx } from '../platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../platform/database/worker-database.js';
import { Loops } from '../platform/runtime/loops.js';
import { DueSources, giveTo, isRespondent, type DueSource, type TicketSession } from '../tickets/index.js';
import { absenceById, handedOver, type Absence } from './absence.repository.js';
import { Assigner } from './assigner.js';
import { GiveOut } from './give-out.js';
import { mayWork } from './may-work.js';
import { personOf } from './people.js';

/** Tickets handed over in one look-out; the rest in the next. */
const BATCH = 50;

// now() is the database's; a sandbox's own time runs ahead of it.
const DUE = sql(
  'absence.due',
  `SELECT a.merchant_id AS "merchantId", a.id FROM absence a JOIN merchant m ON m.id = a.merchant_id
    WHERE a.handed_over_at IS NULL AND a.starts_at <= now() + m.clock_offset ORDER BY a.starts_at, a.id LIMIT 20`,
);
const NEXT = sql('absence.next', `SELECT min(starts_at) AS at FROM absence WHERE merchant_id = $1 AND handed_over_at IS NULL AND starts_at <= $2`);
const DUE_HERE = sql('absence.due_here', `SELECT id FROM absence WHERE merchant_id = $1 AND handed_over_at IS NULL AND starts_at <= $2 ORDER BY starts_at, id LIMIT 20`);
const TICKETS = sql('absence.tickets', `SELECT id FROM ticket WHERE merchant_id = $1 AND assignee_id = $2 AND status <> 'CLOSED' ORDER BY due_key, id LIMIT $3`);

interface DueAbsence {
  readonly merchantId: string;
  readonly id: string;
}

/**
 * Hands over the open tickets of whoever is away, the most urgent first: to the delegate, else to whoever is least loaded, else back to the team's
 * queue.
 */
@Injectable()
export class Handover implements OnModuleInit, DueSource {
  constructor(
    private readonly loops: Loops,
    private readonly sources: DueSources,
    private readonly unit: UnitOfWork,
    private readonly assigner: Assigner,
    private readonly giveOut: GiveOut,
    @Inject(WORKER_DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.loops.register('handover', 1_000, () => this.lookOut());
    this.sources.register(this);
  }

  async next(tx: Tx, upTo: Instant): Promise<Instant | null> {
    const [row] = await tx.query<{ at: Instant | null }>(NEXT, [tx.merchantId, upTo]);
    return row?.at ?? null;
  }

  async fire(merchantId: string): Promise<number> {
    const due = await this.unit.read(merchantId, async (tx) => tx.query<{ id: string }>(DUE_HERE, [merchantId, await tx.now()]));
    for (const { id } of due) while (await this.batch(merchantId, id)); // until none is left
    return due.length;
  }

  /** One look-out. True when something was left for the next. */
  async lookOut(): Promise<boolean> {
    let more = false;
    for (const { merchantId, id } of await this.database.query<DueAbsence>(DUE)) more = (await this.batch(merchantId, id)) || more;
    return more;
  }

  /** Hands over as many of one absence's tickets as a look-out may. True when more are left. */
  private async batch(merchantId: string, absenceId: string): Promise<boolean> {
    const { absence, ids } = await this.unit.read(merchantId, async (tx) => {
      const absence = await absenceById(tx, absenceId);
      const over = !absence || (absence.endsAt !== null && absence.endsAt <= (await tx.now()));
      return { absence, ids: over ? [] : (await tx.query<{ id: string }>(TICKETS, [merchantId, absence.memberId, BATCH])).map(({ id }) => id) };
    });
    if (!absence) return false;
    const { left } = await this.giveOut.each(merchantId, ids, (session) => this.handOver(session, absence));
    if (left > 0) return false; // met again in the next round
    if (ids.length === BATCH) return true;
    await this.unit.run(merchantId, async (tx) => handedOver(tx, absenceId, await tx.now()));
    return false;
  }

  private async handOver(session: TicketSession, absence: Absence): Promise<boolean> {
    if (session.ticket.assigneeId !== absence.memberId) return false;
    const toMemberId = await this.successor(session, absence);
    session.event('ticket.transferred', {
      reason: 'ABSENCE', fromMemberId: absence.memberId, toMemberId, consentMessageId: null, overridden: true, absenceId: absence.id,
    });
    await giveTo(session, { memberId: toMemberId });
    return toMemberId !== null;
  }

  /** The delegate, unless they may not have it or are away themselves; else whoever is least loaded; null: the queue. */
  private async successor(session: TicketSession, { delegateId, memberId }: Absence): Promise<string | null> {
    const { tx, ticket, now } = session;
    const delegate = delegateId === null ? undefined : await personOf(tx, delegateId, now);
    if (delegate && !isRespondent(ticket, delegate) && (await mayWork.members(tx, [delegate], ticket.shopId, now)).length > 0) return delegate.id;
    return this.assigner.find(session, memberId);
  }
}
