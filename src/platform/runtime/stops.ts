import { errorFacts, type Log } from './log.js';

/** How long stopping may take before the process gives up on what still runs. */
const STOP_WITHIN_MS = 10_000;

interface Part {
  readonly name: string;
  readonly stop: () => Promise<unknown>;
}

/** What has to be stopped, in the opposite order of its start. */
export class Stops {
  private readonly stops: Part[] = [];
  private readonly announcements: (() => void)[] = [];
  private running: Promise<void> | null = null;
  private log: Log | undefined;

  /** Something that came up while everything else was being stopped is stopped at once. */
  add(name: string, stop: () => Promise<unknown>): void {
    if (this.running) this.running = this.running.then(() => this.stopOne({ name, stop }));
    else this.stops.push({ name, stop });
  }

  /** Told before anything stops. */
  first(announce: () => void): void {
    this.announcements.push(announce);
  }

  /** Stops everything once, however often it is asked; one that fails does not keep the next from stopping. */
  run(log?: Log): Promise<void> {
    this.log = log;
    this.running ??= this.stopAll();
    return this.running;
  }

  private async stopAll(): Promise<void> {
    for (const announce of this.announcements) announce();
    for (const part of this.stops.reverse()) await this.stopOne(part);
  }

  private async stopOne({ name, stop }: Part): Promise<void> {
    try {
      await within(stop(), STOP_WITHIN_MS * 0.8, name);
    } catch (error) {
      process.exitCode = 1;
      this.log?.error({ part: name, error: errorFacts(error) }, 'did not stop cleanly');
    }
  }
}

/** A part that hangs gets most of the time; the database after it still gets its own orderly end. */
function within(work: Promise<unknown>, milliseconds: number, name: string): Promise<unknown> {
  let timer: NodeJS.Timeout;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not stop within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Ctrl-C and SIGTERM stop in order; a terminal may send the signal twice, so the second changes nothing. */
export function stopOnSignals(stops: Stops, log: Log): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      void stops.run(log).then(() => process.exit());
    });
  }
}

/**
 * A failure nobody caught leaves the process in a state nobody knows: it is logged without the values it may quote (Node itself would print them),
 * everything is stopped in order, and the process ends with 1, so that whatever runs it starts it anew. One that follows while stopping is only logged.
 */
export function stopOnFailure(stops: Stops, log: Log): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ event, error: errorFacts(error) }, 'unexpected failure; stopping');
      process.exitCode = 1;
      void stops.run(log).then(() => process.exit());
    });
  }
}
