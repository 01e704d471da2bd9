import { randomUUID } from 'node:crypto';
import { DEFAULT_DEFINITION } from '../../dist/src/process/index.js';
import { ClockBook, DEFAULT_POLICY, NO_CALENDARS } from '../../dist/src/sla/index.js';
import { FactBook } from '../../dist/src/tickets/session/fact-book.js';
import { TicketSession } from '../../dist/src/tickets/session/ticket-session.js';
import { FIRST_OWN_KIND, MERCHANT, SEEDED } from '../ids.mjs';

/** Stands in a history for the twelve digits of its ticket, and for the day it began. */
export const DIGITS = '@'.repeat(12);
export const DAY = '2001-01-01';

const MINUTE = 60_000;
const AGENT = `agent-${DIGITS}`;
const TERMS = { platform: 'taobao', customerTier: 'STANDARD', amount: { minor: '9900', currency: 'CNY' } };
const SAYS_NOTHING = {
  origin: 'HUMAN', greets: false, saysWhen: false, empathizes: false, explains: false, apologizes: false, reminds: false, tellsLegIds: [],
  surveys: false, closes: false, visitsBack: false,
};

/**
 * One ticket's life, played through the product's own TicketSession on a transaction that only writes down what it is given: steps, clocks,
 * ledger and events are what the product would have saved.
 */
class Play {
  events = [];
  entries = [];
  firings = [];
  clocks = new Map();
  messages = [];
  facts = [];

  constructor(kind, details, startMinute, more = {}) {
    this.millis = Date.parse(`${DAY}T00:00:00Z`) + startMinute * MINUTE;
    const now = this.now;
    this.ticket = {
      id: `ticket-${DIGITS}`, kind, details, source: 'CUSTOMER', channel: 'CHAT', priority: 'NORMAL', severity: 'NORMAL', emotion: 'CALM',
      status: 'OPEN', resolution: null, version: 1, tags: [], assigneeId: null, statedReasonCode: null, holdReason: null, currentStep: null, steps: [],
      waitingOn: 'US', nextDueAt: null, lastCustomerMessageAt: now, lastPublicMessageAt: now, openedAt: now, updatedAt: now, closedAt: null, ...more,
    };
    this.command('OPEN', (session) => {
      session.fact('ticket.opened', {
        kind, source: 'CUSTOMER', problem: true, structured: false, severity: this.ticket.severity, emotion: this.ticket.emotion, anomaly: false,
        reasonFamily: kind === 'RETURN_EXCHANGE' ? 'QUALITY' : null, evidenceWanted: false, customerKnown: true, orderKnown: true,
      });
      session.fact('message.received', { messageId: this.message('CUSTOMER') });
    }, 'INSERT');
  }

  get now() {
    return new Date(this.millis).toISOString();
  }

  command(cause, decide, mode = 'UPDATE') {
    const open = [...this.clocks.values()].filter((clock) => clock.endedAt === null);
    const tx = { merchantId: MERCHANT, query: () => Promise.resolve([]), defer: () => undefined, gather: ({ name }, rows) => this.keep(name, rows) };
    const session = new TicketSession({
      tx, actor: { kind: 'MEMBER', id: AGENT, merchantId: MERCHANT, grants: [] }, now: this.now, ticket: this.ticket, facts: new FactBook({ facts: this.facts, terms: TERMS }),
      clocks: new ClockBook(open, this.now), definition: DEFAULT_DEFINITION, policy: DEFAULT_POLICY, times: NO_CALENDARS, fresh: mode === 'INSERT', cause,
      requestId: null,
    });
    decide(session);
    this.ticket = session.save(mode);
    this.facts = [...session.facts];
    this.millis += MINUTE / 2;
    return this;
  }

  keep(name, rows) {
    if (name.startsWith('event.insert')) this.events.push(...rows);
    if (name.startsWith('clock.save')) for (const clock of rows) this.clocks.set(clock.id, clock);
    if (name.startsWith('clock.append')) this.entries.push(...rows);
    if (name.startsWith('clock.fire')) this.firings.push(...rows);
  }

  message(author, body = 'The parcel has not moved for three days and I need it by the weekend. Could you look into it, please?') {
    const id = randomUUID();
    this.messages.push({ id, author, body, at: this.now });
    return id;
  }

  says(signals, body) {
    return this.command('SEND_MESSAGE', (session) => {
      session.fact('message.sent', { ...SAYS_NOTHING, ...signals, messageId: this.message('AGENT', body) });
      session.set({ lastPublicMessageAt: this.now });
    });
  }

  take() {
    return this.command('TAKE', (session) => {
      session.set({ assigneeId: AGENT });
      session.fact('ticket.assigned', { memberId: AGENT, teamId: null });
    });
  }

  classify() {
    return this.command('CLASSIFY', (session) => session.fact('ticket.classified', { severity: 'NORMAL', emotion: 'UPSET', anomaly: false }));
  }

  /** Through RESPOND and RECEIVE: taken, classified, greeted, answered. */
  received() {
    return this.take().classify().says({ greets: true, saysWhen: true }, 'Hello, thank you for writing. We have your order before us and will tell you more by 18:00 today.');
  }

  /** Through LISTEN: the account is recorded, restated and confirmed. */
  heard() {
    const statementId = randomUUID();
    this.command('RECORD_STATEMENT', (session) => session.fact('statement.recorded', { statementId, wish: 'REFUND' }));
    this.command('SEND_MESSAGE', (session) => session.fact('statement.restated', { statementId, messageId: this.message('AGENT', 'You would like the amount paid back, as the goods arrived late. Is that right?') }));
    return this.command('CONFIRM_STATEMENT', (session) => {
      session.fact('statement.confirmed', { statementId, by: 'CUSTOMER', messageId: this.message('CUSTOMER', 'Yes, that is right.') });
      session.set({ lastCustomerMessageAt: this.now });
    });
  }

