import { beforeAll, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { testApp } from '../support/app.js';
import { TicketDesk, uuid } from '../support/ticket-desk.js';

// Findings, severe cases, the order's automatic receipt, feedback.

const app = testApp();
let desk: TicketDesk;
beforeAll(async () => {
  desk = await TicketDesk.open(app);
});

async function heard(ticket = desk.ticket()): Promise<string> {
  const ticketId = await ticket;
  await desk.heard(ticketId);
  return ticketId;
}

const OURS = { causedByUs: true, misuse: false, fault: 'WAREHOUSE', cause: '打包时漏检', correctiveAction: '出库前双人核对' };

describe('record a finding', () => {
  it('provisional from an agent, beside what the customer stated', async () => {
    const ticketId = await heard();
    const { findingId } = await desk.decides('AGENT', 'recordFinding', { ticketId, ...OURS, verifiedReasonCode: 'WRONG_ITEM' });
    expect((await desk.events(ticketId, 'finding.recorded'))[0]).toMatchObject({
      data: { findingId: uuid(String(findingId)), causedByUs: true, misuse: false, fault: 'WAREHOUSE', liability: 'PROVISIONAL', correctiveAction: true },
      changes: { verifiedReasonCode: [null, 'WRONG_ITEM'] },
    });
    expect(await desk.row(ticketId)).toMatchObject({ stated_reason_code: 'DEFECTIVE', verified_reason_code: 'WRONG_ITEM' });
    expect(JSON.stringify(await desk.events(ticketId))).not.toContain('漏检');
  });

  it('confirmed from a supervisor', async () => {
    const ticketId = await heard();
    await desk.does('SUPERVISOR', 'recordFinding', { ...(await desk.now(ticketId)), ...OURS });
    expect(await app.owner('SELECT liability, confirmed_by FROM finding WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([
      { liability: 'CONFIRMED', confirmed_by: await desk.merchant.member('SUPERVISOR') },
    ]);
  });

  it('under one key twice is one finding', async () => {
    const ticketId = await heard();
    const input = { ...(await desk.now(ticketId)), ...OURS, idempotencyKey: 'finding-1' };
    const [first, again] = [await desk.does('AGENT', 'recordFinding', input), await desk.does('AGENT', 'recordFinding', input)];
    expect(again.findingId).toBe(first.findingId);
    expect(await app.owner('SELECT count(*)::int AS n FROM finding WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ n: 1 }]);
  });

  it.each<[string, object, string]>([
    ['ours, but not whether misused', { misuse: null }, 'INVALID_INPUT misuse'],
    ['not ours, yet misused', { causedByUs: false, misuse: true, fault: 'CARRIER' }, 'INVALID_INPUT misuse'],
    ['ours, yet the carrier\'s', { fault: 'CARRIER' }, 'INVALID_INPUT fault'],
    ['misused, yet the warehouse\'s', { misuse: true }, 'INVALID_INPUT fault'],
    ['not ours, yet the warehouse\'s', { causedByUs: false, misuse: null }, 'INVALID_INPUT fault'],
    ['shares of 99', { shares: [{ fault: 'WAREHOUSE', percent: 60 }, { fault: 'CARRIER', percent: 39 }] }, 'INVALID_INPUT shares'],
    ['a share of 0', { shares: [{ fault: 'WAREHOUSE', percent: 100 }, { fault: 'CARRIER', percent: 0 }] }, 'INVALID_INPUT shares.1.percent'],
    ['a negative share', { shares: [{ fault: 'WAREHOUSE', percent: 120 }, { fault: 'CARRIER', percent: -20 }] }, 'INVALID_INPUT shares.0.percent'],
    ['shares without the main side', { shares: [{ fault: 'CARRIER', percent: 100 }] }, 'INVALID_INPUT shares'],
    ['no cause', { cause: ' ' }, 'INVALID_INPUT cause'],
    ['a huge cause', { cause: 'x'.repeat(2_001) }, 'INVALID_INPUT cause'],
    ['an unknown reason', { verifiedReasonCode: 'NO_SUCH' }, 'INVALID_INPUT verifiedReasonCode'],
  ])('is refused: %s', async (_name, more, refusal) => {
    const ticketId = await heard();
    expect(await desk.refused('AGENT', 'recordFinding', { ...(await desk.now(ticketId)), ...OURS, ...more })).toEqual([refusal]);
  });

  it('before the customer was heard is refused', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    expect(await desk.refused('AGENT', 'recordFinding', { ...(await desk.now(ticketId)), ...OURS })).toEqual(['EVIDENCE_MISSING']);
  });
});

describe('confirm a finding', () => {
  it('is a supervisor\'s, once, and of the one that holds', async () => {
    const ticketId = await heard();
    const nothing = { ...(await desk.now(ticketId)), findingId: 'fnd_00000000-0000-7000-8000-000000000000' };
    expect(await desk.refused('SUPERVISOR', 'confirmFinding', nothing)).toEqual(['EVIDENCE_MISSING']);
    const first = await desk.does('AGENT', 'recordFinding', { ...(await desk.now(ticketId)), ...OURS });
    const second = await desk.does('AGENT', 'recordFinding', { ...(await desk.now(ticketId)), causedByUs: false, fault: 'CARRIER', cause: 'x' });
    expect(await desk.refused('SUPERVISOR', 'confirmFinding', { ...(await desk.now(ticketId)), findingId: first.findingId })).toEqual(['NOTHING_TO_DO findingId']);
    expect(await desk.refused('LEADER', 'confirmFinding', { ...(await desk.now(ticketId)), findingId: second.findingId })).toEqual(['FORBIDDEN']);
    await desk.decides('SUPERVISOR', 'confirmFinding', { ticketId, findingId: second.findingId });
    expect((await desk.events(ticketId, 'finding.recorded')).at(-1)?.data).toMatchObject({ fault: 'CARRIER', liability: 'CONFIRMED' });
    expect(await desk.refused('SUPERVISOR', 'confirmFinding', { ...(await desk.now(ticketId)), findingId: second.findingId })).toEqual(['ALREADY_DECIDED']);
  });
});

describe('a severe case', () => {
  it('is reported to a supervisor once, who takes note of it once', async () => {
    const supervisor = encodeId('Member', await desk.merchant.member('SUPERVISOR'));
    const report = { toMemberId: supervisor, summary: '顾客扬言曝光' };
    const ticketId = await desk.ticket();
    expect(await desk.refused('AGENT', 'reportSeverity', { ticketId, ...report })).toEqual(['NOTHING_TO_DO']);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.does('AGENT', 'classifyTicket', { ticketId, severity: 'SEVERE', emotion: 'ANGRY' });
    expect(await desk.refused('SUPERVISOR', 'acknowledgeSeverity', { ticketId })).toEqual(['NOTHING_TO_DO']);
    await desk.answered(ticketId, { empathizes: false });
    expect(await desk.refused('AGENT', 'reportSeverity', { ticketId, ...report })).toEqual(['EVIDENCE_MISSING']); // first the person
    await desk.answered(ticketId);
    const leader = encodeId('Member', await desk.merchant.member('LEADER'));
    expect(await desk.refused('AGENT', 'reportSeverity', { ticketId, ...report, toMemberId: leader })).toEqual(['INVALID_INPUT toMemberId']);
    expect(await desk.refused('AGENT', 'reportSeverity', { ticketId, ...report, summary: '' })).toEqual(['INVALID_INPUT summary']);
    await desk.decides('AGENT', 'reportSeverity', { ticketId, ...report });
    expect(await desk.refused('AGENT', 'reportSeverity', { ticketId, ...report })).toEqual(['ALREADY_DECIDED']);
    expect(await desk.refused('AGENT', 'acknowledgeSeverity', { ticketId })).toEqual(['FORBIDDEN']);
    await desk.decides('SUPERVISOR', 'acknowledgeSeverity', { ticketId });
    expect(await desk.refused('SUPERVISOR', 'acknowledgeSeverity', { ticketId })).toEqual(['ALREADY_DECIDED']);
    expect((await desk.events(ticketId)).map((event) => event.type).filter((type) => type.startsWith('severity'))).toEqual(['severity.reported', 'severity.acknowledged']);
    expect(JSON.stringify(await desk.events(ticketId))).not.toContain('曝光');
  });
});

describe('extend the receipt', () => {
  it('is recorded with the platform\'s word for it', async () => {
    const ticketId = await desk.ticket();
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.decides('AGENT', 'extendReceipt', { ticketId, days: 30, platformRef: 'EXT-1' });
    expect((await desk.events(ticketId, 'receipt.extended'))[0]?.data).toEqual({ days: 30, platformRef: 'EXT-1' });
    for (const days of [0, -1, 31]) expect(await desk.refused('AGENT', 'extendReceipt', { ticketId, days, platformRef: 'x' })).toEqual(['INVALID_INPUT days']);
    expect(await desk.refused('AGENT', 'extendReceipt', { ticketId, days: 3, platformRef: ' ' })).toEqual(['INVALID_INPUT platformRef']);
  });

  it('without an order is refused', async () => {
    const ticketId = await desk.complaint(null);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    expect(await desk.refused('AGENT', 'extendReceipt', { ticketId, days: 3, platformRef: 'x' })).toEqual(['EVIDENCE_MISSING']);
  });
});

describe('feedback', () => {
  it('goes to a department once something was found, its words out of the log', async () => {
    const ticketId = await heard();
    const feedback = { department: 'WAREHOUSE', text: '请加强复核' };
    expect(await desk.refused('AGENT', 'sendFeedback', { ticketId, ...feedback })).toEqual(['EVIDENCE_MISSING']);
    await desk.does('AGENT', 'recordFinding', { ...(await desk.now(ticketId)), ...OURS });
    expect(await desk.refused('AGENT', 'sendFeedback', { ticketId, ...feedback, department: 'x'.repeat(61) })).toEqual(['INVALID_INPUT department']);
    expect(await desk.refused('AGENT', 'sendFeedback', { ticketId, ...feedback, text: '' })).toEqual(['INVALID_INPUT text']);
    await desk.decides('AGENT', 'sendFeedback', { ticketId, ...feedback });
    expect((await desk.events(ticketId, 'feedback.sent'))[0]?.data).toEqual({ department: 'WAREHOUSE' });
    expect(JSON.stringify(await desk.events(ticketId))).not.toContain('复核');
  });
});
