/** Roles a member holds, per shop or for the whole merchant. INTEGRATION is what an API key acts as. */
export const ROLES = [
  'AGENT', 'LEADER', 'SUPERVISOR', 'FINANCE', 'INSPECTOR', 'ADMIN', 'AUDITOR', 'INTEGRATION',
] as const;
export type Role = (typeof ROLES)[number];

export interface Grant {
  readonly role: Role;
  /** null: every shop of the merchant. */
  readonly shopId: string | null;
  readonly teamId: string | null;
}

/** Who acts. Read afresh for every request, so that a revocation holds from the next request on. */
export interface Actor {
  readonly kind: 'MEMBER' | 'API_KEY' | 'SYSTEM';
  readonly id: string;
  readonly merchantId: string;
  /** The natural person behind the account: two accounts of one person count as one. Null for keys and the system. */
  readonly personId: string | null;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** API key scopes; empty for members. */
  readonly scopes: readonly string[];
}

export type Language = 'en' | 'zh';
