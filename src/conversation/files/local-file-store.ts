import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStore } from './file-store.js';

/** Segments of lower-case letters, digits and dashes only: no key leaves the folder. */
const KEY = /^[a-z0-9-]{1,64}(?:\/[a-z0-9-]{1,128}){1,4}$/;

/** A folder on this machine, or one that several machines mount. */
export class LocalFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  async put(key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.pathOf(key);
    const half = `${path}.part`; // renamed when whole and on disk, so that no reader and no crash ever shows a half of a file
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
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

  async head(key: string): Promise<{ size: number } | null> {
    try {
      return { size: (await stat(this.pathOf(key))).size };
    } catch (error) {
      return absent(error);
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  private pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error('not a key of this store');
    return join(this.folder, ...key.split('/'));
  }
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}
