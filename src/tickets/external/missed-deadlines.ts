import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { EXTERNAL_KINDS, type ExternalKind } from '../../sla/index.js';
import type { TicketSession } from '../session/ticket-session.js';
import { TicketWatchers, type Happening, type TicketWatcher, type Watch } from '../seams/ticket-watchers.js';
import { deadlinesOf } from './external-deadline.repository.js';

/**
 * A deadline somebody else set was missed: what follows from it is put on record, once, whichever command entered the breach: the worker at its time,
 * or whoever closed the ticket, did it late or heard of another time before the worker came.
 */
@Injectable()
export class MissedDeadlines implements TicketWatcher, OnModuleInit {
  readonly cause = 'FALL_DUE';

  constructor(private readonly watchers: TicketWatchers) {}

  onModuleInit(): void {
    this.watchers.register(this);
  }

  ready(_tx: Tx): Watch {
    return recordMissed;
  }
}

async function recordMissed(session: TicketSession, happenings: readonly Happening[]): Promise<void> {
  const missed = happenings.filter(({ type, data }) => type === 'clock.breached' && (data as Breached).kind === 'EXTERNAL').map(({ data }) => data as Breached);
  if (missed.length === 0) return;
  // What this very command made known leaves with its end: of the breached clock the row tells as it was.
  const known = await deadlinesOf(session.tx, [session.ticket.id]);
  for (const { clockId, subject, dueAt } of missed) {
    const row = known.find((each) => each.clockId === clockId);
    if (!row) throw new Error('an external clock has its deadline');
    const { consequence, source, packRow } = row;
    session.event('deadline.missed', { kind: subject, consequence, source, packRow, owedBy: EXTERNAL_KINDS[subject].owedBy, dueAt, clockId }, `missed:${clockId}`);
  }
}

interface Breached {
  readonly clockId: string;
  readonly kind: string;
  readonly subject: ExternalKind;
  readonly dueAt: string;
}
