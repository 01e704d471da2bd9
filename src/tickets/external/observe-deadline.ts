import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import type { ExternalKind, Consequence } from '../../sla/index.js';
import type { TicketSession } from '../session/ticket-session.js';
import { TicketWork, type Done, type TicketRequest } from '../session/ticket-work.js';
import { end, observe } from './external-clocks.js';

export interface ObserveDeadlineRequest extends TicketRequest {
  readonly kind: ExternalKind;
  readonly state: 'OPEN' | 'DONE' | 'VOID';
  readonly dueAt: Instant | null;
  readonly consequence: Consequence | null;
  readonly version: bigint | null;
  readonly doneAt: Instant | null;
}

const FURTHEST = 2 * 366 * DAY;

/** Takes down what the platform says of a deadline of its own. Answers whether it was news. */
@Injectable()
export class ObserveDeadline {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ObserveDeadlineRequest): Promise<Done<{ taken: boolean }>> {
    return this.work.run(actor, 'OBSERVE_DEADLINE', request, async (session) => {
      const source = sourceOf(session, request.version);
      const taken = request.state === 'OPEN' ? await this.open(session, request, source) : await this.end(session, request, request.state, source);
      return { taken };
    });
  }

  private open(session: TicketSession, { kind, dueAt, consequence, version, doneAt }: ObserveDeadlineRequest, source: 'PLATFORM' | 'MANUAL'): Promise<boolean> {
    if (doneAt) throw invalid('doneAt', { en: 'Only a deadline that was met has a time it was met at.', zh: '仅已完成的时限可填写完成时间。' });
    if (!dueAt) throw invalid('dueAt', { en: 'Say when it is due.', zh: '请填写到期时间。' });
    if (Math.abs(elapsed(session.now, dueAt)) > FURTHEST) throw invalid('dueAt', { en: 'Use a time within two years.', zh: '时间应在前后两年之内。' });
    return observe(session, { kind, source, startedAt: session.now, dueAt, consequence: consequence ?? 'UNKNOWN', version, packRow: null });
  }

  private async end(session: TicketSession, request: ObserveDeadlineRequest, ending: 'DONE' | 'VOID', source: 'PLATFORM' | 'MANUAL'): Promise<boolean> {
    const { kind, version, dueAt, doneAt } = request;
    if (dueAt) throw invalid('dueAt', { en: 'A deadline that is over has no due time to come.', zh: '已结束的时限无需填写到期时间。' });
    if (doneAt && (ending === 'VOID' || doneAt > session.now)) throw invalid('doneAt', { en: 'Say when it was met, not later than now.', zh: '完成时间不得晚于当前时间。' });
    const ended = await end(session, { kind, ending, source, version, at: doneAt ?? session.now });
    if (ended !== undefined) return ended;
    throw new DomainError('NOTHING_TO_DO', { en: 'No deadline of this kind is open on the ticket.', zh: '该工单没有此类未结束的时限。' }, 'kind');
  }
}

/** A program always says which version it speaks of, since it cannot see what came before. */
function sourceOf({ actor }: TicketSession, version: bigint | null): 'PLATFORM' | 'MANUAL' {
  if (version !== null && version < 0n) throw invalid('version', { en: 'A version is not negative.', zh: '版本号不能为负。' });
  if (version !== null) return 'PLATFORM';
  if (actor.kind === 'MEMBER') return 'MANUAL';
  throw invalid('version', { en: "Give the platform's own version of what it told.", zh: '请提供平台侧的版本号。' });
}
