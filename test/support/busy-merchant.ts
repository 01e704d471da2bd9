import { uuidv7 } from 'uuidv7';
import { encodeId, type IdType } from '../../src/kernel/ids.js';
import { newApiKey } from '../../src/identity/auth/api-key-secret.js';
import type { Scope } from '../../src/identity/domain/permissions.js';
import { plus } from '../../src/kernel/instant.js';
import type { TestApp } from './app.js';
import { idOf, type Answer } from './busy-answer.js';
import { approvals } from './busy-approvals.js';
import { complain } from './busy-complaint.js';
import { escalate } from './busy-escalation.js';
import { remedy, exchange, takeBack } from './busy-remedies.js';
import { TestMerchant, type MemberRole, type Order } from './merchant.js';

/** A ticket as it goes through the API. */
export interface Worked {
  readonly id: string;
  version: number;
  readonly order: Order;
  /** The last object of each kind on it; messages are the customer's. */
  readonly ids: Map<IdType, string>;
}

export type Standing = 'complaint' | 'spare' | 'ready' | 'drafted' | 'sent' | 'owing' | 'waiting' | 'closed';

/** Words of the merchant's own that must show up nowhere they do not belong. */
export interface Words {
  readonly problem: string;
  readonly note: string;
}

/**
 * A merchant with at least one object of every kind, all made over the API: a complaint at work (note, file, promise, task, account restated,
 * finding), returns whose offer is due, drafted, sent and accepted, and a closed one.
 */
export class BusyMerchant {
  /** One public id of each kind. */
  readonly ids = new Map<IdType, string>();
  /** Tickets by where they stand. */
  readonly tickets = new Map<Standing, Worked>();

  private constructor(readonly app: TestApp, readonly base: TestMerchant, readonly words: Words) {}

  static async create(app: TestApp, name = 'Busy', words: Words = { problem: '大衣第一天就裂开了', note: 'A word among colleagues.' }): Promise<BusyMerchant> {
    const busy = new BusyMerchant(app, await TestMerchant.create(app, name), words);
    await busy.furnish();
    return busy;
  }

  id(type: IdType): string {
    const id = this.ids.get(type);
    if (!id) throw new Error(`the merchant has no ${type}`);
    return id;
  }

  ticket(standing: Standing): Worked {
    const ticket = this.tickets.get(standing);
    if (!ticket) throw new Error(`the merchant has no ticket that is ${standing}`);
    return ticket;
  }

  /** The text of a new key with these scopes, in one shop or in all. */
  async key(scopes: readonly Scope[], shopUuid: string | null = null): Promise<string> {
    const { id, text } = await newKey(this.app, this.base, scopes, shopUuid);
    this.ids.set('ApiKey', encodeId('ApiKey', id));
    return text;
  }

