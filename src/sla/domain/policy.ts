import { DAY, HOUR, MINUTE, type Millis } from '../../kernel/instant.js';

/**
 * How long each step (by its name) and the whole (`RESOLUTION`) may take, in elapsed milliseconds around the clock. Every ticket keeps the
 * version it was opened under.
 */
export interface SlaPolicy {
  readonly targets: Readonly<Record<string, Millis>>;
}

/** The marketplaces' 3-minute human reply first; the rest is what a careful desk keeps. */
export const DEFAULT_POLICY: SlaPolicy = {
  targets: {
    RESPOND: 3 * MINUTE,
    RECEIVE: 10 * MINUTE,
    LISTEN: HOUR,
    SOOTHE: 30 * MINUTE,
    APOLOGIZE: 2 * HOUR,
    REMEDY: DAY,
    FOLLOW_UP: 7 * DAY,
    RESOLUTION: 10 * DAY,
  },
};
