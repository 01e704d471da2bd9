import { isDeepStrictEqual } from 'node:util';
import type { DemoRole } from '../../src/demo/credentials.js';
import type { Instant } from '../../src/kernel/instant.js';
import { plus } from '../../src/kernel/instant.js';

/** Calls the API as one of the demo merchant's people. */
export type Call = (role: DemoRole, query: string, variables: object) => Promise<Record<string, unknown>>;

interface Step {
  readonly step: string;
  readonly status: string;
  readonly missing: readonly { readonly code: string; readonly message: string }[];
}

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly currentStep: string | null;
  readonly updatedAt: Instant;
  readonly steps: readonly Step[];
}

type Answer = { readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string | null }[]; readonly ticket: Ticket | null }
  & Record<string, unknown>;

const TICKET = 'userErrors { code message field } ticket { id number version status currentStep updatedAt steps { step status missing { code message } } }';

/** What the story expected and what came instead. The first difference ends it. */
export class Difference extends Error {}

/** One dispute as it is played: every act goes to the server, is told in the transcript, and is held against what was expected. */
export class Stage {
  private ticket: Ticket | null = null;
  private readonly done = new Set<string>();

  constructor(private readonly call: Call, private readonly print: (line: string) => void) {}

  /** The merchant's present instant, as the last answer told it. */
  get now(): Instant {
    return this.present.updatedAt;
  }

  get ticketId(): string {
    return this.present.id;
  }

  get number(): string {
    return this.present.number;
  }

  in(milliseconds: number): Instant {
    return plus(this.now, milliseconds);
  }

  /** The day an instant falls on in the shop's zone, as the product's messages write it: 2026-11-25. */
  day(instant: Instant, timeZone: string): string {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
  }

  heading(text: string): void {
    this.print(`\n=== ${text} ===`);
  }

  say(text: string): void {
    this.print(text);
  }

  /** Carries out a mutation of the ticket. `selects`: more fields of its payload. `seen`: what the customer saw of it. */
  async act(role: DemoRole, told: string, mutation: string, input: Record<string, unknown>, selects = '', seen?: string): Promise<Answer> {
    const answer = await this.ask(role, mutation, this.complete(mutation, input), selects);
    if (answer.userErrors.length > 0) throw new Difference(`${role}: ${told}: refused with ${JSON.stringify(answer.userErrors)}`);
    this.print(`\n${role.toUpperCase()}: ${told}`);
    if (seen !== undefined) this.print(`  the customer saw: “${seen.replaceAll('\n', ' ')}”`);
    this.take(answer);
    return answer;
  }

  /** The customer writes. */
  async customer(text: string, channel = 'CHAT'): Promise<string> {
    const answer = await this.ask('agent', 'receiveMessage', { ticketId: this.ticketId, channel, body: text }, 'message { id }');
    if (answer.userErrors.length > 0) throw new Difference(`the customer's message was refused: ${JSON.stringify(answer.userErrors)}`);
    this.print(`\nCUSTOMER: “${text}”`);
    this.take(answer);
    return idIn(answer, 'message');
  }

  /** An act that must be refused, with this code, and change nothing. */
  async refused(role: DemoRole, told: string, mutation: string, input: Record<string, unknown>, code: string): Promise<void> {
    const before = this.present.version;
    const answer = await this.ask(role, mutation, this.complete(mutation, input), '');
    const codes = answer.userErrors.map((error) => error.code);
    this.expect(`${role}: ${told}: the refusal`, codes, [code]);
    this.expect('the version after a refusal', answer.ticket?.version ?? before, before);
    this.print(`\n${role.toUpperCase()} tries to ${told} -> refused: ${answer.userErrors[0]?.message ?? code} (${code})`);
  }

  /** Agrees to what waits for this person's approval on the ticket. */
  async approve(role: DemoRole, told: string, reason: string): Promise<void> {
    const asked = await this.call(role, 'query Mine { approvals(filter: { mine: true }, first: 50) { edges { node { id version ticketId exceeded { limit by } } } } }', {});
    const { edges } = asked['approvals'] as { edges: { node: { id: string; version: number; ticketId: string; exceeded: { limit: string; by: string }[] } }[] };
    const node = edges.find((edge) => edge.node.ticketId === this.ticketId)?.node;
    if (!node) throw new Difference(`${role}: ${told}: nothing waits for ${role} on this ticket`);
    const answer = await this.ask(role, 'decideApproval', { requestId: node.id, expectedVersion: node.version, decision: 'APPROVE', reason }, '');
    if (answer.userErrors.length > 0) throw new Difference(`${role}: ${told}: refused with ${JSON.stringify(answer.userErrors)}`);
    this.print(`\n${role.toUpperCase()}: ${told}\n  beyond the agent’s own authority: ${node.exceeded.map(({ limit, by }) => `${limit} by ${by}`).join(', ')}`);
    this.take(answer);
  }

