import { beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '../../src/kernel/ids.js';
import { DAY, HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { testApp } from '../support/app.js';
import { TicketDesk } from '../support/ticket-desk.js';

// Where the time of a missed target went.

const app = testApp();
let desk: TicketDesk;
beforeEach(async () => {
  desk = await TicketDesk.open(app);
});

interface Breached {
  readonly ticketId: string;
  readonly clock: { readonly kind: string; readonly subject: string; readonly targetSeconds: number; readonly dueAt: string };
  readonly forensics: {
    readonly breachedAt: string;
    readonly byStep: readonly { readonly step: string | null; readonly countedMs: string }[];
    readonly byOwner: readonly { readonly memberId: string | null; readonly countedMs: string }[];
    readonly byAwaited: readonly { readonly awaited: string; readonly countedMs: string }[];
    readonly lastChance: { readonly at: string; readonly typicalMs: string | null; readonly awaited: string } | null;
  };
}

const FORENSICS = '{ breachedAt byStep { step countedMs } byOwner { memberId countedMs } byAwaited { awaited countedMs } lastChance { at typicalMs step memberId awaited } }';
const REPORT = `query($from: DateTime!, $to: DateTime!, $first: Int!, $after: String) { breachReport(from: $from, to: $to, first: $first, after: $after) {
  edges { node { ticketId clock { kind subject targetSeconds dueAt } forensics ${FORENSICS} } } pageInfo { hasNextPage endCursor } } }`;

async function report(first = 100, after: string | null = null): Promise<{ nodes: Breached[]; endCursor: string | null; more: boolean }> {
  const now = new Date().toISOString();
  const { data, errors } = await desk.merchant.as<{ breachReport: { edges: { node: Breached }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }>(
    'SUPERVISOR', REPORT, { from: plus(now, -DAY), to: plus(now, 60 * DAY), first, after },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return { nodes: data.breachReport.edges.map(({ node }) => node), endCursor: data.breachReport.pageInfo.endCursor, more: data.breachReport.pageInfo.hasNextPage };
}

async function advance(millis: number): Promise<void> {
  const [row] = await app.owner<{ now: string }>(
    `SELECT to_char((clock_timestamp() + clock_offset) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now FROM merchant WHERE id = $1`, [desk.merchant.id],
  );
  await desk.merchant.as('ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { fired } }', { to: plus(row?.now ?? '', millis) });
}

const sum = (shares: readonly { readonly countedMs: string }[]): number => shares.reduce((all, { countedMs }) => all + Number(countedMs), 0);

describe('forensics', () => {
  it('every list adds up to the target that was missed, and says whose time it was', async () => {
    const ticketId = await desk.ticket();
    await desk.waits(HOUR);
    await desk.does('AGENT', 'takeTicket', { ticketId });
    await desk.happens(ticketId, (session) => session.fact('task.opened', { taskId: uuidv7(), department: 'CARRIER_DESK' }));
    await desk.waits(2 * HOUR);
    const agent = encodeId('Member', await desk.merchant.member('AGENT'));
    await advance(20 * DAY);
    const { nodes } = await report();
    expect(nodes.map(({ clock }) => clock.kind).sort()).toEqual(['ACKNOWLEDGEMENT', 'FIRST_RESPONSE', 'RESOLUTION', 'STEP']);
    for (const { clock, forensics } of nodes) {
      expect(forensics.breachedAt).toBe(clock.dueAt);
      for (const shares of [forensics.byStep, forensics.byOwner, forensics.byAwaited]) expect(sum(shares)).toBe(clock.targetSeconds * 1_000);
    }
    const whole = nodes.find(({ clock }) => clock.kind === 'RESOLUTION')?.forensics;
    const minutes = (ms: string | undefined): number => Math.round(Number(ms) / MINUTE);
    expect(whole?.byOwner.map(({ memberId, countedMs }) => [memberId, minutes(countedMs)])).toEqual([[agent, 10 * 24 * 60 - 60], [null, 60]]);
    expect(whole?.byAwaited.map(({ awaited, countedMs }) => [awaited, minutes(countedMs)])).toEqual([['CARRIER', 10 * 24 * 60 - 60], ['US', 60]]);
    expect(whole?.lastChance).toMatchObject({ at: whole?.breachedAt, typicalMs: null, awaited: 'CARRIER' });
  });

  it('the last chance lies as long before the due time as such things typically take', async () => {
    for (const wait of [30_000, 60_000, 90_000]) {
      const ticketId = await desk.complaint(null);
      await desk.waits(wait);
      await desk.answered(ticketId);
    }
    const missed = await desk.complaint(null);
    await advance(5 * MINUTE);
    const { nodes } = await report();
    const first = nodes.find(({ ticketId, clock }) => ticketId === missed && clock.kind === 'FIRST_RESPONSE')?.forensics;
    const typical = Number(first?.lastChance?.typicalMs);
    expect(typical).toBeGreaterThanOrEqual(60_000);
    expect(typical).toBeLessThan(75_000);
    expect(first?.lastChance?.at).toBe(plus(first?.breachedAt ?? '', -typical));
  });

  it('what such things take is working time: a wait for the customer is no part of it', async () => {
    const received = async (): Promise<string> => {
      const ticketId = await desk.ticket();
      await desk.does('AGENT', 'takeTicket', { ticketId });
      await desk.answered(ticketId);
      return ticketId;
    };
    for (let n = 0; n < 3; n++) {
      const ticketId = await received();
      await desk.does('AGENT', 'holdTicket', { ...(await desk.now(ticketId)), reason: 'WAITING_ON_CUSTOMER' });
      await desk.waits(5 * HOUR);
      await desk.does('AGENT', 'resumeTicket', await desk.now(ticketId));
      await desk.waits(MINUTE);
      await desk.happens(ticketId, (session) => session.clocks.satisfy('STEP', 'RECEIVE:1'));
    }
    const missed = await received();
    await advance(HOUR);
    const { lastChance, breachedAt } = (await report()).nodes.find(({ ticketId, clock }) => ticketId === missed && clock.subject === 'RECEIVE:1')?.forensics ?? {};
    const typical = Number(lastChance?.typicalMs);
    expect(typical).toBeGreaterThanOrEqual(MINUTE);
    expect(typical).toBeLessThan(MINUTE + 15_000); // of five hours each
    expect(lastChance?.at).toBe(plus(breachedAt ?? '', -typical));
  });

  it('comes in pages, in the order of the breaches, and to those who supervise', async () => {
    for (let n = 0; n < 2; n++) await desk.complaint(null);
    await advance(HOUR);
    const all = (await report()).nodes;
    expect(all).toHaveLength(4);
    const first = await report(3);
    const second = await report(3, first.endCursor);
    expect([first.more, second.more, [...first.nodes, ...second.nodes]]).toEqual([true, false, all]);
    expect(all.map(({ forensics }) => forensics.breachedAt)).toEqual(all.map(({ forensics }) => forensics.breachedAt).sort());
    const now = new Date().toISOString();
    const { errors } = await desk.merchant.as('AGENT', REPORT, { from: now, to: plus(now, HOUR), first: 1 });
    expect(errors?.map((error) => error.extensions['code'])).toEqual(['FORBIDDEN']);
    const { data } = await desk.merchant.as<{ ticket: { clocks: { kind: string; forensics: unknown }[] } }>(
      'AGENT', `query($id: ID!) { ticket(id: $id) { clocks { kind forensics ${FORENSICS} } } }`, { id: all[0]?.ticketId },
    );
    expect(data?.ticket.clocks.map(({ kind, forensics }) => [kind, forensics !== null]).sort()).toEqual([['FIRST_RESPONSE', true], ['RESOLUTION', false], ['STEP', true]]);
  });
});
