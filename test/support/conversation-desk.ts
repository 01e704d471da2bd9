import { uuidv7 } from 'uuidv7';
import type { Actor, Role } from '../../src/kernel/actor.js';
import { encodeId } from '../../src/kernel/ids.js';
import { PostAutomaticMessage } from '../../src/conversation/commands/messages/post-automatic-message.js';
import { ReceiveMessage, type Received } from '../../src/conversation/commands/messages/receive-message.js';
import { SendMessage } from '../../src/conversation/commands/messages/send-message.js';
import { RecordStatement } from '../../src/conversation/commands/statements/record-statement.js';
import type { Declared, Outgoing, Posted } from '../../src/conversation/index.js';
import { newApiKey } from '../../src/identity/auth/api-key-secret.js';
import { DEFAULT_DEFINITION, type StepProgress } from '../../src/process/index.js';
import { DEFAULT_POLICY } from '../../src/sla/index.js';
import { OpenTicket, TicketWork, type OpenTicketRequest, type TicketRequest, type TicketSession } from '../../src/tickets/index.js';
import type { TestApp } from './app.js';
import { testToken } from './token.js';

/** A merchant with one shop and its people, on a running application; tickets are opened and spoken on as their people would. */
export class ConversationDesk {
  readonly merchantId = uuidv7();
  readonly shopId = uuidv7();
  readonly agent = this.member('AGENT');
  readonly colleague = this.member('AGENT');
  readonly supervisor = this.member('SUPERVISOR');
  readonly auditor = this.member('AUDITOR');
  readonly key: Actor = { ...this.member('INTEGRATION'), kind: 'API_KEY', personId: null, scopes: ['tickets:write', 'tickets:read'] };
  readonly system: Actor = { ...this.member('ADMIN'), kind: 'SYSTEM', grants: [] };

  private constructor(readonly app: TestApp) {}

  static async open(app: TestApp): Promise<ConversationDesk> {
    const desk = new ConversationDesk(app);
    const { merchantId, shopId } = desk;
    await app.owner('INSERT INTO merchant (id, name, sandbox) VALUES ($1, $2, true)', [merchantId, 'Merchant']);
    await app.owner(
      `INSERT INTO shop (merchant_id, id, external_id, name, platform, time_zone, currency) VALUES ($1, $2, 'shop', 'Shop', 'own', 'Asia/Shanghai', 'CNY')`,
      [merchantId, shopId],
    );
    await app.owner(
      `INSERT INTO reason (merchant_id, id, shop_id, kind, code, family, label_en, label_zh, default_fault, freight_payer)
       VALUES ($1, $2, $3, 'RETURN_EXCHANGE', 'WRONG_ITEM', 'WRONG', 'Wrong item', '发错货', 'WAREHOUSE', 'MERCHANT')`,
      [merchantId, uuidv7(), shopId],
    );
    for (const actor of [desk.agent, desk.colleague, desk.supervisor, desk.auditor]) {
      await app.owner('INSERT INTO member (merchant_id, id, person_id, name) VALUES ($1, $2, $3, $4)', [merchantId, actor.id, actor.personId, actor.name]);
      await app.owner('INSERT INTO membership (merchant_id, id, member_id, role, shop_id) VALUES ($1, $2, $3, $4, $5)', [
        merchantId, uuidv7(), actor.id, actor.grants[0]?.role, shopId,
      ]);
    }
    for (const [table, body] of [['process_definition', DEFAULT_DEFINITION], ['sla_policy', DEFAULT_POLICY]] as const) {
      await app.owner(`INSERT INTO ${table} (merchant_id, id, name, version, body, published_at) VALUES ($1, $2, 'default', 1, $3, now())`, [
        merchantId, uuidv7(), JSON.stringify(body),
      ]);
    }
    return desk;
  }

  /** A return ticket of the agent's, opened by the customer; its first step waits for an answer. */
  async ticket(more: Partial<OpenTicketRequest> = {}): Promise<string> {
    const [orderId, lineId, customerId] = [uuidv7(), uuidv7(), uuidv7()];
    await this.app.owner('INSERT INTO customer (merchant_id, id, shop_id, external_id) VALUES ($1, $2, $3, $4)', [this.merchantId, customerId, this.shopId, customerId]);
    await this.app.owner(
      `INSERT INTO sales_order (merchant_id, id, shop_id, external_id, customer_id, status, currency, paid_minor) VALUES ($1, $2, $3, $4, $5, 'PAID', 'CNY', 20000)`,
      [this.merchantId, orderId, this.shopId, orderId, customerId],
    );
    await this.app.owner(
      `INSERT INTO order_line (merchant_id, id, order_id, external_id, sku, title, quantity, paid_minor) VALUES ($1, $2, $3, '1', 'SKU', 'Coat', 2, 20000)`,
      [this.merchantId, lineId, orderId],
    );
    const { ticket } = await this.get(OpenTicket).execute(this.agent, {
      shopId: this.shopId, kind: 'RETURN_EXCHANGE', source: 'CUSTOMER', channel: 'CHAT', externalRef: null, subject: null, problem: '收到的颜色不对',
      priority: 'NORMAL', severity: null, emotion: 'CALM', tags: [], customerId: null, orderId, teamId: null, lines: [{ id: lineId, quantity: 1 }],
      parcelIds: [], statedReasonCode: 'WRONG_ITEM', statedReasonText: null, structured: false, logistics: null, complaint: null,
      returnExchange: { requestType: 'EXCHANGE', goodsState: 'RECEIVED', wish: 'EXCHANGE' }, ...more,
    });
    await this.happens(ticket.id, (session) => {
      session.set({ assigneeId: this.agent.id });
      session.fact('ticket.assigned', { memberId: this.agent.id, teamId: null });
      session.fact('ticket.classified', { severity: ticket.severity, emotion: ticket.emotion, anomaly: false });
    });
    return ticket.id;
  }

