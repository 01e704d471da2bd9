import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import type { PackEventType } from '../../sla/index.js';
import { hold } from '../commands/course/hold-ticket.js';
import { resume } from '../commands/course/resume-ticket.js';
import { interventionsIn, isOldDecision, isOver } from '../domain/intervention.js';
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
      if (request.event === 'PLATFORM_STEPPED_IN') return { taken: stepIn(session, request.at) };
      if (request.event === 'PLATFORM_DECIDED') return { taken: await this.decide(session, request.at) };
      const { rows, taken } = await this.start(session, request.event, at);
      if (rows === 0) throw uncounted();
      return { taken };
    });
  }

  /** Ends the hold for it, and starts what counts from it. One that ends no hold is kept where its time was told: it may have overtaken the word before it. */
  private async decide(session: TicketSession, told: Instant | null): Promise<boolean> {
    const at = told ?? session.now;
    if (told !== null && isOldDecision(interventionsIn(session.facts), told)) return false;
    const held = session.ticket.holdReason === 'PLATFORM_INTERVENTION';
    if (held) resume(session, at);
    const { rows, taken } = await this.start(session, 'PLATFORM_DECIDED', at);
    if (held) return true;
    if (rows === 0 && told === null) throw uncounted();
    if (told === null && !taken) return false;
    session.fact('platform.decided', { at });
    return true;
  }

  /** Whatever no row begins with, known to us or not, starts nothing here. */
  private start(session: TicketSession, event: string, at: Instant): Promise<{ rows: number; taken: boolean }> {
    return this.derived.start(session, { type: event as PackEventType, event: { at } }, true);
  }
}

/**
 * The hold begins now, since no clock is stopped backwards; the rules count from when it happened. False: the ticket waits for the platform already, or
 * what is told happened before the platform decided.
 */
function stepIn(session: TicketSession, told: Instant | null): boolean {
  if (session.ticket.holdReason === 'PLATFORM_INTERVENTION') return false;
  if (told !== null && isOver(interventionsIn(session.facts), told)) return false;
  hold(session, 'PLATFORM_INTERVENTION', told);
  session.happened('PLATFORM_STEPPED_IN', { at: told ?? session.now });
  return true;
}

function uncounted(): DomainError {
  return new DomainError('NOTHING_TO_DO', {
    en: 'No rule this shop goes by counts from that; choose its pack, or give the due time itself.', zh: '该店铺适用的规则中没有以此起算的时限；请选用相应规则包，或直接填写到期时间。',
  }, 'event');
}
