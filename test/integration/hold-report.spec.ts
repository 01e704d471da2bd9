import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeId } from '../../src/kernel/ids.js';
import { DAY, HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { Deadlines, RESOLUTION } from '../support/deadlines.js';
import { TicketDesk } from '../support/ticket-desk.js';

// Who stops the time when it has almost run out.

const app = testApp();
const PLATFORM = [{ reason: 'PLATFORM_INTERVENTION' }];
let desk: TicketDesk;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
  // The step RECEIVE has ten hours, the whole a hundred: what is late for the one is early for the other.
  await new Deadlines(desk).publish([{ name: 'all', targets: [{ ...RESOLUTION, seconds: 360_000, pauses: PLATFORM }, { target: 'RECEIVE', seconds: 36_000, pauses: PLATFORM }] }]);
});

interface Held {
  readonly by: string | null;
  readonly holds: number;
  readonly late: number;
  readonly lateHolds: readonly { readonly ticketId: string; readonly reason: string; readonly kind: string; readonly subject: string; readonly targetMs: string; readonly remainingMs: string }[];
}

const REPORT = `query($from: DateTime!, $to: DateTime!, $first: Int!, $after: String) { holdReport(from: $from, to: $to, first: $first, after: $after) {
  edges { node { by holds late lateHolds { ticketId number at reason kind subject targetMs remainingMs } } } pageInfo { hasNextPage endCursor } } }`;

interface Page {
  readonly nodes: Held[];
  readonly endCursor: string | null;
  readonly more: boolean;
}

async function report(first = 100, after: string | null = null, from = plus(new Date().toISOString(), -DAY), of = desk): Promise<Page> {
  const { data, errors } = await of.merchant.as<{ holdReport: { edges: { node: Held }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }>(
    'SUPERVISOR', REPORT, { from, to: plus(from, 31 * DAY), first, after },
  );
  if (!data) throw new Error(JSON.stringify(errors?.map(({ extensions }) => extensions)));
  return { nodes: data.holdReport.edges.map(({ node }) => node), endCursor: data.holdReport.pageInfo.endCursor, more: data.holdReport.pageInfo.hasNextPage };
}

/** A ticket that waited so long, answered at once, and was then put on hold. */
async function held(waits: number, by: readonly ['AGENT', string] = ['AGENT', 'AGENT'], reason = 'PLATFORM_INTERVENTION'): Promise<string> {
  const ticketId = await desk.ticket();
  await desk.does(by, 'takeTicket', { ticketId });
  await desk.answered(ticketId);
  await desk.waits(waits);
  await desk.does(by, 'holdTicket', { ...(await desk.now(ticketId)), reason });
  return ticketId;
}

const member = async (name: string): Promise<string> => encodeId('Member', await desk.merchant.member('AGENT', name));

describe('the report of holds', () => {
  it('counts each hold once, and as late what left a tenth of some target or less', async () => {
    const late = await held(9 * HOUR + MINUTE);
    await held(8 * HOUR + 59 * MINUTE);
    await held(HOUR, undefined, 'WAITING_ON_WAREHOUSE'); // it stops no clock
    const other = await held(9 * HOUR + 30 * MINUTE, ['AGENT', 'other']);
    const { nodes } = await report();
    const [one, two] = [await member('AGENT'), await member('other')];
    expect(nodes.map(({ by, holds, late: n }) => [by, holds, n]).sort()).toEqual([[one, 2, 1], [two, 1, 1]].sort());
    expect(nodes.flatMap(({ by, lateHolds }) => lateHolds.map(({ ticketId, reason, kind, subject, targetMs }) => [by, ticketId, reason, kind, subject, targetMs])).sort()).toEqual([
      [one, late, 'PLATFORM_INTERVENTION', 'STEP', 'RECEIVE:1', '36000000'], [two, other, 'PLATFORM_INTERVENTION', 'STEP', 'RECEIVE:1', '36000000'],
    ].sort());
    const left = Number(nodes.find(({ by }) => by === one)?.lateHolds[0]?.remainingMs);
    expect([left <= 59 * MINUTE, left > 58 * MINUTE]).toEqual([true, true]);
  });

  it('goes by the target that counted when the ticket was put on hold, and by when that was', async () => {
    const ticketId = await held(8 * HOUR); // two of ten hours are left
    await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
    const policyId = await new Deadlines(desk).publish([{ name: 'more', targets: [{ ...RESOLUTION, seconds: 360_000, pauses: PLATFORM }, { target: 'RECEIVE', seconds: 360_000, pauses: PLATFORM }] }]);
    await desk.does('SUPERVISOR', 'reapplyPolicy', { ...(await desk.now(ticketId)), policyId });
    await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'PLATFORM_INTERVENTION' }); // 92 of a hundred
    expect((await report()).nodes).toEqual([{ by: await member('AGENT'), holds: 2, late: 0, lateHolds: [] }]);
    expect((await report(100, null, plus(new Date().toISOString(), DAY))).nodes).toEqual([]);
  });

  it('comes in pages, the most late first, each with its newest twenty, and says nothing of other merchants', async () => {
    for (const [name, count] of [['often', 2], ['once', 1], ['never', 0]] as const) {
      await held(HOUR, ['AGENT', name]);
      for (let n = 0; n < count; n++) await held(9 * HOUR + 30 * MINUTE, ['AGENT', name]);
    }
    const all = (await report()).nodes;
    expect(all.map(({ by, holds, late }) => [by, holds, late])).toEqual([[await member('often'), 3, 2], [await member('once'), 2, 1], [await member('never'), 1, 0]]);
    const first = await report(2);
    const second = await report(2, first.endCursor);
    expect([first.more, second.more, [...first.nodes, ...second.nodes]]).toEqual([true, false, all]);
    expect((await report(100, null, undefined, await TicketDesk.open(app))).nodes).toEqual([]);
  });

  it('is for those who supervise, of 31 days at most, and takes no cursor of another list', async () => {
    const now = new Date().toISOString();
    const refused = async (role: 'AGENT' | 'LEADER' | 'SUPERVISOR', more: object): Promise<unknown> => (
      await desk.merchant.as(role, REPORT, { from: now, to: plus(now, HOUR), first: 1, ...more })
    ).errors?.map(({ extensions }) => extensions['code']);
    expect([await refused('AGENT', {}), await refused('LEADER', {})]).toEqual([['FORBIDDEN'], ['FORBIDDEN']]);
    expect([await refused('SUPERVISOR', { to: now }), await refused('SUPERVISOR', { to: plus(now, 31 * DAY + 1) })]).toEqual([['INVALID_INPUT'], ['INVALID_INPUT']]);
    const cursors = [['breaches', 1, ''], ['holders', -1, ''], ['holders', 1, 'nobody']].map((keys) => Buffer.from(JSON.stringify(keys)).toString('base64url'));
    for (const after of cursors) expect(await refused('SUPERVISOR', { after })).toEqual(['INVALID_INPUT']);
    expect(await refused('SUPERVISOR', { to: plus(now, 31 * DAY), after: Buffer.from(JSON.stringify(['holders', 1, ''])).toString('base64url') })).toBeUndefined();
  });
});
