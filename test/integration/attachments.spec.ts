import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../src/kernel/actor.js';
import { decodeId, encodeId } from '../../src/kernel/ids.js';
import { RecordAttachment } from '../../src/conversation/commands/attachments/record-attachment.js';
import { FILE_LINKS, FileLinks } from '../../src/conversation/files/file-links.js';
import { HOUR } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const MOST = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'amends-files-'));
const app = testApp({ env: { FILES_DIR: folder, FILES_MAX_BYTES: String(MOST) } });
let desk: ConversationDesk;
let agentToken: string;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
  agentToken = await desk.token(desk.agent);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082', 'hex',
);
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

const CREATE = `mutation ($input: CreateUploadInput!) {
  createUpload(input: $input) { attachmentId url expiresAt userErrors { code field message } }
}`;

interface Upload {
  readonly attachmentId: string;
  readonly url: string;
  readonly expiresAt: string;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}

async function ask(ticketId: string, size: number, mediaType: string, more: object = {}, token = agentToken): Promise<Upload> {
  const input = { ticketId: encodeId('Ticket', ticketId), kind: 'PHOTO', name: 'photo.png', size, mediaType, ...more };
  const answer = await app.gql<{ createUpload: Upload }>(CREATE, { input }, { token });
  expect(answer.errors).toBeUndefined();
  return answer.data?.createUpload as Upload;
}

