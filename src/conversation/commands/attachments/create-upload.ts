import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../../kernel/actor.js';
import { fromMillis, type Instant } from '../../../kernel/instant.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { EvidenceKind } from '../../../tenancy/index.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { refuseFull } from '../../attachment.repository.js';
import { checkMediaType, checkSize, cleanName } from '../../domain/attachment.js';
import { boundTo, FILE_LINKS, FileLinks } from '../../files/file-links.js';

export interface CreateUploadRequest extends TicketRequest {
  readonly kind: EvidenceKind;
  readonly name: string;
  /** Bytes; the file must have exactly these. */
  readonly size: number;
  readonly mediaType: string;
}

export interface Upload {
  readonly attachmentId: string;
  /** PUT the bytes here; relative to the API's own address. */
  readonly url: string;
  readonly expiresAt: Instant;
}

/** Gives a link to put one file to. Nothing is on record before the file has come in whole and is what it was said to be. */
@Injectable()
export class CreateUpload {
  constructor(
    private readonly work: TicketWork,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(FILE_LINKS) private readonly links: FileLinks,
  ) {}

  async execute(actor: Actor, request: CreateUploadRequest): Promise<Done<Upload>> {
    const done = await this.work.run(actor, 'ADD_ATTACHMENT', request, async ({ tx, ticket }) => {
      checkMediaType(request.mediaType, 'mediaType');
      checkSize(request.size, this.config.FILES_MAX_BYTES, 'size');
      await refuseFull(tx, ticket.id);
      return { attachmentId: uuidv7() };
    });
    // A repetition gets a fresh link to the same attachment; whichever is used first uses both up.
    const { attachmentId } = done.value;
    const { kind, mediaType, size, ticketId } = request;
    const link = this.links.upload({ ...boundTo(actor), attachmentId, ticketId, kind, mediaType, size, name: cleanName(request.name, mediaType) });
    return { ...done, value: { attachmentId, url: link.url, expiresAt: fromMillis(link.expiresAt) } };
  }
}
