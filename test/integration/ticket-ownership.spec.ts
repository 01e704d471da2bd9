import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid, type Changed } from '../support/ticket-desk.js';

const app = testApp();
let desk: TicketDesk;
let agent: string;
let colleague: string;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
  agent = encodeId('Member', await desk.merchant.member('AGENT'));
  colleague = encodeId('Member', await desk.merchant.member('AGENT', 'colleague'));
});

async function taken(): Promise<string> {
  const ticketId = await desk.ticket();
  await desk.does('AGENT', 'takeTicket', { ticketId });
  return ticketId;
}

describe('take', () => {
  it('makes the agent the owner, with before and after in the timeline', async () => {
    const ticketId = await desk.ticket();
    expect((await desk.decides('AGENT', 'takeTicket', { ticketId })).ticket?.assignee).toEqual({ id: agent });
    const [event] = await desk.events(ticketId, 'ticket.assigned');
    expect(event).toMatchObject({ data: { memberId: uuid(agent), teamId: null }, changes: { assigneeId: [null, uuid(agent)] }, subject_version: 2, cause: 'TAKE' });
  });

  it('is refused to the owner and to other agents; a leader takes it over', async () => {
    const ticketId = await taken();
    expect(await desk.refused('AGENT', 'takeTicket', { ticketId })).toEqual(['NOTHING_TO_DO']);
    expect(await desk.refused(['AGENT', 'colleague'], 'takeTicket', { ticketId })).toEqual(['NOT_ASSIGNEE']);
    await desk.does('LEADER', 'takeTicket', { ticketId });
    expect((await desk.events(ticketId, 'ticket.assigned'))[1]?.changes).toEqual({ assigneeId: [uuid(agent), await desk.merchant.member('LEADER')] });
  });

  it('under one key twice is once', async () => {
    const ticketId = await desk.ticket();
    const input = { ticketId, idempotencyKey: 'take-1' };
    const answers = [await desk.does('AGENT', 'takeTicket', input), await desk.does('AGENT', 'takeTicket', input)];
    expect(answers[0]).toEqual(answers[1]);
    expect(await desk.events(ticketId, 'ticket.assigned')).toHaveLength(1);
    const reused = { ticketId: await desk.ticket(), idempotencyKey: 'take-1' };
    expect(await desk.refused('AGENT', 'takeTicket', reused)).toEqual(['IDEMPOTENCY_KEY_REUSED idempotencyKey']);
  });
});

describe('assign', () => {
  it('gives it to a member, to a team, and back to the queue', async () => {
    const ticketId = await desk.ticket();
    const teamId = await desk.merchant.team();
    await desk.decides('LEADER', 'assignTicket', { ticketId, memberId: colleague });
    await desk.does('LEADER', 'assignTicket', { ticketId, memberId: colleague, teamId });
    await desk.does('LEADER', 'assignTicket', { ticketId });
    expect((await desk.events(ticketId, 'ticket.assigned')).map((event) => event.changes)).toEqual([
      { assigneeId: [null, uuid(colleague)] }, { teamId: [null, uuid(teamId)] }, { assigneeId: [uuid(colleague), null] },
    ]);
    expect(await desk.row(ticketId)).toMatchObject({ assignee_id: null, team_id: uuid(teamId) });
  });

  it.each<[string, () => Promise<object>, string]>([
    ['where it is already', () => Promise.resolve({ memberId: null }), 'NOTHING_TO_DO memberId'],
    ['to nobody known', () => Promise.resolve({ memberId: 'mem_00000000-0000-7000-8000-000000000000' }), 'NOT_FOUND memberId'],
    ['to an id of another type', async () => ({ memberId: await desk.ticket() }), 'NOT_FOUND memberId'],
    ['to another merchant\'s member', async () => ({ memberId: encodeId('Member', await (await TicketDesk.open(app)).merchant.member('AGENT')) }), 'NOT_FOUND memberId'],
    ['to an auditor', async () => ({ memberId: encodeId('Member', await desk.merchant.member('AUDITOR')) }), 'INVALID_INPUT memberId'],
    ['to an agent of another shop', async () => ({
      memberId: encodeId('Member', await desk.merchant.member('AGENT', 'abroad', { shopUuid: await desk.merchant.anotherShop() })),
    }), 'INVALID_INPUT memberId'],
    ['to a team of another shop', async () => ({ memberId: null, teamId: await desk.merchant.team(await desk.merchant.anotherShop()) }), 'NOT_FOUND teamId'],
  ])('%s is refused', async (_name, owner, refusal) => {
    expect(await desk.refused('LEADER', 'assignTicket', { ticketId: await desk.ticket(), ...(await owner()) })).toEqual([refusal]);
  });

  it('to somebody who was disabled is refused, and so is an agent who assigns', async () => {
    const gone = await desk.merchant.member('AGENT', 'gone');
    await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [gone]);
    const ticketId = await desk.ticket();
    expect(await desk.refused('LEADER', 'assignTicket', { ticketId, memberId: encodeId('Member', gone) })).toEqual(['NOT_FOUND memberId']);
    expect(await desk.refused('AGENT', 'assignTicket', { ticketId, memberId: colleague })).toEqual(['FORBIDDEN']);
  });
});

