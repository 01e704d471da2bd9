import type { Actor } from '../../kernel/actor.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What acts when nobody does: its facts carry no actor. */
export function systemOf(merchantId: string): Actor {
  return { kind: 'SYSTEM', id: NOBODY, merchantId, personId: null, name: 'Amends', grants: [], scopes: [] };
}
