import { beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { times } from '../support/at-once.js';
import { TicketDesk, uuid, type Changed, type TicketInput } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
const AGENTS = Array.from({ length: 20 }, (_, at) => `agent ${at}`);
beforeAll(async () => {
  desk = await TicketDesk.open(app);
  for (const name of AGENTS) await desk.merchant.member('AGENT', name);
  for (const role of ['AGENT', 'LEADER', 'SUPERVISOR'] as const) await desk.merchant.member(role);
});

function codes(answers: readonly Changed[]): string[] {
  return answers.flatMap((answer) => answer.userErrors.map(({ code }) => code));
}

it('20 agents take one ticket at once: one has it', async () => {
  const ticketId = await desk.ticket();
  const answers = await Promise.all(AGENTS.map((name) => desk.change(['AGENT', name], 'takeTicket', { ticketId })));
  const [winner, ...others] = answers.filter((answer) => answer.userErrors.length === 0);
  expect(others).toEqual([]);
  expect(codes(answers)).toEqual(Array.from({ length: 19 }, () => 'NOT_ASSIGNEE'));
  expect(await desk.row(ticketId)).toMatchObject({ assignee_id: uuid(String(winner?.ticket?.assignee?.id)), version: 2 });
  expect(await desk.events(ticketId, 'ticket.assigned')).toHaveLength(1);
});

it('two close with the same version: one does, the other meets it closed', async () => {
  const ticketId = await desk.ticket();
  await desk.finished(ticketId);
  const input = await desk.now(ticketId);
  const answers = await Promise.all((['AGENT', 'LEADER'] as const).map((role) => desk.change(role, 'closeTicket', input)));
  expect(codes(answers)).toEqual(['TICKET_CLOSED']);
  expect(answers.map((answer) => answer.ticket?.status)).toEqual(['CLOSED', 'CLOSED']);
  expect(await desk.events(ticketId, 'ticket.closed')).toHaveLength(1);
});

it('ten classify with the same version: one does, nine get the conflict with the version as it stands', async () => {
  const ticketId = await desk.ticket();
  await desk.does('AGENT', 'takeTicket', { ticketId });
  const input = { ...(await desk.now(ticketId)), severity: 'MINOR', emotion: 'UPSET' };
  const answers = await Promise.all(Array.from({ length: 10 }, () => desk.change('AGENT', 'classifyTicket', input)));
  expect(codes(answers)).toEqual(Array.from({ length: 9 }, () => 'VERSION_CONFLICT'));
  for (const { userErrors, ticket } of answers) {
    expect(ticket?.version).toBe(input.expectedVersion + 1);
    for (const { details } of userErrors) expect(details).toEqual({ currentVersion: input.expectedVersion + 1 });
  }
});

it('two merged into each other at once: exactly one is', async () => {
  for (let round = 0; round < 5; round++) {
    const { customerId } = await desk.merchant.order();
    const pair = [await desk.complaint(null, { customerId }), await desk.complaint(null, { customerId })] as const;
    const inputs = await Promise.all(([[0, 1], [1, 0]] as const).map(async ([from, into]) => ({ ...(await desk.now(pair[from])), intoTicketId: pair[into] })));
    for (const ticketId of pair) await desk.does('AGENT', 'takeTicket', { ticketId });
    const answers = await Promise.all(inputs.map((input) => desk.change('AGENT', 'mergeTicket', { ...input, expectedVersion: 2 })));
    const refused = answers.flatMap((answer) => answer.userErrors);
    expect(refused).toHaveLength(1);
    expect(['TICKET_CLOSED', 'BUSY']).toContain(refused[0]?.code);
    const rows = await Promise.all(pair.map((ticketId) => desk.row<{ status: string }>(ticketId)));
    expect(rows.map(({ status }) => status).sort()).toEqual(['CLOSED', 'OPEN']);
  }
});

it('50 commands of all sorts at once: every accepted one is one version, and events stand in their order', async () => {
  const ticketId = await desk.ticket();
  await desk.does('AGENT', 'takeTicket', { ticketId });
  await desk.answered(ticketId);
  const began = await desk.version(ticketId);
  const target = await desk.ticket();
  const leader = encodeId('Member', await desk.merchant.member('LEADER'));
  const sorts: ((at: number) => Promise<Changed>)[] = [
    (at) => desk.change('LEADER', 'tagTicket', { ticketId, tags: [`t${at}`] }),
    () => desk.change('LEADER', 'classifyTicket', { ticketId, severity: 'NORMAL', emotion: 'UPSET' }),
    () => desk.change('LEADER', 'linkTickets', { ticketId, kind: 'SAME_INCIDENT', targetId: target }),
    () => desk.change('LEADER', 'assignTicket', { ticketId, memberId: leader }),
    () => desk.change('LEADER', 'holdTicket', { ticketId, expectedVersion: began, reason: 'OTHER' }),
  ];
  const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => (sorts[at % sorts.length])(at)));
  const taken = answers.filter((answer) => answer.userErrors.length === 0);
  // The same link again is that link: it is accepted and changes nothing, so it answers a version that another command made.
  const seen = new Set<number | undefined>();
  const accepted = taken.filter(({ ticket }) => !seen.has(ticket?.version) && seen.add(ticket?.version));
  expect(new Set(codes(answers)).size).toBeGreaterThan(0);
  expect(accepted.length).toBeGreaterThan(20);
  expect(taken.length - accepted.length).toBeLessThan(10);
  expect(await desk.version(ticketId)).toBe(began + accepted.length);
  const versions = (await desk.events(ticketId)).map((event) => event.subject_version);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(new Set(versions).size).toBe(await desk.version(ticketId));
});

it('another kind: the same call twice under one key is one change, and so are fifty at once with one version', async () => {
  const complaint = async (ticketId: string): Promise<TicketInput & { expectedVersion: number }> => (
    { ...(await desk.now(ticketId)), kind: 'COMPLAINT', reason: '顾客其实是在投诉', complaint: { type: 'SERVICE_ATTITUDE', origin: 'CUSTOMER', demand: '要求道歉' } }
  );
  const keyed = await desk.taken(desk.logistics());
  const input = { ...(await complaint(keyed)), idempotencyKey: uuidv7() };
  for (let call = 0; call < 2; call += 1) await desk.does('AGENT', 'changeTicketKind', input);
  expect(await desk.events(keyed, 'ticket.converted')).toHaveLength(1);

  const ticketId = await desk.taken(desk.logistics());
  const same = await complaint(ticketId);
  const answers = await Promise.all(times(50, () => desk.change('AGENT', 'changeTicketKind', same)));
  const refusals = codes(answers);
  expect(refusals).toHaveLength(49);
  expect(refusals.filter((code) => !['VERSION_CONFLICT', 'BUSY'].includes(code))).toEqual([]);
  expect([await desk.events(ticketId, 'ticket.converted'), await desk.version(ticketId)]).toMatchObject([[{}], same.expectedVersion + 1]);
});
