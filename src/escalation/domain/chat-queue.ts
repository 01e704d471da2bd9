import { HOUR, SECOND, type Millis } from '../../kernel/instant.js';

/** How far back the pace is looked for. */
export const PACE_WINDOW: Millis = HOUR;
/** With fewer pickups than this a pace is a guess, and none is told. */
export const FEWEST_PICKUPS = 5;

/**
 * Whole seconds until the ticket at this position (1: next) may expect to be taken: its position times the mean time between two pickups of the
 * shop's last hour, which is an hour divided by how many there were. Null while there were fewer than five.
 */
export function expectedWait(position: number, pickups: number): number | null {
  if (pickups < FEWEST_PICKUPS) return null;
  return Math.round((position * PACE_WINDOW) / pickups / SECOND);
}
