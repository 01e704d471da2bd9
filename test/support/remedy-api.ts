import { encodeId } from '../../src/kernel/ids.js';
import type { Actor } from '../../src/kernel/actor.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { TestApp } from './app.js';
import { newMember, tokenFor, type MemberRole } from './merchant.js';
import { RemedyDesk } from './remedy-desk.js';

export interface Answered {
  readonly userErrors: readonly { readonly code: string; readonly field: string | null; readonly details: Record<string, unknown> | null }[];
  readonly [field: string]: unknown;
}

/** A remedy desk whose people speak to the API. */
export class RemedyApi {
  private readonly ids = new Map<string, string>();

  private constructor(private readonly app: TestApp, readonly desk: RemedyDesk) {
    for (const actor of [desk.agent, desk.leader, desk.supervisor, desk.finance]) this.ids.set(actor.name, actor.id);
  }

  static async open(app: TestApp): Promise<RemedyApi> {
    const desk = await RemedyDesk.open({ owner: (statement, values) => app.owner(statement, values), open: () => ({ unitOfWork: app.nest.get(UnitOfWork, { strict: false }) }) });
    return new RemedyApi(app, desk);
  }

  /** One more person of the merchant, or one more account of somebody (`samePersonAs`), known by this name from now on. Answers the member's id. */
  async join(name: string, role: MemberRole, samePersonAs?: Pick<Actor, 'id'>): Promise<string> {
    const id = await newMember(this.app, this.desk.merchantId, role, null, { name, ...(samePersonAs ? { samePersonAs: samePersonAs.id } : {}) });
    this.ids.set(name, id);
    return id;
  }

  /** Calls a mutation as this person; a ticket's version is the newest one unless the input says otherwise. */
  async call(who: string, mutation: string, input: object, selects = ''): Promise<Answered> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { data, errors } = await this.ask<Record<string, Answered>>(
      who, `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selects} userErrors { code field details } } }`, { input: await this.versioned(mutation, input) },
    );
    expect(errors).toBeUndefined();
    return (data as Record<string, Answered>)[mutation];
  }

  /** The same, of which the test expects that it is carried out. */
  async does(who: string, mutation: string, input: object, selects = ''): Promise<Answered> {
    const answer = await this.call(who, mutation, input, selects);
    expect(answer.userErrors).toEqual([]);
    return answer;
  }

  /** The refusal, `CODE field`, of what must leave the ticket, its offers, messages, clocks and tasks as they were. */
  async refused(ticketUuid: string, who: string, mutation: string, input: object): Promise<string> {
    const before = await this.desk.state(ticketUuid);
    const { userErrors } = await this.call(who, mutation, { ticketId: encodeId('Ticket', ticketUuid), ...input });
    expect(await this.desk.state(ticketUuid)).toEqual(before);
    expect(userErrors).toHaveLength(1);
    return `${userErrors[0]?.code} ${userErrors[0]?.field}`;
  }

  /** The newest request for approval of this offer. */
  async requestOf(offerId: string): Promise<string> {
    const [row] = await this.app.owner<{ id: string }>(`SELECT id FROM approval_request WHERE 'ofr_' || offer_id::text = $1 ORDER BY id DESC LIMIT 1`, [offerId]);
    return encodeId('ApprovalRequest', row?.id ?? '');
  }

  async ask<Data>(who: string, query: string, variables: object = {}): ReturnType<typeof this.app.gql<Data>> {
    const id = this.ids.get(who);
    if (!id) throw new Error(`nobody is called ${who}`);
    return this.app.gql<Data>(query, variables, { token: await tokenFor(this.desk.merchantId, id) });
  }

  /** The newest version where the mutation decides on one. */
  private async versioned(mutation: string, input: object): Promise<object> {
    if (!('ticketId' in input) || 'expectedVersion' in input || !DECIDING.has(mutation)) return input;
    const [ticket] = await this.app.owner<{ version: number }>(`SELECT version FROM ticket WHERE 'tkt_' || id::text = $1`, [input.ticketId]);
    return { ...input, expectedVersion: ticket?.version };
  }
}

/** Mutations that take the version decided on. */
const DECIDING: ReadonlySet<string> = new Set([
  'sendOffer', 'acceptOffer', 'refuseOffer', 'withdrawOffer', 'fulfilLeg', 'cancelLeg', 'recordCounterOffer', 'declineRequest', 'confirmFinding', 'submitFinding', 'disputeFinding', 'arbitrateFinding',
]);
