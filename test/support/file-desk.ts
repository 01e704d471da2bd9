import { afterAll, beforeAll, expect } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp, type TestApp } from './app.js';
import { ConversationDesk } from './conversation-desk.js';

export const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082', 'hex',
);
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

/** The largest file that is taken, in bytes. */
export const MOST = 100_000;

const CREATE = `mutation ($input: CreateUploadInput!) {
  createUpload(input: $input) { attachmentId url expiresAt userErrors { code field message } }
}`;

interface Upload {
  readonly attachmentId: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}

/** Files of a conversation's tickets, uploaded and fetched as a client would. Call it at the top of a spec file. */
export class FileDesk {
  private readonly folder = mkdtempSync(join(tmpdir(), 'amends-files-'));
  readonly app: TestApp = testApp({ env: { FILES_DIR: this.folder, FILES_MAX_BYTES: String(MOST) } });
  private opened: ConversationDesk | null = null;
  private agentToken = '';

  constructor() {
    beforeAll(async () => {
      this.opened = await ConversationDesk.open(this.app);
      this.agentToken = await this.opened.token(this.opened.agent);
    });
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  get desk(): ConversationDesk {
    if (!this.opened) throw new Error('The desk is open from beforeAll on, not before.');
    return this.opened;
  }

  async ask(ticketId: string, size: number, mediaType: string, more: object = {}, token = this.agentToken): Promise<Upload> {
    const input = { ticketId: encodeId('Ticket', ticketId), kind: 'PHOTO', name: 'photo.png', size, mediaType, ...more };
    const answer = await this.app.gql<{ createUpload: Upload }>(CREATE, { input }, { token });
    expect(answer.errors).toBeUndefined();
    return answer.data?.createUpload as Upload;
  }

  put(url: string, content: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.app.url}${url}`, { method: 'PUT', body: new Blob([Uint8Array.from(content)]), headers: { 'content-type': 'application/octet-stream', ...headers } });
  }

  /** Status and code of a refusal. */
  async codeOf(answer: Response): Promise<unknown> {
    const body = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
    return [answer.status, body.errors?.[0]?.extensions.code];
  }

  /** Puts a file and answers its public id. */
  async file(ticketId: string, content = PNG, mediaType = 'image/png', more: object = {}): Promise<string> {
    const upload = await this.ask(ticketId, content.length, mediaType, more);
    const answer = await this.put(upload.url, content);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ attachmentId: upload.attachmentId });
    return upload.attachmentId;
  }

  async linkOf(ticketId: string, token = this.agentToken): Promise<string> {
    const query = `query ($id: ID!) { ticket(id: $id) { attachments { id url } } }`;
    const answer = await this.app.gql<{ ticket: { attachments: { url: string }[] } }>(query, { id: encodeId('Ticket', ticketId) }, { token });
    return answer.data?.ticket.attachments[0]?.url ?? '';
  }

  /** Paths of all files kept, halves included. */
  kept(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(this.folder, path)).isFile());
  }

  async attachmentsOf(ticketId: string): Promise<unknown[]> {
    return this.app.owner('SELECT * FROM attachment WHERE ticket_id = $1', [ticketId]);
  }
}