  /** Carries out a mutation as this role; a refusal fails the test. */
  async act(role: MemberRole, mutation: string, ticket: Worked | null, input: object, selects = ''): Promise<Answer> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await this.base.as<Record<string, Answer & { userErrors: unknown[] }>>(
      role,
      `mutation Act($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message field details } ticket { id version } ${selects} } }`,
      { input: { ...(ticket ? { ticketId: ticket.id, expectedVersion: ticket.version } : {}), ...input } },
    );
    const done = answer.data?.[mutation];
    if (!done || done.userErrors.length > 0) throw new Error(`${role} ${mutation}: ${JSON.stringify(done ?? answer.errors)}`);
    if (ticket && done.ticket) ticket.version = done.ticket.version;
    return done;
  }

  async open(kind: 'COMPLAINT' | 'RETURN_EXCHANGE', more: object = {}): Promise<Worked> {
    const order = await this.base.order();
    const details = kind === 'COMPLAINT'
      ? { complaint: { type: 'GOODS_QUALITY', origin: 'CUSTOMER', demand: '赔偿' }, severity: 'SEVERE', emotion: 'ANGRY' }
      : {
        statedReasonCode: 'DEFECTIVE', lines: [{ orderLineId: order.lineId, quantity: 1 }], parcelIds: [order.parcelId], severity: 'NORMAL',
        returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' },
      };
    const { ticket } = await this.act('ADMIN', 'openTicket', null, {
      shopId: this.base.shopId, kind, channel: 'CHAT', problem: this.words.problem, orderId: order.orderId, ...details, ...more,
    });
    if (!ticket) throw new Error('no ticket');
    const worked = { id: ticket.id, version: ticket.version, order, ids: new Map() };
    await this.act('ADMIN', 'takeTicket', worked, {});
    return worked;
  }

  say(ticket: Worked, body: string, declares: object): Promise<Answer> {
    return this.act('ADMIN', 'sendMessage', ticket, { channel: 'CHAT', body, declares }, 'message { id } promise { id }');
  }

  async hear(ticket: Worked, body = 'Yes, that is right.'): Promise<string> {
    const id = idOf(await this.act('ADMIN', 'receiveMessage', ticket, { channel: 'CHAT', body }, 'message { id }'), 'message');
    ticket.ids.set('Message', id);
    return id;
  }

  /** From opened to the point where a remedy may be offered. */
  async upToRemedy(ticket: Worked): Promise<void> {
    const soon = plus(new Date().toISOString(), 7_200_000);
    await this.say(ticket, 'Hello, this is the shop. I am checking it and will write to you again within 2 hours.', { replyBy: { reason: 'checking', at: soon } });
    const statement = idOf(await this.act('ADMIN', 'recordStatement', ticket, { text: 'The coat came torn.', wish: 'REFUND' }, 'statement { id }'), 'statement');
    await this.say(ticket, 'So the coat came torn and you would like your money back. Is that right? Please send a photo within 3 days.', {
      restatesStatementId: statement, answersInFull: true, requestsProof: { kinds: ['PHOTO'], until: plus(soon, 172_800_000) },
    });
    await this.act('ADMIN', 'confirmStatement', ticket, { statementId: statement, by: 'CUSTOMER', messageId: await this.hear(ticket) });
    await this.say(ticket, 'I understand how frustrating this is. The seam was glued badly. I am sorry that your coat came torn.', {
      explains: { cause: 'The seam was glued badly' }, apologizesFor: 'your coat came torn', answersInFull: true,
    });
    await this.act('ADMIN', 'recordFinding', ticket, { causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: 'A bad seam.' });
  }

  async makeOffer(ticket: Worked): Promise<{ offerId: string; legId: string; by: string }> {
    const by = plus(new Date().toISOString(), 345_600_000);
    const answer = await this.act('ADMIN', 'makeOffer', ticket, {
      fulfilBy: by, legs: [{ type: 'PARTIAL_REFUND', amount: { amount: '20.00', currency: 'CNY' } }],
    }, 'offer { id legs { id } }');
    const offer = answer['offer'] as { id: string; legs: { id: string }[] };
    const legId = offer.legs[0]?.id ?? '';
    ticket.ids.set('Offer', offer.id).set('Leg', legId);
    return { offerId: offer.id, legId, by };
  }

  async sendOffer(ticket: Worked, { offerId, by }: { offerId: string; by: string }): Promise<void> {
    const day = plus(by, 28_800_000).slice(0, 10);
    await this.act('ADMIN', 'sendOffer', ticket, { offerId, channel: 'CHAT', body: `We refund 20 yuan to you by ${day}. Is that all right?` });
  }

  async acceptOffer(ticket: Worked, offerId: string): Promise<void> {
    await this.act('ADMIN', 'acceptOffer', ticket, { offerId, messageId: await this.hear(ticket, 'Fine.') });
  }

  private async furnish(): Promise<void> {
    const { base, ids, tickets } = this;
    const [team, reason, definition, policy] = await Promise.all([
      base.as<{ createTeam: { team: { id: string } } }>('ADMIN', 'mutation T($i: CreateTeamInput!) { createTeam(input: $i) { team { id } } }', { i: { shopId: base.shopId, name: 'Desk' } }),
      this.app.owner<{ id: string }>('SELECT id FROM reason WHERE merchant_id = $1 LIMIT 1', [base.id]),
      this.app.owner<{ id: string }>('SELECT id FROM process_definition WHERE merchant_id = $1', [base.id]),
      this.app.owner<{ id: string }>('SELECT id FROM sla_policy WHERE merchant_id = $1', [base.id]),
    ]);
    const hours = { timeZone: 'Asia/Shanghai', weekly: [{ day: 'MONDAY', opens: '09:00', closes: '18:00' }] };
    const calendar = await base.as<{ createCalendar: { calendar: { id: string } } }>(
      'ADMIN', 'mutation C($i: CreateCalendarInput!) { createCalendar(input: $i) { calendar { id } } }', { i: { name: 'Office', hours } },
    );
    const year = { holidaySet: 'SHOP', year: 2027, source: 'The shop itself', days: [{ date: '2027-01-04', name: 'Stocktaking' }] };
    await base.as('ADMIN', 'mutation H($i: ImportHolidayYearInput!) { importHolidayYear(input: $i) { days } }', { i: year });
    ids.set('Calendar', calendar.data?.createCalendar.calendar.id ?? '');
    const member = await base.member('AGENT');
    await this.key(['status:read']);
    ids.set('Team', team.data?.createTeam.team.id ?? '').set('Reason', encodeId('Reason', reason[0]?.id ?? '')).set('Shop', base.shopId);
    ids.set('ProcessDefinition', encodeId('ProcessDefinition', definition[0]?.id ?? '')).set('Member', encodeId('Member', member));
    ids.set('SlaPolicy', encodeId('SlaPolicy', policy[0]?.id ?? ''));
    const complaint = await this.open('COMPLAINT');
    const spare = await this.open('COMPLAINT', { externalRef: 'SPARE-1' });
    tickets.set('complaint', complaint).set('spare', spare);
    await this.say(spare, 'I understand how upsetting this is.', {});
    ids.set('Ticket', complaint.id).set('Order', complaint.order.orderId).set('OrderLine', complaint.order.lineId)
      .set('Parcel', complaint.order.parcelId).set('Customer', complaint.order.customerId);
    await complain(this, complaint);
    for (const standing of ['ready', 'drafted', 'sent', 'owing'] as const) tickets.set(standing, await this.open('RETURN_EXCHANGE', { teamId: this.id('Team') }));
    await remedy(this);
    await approvals(this);
    await takeBack(this);
    await exchange(this);
    const closed = await this.open('COMPLAINT', { externalRef: 'CLOSED-1' });
    tickets.set('closed', closed);
    await this.act('ADMIN', 'withdrawTicket', closed, { messageId: await this.hear(closed, 'Never mind.') });
    await this.say(closed, 'Thank you for telling us, and goodbye.', { closes: true, answersInFull: true });
    await this.act('ADMIN', 'closeTicket', closed, {});
    await escalate(this, complaint);
    await this.act('ADMIN', 'linkTickets', complaint, { kind: 'SAME_INCIDENT', targetId: spare.id });
    await this.letFire();
  }

  /** The live chat nobody answered misses its acknowledgement; whatever else changed meanwhile, the versions are known afterwards. */
  private async letFire(): Promise<void> {
    // A customer's tier that changed; left over, as by a worker that was stopped, and not due before the tests are over.
    await this.app.owner(`INSERT INTO changed_terms (merchant_id, ticket_id, due_at) SELECT $1, id, now() + interval '1 day' FROM ticket WHERE merchant_id = $1 LIMIT 1`, [this.base.id]);
    await this.open('COMPLAINT');
    await this.base.as('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code } } }', { to: plus(new Date().toISOString(), 7_000) });
    for (const ticket of this.tickets.values()) {
      const [row] = await this.app.owner<{ version: number }>(`SELECT version FROM ticket WHERE merchant_id = $1 AND 'tkt_' || id::text = $2`, [this.base.id, ticket.id]);
      ticket.version = row?.version ?? ticket.version;
    }
  }

  /** A file whose bytes came in. */
  async attach(ticket: Worked): Promise<string> {
    const bytes = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const answer = await this.act('ADMIN', 'createUpload', ticket, { kind: 'PHOTO', name: 'photo.png', size: bytes.length, mediaType: 'image/png' }, 'attachmentId url');
    const put = await fetch(new URL(answer['url'] as string, this.app.url), { method: 'PUT', headers: { 'content-type': 'image/png' }, body: bytes });
    if (put.status !== 201) throw new Error(`the upload was answered ${put.status}`);
    const [row] = await this.app.owner<{ version: number }>(`SELECT version FROM ticket WHERE merchant_id = $1 AND 'tkt_' || id::text = $2`, [this.base.id, ticket.id]);
    ticket.version = row?.version ?? ticket.version;
    return answer['attachmentId'] as string;
  }
}

/** A key that works at once; its use counts as noted, so that noting it writes nothing. */
export async function newKey(app: TestApp, merchant: TestMerchant, scopes: readonly Scope[], shopUuid: string | null = null): Promise<{ id: string; text: string }> {
  const id = uuidv7();
  const made = newApiKey(id);
  await app.owner(
    `INSERT INTO api_key (merchant_id, id, name, shop_id, scopes, secret_sha256, created_by, last_used_at)
     VALUES ($1, $2, 'Key', $3, $4, $5, $6, now() + interval '1 day')`,
    [merchant.id, id, shopUuid, scopes, made.sha256, await merchant.member('ADMIN')],
  );
  return { id, text: made.text };
}
