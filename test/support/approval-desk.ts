import { uuidv7 } from 'uuidv7';
import { ApprovalPart } from '../../src/compensation/approvals/approval-part.js';
import { approvalTimedOut } from '../../src/compensation/approvals/approval-timeout.js';
import { AuthorityLibrary } from '../../src/compensation/approvals/authority-library.js';
import { DecideApproval } from '../../src/compensation/approvals/decide-approval.js';
import { DeciderDesk } from '../../src/compensation/approvals/decider-desk.js';
import { DelegateApprovals, RevokeDelegation } from '../../src/compensation/approvals/delegate-approvals.js';
import { OverrideApproval } from '../../src/compensation/approvals/override-approval.js';
import { RequestApproval, WithdrawApproval } from '../../src/compensation/approvals/request-approval.js';
import { RequestFinder } from '../../src/compensation/approvals/request-finder.js';
import { WeighOffer } from '../../src/compensation/approvals/weigh-offer.js';
import { CompensationGate, DEFAULT_AUTHORITY } from '../../src/compensation/index.js';
import type { Actor, Role } from '../../src/kernel/actor.js';
import { AcceptOffer, CancelLeg, FulfilLeg, MakeOffer, RefuseOffer, SendOffer, WithdrawOffer, type LegInput } from '../../src/remedies/index.js';
import { DueHandlers } from '../../src/tickets/index.js';
import { FallDue } from '../../src/tickets/due/fall-due.js';
import { inDays, RemedyDesk, words, type Case, type DeskDatabase } from './remedy-desk.js';

export interface StoredRequest {
  readonly id: string;
  readonly purpose: string;
  readonly state: string;
  readonly version: number;
  readonly level: number;
  readonly escalations: number;
  readonly asked_roles: string[];
  readonly exceeded: { limit: string | null; measure: string; allowed: string; asked: string; by: string }[];
}

/** A remedy desk with limits in force: commands as the product wires them, and more people than one of each role. */
export class ApprovalDesk {
  readonly make: MakeOffer;
  readonly send: SendOffer;
  readonly withdraw: WithdrawOffer;
  readonly accept: AcceptOffer;
  readonly refuse: RefuseOffer;
  readonly fulfil: FulfilLeg;
  readonly cancel: CancelLeg;
  readonly decideApproval: DecideApproval;
  readonly overrideApproval: OverrideApproval;
  readonly askAgain: RequestApproval;
  readonly takeBack: WithdrawApproval;
  readonly delegate: DelegateApprovals;
  readonly revoke: RevokeDelegation;
  private readonly due: FallDue;

  private constructor(readonly desk: RemedyDesk, private readonly db: DeskDatabase) {
    const library = new AuthorityLibrary();
    const weigh = new WeighOffer(library);
    const gate = new CompensationGate([new ApprovalPart(weigh, library)]);
    const finder = new RequestFinder(desk.unit);
    const deciders = new DeciderDesk(library);
    this.make = new MakeOffer(desk.work, gate);
    this.send = new SendOffer(desk.work, gate);
    this.withdraw = new WithdrawOffer(desk.work, gate);
    this.accept = new AcceptOffer(desk.work, gate);
    this.refuse = new RefuseOffer(desk.work, gate);
    this.fulfil = new FulfilLeg(desk.work, gate);
    this.cancel = new CancelLeg(desk.work, gate);
    this.decideApproval = new DecideApproval(desk.work, finder, deciders);
    this.overrideApproval = new OverrideApproval(desk.work, finder, deciders);
    this.askAgain = new RequestApproval(desk.work, weigh);
    this.takeBack = new WithdrawApproval(desk.work, finder);
    this.delegate = new DelegateApprovals(desk.unit);
    this.revoke = new RevokeDelegation(desk.unit);
    const handlers = new DueHandlers();
    handlers.register('APPROVAL', (session, clock) => approvalTimedOut(session, clock.subject));
    this.due = new FallDue(desk.work, handlers);
  }

