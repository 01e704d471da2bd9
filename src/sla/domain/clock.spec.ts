import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elapsed, fromMillis, plus, toMillis } from '../../kernel/instant.js';
import { AROUND_THE_CLOCK as ALWAYS } from '../../calendar/domain/index.js';
import { isDue, isEnded, PLAIN_TERMS, type Clock, type ClockEntry, type Move } from './clock.js';
import { breachClock, cancelClock, pauseClock, resumeClock, satisfyClock, startClock } from './clock-moves.js';
import { replayClock } from './clock-replay.js';

const BEGIN = fromMillis(1_800_000_000_000);
const TARGET = 60_000;
const ASKED = { reason: 'WAITING_ON_CUSTOMER', by: 'member-1', heldMs: 0 } as const;
const PAUSING = { ...PLAIN_TERMS, pauses: { WAITING_ON_CUSTOMER: null, PLATFORM_INTERVENTION: null } };

function started(targetMs = TARGET): Move {
  return startClock('clock-1', 'STEP', 'RESPOND:1', { targetMs, calendarId: null, terms: PAUSING }, BEGIN, ALWAYS);
}

function after(millis: number): string {
  return plus(BEGIN, millis);
}

type Deed = 'pause' | 'resume' | 'satisfy' | 'breach' | 'cancel';

/** What the deed makes of the clock, as moves. */
function does(deed: Deed, clock: Clock, at: string): Move[] {
  switch (deed) {
    case 'pause': return [pauseClock(clock, at, ASKED, ALWAYS) ?? []].flat();
    case 'resume': return [resumeClock(clock, at, 'member-1', ALWAYS) ?? []].flat();
    case 'breach': return [breachClock(clock, at) ?? []].flat();
    case 'satisfy': return satisfyClock(clock, at, ALWAYS);
    case 'cancel': return cancelClock(clock, at, ALWAYS);
  }
}

interface Life {
  readonly clock: Clock;
  readonly ledger: readonly ClockEntry[];
}

/** A clock that lived through these deeds, each so many milliseconds after the one before. */
function lived(targetMs: number, deeds: readonly (readonly [Deed, number])[]): Life[] {
  const first = started(targetMs);
  const lives: Life[] = [{ clock: first.clock, ledger: [first.entry] }];
  let at = BEGIN;
  for (const [deed, later] of deeds) {
    at = plus(at, later);
    let { clock, ledger } = lives.at(-1) as Life;
    for (const move of does(deed, clock, at)) {
      clock = move.clock;
      ledger = [...ledger, move.entry];
    }
    lives.push({ clock, ledger });
  }
  return lives;
}

const deeds = fc.array(fc.tuple(fc.constantFrom<Deed>('pause', 'resume', 'satisfy', 'breach', 'cancel'), fc.integer({ min: 0, max: 40_000 })), { maxLength: 25 });
const target = fc.integer({ min: 1, max: 100_000 });

