import type { Tx } from '../platform/database/unit-of-work.js';

const MOST_MERCHANTS = 10_000;

/** One value per merchant that every command asks for: read again once it is older than a second, so that no command pays for it. */
export class Fresh<T> {
  private readonly kept = new Map<string, { readonly value: T; readonly until: number }>();

  constructor(private readonly read: (tx: Tx) => Promise<T>, private readonly freshMs = 1_000) {}

  get(tx: Tx): T | Promise<T> {
    const kept = this.kept.get(tx.merchantId);
    return kept && kept.until > performance.now() ? kept.value : this.ask(tx);
  }

  /** It was changed in this process: the next command asks anew. */
  forget(merchantId: string): void {
    this.kept.delete(merchantId);
  }

  private async ask(tx: Tx): Promise<T> {
    const value = await this.read(tx);
    if (this.kept.size >= MOST_MERCHANTS) this.kept.clear();
    this.kept.set(tx.merchantId, { value, until: performance.now() + this.freshMs });
    return value;
  }
}