  static async open(db: DeskDatabase, policy: object | null = DEFAULT_AUTHORITY): Promise<ApprovalDesk> {
    const desk = new ApprovalDesk(await RemedyDesk.open(db), db);
    if (policy) await desk.publish(policy);
    return desk;
  }

  async publish(body: object): Promise<void> {
    await this.db.owner(
      `INSERT INTO authority_policy (merchant_id, id, name, version, body, published_at)
       SELECT $1, $2, 'default', coalesce(max(version), 0) + 1, $3, clock_timestamp() FROM authority_policy WHERE merchant_id = $1`,
      [this.desk.merchantId, uuidv7(), JSON.stringify(body)],
    );
  }

  /** Another person of this role; `personId`: another account of a person there is. */
  async another(role: Role, more: { personId?: string | null; teamId?: string | null } = {}): Promise<Actor> {
    const { merchantId, shopId } = this.desk;
    const actor: Actor = {
      kind: 'MEMBER', id: uuidv7(), merchantId, personId: more.personId ?? uuidv7(), name: role, scopes: [], grants: [{ role, shopId, teamId: more.teamId ?? null }],
    };
    await this.db.owner('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [merchantId, actor.id, actor.personId, role]);
    await this.db.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id, team_id) VALUES ($1, $2, $3, $4, $5, $6)', [
      merchantId, uuidv7(), actor.id, role, shopId, more.teamId ?? null,
    ]);
    return actor;
  }

  /** Drafts an offer of so much goodwill on a ticket at its remedy step. */
  async drafted(minor: bigint, at?: Case, by: Actor = this.desk.agent, legs?: readonly LegInput[]): Promise<{ at: Case; offerId: string }> {
    const here = at ?? (await this.desk.atRemedy());
    const done = await this.make.execute(by, this.desk.offer(here.ticketId, legs ? { legs } : {}, minor));
    return { at: here, offerId: done.value };
  }

  events(at: Case, type: string): Promise<{ data: Record<string, unknown> }[]> {
    return this.db.owner('SELECT data FROM event WHERE subject_id = $1 AND type = $2 ORDER BY id', [at.ticketId, type]);
  }

  async request(offerId: string): Promise<StoredRequest> {
    const [row] = await this.db.owner<StoredRequest>('SELECT * FROM approval_request WHERE offer_id = $1 ORDER BY id DESC LIMIT 1', [offerId]);
    if (!row) throw new Error('no approval was asked for');
    return row;
  }

  async decides(by: Actor, offerId: string, word: 'APPROVE' | 'REJECT' = 'APPROVE', expectedVersion: number | null = null): Promise<StoredRequest> {
    const { id } = await this.request(offerId);
    await this.decideApproval.execute(by, { approvalId: id, word, reason: 'Seen the photos', expectedVersion, requestId: null, body: {} });
    return this.request(offerId);
  }

  sends(at: Case, offerId: string, amount = '80元', by: Actor = this.desk.agent): Promise<unknown> {
    return this.send.execute(by, { ...this.desk.request(at.ticketId), offerId, message: { body: words(inDays(4), amount), channel: 'CHAT' } });
  }

  /** What is due on the ticket falls due, as the worker lets it. */
  fallDue(at: Case): Promise<unknown> {
    return this.due.execute(this.desk.merchantId, at.ticketId);
  }

  async totals(): Promise<Record<string, string>> {
    const rows = await this.db.owner<{ scope: string; sum: string }>(
      'SELECT scope, sum(amount_minor)::text FROM authority_total WHERE merchant_id = $1 GROUP BY scope', [this.desk.merchantId],
    );
    return Object.fromEntries(rows.map(({ scope, sum }) => [scope, sum]));
  }
}

export function partial(minor: bigint): LegInput {
  return { type: 'PARTIAL_REFUND', amount: { minor, currency: 'CNY' }, orderLineId: null, quantity: null, days: null, note: null };
}

/** How the work was refused; what it did when it was not. */
export function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then((done) => ({ done }), (error: unknown) => error);
}