  /** Which step is at work, and what it still lacks. */
  at(step: string | null, ...missing: string[]): void {
    const { currentStep, steps } = this.present;
    this.expect('the current step', currentStep, step);
    const lacking = steps.find((candidate) => candidate.step === step)?.missing.map(({ code }) => code) ?? [];
    this.expect(`what ${step ?? 'nothing'} still lacks`, lacking, missing);
  }

  expectStatus(step: string, status: string): void {
    this.expect(`the status of ${step}`, this.present.steps.find((candidate) => candidate.step === step)?.status, status);
  }

  expect(what: string, found: unknown, expected: unknown): void {
    if (!isDeepStrictEqual(found, expected)) {
      throw new Difference(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
    }
  }

  /** What of this kind was not met in time. */
  async missed(kind: string): Promise<string[]> {
    const data = await this.call('agent', 'query Missed($id: ID!) { ticket(id: $id) { clocks(all: true) { kind subject state } } }', { id: this.ticketId });
    const { clocks } = data['ticket'] as { clocks: { kind: string; subject: string; state: string }[] };
    return clocks.filter((clock) => clock.kind === kind && clock.state === 'BREACHED').map(({ subject }) => subject);
  }

  /** Moves the sandbox merchant's clock, and tells how many warnings and deadlines there were on the way. */
  async wait(told: string, milliseconds: number): Promise<void> {
    const to = this.in(milliseconds);
    const data = await this.call('admin', 'mutation Wait($to: DateTime!) { advanceTestClock(to: $to) { userErrors { code message } fired } }', { to });
    const { userErrors, fired } = data['advanceTestClock'] as { userErrors: unknown[]; fired: number };
    this.expect('the errors of the clock', userErrors, []);
    this.print(`\n... ${told} (warnings and missed deadlines on the way: ${fired}) ...`);
    await this.look();
  }

  /** Asks for the ticket again, as the agent sees it. */
  async look(): Promise<void> {
    const data = await this.call('agent', `query Look($id: ID!) { ticket(id: $id) { id number version status currentStep updatedAt steps { step status missing { code message } } } }`, {
      id: this.ticketId,
    });
    this.take({ userErrors: [], ticket: data['ticket'] as Ticket });
  }

  private get present(): Ticket {
    if (!this.ticket) throw new Error('the story has no ticket yet');
    return this.ticket;
  }

  private complete(mutation: string, input: Record<string, unknown>): Record<string, unknown> {
    if (mutation === 'openTicket') return input;
    return { ticketId: this.ticketId, expectedVersion: this.present.version, ...input };
  }

  private async ask(role: DemoRole, mutation: string, input: object, selects: string): Promise<Answer> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const data = await this.call(role, `mutation Act($input: ${type}!) { ${mutation}(input: $input) { ${TICKET} ${selects} } }`, { input });
    return data[mutation] as Answer;
  }

  private take({ ticket }: Pick<Answer, 'userErrors' | 'ticket'>): void {
    if (!ticket) throw new Difference('the answer brought no ticket');
    this.ticket = ticket;
    for (const { step, status } of ticket.steps) {
      if (this.done.has(step) || !['DONE', 'SKIPPED', 'WAIVED'].includes(status)) continue;
      this.done.add(step);
      this.print(`  -> ${step} ${status}`);
    }
    const current = ticket.steps.find((candidate) => candidate.step === ticket.currentStep);
    if (current && current.missing.length > 0) {
      this.print(`     ${current.step} still needs: ${current.missing.map(({ code, message }) => `${code} (${message})`).join('; ')}`);
    }
    if (!current && ticket.status !== 'CLOSED') this.print('     all seven steps are over');
  }
}

/** The id of the object a payload brought under this name. */
export function idIn(answer: Record<string, unknown>, name: string): string {
  const object = answer[name] as { id?: string } | null;
  if (!object?.id) throw new Difference(`the answer brought no ${name}`);
  return object.id;
}
