import type { Actor, Role } from '../../kernel/actor.js';
import { forbidden } from '../../kernel/error.js';

/**
 * Who may do what. Read it as law: a permission is held by the roles named, in the shops their membership covers; an API key holds it only
 * when its scopes name it. Unknown means no. INTEGRATION never reads personal data by a role.
 */
interface Rule {
  readonly roles: readonly Role[];
  /** The API key scope that gives it; null: no key ever holds it. */
  readonly scope: Scope | null;
}

export const SCOPES = ['status:read', 'tickets:read', 'tickets:write', 'orders:write', 'customers:read', 'payouts:report'] as const;
export type Scope = (typeof SCOPES)[number];

const everyone: readonly Role[] = ['AGENT', 'LEADER', 'SUPERVISOR', 'FINANCE', 'INSPECTOR', 'ADMIN', 'AUDITOR'];
const desk: readonly Role[] = ['AGENT', 'LEADER', 'SUPERVISOR', 'ADMIN'];
const leaders: readonly Role[] = ['LEADER', 'SUPERVISOR', 'ADMIN'];
const supervisors: readonly Role[] = ['SUPERVISOR', 'ADMIN'];
const admins: readonly Role[] = ['ADMIN'];

export const PERMISSIONS = {
  'self.read': { roles: everyone, scope: 'tickets:read' },
  'shop.read': { roles: everyone, scope: 'tickets:read' },
  'shop.administer': { roles: admins, scope: null },
  'member.read': { roles: everyone, scope: null },
  'member.administer': { roles: admins, scope: null },
  'key.administer': { roles: admins, scope: null },
  'reason.read': { roles: everyone, scope: 'tickets:read' },
  'reason.administer': { roles: admins, scope: null },
  'definition.read': { roles: everyone, scope: null },
  'definition.administer': { roles: admins, scope: null },
  /** One's own notifications; an auditor writes nothing. */
  'notification.mark': { roles: [...desk, 'FINANCE', 'INSPECTOR'], scope: null },
  'rule.read': { roles: everyone, scope: null },
  'rule.administer': { roles: admins, scope: null },
  /** Rules of platforms, networks and laws. */
  'pack.read': { roles: everyone, scope: null },
  'pack.administer': { roles: admins, scope: null },
  'policy.read': { roles: everyone, scope: null },
  'policy.administer': { roles: admins, scope: null },
  /** Puts tickets at work under a newer policy or calendar version. */
  'policy.reapply': { roles: supervisors, scope: null },
  'calendar.read': { roles: everyone, scope: 'tickets:read' },
  'calendar.administer': { roles: admins, scope: null },
  'audit.read': { roles: ['ADMIN', 'AUDITOR'], scope: null },
  'clock.advance': { roles: admins, scope: null },

  'order.read': { roles: everyone, scope: 'tickets:read' },
  'order.write': { roles: admins, scope: 'orders:write' },
  'customer.read': { roles: everyone, scope: 'customers:read' },
  /** The customer's name in clear; phone, address and account stay masked even so. */
  'customer.name': { roles: ['AGENT', 'LEADER', 'SUPERVISOR', 'ADMIN'], scope: 'customers:read' },
  /** Contact data in clear, one customer at a time, with a reason, logged. */
  'customer.reveal': { roles: desk, scope: null },

  'ticket.read': { roles: everyone, scope: 'tickets:read' },
  'ticket.status': { roles: everyone, scope: 'status:read' },
  'ticket.open': { roles: desk, scope: 'tickets:write' },
  /** Works tickets: takes them, records statements and findings, drafts offers. */
  'ticket.work': { roles: desk, scope: null },
  'ticket.assign': { roles: leaders, scope: null },
  /** Acts on a ticket that is assigned to somebody else, and overrides a missing consent to a transfer. */
  'ticket.override': { roles: leaders, scope: null },
  /** Decides what an agent may not: confirms liability, skips guarded steps, takes note of severe cases, closes severe tickets. */
  'ticket.supervise': { roles: supervisors, scope: null },
  /** Takes down what a platform says of its own deadlines. */
  'deadline.observe': { roles: desk, scope: 'tickets:write' },
  'ticket.close': { roles: desk, scope: null },
  'ticket.reopen': { roles: desk, scope: null },
  'ticket.merge': { roles: desk, scope: null },

  'message.read': { roles: everyone, scope: 'tickets:read' },
  'message.note.read': { roles: everyone, scope: null },
  'message.send': { roles: desk, scope: null },
  /** Brings in what the customer wrote elsewhere, and the platform's or a bot's own messages. */
  'message.receive': { roles: desk, scope: 'tickets:write' },
  'message.redact': { roles: supervisors, scope: null },
  'attachment.write': { roles: [...desk, 'INSPECTOR'], scope: 'tickets:write' },

  'task.work': { roles: [...desk, 'INSPECTOR', 'FINANCE'], scope: null },
  'offer.make': { roles: desk, scope: null },
  'offer.decide': { roles: desk, scope: 'tickets:write' },
  'authority.read': { roles: everyone, scope: null },
  'authority.administer': { roles: admins, scope: null },
  /** Sees requests for approval: why each is needed, and how it was decided. */
  'approval.read': { roles: [...desk, 'FINANCE', 'AUDITOR'], scope: null },
  /** May be an approver; whether of this request, its chain, its authority and who is barred decide. */
  'approval.decide': { roles: [...leaders, 'FINANCE'], scope: null },
  /** Lets another approver decide in one's place for a time, and takes that back. */
  'delegation.manage': { roles: [...leaders, 'FINANCE'], scope: null },
  /** Passes a request without its approvers, with a second person's confirmation. */
  'approval.override': { roles: admins, scope: null },
  'compensation.read': { roles: ['LEADER', 'SUPERVISOR', 'FINANCE', 'ADMIN', 'AUDITOR'], scope: null },
  /** How a shop pays, and what became of each payout; agents tell customers from it. */
  'payout.read': { roles: [...desk, 'FINANCE', 'AUDITOR'], scope: null },
  /** Enters and confirms what became of a payout, has one tried again, reconciles statements. */
  'payout.settle': { roles: ['FINANCE', 'ADMIN'], scope: null },
  /** The merchant's own payer tells what became of a payout. */
  'payout.report': { roles: [], scope: 'payouts:report' },
  /** Tells that a customer paid: whoever sees money come in, or the payment system itself. Not the desk, which offers. */
  'payment.record': { roles: ['FINANCE', 'ADMIN'], scope: 'payouts:report' },
  'payout.administer': { roles: admins, scope: null },
  'budget.read': { roles: ['LEADER', 'SUPERVISOR', 'FINANCE', 'ADMIN', 'AUDITOR'], scope: null },
  'budget.administer': { roles: ['FINANCE', 'ADMIN'], scope: null },
  /** Lets an offer go beyond a budget, with a reason, logged. */
  'budget.override': { roles: admins, scope: null },
  'ledger.read': { roles: ['FINANCE', 'ADMIN', 'AUDITOR'], scope: null },
  /** Looks at goods that came back. Not finance: whoever inspects does not pay. */
  'goods.inspect': { roles: [...desk, 'INSPECTOR'], scope: null },
  /** Records what a carrier or supplier paid back, and ends claims. */
  'claim.settle': { roles: ['FINANCE', 'SUPERVISOR', 'ADMIN'], scope: null },
  'remedy.administer': { roles: admins, scope: null },
  'leg.fulfil': { roles: [...desk, 'FINANCE', 'INSPECTOR'], scope: 'tickets:write' },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

export interface Place {
  /** Omitted: somewhere, anywhere (the check at the door, before the object is known). */
  readonly shopId?: string | null;
}

/** True when some grant of the actor gives the permission at this place. The system may do what its own commands do. */
export function can(actor: Actor, permission: string, place: Place = {}): boolean {
  if (actor.kind === 'SYSTEM') return true;
  if (!Object.hasOwn(PERMISSIONS, permission)) return false;
  const rule: Rule = PERMISSIONS[permission as Permission];
  const here = (shopId: string | null): boolean => shopId === null || !place.shopId || shopId === place.shopId;
  if (actor.kind === 'API_KEY') {
    return rule.scope !== null && actor.scopes.includes(rule.scope) && actor.grants.some((grant) => here(grant.shopId));
  }
  return actor.grants.some((grant) => rule.roles.includes(grant.role) && here(grant.shopId));
}

/** The first line of every command and query. */
export function authorize(actor: Actor, permission: Permission, place: Place = {}): void {
  if (!can(actor, permission, place)) throw forbidden();
}

/** For what concerns the merchant as a whole: a grant for some shops is not enough. */
export function authorizeEverywhere(actor: Actor, permission: Permission): void {
  authorize(actor, permission);
  if (shopsFor(actor, permission) !== null) throw forbidden();
}

/** For what may concern one shop or, without one, the merchant as a whole. */
export function authorizeAt(actor: Actor, permission: Permission, shopId: string | null): void {
  if (shopId === null) authorizeEverywhere(actor, permission);
  else authorize(actor, permission, { shopId });
}

/** Shops in which the actor holds the permission; null: all of the merchant. What a list may show. */
export function shopsFor(actor: Actor, permission: Permission): string[] | null {
  const shops: string[] = [];
  for (const grant of actor.grants) {
    if (!can({ ...actor, grants: [grant] }, permission)) continue;
    if (grant.shopId === null) return null;
    shops.push(grant.shopId);
  }
  if (actor.kind === 'SYSTEM') return null;
  return shops;
}
