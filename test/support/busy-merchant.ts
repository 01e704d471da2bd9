import { uuidv7 } from 'uuidv7';
import { encodeId, type IdType } from '../../src/kernel/ids.js';
import { newApiKey } from '../../src/identity/auth/api-key-secret.js';
import type { Scope } from '../../src/identity/domain/permissions.js';
import { plus } from '../../src/kernel/instant.js';
import { BUILT_IN_PACKS } from '../../src/sla/index.js';
import type { TestApp } from './app.js';
import { TestMerchant, type MemberRole, type Order } from './test-merchant.js';

/** A ticket as it goes through the API. */
export interface Worked {
  readonly id: string;
  version: number;
  readonly order: Order;
  /** The last object of each kind on it; messages are the customer's. */
  readonly ids: Map<IdType, string>;
}

export type Standing = 'complaint' | 'spare' | 'ready' | 'drafted' | 'sent' | 'owing' | 'waiting' | 'closed';

type Answer = Record<string, unknown> & { readonly ticket: { readonly id: string; readonly version: number } | null };

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
    ids.set('Ticket', complaint.id).set('Order', complaint.order.orderId).set('OrderLine', complaint.order.lineId)
      .set('Parcel', complaint.order.parcelId).set('Customer', complaint.order.customerId);
    await this.complain(complaint);
    for (const standing of ['ready', 'drafted', 'sent', 'owing'] as const) tickets.set(standing, await this.open('RETURN_EXCHANGE', { teamId: this.id('Team') }));
    await this.remedy();
    await this.approvals();
    await this.takeBack();
    const closed = await this.open('COMPLAINT', { externalRef: 'CLOSED-1' });
    tickets.set('closed', closed);
    await this.act('ADMIN', 'withdrawTicket', closed, { messageId: await this.hear(closed, 'Never mind.') });
    await this.say(closed, 'Thank you for telling us, and goodbye.', { closes: true, answersInFull: true });
    await this.act('ADMIN', 'closeTicket', closed, {});
    await this.escalate(complaint);
    await this.act('ADMIN', 'linkTickets', complaint, { kind: 'SAME_INCIDENT', targetId: spare.id });
    await this.letFire();
  }

  /** The live chat nobody answered misses its acknowledgement; whatever else changed meanwhile, the versions are known afterwards. */
  private async letFire(): Promise<void> {
    await this.base.as('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code } } }', { to: plus(new Date().toISOString(), 7_000) });
    for (const ticket of this.tickets.values()) {
      const [row] = await this.app.owner<{ version: number }>(`SELECT version FROM ticket WHERE merchant_id = $1 AND 'tkt_' || id::text = $2`, [this.base.id, ticket.id]);
      ticket.version = row?.version ?? ticket.version;
    }
  }

  /** A rule that a tag sets off tells the administrator; a roster, and somebody who will be away. */
  private async escalate(ticket: Worked): Promise<void> {
    const { base, ids } = this;
    const rule = {
      key: 'tagged', title: { en: 'Tagged', zh: '已标记' }, trigger: { on: 'TAGGED', tag: 'escalated' },
      levels: [{ afterMinutes: 0, actions: [{ type: 'NOTIFY', to: { type: 'ROLE', role: 'ADMIN' } }], acknowledgeWithinMinutes: 60 }],
    };
    const shift = { memberId: encodeId('Member', await base.member('LEADER')), weekly: [] };
    const soon = plus(new Date().toISOString(), 86_400_000);
    const made = await base.as<Record<string, { rules?: { id: string }; roster?: { id: string }; absence?: { id: string } }>>('ADMIN', `mutation E($r: PublishEscalationRulesInput!, $d: PublishDutyRosterInput!, $a: SetOutOfOfficeInput!) {
      publishEscalationRules(input: $r) { rules { id } } publishDutyRoster(input: $d) { roster { id } } setOutOfOffice(input: $a) { absence { id } } }`, {
      r: { name: 'rules', body: { rules: [rule] } },
      d: { shopId: base.shopId, body: { timeZone: 'Asia/Shanghai', shifts: [shift], covers: [] } },
      a: { memberId: encodeId('Member', await base.member('FINANCE')), startsAt: soon, endsAt: plus(soon, 86_400_000) },
    });
    const set = await base.as<Record<string, { userErrors: object[] }>>('ADMIN', `mutation S($p: SetAgentProfileInput!, $o: AssignOnOpeningInput!) {
      setAgentProfile(input: $p) { userErrors { code } } setAssignOnOpening(input: $o) { userErrors { code } } }`, {
      p: { memberId: shift.memberId, cap: 5, kinds: ['LOGISTICS'], languages: ['EN'], severities: ['NORMAL'] }, o: { shopId: base.shopId, enabled: false },
    });
    if (!set.data) throw new Error(JSON.stringify(set.errors));
    ids.set('EscalationRules', made.data?.['publishEscalationRules']?.rules?.id ?? '').set('DutyRoster', made.data?.['publishDutyRoster']?.roster?.id ?? '')
      .set('Absence', made.data?.['setOutOfOffice']?.absence?.id ?? '');
    await this.act('ADMIN', 'tagTicket', ticket, { tags: ['escalated'] });
    await this.app.owner(`INSERT INTO assignment_wait (merchant_id, ticket_id, language, since) SELECT $1, id, 'EN', now() FROM ticket WHERE 'tkt_' || id::text = $2`, [base.id, ticket.id]);
    const told = await base.as<{ me: { notifications: { edges: { node: { id: string } }[] } } }>('ADMIN', '{ me { notifications { edges { node { id } } } } }');
    ids.set('Notification', told.data?.me.notifications.edges[0]?.node.id ?? '');
    const [escalation] = await this.app.owner<{ id: string }>('SELECT id FROM escalation WHERE merchant_id = $1', [base.id]);
    ids.set('Escalation', encodeId('Escalation', escalation?.id ?? ''));
  }

  /** Rules of its own, and a deadline the platform set. */
  private async goByRules(ticket: Worked): Promise<void> {
    const taobao = { ...BUILT_IN_PACKS.find(({ id }) => id === 'taobao'), version: 'own' };
    const rules = await this.base.as<{ p: { userErrors: unknown[] }; c: { userErrors: unknown[] } }>('ADMIN', `mutation Rules($p: PublishPolicyPackInput!, $c: ChooseShopPacksInput!) {
      p: publishPolicyPack(input: $p) { userErrors { code } } c: chooseShopPacks(input: $c) { userErrors { code } } }`, {
      p: { body: taobao }, c: { shopId: this.base.shopId, expectedVersion: 0, region: 'CN', packs: [{ packId: 'tmall' }] },
    });
    if (!rules.data || rules.data.p.userErrors.length + rules.data.c.userErrors.length > 0) throw new Error(JSON.stringify(rules));
    await this.act('ADMIN', 'observeExternalDeadline', ticket, { kind: 'ANSWER_DISPUTE', dueAt: plus(new Date().toISOString(), 172_800_000), consequence: 'CASE_LOST' });
  }

  private async complain(ticket: Worked): Promise<void> {
    const { ids } = this;
    await this.goByRules(ticket);
    await this.act('ADMIN', 'addNote', ticket, { body: this.words.note, idempotencyKey: 'note' });
    const soon = plus(new Date().toISOString(), 7_200_000);
    await this.say(ticket, 'Hello, this is the shop. I am checking it and will write to you again within 2 hours.', { replyBy: { reason: 'checking', at: soon } });
    const promise = await this.act('ADMIN', 'makePromise', ticket, { kind: 'DEED', what: 'Ask the maker', channel: 'CHAT', dueAt: soon }, 'promise { id }');
    ids.set('Promise', idOf(promise, 'promise')).set('Message', await this.hear(ticket, 'It tore under the arm.'));
    const task = await this.act('ADMIN', 'openTask', ticket, { department: 'SUPPLIER', question: 'Which batch?', dueAt: soon }, 'task { id }');
    ids.set('Task', idOf(task, 'task'));
    const statement = idOf(await this.act('ADMIN', 'recordStatement', ticket, { text: 'The coat tore.', wish: 'REFUND' }, 'statement { id }'), 'statement');
    await this.say(ticket, 'So the coat tore on the first day. Is that right?', { restatesStatementId: statement, answersInFull: true });
    const finding = await this.act('LEADER', 'recordFinding', ticket, { causedByUs: true, misuse: false, fault: 'SUPPLIER', cause: 'A bad seam.' }, 'findingId');
    await this.act('ADMIN', 'reportSeverity', ticket, { toMemberId: encodeId('Member', await this.base.member('SUPERVISOR')), summary: 'An injury is possible.' });
    ids.set('Statement', statement).set('Finding', finding['findingId'] as string).set('Attachment', await this.attach(ticket));
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

  /** Limits, a draft beyond them that waits for its approval, an override somebody asked for, and a delegation. */
  private async approvals(): Promise<void> {
    const { ids, base } = this;
    const policy = await base.as<{ publishAuthorityPolicy: { policy: { id: string } } }>(
      'ADMIN', 'mutation P($i: PublishAuthorityPolicyInput!) { publishAuthorityPolicy(input: $i) { policy { id } userErrors { code details } } }',
      { i: { name: 'default', body: {
        limits: [{ name: 'admin', role: 'ADMIN', measure: 'OFFER', amount: { amount: '10.00', currency: 'CNY' } }, { name: 'supervisor', role: 'SUPERVISOR', measure: 'OFFER', amount: null }],
        chains: [{ name: 'all', levels: [{ role: 'SUPERVISOR', need: 'ANY', withinMinutes: 60 }] }],
      } } },
    );
    ids.set('AuthorityPolicy', policy.data?.publishAuthorityPolicy.policy.id ?? '');
    await this.approved();
    const waiting = await this.open('RETURN_EXCHANGE');
    this.tickets.set('waiting', waiting);
    await this.upToRemedy(waiting);
    await this.makeOffer(waiting);
    const queue = await base.as<{ approvals: { edges: { node: { id: string } }[] } }>('SUPERVISOR', '{ approvals(filter: { mine: true }) { edges { node { id } } } }');
    const requestId = queue.data?.approvals.edges[0]?.node.id ?? '';
    ids.set('ApprovalRequest', requestId);
    await base.member('ADMIN', 'second admin');
    const asked = await this.app.gql<{ overrideApproval: { overrideId: string } }>(
      'mutation O($i: OverrideApprovalInput!) { overrideApproval(input: $i) { overrideId userErrors { code message } } }',
      { i: { requestId, reason: 'It cannot wait any longer.' } }, { token: await base.token('ADMIN', 'second admin') },
    );
    ids.set('Override', asked.data?.overrideApproval.overrideId ?? '');
    const given = await base.as<{ delegateApprovals: { delegation: { id: string } } }>(
      'SUPERVISOR', 'mutation D($i: DelegateApprovalsInput!) { delegateApprovals(input: $i) { delegation { id } userErrors { code message } } }',
      { i: { toMemberId: encodeId('Member', await base.member('LEADER')), endsAt: plus(new Date().toISOString(), 86_400_000), reason: 'Away' } },
    );
    ids.set('Delegation', given.data?.delegateApprovals.delegation.id ?? '');
  }

  /** A draft beyond its maker's authority that a supervisor approved; its customer is one of the team leaders. */
  private async approved(): Promise<void> {
    const { base } = this;
    const ticket = await this.open('RETURN_EXCHANGE');
    await this.upToRemedy(ticket);
    await this.makeOffer(ticket);
    const queue = await base.as<{ approvals: { edges: { node: { id: string } }[] } }>('SUPERVISOR', '{ approvals(filter: { mine: true }) { edges { node { id } } } }');
    const decided = await base.as<{ decideApproval: { userErrors: unknown[] } }>(
      'SUPERVISOR', 'mutation D($i: DecideApprovalInput!) { decideApproval(input: $i) { userErrors { code message } } }',
      { i: { requestId: queue.data?.approvals.edges[0]?.node.id, expectedVersion: 1, decision: 'APPROVE', reason: 'The photos show it.' } },
    );
    const declared = await base.as<{ declareCustomerIsMember: { userErrors: unknown[] } }>(
      'ADMIN', 'mutation S($i: DeclareCustomerIsMemberInput!) { declareCustomerIsMember(input: $i) { userErrors { code message } } }',
      { i: { customerId: ticket.order.customerId, memberId: encodeId('Member', await base.member('LEADER', 'shopper')), isSame: true } },
    );
    for (const answer of [decided.data?.decideApproval, declared.data?.declareCustomerIsMember]) {
      if (answer?.userErrors.length !== 0) throw new Error(JSON.stringify([decided, declared]));
    }
  }

  /** A return that came back and was looked at, money recovered on a claim, and a table of the shop's own. */
  private async takeBack(): Promise<void> {
    const ticket = await this.open('RETURN_EXCHANGE');
    await this.upToRemedy(ticket);
    const by = plus(new Date().toISOString(), 345_600_000);
    const line = { orderLineId: ticket.order.lineId, quantity: 1 };
    const made = await this.act('ADMIN', 'makeOffer', ticket, { fulfilBy: by, legs: [{ type: 'RETURN', ...line }], refund: { lines: [line] } }, 'offer { id legs { id } }');
    const offer = made['offer'] as { id: string; legs: { id: string }[] };
    const legId = offer.legs[0]?.id ?? '';
    await this.act('ADMIN', 'sendOffer', ticket, { offerId: offer.id, channel: 'CHAT', body: `We refund 50 yuan to you by ${plus(by, 28_800_000).slice(0, 10)}. Is that all right?` });
    await this.acceptOffer(ticket, offer.id);
    await this.act('ADMIN', 'issueReturn', ticket, { legId, address: '1 Return Road' });
    await this.act('ADMIN', 'shipGoods', ticket, { legId, carrier: 'SF', waybill: 'SF-BACK-1' });
    await this.act('ADMIN', 'moveGoods', ticket, { legId, to: 'RECEIVED' });
    await this.act('ADMIN', 'inspectGoods', ticket, { legId, units: [{ condition: 'INTACT', accessoriesComplete: true, verdict: 'ACCEPTED' }] });
    await this.act('ADMIN', 'recordRecovery', this.ticket('owing'), { claimId: this.id('Claim'), amount: { amount: '1.00', currency: 'CNY' }, ref: 'RECEIPT-1' });
    await this.base.as('ADMIN', 'mutation R($i: PublishRuleTableInput!) { publishRuleTable(input: $i) { userErrors { code } } }', {
      i: { shopId: this.base.shopId, kind: 'FAULT', body: { rows: [{ code: 'LOST', when: { parcel: ['LOST'] }, fault: 'CARRIER', confidence: 95 }] } },
    });
  }

  private async remedy(): Promise<void> {
    const year = { shopId: this.base.shopId, period: 'NAMED', startsOn: '2026-01-01', endsOn: '2026-12-31', limit: { amount: '9000000', currency: 'CNY' } };
    await this.base.as('FINANCE', 'mutation B($i: UpsertBudgetInput!) { upsertBudget(input: $i) { budget { id } } }', { i: year });
    for (const standing of ['ready', 'drafted', 'sent', 'owing'] as const) {
      const ticket = this.ticket(standing);
      await this.upToRemedy(ticket);
      if (standing === 'ready') continue;
      const made = await this.makeOffer(ticket);
      this.ids.set('Offer', made.offerId).set('Leg', made.legId);
      if (standing === 'drafted') continue;
      await this.sendOffer(ticket, made);
      if (standing === 'owing') await this.acceptOffer(ticket, made.offerId);
    }
    const soon = plus(new Date().toISOString(), 864_000_000);
    const claimed = await this.act('ADMIN', 'fileClaim', this.ticket('owing'), { against: 'SUPPLIER', amount: { amount: '5.00', currency: 'CNY' }, dueAt: soon }, 'ticket { claims { id } }');
    const ready = this.ticket('ready');
    const countered = await this.act('ADMIN', 'recordCounterOffer', ready, { wish: 'REFUND', messageId: ready.ids.get('Message') }, 'ticket { counterOffers { id } }');
    this.ids.set('Claim', (claimed.ticket as unknown as { claims: { id: string }[] }).claims[0]?.id ?? '');
    this.ids.set('CounterOffer', (countered.ticket as unknown as { counterOffers: { id: string }[] }).counterOffers[0]?.id ?? '');
    await this.pays();
  }

  /** The budget that bears the offers, what is owed by them, and a statement that shows nothing of ours. */
  private async pays(): Promise<void> {
    const { base, ids } = this;
    const [payout] = await this.app.owner<{ id: string }>('SELECT id FROM payout WHERE merchant_id = $1', [base.id]);
    const [budget] = await this.app.owner<{ id: string }>('SELECT id FROM budget WHERE merchant_id = $1', [base.id]);
    ids.set('Payout', encodeId('Payout', payout?.id ?? '')).set('Budget', encodeId('Budget', budget?.id ?? ''));
    const more: readonly (readonly [string, object, string])[] = [
      ['overrideBudget', { budgetId: this.id('Budget'), amount: { amount: '1.00', currency: 'CNY' }, reason: 'The festival' }, 'budget { id }'],
      ['setPayoutRoute', { shopId: base.shopId, provider: 'OUTSIDE' }, 'shopId'],
      ['setPaymentReference', { orderId: this.id('Order'), provider: 'STRIPE', reference: 'pi_123' }, 'orderId'],
    ];
    for (const [name, i, selects] of more) {
      await base.as('ADMIN', `mutation P($i: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $i) { ${selects} } }`, { i });
    }
    await this.app.owner(`INSERT INTO payout_attempt (merchant_id, payout_id, number, action, started_at) VALUES ($1, $2, 1, 'SEND', now())`, [base.id, payout?.id]);
    const content = Buffer.from('Ref,Amount\nBANK-1,20.00\n').toString('base64');
    await base.as('FINANCE', 'mutation S($i: ImportStatementInput!) { importStatement(input: $i) { added } }', {
      i: { shopId: base.shopId, name: 'November', content, encoding: 'UTF8', columns: { reference: 'Ref', amount: 'Amount' }, outgoing: 'PLUS', coversFrom: '2026-11-01', coversTo: '2026-11-30' },
    });
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

function idOf(answer: Answer, name: string): string {
  const object = answer[name] as { id?: string } | null;
  if (!object?.id) throw new Error(`the answer brought no ${name}`);
  return object.id;
}