describe('laws of every clock, whatever happens to it', () => {
  it('replaying its ledger gives the clock, at every moment', () => {
    fc.assert(fc.property(target, deeds, (targetMs, happened) => {
      for (const { clock, ledger } of lived(targetMs, happened)) expect(replayClock(ledger)).toEqual(clock);
    }));
  });

  it('entries are numbered without a gap, and none is entered after the end', () => {
    fc.assert(fc.property(target, deeds, (targetMs, happened) => {
      const lives = lived(targetMs, happened);
      const { clock, ledger } = lives.at(-1) as Life;
      expect(ledger.map((entry) => entry.seq)).toEqual(ledger.map((_, at) => at + 1));
      expect(clock.seq).toBe(ledger.length);
      const end = lives.findIndex((life) => isEnded(life.clock));
      if (end >= 0) for (const later of lives.slice(end)) expect(later).toEqual(lives[end]);
    }));
  });

  it('it breaches at most once, at the due time its ledger says, and stays breached', () => {
    fc.assert(fc.property(target, deeds, (targetMs, happened) => {
      const lives = lived(targetMs, happened);
      const { ledger } = lives.at(-1) as Life;
      const breaches = ledger.filter((entry) => entry.type === 'BREACHED');
      expect(breaches.length).toBeLessThanOrEqual(1);
      for (const breach of breaches) {
        expect(breach.at).toBe(ledger[breach.seq - 2]?.dueAt);
        expect(((breach.data['detectedAt'] as string | undefined) ?? breach.at) >= breach.at).toBe(true);
      }
      const first = lives.findIndex((life) => life.clock.state === 'BREACHED');
      if (first >= 0) expect(new Set(lives.slice(first).map((life) => life.clock.state))).toEqual(new Set(['BREACHED']));
    }));
  });

  it('its due time is start, target and exactly the time it was paused', () => {
    fc.assert(fc.property(target, deeds, (targetMs, happened) => {
      for (const { clock, ledger } of lived(targetMs, happened)) {
        if (clock.state !== 'RUNNING') continue;
        const pauses = ledger.filter((entry) => entry.type === 'PAUSED');
        const resumes = ledger.filter((entry) => entry.type === 'RESUMED');
        const paused = pauses.reduce((sum, pause, at) => sum + elapsed(pause.at, (resumes[at]).at), 0);
        expect(clock.dueAt).toBe(plus(BEGIN, targetMs + paused));
      }
    }));
  });

  it('it is met in time exactly when the time that ran is less than the target', () => {
    fc.assert(fc.property(target, fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 90_000 })), { maxLength: 6 }), (targetMs, stretches) => {
      let { clock } = started(targetMs);
      let at = BEGIN;
      let ran = 0;
      for (const [running, resting] of stretches) {
        at = plus(at, running);
        ran += running;
        const paused = pauseClock(clock, at, ASKED, ALWAYS);
        expect(paused === undefined).toBe(ran >= targetMs);
        if (!paused) break;
        at = plus(at, resting);
        clock = (resumeClock(paused.clock, at, 'member-1', ALWAYS) as Move).clock;
      }
      expect(satisfyClock(clock, at, ALWAYS).at(-1)?.clock.state).toBe(ran >= targetMs ? 'BREACHED' : 'SATISFIED');
    }));
  });
});

describe('the due instant', () => {
  const { clock } = started();

  it('breaches at exactly dueAt and not a millisecond before', () => {
    expect(isDue(clock, after(TARGET - 1))).toBe(false);
    expect(breachClock(clock, after(TARGET - 1))).toBeUndefined();
    expect(isDue(clock, after(TARGET))).toBe(true);
    expect(breachClock(clock, after(TARGET))?.clock).toMatchObject({ state: 'BREACHED', dueAt: after(TARGET), endedAt: null });
  });

  it('is the time of the breach, however late it was noticed', () => {
    const late = after(TARGET * 1_000);
    expect(breachClock(clock, late)?.entry).toMatchObject({ type: 'BREACHED', at: after(TARGET), data: { detectedAt: late } });
    expect(satisfyClock(clock, late, ALWAYS).map(({ entry }) => [entry.type, entry.at])).toEqual([['BREACHED', after(TARGET)], ['SATISFIED', late]]);
    expect(cancelClock(clock, late, ALWAYS).map(({ entry }) => [entry.type, entry.at])).toEqual([['BREACHED', after(TARGET)], ['CANCELLED', late]]);
  });

  it('is met a millisecond before, and not at it', () => {
    expect(satisfyClock(clock, after(TARGET - 1), ALWAYS).map((move) => move.clock.state)).toEqual(['SATISFIED']);
    expect(satisfyClock(clock, after(TARGET), ALWAYS).map((move) => move.clock.state)).toEqual(['BREACHED', 'BREACHED']);
  });
});

describe('a pause', () => {
  const { clock } = started();

  it('keeps what was left, and nothing falls due meanwhile', () => {
    const paused = pauseClock(clock, after(20_000), ASKED, ALWAYS) as Move;
    expect(paused.clock).toMatchObject({ state: 'PAUSED', dueAt: null, remainingMs: 40_000 });
    expect(isDue(paused.clock, after(TARGET * 100))).toBe(false);
    expect(resumeClock(paused.clock, after(500_000), 'member-1', ALWAYS)?.clock).toMatchObject({ state: 'RUNNING', dueAt: after(540_000), remainingMs: null });
  });

  it.each([0, 1, 99_999])('%i ms after the due time does not save it', (late) => {
    expect(pauseClock(clock, after(TARGET + late), ASKED, ALWAYS)).toBeUndefined();
  });

  it('in the last millisecond leaves a millisecond', () => {
    expect(pauseClock(clock, after(TARGET - 1), ASKED, ALWAYS)?.clock.remainingMs).toBe(1);
  });

  it('of a paused, breached or ended clock is nothing, and so is resuming one that runs', () => {
    const paused = (pauseClock(clock, after(1), ASKED, ALWAYS) as Move).clock;
    const breached = (breachClock(clock, after(TARGET)) as Move).clock;
    expect(pauseClock(paused, after(2), ASKED, ALWAYS)).toBeUndefined();
    expect(pauseClock(breached, after(TARGET), ASKED, ALWAYS)).toBeUndefined();
    expect(resumeClock(clock, after(2), 'member-1', ALWAYS)).toBeUndefined();
    expect(resumeClock(breached, after(TARGET), 'member-1', ALWAYS)).toBeUndefined();
  });
});

