import type { Role } from '../../kernel/actor.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { PERMISSIONS, type Scope } from '../domain/permissions.js';
import type { MemberRole } from '../commands/change-role.js';

const ROLE_MEANINGS: Readonly<Record<MemberRole, string>> = {
  AGENT: 'Works tickets.',
  LEADER: 'Leads a team: assigns, acts on tickets of others, decides approvals.',
  SUPERVISOR: 'Does what a leader does, confirms findings, and takes note of severe cases.',
  FINANCE: 'Decides approvals, pays and reconciles, and sets budgets.',
  INSPECTOR: 'Inspects returned goods and reviews quality.',
  ADMIN: 'Does what all others do, and administers shops, members, keys and whatever is published.',
  AUDITOR: 'Reads everything, writes nothing.',
};

export const MemberRoleEnum = graphqlEnum<MemberRole>('MemberRole', 'A role that may be granted to a member.', ROLE_MEANINGS);

export const RoleEnum = graphqlEnum<Role>('Role', 'What an actor acts as.', {
  ...ROLE_MEANINGS,
  INTEGRATION: 'What an API key acts as: its scopes say what it may do.',
});

/** GraphQL names take no colon: `status:read` is STATUS_READ at the edge. */
const SCOPE_OF = {
  STATUS_READ: 'status:read', TICKETS_READ: 'tickets:read', TICKETS_WRITE: 'tickets:write', ORDERS_WRITE: 'orders:write',
  CUSTOMERS_READ: 'customers:read', PAYOUTS_REPORT: 'payouts:report',
} as const satisfies Record<string, Scope>;
export type ScopeName = keyof typeof SCOPE_OF;

export const ApiScopeEnum = graphqlEnum<ScopeName>('ApiScope', 'What an API key may do.', {
  STATUS_READ: 'Ask for the status of tickets, without personal data.',
  TICKETS_READ: 'Read tickets, messages, orders, shops, reasons and calendars.',
  TICKETS_WRITE: 'Open tickets, bring in messages, files and deadlines, and report decisions on offers and what was fulfilled.',
  ORDERS_WRITE: 'Upsert customers, orders and parcels.',
  CUSTOMERS_READ: 'Read customers: name in clear, contact data masked.',
  PAYOUTS_REPORT: 'Tell what became of payouts: for the merchant’s own payer.',
});

export function scopeOf(name: ScopeName): Scope {
  return SCOPE_OF[name];
}

export function scopeName(scope: string): ScopeName {
  const found = (Object.keys(SCOPE_OF) as ScopeName[]).find((name) => SCOPE_OF[name] === scope);
  if (!found) throw new Error('a key holds a scope that is not in the table');
  return found;
}

export const PERMISSION_NAMES = Object.keys(PERMISSIONS);
