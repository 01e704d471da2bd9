import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LOG, type Log } from './log.js';
import { runLoop, type Loop } from './loop.js';

interface Registered {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<boolean | void>;
}

/**
 * The loops of the worker. Features register theirs in `onModuleInit`; only a worker process starts them, so the same modules serve
 * in a process that is API alone.
 */
@Injectable()
export class Loops implements OnModuleDestroy {
  private readonly registered: Registered[] = [];
  private running: Loop[] = [];

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** `work` answering true asks for another round at once. */
  register(name: string, everyMs: number, work: () => Promise<boolean | void>): void {
    if (this.registered.some((loop) => loop.name === name)) throw new Error(`Two loops are named ${name}`);
    this.registered.push({ name, everyMs, work });
  }

  start(): void {
    this.running = this.registered.map(({ name, everyMs, work }) => runLoop(name, everyMs, work, { log: this.log }));
  }

  async onModuleDestroy(): Promise<void> {
    const stopping = this.running;
    this.running = [];
    await Promise.all(stopping.map((loop) => loop.stop()));
  }
}
