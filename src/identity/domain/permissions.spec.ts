import { ROLES, type Actor, type Grant, type Role } from '../../kernel/actor.js';
import { authorize, authorizeAt, authorizeEverywhere, can, PERMISSIONS, SCOPES, shopsFor, type Permission } from './permissions.js';

const HERE = 'shop-1';
const THERE = 'shop-2';
const NAMES = Object.keys(PERMISSIONS) as Permission[];

function member(...grants: [Role, string | null][]): Actor {
  return { kind: 'MEMBER', id: 'm', merchantId: 'x', personId: 'p', name: 'M', scopes: [], grants: grants.map(([role, shopId]): Grant => ({ role, shopId, teamId: null })) };
}

function key(scopes: readonly string[], shopId: string | null = null): Actor {
  return { ...member(['INTEGRATION', shopId]), kind: 'API_KEY', personId: null, scopes };
}

const refused = expect.objectContaining({ code: 'FORBIDDEN' });
const holders = (permission: Permission): Role[] => ROLES.filter((role) => can(member([role, null]), permission));

describe('the table of permissions', () => {
  it.each(NAMES)('%s is held by exactly the roles it names', (permission) => {
    expect(holders(permission)).toEqual(ROLES.filter((role) => (PERMISSIONS[permission].roles as readonly Role[]).includes(role)));
  });

  it.each(NAMES)('%s is held by exactly the keys whose scopes name it', (permission) => {
    const { scope } = PERMISSIONS[permission];
    expect(SCOPES.filter((one) => can(key([one]), permission))).toEqual(scope === null ? [] : [scope]);
    expect(can(key(SCOPES.filter((one) => one !== scope)), permission)).toBe(false);
  });

  it('gives nothing for what it does not name', () => {
    for (const name of ['', 'ticket', 'ticket.delete', 'constructor', '__proto__', 'toString']) {
      expect(can(member(['ADMIN', null]), name)).toBe(false);
      expect(can(key(SCOPES), name)).toBe(false);
    }
  });

  it('gives nothing to a member without a role, nor to a member who only has the role of keys', () => {
    for (const permission of NAMES) {
      expect(can(member(), permission)).toBe(false);
      expect(can(member(['INTEGRATION', null]), permission)).toBe(false);
    }
  });

  it('lets auditors read and never write', () => {
    const writing = NAMES.filter((permission) => can(member(['AUDITOR', null]), permission) && !/(\.read|ticket\.status)$/.test(permission));
    expect(writing).toEqual([]);
  });

  it('keeps administration, supervision and personal data in clear from the keys', () => {
    for (const permission of ['shop.administer', 'member.administer', 'key.administer', 'ticket.supervise', 'ticket.override', 'customer.reveal', 'message.note.read'] as const) {
      expect(can(key(SCOPES), permission)).toBe(false);
    }
  });

  it('gives a key with the status scope the status of tickets and nothing else', () => {
    expect(NAMES.filter((permission) => can(key(['status:read']), permission))).toEqual(['ticket.status']);
  });
});

describe('where a permission holds', () => {
  it('is the shop of the grant, or every shop', () => {
    expect(can(member(['AGENT', HERE]), 'ticket.open', { shopId: HERE })).toBe(true);
    expect(can(member(['AGENT', HERE]), 'ticket.open', { shopId: THERE })).toBe(false);
    expect(can(member(['AGENT', null]), 'ticket.open', { shopId: THERE })).toBe(true);
    expect(can(key(['tickets:write'], HERE), 'ticket.open', { shopId: THERE })).toBe(false);
  });

  it('is not mended by another role there', () => {
    const actor = member(['SUPERVISOR', HERE], ['AGENT', THERE]);
    expect(can(actor, 'ticket.supervise', { shopId: THERE })).toBe(false);
    expect(() => authorize(actor, 'ticket.supervise', { shopId: THERE })).toThrow(refused);
  });

  it('tells the shops a list may show', () => {
    expect(shopsFor(member(['AGENT', HERE], ['FINANCE', THERE]), 'ticket.open')).toEqual([HERE]);
    expect(shopsFor(member(['AGENT', HERE], ['ADMIN', null]), 'ticket.open')).toBeNull();
    expect(shopsFor(member(['FINANCE', null]), 'ticket.open')).toEqual([]);
  });

  it('is everywhere for the system, which does what its own commands do', () => {
    const system: Actor = { ...member(), kind: 'SYSTEM', personId: null };
    expect([can(system, 'ticket.supervise', { shopId: HERE }), shopsFor(system, 'ticket.supervise')]).toEqual([true, null]);
    expect(() => authorizeAt(system, 'member.administer', null)).not.toThrow();
    expect(() => authorizeAt(member(['ADMIN', HERE]), 'member.administer', THERE)).toThrow(refused);
  });

  it('is the whole merchant only by a grant for all shops', () => {
    expect(() => authorizeEverywhere(member(['ADMIN', HERE]), 'member.administer')).toThrow(refused);
    expect(() => authorizeEverywhere(member(['AGENT', null], ['ADMIN', HERE]), 'member.administer')).toThrow(refused);
    expect(() => authorizeAt(member(['ADMIN', HERE]), 'member.administer', null)).toThrow(refused);
    expect(() => authorizeAt(member(['ADMIN', HERE]), 'member.administer', HERE)).not.toThrow();
    expect(() => authorizeEverywhere(member(['ADMIN', null]), 'member.administer')).not.toThrow();
  });
});
