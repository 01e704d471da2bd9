import type { Instant } from '../../../kernel/instant.js';
import { cleanText } from '../../../kernel/text.js';
import { AROUND_THE_CLOCK, type WorkingTime } from '../../../calendar/index.js';
import type { ClockTarget } from '../../../sla/index.js';
import { findShop } from '../../../tenancy/index.js';
import type { Channel, TicketSession } from '../../../tickets/index.js';
import { leavesWaiting, type Declared } from '../../domain/declared.js';
import { PROMISE_TEXT, type CustomerPromise } from '../../domain/promise.js';
import { statedTime, type Desk } from '../../domain/stated-time.js';
import type { Signals } from '../../domain/wording.js';
import { keepPromise, makePromise, replacePromise } from './promise-book.js';

/** What a person's message leaves the customer waiting for. NONE: nothing. UNTIL: an answer by a time they were told. WITHOUT_TIME: an answer, some time. */
export type Wait =
  | { readonly is: 'NONE' }
  | { readonly is: 'UNTIL'; readonly at: Instant; readonly what: string; readonly timeFrom: 'SENDER' | 'TEXT' }
  | { readonly is: 'WITHOUT_TIME' };

const AS_TOLD = '按消息所述回复顾客 / Reply, as the message says';
const AS_RULED = '顾客被请求等待，未告知时间，请尽快答复 / Reply: the customer was asked to wait and told no time';

/** What was declared comes first, then what the words say. */
export async function waitOf(session: TicketSession, body: string, declared: Declared, signals: Signals): Promise<Wait> {
  const { replyBy } = declared;
  if (replyBy) return { is: 'UNTIL', at: replyBy.at, what: cleanText(replyBy.reason, 'replyBy.reason', PROMISE_TEXT), timeFrom: 'SENDER' };
  if (!leavesWaiting(declared, signals)) return { is: 'NONE' };
  const at = signals.namesTime ? statedTime(body, session.now, await deskOf(session)) : null;
  return at === null ? { is: 'WITHOUT_TIME' } : { is: 'UNTIL', at, what: AS_TOLD, timeFrom: 'TEXT' };
}

/**
 * Puts on record what the customer waits for from this message on. A promise of the policy's time stands until they are answered, which any message
 * that asks for no wait does, or told a time, which takes its place: asking to wait again neither moves it nor adds one. Answers the promise by which
 * they are owed the answer; null: none.
 */
export function recordWait(session: TicketSession, wait: Wait, message: { readonly id: string; readonly channel: Channel }, standing: CustomerPromise | undefined): string | null {
  const made = { kind: 'REPLY' as const, channel: message.channel, messageId: message.id, agreedByCustomer: false };
  if (wait.is === 'UNTIL') {
    const { what, at, timeFrom } = wait;
    return standing ? replacePromise(session, standing, { ...made, what, due: at, timeFrom }) : makePromise(session, { ...made, what, due: at, timeFrom });
  }
  if (wait.is === 'NONE') {
    if (standing) keepPromise(session, standing, message.id);
    return null;
  }
  if (standing) return standing.id;
  const due = ruledWait(session);
  return due ? makePromise(session, { ...made, what: AS_RULED, due, timeFrom: 'POLICY' }) : null;
}

/** As long as the policy lets a customer wait now. What is promised is promised: without a policy in its terms, no rule moves or ends it later. */
function ruledWait(session: TicketSession): ClockTarget | undefined {
  const target = session.ruled('HOLDING_REPLY');
  return target && { ...target, terms: { ...target.terms, policyId: null, pauses: {} } };
}

/** The days and hours of who answers this ticket: by the calendar of the wait, or else of the next answer; without one those of the shop's zone. */
async function deskOf(session: TicketSession): Promise<Desk> {
  const hours = ['HOLDING_REPLY' as const, 'NEXT_RESPONSE' as const].reduce<WorkingTime>((found, name) => {
    const target = found.timeZone === null ? session.ruled(name) : undefined;
    return target ? session.clocks.timeOf(target) : found;
  }, AROUND_THE_CLOCK);
  if (hours.timeZone !== null) return { timeZone: hours.timeZone, hours };
  const shop = await findShop(session.tx, session.ticket.shopId);
  if (!shop) throw new Error('a ticket is of a shop');
  return { timeZone: shop.timeZone, hours: null };
}
