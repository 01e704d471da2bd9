import type { Instant, Millis } from '../../kernel/instant.js';
import type { Step, WaitingReason } from '../../kernel/words.js';
import { Evaluation, statementAwaited, type Fact, type ProcessDefinition, type Summary } from '../../process/domain/index.js';

/** Whose move it was. */
export const AWAITED = ['US', 'CUSTOMER', 'CARRIER', 'APPROVAL', 'PLATFORM', 'DEPARTMENT'] as const;
export type Awaited = (typeof AWAITED)[number];

/** How the ticket stood from an instant on. */
export interface Standing {
  readonly from: Instant;
  /** null: all steps were over. */
  readonly step: Step | null;
  /** Member; null: nobody had it. */
  readonly ownerId: string | null;
  readonly awaited: Awaited;
}

/** A stretch in which a decision inside was asked for; `to` null: it is still. */
export interface Pending {
  readonly from: Instant;
  readonly to: Instant | null;
}

const OF_HOLD: Readonly<Record<WaitingReason, Awaited>> = {
  WAITING_ON_CUSTOMER: 'CUSTOMER', PLATFORM_INTERVENTION: 'PLATFORM', WAITING_ON_CARRIER: 'CARRIER', WAITING_ON_WAREHOUSE: 'DEPARTMENT',
  WAITING_ON_SUPPLIER: 'DEPARTMENT', WAITING_ON_APPROVAL: 'APPROVAL', OTHER: 'US',
};

/** How the ticket stood after each of its facts, and at each end of an approval. */
export function standings(definition: ProcessDefinition, facts: readonly Fact[], approvals: readonly Pending[]): Standing[] {
  const [opened, ...later] = facts;
  const evaluation = new Evaluation(definition, opened);
  const departments = new Map<string, string>();
  const found: Standing[] = [];
  const note = (from: Instant): void => {
    found.push({ from, step: evaluation.progress().currentStep, ownerId: evaluation.summary.assigneeId, awaited: awaitedIn(evaluation.summary, departments) });
  };
  if (opened) note(opened.at);
  for (const fact of later) {
    if (fact.type === 'task.opened') departments.set(fact.data.taskId, fact.data.department);
    evaluation.add(fact);
    note(fact.at);
  }
  return withApprovals(found, approvals);
}

/** A hold says it outright; a customer who owes us a decision or a confirmation; a department that was asked; and otherwise it is our move. */
function awaitedIn(summary: Summary, departments: ReadonlyMap<string, string>): Awaited {
  if (summary.heldFor) return OF_HOLD[summary.heldFor];
  if (summary.offers.some(({ state }) => state === 'SENT') || statementAwaited(summary)) return 'CUSTOMER';
  const [taskId] = summary.openTaskIds;
  if (taskId === undefined) return 'US';
  return departments.get(taskId) === 'CARRIER_DESK' ? 'CARRIER' : 'DEPARTMENT';
}

/** While a decision inside is pending, what would be our move waits for it. */
function withApprovals(found: readonly Standing[], approvals: readonly Pending[]): Standing[] {
  const cuts = approvals.flatMap(({ from, to }) => [from, ...(to === null ? [] : [to])]);
  const moments = [...new Set([...found.map(({ from }) => from), ...cuts])].sort();
  return moments.flatMap((from): Standing[] => {
    const standing = found.findLast((one) => one.from <= from);
    if (!standing) return [];
    const pending = approvals.some((one) => one.from <= from && (one.to === null || from < one.to));
    return [{ ...standing, from, awaited: pending && standing.awaited === 'US' ? 'APPROVAL' : standing.awaited }];
  });
}

export interface Counted {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly countedMs: Millis;
}

export interface Share<Key> {
  readonly key: Key;
  readonly countedMs: Millis;
}

export interface Forensics {
  readonly byStep: readonly Share<Step | null>[];
  readonly byOwner: readonly Share<string | null>[];
  readonly byAwaited: readonly Share<Awaited>[];
}

/**
 * Where the time of a missed target went: each stretch that used it up, cut where the ticket's standing changed. Each list adds up to what was
 * counted. `between` is the clock's working time, so that nights and holidays are nobody's.
 */
export function forensicsOf(segments: readonly Counted[], standing: readonly Standing[], between: (from: Instant, to: Instant) => Millis): Forensics {
  const pieces = segments.flatMap(({ from, to, countedMs }) => (to === null || countedMs === 0 ? [] : cut(from, to, standing, between)));
  return { byStep: shares(pieces, ({ step }) => step), byOwner: shares(pieces, ({ ownerId }) => ownerId), byAwaited: shares(pieces, ({ awaited }) => awaited) };
}

type Piece = Omit<Standing, 'from'> & { readonly ms: Millis };

function cut(from: Instant, to: Instant, standing: readonly Standing[], between: (from: Instant, to: Instant) => Millis): Piece[] {
  const cuts = [from, ...new Set(standing.map((one) => one.from).filter((at) => at > from && at < to)), to];
  return cuts.slice(1).map((end, at) => {
    const begin = cuts[at] ?? from;
    const { step, ownerId, awaited } = standingAt(standing, begin);
    return { step, ownerId, awaited, ms: between(begin, end) };
  });
}

/** How it stood at an instant; before the first, nobody had it and it was our move. */
export function standingAt(standing: readonly Standing[], at: Instant): Standing {
  return standing.findLast(({ from }) => from <= at) ?? { from: at, step: null, ownerId: null, awaited: 'US' };
}

function shares<Key>(pieces: readonly Piece[], keyOf: (piece: Piece) => Key): Share<Key>[] {
  const sums = new Map<Key, Millis>();
  for (const piece of pieces) sums.set(keyOf(piece), (sums.get(keyOf(piece)) ?? 0) + piece.ms);
  return [...sums].map(([key, countedMs]) => ({ key, countedMs })).sort((a, b) => b.countedMs - a.countedMs);
}

/** Fewer tell nothing typical. */
const ENOUGH = 3;

/** The median of what such things took; null: too few to tell. */
export function typicalOf(took: readonly Millis[]): Millis | null {
  if (took.length < ENOUGH) return null;
  const inOrder = [...took].sort((a, b) => a - b);
  const middle = (inOrder.length - 1) / 2;
  return ((inOrder[Math.floor(middle)] ?? 0) + (inOrder[Math.ceil(middle)] ?? 0)) / 2;
}
