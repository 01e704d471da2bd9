import type { Instant } from '../../kernel/instant.js';
import type { ClockKind, Outcome, TargetName } from '../../sla/domain/index.js';

/** One course, as it went and as it would have gone. */
export interface Effect {
  readonly ticketId: string;
  readonly number: string;
  readonly shopId: string;
  readonly kind: ClockKind;
  readonly subject: string;
  readonly target: TargetName;
  readonly startedAt: Instant;
  /** Hour of the shop's day in which it began, 0 to 23. */
  readonly hour: number;
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Tally {
  readonly met: number;
  readonly warned: number;
  readonly breached: number;
  readonly open: number;
  readonly cancelled: number;
  /** Had no clock. */
  readonly none: number;
}

export interface Change {
  readonly key: string;
  readonly before: Tally;
  readonly after: Tally;
}

export interface Effects {
  readonly clocks: number;
  readonly total: Omit<Change, 'key'>;
  readonly byTarget: readonly Change[];
  readonly byShop: readonly Change[];
  readonly byHour: readonly Change[];
  /** Met that would have been missed, missed that would have been met, and so on: every course whose verdict would differ. */
  readonly flips: readonly Effect[];
}

export function effectsOf(effects: readonly Effect[]): Effects {
  return {
    clocks: effects.length,
    total: { before: tally(effects.map(({ before }) => before)), after: tally(effects.map(({ after }) => after)) },
    byTarget: by(effects, ({ target }) => target),
    byShop: by(effects, ({ shopId }) => shopId),
    byHour: by(effects, ({ hour }) => String(hour).padStart(2, '0')),
    flips: effects.filter(({ before, after }) => before.verdict !== after.verdict),
  };
}

function by(effects: readonly Effect[], keyOf: (effect: Effect) => string): Change[] {
  const keys = [...new Set(effects.map(keyOf))].sort();
  return keys.map((key) => {
    const among = effects.filter((effect) => keyOf(effect) === key);
    return { key, before: tally(among.map(({ before }) => before)), after: tally(among.map(({ after }) => after)) };
  });
}

function tally(outcomes: readonly Outcome[]): Tally {
  const count = (verdict: Outcome['verdict']): number => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  return {
    met: count('MET'), breached: count('BREACHED'), open: count('OPEN'), cancelled: count('CANCELLED'), none: count('NONE'),
    warned: outcomes.filter(({ warned }) => warned).length,
  };
}
