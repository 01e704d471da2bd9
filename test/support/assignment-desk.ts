import { expect } from '@jest/globals';
import { Handover } from '../../src/escalation/handover.js';
import { Waiting } from '../../src/escalation/waiting.js';
import type { TestApp } from './app.js';
import { EscalationDesk } from './escalation-desk.js';

/** A merchant whose tickets are given out by themselves. */
export class AssignmentDesk extends EscalationDesk {
  static async start(app: TestApp, rules: readonly object[] | null = null, options?: { sandbox?: boolean }): Promise<AssignmentDesk> {
    const { tickets } = await EscalationDesk.open(app, rules, options);
    return new AssignmentDesk(app, tickets);
  }

  /** What an agent takes: everything, up to five, unless said otherwise. */
  async profile(name: string, more: object = {}): Promise<void> {
    const input = { memberId: await this.member('AGENT', name), cap: 5, kinds: ['RETURN_EXCHANGE', 'LOGISTICS', 'COMPLAINT'], languages: ['ZH', 'EN'], severities: ['MINOR', 'NORMAL', 'SEVERE'], ...more };
    const { data, errors } = await this.tickets.merchant.as<{ setAgentProfile: { userErrors: object[] } }>(
      'ADMIN', 'mutation($i: SetAgentProfileInput!) { setAgentProfile(input: $i) { profile { cap load } userErrors { code } } }', { i: input },
    );
    if (data?.setAgentProfile.userErrors.length !== 0) throw new Error(JSON.stringify({ data, errors }));
  }

  async onOpening(enabled = true): Promise<void> {
    const { data } = await this.tickets.merchant.as<{ setAssignOnOpening: { enabled: boolean } }>(
      'ADMIN', 'mutation($i: AssignOnOpeningInput!) { setAssignOnOpening(input: $i) { enabled userErrors { code } } }', { i: { shopId: this.tickets.merchant.shopId, enabled } },
    );
    expect(data?.setAssignOnOpening.enabled).toBe(enabled);
  }

  /** How many tickets everybody has, by name; `nobody` of those nobody has. */
  async loads(): Promise<Record<string, number>> {
    const rows = await this.app.owner<{ name: string; n: number }>(
      `SELECT coalesce(m.name, 'nobody') AS name, count(*)::int AS n FROM ticket t LEFT JOIN member m ON m.id = t.assignee_id WHERE t.merchant_id = $1 AND t.status <> 'CLOSED' GROUP BY 1 ORDER BY 1`,
      [this.tickets.merchant.id],
    );
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
  }

  /** Away from and until so many milliseconds from now. The id of the absence. */
  async away(name: string, fromMs: number, untilMs: number): Promise<string> {
    const at = (millis: number): string => new Date(Date.now() + millis).toISOString();
    const { absence, userErrors } = await this.outOfOffice('ADMIN', { memberId: await this.member('AGENT', name), startsAt: at(fromMs), endsAt: at(untilMs) });
    expect(userErrors).toEqual([]);
    return absence?.id ?? '';
  }

  /** Who waits for a free agent, as the queue shows it: the most urgent first. */
  async waiting(): Promise<string[]> {
    const { data, errors } = await this.tickets.merchant.as<{ tickets: { edges: { node: { id: string; waitingForAgentSince: string | null } }[] } }>(
      'LEADER', '{ tickets(filter: { waitingForAgent: true }, first: 100) { edges { node { id waitingForAgentSince } } } }',
    );
    if (!data) throw new Error(JSON.stringify(errors));
    for (const { node } of data.tickets.edges) expect(node.waitingForAgentSince).toEqual(expect.any(String));
    return data.tickets.edges.map(({ node }) => node.id);
  }

  /** The worker looks who is free, and who went away. */
  lookOut(): Promise<boolean> {
    return this.app.nest.get(Waiting, { strict: false }).lookOut();
  }

  handOver(): Promise<boolean> {
    return this.app.nest.get(Handover, { strict: false }).lookOut();
  }
}
