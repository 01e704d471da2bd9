import { summarize, type Fact, type Summary } from '../../process/index.js';
import type { TradeTerms } from '../queries/trade-terms.query.js';

/** What of a ticket is too much to read where nobody asks for it. */
export interface Past {
  readonly facts: readonly Fact[];
  /** What the policy's rules are asked of beside the ticket. */
  readonly terms: TradeTerms;
}

/**
 * The facts of one ticket inside one command: those on record and those the command adds. In a batch the former are read once somebody asks, for all
 * who ask together: most deadlines that are missed change nothing that hangs on them.
 */
export class FactBook {
  private past: Past | null;
  private readonly read: (() => Promise<Past>) | null;
  private own: readonly Fact[] = [];
  private known: readonly Fact[];
  private summarized: Summary | null = null;

  constructor(past: Past | (() => Promise<Past>)) {
    this.past = typeof past === 'function' ? null : past;
    this.read = typeof past === 'function' ? past : null;
    this.known = this.past?.facts ?? [];
  }

  /** Whether what happened before is known. */
  get isWhole(): boolean {
    return this.past !== null;
  }

  async whole(): Promise<void> {
    if (this.past || !this.read) return;
    const past = await this.read();
    this.past ??= past; // somebody else of the command asked, too
    this.number();
  }

  /** Every fact so far, in order. */
  get all(): readonly Fact[] {
    this.need();
    return this.known;
  }

  /** Those the command added. */
  get added(): readonly Fact[] {
    return this.own;
  }

  /** What they amount to, for deciding. */
  get summary(): Summary {
    this.summarized ??= summarize(this.all);
    return this.summarized;
  }

  get terms(): TradeTerms {
    return this.need().terms;
  }

  /** Customer or order are others from now on. */
  trade(terms: TradeTerms): void {
    this.past = { ...this.need(), terms };
  }

  add(fact: Omit<Fact, 'seq'>): void {
    this.own = [...this.own, { ...fact, seq: 0 } as Fact];
    this.summarized = null;
    this.number();
  }

  /** The database numbers them anew; within the command they only need their order. */
  private number(): void {
    const facts = this.past?.facts ?? [];
    const last = facts.at(-1)?.seq ?? 0;
    this.own = this.own.map((fact, n) => ({ ...fact, seq: last + n + 1 }));
    this.known = [...facts, ...this.own];
  }

  /** Forgetting to ask is a mistake of the code, which would otherwise decide on a ticket that nothing ever happened to. */
  private need(): Past {
    if (!this.past) throw new Error('the past of this ticket was not asked for');
    return this.past;
  }
}
