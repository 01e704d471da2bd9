import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../kernel/error.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { TicketWatchers, type Happening, type TicketSession, type TicketWatcher, type Watch } from '../tickets/index.js';
import { claimsOf } from './claim.repository.js';
import { isOver } from './domain/claim.js';

/** A claim is told to its side with the finding it rests on: while it is open, the ticket stays of the kind that was found about. */
@Injectable()
export class ClaimWatcher implements TicketWatcher, OnModuleInit {
  readonly cause = 'CHANGE_KIND';

  constructor(private readonly watchers: TicketWatchers) {}

  onModuleInit(): void {
    this.watchers.register(this);
  }

  ready(_tx: Tx): Watch {
    return refuseWhileClaimed;
  }
}

async function refuseWhileClaimed({ tx, ticket }: TicketSession, happenings: readonly Happening[]): Promise<void> {
  if (!happenings.some(({ type }) => type === 'ticket.converted')) return;
  const open = (await claimsOf(tx, [ticket.id])).find(({ state }) => !isOver(state));
  if (!open) return;
  throw new DomainError(
    'STATE_CONFLICT', { en: 'A claim on a third party is open on this ticket; end it first.', zh: '本工单有进行中的第三方索赔，请先结束索赔。' }, 'kind', { state: open.state },
  );
}
