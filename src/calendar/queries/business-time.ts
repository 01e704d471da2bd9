import { DomainError, type Text } from '../../kernel/error.js';
import { DAY, type Instant, type Millis } from '../../kernel/instant.js';
import type { WorkingTime } from '../domain/index.js';

export interface BusinessTimeQuestion {
  readonly op: 'ADD' | 'BETWEEN' | 'IS_OPEN' | 'NEXT_OPEN';
  readonly start: Instant;
  readonly end?: Instant | null;
  readonly durationMs?: bigint | null;
}

export interface BusinessTimeAnswer {
  readonly instant: Instant | null;
  readonly durationMs: Millis | null;
  readonly open: boolean | null;
  readonly error: Text | null;
}

const LONGEST = BigInt(36_525 * DAY);
const NOTHING: BusinessTimeAnswer = { instant: null, durationMs: null, open: null, error: null };

const NO_END: Text = { en: 'BETWEEN needs an end.', zh: 'BETWEEN 需要 end。' };
const NO_DURATION: Text = { en: 'ADD needs a durationMs.', zh: 'ADD 需要 durationMs。' };
const TOO_LONG: Text = { en: 'A duration is at most 100 years.', zh: '时长不能超过 100 年。' };

/** One question to a calendar; what cannot be answered says why in its own answer. */
export function businessTime(time: WorkingTime, question: BusinessTimeQuestion): BusinessTimeAnswer {
  try {
    return answer(time, question);
  } catch (error) {
    if (error instanceof DomainError) return { ...NOTHING, error: error.text };
    throw error;
  }
}

function answer(time: WorkingTime, { op, start, end, durationMs }: BusinessTimeQuestion): BusinessTimeAnswer {
  switch (op) {
    case 'ADD': {
      if (durationMs === undefined || durationMs === null) return { ...NOTHING, error: NO_DURATION };
      if (durationMs > LONGEST || durationMs < -LONGEST) return { ...NOTHING, error: TOO_LONG };
      return { ...NOTHING, instant: time.add(start, Number(durationMs)) };
    }
    case 'BETWEEN': return end === undefined || end === null ? { ...NOTHING, error: NO_END } : { ...NOTHING, durationMs: time.between(start, end) };
    case 'IS_OPEN': return { ...NOTHING, open: time.isOpen(start) };
    case 'NEXT_OPEN': return { ...NOTHING, instant: time.nextOpen(start) };
  }
}
