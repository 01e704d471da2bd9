import { uuidv7 } from 'uuidv7';
import { CalendarLibrary } from '../../src/calendar/index.js';
import type { Actor, Role } from '../../src/kernel/actor.js';
import { DAY, HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { sql } from '../../src/platform/database/sql.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { DEFAULT_DEFINITION, ProcessLibrary, type FactData, type Fault } from '../../src/process/index.js';
import { MakeOffer, SendOffer, type MakeOfferRequest } from '../../src/remedies/index.js';
import { CalendarReader, DEFAULT_POLICY, PackLibrary, PolicyLibrary } from '../../src/sla/index.js';
import type { DueMetrics } from '../../src/tickets/due/due-metrics.js';
import { OpenTicket } from '../../src/tickets/commands/course/open-ticket.js';
import { DerivedDeadlines, type TicketRequest, type TicketSession, TicketWatchers, TicketWork } from '../../src/tickets/index.js';
import { TicketNumbers } from '../../src/tickets/ticket-numbers.js';
import { newShop } from './merchant.js';

/** What a desk needs of a database: the whole of `testDatabase()`, or the parts of an application's. */
export interface DeskDatabase {
  owner<Row = Record<string, unknown>>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  open(): { readonly unitOfWork: UnitOfWork };
}

const MESSAGE = sql(
  'test.message',
  `INSERT INTO message (merchant_id, id, ticket_id, author_kind, origin, visibility, channel, body, at)
   VALUES ($1, $2, $3, $4, 'HUMAN', 'PUBLIC', 'CHAT', 'Words', $5)`,
);

const SAID: FactData['message.sent'] = {
  messageId: '', origin: 'HUMAN', greets: true, saysWhen: true, empathizes: true, explains: true, apologizes: true, asks: true, reminds: false, tellsLegIds: [],
  surveys: false, closes: false, visitsBack: false,
};

/** A ticket at its remedy step. */
export interface Case {
  readonly ticketId: string;
  readonly orderId: string;
  readonly lineId: string;
}

/** A merchant with one shop, its people, and commands to bring tickets to their remedy step without the words of a conversation. */
export class RemedyDesk {
  readonly merchantId = uuidv7();
  readonly shopId = uuidv7();
  readonly agent = this.member('AGENT');
  readonly leader = this.member('LEADER');
  readonly supervisor = this.member('SUPERVISOR');
  readonly finance = this.member('FINANCE');
  readonly auditor = this.member('AUDITOR');
  readonly key: Actor = { ...this.member('INTEGRATION'), kind: 'API_KEY', personId: null, scopes: ['tickets:write', 'tickets:read'] };
  readonly system: Actor = { ...this.member('ADMIN'), kind: 'SYSTEM', grants: [] };
  readonly work: TicketWork;
  readonly unit: UnitOfWork;
  private readonly openTicket: OpenTicket;
  private orders = 0;

  private constructor(private readonly db: DeskDatabase) {
    this.unit = db.open().unitOfWork;
    const [process, policies, calendars, watchers, derived] = [new ProcessLibrary(), new PolicyLibrary(), new CalendarReader(new CalendarLibrary()), new TicketWatchers(),
      new DerivedDeadlines(new PackLibrary()),
    ];
    this.work = new TicketWork(this.unit, process, policies, calendars, derived, watchers, { fired: () => undefined } as unknown as DueMetrics); // nobody scrapes this desk
    this.openTicket = new OpenTicket(this.unit, new TicketNumbers(this.unit), process, policies, calendars, derived, watchers);
  }

  static async open(db: DeskDatabase): Promise<RemedyDesk> {
    const desk = new RemedyDesk(db);
    const { merchantId, shopId } = desk;
    await db.owner('INSERT INTO merchant (id, name, sandbox) VALUES ($1, $2, true)', [merchantId, 'Merchant']);
    await db.owner(
      `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, 'shop', 'Shop', 'own', 'Asia/Shanghai', 'CNY')`,
      [merchantId, shopId],
    );
    await db.owner(
      `INSERT INTO reason (merchant_id, id, shop_id, kind, code, family, label_en, label_zh, default_fault, freight_payer)
       VALUES ($1, $2, $3, 'RETURN_EXCHANGE', 'TORN', 'QUALITY', 'Torn', '破损', 'SUPPLIER', 'MERCHANT')`,
      [merchantId, uuidv7(), shopId],
    );
    for (const { id, personId, name } of [desk.agent, desk.leader, desk.supervisor, desk.finance, desk.auditor]) {
      await db.owner('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [merchantId, id, personId, name]);
      await db.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, $4, $5)', [merchantId, uuidv7(), id, name, shopId]);
    }
    for (const [table, body] of [['process_definition', DEFAULT_DEFINITION], ['sla_policy', DEFAULT_POLICY]] as const) {
      await db.owner(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, $3, now())`, [
        merchantId, uuidv7(), JSON.stringify(body),
      ]);
    }
    // Limits of a day are counted by the shop's own: a desk opened just before midnight begins after it.
    const left = DAY - ((Date.now() + 8 * HOUR) % DAY);
    if (left < MINUTE) await desk.waits(left);
    return desk;
  }

  /** Another shop of the merchant, in another currency, where the agent works too. */
  async shopIn(currency: string): Promise<string> {
    const { merchantId } = this;
    const shopId = await newShop(this.db, merchantId, { currency });
    await this.db.owner(
      `INSERT INTO reason (merchant_id, id, shop_id, kind, code, family, label_en, label_zh, default_fault, freight_payer)
       SELECT merchant_id, $2, $3, kind, code, family, label_en, label_zh, default_fault, freight_payer FROM reason WHERE merchant_id = $1 AND shop_id = $4`,
      [merchantId, uuidv7(), shopId, this.shopId],
    );
    await this.db.owner(`INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, 'AGENT', $4)`, [merchantId, uuidv7(), this.agent.id, shopId]);
    return shopId;
  }

  /** An order of one line, two pieces, paid in CNY or in the currency of the shop named. */
  async order(paidMinor = 20_000n, { shopId, currency }: { shopId: string; currency: string } = { shopId: this.shopId, currency: 'CNY' }): Promise<{ orderId: string; lineId: string; shopId: string }> {
    const [orderId, lineId, customerId, name] = [uuidv7(), uuidv7(), uuidv7(), `order-${this.orders++}`];
    await this.db.owner('INSERT INTO customer (merchant_id, id, shop_id, external_id) VALUES ($1, $2, $3, $4)', [this.merchantId, customerId, shopId, name]);
    await this.db.owner(
      `INSERT INTO sales_order (merchant_id, id, shop_id, external_id, customer_id, status, currency, paid_minor) VALUES ($1, $2, $3, $4, $5, 'PAID', $7, $6)`,
      [this.merchantId, orderId, shopId, name, customerId, paidMinor, currency],
    );
    await this.db.owner(
      `INSERT INTO order_line (merchant_id, id, order_id, external_id, sku, title, quantity, paid_minor) VALUES ($1, $2, $3, '1', 'SKU', 'Coat', 2, $4)`,
      [this.merchantId, lineId, orderId, paidMinor],
    );
    return { orderId, lineId, shopId };
  }

  /** A return ticket of the agent's with everything before the remedy done and this fault found. */
  async atRemedy(fault: Fault = 'WAREHOUSE', order?: { orderId: string; lineId: string; shopId?: string }): Promise<Case> {
    const { orderId, lineId, shopId = this.shopId } = order ?? (await this.order());
    const opener: Actor = { ...this.agent, grants: [{ role: 'AGENT', shopId, teamId: null }] };
    const { ticket } = await this.openTicket.execute(opener, {
      shopId, kind: 'RETURN_EXCHANGE', source: 'CUSTOMER', channel: 'CHAT', externalRef: null, subject: null, problem: 'It came torn.',
      priority: 'NORMAL', severity: null, emotion: 'CALM', tags: [], customerId: null, orderId, teamId: null, lines: [{ id: lineId, quantity: 1 }],
      parcelIds: [], statedReasonCode: 'TORN', statedReasonText: null, structured: false, logistics: null, complaint: null,
      returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' },
    });
    await this.happens(ticket.id, (session) => {
      const statementId = uuidv7();
      session.set({ assigneeId: this.agent.id });
      session.fact('ticket.assigned', { memberId: this.agent.id, teamId: null });
      session.fact('ticket.classified', { severity: 'NORMAL', emotion: 'CALM', anomaly: false });
      session.fact('message.sent', { ...SAID, messageId: uuidv7() });
      session.fact('statement.recorded', { statementId, wish: 'REFUND' });
      session.fact('statement.restated', { statementId, messageId: uuidv7() });
      session.fact('statement.confirmed', { statementId, by: 'CUSTOMER', messageId: uuidv7() });
      session.fact('message.sent', { ...SAID, messageId: uuidv7() });
      const causedByUs = fault !== 'CUSTOMER_PREFERENCE' && fault !== 'NO_FAULT';
      session.fact('finding.recorded', { findingId: uuidv7(), causedByUs, misuse: null, fault, liability: 'PROVISIONAL', correctiveAction: false });
    });
    return { ticketId: ticket.id, orderId, lineId };
  }

  /** Facts as other features would record them. */
  async happens<T>(ticketId: string, record: (session: TicketSession) => T | Promise<T>): Promise<T> {
    return (await this.work.run(this.system, 'FALL_DUE', this.request(ticketId), record)).value;
  }

  /** The customer writes; answers the message's id. */
  customerSays(ticketId: string): Promise<string> {
    return this.happens(ticketId, (session) => {
      const messageId = uuidv7();
      session.write(MESSAGE, [session.tx.merchantId, messageId, ticketId, 'CUSTOMER', session.now]);
      session.fact('message.received', { messageId });
      return messageId;
    });
  }

  request(ticketId: string): TicketRequest {
    return { ticketId, body: {} };
  }

  /** A partial refund of 80 yuan (or so much), to be done in four days. */
  offer(ticketId: string, more: Partial<MakeOfferRequest> = {}, minor = 8_000n): MakeOfferRequest {
    return {
      ...this.request(ticketId), validForHours: null, freightPayer: null, summary: null, refusal: null, refund: null, packPayouts: [], counterOfferId: null, fulfilBy: inDays(4),
      legs: [{ type: 'PARTIAL_REFUND', amount: { minor, currency: 'CNY' }, orderLineId: null, quantity: null, days: null, note: null }],
      ...more,
    };
  }

  async made(ticketId: string, more: Partial<MakeOfferRequest> = {}): Promise<string> {
    return (await new MakeOffer(this.work).execute(this.agent, this.offer(ticketId, more))).value;
  }

  async sent(ticketId: string, more: Partial<MakeOfferRequest> = {}): Promise<string> {
    const offerId = await this.made(ticketId, more);
    await new SendOffer(this.work).execute(this.agent, { ...this.request(ticketId), offerId, message: { body: words(inDays(4)), channel: 'CHAT' } });
    return offerId;
  }

  /** Moves the merchant's own time on. */
  async waits(millis: number): Promise<void> {
    await this.db.owner(`UPDATE merchant SET clock_offset = clock_offset + $2 * interval '1 millisecond' WHERE id = $1`, [this.merchantId, millis]);
  }

  async legs(offerId: string): Promise<{ id: string; type: string; state: string; proof_ref: string | null; proof_kind: string | null }[]> {
    return this.db.owner('SELECT id, type, state, proof_ref, proof_kind FROM offer_leg WHERE offer_id = $1 ORDER BY position', [offerId]);
  }

  /** Everything a refused command must leave as it was. */
  async state(ticketId: string): Promise<unknown> {
    const rows = async (statement: string): Promise<unknown> => this.db.owner(statement, [ticketId]);
    return {
      ticket: await rows('SELECT * FROM ticket WHERE id = $1'),
      events: await rows('SELECT count(*)::int, max(id)::text FROM event WHERE subject_id = $1'),
      offers: await rows('SELECT * FROM offer WHERE ticket_id = $1 ORDER BY id'),
      legs: await rows('SELECT * FROM offer_leg WHERE ticket_id = $1 ORDER BY id'),
      tasks: await rows('SELECT * FROM task WHERE ticket_id = $1 ORDER BY id'),
      messages: await rows('SELECT count(*)::int FROM message WHERE ticket_id = $1'),
      clocks: await rows('SELECT id, state, ended_at FROM clock WHERE ticket_id = $1 ORDER BY id'),
    };
  }

  /** Runs a command that must be refused, and answers the refusal when nothing at all was left behind. */
  async refused(ticketId: string, command: () => Promise<unknown>): Promise<unknown> {
    const before = await this.state(ticketId);
    const refusal = await command().then((done) => ({ done }), (error: unknown) => error);
    expect(await this.state(ticketId)).toEqual(before);
    return refusal;
  }

  private member(role: Role): Actor {
    return {
      kind: 'MEMBER', id: uuidv7(), merchantId: this.merchantId, personId: uuidv7(), name: role, scopes: [],
      grants: [{ role, shopId: this.shopId, teamId: null }],
    };
  }
}

/** One instant for all of a spec file, so that a date promised and later put into words is the same day, also around midnight. */
const BEGAN = new Date().toISOString();

/** A promised date, from the real time on: a desk's own time runs ahead of it only by what `waits` added. */
export function inDays(days: number): string {
  return plus(BEGAN, days * DAY);
}

/** The period of a budget that bears what is offered now, whatever the year. */
export const AROUND_TODAY = { startsOn: inDays(-180).slice(0, 10), endsOn: inDays(180).slice(0, 10) };

/** A message that states 80 yuan and the day, as the shop's calendar has it. */
export function words(fulfilBy: string, amount = '80元'): string {
  return `我们为您退款${amount}，${plus(fulfilBy, 8 * HOUR).slice(0, 10)}前到账，您看可以吗？`;
}
