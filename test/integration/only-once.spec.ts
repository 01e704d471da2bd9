import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, plus } from '../../src/kernel/instant.js';
import { Handover } from '../../src/escalation/handover.js';
import { TicketWatchers } from '../../src/tickets/index.js';
import { testApp } from '../support/app.js';
import { answer, EscalationDesk, TWO } from '../support/escalation-desk.js';
import { uuid } from '../support/ticket-desk.js';

// What happens once, however many ask for it at the same time: fifty each.

const app = testApp();
const FIFTY = Array.from({ length: 50 }, (_, at) => at);
const fiftyTimes = <T>(ask: (at: number) => Promise<T>): Promise<T[]> => Promise.all(FIFTY.map(ask));
const get = <T>(type: abstract new (...args: never[]) => T): T => app.nest.get<T>(type, { strict: false });

/** Of a merchant's first answers: what fired, in the ledger, in the timelines and to whoever was told. */
async function counted({ tickets: { merchant } }: EscalationDesk): Promise<Record<string, number>> {
  const [row] = await app.owner<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM clock_firing f JOIN clock c ON c.id = f.clock_id WHERE c.merchant_id = $1 AND c.kind = 'FIRST_RESPONSE' AND f.level = 0) AS firings,
            (SELECT count(*)::int FROM clock_entry e JOIN clock c ON c.id = e.clock_id WHERE c.merchant_id = $1 AND c.kind = 'FIRST_RESPONSE' AND e.type = 'BREACHED') AS entries,
            (SELECT count(*)::int FROM event WHERE merchant_id = $1 AND type = 'clock.breached' AND data->>'kind' = 'FIRST_RESPONSE') AS breaches,
            (SELECT count(*)::int FROM escalation_level WHERE merchant_id = $1 AND level = 1) AS first,
            (SELECT count(*)::int FROM escalation_level WHERE merchant_id = $1 AND level = 2) AS second,
            (SELECT count(*)::int FROM event WHERE merchant_id = $1 AND type = 'escalation.fired') AS told,
            (SELECT sum(times)::int FROM notification WHERE merchant_id = $1) AS notified`, [merchant.id],
  );
  if (!row) throw new Error('no answer');
  return row;
}

/** Makes the running clocks of this kind due: a second ago, or each ticket's so many milliseconds from now. */
async function due({ tickets: { merchant } }: EscalationDesk, kind: string, inMs: ReadonlyMap<string, number> = new Map()): Promise<void> {
  await app.owner(
    `UPDATE clock SET (alarm_at, due_at, warned) = (SELECT at, at, jsonb_array_length(terms->'warnings') FROM
       (SELECT date_trunc('milliseconds', clock_timestamp() + coalesce(($4::int[])[array_position($3::uuid[], ticket_id)], -1000) * interval '1 millisecond') AS at))
      WHERE merchant_id = $1 AND kind = $2 AND state = 'RUNNING'`, [merchant.id, kind, [...inMs.keys()].map(uuid), [...inMs.values()]],
  );
}

async function running({ tickets: { merchant } }: EscalationDesk, kind: string): Promise<number> {
  const [row] = await app.owner<{ n: number }>(`SELECT count(*)::int AS n FROM clock WHERE merchant_id = $1 AND kind = $2 AND state = 'RUNNING'`, [merchant.id, kind]);
  return row?.n ?? 0;
}

/** Until `over`, ends connections in the middle of a transaction, up to forty of them, and tells of the first. Answers how many. */
async function kill(over: () => boolean, first: () => void): Promise<number> {
  let killed = 0;
  while (!over() && killed < 40) {
    killed += (await app.owner(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'amends' AND xact_start IS NOT NULL AND state <> 'idle' LIMIT 2`,
    )).length;
    if (killed > 0) first();
  }
  return killed;
}