function put(url: string, content: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}${url}`, { method: 'PUT', body: new Blob([Uint8Array.from(content)]), headers: { 'content-type': 'application/octet-stream', ...headers } });
}

async function codeOf(answer: Response): Promise<unknown> {
  const body = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
  return [answer.status, body.errors?.[0]?.extensions.code];
}

/** Puts a file and answers its public id. */
async function file(ticketId: string, content = PNG, mediaType = 'image/png', more: object = {}): Promise<string> {
  const upload = await ask(ticketId, content.length, mediaType, more);
  const answer = await put(upload.url, content);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ attachmentId: upload.attachmentId });
  return upload.attachmentId;
}

async function linkOf(ticketId: string, token = agentToken): Promise<string> {
  const query = `query ($id: ID!) { ticket(id: $id) { attachments { id url } } }`;
  const answer = await app.gql<{ ticket: { attachments: { url: string }[] } }>(query, { id: encodeId('Ticket', ticketId) }, { token });
  return answer.data?.ticket.attachments[0]?.url ?? '';
}

/** Paths of all files kept, halves included. */
function kept(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
}

async function attachmentsOf(ticketId: string): Promise<unknown[]> {
  return app.owner('SELECT * FROM attachment WHERE ticket_id = $1', [ticketId]);
}

describe('uploading', () => {
  it('takes the file in and puts it on record with what it really is', async () => {
    const ticketId = await desk.ticket();
    const id = await file(ticketId);
    expect(await app.owner(`SELECT kind, name, media_type, size, encode(sha256, 'hex') AS sha256, created_by, message_id FROM attachment WHERE ticket_id = $1`, [ticketId])).toEqual([
      {
        kind: 'PHOTO', name: 'photo.png', media_type: 'image/png', size: PNG.length, sha256: createHash('sha256').update(PNG).digest('hex'),
        created_by: desk.agent.id, message_id: null,
      },
    ]);
    expect(await desk.events(ticketId, 'attachment.added', 'proof.received')).toEqual([
      { type: 'attachment.added', data: { attachmentId: decodeId('Attachment', id), kind: 'PHOTO' } },
    ]);
    for (const [mediaType, content] of [['application/pdf', PDF], ['text/plain', Buffer.from('单号 SF1\r\n已签收\n')]] as const) {
      await file(ticketId, content, mediaType, { name: 'x' });
    }
    expect(await app.owner('SELECT name FROM attachment WHERE ticket_id = $1 ORDER BY id', [ticketId])).toEqual([{ name: 'photo.png' }, { name: 'x.pdf' }, { name: 'x.txt' }]);
  });

  it('counts as proof once proof was asked for', async () => {
    const ticketId = await desk.ticket();
    await desk.says(ticketId, '请在明天18点前发一张照片给我们，谢谢。', { requestsProof: { kinds: ['PHOTO'], until: await desk.in(24 * HOUR) } });
    const id = await file(ticketId);
    expect((await desk.events(ticketId, 'attachment.added', 'proof.received')).map(({ type, data }) => [type, data['attachmentId']])).toEqual([
      ['proof.received', decodeId('Attachment', id)],
    ]);
  });

  it('refuses types that are not taken, empty files and files too large before a byte is sent', async () => {
    const ticketId = await desk.ticket();
    const refusals = await Promise.all([
      ask(ticketId, 10, 'image/svg+xml'), ask(ticketId, 10, 'text/html'), ask(ticketId, 10, '__proto__'),
      ask(ticketId, 0, 'image/png'), ask(ticketId, -1, 'image/png'), ask(ticketId, MOST + 1, 'image/png'),
    ]);
    expect(refusals.map(({ url, userErrors }) => [url, userErrors[0]?.code, userErrors[0]?.field])).toEqual([
      [null, 'INVALID_INPUT', 'mediaType'], [null, 'INVALID_INPUT', 'mediaType'], [null, 'INVALID_INPUT', 'mediaType'],
      [null, 'INVALID_INPUT', 'size'], [null, 'INVALID_INPUT', 'size'], [null, 'LIMIT_EXCEEDED', 'size'],
    ]);
  });

  it.each<[string, Buffer, string, number?]>([
    ['HTML under an image type', Buffer.from('<!doctype html><script>alert(1)</script>'), 'image/png'],
    ['SVG under an image type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/png'],
    ['HTML as plain text', Buffer.from('hello <script>alert(1)</script>'), 'text/plain'],
    ['SVG as plain text', Buffer.from('<svg onload="alert(1)">'), 'text/plain'],
    ['a PNG as PDF', PNG, 'application/pdf'],
    ['a program as plain text', Buffer.from('7f454c4602010100', 'hex'), 'text/plain'],
    ['text that is no UTF-8', Buffer.from('ffb0b1', 'hex'), 'text/plain'],
    ['text with a NUL', Buffer.from('a\0b'), 'text/plain'],
    ['an image that is a page too', Buffer.concat([PNG, Buffer.from('<html><script>alert(1)</script></html>')]), 'image/png'],
    ['a zip as an image', Buffer.from('504b03041400000000', 'hex'), 'image/jpeg'],
    ['fewer bytes than declared', PNG, 'image/png', PNG.length + 1],
    ['nothing at all', Buffer.alloc(0), 'image/png', 5],
  ])('refuses %s; nothing is kept', async (_name, content, mediaType, size = content.length) => {
    const ticketId = await desk.ticket();
    const before = kept();
    const { url } = await ask(ticketId, size, mediaType, { name: 'photo.png' });
    const refused = await desk.refused(ticketId, async () => codeOf(await put(url, content)));
    expect(refused).toEqual({ done: [400, 'INVALID_INPUT'] });
    expect(kept()).toEqual(before);
  });

  it('refuses more bytes than declared, also when their number is not told', async () => {
    const ticketId = await desk.ticket();
    const before = kept();
    const { url } = await ask(ticketId, PNG.length, 'image/png');
    expect(await codeOf(await put(url, Buffer.concat([PNG, Buffer.alloc(50_000)])))).toEqual([413, 'LIMIT_EXCEEDED']);
    const endless = await new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(app.url);
      let answer = '';
      const socket = connect(Number(port), hostname, () => {
        socket.write(`PUT ${url} HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n`);
        const chunk = Buffer.concat([PNG, Buffer.alloc(20_000)]);
        socket.write(Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]));
      });
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
    expect(endless).toMatch(/^HTTP\/1\.1 413 /);
    expect(await attachmentsOf(ticketId)).toEqual([]);
    expect(kept()).toEqual(before);
  });

  it('uses a link up: of ten uploads at once one stays, and no bytes of the others', async () => {
    const ticketId = await desk.ticket();
    const before = kept().length;
    const { url } = await ask(ticketId, PNG.length, 'image/png');
    const answers = await Promise.all(Array.from({ length: 10 }, () => put(url, PNG)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(400)]);
    expect(await codeOf(await put(url, PNG))).toEqual([400, 'ALREADY_DECIDED']);
    expect(await attachmentsOf(ticketId)).toHaveLength(1);
    expect(kept()).toHaveLength(before + 1);
  });

  it('answers a repetition of the request with the same attachment', async () => {
    const ticketId = await desk.ticket();
    const answers = await Promise.all([1, 2, 3].map(() => ask(ticketId, PNG.length, 'image/png', { idempotencyKey: `upload-${ticketId}` })));
    expect(new Set(answers.map(({ attachmentId }) => attachmentId)).size).toBe(1);
  });

  it('keeps a name harmless and never lets it touch the disk', async () => {
    const ticketId = await desk.ticket();
    const names = ['../../etc/passwd', 'C:\\temp\\a.png', 'invoice\u202egnp.exe', 'photo.png.html', '...', '<img src=x>.png', `${'长'.repeat(300)}.png`];
    for (const name of names) await file(ticketId, PNG, 'image/png', { name });
    const rows = await app.owner<{ name: string; storage_key: string }>('SELECT name, storage_key FROM attachment WHERE ticket_id = $1 ORDER BY id', [ticketId]);
    expect(rows.map(({ name }) => name)).toEqual([
      'passwd.png', 'a.png', 'invoicegnp.exe.png', 'photo.png.html.png', 'file.png', '_img src=x_.png', `${'长'.repeat(116)}.png`,
    ]);
    const key = /^[0-9a-f-]{36}\/[0-9a-f-]{36}\/[0-9a-f-]{36}-[0-9a-f]{12}$/;
    expect(rows.filter(({ storage_key }) => key.test(storage_key))).toHaveLength(names.length);
  });

  it('takes no more than a hundred of one ticket, by links given before the hundredth came too', async () => {
    const ticketId = await desk.ticket();
    const before = kept();
    const early = await ask(ticketId, PNG.length, 'image/png');
    await app.owner(
      `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, at)
       SELECT $1, gen_random_uuid(), $2, 'PHOTO', 'x.png', 'image/png', 1, decode(repeat('00', 32), 'hex'), n::text, 'SYSTEM', now() FROM generate_series(1, 100) n`,
      [desk.merchantId, ticketId],
    );
    expect((await ask(ticketId, PNG.length, 'image/png')).userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED' }]);
    expect(await codeOf(await put(early.url, PNG))).toEqual([413, 'LIMIT_EXCEEDED']);
    expect(await attachmentsOf(ticketId)).toHaveLength(100);
    expect(kept()).toEqual(before);
  });

  it('keeps the bytes when the answer to the COMMIT is lost: the record may stand', async () => {
    const ticketId = await desk.ticket();
    const { url } = await ask(ticketId, PNG.length, 'image/png');
    const record = app.nest.get(RecordAttachment);
    const execute = record.execute.bind(record);
    record.execute = async (...call) => {
      await execute(...call);
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    };
    try {
      expect(await codeOf(await put(url, PNG))).toEqual([503, 'UNAVAILABLE']);
    } finally {
      record.execute = execute;
    }
    expect(await attachmentsOf(ticketId)).toHaveLength(1);
    expect(Buffer.from(await (await fetch(app.url + (await linkOf(ticketId)))).arrayBuffer()).equals(PNG)).toBe(true);
  });

  it('is for those who may: neither the auditor, nor a key without the scope, nor on a closed ticket', async () => {
    const ticketId = await desk.ticket();
    const denied = async (token: string) => (await ask(ticketId, 10, 'image/png', {}, token)).userErrors[0]?.code;
    expect(await denied(await desk.token(desk.auditor))).toBe('FORBIDDEN');
    expect(await denied(await desk.apiKey(['tickets:read']))).toBe('FORBIDDEN');
    const { url } = await ask(ticketId, PNG.length, 'image/png');
    await desk.happens(ticketId, (session) => {
      session.set({ status: 'CLOSED', resolution: 'COMPLETED', closedAt: session.now });
      session.fact('ticket.closed', { resolution: 'COMPLETED' });
    });
    const before = kept();
    expect(await codeOf(await put(url, PNG))).toEqual([400, 'TICKET_CLOSED']);
    expect(kept()).toEqual(before);
  });
});

describe('links', () => {
  it('answer the bytes as a download that no browser runs', async () => {
    const ticketId = await desk.ticket();
    await file(ticketId, PNG, 'image/png', { name: '照片 "1".png' });
    const answer = await fetch(app.url + (await linkOf(ticketId)));
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true);
    const header = (name: string): string | null => answer.headers.get(name);
    expect(header('content-disposition')).toBe(`attachment; filename="__ _1_.png"; filename*=UTF-8''%E7%85%A7%E7%89%87%20_1_.png`);
    expect(header('content-type')).toBe('image/png');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('cache-control')).toBe('private, no-store');
    expect(header('content-security-policy')).toContain('sandbox');
  });

  it('do not hold when forged, changed, used for the other purpose, or without a body', async () => {
    const ticketId = await desk.ticket();
    await file(ticketId);
    const download = await linkOf(ticketId);
    const { url: upload } = await ask(ticketId, PNG.length, 'image/png');
    const body = download.slice('/files/'.length).split('.')[0] ?? '';
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...claims, expiresAt: Date.now() + 1e9 })).toString('base64url');
    const foreign = new FileLinks('another secret of another installation').download(claims as never, 300).url;
    const links = [
      `${download}x`, download.replace(/\.[^.]*$/, ''), `/files/${forged}.${download.split('.')[1]}`, foreign, '/files/..%2f..%2fetc%2fpasswd', '/files/.',
      upload.replace('/files/uploads/', '/files/'),
    ];
    for (const link of links) expect([link, ...(await codeOf(await fetch(app.url + link)) as [])]).toEqual([link, 403, 'FORBIDDEN']);
    expect(await codeOf(await put(`/files/uploads/${download.slice('/files/'.length)}`, PNG))).toEqual([403, 'FORBIDDEN']);
  });

  it('live for five minutes at the most', async () => {
    let now = Date.now();
    const links = new FileLinks('some secret that is long enough to be one', () => now);
    const bound = { merchantId: desk.merchantId, attachmentId: desk.shopId, actorKind: 'MEMBER' as const, actorId: desk.agent.id };
    const token = links.download(bound, 86_400).url.slice('/files/'.length);
    now += 300_000 - 1;
    expect(links.readDownload(token)).toMatchObject(bound);
    now += 1;
    expect(() => links.readDownload(token)).toThrow('FORBIDDEN');
  });

  it.each<[string, (actor: Actor) => Promise<unknown>]>([
    ['the member is disabled', (actor) => app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [actor.id])],
    ['the member loses the shop', (actor) => app.owner('DELETE FROM membership WHERE member_id = $1', [actor.id])],
  ])('stop at once when %s', async (_name, revoke) => {
    const other = await ConversationDesk.open(app);
    const ticketId = await other.ticket();
    const token = await other.token(other.agent);
    const upload = await ask(ticketId, PNG.length, 'image/png', {}, token);
    const second = await ask(ticketId, PNG.length, 'image/png', {}, token);
    expect((await put(upload.url, PNG)).status).toBe(201);
    const link = await linkOf(ticketId, token);
    expect((await fetch(app.url + link)).status).toBe(200);
    await revoke(other.agent);
    expect(await codeOf(await fetch(app.url + link))).toEqual([403, 'FORBIDDEN']);
    expect((await put(second.url, PNG)).status).not.toBe(201);
    expect(await attachmentsOf(ticketId)).toHaveLength(1);
  });

  it('of a revoked key stop at once, and another merchant sees none', async () => {
    const ticketId = await desk.ticket();
    await file(ticketId);
    const key = await desk.apiKey(['tickets:read']);
    const link = await linkOf(ticketId, key);
    expect((await fetch(app.url + link)).status).toBe(200);
    await app.owner('UPDATE api_key SET revoked_at = now() WHERE merchant_id = $1', [desk.merchantId]);
    expect(await codeOf(await fetch(app.url + link))).toEqual([403, 'FORBIDDEN']);

    const stranger = await ConversationDesk.open(app);
    const [row] = await app.owner<{ id: string }>('SELECT id FROM attachment WHERE ticket_id = $1', [ticketId]);
    const bound = { merchantId: stranger.merchantId, attachmentId: row?.id ?? '', actorKind: 'MEMBER' as const, actorId: stranger.supervisor.id };
    const { url } = app.nest.get<FileLinks>(FILE_LINKS).download(bound, 300);
    expect(await codeOf(await fetch(app.url + url))).toEqual([403, 'FORBIDDEN']);
    const token = await stranger.token(stranger.supervisor);
    const node = await app.gql(`query ($id: ID!) { node(id: $id) { id } }`, { id: encodeId('Attachment', row?.id ?? '') }, { token });
    expect(node.data).toEqual({ node: null });
  });
});

describe('a message', () => {
  it('brings files once; those of another ticket or message refuse it whole', async () => {
    const [ticketId, otherId] = [await desk.ticket(), await desk.ticket()];
    const [mine, foreign] = [decodeId('Attachment', await file(ticketId)) ?? '', decodeId('Attachment', await file(otherId)) ?? ''];
    const send = (attachmentIds: string[]) => desk.says(ticketId, '您好，附上退货标签。', {}, { attachmentIds });
    expect(await desk.refused(ticketId, () => send([mine, foreign]))).toMatchObject({ code: 'NOT_FOUND', field: 'attachmentIds.1' });
    const { messageId } = await send([mine]);
    expect(await app.owner('SELECT message_id FROM attachment WHERE id = $1', [mine])).toEqual([{ message_id: messageId }]);
    expect(await desk.refused(ticketId, () => send([mine]))).toMatchObject({ code: 'NOT_FOUND', field: 'attachmentIds.0' });
    await expect(app.owner('UPDATE attachment SET message_id = NULL WHERE id = $1', [mine])).rejects.toThrow('never changed');
    await expect(app.owner('DELETE FROM attachment WHERE id = $1', [mine])).rejects.toThrow('never changed');
  });
});
