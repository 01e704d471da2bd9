import { EXTERNAL_KINDS, type ExternalKind } from './pack/words.js';
import type { Clock } from './clock.js';

/** A deadline of the buyer, the platform or a carrier is watched, but nobody at the desk can meet it: queues are not ordered by it. */
export function binds(clock: Pick<Clock, 'kind' | 'subject'>): boolean {
  return clock.kind !== 'EXTERNAL' || EXTERNAL_KINDS[clock.subject as ExternalKind].owedBy === 'MERCHANT';
}

/** The clock that is due first among those that bind. At the same instant our own goes before an external one, which beats ours only by being earlier. */
export function bindingClock<C extends Pick<Clock, 'kind' | 'subject' | 'dueAt'>>(open: readonly C[]): C | null {
  let first: C | null = null;
  for (const clock of open) {
    if (clock.dueAt === null || !binds(clock)) continue;
    if (first?.dueAt == null || clock.dueAt < first.dueAt || (clock.dueAt === first.dueAt && first.kind === 'EXTERNAL' && clock.kind !== 'EXTERNAL')) first = clock;
  }
  return first;
}

/** `STEP:RESPOND:1`: kind and subject as one short text. */
export function clockName({ kind, subject }: Pick<Clock, 'kind' | 'subject'>): string {
  return `${kind}:${subject}`;
}

/** The two parts of a clock's name. */
export function clockNamed(name: string): Pick<Clock, 'kind' | 'subject'> {
  const at = name.indexOf(':');
  return { kind: name.slice(0, at) as Clock['kind'], subject: name.slice(at + 1) };
}
