import { uuidv7 } from 'uuidv7';
import { BudgetPart } from '../../src/compensation/budgets/budget-part.js';
import { CompensationGate } from '../../src/compensation/compensation-gate.js';
import { ConfirmOutcome } from '../../src/compensation/payouts/commands/confirm-outcome.js';
import { EnterOutcome } from '../../src/compensation/payouts/commands/enter-outcome.js';
import { ReportPayout } from '../../src/compensation/payouts/commands/report-payout.js';
import { RetryPayout } from '../../src/compensation/payouts/commands/retry-payout.js';
import { FulfilFromPayout } from '../../src/compensation/payouts/fulfil-from-payout.js';
import { PayoutPart } from '../../src/compensation/payouts/payout-part.js';
import { PayoutWork } from '../../src/compensation/payouts/payout-work.js';
import { PayoutWorker } from '../../src/compensation/payouts/payout-worker.js';
import type { PayoutProvider } from '../../src/compensation/payouts/providers/provider.js';
import type { Actor, Role } from '../../src/kernel/actor.js';
import { DomainError } from '../../src/kernel/error.js';
import { Database } from '../../src/platform/database/database.js';
import { createLog } from '../../src/platform/runtime/log.js';
import { AcceptOffer, CancelLeg, FulfilLeg, LapseOffer, MakeOffer, RefuseOffer, SendOffer, WithdrawOffer, type MakeOfferRequest } from '../../src/remedies/index.js';
import { FakeBank } from './fake-bank.js';
import { inDays, RemedyDesk, words, type Case, type DeskDatabase } from './remedy-desk.js';

export interface BudgetNumbers {
  readonly limit?: bigint;
  readonly family?: string | null;
  readonly from?: string;
  readonly to?: string;
}

export type Use = Record<'reserved' | 'committed' | 'entitledReserved' | 'entitledCommitted', number>;

/** What a pay desk needs of a database. */
export type PayDatabase = DeskDatabase & { openWorker(): Database };

/** A remedy desk whose gate asks for budgets and payouts. */
export class PayDesk {
  /** While true no leg can be fulfilled, as if somebody held its ticket. */
  stuck = false;
  readonly gate = new CompensationGate([{ before: (_session, { move }) => this.whileStuck(move) }, new BudgetPart(), new PayoutPart()]);
  readonly make: MakeOffer;
  readonly send: SendOffer;
  readonly accept: AcceptOffer;
  readonly refuse: RefuseOffer;
  readonly withdraw: WithdrawOffer;
  readonly lapse: LapseOffer;
  readonly cancel: CancelLeg;
  readonly fulfil: FulfilLeg;
  readonly enter: EnterOutcome;
  readonly confirm: ConfirmOutcome;
  readonly retry: RetryPayout;
  readonly report: ReportPayout;
  readonly logged: unknown[] = [];
  private readonly fulfilFrom: FulfilFromPayout;

  private constructor(readonly db: PayDatabase, readonly base: RemedyDesk) {
    const { work, unit } = base;
    this.make = new MakeOffer(work, this.gate);
    this.send = new SendOffer(work, this.gate);
    this.accept = new AcceptOffer(work, this.gate);
    this.refuse = new RefuseOffer(work, this.gate);
    this.withdraw = new WithdrawOffer(work, this.gate);
    this.lapse = new LapseOffer(this.gate);
    this.cancel = new CancelLeg(work, this.gate);
    this.fulfil = new FulfilLeg(work, this.gate);
    this.fulfilFrom = new FulfilFromPayout(this.fulfil);
    const payouts = new PayoutWork(unit, work);
    this.enter = new EnterOutcome(payouts);
    this.confirm = new ConfirmOutcome(payouts, this.fulfilFrom, this.cancel);
    this.retry = new RetryPayout(payouts);
    this.report = new ReportPayout(unit, work, this.fulfilFrom);
  }

  private async whileStuck(move: string): Promise<void> {
    if (this.stuck && move === 'FULFIL') throw new DomainError('BUSY', { en: 'Held.', zh: '占用中。' });
  }

  static async open(db: PayDatabase): Promise<PayDesk> {
    return new PayDesk(db, await RemedyDesk.open(db));
  }

  /** Another worker process, as far as the database can tell. */
  worker(...adapters: PayoutProvider[]): PayoutWorker {
    const log = createLog('error', { write: (line) => this.logged.push(JSON.parse(line)) });
    return new PayoutWorker(this.base.unit, this.base.work, this.fulfilFrom, adapters, this.workerDatabase(), log);
  }

  /** A bank without books, which whatever is owed from now on goes to; nothing of before is due. */
  async newBank(): Promise<FakeBank> {
    await this.route('WEBHOOK', { url: 'https://payer.example/pay' });
    await this.db.owner('UPDATE payout SET next_at = NULL');
    return new FakeBank();
  }

  workerDatabase(): Database {
    return this.db.openWorker();
  }

  /** Another person with this role, on record. */
  async person(role: Role, personId = uuidv7()): Promise<Actor> {
    const { merchantId, shopId } = this.base;
    const id = uuidv7();
    await this.db.owner('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [merchantId, id, personId, role]);
    await this.db.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, $4, $5)', [merchantId, uuidv7(), id, role, shopId]);
    return { kind: 'MEMBER', id, merchantId, personId, name: role, scopes: [], grants: [{ role, shopId, teamId: null }] };
  }

