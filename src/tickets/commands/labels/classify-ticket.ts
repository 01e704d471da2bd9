import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError, invalid } from '../../../kernel/error.js';
import { can } from '../../../identity/index.js';
import type { Emotion, Severity } from '../../../process/index.js';
import { isSevereComplaint } from '../../domain/kind-data.js';
import { PLAIN_QUERIES, type ComplaintDetails, type LogisticsDetails, type LogisticsSubtype, type Priority } from '../../domain/ticket.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';
import type { TicketSession } from '../../session/ticket-session.js';

export interface ClassifyRequest extends TicketRequest {
  readonly severity: Severity;
  readonly emotion: Emotion;
  readonly priority: Priority | null;
  /** LOGISTICS only: what the trace turned out to show. */
  readonly subtype: LogisticsSubtype | null;
}

/** A person looks at severity and emotion and sets them, also to what they were: that they looked is the fact. */
@Injectable()
export class ClassifyTicket {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ClassifyRequest): Promise<Done<null>> {
    return this.work.run(actor, 'CLASSIFY', request, (session) => {
      const { ticket } = session;
      refuseLowering(session, request);
      if (request.subtype !== null && ticket.kind !== 'LOGISTICS') {
        throw invalid('subtype', { en: 'Only logistics queries have a subtype.', zh: '仅物流查询工单有子类型。' });
      }
      const details = request.subtype === null ? ticket.details : { ...ticket.details, subtype: request.subtype };
      const anomaly = ticket.kind === 'LOGISTICS' && !PLAIN_QUERIES.has((details as unknown as LogisticsDetails).subtype);
      session.set({ severity: request.severity, emotion: request.emotion, priority: request.priority ?? ticket.priority, details });
      session.fact('ticket.classified', { severity: request.severity, emotion: request.emotion, anomaly });
      return null;
    });
  }
}

/** What is severe by its type or origin stays so; anything else severe is made less only by a supervisor. */
function refuseLowering({ ticket, actor }: TicketSession, { severity }: ClassifyRequest): void {
  if (ticket.severity !== 'SEVERE' || severity === 'SEVERE') return;
  const byNature = ticket.kind === 'COMPLAINT' && isSevereComplaint(ticket.details as unknown as ComplaintDetails);
  if (!byNature && can(actor, 'ticket.supervise', { shopId: ticket.shopId })) return;
  throw byNature
    ? invalid('severity', { en: 'A complaint of this type or origin is severe.', zh: '此类型或来源的投诉须定为严重。' })
    : new DomainError('FORBIDDEN', { en: 'Only a supervisor takes severity back.', zh: '仅主管可下调严重程度。' }, 'severity');
}
