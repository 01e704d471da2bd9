import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '../../kernel/instant.js';
import { TradeWatchers, type ChangedTrade, type TradeWatcher } from '../../orders/index.js';
import type { Database } from '../../platform/database/database.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../../platform/database/worker-database.js';
import { errorFacts, LOG, type Log } from '../../platform/runtime/log.js';
import { Loops } from '../../platform/runtime/loops.js';
import { DueSources, type DueSource } from '../due/due-sources.js';
import { systemOf } from '../session/system-actor.js';
import { lockFreeTickets } from '../ticket.repository.js';
import type { TicketSession } from '../session/ticket-session.js';
import { DerivedDeadlines } from '../external/derived-deadlines.js';
import { TicketWork } from '../session/ticket-work.js';
import { claim, done, earliest, later, putDown, waitingMerchants } from './changed-terms.repository.js';

/** Tickets that are seen to in one transaction, and before an upsert answers. */
const BATCH = 50;
const EVERY_MS = 500;

/**
 * Another tier of a customer, another amount of an order or another promise when it is sent has the rules of their open tickets asked again: time spent
 * stays spent, what was breached stays breached. The upsert writes down which tickets, in its own transaction; the first fifty follow before it answers, and the worker sees to the
 * rest and to those that somebody held meanwhile. So a customer with thousands of tickets costs an upsert no more, and none is forgotten.
 */
@Injectable()
export class FollowTerms implements OnModuleInit, TradeWatcher, DueSource {
  constructor(
    private readonly work: TicketWork,
    private readonly derived: DerivedDeadlines,
    private readonly unit: UnitOfWork,
    private readonly watchers: TradeWatchers,
    private readonly sources: DueSources,
    private readonly loops: Loops,
    @Inject(WORKER_DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.watchers.register(this);
    this.sources.register(this);
    this.loops.register('terms', EVERY_MS, () => this.lookOut());
  }

  changed(tx: Tx, what: ChangedTrade): Promise<boolean> {
    return putDown(tx, what);
  }

  async afterwards(merchantId: string): Promise<void> {
    await this.fire(merchantId);
  }

  /** Due as soon as it is written down; a test clock does it before anything else on its way. */
  next(tx: Tx): Promise<Instant | null> {
    return earliest(tx);
  }

  /** One batch of a merchant, however it ends. Answers how many tickets were seen to. */
  async fire(merchantId: string): Promise<number> {
    try {
      return await this.batch(merchantId, BATCH);
    } catch (error) {
      this.log.warn({ merchantId, error: errorFacts(error) }, 'rules of a batch could not be asked again; its tickets go one by one');
      return this.oneByOne(merchantId);
    }
  }

  /** True when a merchant had a full batch, so that more may wait. */
  async lookOut(): Promise<boolean> {
    let full = false;
    for (const merchantId of await waitingMerchants(this.database)) full = (await this.fire(merchantId)) >= BATCH || full;
    return full;
  }

  /** Those that somebody holds stay written down. */
  private batch(merchantId: string, most: number): Promise<number> {
    return this.unit.run(merchantId, async (tx) => {
      const claimed = await claim(tx, most);
      if (claimed.length === 0) return 0;
      const seen = await this.work.runMany(systemOf(merchantId), 'TRADE_CHANGED', (own) => lockFreeTickets(own, claimed), (session) => this.askAgain(session), { run: (_merchantId, work) => work(tx) });
      done(tx, [...seen.keys()]);
      return seen.size;
    });
  }

  /** Rules of ours, and those of others that add the time an order promises for sending. */
  private async askAgain(session: TicketSession): Promise<void> {
    await session.askRules();
    await this.derived.recount(session);
  }

  /** One that fails by itself waits a minute, so that it keeps nobody from theirs. */
  private async oneByOne(merchantId: string): Promise<number> {
    let seen = 0;
    for (let tried = 0; tried < BATCH; tried += 1) {
      try {
        if ((await this.batch(merchantId, 1)) === 0) break;
        seen += 1;
      } catch (error) {
        this.log.error({ merchantId, error: errorFacts(error) }, 'rules of a ticket could not be asked again; it is tried in a minute');
        await this.unit.run(merchantId, async (tx) => later(tx, await claim(tx, 1)));
      }
    }
    return seen;
  }
}