describe('transfer', () => {
  const handover = { reason: 'OTHER_SKILL', summary: '顾客想换成蓝色。' };

  it('goes with the customer\'s consent, and the next one knows what was said', async () => {
    const ticketId = await taken();
    const consentMessageId = await desk.customerSays(ticketId);
    await desk.decides('AGENT', 'transferTicket', { ticketId, memberId: colleague, consentMessageId, ...handover });
    const [event] = await desk.events(ticketId, 'ticket.transferred');
    expect(event).toMatchObject({
      data: { reason: 'OTHER_SKILL', fromMemberId: uuid(agent), toMemberId: uuid(colleague), consentMessageId: uuid(consentMessageId), overridden: false },
      changes: { assigneeId: [uuid(agent), uuid(colleague)] },
    });
    const notes = await app.owner(`SELECT body, visibility FROM message WHERE ticket_id = $1 AND author_kind = 'AGENT'`, [uuid(ticketId)]);
    expect(notes).toEqual([{ body: '顾客想换成蓝色。', visibility: 'INTERNAL' }]);
    expect(JSON.stringify(await desk.events(ticketId))).not.toContain('蓝色');
  });

  it('without consent takes a leader and a reason', async () => {
    const ticketId = await taken();
    const input = { ...(await desk.now(ticketId)), memberId: colleague, ...handover };
    expect(await desk.refused('AGENT', 'transferTicket', input)).toEqual(['EVIDENCE_MISSING consentMessageId']);
    expect(await desk.refused('AGENT', 'transferTicket', { ...input, overrideReason: 'I must go' })).toEqual(['FORBIDDEN']);
    expect(await desk.refused('LEADER', 'transferTicket', { ...input, overrideReason: ' ' })).toEqual(['INVALID_INPUT overrideReason']);
    await desk.does('LEADER', 'transferTicket', { ...input, overrideReason: 'The shift ends' });
    expect((await desk.events(ticketId, 'ticket.transferred'))[0]?.data).toMatchObject({ overridden: true, consentMessageId: null });
  });

  it.each<[string, (ticketId: string) => Promise<object>, string]>([
    ['another ticket\'s message as consent', async () => ({ consentMessageId: await desk.customerSays(await desk.ticket()) }), 'EVIDENCE_MISSING consentMessageId'],
    ['an empty summary', async (id) => ({ consentMessageId: await desk.customerSays(id), summary: ' ' }), 'INVALID_INPUT summary'],
    ['a huge summary', async (id) => ({ consentMessageId: await desk.customerSays(id), summary: 'x'.repeat(2_001) }), 'INVALID_INPUT summary'],
    ['to the owner', async (id) => ({ consentMessageId: await desk.customerSays(id), memberId: agent }), 'INVALID_INPUT memberId'],
    ['to nobody and no team', async (id) => ({ consentMessageId: await desk.customerSays(id), memberId: null }), 'INVALID_INPUT memberId'],
  ])('is refused: %s', async (_name, more, refusal) => {
    const ticketId = await taken();
    const given = await more(ticketId);
    expect(await desk.refused('AGENT', 'transferTicket', { ...(await desk.now(ticketId)), memberId: colleague, ...handover, ...given })).toEqual([refusal]);
  });
});

describe('bulk assign', () => {
  const BULK = `mutation($input: BulkAssignTicketsInput!) { bulkAssignTickets(input: $input) {
    results { ticketId ticket { id version assignee { id } } userErrors { code field } } userErrors { code field } } }`;
  interface Bulk {
    bulkAssignTickets: { results: (Changed & { ticketId: string })[]; userErrors: { code: string; field: string }[] };
  }
  async function bulk(role: 'AGENT' | 'LEADER', ticketIds: string[]): Promise<Bulk['bulkAssignTickets']> {
    const { data } = await desk.merchant.as<Bulk>(role, BULK, { input: { ticketIds, memberId: colleague } });
    if (!data) throw new Error('no answer');
    return data.bulkAssignTickets;
  }

  it('answers each by the gates of one, and one bad id does not stop the others', async () => {
    const [free, theirs, closed, other] = [await desk.ticket(), await desk.ticket(), await desk.ticket(), await (await TicketDesk.open(app)).ticket()];
    await desk.does(['AGENT', 'colleague'], 'takeTicket', { ticketId: theirs });
    await desk.finished(closed);
    await desk.does('AGENT', 'closeTicket', await desk.now(closed));
    const { results, userErrors } = await bulk('LEADER', [other, free, 'nonsense', theirs, closed, free]);
    expect(userErrors).toEqual([]);
    expect(results.map((result) => [result.ticketId, result.ticket?.version ?? null, result.userErrors.map((error) => error.code)])).toEqual([
      [other, null, ['NOT_FOUND']],
      [free, 2, []],
      ['nonsense', null, ['NOT_FOUND']],
      [theirs, 2, ['NOTHING_TO_DO']],
      [closed, await desk.version(closed), ['TICKET_CLOSED']],
    ]);
    expect(await desk.events(free, 'ticket.assigned')).toHaveLength(1);
  });

  it('of none, of 101, or by an agent is refused as a whole', async () => {
    const ticketId = await desk.ticket();
    const before = await desk.state(ticketId);
    expect(await bulk('LEADER', [])).toMatchObject({ results: [], userErrors: [{ code: 'INVALID_INPUT' }] });
    expect(await bulk('LEADER', [ticketId, ...Array.from({ length: 100 }, (_, at) => `tkt_${at}`)])).toMatchObject({ results: [], userErrors: [{ code: 'INVALID_INPUT' }] });
    expect(await bulk('AGENT', [ticketId])).toMatchObject({ results: [], userErrors: [{ code: 'FORBIDDEN' }] });
    expect(await desk.state(ticketId)).toEqual(before);
  });
});
