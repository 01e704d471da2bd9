import { Injectable } from '@nestjs/common';
import type { Fault } from '../../kernel/words.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** Whose fault the shop's table makes it, and why. */
export interface FaultAdviceGiven {
  /** Of the table; 0: the product's own. */
  readonly version: number;
  readonly fault: Fault;
  readonly shares: readonly { readonly fault: Fault; readonly percent: number }[];
  /** 1 to 100. */
  readonly confidence: number;
  readonly rows: readonly string[];
  readonly against: readonly string[];
  /** Naming another side takes a reason in words. */
  readonly overrideNeedsReason: boolean;
}

export type FaultAdviser = (tx: Tx, ticketId: string) => Promise<FaultAdviceGiven>;

/** Who proposes faults says so here; tickets record what was proposed beside what was found. */
@Injectable()
export class FaultAdvice {
  private adviser: FaultAdviser | null = null;

  register(adviser: FaultAdviser): void {
    this.adviser = adviser;
  }

  async of(tx: Tx, ticketId: string): Promise<FaultAdviceGiven | null> {
    return this.adviser ? this.adviser(tx, ticketId) : null;
  }
}
