import { createHash } from 'node:crypto';
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStore, StoredFile } from './file-store.js';

/** Where files wait until they are whole; no key begins so. */
const INCOMING = '.incoming';

/** Segments of lower-case letters, digits and dashes only: no key leaves the folder. */
const KEY = /^[a-z0-9-]{1,64}(?:\/[a-z0-9-]{1,128}){1,4}$/;

/** A folder on this machine, or one that several machines mount. */
export class LocalFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.pathOf(key);
    // Renamed when whole and on disk, so that no reader and no crash ever shows a half of a file.
    const half = join(this.folder, INCOMING, createHash('sha256').update(key).digest('hex'));
    for (const file of [half, path]) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(half, 'wx', 0o600);
    try {
      try {
        for await (const chunk of content) await handle.writeFile(chunk);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Readable | null> {
    try {
      return (await open(this.pathOf(key), 'r')).createReadStream();
    } catch (error) {
      return absent(error);
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async *list(): AsyncGenerator<StoredFile> {
    yield* this.filesUnder('');
  }

  async dropUnfinished(before: number, most: number): Promise<number> {
    let dropped = 0;
    for await (const name of namesIn(join(this.folder, INCOMING))) {
      if (dropped >= most) break;
      const half = join(this.folder, INCOMING, name);
      const found = await stat(half).catch(absent);
      if (!found || found.mtimeMs >= before) continue;
      await rm(half, { force: true });
      dropped += 1;
    }
    return dropped;
  }

  /** What lies here and is no key, or no folder of keys, is not ours. */
  private async *filesUnder(prefix: string): AsyncGenerator<StoredFile> {
    for await (const name of namesIn(join(this.folder, prefix))) {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      if (!/^[a-z0-9-]+$/.test(name)) continue;
      const found = await stat(join(this.folder, path)).catch(absent);
      if (found?.isDirectory()) yield* this.filesUnder(path);
      else if (found?.isFile() && KEY.test(path)) yield { key: path, modifiedAt: found.mtimeMs };
    }
  }

  private pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error('not a key of this store');
    return join(this.folder, ...key.split('/'));
  }
}

/** The names in a folder as they are read, none where there is no such folder. */
async function* namesIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch(absent);
  if (entries) for await (const { name } of entries) yield name;
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