  async budget({ limit = 10_000n, family = null, from = '2020-01-01', to = '2099-12-31' }: BudgetNumbers = {}): Promise<string> {
    const id = uuidv7();
    await this.db.owner(
      `INSERT INTO budget (merchant_id, id, shop_id, reason_family, period, starts_on, ends_on, currency, limit_minor, created_at)
       VALUES ($1, $2, $3, $4, 'NAMED', $5, $6, 'CNY', $7, now())`,
      [this.base.merchantId, id, this.base.shopId, family, from, to, limit],
    );
    return id;
  }

  /** Puts every budget on a day long past. */
  async noBudgets(): Promise<void> {
    await this.db.owner(
      `UPDATE budget b SET starts_on = day, ends_on = day FROM (SELECT id, date '1900-01-01' + row_number() OVER (ORDER BY id)::int AS day FROM budget) past WHERE past.id = b.id`,
    );
  }

  async use(budgetId: string): Promise<Use> {
    const [row] = await this.db.owner<Use>(
      `SELECT reserved_minor::int AS reserved, committed_minor::int AS committed, entitled_reserved_minor::int AS "entitledReserved",
              entitled_committed_minor::int AS "entitledCommitted" FROM budget WHERE id = $1`,
      [budgetId],
    );
    if (!row) throw new Error('no such budget');
    return row;
  }

  async route(provider: string, settings: object = {}): Promise<void> {
    await this.db.owner('UPDATE payout_route SET in_force = false WHERE shop_id = $1', [this.base.shopId]);
    await this.db.owner(
      `INSERT INTO payout_route (merchant_id, shop_id, provider, settings, updated_at) VALUES ($1, $2, $3, $4, now())
       ON CONFLICT (merchant_id, shop_id, provider) DO UPDATE SET settings = $4, in_force = true`,
      [this.base.merchantId, this.base.shopId, provider, JSON.stringify(settings)],
    );
  }

  async made(ticketId: string, minor = 8_000n, more: Partial<MakeOfferRequest> = {}): Promise<string> {
    return (await this.make.execute(this.base.agent, this.base.offer(ticketId, more, minor))).value;
  }

  async sent(ticketId: string, more: Partial<MakeOfferRequest> = {}): Promise<string> {
    const offerId = await this.made(ticketId, 8_000n, more);
    await this.send.execute(this.base.agent, { ...this.base.request(ticketId), offerId, message: { body: words(inDays(4)), channel: 'CHAT' } });
    return offerId;
  }

  async accepted(more: Partial<MakeOfferRequest> = {}, at?: Case): Promise<Case & { offerId: string; legId: string; payoutId: string; key: string }> {
    const { base } = this;
    const found = at ?? (await base.atRemedy());
    const { ticketId } = found;
    const offerId = await this.sent(ticketId, more);
    const messageId = await base.customerSays(ticketId);
    await this.accept.execute(base.agent, { ...base.request(ticketId), offerId, messageId, note: null, proofRef: null });
    const [payout] = await this.db.owner<{ id: string; leg_id: string; key: string }>('SELECT id, leg_id, key FROM payout WHERE offer_id = $1', [offerId]);
    return { ...found, offerId, legId: payout?.leg_id ?? '', payoutId: payout?.id ?? '', key: payout?.key ?? '' };
  }

  /** What is due later is due now. */
  async comesDue(payoutId: string): Promise<void> {
    await this.db.owner('UPDATE payout SET next_at = now(), lease_until = NULL WHERE id = $1 AND next_at IS NOT NULL', [payoutId]);
  }

  async payout(payoutId: string): Promise<{ state: string; reference: string | null; failure: string | null; attempts: number }> {
    const [row] = await this.db.owner<{ state: string; reference: string | null; failure: string | null; attempts: number }>(
      'SELECT state, reference, failure, attempts FROM payout WHERE id = $1', [payoutId],
    );
    if (!row) throw new Error('no such payout');
    return row;
  }

  attempts(payoutId: string): Promise<Record<string, unknown>[]> {
    return this.db.owner('SELECT number, action, outcome, answer IS NOT NULL AS answered FROM payout_attempt WHERE payout_id = $1 ORDER BY started_at', [payoutId]);
  }

  /** What the ticket's log tells of payouts, in order. */
  async events(ticketId: string): Promise<string[]> {
    const rows = await this.db.owner<{ type: string }>(`SELECT type FROM event WHERE subject_id = $1 AND type LIKE 'payout.%' ORDER BY id`, [ticketId]);
    return rows.map(({ type }) => type);
  }

  async movementTypes(legId: string): Promise<string[]> {
    return (await this.movements(legId)).map(({ type }) => type);
  }

  /** Everything the ledger holds of one leg, in order. */
  movements(legId: string): Promise<{ type: string; cause: string; minor: number; sum: number }[]> {
    return this.db.owner(
      `SELECT m.type, m.cause, m.amount_minor::int AS minor, (SELECT sum(p.amount_minor)::int FROM ledger_posting p WHERE p.movement_id = m.id) AS sum
         FROM ledger_movement m WHERE m.subject_id = $1 ORDER BY m.id`,
      [legId],
    );
  }
}

/** The refusal of a command, or what it answered. */
export async function outcome(command: Promise<unknown>): Promise<unknown> {
  return command.then((done) => ({ done }), (error: unknown) => error);
}
