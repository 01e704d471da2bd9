import { invalid } from '../../kernel/error.js';
import { decodeCursor, encodeCursor } from './connection.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Cursor of a list in the order of its rows' ids, which is the order of creation. */
export function encodeIdCursor(list: string, id: string): string {
  return encodeCursor(list, [id]);
}

/** The id to go on after; null at the start. A cursor somebody made up is refused here, before the database stumbles over it. */
export function decodeIdCursor(list: string, cursor: string | null | undefined): string | null {
  const keys = decodeCursor(list, cursor, 1);
  if (keys === null) return null;
  const [id] = keys;
  if (typeof id === 'string' && UUID.test(id)) return id;
  throw invalid('after', { en: 'This cursor does not belong to this list.', zh: '该游标不属于此列表。' });
}