describe('a deadline and its levels', () => {
  it('fire once each for fifty workers, of whom some are killed in the middle of it again and again', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)], { sandbox: false });
    for (let n = 0; n < 20; n++) await desk.tickets.ticket();
    let killed: Promise<void> | undefined; // they stand in the middle of their work until one of them was ended
    get(TicketWatchers).register({ cause: 'TEST', ready: ({ merchantId }) => (merchantId === desk.tickets.merchant.id ? () => killed : null) });
    for (const kind of ['FIRST_RESPONSE', 'ESCALATION']) {
      await due(desk, kind);
      let over = false;
      let first = (): void => undefined;
      killed = new Promise((resolve) => { first = resolve; });
      const killing = kill(() => over, first);
      await fiftyTimes(() => desk.worker().letFallDue().catch(() => false)); // the look-out itself may be what is killed
      over = true;
      expect(await killing).toBeGreaterThan(0);
      while ((await running(desk, kind)) > 0) await desk.worker().letFallDue();
    }
    expect(await counted(desk)).toEqual({ firings: 20, entries: 20, breaches: 20, first: 20, second: 20, told: 40, notified: 40 });
  }, 60_000);

  it('of a worker frozen in the middle fire elsewhere within five seconds, and on waking it is refused', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)], { sandbox: false });
    for (let n = 0; n < 5; n++) await desk.tickets.ticket();
    await due(desk, 'FIRST_RESPONSE');
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => { wake = resolve; });
    const frozen: Promise<boolean>[] = [];
    await new Promise<void>((asleep) => {
      let first = true;
      get(TicketWatchers).register({
        cause: 'TEST',
        ready: ({ merchantId }) => {
          if (merchantId !== desk.tickets.merchant.id || !first) return null;
          first = false;
          return () => { asleep(); return woken; };
        },
      });
      frozen.push(desk.worker().letFallDue());
    });
    const since = performance.now();
    while ((await running(desk, 'FIRST_RESPONSE')) > 0) await desk.worker().letFallDue();
    expect(performance.now() - since).toBeLessThan(5_000);
    wake();
    await Promise.all(frozen);
    const refused = app.logged.filter(({ msg, merchantId }) => msg === 'due work of a batch failed; its tickets go one by one' && merchantId === desk.tickets.merchant.id);
    expect(refused).toHaveLength(1);
    expect(await counted(desk)).toMatchObject({ firings: 5, entries: 5, breaches: 5, first: 5, told: 5, notified: 5 });
  }, 30_000);
});

it('an answer and the deadline at the same moment: either of them wins, and the answer says which', async () => {
  const desk = await EscalationDesk.open(app, [answer(TWO)], { sandbox: false });
  const tickets: string[] = [];
  for (const _ of FIFTY) tickets.push(await desk.tickets.taken(desk.tickets.logistics()));
  // Five are long due and five are due in an hour, so that both outcomes are certain; how the others end is a race on any machine.
  const dueIn = (n: number): number => (n < 5 ? -1_000 : n >= 45 ? HOUR : n * 20);
  await due(desk, 'FIRST_RESPONSE', new Map(tickets.map((id, n) => [id, dueIn(n)])));
  let over = false;
  const looking = (async () => { while (!over) await desk.worker().letFallDue(); })();
  const said = await fiftyTimes(async (n) => {
    const { data, errors } = await desk.tickets.merchant.as<{ sendMessage: { ticket: { clocks: { kind: string; state: string }[] } | null; userErrors: object[] } }>(
      'AGENT', 'mutation($i: SendMessageInput!) { sendMessage(input: $i) { ticket { clocks(all: true) { kind state } } userErrors { code } } }',
      { i: { ticketId: tickets[n], channel: 'CHAT', body: '您好，正在为您核实。' } },
    );
    expect([errors, data?.sendMessage.userErrors]).toEqual([undefined, []]);
    return data?.sendMessage.ticket?.clocks.find(({ kind }) => kind === 'FIRST_RESPONSE')?.state;
  });
  over = true;
  await looking;
  const rows = await app.owner<{ state: string; late: boolean; firings: number; breaches: number; levels: number }>(
    `SELECT c.state, c.ended_at >= c.due_at AS late, (SELECT count(*)::int FROM clock_firing f WHERE f.clock_id = c.id) AS firings,
            (SELECT count(*)::int FROM event e WHERE e.subject_id = c.ticket_id AND e.type = 'clock.breached' AND e.data->>'kind' = c.kind) AS breaches,
            (SELECT count(*)::int FROM escalation_level l WHERE l.anchor_id = c.id) AS levels
       FROM unnest($1::uuid[]) WITH ORDINALITY AS t(id, n) JOIN clock c ON c.ticket_id = t.id AND c.kind = 'FIRST_RESPONSE' ORDER BY t.n`, [tickets.map(uuid)],
  );
  expect(rows.map(({ state }) => state)).toEqual(said);
  expect([new Set(said.slice(0, 5)), new Set(said.slice(45))]).toEqual([new Set(['BREACHED']), new Set(['SATISFIED'])]);
  for (const { state, ...row } of rows) expect(row).toEqual(state === 'BREACHED' ? { late: true, firings: 1, breaches: 1, levels: 1 } : { late: false, firings: 0, breaches: 0, levels: 0 });
}, 60_000);

