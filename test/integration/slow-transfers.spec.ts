import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

// Over a thin line a file takes longer than any query may.

const folder = mkdtempSync(join(tmpdir(), 'amends-slow-'));
const app = testApp({ env: { FILES_DIR: folder, FILES_MAX_BYTES: '20000000', REQUEST_TIMEOUT_MS: '1500' } });
let desk: ConversationDesk;
let token: string;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
  token = await desk.token(desk.agent);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LONGER_THAN_A_QUERY_MS = 1_700;
const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(15_000_000, 'a')]);

async function uploadUrl(ticketId: string): Promise<string> {
  const query = 'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { url userErrors { code } } }';
  const input = { ticketId: encodeId('Ticket', ticketId), kind: 'PHOTO', name: 'long.pdf', size: content.length, mediaType: 'application/pdf' };
  const answer = await app.gql<{ createUpload: { url: string } }>(query, { input }, { token });
  return answer.data?.createUpload.url ?? '';
}

function open(): Socket {
  return connect(Number(new URL(app.url).port), '127.0.0.1');
}

/** Everything the server says until it closes the connection. */
function heardOn(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LONGER_THAN_A_QUERY_MS));

it('takes in and gives out a file that needs longer than a query may', async () => {
  const ticketId = await desk.ticket();
  const url = await uploadUrl(ticketId);
  const up = open();
  const answered = heardOn(up);
  up.write(`PUT ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/pdf\r\nContent-Length: ${content.length}\r\n\r\n`);
  up.write(content.subarray(0, 5_000));
  await pause();
  up.write(content.subarray(5_000));
  expect((await answered).subarray(0, 12).toString()).toBe('HTTP/1.1 201');

  const { data } = await app.gql<{ ticket: { attachments: { url: string }[] } }>(
    'query ($id: ID!) { ticket(id: $id) { attachments { url } } }', { id: encodeId('Ticket', ticketId) }, { token },
  );
  const down = open();
  down.pause();
  down.write(`GET ${data?.ticket.attachments[0]?.url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await pause();
  const heard = await heardOn(down.resume());
  expect(heard.subarray(0, 12).toString()).toBe('HTTP/1.1 200');
  expect(heard.subarray(-content.length).equals(content)).toBe(true);
});
