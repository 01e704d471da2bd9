import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { attachmentExists, insertAttachment, refuseFull, type NewAttachment } from '../../attachment.repository.js';
import { alreadyUploaded } from '../../domain/attachment.js';

export interface RecordAttachmentRequest extends TicketRequest {
  readonly file: Omit<NewAttachment, 'ticketId' | 'createdByKind' | 'createdBy' | 'at'>;
}

/** Puts a stored file on record. Where proof was asked for, or the reason of the ticket wants it, it counts as proof received. */
@Injectable()
export class RecordAttachment {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: RecordAttachmentRequest): Promise<Done<{ attachmentId: string }>> {
    return this.work.run(actor, 'ADD_ATTACHMENT', request, async (session) => {
      const { tx, ticket, now, summary } = session;
      const { id: attachmentId, kind } = request.file;
      // The ticket is locked, so of two uploads by one link the second finds the first.
      if (await attachmentExists(tx, attachmentId)) throw alreadyUploaded();
      await refuseFull(tx, ticket.id);
      insertAttachment(tx, { ...request.file, ticketId: ticket.id, createdByKind: actor.kind, createdBy: session.by, at: now });
      const wanted = summary.evidenceWanted || summary.proofs.some((fact) => fact.type === 'proof.requested');
      if (wanted) session.fact('proof.received', { attachmentId, kind });
      else session.event('attachment.added', { attachmentId, kind });
      return { attachmentId };
    });
  }
}
