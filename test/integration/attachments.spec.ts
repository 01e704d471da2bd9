import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { decodeId } from '../../src/kernel/ids.js';
import { RecordAttachment } from '../../src/conversation/commands/attachments/record-attachment.js';
import { HOUR } from '../../src/kernel/instant.js';
import { FileDesk, MOST, PDF, PNG } from '../support/file-desk.js';

const files = new FileDesk();
const { app } = files;

describe('uploading', () => {
  it('takes the file in and puts it on record with what it really is', async () => {
    const ticketId = await files.desk.ticket();
    const id = await files.file(ticketId);
    expect(await app.owner(`SELECT kind, name, media_type, size, encode(sha256, 'hex') AS sha256, created_by, message_id FROM attachment WHERE ticket_id = $1`, [ticketId])).toEqual([
      {
        kind: 'PHOTO', name: 'photo.png', media_type: 'image/png', size: PNG.length, sha256: createHash('sha256').update(PNG).digest('hex'),
        created_by: files.desk.agent.id, message_id: null,
      },
    ]);
    expect(await files.desk.events(ticketId, 'attachment.added', 'proof.received')).toEqual([
      { type: 'attachment.added', data: { attachmentId: decodeId('Attachment', id), kind: 'PHOTO' } },
    ]);
    for (const [mediaType, content] of [['application/pdf', PDF], ['text/plain', Buffer.from('单号 SF1\r\n已签收\n')]] as const) {
      await files.file(ticketId, content, mediaType, { name: 'x' });
    }
    expect(await app.owner('SELECT name FROM attachment WHERE ticket_id = $1 ORDER BY id', [ticketId])).toEqual([{ name: 'photo.png' }, { name: 'x.pdf' }, { name: 'x.txt' }]);
  });

  it('counts as proof once proof was asked for', async () => {
    const ticketId = await files.desk.ticket();
    await files.desk.says(ticketId, '请在明天18点前发一张照片给我们，谢谢。', { requestsProof: { kinds: ['PHOTO'], until: await files.desk.in(24 * HOUR) } });
    const id = await files.file(ticketId);
    expect((await files.desk.events(ticketId, 'attachment.added', 'proof.received')).map(({ type, data }) => [type, data['attachmentId']])).toEqual([
      ['proof.received', decodeId('Attachment', id)],
    ]);
  });

  it('refuses types that are not taken, empty files and files too large before a byte is sent', async () => {
    const ticketId = await files.desk.ticket();
    const refusals = await Promise.all([
      files.ask(ticketId, 10, 'image/svg+xml'), files.ask(ticketId, 10, 'text/html'), files.ask(ticketId, 10, '__proto__'),
      files.ask(ticketId, 0, 'image/png'), files.ask(ticketId, -1, 'image/png'), files.ask(ticketId, MOST + 1, 'image/png'),
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
    const ticketId = await files.desk.ticket();
    const before = files.kept();
    const { url } = await files.ask(ticketId, size, mediaType, { name: 'photo.png' });
    const refused = await files.desk.refused(ticketId, async () => files.codeOf(await files.put(url, content)));
    expect(refused).toEqual({ done: [400, 'INVALID_INPUT'] });
    expect(files.kept()).toEqual(before);
  });

  it('refuses more bytes than declared, also when their number is not told', async () => {
    const ticketId = await files.desk.ticket();
    const before = files.kept();
    const { url } = await files.ask(ticketId, PNG.length, 'image/png');
    expect(await files.codeOf(await files.put(url, Buffer.concat([PNG, Buffer.alloc(50_000)])))).toEqual([413, 'LIMIT_EXCEEDED']);
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
    expect(await files.attachmentsOf(ticketId)).toEqual([]);
    expect(files.kept()).toEqual(before);
  });

  it('uses a link up: of ten uploads at once one stays, and no bytes of the others', async () => {
    const ticketId = await files.desk.ticket();
    const before = files.kept().length;
    const { url } = await files.ask(ticketId, PNG.length, 'image/png');
    const answers = await Promise.all(Array.from({ length: 10 }, () => files.put(url, PNG)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(400)]);
    expect(await files.codeOf(await files.put(url, PNG))).toEqual([400, 'ALREADY_DECIDED']);
    expect(await files.attachmentsOf(ticketId)).toHaveLength(1);
    expect(files.kept()).toHaveLength(before + 1);
  });

  it('answers a repetition of the request with the same attachment', async () => {
    const ticketId = await files.desk.ticket();
    const answers = await Promise.all([1, 2, 3].map(() => files.ask(ticketId, PNG.length, 'image/png', { idempotencyKey: `upload-${ticketId}` })));
    expect(new Set(answers.map(({ attachmentId }) => attachmentId)).size).toBe(1);
  });

  it('keeps a name harmless and never lets it touch the disk', async () => {
    const ticketId = await files.desk.ticket();
    const names = ['../../etc/passwd', 'C:\\temp\\a.png', 'invoice\u202egnp.exe', 'photo.png.html', '...', '<img src=x>.png', `${'长'.repeat(300)}.png`];
    for (const name of names) await files.file(ticketId, PNG, 'image/png', { name });
    const rows = await app.owner<{ name: string; storage_key: string }>('SELECT name, storage_key FROM attachment WHERE ticket_id = $1 ORDER BY id', [ticketId]);
    expect(rows.map(({ name }) => name)).toEqual([
      'passwd.png', 'a.png', 'invoicegnp.exe.png', 'photo.png.html.png', 'file.png', '_img src=x_.png', `${'长'.repeat(116)}.png`,
    ]);
    const key = /^[0-9a-f-]{36}\/[0-9a-f-]{36}\/[0-9a-f-]{36}-[0-9a-f]{12}$/;
    expect(rows.filter(({ storage_key }) => key.test(storage_key))).toHaveLength(names.length);
  });

  it('takes no more than a hundred of one ticket, by links given before the hundredth came too', async () => {
    const ticketId = await files.desk.ticket();
    const before = files.kept();
    const early = await files.ask(ticketId, PNG.length, 'image/png');
    await app.owner(
      `INSERT INTO attachment (merchant_id, id, ticket_id, kind, name, media_type, size, sha256, storage_key, created_by_kind, at)
       SELECT $1, gen_random_uuid(), $2, 'PHOTO', 'x.png', 'image/png', 1, decode(repeat('00', 32), 'hex'), n::text, 'SYSTEM', now() FROM generate_series(1, 100) n`,
      [files.desk.merchantId, ticketId],
    );
    expect((await files.ask(ticketId, PNG.length, 'image/png')).userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED' }]);
    expect(await files.codeOf(await files.put(early.url, PNG))).toEqual([413, 'LIMIT_EXCEEDED']);
    expect(await files.attachmentsOf(ticketId)).toHaveLength(100);
    expect(files.kept()).toEqual(before);
  });

  it('keeps the bytes when the answer to the COMMIT is lost: the record may stand', async () => {
    const ticketId = await files.desk.ticket();
    const { url } = await files.ask(ticketId, PNG.length, 'image/png');
    const record = app.nest.get(RecordAttachment);
    const execute = record.execute.bind(record);
    record.execute = async (...call) => {
      await execute(...call);
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    };
    try {
      expect(await files.codeOf(await files.put(url, PNG))).toEqual([503, 'UNAVAILABLE']);
    } finally {
      record.execute = execute;
    }
    expect(await files.attachmentsOf(ticketId)).toHaveLength(1);
    expect(Buffer.from(await (await fetch(app.url + (await files.linkOf(ticketId)))).arrayBuffer()).equals(PNG)).toBe(true);
  });

  it('is for those who may: neither the auditor, nor a key without the scope, nor on a closed ticket', async () => {
    const ticketId = await files.desk.ticket();
    const denied = async (token: string) => (await files.ask(ticketId, 10, 'image/png', {}, token)).userErrors[0]?.code;
    expect(await denied(await files.desk.token(files.desk.auditor))).toBe('FORBIDDEN');
    expect(await denied(await files.desk.apiKey(['tickets:read']))).toBe('FORBIDDEN');
    const { url } = await files.ask(ticketId, PNG.length, 'image/png');
    await files.desk.happens(ticketId, (session) => {
      session.set({ status: 'CLOSED', resolution: 'COMPLETED', closedAt: session.now });
      session.fact('ticket.closed', { resolution: 'COMPLETED' });
    });
    const before = files.kept();
    expect(await files.codeOf(await files.put(url, PNG))).toEqual([400, 'TICKET_CLOSED']);
    expect(files.kept()).toEqual(before);
  });
});

describe('a message', () => {
  it('brings files once; those of another ticket or message refuse it whole', async () => {
    const [ticketId, otherId] = [await files.desk.ticket(), await files.desk.ticket()];
    const [mine, foreign] = [decodeId('Attachment', await files.file(ticketId)) ?? '', decodeId('Attachment', await files.file(otherId)) ?? ''];
    const send = (attachmentIds: string[]) => files.desk.says(ticketId, '您好，附上退货标签。', {}, { attachmentIds });
    expect(await files.desk.refused(ticketId, () => send([mine, foreign]))).toMatchObject({ code: 'NOT_FOUND', field: 'attachmentIds.1' });
    const { messageId } = await send([mine]);
    expect(await app.owner('SELECT message_id FROM attachment WHERE id = $1', [mine])).toEqual([{ message_id: messageId }]);
    expect(await files.desk.refused(ticketId, () => send([mine]))).toMatchObject({ code: 'NOT_FOUND', field: 'attachmentIds.0' });
    await expect(app.owner('UPDATE attachment SET message_id = NULL WHERE id = $1', [mine])).rejects.toThrow('never changed');
    await expect(app.owner('DELETE FROM attachment WHERE id = $1', [mine])).rejects.toThrow('never changed');
  });
});
