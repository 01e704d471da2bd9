import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid, type TicketInput } from '../support/ticket-desk.js';

// The gates every command shares, for each of them: the ticket must be seen, the role must hold, the respondent is barred, the status must fit.

const app = testApp();
let desk: TicketDesk;
let other: string;
let target: string;
let closed: string;
let member: string;
const NOBODY = 'fnd_00000000-0000-7000-8000-000000000000';

const COMMANDS: Readonly<Record<string, () => object>> = {
  takeTicket: () => ({}),
  assignTicket: () => ({ memberId: member }),
  transferTicket: () => ({ memberId: member, reason: 'SHIFT_ENDS', summary: 'All is said.', overrideReason: 'Late' }),
  holdTicket: () => ({ reason: 'OTHER' }),
  resumeTicket: () => ({}),
  classifyTicket: () => ({ severity: 'NORMAL', emotion: 'CALM' }),
  identifyTicket: () => ({}),
  changeTicketKind: () => ({ kind: 'LOGISTICS', reason: 'It is lost', logistics: { subtype: 'LOST', customerSees: '…' } }),
  tagTicket: () => ({ tags: ['tag'] }),
  linkTickets: () => ({ kind: 'SAME_INCIDENT', targetId: target }),
  recordFinding: () => ({ causedByUs: false, fault: 'CARRIER', cause: 'Dropped' }),
  confirmFinding: () => ({ findingId: NOBODY }),
  reportSeverity: () => ({ toMemberId: member, summary: 'Grave' }),
  acknowledgeSeverity: () => ({}),
  extendReceipt: () => ({ days: 3, platformRef: 'P-1' }),
  sendFeedback: () => ({ department: 'WAREHOUSE', text: 'Pack better' }),
  skipStep: () => ({ step: 'APOLOGIZE', reason: 'NOT_CALLED_FOR' }),
  withdrawTicket: () => ({ platformRef: 'P-1' }),
  mergeTicket: () => ({ intoTicketId: target }),
  closeTicket: () => ({}),
  reopenTicket: () => ({ step: 'RESPOND', reason: 'Again' }),
};
const NAMES = Object.keys(COMMANDS);
const OF_THE_ASSIGNEE = NAMES.filter((name) => !['takeTicket', 'assignTicket', 'tagTicket', 'linkTickets', 'reportSeverity', 'confirmFinding', 'acknowledgeSeverity', 'reopenTicket'].includes(name));
const WHILE_OPEN_ONLY = ['transferTicket', 'holdTicket', 'identifyTicket', 'skipStep', 'closeTicket', 'reopenTicket'];

function input(name: string, ticketId: string): TicketInput {
  return { expectedVersion: 1, ...COMMANDS[name]?.(), ticketId };
}

beforeAll(async () => {
  desk = await TicketDesk.open(app);
  other = await (await TicketDesk.open(app, 'Other')).ticket();
  target = await desk.ticket();
  await desk.merchant.member('ADMIN');
  member = encodeId('Member', await desk.merchant.member('AGENT', 'colleague'));
  closed = await desk.ticket();
  await desk.finished(closed);
  await desk.does('AGENT', 'closeTicket', await desk.now(closed));
});

it.each(NAMES)('%s: the ticket of another merchant, an id of another type and no id at all are equally unknown', async (name) => {
  const before = await desk.state(other);
  const answers = await Promise.all([other, encodeId('Shop', uuid(target)), `tkt_${'0'.repeat(36)}`, "tkt_' OR 1=1", ''].map((ticketId) => desk.change('ADMIN', name, input(name, ticketId))));
  for (const answer of answers) {
    expect(answer.ticket).toBeNull();
    expect(answer.userErrors).toEqual([{ code: 'NOT_FOUND', field: 'ticketId', retryable: false, details: null }]);
  }
  expect(await desk.state(other)).toEqual(before);
});

it.each(NAMES)('%s: an auditor writes nothing', async (name) => {
  expect(await desk.refused('AUDITOR', name, input(name, target))).toEqual(['FORBIDDEN']);
});

it.each(NAMES)('%s: a member of another shop neither acts nor sees the ticket', async (name) => {
  const elsewhere = await desk.merchant.anotherShop();
  await desk.merchant.member('ADMIN', `elsewhere ${name}`, { shopUuid: elsewhere });
  const answer = await desk.change(['ADMIN', `elsewhere ${name}`], name, input(name, closed));
  expect(answer).toMatchObject({ ticket: null, userErrors: [{ code: 'NOT_FOUND', field: 'ticketId' }] });
});

it.each(NAMES.filter((name) => name !== 'reopenTicket'))('%s: a closed ticket stays as it is', async (name) => {
  expect(await desk.refused('ADMIN', name, input(name, closed))).toEqual(['TICKET_CLOSED']);
});

it.each(OF_THE_ASSIGNEE)('%s: only the assignee or a leader, and nobody while nobody has it', async (name) => {
  const nobodys = await desk.ticket();
  expect(await desk.refused('AGENT', name, input(name, nobodys))).toEqual(['NOT_ASSIGNEE']);
  await desk.does('AGENT', 'takeTicket', { ticketId: nobodys });
  expect(await desk.refused(['AGENT', 'colleague'], name, input(name, nobodys))).toEqual(['NOT_ASSIGNEE']);
});

it.each(WHILE_OPEN_ONLY)('%s: not while it is on hold', async (name) => {
  const held = await desk.ticket();
  await desk.does('AGENT', 'takeTicket', { ticketId: held });
  await desk.answered(held);
  await desk.does('AGENT', 'holdTicket', { ...(await desk.now(held)), reason: 'OTHER' });
  expect(await desk.refused('AGENT', name, input(name, held))).toEqual(['TICKET_ON_HOLD']);
});

describe('the person complained about', () => {
  let complaint: string;
  beforeAll(async () => {
    const respondent = await desk.merchant.member('ADMIN', 'respondent');
    await desk.merchant.member('ADMIN', 'respondent again', { samePersonAs: respondent });
    complaint = await desk.complaint(encodeId('Member', respondent));
  });

  it.each(NAMES)('%s: barred, whatever the role, and by a second account too', async (name) => {
    expect(await desk.refused(['ADMIN', 'respondent'], name, input(name, complaint))).toEqual(['RESPONDENT_BARRED']);
    expect(await desk.refused(['ADMIN', 'respondent again'], name, input(name, complaint))).toEqual(['RESPONDENT_BARRED']);
  });

  it('is not given the ticket by others, nor told of it as the supervisor', async () => {
    await desk.does('AGENT', 'takeTicket', { ticketId: complaint });
    await desk.does('AGENT', 'classifyTicket', { ticketId: complaint, severity: 'SEVERE', emotion: 'ANGRY' });
    await desk.answered(complaint);
    for (const name of ['respondent', 'respondent again']) {
      const memberId = encodeId('Member', await desk.merchant.member('ADMIN', name));
      expect(await desk.refused('LEADER', 'assignTicket', { ticketId: complaint, memberId })).toEqual(['RESPONDENT_BARRED memberId']);
      const handover = { ...(await desk.now(complaint)), memberId, reason: 'OTHER_SKILL', summary: 'x', overrideReason: 'x' };
      expect(await desk.refused('LEADER', 'transferTicket', handover)).toEqual(['RESPONDENT_BARRED memberId']);
      expect(await desk.refused('AGENT', 'reportSeverity', { ticketId: complaint, toMemberId: memberId, summary: 'x' })).toEqual(['RESPONDENT_BARRED toMemberId']);
    }
  });
});
