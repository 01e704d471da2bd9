import { errorFacts, type Log } from './log.js';

/** Work done again and again until stopped. */
export interface Loop {
  /** No further round begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly log: Log;
  /** Answers 0 up to 1; given in tests. */
  readonly random?: () => number;
}

const LONGEST_BACKOFF_MS = 30_000;

/**
 * Runs `work`, waits about `everyMs` (up to a fifth more, so that processes started together drift apart), and so on; never two
 * rounds at once. When work answers true there is more to do and the next round follows at once. After errors the pause doubles up to 30 s.
 */
export function runLoop(name: string, everyMs: number, work: () => Promise<boolean | void>, options: LoopOptions): Loop {
  const { log, random = Math.random } = options;
  let stopping = false;
  let endPause: () => void = () => undefined;

  async function run(): Promise<void> {
    for (let failures = 0; !stopping; ) {
      let more = false;
      try {
        more = (await work()) === true;
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ loop: name, failures, error: errorFacts(error) }, 'a round of the loop failed');
      }
      const pause = failures === 0 ? everyMs : Math.min(everyMs * 2 ** failures, LONGEST_BACKOFF_MS);
      if (!stopping && !more) await sleep(pause * (1 + random() / 5));
    }
  }

  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    stop() {
      stopping = true;
      endPause();
      return running;
    },
  };
}
