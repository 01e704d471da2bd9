import { jest } from '@jest/globals';
import { createLog } from './log.js';
import { runLoop } from './loop.js';

const log = createLog('silent');

describe('a loop', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('works, waits, works again, and never twice at once', async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const loop = runLoop('test', 100, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 250)); // longer than the pause
      running -= 1;
      rounds += 1;
    }, { log, random: () => 0 });

    await jest.advanceTimersByTimeAsync(250 + 100 + 250 + 100 + 250);
    expect({ most, rounds }).toEqual({ most: 1, rounds: 3 });
    const stopped = loop.stop();
    await jest.runAllTimersAsync();
    await stopped;
    expect(rounds).toBe(3);
  });

  it('lets the round under way end before it is stopped', async () => {
    let ended = false;
    const loop = runLoop('test', 100, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      ended = true;
    }, { log });
    const stopped = loop.stop().then(() => ended);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await stopped).toBe(true);
  });

  it('goes on after errors, waiting longer each time up to half a minute, and then as before', async () => {
    const at: number[] = [];
    const loop = runLoop('test', 1_000, async () => {
      at.push(Date.now());
      if (at.length <= 7) throw new Error('not now');
    }, { log, random: () => 0 });
    await jest.advanceTimersByTimeAsync(200_000);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(pauses.slice(0, 8)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 1_000]);
    await loop.stop();
  });

  it('goes on at once while there is more to do', async () => {
    const at: number[] = [];
    const loop = runLoop('test', 60_000, async () => {
      at.push(Date.now());
      return at.length < 3;
    }, { log });
    await jest.advanceTimersByTimeAsync(1);
    expect(at).toHaveLength(3);
    await loop.stop();
  });

  it('waits up to a fifth more than its pause', async () => {
    const at: number[] = [];
    const loop = runLoop('test', 1_000, async () => void at.push(Date.now()), { log, random: () => 0.5 });
    await jest.advanceTimersByTimeAsync(1_099);
    expect(at).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(at).toHaveLength(2);
    await loop.stop();
  });
});
