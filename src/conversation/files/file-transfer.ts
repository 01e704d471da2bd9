import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { ActorDirectory, can } from '../../identity/index.js';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/error.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { attachmentExists, findStored } from '../attachment.repository.js';
import { RecordAttachment } from '../commands/attachments/record-attachment.js';
import { alreadyUploaded, contentDisposition } from '../domain/attachment.js';
import { FILE_LINKS, FileLinks, linkRefused } from './file-links.js';
import { FILE_STORE, type FileStore } from './file-store.js';
import { FileInspection } from './inspect-file.js';
import { newStorageKey } from './storage-key.js';

export interface Download {
  readonly content: Readable;
  readonly headers: Readonly<Record<string, string>>;
}

/** What stands behind the two file routes. The actor a link names is read afresh at every use: whoever lost access finds it shut. */
@Injectable()
export class FileTransfer {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly actors: ActorDirectory,
    private readonly record: RecordAttachment,
    @Inject(FILE_LINKS) private readonly links: FileLinks,
    @Inject(FILE_STORE) private readonly store: FileStore,
  ) {}

  /** Takes the bytes in and makes them an attachment; when it is refused, none of them stay. Answers the attachment's uuid. */
  async receive(token: string, content: AsyncIterable<Uint8Array>, requestId: string): Promise<string> {
    const claims = this.links.readUpload(token);
    const actor = await this.actorOf(claims);
    const { attachmentId, ticketId, kind, name, mediaType, size } = claims;
    if (await this.unit.read(actor.merchantId, (tx) => attachmentExists(tx, attachmentId))) throw alreadyUploaded();
    const inspection = new FileInspection({ mediaType, size });
    const storageKey = newStorageKey({ merchantId: actor.merchantId, ticketId, attachmentId });
    await this.store.put(storageKey, inspection.through(content));
    try {
      const file = { id: attachmentId, kind, name, mediaType, size, sha256: inspection.sha256(), storageKey };
      await this.record.execute(actor, { ticketId, requestId, body: {}, file });
    } catch (error) {
      // Only a refusal is sure to have left no record. Where the answer to the COMMIT was lost, bytes nobody names do less harm than a record without.
      if (error instanceof DomainError) await this.store.delete(storageKey);
      throw error;
    }
    return attachmentId;
  }

  async send(token: string): Promise<Download> {
    const claims = this.links.readDownload(token);
    const actor = await this.actorOf(claims);
    const file = await this.unit.read(actor.merchantId, (tx) => findStored(tx, claims.attachmentId));
    if (!file || !can(actor, 'ticket.read', { shopId: file.shopId }) || !can(actor, 'message.read', { shopId: file.shopId })) throw linkRefused();
    if (file.redactedAt !== null) throw notFound();
    const content = await this.store.get(file.storageKey);
    if (!content) throw new DomainError('UNAVAILABLE', { en: 'The file cannot be read now; please retry shortly.', zh: '文件暂时无法读取，请稍后重试。' });
    return {
      content,
      headers: {
        'content-type': file.mediaType,
        'content-length': String(file.size),
        'content-disposition': contentDisposition(file.name),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    };
  }

  private async actorOf(bound: { merchantId: string; actorKind: 'MEMBER' | 'API_KEY'; actorId: string }): Promise<Actor> {
    const { merchantId, actorKind, actorId } = bound;
    const actor = actorKind === 'MEMBER' ? await this.actors.member(merchantId, actorId) : (await this.actors.key(merchantId, actorId))?.actor;
    if (!actor) throw linkRefused();
    return actor;
  }
}
