import { uuidv7 } from 'uuidv7';
import { encodeId, type IdType } from '../../src/kernel/ids.js';
import { DAY, HOUR, plus } from '../../src/kernel/instant.js';
import type { Doable, Operation } from '../../src/tickets/index.js';
import type { CallOptions, TestApp } from './app.js';
import type { MemberRole, Order, TestMerchant } from './merchant.js';
import { unknownId } from './operations.js';

/** A ticket as one actor sees it. */
export interface View {
  readonly id: string;
  readonly version: number;
  readonly status: 'OPEN' | 'ON_HOLD' | 'CLOSED';
  readonly kind: string;
  readonly severity: string;
  readonly emotion: string;
  readonly currentStep: string | null;
  readonly assignee: { readonly id: string } | null;
  readonly steps: readonly { readonly step: string; readonly status: string; readonly completedAt: string | null; readonly evidence: readonly string[]; readonly missing: readonly { readonly code: string }[] }[];
  readonly allowedOperations: readonly { readonly operation: Operation; readonly allowed: boolean; readonly code: string | null }[];
  readonly offers: readonly { readonly id: string; readonly state: string; readonly fulfilBy: string; readonly legs: readonly { readonly id: string; readonly type: string; readonly state: string }[] }[];
  readonly tasks: readonly { readonly id: string; readonly state: string }[];
  readonly statements: readonly { readonly id: string }[];
  readonly findings: readonly { readonly id: string; readonly causedByUs: boolean; readonly liability: string }[];
  readonly promises: readonly { readonly id: string; readonly state: string; readonly channel: string }[];
  readonly messages: { readonly edges: readonly { readonly node: { readonly id: string; readonly authorKind: string; readonly visibility: string; readonly channel: string } }[] };
}

const VIEW = `query View($id: ID!) { ticket(id: $id) {
  id version status kind severity emotion currentStep assignee { id }
  steps { step status completedAt evidence missing { code } } allowedOperations { operation allowed code }
  offers { id state fulfilBy legs { id type state } } tasks { id state } statements { id } findings { id causedByUs liability } promises { id state channel }
  messages(first: 100) { edges { node { id authorKind visibility channel } } } } }`;

export interface Refusal {
  readonly code: string;
  readonly field: string | null;
}

export interface Answer {
  readonly refusals: readonly Refusal[];
  readonly text: string;
}

export type Input = Record<string, unknown>;
type Attempt = readonly [mutation: string, input: Input, type?: string];

/** What is asked of a ticket itself. Requests for approval have ids of their own, and there are none where no limits are set. */
export type Walked = Exclude<Doable, 'DECIDE_APPROVAL' | 'WITHDRAW_APPROVAL' | 'OVERRIDE_APPROVAL'>;

/** One ticket and the people who go at it, over the API. */
export class Walker {
  /** How far the merchant's clock is ahead of ours. */
  private ahead = 0;
  ticketId = '';

  constructor(readonly app: TestApp, readonly merchant: TestMerchant, readonly order: Order, readonly spareId: string) {}

  /** The merchant's time, a little early. */
  now(): string {
    return new Date(Date.now() + this.ahead).toISOString();
  }

  in(millis: number): string {
    return plus(this.now(), millis);
  }

  async view(call: CallOptions): Promise<View> {
    const answer = await this.app.gql<{ ticket: View | null }>(VIEW, { id: this.ticketId }, call);
    if (!answer.data?.ticket) throw new Error(`the ticket cannot be seen: ${JSON.stringify(answer.errors)}`);
    const { ticket } = answer.data;
    return { ...ticket, allowedOperations: ticket.allowedOperations.filter(({ operation }) => Object.hasOwn(INPUTS, operation)) };
  }

