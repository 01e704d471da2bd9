import { expect } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/kernel/actor.js';
import type { FactData } from '../../src/process/index.js';
import { TicketWork, type TicketSession } from '../../src/tickets/index.js';
import type { TestApp } from './app.js';
import { untilServed } from './at-once.js';
import { TestMerchant, type MemberRole } from './merchant.js';

export interface Refusal {
  readonly code: string;
  readonly field: string | null;
  readonly retryable: boolean;
  readonly details: Record<string, unknown> | null;
}

export interface TicketInput {
  readonly ticketId: string;
  readonly [more: string]: unknown;
}

export interface Seen {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly assignee: { readonly id: string } | null;
}

export interface Changed {
  readonly ticket: Seen | null;
  readonly userErrors: readonly Refusal[];
  readonly findingId?: string | null;
}

const SAID: FactData['message.sent'] = {
  messageId: '', origin: 'HUMAN', greets: true, saysWhen: true, empathizes: true, explains: true, apologizes: true, asks: true, reminds: false, tellsLegIds: [],
  surveys: false, closes: false, visitsBack: false,
};

/** Tickets of a TestMerchant worked over HTTP; what other features would do to them is recorded as their facts. */
export class TicketDesk {
  private constructor(readonly app: TestApp, readonly merchant: TestMerchant) {}

  static async open(app: TestApp, name?: string, options?: { sandbox?: boolean }): Promise<TicketDesk> {
    return new TicketDesk(app, await TestMerchant.create(app, name, options));
  }

  /** A return's ticket, in nobody's hands. Its public id. */
  async ticket(more: object = {}): Promise<string> {
    const { orderId, lineId } = await this.merchant.order();
    return this.opened({
      kind: 'RETURN_EXCHANGE', channel: 'CHAT', problem: '拉链坏了', orderId, lines: [{ orderLineId: lineId, quantity: 1 }], statedReasonCode: 'DEFECTIVE',
      returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' }, ...more,
    });
  }

  /** The same in the agent's hands. */
  async taken(ticket: Promise<string> = this.ticket()): Promise<string> {
    const ticketId = await ticket;
    await this.does('AGENT', 'takeTicket', { ticketId });
    return ticketId;
  }

  logistics(more: object = {}): Promise<string> {
    return this.opened({ kind: 'LOGISTICS', channel: 'CHAT', problem: '三天没动', logistics: { subtype: 'WHERE_IS_IT', customerSees: '仍在运输中' }, ...more });
  }

  complaint(respondentId: string | null, more: object = {}): Promise<string> {
    return this.opened({
      kind: 'COMPLAINT', channel: 'PHONE', problem: '客服态度差', complaint: { type: 'SERVICE_ATTITUDE', origin: 'CUSTOMER', demand: '道歉', respondentId }, ...more,
    });
  }

  private async opened(input: object): Promise<string> {
    const answer = await untilServed(() => this.merchant.as<{ openTicket: Changed }>(
      'AGENT', `mutation($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id version status assignee { id } } userErrors { code field } } }`,
      { input: { shopId: this.merchant.shopId, ...input } },
    ));
    const opened = answer.data?.openTicket;
    if (!opened?.ticket) throw Object.assign(new Error(JSON.stringify(answer)), { code: opened?.userErrors[0]?.code });
    return opened.ticket.id;
  }

  /** Calls `takeTicket` and the like. `by`: a role, or [role, name] to tell two of one role apart. */
  async change(by: MemberRole | readonly [MemberRole, string], mutation: string, input: object): Promise<Changed> {
    const [role, name] = typeof by === 'string' ? [by, by] : by;
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const more = mutation.endsWith('Finding') ? 'findingId' : '';
    const token = await this.merchant.token(role, name);
    const answer = await untilServed(() => this.app.gql<Record<string, Changed>>(
      `mutation($input: ${type}!) { ${mutation}(input: $input) { ticket { id version status assignee { id } } ${more} userErrors { code field retryable details } } }`,
      { input }, { token },
    ));
    const changed = answer.data?.[mutation];
    if (!changed) throw new Error(JSON.stringify(answer));
    return changed;
  }

