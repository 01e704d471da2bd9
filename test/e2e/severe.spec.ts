import { beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { EscalationDesk } from '../support/escalation-desk.js';
import type { MemberRole } from '../support/merchant.js';

const app = testApp();
let desk: EscalationDesk;
let ticketId: string;
beforeEach(async () => {
  desk = await EscalationDesk.defaults(app);
  ticketId = await desk.tickets.complaint(null, { severity: 'SEVERE', emotion: 'ANGRY', channel: 'CHAT', problem: '衣服里有针，扎伤了孩子' });
});

interface Standing {
  readonly priority: string;
  readonly steps: { step: string; status: string; missing: { code: string }[] }[];
  readonly escalations: { rule: string; state: string; level: number; nextAt: string | null; levels: { level: number; firedAt: string; notifiedIds: string[] }[] }[];
  readonly allowedOperations: { operation: string; allowed: boolean; code: string | null }[];
}

async function standing(role: MemberRole): Promise<Standing> {
  const { data, errors } = await desk.tickets.merchant.as<{ ticket: Standing }>(
    role,
    `query($id: ID!) { ticket(id: $id) { priority steps { step status missing { code } }
      escalations { rule state level nextAt levels { level firedAt notifiedIds } } allowedOperations { operation allowed code } } }`,
    { id: ticketId },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.ticket;
}

const missing = ({ steps }: Standing, name: string): string[] => steps.find(({ step }) => step === name)?.missing.map(({ code }) => code) ?? [];
const status = ({ steps }: Standing, name: string): string | undefined => steps.find(({ step }) => step === name)?.status;
const acts = async (role: MemberRole, mutation: string, more: object): Promise<unknown> => desk.tickets.does(role, mutation, { ...(await desk.tickets.now(ticketId)), ...more });

describe('a severe complaint', () => {
  it('the supervisor on duty is told in the same moment, with half an hour to take note of it before the administrators hear', async () => {
    const { priority, escalations } = await standing('SUPERVISOR');
    const [chain] = escalations;
    expect([priority, escalations.length]).toEqual(['URGENT', 1]);
    expect(chain).toMatchObject({ rule: 'severe', state: 'OPEN', level: 1, levels: [{ level: 1, notifiedIds: [await desk.member('SUPERVISOR')] }] });
    expect(Date.parse(chain?.nextAt ?? '') - Date.parse(chain?.levels[0]?.firedAt ?? '')).toBe(30 * MINUTE);
    expect([await desk.heard('SUPERVISOR'), await desk.heard('ADMIN'), await desk.heard('LEADER')]).toEqual([['severe 1'], [], []]);
    await desk.passes(31 * MINUTE);
    expect((await desk.heard('ADMIN')).filter((one) => one.startsWith('severe'))).toEqual(['severe 2']);
  });

  it('is soothed before it is heard out and before it is reported, and taken note of before the step is done', async () => {
    await acts('AGENT', 'takeTicket', {});
    await desk.tickets.does('AGENT', 'sendMessage', {
      ticketId, channel: 'CHAT', body: '您好，我是客服小李，正在为您核实，30分钟内答复您。',
    });
    const before = await standing('AGENT');
    // Soothing may go on before listening is over, and asks for the report.
    expect([status(before, 'SOOTHE'), missing(before, 'SOOTHE')]).toEqual(['CURRENT', ['EMPATHY_SENT', 'EXPLANATION_SENT', 'SEVERITY_REPORTED', 'SEVERITY_ACKNOWLEDGED']]);
    expect(status(before, 'LISTEN')).not.toBe('DONE');
    const report = { toMemberId: await desk.member('SUPERVISOR'), summary: 'A child was hurt by a needle.' };
    const may = ({ allowedOperations }: Standing): unknown => allowedOperations.find(({ operation }) => operation === 'REPORT_SEVERITY');
    expect(may(before)).toMatchObject({ allowed: false, code: 'EVIDENCE_MISSING' });
    const facts = await desk.tickets.events(ticketId);
    expect(await desk.tickets.refused('AGENT', 'reportSeverity', { ...(await desk.tickets.now(ticketId)), ...report })).toEqual(['EVIDENCE_MISSING']);
    expect(await desk.tickets.events(ticketId)).toEqual(facts);
    await desk.tickets.does('AGENT', 'sendMessage', {
      ticketId, channel: 'CHAT', body: '非常理解您此刻的担心和着急。原因是质检时漏检了断针，我们会在30分钟内给您答复。', declares: { explains: { cause: '质检时漏检了断针' } },
    });
    expect(may(await standing('AGENT'))).toMatchObject({ allowed: true });
    await acts('AGENT', 'reportSeverity', report);
    expect(missing(await standing('AGENT'), 'SOOTHE')).toEqual(['SEVERITY_ACKNOWLEDGED']);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'severe', state: 'OPEN', level: 1 }]); // reporting it is not taking note of it
    await acts('SUPERVISOR', 'acknowledgeSeverity', {});
    const after = await standing('SUPERVISOR');
    expect([status(after, 'SOOTHE'), after.escalations[0]?.state]).toEqual(['DONE', 'ACKNOWLEDGED']);
    await desk.passes(HOUR);
    expect((await desk.heard('ADMIN')).filter((one) => one.startsWith('severe'))).toEqual([]);
  });

  it('put off by the supervisor with a new time, it comes to the administrators then', async () => {
    const newTime = new Date(Date.now() + 2 * HOUR).toISOString();
    await acts('SUPERVISOR', 'acknowledgeEscalation', { newTime });
    expect((await standing('SUPERVISOR')).escalations[0]?.nextAt).toBe(newTime);
    await desk.passes(HOUR);
    const severe = async (): Promise<string[]> => (await desk.heard('ADMIN')).filter((one) => one.startsWith('severe'));
    expect(await severe()).toEqual([]);
    await desk.passes(HOUR + MINUTE);
    expect(await severe()).toEqual(['severe 2']);
  });
});
