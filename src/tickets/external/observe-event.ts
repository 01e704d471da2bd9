import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import type { PackEventType } from '../../sla/index.js';
import { hold } from '../commands/course/hold-ticket.js';
import { resume } from '../commands/course/resume-ticket.js';
import type { TicketSession } from '../session/ticket-session.js';
import { TicketWork, type Done, type TicketRequest } from '../session/ticket-work.js';
import { DerivedDeadlines } from './derived-deadlines.js';

export interface ObserveEventRequest extends TicketRequest {
  /** A word of `startsWith` in a pack. */
  readonly event: string;
  /** null: now. */
  readonly at: Instant | null;
}

const FURTHEST = 2 * 366 * DAY;

/**
 * Takes down that something happened elsewhere which the rules of others count from: a chargeback, a claim, a withdrawal. The rules say what is due then.
 * A platform that steps in puts the ticket on hold for it, whoever has it and whatever it waited for, and its decision ends that hold.
 */
@Injectable()
export class ObserveEvent {
  constructor(
    private readonly work: TicketWork,
    private readonly derived: DerivedDeadlines,
  ) {}

  /** Answers whether it was news: a hold began or ended, or a deadline followed; none does where the platform itself has told of it already. */
  execute(actor: Actor, request: ObserveEventRequest): Promise<Done<{ taken: boolean }>> {
    return this.work.run(actor, 'OBSERVE_DEADLINE', request, async (session) => {
      const at = request.at ?? session.now;
      if (at > session.now || elapsed(at, session.now) > FURTHEST) throw invalid('at', { en: 'Say when it happened: not later than now, within two years.', zh: '请填写发生时间：不晚于当前时间，且在两年之内。' });
      if (request.event === 'PLATFORM_STEPPED_IN') return { taken: stepIn(session, at) };
      const decided = request.event === 'PLATFORM_DECIDED' && session.ticket.holdReason === 'PLATFORM_INTERVENTION';
      if (decided) resume(session);
      // Whatever no row begins with, known to us or not, starts nothing here.
      const { rows, taken } = await this.derived.start(session, { type: request.event as PackEventType, event: { at } }, true);
      if (decided || rows > 0) return { taken: decided || taken };
      throw new DomainError('NOTHING_TO_DO', { en: 'No rule this shop goes by counts from that; choose its pack, or give the due time itself.', zh: '该店铺适用的规则中没有以此起算的时限；请选用相应规则包，或直接填写到期时间。' }, 'event');
    });
  }
}

/** The hold begins now, since no clock is stopped backwards; the rules count from when it happened. False: the ticket waits for the platform already. */
function stepIn(session: TicketSession, at: Instant): boolean {
  if (session.ticket.holdReason === 'PLATFORM_INTERVENTION') return false;
  hold(session, 'PLATFORM_INTERVENTION');
  session.happened('PLATFORM_STEPPED_IN', { at });
  return true;
}