  /** The same, which must be carried out. */
  async does(by: MemberRole | readonly [MemberRole, string], mutation: string, input: object): Promise<Changed> {
    const changed = await this.change(by, mutation, input);
    expect(changed.userErrors).toEqual([]);
    return changed;
  }

  /** The same with the version before the present one, which must be refused, and then with the present one, which must be carried out. */
  async decides(by: MemberRole | readonly [MemberRole, string], mutation: string, input: TicketInput): Promise<Changed> {
    const before = await this.state(input.ticketId);
    const { ticketId, expectedVersion } = await this.now(input.ticketId);
    const stale = await this.change(by, mutation, { ...input, expectedVersion: expectedVersion - 1 });
    expect(stale).toMatchObject({
      ticket: { id: ticketId, version: expectedVersion },
      userErrors: [{ code: 'VERSION_CONFLICT', field: 'expectedVersion', retryable: false, details: { currentVersion: expectedVersion } }],
    });
    expect(await this.state(ticketId)).toEqual(before);
    const done = await this.does(by, mutation, { ...input, expectedVersion });
    expect(done.ticket?.version).toBe(expectedVersion + 1);
    return done;
  }

  /** The same, which must be refused and leave nothing behind. Answers the refusals as `CODE field`. */
  async refused(by: MemberRole | readonly [MemberRole, string], mutation: string, input: TicketInput): Promise<string[]> {
    const before = await this.state(input.ticketId);
    const { userErrors, ticket } = await this.change(by, mutation, input);
    expect(await this.state(input.ticketId)).toEqual(before);
    const version = (before as { ticket: { version: number }[] }).ticket[0]?.version;
    if (ticket) expect(ticket).toMatchObject({ id: input.ticketId, version });
    return userErrors.map(({ code, field }) => (field === null ? code : `${code} ${field}`));
  }

  async version(ticketId: string): Promise<number> {
    const [row] = await this.app.owner<{ version: number }>('SELECT version FROM ticket WHERE id = $1', [uuid(ticketId)]);
    return row?.version ?? 0;
  }

  /** `{ ticketId, expectedVersion }` as it stands now. */
  async now(ticketId: string): Promise<{ ticketId: string; expectedVersion: number }> {
    return { ticketId, expectedVersion: await this.version(ticketId) };
  }

  row<Row = Record<string, unknown>>(ticketId: string): Promise<Row> {
    return this.app.owner<Row>('SELECT * FROM ticket WHERE id = $1', [uuid(ticketId)]).then(([row]) => row);
  }

  /** Of an event type, or all: newest last. */
  events(ticketId: string, type?: string): Promise<{ type: string; data: Record<string, unknown>; changes: Record<string, unknown> | null; subject_version: number; cause: string }[]> {
    return this.app.owner('SELECT type, data, changes, subject_version, cause FROM event WHERE subject_id = $1 AND ($2::text IS NULL OR type = $2) ORDER BY id', [
      uuid(ticketId), type ?? null,
    ]);
  }

  clocks(ticketId: string): Promise<{ id: string; kind: string; subject: string; state: string; started_at: Date; due_at: Date | null; ended_at: Date | null }[]> {
    return this.app.owner('SELECT * FROM clock WHERE ticket_id = $1 ORDER BY started_at, id', [uuid(ticketId)]);
  }

  /** Facts as other features would record them. */
  happens<T>(ticketId: string, record: (session: TicketSession) => T | Promise<T>): Promise<T> {
    const system: Actor = { kind: 'SYSTEM', id: uuidv7(), merchantId: this.merchant.id, personId: null, name: 'System', grants: [], scopes: [] };
    const work = this.app.nest.get(TicketWork, { strict: false });
    return work.run(system, 'FALL_DUE', { ticketId: uuid(ticketId), body: {} }, record).then((done) => done.value);
  }

  /** A person of ours writes to the customer. */
  answered(ticketId: string, says: Partial<FactData['message.sent']> = {}): Promise<void> {
    return this.happens(ticketId, (session) => session.fact('message.sent', { ...SAID, messageId: uuidv7(), ...says }));
  }

