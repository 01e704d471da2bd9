import { encodeId } from '../../src/kernel/ids.js';
import { plus } from '../../src/kernel/instant.js';
import { DEFAULT_RULES } from '../../src/escalation/index.js';
import { FallDue } from '../../src/tickets/due/fall-due.js';
import { TicketLoops } from '../../src/tickets/due/ticket-loops.js';
import type { Database } from '../../src/platform/database/database.js';
import { WORKER_DATABASE } from '../../src/platform/database/worker-database.js';
import { LOG, type Log } from '../../src/platform/runtime/log.js';
import { Loops } from '../../src/platform/runtime/loops.js';
import type { TestApp } from './app.js';
import type { MemberRole } from './merchant.js';
import { TicketDesk, uuid } from './ticket-desk.js';

/** Titles and actions as rules of a test have them. */
export const title = { en: 'Look here', zh: '请查看' };
export const tell = (role: string, hold = false): object => ({ type: 'NOTIFY', to: { type: 'ROLE', role }, ...(hold ? { hold } : {}) });
/** A rule about the three minutes for a first answer. */
export const answer = (levels: object[], more: object = {}): object => ({ key: 'answer', title, trigger: { on: 'CLOCK_BREACHED', kinds: ['FIRST_RESPONSE'] }, levels, ...more });
/** The leader at the due time, the supervisor ten minutes later. */
export const TWO = [{ afterMinutes: 0, actions: [tell('LEADER')] }, { afterMinutes: 10, actions: [tell('SUPERVISOR')] }];

export interface Told {
  readonly id: string;
  readonly ticketId: string;
  readonly rule: string;
  readonly level: number;
  readonly times: number;
  readonly readAt: string | null;
  readonly acknowledgedAt: string | null;
}

interface Problem {
  readonly path: string;
  readonly code: string;
}

export interface AbsenceSet {
  readonly absence: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
}

/** A merchant whose rules are published over HTTP, and what they do. */
export class EscalationDesk {
  protected constructor(readonly app: TestApp, readonly tickets: TicketDesk) {}

  static async open(app: TestApp, rules: readonly object[] | null, options?: { sandbox?: boolean }): Promise<EscalationDesk> {
    const desk = new EscalationDesk(app, await TicketDesk.open(app, 'Escalating', options));
    for (const role of ['AGENT', 'LEADER', 'SUPERVISOR', 'ADMIN'] as const) await desk.tickets.merchant.member(role);
    if (rules) await desk.publishes({ rules });
    return desk;
  }

  static defaults(app: TestApp, options?: { sandbox?: boolean }): Promise<EscalationDesk> {
    return EscalationDesk.open(app, DEFAULT_RULES.rules, options);
  }

  async publish(body: object): Promise<{ version: number | null; codes: string[]; problems: Problem[] }> {
    const { data } = await this.tickets.merchant.as<{ publishEscalationRules: { rules: { version: number } | null; userErrors: { code: string; details: { problems?: Problem[] } | null }[] } }>(
      'ADMIN', 'mutation($i: PublishEscalationRulesInput!) { publishEscalationRules(input: $i) { rules { version } userErrors { code details } } }', { i: { name: 'rules', body } },
    );
    const { rules, userErrors } = data?.publishEscalationRules ?? { rules: null, userErrors: [] };
    const problems = (userErrors[0]?.details?.problems ?? []).map(({ path, code }) => ({ path, code }));
    return { version: rules?.version ?? null, codes: userErrors.map(({ code }) => code), problems };
  }

  async publishes(body: object): Promise<number> {
    const { version, problems, codes } = await this.publish(body);
    if (version === null) throw new Error(JSON.stringify({ codes, problems }));
    return version;
  }

  /** Publishes rules of targets as the newest policy. */
  async policy(rules: readonly object[]): Promise<void> {
    const { data, errors } = await this.tickets.merchant.as<{ publishSlaPolicy: { userErrors: object[] } }>(
      'ADMIN', 'mutation($i: PublishSlaPolicyInput!) { publishSlaPolicy(input: $i) { userErrors { code details } } }', { i: { name: 'spec', rules } },
    );
    if (data?.publishSlaPolicy.userErrors.length !== 0) throw new Error(JSON.stringify({ data, errors }));
  }

  /** What a member was told, newest first. */
  async told(role: MemberRole, name: string = role): Promise<Told[]> {
    const answer = await this.app.gql<{ me: { notifications: { edges: { node: Told }[] } } }>(
      '{ me { notifications(first: 100) { edges { node { id ticketId rule level times readAt acknowledgedAt } } } } }', {}, { token: await this.tickets.merchant.token(role, name) },
    );
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data.me.notifications.edges.map(({ node }) => node);
  }

  /** The same in short: `rule level`, with ` x2` where it stands for two reasons. */
  async heard(role: MemberRole, name: string = role): Promise<string[]> {
    return (await this.told(role, name)).map(({ rule, level, times }) => `${rule} ${level}${times > 1 ? ` x${times}` : ''}`);
  }

  /** Whoever asks sets when a member is away. */
  async outOfOffice(role: MemberRole, input: object): Promise<AbsenceSet> {
    const { data, errors } = await this.tickets.merchant.as<{ setOutOfOffice: AbsenceSet }>(
      role, 'mutation($i: SetOutOfOfficeInput!) { setOutOfOffice(input: $i) { absence { id } userErrors { code field details } } }', { i: input },
    );
    if (!data) throw new Error(JSON.stringify(errors));
    return data.setOutOfOffice;
  }

  async chains(ticketId: string): Promise<{ rule: string; state: string; level: number }[]> {
    return this.app.owner('SELECT rule, state, level::int FROM escalation WHERE ticket_id = $1 ORDER BY id', [uuid(ticketId)]);
  }

  /** Every level that fired on the ticket, `rule level`. */
  async fired(ticketId: string): Promise<string[]> {
    const rows = await this.app.owner<{ rule: string; level: number }>('SELECT rule, level FROM escalation_level WHERE ticket_id = $1 ORDER BY fired_at, due_at, level', [uuid(ticketId)]);
    return rows.map(({ rule, level }) => `${rule} ${level}`);
  }

  async member(role: MemberRole, name: string = role): Promise<string> {
    return encodeId('Member', await this.tickets.merchant.member(role, name));
  }

  /** The merchant's time. */
  async now(): Promise<string> {
    const [row] = await this.app.owner<{ now: Date }>('SELECT clock_timestamp() + clock_offset AS now FROM merchant WHERE id = $1', [this.tickets.merchant.id]);
    return new Date(Number(row?.now)).toISOString();
  }

  /** Moves the sandbox's clock by so many milliseconds from where it stands, letting fall due what is due. */
  async passes(millis: number): Promise<void> {
    const to = plus(await this.now(), millis);
    const { data, errors } = await this.tickets.merchant.as<{ advanceTestClock: { userErrors: object[] } }>(
      'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code message } } }', { to },
    );
    if (data?.advanceTestClock.userErrors.length !== 0) throw new Error(JSON.stringify({ data, errors }));
  }

  /** A worker of its own on the same database, as another process would be. */
  worker(): TicketLoops {
    const get = <T>(token: symbol | (abstract new (...args: never[]) => T)): T => this.app.nest.get<T>(token, { strict: false });
    return new TicketLoops(get(Loops), get(FallDue), get<Database>(WORKER_DATABASE), get<Log>(LOG));
  }
}