describe('the end', () => {
  const { clock } = started();

  it('comes late to a breached clock, which stays breached and gets its end', () => {
    const breached = (breachClock(clock, after(TARGET)) as Move).clock;
    const [met, ...more] = satisfyClock(breached, after(TARGET + 5), ALWAYS);
    expect(met?.clock).toMatchObject({ state: 'BREACHED', endedAt: after(TARGET + 5), seq: 3 });
    expect(more).toEqual([]);
    expect(cancelClock(breached, after(TARGET + 5), ALWAYS)[0]?.clock).toMatchObject({ state: 'BREACHED', endedAt: after(TARGET + 5) });
  });

  it.each(['satisfy', 'cancel'] as const)('by %s is the last: nothing moves it any more', (deed) => {
    const ended = does(deed, clock, after(10)).at(-1)?.clock as Clock;
    expect(ended.endedAt).toBe(after(10));
    for (const later of ['pause', 'resume', 'satisfy', 'breach', 'cancel'] as const) expect(does(later, ended, after(TARGET * 2))).toEqual([]);
  });

  it('may come while it is paused', () => {
    const paused = (pauseClock(clock, after(1), ASKED, ALWAYS) as Move).clock;
    expect(satisfyClock(paused, after(TARGET * 9), ALWAYS)[0]?.clock).toMatchObject({ state: 'SATISFIED', remainingMs: null, dueAt: null });
    expect(cancelClock(paused, after(TARGET * 9), ALWAYS)[0]?.clock).toMatchObject({ state: 'CANCELLED', remainingMs: null });
  });
});

describe('a ledger', () => {
  it('begins with STARTED, and only it does', () => {
    const { entry } = started();
    expect(() => replayClock([])).toThrow('begins with STARTED');
    expect(() => replayClock([{ ...entry, type: 'PAUSED' }])).toThrow('begins with STARTED');
    expect(() => replayClock([entry, { ...entry, seq: 2 }])).toThrow('starts once');
  });

  it('may set another due time', () => {
    const { entry } = started();
    const dueAt = fromMillis(toMillis(BEGIN) + 5);
    expect(replayClock([entry, { ...entry, seq: 2, type: 'RETARGETED', dueAt }])).toMatchObject({ state: 'RUNNING', dueAt, seq: 2 });
  });

  it('written before clocks had alarms and terms says the same', () => {
    const written = (type: ClockEntry['type'], seq: number, at: string, dueAt: string | null, data: object): ClockEntry => ({ clockId: 'clock-1', seq, type, at, dueAt, alarmAt: null, data: { ...data } });
    const began = (kind: string): ClockEntry => written('STARTED', 1, BEGIN, after(TARGET), { kind, subject: 'RESPOND:1', targetMs: TARGET });
    const { clock } = started();
    expect(clock.alarmAt).toBe(clock.dueAt);
    expect(replayClock([began('STEP')])).toEqual(clock);
    expect(replayClock([began('RESOLUTION')])).toEqual({ ...clock, kind: 'RESOLUTION' });
    expect(replayClock([began('OFFER')])).toEqual({ ...clock, kind: 'OFFER', terms: PLAIN_TERMS });
    const pause = written('PAUSED', 2, after(20_000), null, { reason: 'WAITING_ON_CUSTOMER' });
    const paused = pauseClock(clock, after(20_000), ASKED, ALWAYS) as Move;
    expect(replayClock([began('STEP'), pause])).toEqual(paused.clock);
    const resume = written('RESUMED', 3, after(50_000), after(TARGET + 30_000), {});
    expect(replayClock([began('STEP'), pause, resume])).toEqual(resumeClock(paused.clock, after(50_000), null, ALWAYS)?.clock);
  });
});