  /** Through SOOTHE and APOLOGIZE. */
  calmed() {
    this.says({ empathizes: true, explains: true }, 'We understand how annoying that is. The depot was closed on Monday; the parcel leaves it today.');
    return this.says({ apologizes: true }, 'We are sorry that the depot kept your parcel for three days.');
  }

  found() {
    return this.command('RECORD_FINDING', (session) => session.fact('finding.recorded', {
      findingId: randomUUID(), causedByUs: true, misuse: false, fault: 'SUPPLIER', liability: 'PROVISIONAL', correctiveAction: false,
    }));
  }

  /** Through REMEDY and FOLLOW_UP, and closed. */
  mended() {
    const [offerId, legId] = [randomUUID(), randomUUID()];
    this.found();
    this.command('MAKE_OFFER', (session) => session.fact('offer.made', { offerId, legIds: [legId], explanationOnly: false }));
    this.command('SEND_OFFER', (session) => session.fact('offer.sent', { offerId, messageId: this.message('AGENT', 'We offer to pay back the full amount.') }));
    this.command('ACCEPT_OFFER', (session) => session.fact('offer.accepted', { offerId, messageId: this.message('CUSTOMER', 'Agreed.') }));
    this.command('FULFIL_LEG', (session) => session.fact('leg.fulfilled', { legId, offerId, proofRef: 'R-1' }));
    this.command('SEND_FEEDBACK', (session) => session.fact('feedback.sent', { department: 'SUPPLIER' }));
    this.says({ tellsLegIds: [legId], surveys: true }, 'The refund is on its way. How satisfied are you with how we handled this?');
    return this.closed('COMPLETED');
  }

  withdrawn() {
    this.command('WITHDRAW', (session) => session.fact('ticket.withdrawn', { messageId: null }));
    this.says({ closes: true }, 'Thank you for letting us know. Goodbye.');
    return this.closed('WITHDRAWN');
  }

  closed(resolution) {
    return this.command('CLOSE', (session) => {
      session.set({ status: 'CLOSED', resolution, closedAt: this.now });
      session.fact('ticket.closed', { resolution });
    });
  }

  /** Its rows, with ids of its own numbered from FIRST_OWN_KIND on and DIGITS in place of the ticket's number. */
  rows() {
    const kinds = new Map();
    const own = (uuid) => {
      if (!kinds.has(uuid)) kinds.set(uuid, (FIRST_OWN_KIND + kinds.size).toString(16).padStart(3, '0'));
      return `${SEEDED}${kinds.get(uuid)}-${DIGITS}`;
    };
    const named = (value) => JSON.parse(JSON.stringify(value)
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uuid) => (uuid === MERCHANT ? uuid : own(uuid)))
      .replaceAll(`ticket-${DIGITS}`, `${SEEDED}001-${DIGITS}`));
    const { ticket, events, entries, firings, messages } = this;
    return named({ ticket, events, entries, firings, messages, clocks: [...this.clocks.values()] });
  }
}

const RETURN = { requestType: 'REFUND_ONLY', goodsState: 'RECEIVED', wish: 'REFUND' };
const LOGISTICS = { subtype: 'WHERE_IS_IT', customerSees: 'Arrived at the depot three days ago', neededBy: null };
const COMPLAINT = { type: 'DELIVERY', origin: 'CUSTOMER', demand: 'An explanation', respondentDepartment: null, caseNumber: null, caseDueAt: null };

const START = {
  RETURN_EXCHANGE: (minute) => new Play('RETURN_EXCHANGE', RETURN, minute, { statedReasonCode: 'DEFECTIVE' }),
  LOGISTICS: (minute) => new Play('LOGISTICS', LOGISTICS, minute),
  COMPLAINT: (minute) => new Play('COMPLAINT', COMPLAINT, minute, { priority: 'HIGH' }),
};

const LISTENED = (play) => play.received().heard();
const APOLOGIZED = (play) => play.received().heard().calmed();
const WITHDRAWN = (play) => play.received().withdrawn();
const MENDED = (play) => play.received().heard().calmed().mended();

/** What a desk's tickets look like: of ten, five are open at different steps, four were soon over and one went the whole way. */
const MIX = [
  ['RETURN_EXCHANGE', LISTENED], ['LOGISTICS', LISTENED], ['RETURN_EXCHANGE', APOLOGIZED], ['LOGISTICS', APOLOGIZED], ['COMPLAINT', APOLOGIZED],
  ['LOGISTICS', WITHDRAWN], ['RETURN_EXCHANGE', WITHDRAWN], ['LOGISTICS', WITHDRAWN], ['RETURN_EXCHANGE', WITHDRAWN], ['RETURN_EXCHANGE', MENDED],
];

/** Each history at many hours of the day, so that deadlines lie apart. */
const HOURS = 100;

export function histories() {
  return Array.from({ length: MIX.length * HOURS }, (_, no) => {
    const [kind, course] = MIX[no % MIX.length];
    return course(START[kind](Math.floor(no / MIX.length) * 13)).rows();
  });
}

/** A ticket somebody took and nobody answered yet: one message completes its first step. */
export function unanswered() {
  return START.LOGISTICS(600).take().rows();
}

/** A ticket of this hour whose cause is known: what is left is to make it good. */
export function found() {
  const minute = Math.floor(Date.now() / MINUTE) % (24 * 60);
  return START.LOGISTICS(minute - 60).received().heard().calmed().found().rows();
}
