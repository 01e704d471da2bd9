import type { Actor } from '../../src/kernel/actor.js';
import { encodeId } from '../../src/kernel/ids.js';
import { FILE_LINKS, FileLinks } from '../../src/conversation/files/file-links.js';
import { ConversationDesk } from '../support/conversation-desk.js';
import { FileDesk, PNG } from '../support/file-desk.js';

const files = new FileDesk();
const { app } = files;

describe('links', () => {
  it('answer the bytes as a download that no browser runs', async () => {
    const ticketId = await files.desk.ticket();
    await files.file(ticketId, PNG, 'image/png', { name: '照片 "1".png' });
    const answer = await fetch(app.url + (await files.linkOf(ticketId)));
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
    const ticketId = await files.desk.ticket();
    await files.file(ticketId);
    const download = await files.linkOf(ticketId);
    const { url: upload } = await files.ask(ticketId, PNG.length, 'image/png');
    const body = download.slice('/files/'.length).split('.')[0] ?? '';
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...claims, expiresAt: Date.now() + 1e9 })).toString('base64url');
    const foreign = new FileLinks('another secret of another installation').download(claims as never, 300).url;
    const links = [
      `${download}x`, download.replace(/\.[^.]*$/, ''), `/files/${forged}.${download.split('.')[1]}`, foreign, '/files/..%2f..%2fetc%2fpasswd', '/files/.',
      upload.replace('/files/uploads/', '/files/'),
    ];
    for (const link of links) expect([link, ...(await files.codeOf(await fetch(app.url + link)) as [])]).toEqual([link, 403, 'FORBIDDEN']);
    expect(await files.codeOf(await files.put(`/files/uploads/${download.slice('/files/'.length)}`, PNG))).toEqual([403, 'FORBIDDEN']);
  });

  it('live for five minutes at the most', async () => {
    let now = Date.now();
    const links = new FileLinks('some secret that is long enough to be one', () => now);
    const bound = { merchantId: files.desk.merchantId, attachmentId: files.desk.shopId, actorKind: 'MEMBER' as const, actorId: files.desk.agent.id };
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
    const upload = await files.ask(ticketId, PNG.length, 'image/png', {}, token);
    const second = await files.ask(ticketId, PNG.length, 'image/png', {}, token);
    expect((await files.put(upload.url, PNG)).status).toBe(201);
    const link = await files.linkOf(ticketId, token);
    expect((await fetch(app.url + link)).status).toBe(200);
    await revoke(other.agent);
    expect(await files.codeOf(await fetch(app.url + link))).toEqual([403, 'FORBIDDEN']);
    expect((await files.put(second.url, PNG)).status).not.toBe(201);
    expect(await files.attachmentsOf(ticketId)).toHaveLength(1);
  });

  it('of a revoked key stop at once, and another merchant sees none', async () => {
    const ticketId = await files.desk.ticket();
    await files.file(ticketId);
    const key = await files.desk.apiKey(['tickets:read']);
    const link = await files.linkOf(ticketId, key);
    expect((await fetch(app.url + link)).status).toBe(200);
    await app.owner('UPDATE api_key SET revoked_at = now() WHERE merchant_id = $1', [files.desk.merchantId]);
    expect(await files.codeOf(await fetch(app.url + link))).toEqual([403, 'FORBIDDEN']);

    const stranger = await ConversationDesk.open(app);
    const [row] = await app.owner<{ id: string }>('SELECT id FROM attachment WHERE ticket_id = $1', [ticketId]);
    const bound = { merchantId: stranger.merchantId, attachmentId: row?.id ?? '', actorKind: 'MEMBER' as const, actorId: stranger.supervisor.id };
    const { url } = app.nest.get<FileLinks>(FILE_LINKS).download(bound, 300);
    expect(await files.codeOf(await fetch(app.url + url))).toEqual([403, 'FORBIDDEN']);
    const token = await stranger.token(stranger.supervisor);
    const node = await app.gql(`query ($id: ID!) { node(id: $id) { id } }`, { id: encodeId('Attachment', row?.id ?? '') }, { token });
    expect(node.data).toEqual({ node: null });
  });
});
