import { Injectable } from '@nestjs/common';
import type { NewEvent } from '../../platform/outbox/event-log.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { TicketSession } from '../session/ticket-session.js';

/** What a command recorded and its watchers have not been shown yet. */
export type Happening = Pick<NewEvent, 'type' | 'data'>;

/**
 * A feature that acts on what happens to tickets. `ready` is asked with the first statements of every command, so that what it reads costs no
 * trip of its own; a version that never changes belongs in memory. It answers what watches this command, or null when nothing does.
 */
export interface TicketWatcher {
  /** Stands as the cause of whatever it records. */
  readonly cause: string;
  ready(tx: Tx): Watch | null | Promise<Watch | null>;
}

/** Sets, records, writes and starts clocks as the system, in the command's own transaction. */
export type Watch = (session: TicketSession, happenings: readonly Happening[]) => void | Promise<void>;

interface Ready {
  readonly cause: string;
  readonly watch: Watch;
}

/** What watches one command. */
export type Watches = readonly Ready[];

/** What a watcher records is shown again, so that one rule may follow from another; but no oftener than this. */
const MOST_ROUNDS = 3;

/** Each feature registers what it watches; tickets know none of them. */
@Injectable()
export class TicketWatchers {
  private readonly watchers: TicketWatcher[] = [];

  register(watcher: TicketWatcher): void {
    this.watchers.push(watcher);
  }

  async ready(tx: Tx): Promise<Watches> {
    const watches = await Promise.all(this.watchers.map((watcher) => Promise.resolve(watcher.ready(tx))));
    return watches.flatMap((watch, at) => (watch ? [{ cause: this.watchers[at]?.cause ?? '', watch }] : []));
  }

  /**
   * Shows the command to them once it has decided and steps and clocks are settled, and settles again what they did. Whoever is still recording in
   * the last round is heard no further: the ticket says so, and the command goes through.
   */
  async show(session: TicketSession, ready: Watches): Promise<void> {
    if (ready.length === 0) return;
    session.settle();
    let shown = 0;
    for (let round = 0; round < MOST_ROUNDS && shown < session.recorded.length; round++) {
      const happenings = session.recorded.slice(shown);
      shown = session.recorded.length;
      for (const { cause, watch } of ready) {
        await session.asSystem(cause, async () => {
          await watch(session, happenings);
          session.settle();
        });
      }
    }
    const unheard = session.recorded.length - shown;
    if (unheard > 0) await session.asSystem('WATCH', () => session.event('watch.capped', { rounds: MOST_ROUNDS, unheard }));
  }
}
