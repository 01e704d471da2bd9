import { Injectable } from '@nestjs/common';
import type { Instant } from '../../kernel/instant.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Something of a merchant that falls due and is no clock of a ticket. A loop of the worker sees to it; a test clock asks for it in its turn. */
export interface DueSource {
  /** The earliest instant up to this one at which something is due; null: nothing. */
  next(tx: Tx, upTo: Instant): Promise<Instant | null>;
  /** Does what is due by now. Answers how much. */
  fire(merchantId: string): Promise<number>;
}

/** Features register what else falls due, so that a sandbox's clock misses none of it. */
@Injectable()
export class DueSources {
  private readonly sources: DueSource[] = [];

  register(source: DueSource): void {
    this.sources.push(source);
  }

  async earliest(tx: Tx, upTo: Instant): Promise<{ readonly source: DueSource; readonly at: Instant } | null> {
    const found = await Promise.all(this.sources.map(async (source) => ({ source, at: await source.next(tx, upTo) })));
    return found.reduce<{ source: DueSource; at: Instant } | null>((best, { source, at }) => (at !== null && (!best || at < best.at) ? { source, at } : best), null);
  }
}
