import type { MemberRole } from '../identity/index.js';

/** The demo merchant's fixed ids, so that tokens and examples can name them. */
export const DEMO = {
  merchantId: '01935d00-0000-7000-8000-000000000001',
  shops: { tmall: '01935d00-0000-7000-8000-000000000011', shopify: '01935d00-0000-7000-8000-000000000012' },
  teams: { tmall: '01935d00-0000-7000-8000-000000000021', shopify: '01935d00-0000-7000-8000-000000000022' },
  apiKeyId: '01935d00-0000-7000-8000-000000000041',
} as const;

export interface DemoMember {
  readonly id: string;
  readonly name: string;
  readonly role: MemberRole;
}

/** By the word `npm run token -- --as` takes. Every one is a person of their own. */
export const DEMO_MEMBERS = {
  agent: { id: '01935d00-0000-7000-8000-000000000031', name: 'Agent One 客服一号', role: 'AGENT' },
  'agent-two': { id: '01935d00-0000-7000-8000-000000000032', name: 'Agent Two 客服二号', role: 'AGENT' },
  leader: { id: '01935d00-0000-7000-8000-000000000033', name: 'Team Leader 客服组长', role: 'LEADER' },
  supervisor: { id: '01935d00-0000-7000-8000-000000000034', name: 'Supervisor 客服主管', role: 'SUPERVISOR' },
  finance: { id: '01935d00-0000-7000-8000-000000000035', name: 'Finance 财务', role: 'FINANCE' },
  inspector: { id: '01935d00-0000-7000-8000-000000000036', name: 'Inspector 质检', role: 'INSPECTOR' },
  admin: { id: '01935d00-0000-7000-8000-000000000037', name: 'Admin 管理员', role: 'ADMIN' },
  auditor: { id: '01935d00-0000-7000-8000-000000000038', name: 'Auditor 审计', role: 'AUDITOR' },
} as const satisfies Record<string, DemoMember>;

export type DemoPerson = keyof typeof DEMO_MEMBERS;
