import { decodeCursor, foreignCursor } from './connection.js';

/** Tells whether a part of a cursor is what its column would take. A cursor somebody made up is refused before the database stumbles over it. */
export type KeyCheck = (key: unknown) => boolean;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^((?!0000)\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d{1,6})?(?:\+00|Z)$/;

export const uuidKey: KeyCheck = (key) => typeof key === 'string' && UUID.test(key);

/** An instant, or `2026-11-21 23:26:31.123456+00` as PostgreSQL prints it, to the microsecond it sorts by; or `infinity`. */
export const timeKey: KeyCheck = (key) => {
  if (key === 'infinity') return true;
  const [, day, time] = (typeof key === 'string' && TIME.exec(key)) || [];
  if (!day) return false;
  const instant = new Date(`${day}T${time}Z`);
  // 30 February would roll over into March.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(`${day}T${time}`);
};

/** A whole number, as a number or as digits, up to `most`. */
export function wholeKey(most: number): KeyCheck {
  return (key) => {
    const number = typeof key === 'string' && /^\d{1,16}$/.test(key) ? Number(key) : key;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 && number <= most;
  };
}

/** The keys of a cursor of this list, each as its check wants it; null at the start. */
export function decodeKeys(list: string, cursor: string | null | undefined, checks: readonly KeyCheck[]): (string | number | null)[] | null {
  const keys = decodeCursor(list, cursor, checks.length);
  if (keys === null || checks.every((check, at) => check(keys[at]))) return keys;
  throw foreignCursor();
}
