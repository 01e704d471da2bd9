import { encodeCursor } from './connection.js';
import { decodeKeys, uuidKey } from './cursor-key.js';

/** Cursor of a list in the order of its rows' ids, which is the order of creation. */
export function encodeIdCursor(list: string, id: string): string {
  return encodeCursor(list, [id]);
}

/** The id to go on after; null at the start. */
export function decodeIdCursor(list: string, cursor: string | null | undefined): string | null {
  const [id] = decodeKeys(list, cursor, [uuidKey]) ?? [null];
  return id as string | null;
}
