import { errorFacts, type Log } from './log.js';

/** Work done again and again until stopped. */
export interface Loop {
  readonly name: string;
  /** No further round begins; resolves when the one under way has ended. */
  stop(): Promise<void>;
  /** A hint that there is work: the next round begins at once instead of after its pause. */
  wake(): void;
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
  let woken = false;
  let wake: () => void = () => undefined;

  async function round(failures: number): Promise<number> {
    try {
      woken = (await work()) === true || woken;
      return 0;
    } catch (error) {
      log.error({ loop: name, failures: failures + 1, error: errorFacts(error) }, 'a round of the loop failed');
      woken = false; // a hint does not shorten the pause after an error
      return failures + 1;
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopping; ) {
      failures = await round(failures);
      const pause = failures === 0 ? everyMs : Math.min(everyMs * 2 ** failures, LONGEST_BACKOFF_MS);
      if (!stopping && !woken) await sleep(pause * (1 + random() / 5));
      woken = false;
    }
  }

  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const running = run();
  return {
    name,
    wake() {
      woken = true;
      wake();
    },
    stop() {
      stopping = true;
      wake();
      return running;
    },
  };
}