  async carryOut([mutation, input, type]: Attempt, call: CallOptions): Promise<Answer> {
    const named = type ?? `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await this.app.gql<Record<string, { userErrors: Refusal[] } | null>>(
      `mutation Walk($input: ${named}!) { ${mutation}(input: $input) { userErrors { code field message details } } }`, { input }, call,
    );
    const refusals = answer.data?.[mutation]?.userErrors ?? [];
    const errors = (answer.errors ?? []).map((error) => ({ code: String(error.extensions['code']), field: null }));
    return { refusals: [...errors, ...refusals], text: `${mutation} ${JSON.stringify(input)} -> ${JSON.stringify([refusals, answer.errors])}` };
  }

  async wait(hours: number): Promise<void> {
    const to = this.in(hours * HOUR);
    const answer = await this.merchant.as<{ advanceTestClock: { now: string | null; userErrors: unknown[] } }>(
      'ADMIN', 'mutation Wait($to: DateTime!) { advanceTestClock(to: $to) { now userErrors { code message } } }', { to },
    );
    const now = answer.data?.advanceTestClock.now;
    if (!now) throw new Error(`the clock did not move: ${JSON.stringify(answer)}`);
    this.ahead += hours * HOUR;
  }

  /** A well-formed attempt at this operation as things stand; `n` chooses among variants. Objects it lacks are named by ids nobody has. */
  attempt(operation: Operation, view: View, n: number): Attempt {
    const [mutation, input] = INPUTS[operation as keyof typeof INPUTS](this, view, n);
    return [mutation, { ticketId: this.ticketId, expectedVersion: view.version, ...input }];
  }

  async memberId(role: MemberRole, name: string = role): Promise<string> {
    return encodeId('Member', await this.merchant.member(role, name));
  }

  people: string[] = [];
  supervisorId = '';
}

const last = <T extends { id: string }>(of: readonly T[], type: IdType, test: (one: T) => boolean = () => true): string => of.findLast(test)?.id ?? unknownId(type);
const messageOf = (view: View, kind: string, n = 0): string => {
  const all = view.messages.edges.map(({ node }) => node).filter((node) => node.authorKind === kind && node.visibility === 'PUBLIC');
  return all.at(-1 - (n % Math.max(1, all.length)))?.id ?? unknownId('Message');
};
const offerIn = (view: View, ...states: string[]): View['offers'][number] | undefined => view.offers.findLast((offer) => states.includes(offer.state));
export const pendingLegs = (view: View): View['offers'][number]['legs'] => view.offers.filter((offer) => offer.state === 'ACCEPTED').flatMap((offer) => offer.legs).filter((leg) => leg.state === 'PENDING');
const KINDS_DATA = (w: Walker): Readonly<Record<string, Input>> => ({
  RETURN_EXCHANGE: {
    kind: 'RETURN_EXCHANGE', statedReasonCode: 'DEFECTIVE', lines: [{ orderLineId: w.order.lineId, quantity: 1 }],
    returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' },
  },
  LOGISTICS: { kind: 'LOGISTICS', parcelIds: [w.order.parcelId], logistics: { subtype: 'STALLED', customerSees: 'Nothing moves.' } },
  COMPLAINT: { kind: 'COMPLAINT', complaint: { type: 'SERVICE_ATTITUDE', origin: 'CUSTOMER', demand: 'An apology' } },
});
const CHANNELS = ['CHAT', 'PHONE'] as const;
const SKIPS = ['ON_ITS_WAY', 'PREFERENCE', 'NOT_CALLED_FOR', 'APOLOGIZED_IN_SPEECH', 'PLATFORM_DECIDED'] as const;
const STEPS = ['RESPOND', 'RECEIVE', 'LISTEN', 'SOOTHE', 'APOLOGIZE', 'REMEDY', 'FOLLOW_UP'] as const;
const REASONS = ['WAITING_ON_CUSTOMER', 'PLATFORM_INTERVENTION', 'WAITING_ON_CARRIER', 'OTHER'] as const;
const at = <T>(list: readonly T[], n: number): T => list[n % list.length];

/** What people write to customers, each true to what it declares. */
export const MESSAGES: Readonly<Record<string, (walker: Walker, view: View) => { body: string; declares: Input }>> = {
  hello: () => ({ body: 'Hello, this is the shop. Everything has been noted.', declares: { answersInFull: true } }),
  holding: (w) => ({ body: 'Hello, this is the shop. I am checking it and will write to you again within 2 hours.', declares: { replyBy: { reason: 'checking', at: w.in(2 * HOUR - 60_000) } } }),
  proof: (w) => ({ body: 'Please send us a photo within 3 days.', declares: { answersInFull: true, requestsProof: { kinds: ['PHOTO'], until: w.in(2 * DAY) } } }),
  restate: (_w, v) => ({ body: 'So the goods came torn and you want it put right. Is that right?', declares: { answersInFull: true, restatesStatementId: last(v.statements, 'Statement') } }),
  remind: () => ({ body: 'A reminder: is it right that the goods came torn?', declares: { answersInFull: true, remindsOfStatement: true } }),
  empathy: () => ({ body: 'I understand how frustrating this is.', declares: { answersInFull: true } }),
  explain: () => ({ body: 'The seam was glued badly.', declares: { answersInFull: true, explains: { cause: 'The seam was glued badly' } } }),
  apologize: () => ({ body: 'I am sorry that your goods came torn.', declares: { answersInFull: true, apologizesFor: 'your goods came torn' } }),
  guide: (_w, v) => ({ body: 'The trace shows what happened on the way.', declares: { answersInFull: true, guidesFindingId: last(v.findings, 'Finding') } }),
  tell: (_w, v) => ({ body: 'All of it has been carried out.', declares: { answersInFull: true, tellsLegIds: v.offers.filter((o) => o.state === 'ACCEPTED').flatMap((o) => o.legs.map((leg) => leg.id)) } }),
  visit: () => ({ body: 'Hello, is everything all right with the goods?', declares: { answersInFull: true, visitsBack: true } }),
  survey: () => ({ body: 'Thank you, and goodbye. How satisfied were you with our service?', declares: { answersInFull: true, surveys: true, closes: true } }),
};

const INPUTS = {
  TAKE: () => ['takeTicket', {}],
  ASSIGN: (w, v, n) => ['assignTicket', { memberId: at(w.people.filter((id) => id !== v.assignee?.id), n) }],
  TRANSFER: (w, v, n) => ['transferTicket', { memberId: at(w.people.filter((id) => id !== v.assignee?.id), n), reason: 'SHIFT_ENDS', summary: 'As it stands.', consentMessageId: messageOf(v, 'CUSTOMER') }],
  CLASSIFY: (_w, v, n) => ['classifyTicket', { severity: n % 5 === 0 ? 'SEVERE' : v.severity, emotion: at(['CALM', 'UPSET', 'ANGRY'], n) }],
  CHANGE_KIND: (w, v, n) => ['changeTicketKind', { reason: 'It is something else.', orderId: w.order.orderId, ...KINDS_DATA(w)[at(['RETURN_EXCHANGE', 'LOGISTICS', 'COMPLAINT'].filter((kind) => kind !== v.kind), n)] }],
  TAG: (_w, _v, n) => ['tagTicket', { tags: [`tag-${n % 3}`] }],
  LINK: (w) => ['linkTickets', { kind: 'SAME_INCIDENT', targetId: w.spareId }],
  IDENTIFY: (w) => ['identifyTicket', { orderId: w.order.orderId, lines: [{ orderLineId: w.order.lineId, quantity: 1 }], parcelIds: [w.order.parcelId] }],
  HOLD: (_w, _v, n) => ['holdTicket', { reason: at(REASONS, n) }],
  RESUME: () => ['resumeTicket', {}],
  SEND_MESSAGE: (w, v, n) => ['sendMessage', { channel: 'CHAT', ...(at(Object.values(MESSAGES), n)(w, v)) }],
  ADD_NOTE: () => ['addNote', { body: 'Among ourselves.' }],
  RECEIVE_MESSAGE: (_w, _v, n) => ['receiveMessage', { channel: at(CHANNELS, n), body: 'Yes, that is right.' }],
  REDACT_MESSAGE: (_w, v, n) => ['redactMessage', { messageId: messageOf(v, at(['CUSTOMER', 'AGENT'], n), n), reason: 'A number stood in it.' }],
  REDACT_TEXT: (_w, _v, n) => ['redactTicketText', { texts: [at(['PROBLEM', 'STATED_REASON', 'DETAILS', 'FINDING', 'STATEMENT', 'PROMISE'], n)], reason: 'A number stood in it.' }],
  ADD_ATTACHMENT: () => ['createUpload', { kind: 'PHOTO', name: 'photo.png', size: 70, mediaType: 'image/png' }],
  RECORD_STATEMENT: () => ['recordStatement', { text: 'The goods came torn.', wish: 'REFUND' }],
  CONFIRM_STATEMENT: (_w, v, n) => ['confirmStatement', { statementId: last(v.statements, 'Statement'), ...(n % 4 === 3 ? { by: 'SILENCE' } : { by: 'CUSTOMER', messageId: messageOf(v, 'CUSTOMER') }) }],
  RECORD_FINDING: (_w, _v, n) => ['recordFinding', { cause: 'It was looked into.', ...at(FINDINGS, n) }],
  CONFIRM_FINDING: (_w, v) => ['confirmFinding', { findingId: last(v.findings, 'Finding') }],
  REPORT_SEVERITY: (w) => ['reportSeverity', { toMemberId: w.supervisorId, summary: 'It is severe.' }],
  ACKNOWLEDGE_SEVERITY: () => ['acknowledgeSeverity', {}],
  EXTEND_RECEIPT: () => ['extendReceipt', { days: 5, platformRef: 'EXT-1' }],
  SEND_FEEDBACK: () => ['sendFeedback', { department: 'QUALITY', text: 'A bad seam.' }],
  MAKE_PROMISE: (w) => ['makePromise', { kind: 'DEED', what: 'Ask the maker', channel: 'CHAT', dueAt: w.in(5 * HOUR) }],
  KEEP_PROMISE: (_w, v) => ['keepPromise', { promiseId: last(v.promises, 'Promise', (one) => ['OPEN', 'BROKEN'].includes(one.state)), messageId: messageOf(v, 'AGENT') }],
  RENEGOTIATE_PROMISE: (w, v) => ['renegotiatePromise', { promiseId: last(v.promises, 'Promise', (one) => ['OPEN', 'BROKEN'].includes(one.state)), messageId: messageOf(v, 'CUSTOMER'), dueAt: w.in(9 * HOUR) }],
  OPEN_TASK: (w) => ['openTask', { department: 'SUPPLIER', question: 'Which batch?', dueAt: w.in(DAY) }],
  ANSWER_TASK: (_w, v) => ['answerTask', { taskId: last(v.tasks, 'Task', (one) => one.state === 'OPEN'), answer: 'Batch one.' }],
  CANCEL_TASK: (_w, v) => ['cancelTask', { taskId: last(v.tasks, 'Task', (one) => one.state === 'OPEN'), reason: 'Not needed.' }],
  MAKE_OFFER: (w, v, n) => ['makeOffer', {
    fulfilBy: w.in(6 * DAY), legs: v.findings.at(-1)?.causedByUs === false && n % 2 === 0 ? [{ type: 'EXPLANATION', note: 'What happened on the way.' }] : [{ type: 'PARTIAL_REFUND', amount: { amount: '1.00', currency: 'CNY' } }],
  }],
  SEND_OFFER: (_w, v) => ['sendOffer', { offerId: offerIn(v, 'DRAFT')?.id ?? unknownId('Offer'), channel: 'CHAT', body: `We refund 1 yuan to you by ${plus(offerIn(v, 'DRAFT')?.fulfilBy ?? '2026-01-01T00:00:00.000Z', 8 * HOUR).slice(0, 10)}. Is that all right?` }],
  WITHDRAW_OFFER: (_w, v) => ['withdrawOffer', { offerId: offerIn(v, 'DRAFT', 'SENT')?.id ?? unknownId('Offer'), reason: 'It was too little.' }],
  ACCEPT_OFFER: (_w, v) => ['acceptOffer', { offerId: offerIn(v, 'SENT')?.id ?? unknownId('Offer'), messageId: messageOf(v, 'CUSTOMER') }],
  REFUSE_OFFER: (_w, v, n) => ['refuseOffer', { offerId: offerIn(v, 'SENT')?.id ?? unknownId('Offer'), messageId: messageOf(v, 'CUSTOMER'), final: n % 2 === 0 }],
  REQUEST_APPROVAL: (_w, v) => ['requestApproval', { offerId: offerIn(v, 'DRAFT')?.id ?? unknownId('Offer') }],
  FULFIL_LEG: (_w, v) => ['fulfilLeg', { legId: pendingLegs(v)[0]?.id ?? unknownId('Leg'), proofKind: 'ALIPAY_REF', proofRef: `ALI-${uuidv7()}` }],
  RECORD_EXCHANGE_PAYMENT: (_w, v) => ['recordExchangePayment', { legId: pendingLegs(v)[0]?.id ?? unknownId('Leg'), amount: { amount: '1.00', currency: 'CNY' }, paymentRef: `EXTRA-${uuidv7()}` }],
  MOVE_GOODS: (_w, v) => ['moveGoods', { legId: pendingLegs(v)[0]?.id ?? unknownId('Leg'), to: 'RECEIVED' }],
  INSPECT_GOODS: (_w, v) => ['inspectGoods', { legId: pendingLegs(v)[0]?.id ?? unknownId('Leg'), units: [{ condition: 'INTACT', accessoriesComplete: true, verdict: 'ACCEPTED' }] }],
  SUBMIT_FINDING: (_w, v) => ['submitFinding', { findingId: last(v.findings, 'Finding') }],
  DISPUTE_FINDING: (_w, v) => ['disputeFinding', { findingId: last(v.findings, 'Finding'), by: 'SUPPLIER', reason: 'Not ours.' }],
  ARBITRATE_FINDING: (_w, v) => ['arbitrateFinding', { findingId: last(v.findings, 'Finding'), reason: 'Upheld.' }],
  COUNTER_OFFER: (_w, v) => ['recordCounterOffer', { wish: 'REFUND', messageId: messageOf(v, 'CUSTOMER') }],
  FILE_CLAIM: (w) => ['fileClaim', { against: 'SUPPLIER', amount: { amount: '1.00', currency: 'CNY' }, dueAt: w.in(9 * DAY) }],
  SETTLE_CLAIM: () => ['recordRecovery', { claimId: unknownId('Claim'), amount: { amount: '1.00', currency: 'CNY' }, ref: `REC-${uuidv7()}` }],
  CANCEL_LEG: (_w, v) => ['cancelLeg', { legId: pendingLegs(v)[0]?.id ?? unknownId('Leg'), reason: 'CUSTOMER_WAIVED', note: 'They gave it up.' }],
  SKIP_STEP: (_w, v, n) => ['skipStep', { step: n % 3 === 0 ? at(STEPS, n) : (v.currentStep ?? 'REMEDY'), reason: at(SKIPS, n) }],
  ACKNOWLEDGE_ESCALATION: (w) => ['acknowledgeEscalation', { newTime: w.in(HOUR) }],
  WITHDRAW: (_w, v) => ['withdrawTicket', { messageId: messageOf(v, 'CUSTOMER') }],
  MERGE: (w) => ['mergeTicket', { intoTicketId: w.spareId }],
  OBSERVE_DEADLINE: (w, _v, n) => n % 5 === 4 ? ['observeExternalEvent', { event: at(['PLATFORM_STEPPED_IN', 'PLATFORM_DECIDED'], n) }] : ['observeExternalDeadline', { kind: at(['ANSWER_REQUEST', 'SUBMIT_EVIDENCE', 'BUYER_ANSWER'], n), ...(n % 4 === 3 ? { state: 'DONE' } : { dueAt: w.in((n % 7) * HOUR) }) }],
  CLOSE: () => ['closeTicket', {}],
  REAPPLY_POLICY: () => ['reapplyPolicy', {}],
  REOPEN: (_w, v, n) => ['reopenTicket', { step: at([...v.steps.filter((step) => step.completedAt !== null), ...v.steps], n).step, reason: 'Again.' }],
} satisfies Record<Walked, (walker: Walker, view: View, n: number) => readonly [string, Input]>;

const FINDINGS = [
  { causedByUs: true, misuse: false, fault: 'SUPPLIER', correctiveAction: 'Another glue.' },
  { causedByUs: true, misuse: false, fault: 'WAREHOUSE' },
  { causedByUs: true, misuse: true, fault: 'CUSTOMER_MISUSE' },
  { causedByUs: false, fault: 'CARRIER' },
  { causedByUs: false, fault: 'CUSTOMER_PREFERENCE' },
] as const;
