import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { LocalFileStore } from './local-file-store.js';

let folder: string;
let store: LocalFileStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amends-store-'));
  store = new LocalFileStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* bytes(...chunks: string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

it('keeps what it is given and gives it back', async () => {
  await store.put('m/t/one', bytes('a', 'bc'));
  expect(await store.head('m/t/one')).toEqual({ size: 3 });
  const content = await store.get('m/t/one');
  expect(content && (await buffer(content)).toString()).toBe('abc');
  await store.delete('m/t/one');
  expect([await store.head('m/t/one'), await store.get('m/t/one')]).toEqual([null, null]);
  await store.delete('m/t/one');
});

it('keeps nothing of a file that breaks off', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('connection lost');
  }
  await expect(store.put('m/t/two', broken())).rejects.toThrow('connection lost');
  expect(readdirSync(join(folder, 'm/t'))).toEqual([]);
});

it.each(['../out', 'm/../../out', '/etc/passwd', 'm//t', 'm/t/', 'M/T', 'm/t\u0000', 'm\\t/x', 'alone', ''])('takes no key that could leave the folder: %j', async (key) => {
  await expect(store.put(key, bytes('x'))).rejects.toThrow('not a key');
  await expect(store.get(key)).rejects.toThrow('not a key');
});
