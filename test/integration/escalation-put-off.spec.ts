import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE, plus, SECOND } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { answer, EscalationDesk, tell, title, TWO } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

// Whoever was told takes note and names a new time: what waits for it, and what becomes of it while the clock stands still.

const app = testApp();

describe('an acknowledgement with a new time', () => {
  let desk: EscalationDesk;
  let ticketId: string;
  const at = (millis: number): string => new Date(Date.now() + 4 * MINUTE + millis).toISOString();
  beforeEach(async () => {
    desk = await EscalationDesk.open(app, [answer(TWO)]);
    ticketId = await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
  });

  it('holds the next level back until then, and lets it fire when nothing was done', async () => {
    await desk.tickets.decides('LEADER', 'acknowledgeEscalation', { ticketId, newTime: at(30 * MINUTE) });
    await desk.passes(25 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(6 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
    expect(await desk.tickets.events(ticketId, 'escalation.acknowledged')).toHaveLength(1);
  });

  it('and nothing fires at that time when the matter is settled before it', async () => {
    await desk.tickets.decides('LEADER', 'acknowledgeEscalation', { ticketId, newTime: at(30 * MINUTE) });
    expect(await desk.tickets.clocks(ticketId).then((clocks) => clocks.filter(({ kind, ended_at }) => kind === 'ESCALATION' && ended_at === null))).toHaveLength(1);
    await desk.tickets.answered(ticketId);
    await desk.passes(2 * HOUR);
    expect([await desk.fired(ticketId), await desk.chains(ticketId)]).toEqual([['answer 1'], [{ rule: 'answer', state: 'SETTLED', level: 1 }]]);
    expect(await desk.heard('SUPERVISOR')).toEqual([]);
  });

  it('is for those who were told last and for supervisors, and at most three times', async () => {
    const input = async (millis: number): Promise<{ ticketId: string }> => ({ ...(await desk.tickets.now(ticketId)), newTime: at(millis) } as { ticketId: string });
    expect(await desk.tickets.refused('AGENT', 'acknowledgeEscalation', await input(HOUR))).toEqual(['FORBIDDEN']);
    expect(await desk.tickets.refused('LEADER', 'acknowledgeEscalation', await input(-HOUR))).toEqual(['INVALID_INPUT newTime']);
    expect(await desk.tickets.refused('LEADER', 'acknowledgeEscalation', await input(8 * 24 * HOUR))).toEqual(['INVALID_INPUT newTime']);
    for (const role of ['LEADER', 'SUPERVISOR', 'LEADER'] as const) await desk.tickets.does(role, 'acknowledgeEscalation', await input(HOUR));
    expect(await desk.tickets.refused('LEADER', 'acknowledgeEscalation', await input(HOUR))).toEqual(['LIMIT_EXCEEDED']);
    const quiet = await desk.tickets.ticket();
    expect(await desk.tickets.refused('SUPERVISOR', 'acknowledgeEscalation', { ...(await desk.tickets.now(quiet)), newTime: at(HOUR) })).toEqual(['NOTHING_TO_DO']);
  });
});

describe('a level that was put off, over a hold', () => {
  const POLICY = [{ name: 'all', targets: [{ target: 'RESOLUTION', seconds: 10 * 3_600, warnings: [{ percent: 10 }], pauses: [{ reason: 'PLATFORM_INTERVENTION' }] }] }];
  const warned = (levels: object[]): object => ({ key: 'near', title, trigger: { on: 'CLOCK_WARNED', kinds: ['RESOLUTION'] }, levels });
  const LEVELS = [{ afterMinutes: -240, actions: [tell('LEADER')] }, { afterMinutes: -60, actions: [tell('SUPERVISOR')] }];
  let desk: EscalationDesk;
  let ticketId: string;
  const open = async (rule: object): Promise<void> => {
    desk = await EscalationDesk.open(app, [rule]);
    await desk.policy(POLICY);
    ticketId = await desk.tickets.taken();
    await desk.tickets.answered(ticketId);
  };
  const putOff = async (millis: number): Promise<string> => {
    const newTime = plus(await desk.now(), millis);
    await desk.tickets.decides('LEADER', 'acknowledgeEscalation', { ticketId, newTime });
    return newTime;
  };
  const hold = async (): Promise<unknown> => desk.tickets.does('AGENT', 'holdTicket', { ...(await desk.tickets.now(ticketId)), reason: 'PLATFORM_INTERVENTION' });
  const resume = (): Promise<unknown> => desk.tickets.does('AGENT', 'resumeTicket', { ticketId });
  /** How long the deadline stood still so far, in all, and when the last level that fired was due. */
  const stood = async (): Promise<number> => {
    const [row] = await app.owner<{ ms: number }>(
      `SELECT sum(CASE e.type WHEN 'RESUMED' THEN 1 ELSE -1 END * extract(epoch FROM e.at) * 1000)::float8 AS ms FROM clock_entry e JOIN clock c ON c.merchant_id = e.merchant_id AND c.id = e.clock_id
        WHERE c.ticket_id = $1 AND c.kind = 'RESOLUTION' AND e.type IN ('PAUSED', 'RESUMED')`, [uuid(ticketId)],
    );
    return Math.round(row?.ms ?? 0);
  };
  const lastDue = async (): Promise<string | undefined> => {
    const [row] = await app.owner<{ due: Date }>('SELECT due_at AS due FROM escalation_level WHERE ticket_id = $1 ORDER BY due_at DESC LIMIT 1', [uuid(ticketId)]);
    return row && new Date(Number(row.due)).toISOString();
  };

  it('is due as much later as the deadline stood still, over several holds, though the deadline is then as near or nearer', async () => {
    await open(answer(LEVELS, { trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] } }));
    await desk.passes(6 * HOUR + MINUTE);
    const newTime = await putOff(3 * HOUR + 30 * MINUTE); // half an hour before the deadline instead of an hour
    await desk.passes(30 * MINUTE);
    await hold();
    await desk.passes(DAY);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await resume();
    await desk.passes(2 * HOUR + 45 * MINUTE); // past the hour before the deadline at which the rule would have it; 15 minutes are left
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await hold();
    await desk.passes(5 * HOUR);
    await resume();
    await desk.passes(14 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1', 'answer 2']);
    expect(await stood()).toBeGreaterThan(29 * HOUR - SECOND);
    expect(await lastDue()).toBe(plus(newTime, await stood()));
  });

  it('comes earlier than by the rule where it was put off to an earlier time', async () => {
    await open(answer(LEVELS, { trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] } }));
    await desk.passes(6 * HOUR + MINUTE);
    const newTime = await putOff(30 * MINUTE);
    await desk.passes(10 * MINUTE);
    await hold();
    await desk.passes(HOUR);
    await resume();
    await desk.passes(19 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(2 * MINUTE);
    expect([await desk.fired(ticketId), await lastDue()]).toEqual([['answer 1', 'answer 2'], plus(newTime, await stood())]);
  });

  it('of a warning likewise, and the level after it is counted from the warning again', async () => {
    await open(warned([{ afterMinutes: 0, actions: [tell('LEADER')] }, { afterMinutes: 30, actions: [tell('LEADER')] }, { afterMinutes: 120, actions: [tell('ADMIN')] }]));
    await desk.passes(HOUR + MINUTE);
    const newTime = await putOff(90 * MINUTE);
    await hold();
    await desk.passes(2 * HOUR);
    await resume();
    await desk.passes(89 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['near 1']);
    await desk.passes(2 * MINUTE);
    expect([await desk.fired(ticketId), await lastDue()]).toEqual([['near 1', 'near 2'], plus(newTime, await stood())]);
    await desk.passes(27 * MINUTE); // 119 minutes after the warning, the hold left out
    expect(await desk.fired(ticketId)).toEqual(['near 1', 'near 2']);
    await desk.passes(2 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['near 1', 'near 2', 'near 3']);
  });

  it('put off during the hold to a time after it, it stays at that time', async () => {
    await open(answer(LEVELS, { trigger: { on: 'CLOCK_BREACHED', kinds: ['RESOLUTION'] } }));
    await desk.passes(6 * HOUR + MINUTE);
    await hold();
    const newTime = await putOff(3 * HOUR);
    await desk.passes(2 * HOUR);
    await resume();
    await desk.passes(59 * MINUTE);
    expect(await desk.fired(ticketId)).toEqual(['answer 1']);
    await desk.passes(2 * MINUTE);
    expect([await desk.fired(ticketId), await lastDue()]).toEqual([['answer 1', 'answer 2'], newTime]);
  });

  it('the wait for an acknowledgement of the last level has as long to go as when the hold began', async () => {
    await open(warned([{ afterMinutes: 0, actions: [tell('LEADER')], acknowledgeWithinMinutes: 60 }]));
    await desk.passes(HOUR + 50 * MINUTE);
    await hold();
    await desk.passes(2 * HOUR);
    await resume();
    await desk.passes(9 * MINUTE);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'near', state: 'OPEN', level: 1 }]);
    await desk.passes(2 * MINUTE);
    expect(await desk.chains(ticketId)).toEqual([{ rule: 'near', state: 'EXHAUSTED', level: 1 }]);
  });
});
