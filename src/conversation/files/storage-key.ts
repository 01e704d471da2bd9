import { randomBytes } from 'node:crypto';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const KEY = new RegExp(`^(${UUID})/${UUID}/${UUID}-[0-9a-f]{12}$`);

/** A key of this attempt's own: of two uploads by one link at once, the loser removes its bytes and not the winner's. */
export function newStorageKey(file: { readonly merchantId: string; readonly ticketId: string; readonly attachmentId: string }): string {
  return `${file.merchantId}/${file.ticketId}/${file.attachmentId}-${randomBytes(6).toString('hex')}`;
}

/** Null for a key that was not made here. */
export function merchantOfKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}
