import { MINUTE, plus, type Instant, type Millis } from '../../kernel/instant.js';
import type { Anchor, Level, Rule } from './rule.js';

/** A level and the instant it is to fire. */
export interface Next {
  /** From 1. */
  readonly level: number;
  readonly at: Instant;
}

/** How long after its anchor a level fires; negative: before. A percentage of no target counts as at once. */
export function offsetOf(level: Level, targetMs: Millis | null): Millis {
  if (level.afterPercent !== undefined) return Math.round(((targetMs ?? 0) * level.afterPercent) / 100);
  return (level.afterMinutes ?? 0) * MINUTE;
}

/** The level that follows `after` (0: none yet), and when; null when that was the last. It is counted from the anchor, never from the level before. */
export function nextLevel(rule: Rule, after: number, anchor: Anchor): Next | null {
  const level = rule.levels[after];
  return level ? { level: after + 1, at: plus(anchor.at, offsetOf(level, anchor.targetMs)) } : null;
}

/** True when the chain has something to do before its anchor, so that it must be planned when the clock starts. */
export function beginsBefore(rule: Rule): boolean {
  const [first] = rule.levels;
  return rule.trigger.on === 'CLOCK_BREACHED' && first !== undefined && ((first.afterMinutes ?? 0) < 0 || (first.afterPercent ?? 0) < 0);
}
