import type { Readable } from 'node:stream';

export interface StoredFile {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** Where bytes are kept. Made for object stores (S3 and its likes) as well as a folder: whole objects, by key, written once. */
export interface FileStore {
  /** Keeps all of `content` under the key, or, when it fails half-way, nothing. Keys are never reused. */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes; null when there are none under this key. The caller reads the stream to its end or destroys it. */
  get(key: string): Promise<Readable | null>;
  delete(key: string): Promise<void>;
  /** Every whole object, in no order; what comes or goes meanwhile may or may not be among them. */
  list(): AsyncIterable<StoredFile>;
  /** Removes what is left of uploads that began before (milliseconds since 1970) and never ended, `most` at once. Answers how many. */
  dropUnfinished(before: number, most: number): Promise<number>;
}

export const FILE_STORE = Symbol('FileStore');
