import type { Instant } from '../../kernel/instant.js';
import type { Fact, Progress } from '../../process/domain/index.js';
import type { ClockKind, TargetName } from '../../sla/domain/index.js';

/** A time the facts say is owed, or was: what of, under which target, and how it ended. */
export interface WantedClock {
  readonly kind: ClockKind;
  readonly subject: string;
  readonly target: TargetName;
  /** Since when it is owed. */
  readonly since: Instant;
  /** null: it is to run now. */
  readonly ended: { readonly at: Instant; readonly how: 'SATISFIED' | 'CANCELLED' } | null;
}

/** Everything the customer waits for, from the facts of a ticket that is not closed. */
export function wantedClocks(progress: Progress, facts: readonly Fact[]): WantedClock[] {
  return [...stepClocks(progress, facts), ...conversationClocks(facts)];
}

/**
 * One clock per step at work, met at the instant the step completed, and one for the whole. The whole has one per round of the last step, so that
 * a reopened ticket does not inherit a due time of the past; it runs until the ticket is closed, not only until its steps are over: else a ticket
 * that everybody forgot to close would have no clock at all.
 */
function stepClocks(progress: Progress, facts: readonly Fact[]): WantedClock[] {
  const opened = (facts.findLast(({ type }) => type === 'ticket.reopened') ?? facts[0])?.at ?? '';
  const clocks = progress.steps.flatMap(({ step, round, status, startedAt, completedAt }): WantedClock[] => {
    const since = startedAt ?? completedAt ?? opened;
    const subject = `${step}:${round}`;
    const how = status === 'DONE' ? 'SATISFIED' : 'CANCELLED';
    if (completedAt !== null) return [{ kind: 'STEP', subject, target: step, since, ended: { at: completedAt, how } }];
    return status === 'CURRENT' ? [{ kind: 'STEP', subject, target: step, since, ended: null }] : [];
  });
  return [...clocks, { kind: 'RESOLUTION', subject: wholeOf(progress), target: 'RESOLUTION', since: opened, ended: null }];
}

/** The subject of the clock of the whole. */
export function wholeOf({ steps }: Progress): string {
  return `TICKET:${steps.at(-1)?.round ?? 1}`;
}

/**
 * ACKNOWLEDGEMENT: the first public message of ours, a program's too. FIRST_RESPONSE and NEXT_RESPONSE: a person's answer to the customer's turn;
 * a turn is all they say until a person answers, so writing again starts nothing anew, and no program ends one. KEEP_INFORMED: once a person has
 * answered, another word of a person's within the interval, again and again.
 */
function conversationClocks(facts: readonly Fact[]): WantedClock[] {
  const clocks: WantedClock[] = [];
  let acknowledged: Instant | null = null;
  let waiting: Owed | null = null;
  let informing: Owed | null = null;
  let first: Instant | null = null;
  let turns = 0;
  let told = 0;
  for (const fact of facts) {
    if (fact.type === 'message.received' && !waiting) {
      const kind = told === 0 ? 'FIRST_RESPONSE' : 'NEXT_RESPONSE';
      waiting = { kind, subject: `TURN:${++turns}`, target: kind, since: fact.at };
      first ??= fact.at;
    }
    if (fact.type !== 'message.sent') continue;
    acknowledged ??= fact.at;
    if (fact.data.origin !== 'HUMAN') continue;
    const ended = { at: fact.at, how: 'SATISFIED' } as const;
    if (waiting) clocks.push({ ...waiting, ended });
    waiting = null;
    if (informing) clocks.push({ ...informing, ended });
    informing = { kind: 'KEEP_INFORMED', subject: `UPDATE:${++told}`, target: 'KEEP_INFORMED', since: fact.at };
  }
  for (const owed of [waiting, informing]) if (owed) clocks.push({ ...owed, ended: null });
  if (first !== null) {
    const ended = acknowledged === null ? null : ({ at: acknowledged, how: 'SATISFIED' } as const);
    clocks.push({ kind: 'ACKNOWLEDGEMENT', subject: 'TICKET:1', target: 'ACKNOWLEDGEMENT', since: first, ended });
  }
  return clocks;
}

type Owed = Omit<WantedClock, 'ended'>;

/** Under which name a policy knows the clock: a step's own, and otherwise the kind. */
export function targetNameOf({ kind, subject }: { readonly kind: ClockKind; readonly subject: string }): TargetName {
  return (kind === 'STEP' ? subject.split(':')[0] : kind) as TargetName;
}
