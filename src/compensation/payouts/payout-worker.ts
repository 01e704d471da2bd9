import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '../../platform/database/database.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { WORKER_DATABASE } from '../../platform/database/worker-database.js';
import { errorFacts, LOG, type Log } from '../../platform/runtime/log.js';
import { systemOf, TicketWork } from '../../tickets/index.js';
import type { Outcome, PayoutState } from '../domain/payout.js';
import { redact } from '../domain/redact.js';
import { claim, duePayouts, unfulfilledPayouts, writeAnswer, writeMeaning, writeRest, type Claimed, type DuePayout } from './claim.js';
import { conclude } from './conclude.js';
import { FulfilFromPayout } from './fulfil-from-payout.js';
import { findPayout, lockPayout } from './payout.repository.js';
import { PAYOUT_ADAPTERS, type PayoutProvider, type RawAnswer } from './providers/provider.js';

const BATCH = 100;
/** Providers asked at once by one worker. */
const SIDE_BY_SIDE = 4;

/**
 * Sends what was requested and asks about what is open. Three transactions around one call: the claim, committed before anybody is asked; the answer as
 * it came; what it means. None is open during the call. Whoever dies in between leaves an attempt without an answer, and the next worker asks.
 */
@Injectable()
export class PayoutWorker {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly work: TicketWork,
    private readonly fulfil: FulfilFromPayout,
    @Inject(PAYOUT_ADAPTERS) private readonly adapters: readonly PayoutProvider[],
    @Inject(WORKER_DATABASE) private readonly database: Database,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** One look-out. True when the batch was full, so that more may wait. */
  async round(most = BATCH): Promise<boolean> {
    const due = await duePayouts(this.database, most);
    await this.each(due, (one) => this.attempt(one));
    return due.length >= most;
  }

  /** Fulfils the legs of settled payouts whose ticket could not be changed at the time. */
  async fulfilRest(most = BATCH): Promise<boolean> {
    const rest = await unfulfilledPayouts(this.database, most);
    await this.each(rest, async ({ merchantId, id }) => {
      const payout = await this.unit.run(merchantId, async (tx) => {
        writeRest(tx, id);
        return findPayout(tx, id);
      });
      if (payout) await this.fulfil.execute(merchantId, payout);
    });
    return false;
  }

  /** One attempt at one payout; false: another worker has it. */
  async attempt({ merchantId, id }: DuePayout): Promise<boolean> {
    const claimed = await this.unit.run(merchantId, (tx) => claim(tx, id));
    if (!claimed) return false;
    const adapter = this.adapters.find(({ name }) => name === claimed.payout.provider);
    if (!adapter) throw new Error(`nobody pays by ${claimed.payout.provider}`);
    const raw = await adapter.ask(claimed.action, claimed.order, claimed.settings);
    await this.unit.run(merchantId, async (tx) => writeAnswer(tx, claimed.payout, redact(raw)));
    await this.put(merchantId, claimed, interpreted(adapter, claimed, raw));
    return true;
  }

  private async put(merchantId: string, { payout: { id, ticketId, fence } }: Claimed, outcome: Outcome): Promise<void> {
    const request = { ticketId, body: {} };
    const { value: state } = await this.work.run(systemOf(merchantId), 'SETTLE_PAYOUT', request, async (session): Promise<PayoutState | null> => {
      const payout = await lockPayout(session.tx, id);
      writeMeaning(session.tx, { id, fence }, outcome.kind);
      // A younger claim knows better, unless this answer says that the money moved: that stays true.
      if (!payout || (payout.fence !== fence && outcome.kind !== 'SETTLED')) return null;
      return conclude(session, payout, outcome);
    });
    if (state !== 'SETTLED') return;
    const payout = await this.unit.read(merchantId, (tx) => findPayout(tx, id));
    if (payout && payout.fulfilledAt === null) await this.fulfil.execute(merchantId, payout);
  }

  /** One that fails is met again when its lease ends; it keeps no other from its turn. */
  private async each(due: readonly DuePayout[], work: (one: DuePayout) => Promise<unknown>): Promise<void> {
    const queue = due.values();
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (const one of queue) {
        await work(one).catch((error: unknown) => this.log.error({ payoutId: one.id, error: errorFacts(error) }, 'a payout could not be carried on; it is met again'));
      }
    }));
  }
}

/** What an adapter cannot make out is unknown; it never stops a payout from being asked about again. */
function interpreted(adapter: PayoutProvider, { action, order }: Claimed, raw: RawAnswer): Outcome {
  try {
    return adapter.interpret(action, raw, order);
  } catch {
    return { kind: 'UNKNOWN', failure: 'MALFORMED' };
  }
}
