import { DEFAULT_DEFINITION, evaluate, withPublicEvidence, type Fact } from '../../src/process/index.js';
import type { Clock, ClockEntry } from '../../src/sla/index.js';
import { replayClock } from '../../src/sla/domain/clock-replay.js';
import { binds } from '../../src/sla/index.js';
import { decodeId } from '../../src/kernel/ids.js';
import type { View, Walker } from './walker.js';

const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

interface Stored {
  readonly version: number;
  readonly steps: unknown;
  readonly currentStep: string | null;
  readonly nextDueAt: string | null;
}

/** What the database holds of the walked ticket must follow from its own log, whatever was done to it. Answers what does not. */
export async function brokenLaws(walker: Walker): Promise<string[]> {
  const { app, merchant } = walker;
  const ids = [merchant.id, decodeId('Ticket', walker.ticketId)];
  const [[stored], facts, events, clocks, entries, counts] = await Promise.all([
    app.owner<Stored>(`SELECT version, steps, current_step AS "currentStep", ${ISO('next_due_at')} AS "nextDueAt" FROM ticket WHERE merchant_id = $1 AND id = $2`, ids),
    app.owner<Fact>(`SELECT id::float8 AS seq, type, ${ISO('at')} AS at, CASE actor_kind WHEN 'API_KEY' THEN 'key:' || actor_id ELSE actor_id::text END AS by, data FROM event WHERE merchant_id = $1 AND subject_id = $2 AND is_fact ORDER BY id`, ids),
    app.owner<{ version: number }>('SELECT subject_version AS version FROM event WHERE merchant_id = $1 AND subject_id = $2 ORDER BY id', ids),
    app.owner<Clock>(`SELECT id, kind, subject, state, target_ms::float8 AS "targetMs", ${ISO('started_at')} AS "startedAt", ${ISO('due_at')} AS "dueAt",
      remaining_ms::float8 AS "remainingMs", ${ISO('ended_at')} AS "endedAt",
      calendar_id AS "calendarId", terms, generation, warned, ${ISO('alarm_at')} AS "alarmAt", pause, pause_used AS "pauseUsed" FROM clock WHERE merchant_id = $1 AND ticket_id = $2`, ids),
    app.owner<ClockEntry>(`SELECT e.clock_id AS "clockId", e.seq, e.type, ${ISO('e.at')} AS at, ${ISO('e.due_at')} AS "dueAt", ${ISO('e.alarm_at')} AS "alarmAt", e.data FROM clock_entry e
      JOIN clock c ON c.merchant_id = e.merchant_id AND c.id = e.clock_id WHERE e.merchant_id = $1 AND c.ticket_id = $2 ORDER BY e.clock_id, e.seq`, ids),
    app.owner(`(SELECT shop_id, kind, status, step, sum(n)::int FROM ticket_count WHERE merchant_id = $1 GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
      EXCEPT ALL SELECT shop_id, kind, status, coalesce(current_step, ''), count(*)::int FROM ticket WHERE merchant_id = $1 GROUP BY 1, 2, 3, 4)
      UNION ALL (SELECT shop_id, kind, status, coalesce(current_step, ''), count(*)::int FROM ticket WHERE merchant_id = $1 GROUP BY 1, 2, 3, 4
      EXCEPT ALL SELECT shop_id, kind, status, step, sum(n)::int FROM ticket_count WHERE merchant_id = $1 GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0)`, [merchant.id]),
  ]);
  if (!stored) return ['the ticket is gone'];
  const broken: string[] = [];
  const hold = (law: string, found: unknown, expected: unknown): void => {
    if (canonical(found) !== canonical(expected)) broken.push(`${law}:\n found    ${canonical(found)}\n expected ${canonical(expected)}`);
  };
  const progress = evaluate(DEFAULT_DEFINITION, facts);
  hold('the stored steps are the replay of the facts', stored.steps, withPublicEvidence(progress.steps, facts));
  hold('the stored current step is the replay of the facts', stored.currentStep, progress.currentStep);
  hold('versions do not go back in the log', events, events.slice().sort((a, b) => a.version - b.version));
  hold('the version is that of the last event', events.at(-1)?.version, stored.version);
  const due = clocks.filter((clock) => clock.endedAt === null && clock.dueAt !== null && binds(clock)).map((clock) => clock.dueAt as string).sort();
  hold('the next deadline is the earliest open one that binds', stored.nextDueAt, due[0] ?? null);
  for (const clock of clocks) {
    const { seq: _seq, ...replayed } = replayClock(entries.filter((entry) => entry.clockId === clock.id));
    hold(`clock ${clock.kind} ${clock.subject} is the replay of its ledger`, clock, replayed);
  }
  hold('the kept counts are the counts', counts, []);
  return broken;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'object' && each !== null && !Array.isArray(each)
    ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each)) ?? 'undefined';
}

/** What may be seen from one moment to the next. `begunAnew`: the act between was a reopening or a change of kind. */
export function brokenOrder(before: View, after: View, begunAnew: boolean): string[] {
  const broken: string[] = [];
  const over = (view: View, step: string): boolean => view.steps.find((one) => one.step === step)?.completedAt != null;
  const order = after.steps.map(({ step }) => step);
  for (const [index, step] of order.entries()) {
    const floats = step === 'SOOTHE';
    if (over(after, step) && !floats && order.slice(0, index).some((earlier) => earlier !== 'SOOTHE' && !over(after, earlier))) broken.push(`${step} is over before what comes before it`);
    if (step === 'APOLOGIZE' && over(after, step) && !over(after, 'SOOTHE')) broken.push('APOLOGIZE is over before SOOTHE');
    if (over(before, step) && !over(after, step) && !begunAnew) broken.push(`${step} is not over any more`);
    const had = before.steps.find((one) => one.step === step);
    const has = after.steps.find((one) => one.step === step);
    if (had?.completedAt && !had.evidence.every((id) => has?.evidence.includes(id))) broken.push(`${step} lost evidence: ${had.evidence.join()} -> ${has?.evidence.join()}`);
  }
  return broken;
}