  /** The customer writes; the public id of the message. */
  customerSays(ticketId: string): Promise<string> {
    const messageId = uuidv7();
    return this.happens(ticketId, (session) => session.fact('message.received', { messageId })).then(() => `msg_${messageId}`);
  }

  /** Taken by the agent, and its first four steps done. */
  async heard(ticketId: string): Promise<void> {
    if ((await this.row<{ assignee_id: string | null }>(ticketId)).assignee_id === null) await this.does('AGENT', 'takeTicket', { ticketId });
    await this.happens(ticketId, (session) => {
      const statementId = uuidv7();
      const customerKnown = { customerKnown: true, orderKnown: true };
      session.fact('ticket.identified', customerKnown);
      session.fact('ticket.classified', { severity: session.ticket.severity, emotion: session.ticket.emotion, anomaly: false });
      session.fact('message.sent', { ...SAID, messageId: uuidv7() });
      session.fact('statement.recorded', { statementId, wish: 'REFUND' });
      session.fact('proof.received', { attachmentId: uuidv7(), kind: 'PHOTO' });
      session.fact('statement.restated', { statementId, messageId: uuidv7() });
      session.fact('statement.confirmed', { statementId, by: 'CUSTOMER', messageId: uuidv7() });
      session.fact('message.sent', { ...SAID, messageId: uuidv7() });
    });
  }

  /** All seven steps over; open, and nobody's but the agent's to close. */
  async finished(ticketId: string): Promise<void> {
    await this.heard(ticketId);
    await this.happens(ticketId, (session) => {
      const [findingId, offerId, legId] = [uuidv7(), uuidv7(), uuidv7()];
      session.fact('finding.recorded', { findingId, causedByUs: true, misuse: false, fault: 'WAREHOUSE', liability: 'CONFIRMED', correctiveAction: true });
      session.fact('offer.made', { offerId, legIds: [legId], explanationOnly: false });
      session.fact('offer.sent', { offerId, messageId: uuidv7() });
      session.fact('offer.accepted', { offerId, messageId: uuidv7() });
      session.fact('leg.fulfilled', { legId, offerId, proofRef: 'refund-1' });
      session.fact('feedback.sent', { department: 'WAREHOUSE' });
      session.fact('message.sent', { ...SAID, messageId: uuidv7(), tellsLegIds: [legId], surveys: true, visitsBack: true, closes: true });
    });
    expect((await this.row(ticketId))['current_step']).toBeNull();
  }

  /** Moves the merchant's own time on. */
  async waits(millis: number): Promise<void> {
    await this.app.owner(`UPDATE merchant SET clock_offset = clock_offset + $2 * interval '1 millisecond' WHERE id = $1`, [this.merchant.id, millis]);
  }

  /** Everything a refused command must leave as it was. */
  async state(ticketId: string): Promise<unknown> {
    const rows = (statement: string): Promise<unknown> => this.app.owner(statement, [uuid(ticketId)]);
    return {
      ticket: await rows('SELECT * FROM ticket WHERE id = $1'),
      events: await rows('SELECT count(*)::int, max(id)::text FROM event WHERE subject_id = $1'),
      clocks: await rows('SELECT c.*, (SELECT count(*)::int FROM clock_entry WHERE clock_id = c.id) AS entries FROM clock c WHERE ticket_id = $1 ORDER BY id'),
      messages: await rows('SELECT * FROM message WHERE ticket_id = $1 ORDER BY id'),
      findings: await rows('SELECT * FROM finding WHERE ticket_id = $1 ORDER BY id'),
      links: await rows('SELECT * FROM ticket_link WHERE $1 IN (ticket_id, target_id)'),
      lines: await rows('SELECT * FROM ticket_line WHERE ticket_id = $1'),
      keys: await this.app.owner('SELECT count(*)::int FROM idempotency'),
      counted: await this.app.owner('SELECT count(*)::int, sum(n)::int FROM ticket_count'),
    };
  }
}

/** The uuid inside a public id. */
export function uuid(id: string): string {
  return id.slice(id.indexOf('_') + 1);
}