describe('of one ticket', () => {
  it('an escalation is put off once for fifty who decided on the same version', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    const ticketId = await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
    const input = { ...(await desk.tickets.now(ticketId)), newTime: plus(new Date().toISOString(), HOUR) };
    const answers = await fiftyTimes((n) => desk.tickets.change(n % 2 === 0 ? 'LEADER' : 'SUPERVISOR', 'acknowledgeEscalation', input));
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(Array.from({ length: 49 }, () => 'VERSION_CONFLICT'));
    expect(await app.owner('SELECT acknowledgements::int FROM escalation WHERE ticket_id = $1', [uuid(ticketId)])).toEqual([{ acknowledgements: 1 }]);
  });

  it('a notification is acknowledged once, however often it is marked', async () => {
    const desk = await EscalationDesk.open(app, [answer(TWO)]);
    await desk.tickets.ticket();
    await desk.passes(4 * MINUTE);
    const [one] = await desk.told('LEADER');
    await fiftyTimes((n) => desk.tickets.merchant.as(
      'LEADER', `mutation($ids: [ID!]!) { ${n % 2 === 0 ? 'acknowledgeNotifications' : 'markNotificationsRead'}(ids: $ids) { userErrors { code } } }`, { ids: [one?.id] },
    ));
    const events = (await app.owner<{ type: string }>('SELECT type FROM event WHERE subject_id = $1', [uuid(one?.id ?? '')])).map(({ type }) => type);
    expect(events.filter((type) => type === 'notification.acknowledged')).toHaveLength(1);
    expect(events.filter((type) => type === 'notification.read').length).toBeLessThanOrEqual(1); // none where the acknowledgement came first
  });
});

it('an absence is set once, and its tickets are handed over once each by fifty look-outs', async () => {
  const desk = await EscalationDesk.open(app, null);
  for (let n = 0; n < 20; n++) await desk.tickets.taken();
  const startsAt = plus(new Date().toISOString(), -HOUR);
  const set = await fiftyTimes(() => desk.tickets.merchant.as<{ setOutOfOffice: { userErrors: { code: string }[] } }>(
    'AGENT', 'mutation($i: SetOutOfOfficeInput!) { setOutOfOffice(input: $i) { userErrors { code } } }', { i: { startsAt, endsAt: plus(startsAt, 3 * HOUR) } },
  ));
  expect(set.flatMap(({ data }) => data?.setOutOfOffice.userErrors.map(({ code }) => code))).toEqual(Array.from({ length: 49 }, () => 'DUPLICATE'));
  await fiftyTimes(() => get(Handover).lookOut());
  const transfers = await app.owner(
    `SELECT count(*)::int AS n, count(DISTINCT subject_id)::int AS tickets FROM event WHERE merchant_id = $1 AND type = 'ticket.transferred'`, [desk.tickets.merchant.id],
  );
  expect(transfers).toEqual([{ n: 20, tickets: 20 }]);
}, 60_000);

it('what lies on the way of a test clock fires once when fifty move it at the same time', async () => {
  const desk = await EscalationDesk.open(app, [answer(TWO)]);
  for (let n = 0; n < 3; n++) await desk.tickets.ticket();
  const to = plus(new Date().toISOString(), HOUR);
  const answers = await fiftyTimes(() => desk.tickets.merchant.as<{ advanceTestClock: { now: string | null; fired: number; userErrors: { code: string }[] } }>(
    'ADMIN', 'mutation($to: DateTime!) { advanceTestClock(to: $to) { now fired userErrors { code } } }', { to },
  ));
  const moved = answers.flatMap(({ data }) => (data ? [data.advanceTestClock] : []));
  expect(moved.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  expect(moved.map(({ now }) => now !== null && now >= to)).toEqual(FIFTY.map(() => true));
  const [row] = await app.owner<{ n: number }>('SELECT count(*)::int AS n FROM clock_firing WHERE merchant_id = $1', [desk.tickets.merchant.id]);
  // Each tells what fired while it moved, whoever entered it: whoever came first tells of all.
  expect(Math.max(...moved.map(({ fired }) => fired))).toBe(row?.n);
  expect(await counted(desk)).toMatchObject({ firings: 3, entries: 3, breaches: 3, first: 3, second: 3, told: 6 });
}, 60_000);
