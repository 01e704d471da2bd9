import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { cleanText } from '../../../kernel/text.js';
import { colleague } from '../../queries/assignee.query.js';
import { refuseRespondent } from '../../domain/respondent.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface ReportSeverityRequest extends TicketRequest {
  readonly toMemberId: string;
  readonly summary: string;
}

/** Tells a supervisor of a severe case, at once and with a summary. */
@Injectable()
export class ReportSeverity {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: ReportSeverityRequest): Promise<Done<null>> {
    return this.work.run(actor, 'REPORT_SEVERITY', request, async (session) => {
      const summary = cleanText(request.summary, 'summary', { max: 2_000, lines: true });
      const supervisor = await colleague(session.tx, request.toMemberId, 'ticket.supervise', session.ticket.shopId, 'toMemberId');
      refuseRespondent(session.ticket, supervisor, 'toMemberId');
      session.fact('severity.reported', { toMemberId: supervisor.id });
      session.note(summary);
      return null;
    });
  }
}
