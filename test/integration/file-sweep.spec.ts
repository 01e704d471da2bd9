import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { RecordAttachment } from '../../src/conversation/commands/attachments/record-attachment.js';
import { FileSweep } from '../../src/conversation/files/file-sweep.js';
import { newStorageKey } from '../../src/conversation/files/storage-key.js';
import { testApp } from '../support/app.js';
import { ConversationDesk } from '../support/conversation-desk.js';

const folder = mkdtempSync(join(tmpdir(), 'amends-sweep-'));
const app = testApp({ env: { FILES_DIR: folder } });
let desk: ConversationDesk;
beforeAll(async () => {
  desk = await ConversationDesk.open(app);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOURS = 3_600_000;
/** A file in the store, so old. */
function put(key: string, hours: number): string {
  const path = join(folder, key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'bytes');
  const at = new Date(Date.now() - hours * HOURS);
  utimesSync(path, at, at);
  return key;
}

function kept(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile()).sort();
}

async function recorded(ticketId: string, hours: number): Promise<{ id: string; key: string }> {
  const id = uuidv7();
  const key = put(newStorageKey({ merchantId: desk.merchantId, ticketId, attachmentId: id }), hours);
  const file = { id, kind: 'PHOTO' as const, name: 'p.png', mediaType: 'image/png', size: 5, sha256: 'ab'.repeat(32), storageKey: key };
  await desk.get(RecordAttachment).execute(desk.agent, { ...desk.request(ticketId), file });
  return { id, key };
}

it('removes what no record names once it is a day old, and what is redacted at once; the rest stays', async () => {
  const ticketId = await desk.ticket();
  const another = await ConversationDesk.open(app);
  const key = (merchantId = desk.merchantId) => newStorageKey({ merchantId, ticketId, attachmentId: uuidv7() });
  const stays = [(await recorded(ticketId, 100)).key, put(key(), 23), put('backup/of/mine', 100), put('.incoming/under-way', 23)];
  const redacted = await recorded(ticketId, 0);
  await app.owner(`UPDATE attachment SET redacted_at = now(), name = '[Redacted / 内容已删除]' WHERE id = $1`, [redacted.id]);
  put(key(), 25);
  put(key(another.merchantId), 25);
  put(key(uuidv7()), 25); // of a merchant that is gone
  // The record of another merchant, or under another key, does not name it.
  put(key(another.merchantId).replace(/[^/]+$/, (await recorded(ticketId, 0)).key.split('/')[2] ?? ''), 25);
  put('.incoming/broken-off', 25);
  const [other] = await app.owner<{ key: string }>('SELECT storage_key AS key FROM attachment WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1', [ticketId]);

  const sweep = app.nest.get(FileSweep, { strict: false });
  const rounds: boolean[] = [];
  do rounds.push(await sweep.sweep(3)); while (rounds.at(-1) === true && rounds.length < 20);

  expect(kept()).toEqual([...stays, String(other?.key)].sort());
  expect(rounds.length).toBeGreaterThan(3); // at most three files a round
  expect(await sweep.sweep()).toBe(false);
  expect(kept()).toEqual([...stays, String(other?.key)].sort());
});
