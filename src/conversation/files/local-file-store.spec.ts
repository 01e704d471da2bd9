import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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
  const content = await store.get('m/t/one');
  expect(content && (await buffer(content)).toString()).toBe('abc');
  await store.delete('m/t/one');
  expect(await store.get('m/t/one')).toBeNull();
  await store.delete('m/t/one');
});

it('keeps nothing of a file that breaks off', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('connection lost');
  }
  await expect(store.put('m/t/two', broken())).rejects.toThrow('connection lost');
  expect([readdirSync(join(folder, 'm/t')), readdirSync(join(folder, '.incoming'))]).toEqual([[], []]);
});

it.each(['../out', 'm/../../out', '/etc/passwd', 'm//t', 'm/t/', 'M/T', 'm/t\u0000', 'm\\t/x', 'alone', ''])('takes no key that could leave the folder: %j', async (key) => {
  await expect(store.put(key, bytes('x'))).rejects.toThrow('not a key');
  await expect(store.get(key)).rejects.toThrow('not a key');
});

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key, modifiedAt } of store.list()) {
    expect(Math.abs(Date.now() - modifiedAt)).toBeLessThan(60_000);
    found.push(key);
  }
  return found.sort();
}

it('lists what it keeps, and neither halves nor what others left in the folder', async () => {
  expect(await keys()).toEqual([]);
  for (const key of ['m/t/one', 'm/t/two', 'n/u/three']) await store.put(key, bytes('x'));
  writeFileSync(join(folder, 'README.txt'), 'not ours');
  writeFileSync(join(folder, '.incoming', 'half'), 'ha');
  expect(await keys()).toEqual(['m/t/one', 'm/t/two', 'n/u/three']);
});

it('drops the halves of uploads that began before, so many at once', async () => {
  expect(await store.dropUnfinished(Date.now(), 10)).toBe(0);
  await store.put('m/t/one', bytes('x'));
  for (const name of ['a', 'b', 'c', 'new']) writeFileSync(join(folder, '.incoming', name), 'ha');
  for (const name of ['a', 'b', 'c']) utimesSync(join(folder, '.incoming', name), 1, 1);
  expect([await store.dropUnfinished(10_000, 2), await store.dropUnfinished(10_000, 2), await store.dropUnfinished(10_000, 2)]).toEqual([2, 1, 0]);
  expect([readdirSync(join(folder, '.incoming')), await keys()]).toEqual([['new'], ['m/t/one']]);
});