  says(ticketId: string, body: string, declared: Declared = {}, more: Partial<Outgoing> = {}, actor = this.agent): Promise<Posted> {
    const message = { channel: 'CHAT' as const, body, declared, ...more };
    return this.get(SendMessage).execute(actor, { ...this.request(ticketId), message }).then((done) => done.value);
  }

  botSays(ticketId: string, body: string, declared: Pick<Declared, 'tellsLegIds' | 'surveys'> = {}): Promise<Posted> {
    const message = { channel: 'CHAT' as const, body, origin: 'BOT' as const, declared };
    return this.get(PostAutomaticMessage).execute(this.key, { ...this.request(ticketId), message }).then((done) => done.value);
  }

  customerSays(ticketId: string, text = '好的，是这样', externalId: string | null = null): Promise<Received> {
    return this.get(ReceiveMessage).execute(this.key, { ...this.request(ticketId), channel: 'CHAT', text, externalId, attachmentIds: [] }).then((done) => done.value);
  }

  /** Up to LISTEN, with the account recorded; answers the statement's id. */
  async listening(ticketId: string): Promise<string> {
    await this.says(ticketId, '您好，我是售后小周，您反映的情况已收到，退换流程需要您确认后开始。', { answersInFull: true });
    const request = { ...this.request(ticketId), text: '颜色不对，想换成蓝色', wish: 'EXCHANGE' as const, orderLineIds: [] };
    return (await this.get(RecordStatement).execute(this.agent, request)).value.statementId;
  }

  /** Facts as other features would record them. */
  async happens<T>(ticketId: string, record: (session: TicketSession) => T | Promise<T>): Promise<T> {
    return (await this.get(TicketWork).run(this.system, 'FALL_DUE', this.request(ticketId), record)).value;
  }

  request(ticketId: string): TicketRequest {
    return { ticketId, body: {} };
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.nest.get<T>(type, { strict: false });
  }

  async step(ticketId: string, step: string): Promise<StepProgress> {
    const [row] = await this.app.owner<{ steps: StepProgress[] }>('SELECT steps FROM ticket WHERE id = $1', [ticketId]);
    const found = row?.steps.find((one) => one.step === step);
    if (!found) throw new Error(`no step ${step}`);
    return found;
  }

  /** Types and data of the events after the opening, in order, without those of steps. */
  async events(ticketId: string, ...types: string[]): Promise<{ type: string; data: Record<string, unknown> }[]> {
    return this.app.owner('SELECT type, data FROM event WHERE subject_id = $1 AND type = ANY($2) ORDER BY id', [ticketId, types]);
  }

  clock(ticketId: string, kind: string): Promise<{ subject: string; state: string; due_at: Date; started_at: Date; ended_at: Date | null }[]> {
    return this.app.owner('SELECT subject, state, due_at, started_at, ended_at FROM clock WHERE ticket_id = $1 AND kind = $2 ORDER BY started_at, id', [ticketId, kind]);
  }

  /** Moves the merchant's own time on. */
  async waits(millis: number): Promise<void> {
    await this.app.owner(`UPDATE merchant SET clock_offset = clock_offset + $2 * interval '1 millisecond' WHERE id = $1`, [this.merchantId, millis]);
  }

  /** The merchant's own time, so much later. */
  async in(millis: number): Promise<string> {
    const [row] = await this.app.owner<{ at: Date }>('SELECT clock_timestamp() + clock_offset AS at FROM merchant WHERE id = $1', [this.merchantId]);
    return new Date(Number(row?.at) + millis).toISOString();
  }

  /** Runs a command that must be refused, and answers the refusal when nothing at all was left behind. */
  async refused(ticketId: string, command: () => Promise<unknown>): Promise<unknown> {
    const before = await this.state(ticketId);
    const refusal = await command().then((done) => ({ done }), (error: unknown) => error);
    expect(await this.state(ticketId)).toEqual(before);
    return refusal;
  }

  token(actor: Actor): Promise<string> {
    return testToken({ sub: encodeId('Member', actor.id), merchant: this.merchantId });
  }

  /** The secret of a new API key of the shop. */
  async apiKey(scopes: readonly string[]): Promise<string> {
    const id = uuidv7();
    const { text, sha256 } = newApiKey(id);
    await this.app.owner('INSERT INTO api_key (merchant_id, id, name, shop_id, scopes, secret_sha256, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      this.merchantId, id, 'key', this.shopId, scopes, sha256, this.supervisor.id,
    ]);
    return text;
  }

  private async state(ticketId: string): Promise<unknown> {
    const rows = (statement: string): Promise<unknown> => this.app.owner(statement, [ticketId]);
    return {
      ticket: await rows('SELECT * FROM ticket WHERE id = $1'),
      events: await rows('SELECT count(*)::int, max(id)::text FROM event WHERE subject_id = $1'),
      messages: await rows('SELECT * FROM message WHERE ticket_id = $1 ORDER BY id'),
      statements: await rows('SELECT * FROM statement WHERE ticket_id = $1 ORDER BY id'),
      promises: await rows('SELECT * FROM promise WHERE ticket_id = $1 ORDER BY id'),
      attachments: await rows('SELECT * FROM attachment WHERE ticket_id = $1 ORDER BY id'),
      clocks: await rows('SELECT id, state, due_at, ended_at FROM clock WHERE ticket_id = $1 ORDER BY id'),
    };
  }

  private member(role: Role): Actor {
    return {
      kind: 'MEMBER', id: uuidv7(), merchantId: this.merchantId, personId: uuidv7(), name: role, scopes: [],
      grants: [{ role, shopId: this.shopId, teamId: null }],
    };
  }
}
