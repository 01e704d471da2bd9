import { expect } from '@jest/globals';
import { plus } from '../../src/kernel/instant.js';
import type { TestApp } from './app.js';
import { newKey } from './busy-merchant.js';
import { TicketDesk } from './ticket-desk.js';

export interface Seen {
  readonly taken: boolean;
  readonly ticket: { readonly version: number } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}
export interface Shown {
  readonly nextDueAt: string;
  readonly bindingDeadline: { readonly kind: string; readonly subject: string; readonly dueAt: string; readonly source: string; readonly consequence: string | null } | null;
  readonly externalDeadlines: readonly {
    readonly kind: string; readonly owedBy: string; readonly source: string; readonly state: string; readonly dueAt: string | null; readonly remainingSeconds: number | null;
    readonly endedAt: string | null; readonly consequence: string; readonly observedVersion: string | null; readonly packRow: string | null;
    readonly generation: number; readonly history: readonly { readonly word: string; readonly source: string; readonly dueAt: string | null; readonly version: string | null }[];
  }[];
}

const OBSERVE = 'mutation($input: ObserveExternalDeadlineInput!) { observeExternalDeadline(input: $input) { taken ticket { version } userErrors { code field } } }';

const HAPPENED = 'mutation($input: ObserveExternalEventInput!) { observeExternalEvent(input: $input) { taken ticket { version } userErrors { code field } } }';

/** A request made on the platform. */
export const onPlatform = { source: 'PLATFORM', channel: 'PLATFORM' };

/** A desk whose platform tells of its deadlines by a key. */
export class PlatformDesk {
  private constructor(readonly desk: TicketDesk, private readonly key: string) {}

  static async open(app: TestApp): Promise<PlatformDesk> {
    const desk = await TicketDesk.open(app, 'Deadlines');
    return new PlatformDesk(desk, (await newKey(app, desk.merchant, ['tickets:write', 'tickets:read'])).text);
  }

  async observe(ticketId: string, input: object, by: 'KEY' | 'AGENT' = 'KEY'): Promise<Seen> {
    const call = by === 'KEY' ? { headers: { 'x-api-key': this.key } } : { token: await this.desk.merchant.token('AGENT') };
    const answer = await this.desk.app.gql<{ observeExternalDeadline: Seen }>(OBSERVE, { input: { ticketId, kind: 'ANSWER_REQUEST', ...input } }, call);
    if (!answer.data) throw new Error(JSON.stringify(answer));
    return answer.data.observeExternalDeadline;
  }

  async happened(ticketId: string, input: object): Promise<Seen> {
    const answer = await this.desk.app.gql<{ observeExternalEvent: Seen }>(HAPPENED, { input: { ticketId, ...input } }, { headers: { 'x-api-key': this.key } });
    if (!answer.data) throw new Error(JSON.stringify(answer));
    return answer.data.observeExternalEvent;
  }

  async show(ticketId: string): Promise<Shown> {
    const answer = await this.desk.merchant.as<{ ticket: Shown }>('AGENT', `query($id: ID!) { ticket(id: $id) { nextDueAt bindingDeadline { kind subject dueAt source consequence }
      externalDeadlines { kind owedBy source state dueAt remainingSeconds endedAt consequence observedVersion packRow generation history { word source dueAt consequence version packRow } } } }`, { id: ticketId });
    if (!answer.data) throw new Error(JSON.stringify(answer));
    return answer.data.ticket;
  }

  /** The merchant's own time, to the millisecond. */
  async now(of = this.desk): Promise<string> {
    const [row] = await this.desk.app.owner<{ now: Date }>('SELECT clock_timestamp() + clock_offset AS now FROM merchant WHERE id = $1', [of.merchant.id]);
    return row.now.toISOString();
  }

  async advance(millis: number): Promise<void> {
    const answer = await this.desk.merchant.as<{ advanceTestClock: { userErrors: unknown[] } }>('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code } } }', { to: plus(await this.now(), millis) });
    expect(answer.data?.advanceTestClock.userErrors).toEqual([]);
  }
}
