import type { Socket } from 'node:net';
import type { PoolClient } from 'pg';

/** When everybody who can go on without waiting has done so. */
export function endOfTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** A promise that is awaited later: keeps its rejection from being called unhandled meanwhile. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Holds what is sent on this connection until the present tick ends, so that the statements of a pipeline leave in one system call; each in
 * one of its own cost more than all the rest of a short transaction.
 */
export function corked(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
