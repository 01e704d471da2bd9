import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../session/ticket-work.js';

export interface SendFeedbackRequest extends TicketRequest {
  readonly department: string;
  readonly text: string;
}

/** Passes what was learned to the department whose fault it was. */
@Injectable()
export class SendFeedback {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: SendFeedbackRequest): Promise<Done<null>> {
    return this.work.run(actor, 'SEND_FEEDBACK', request, (session) => {
      session.fact('feedback.sent', { department: cleanText(request.department, 'department', { max: 60 }) });
      session.note(cleanText(request.text, 'text', { max: 2_000, lines: true }));
      return null;
    });
  }
}
