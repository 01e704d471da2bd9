import { expect } from '@jest/globals';
import { plus, type Millis } from '../../src/kernel/instant.js';
import type { TicketDesk } from './ticket-desk.js';

export interface Deadline {
  readonly clock: { readonly id: string; readonly kind: string; readonly subject: string; readonly state: string; readonly dueAt: string | null; readonly startedAt: string;
    readonly endedAt: string | null; readonly rule: string | null; readonly generation: number; readonly nextWarningAt: string | null; readonly pausedFor: string | null;
    readonly explain: { readonly dueAt: string | null; readonly targetMs: string; readonly countedMs: string; readonly overspentMs: string;
      readonly segments: { readonly kind: string; readonly from: string; readonly to: string | null; readonly countedMs: string; readonly closedBy: string | null; readonly name: string | null; readonly reason: string | null; readonly by: string | null; readonly rule: string | null }[]; }; };
  readonly remainingMs: string | null;
  readonly overdue: boolean;
}

const DEADLINES = `query($id: ID!) { ticket(id: $id) { deadlines { remainingMs overdue clock {
  id kind subject state dueAt startedAt endedAt rule generation nextWarningAt pausedFor
  explain { dueAt targetMs countedMs overspentMs segments { kind from to countedMs closedBy name reason by rule } } } } } }`;

/** The deadlines of a desk's tickets as the API tells them, its rules, and its clock. */
export class Deadlines {
  constructor(private readonly desk: TicketDesk) {}

  async all(ticketId: string): Promise<Deadline[]> {
    const { data, errors } = await this.desk.merchant.as<{ ticket: { deadlines: Deadline[] } }>('AGENT', DEADLINES, { id: ticketId });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.ticket.deadlines;
  }

  /** The last one of this kind. */
  async clock(ticketId: string, kind: string, subject?: string): Promise<Deadline['clock']> {
    const found = (await this.all(ticketId)).filter((one) => one.clock.kind === kind && (subject === undefined || one.clock.subject === subject));
    if (found.length === 0) throw new Error(`no clock ${kind} ${subject ?? ''}`);
    return (found.at(-1) as Deadline).clock;
  }

  /** Lets the merchant's clock run ahead; how many clocks fired. */
  async advance(millis: Millis): Promise<number> {
    const [{ now } = { now: '' }] = await this.desk.app.owner<{ now: string }>(
      `SELECT to_char((clock_timestamp() + clock_offset) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now FROM merchant WHERE id = $1`, [this.desk.merchant.id],
    );
    const { data } = await this.desk.merchant.as<{ advanceTestClock: { fired: number; userErrors: unknown[] } }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired userErrors { code } } }', { to: plus(now, millis) },
    );
    expect(data?.advanceTestClock.userErrors).toEqual([]);
    return data?.advanceTestClock.fired ?? 0;
  }

  /** Publishes rules as the newest version; its public id. */
  async publish(rules: object[]): Promise<string> {
    const { data } = await this.desk.merchant.as<{ publishSlaPolicy: { policy: { id: string } | null; userErrors: unknown[] } }>(
      'ADMIN', 'mutation($input: PublishSlaPolicyInput!) { publishSlaPolicy(input: $input) { policy { id } userErrors { code details } } }', { input: { name: 'spec', rules } },
    );
    expect(data?.publishSlaPolicy.userErrors).toEqual([]);
    return data?.publishSlaPolicy.policy?.id ?? '';
  }
}

/** A time for the whole, which every policy has to set. */
export const RESOLUTION = { target: 'RESOLUTION', seconds: 864_000 };
export const WAITS = [{ reason: 'WAITING_ON_CUSTOMER' }, { reason: 'PLATFORM_INTERVENTION' }];
