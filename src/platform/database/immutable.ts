/** How many values one process keeps; far above what a merchant publishes, and a bound on memory all the same. */
const CAPACITY = 1_000;

/** Remembers what never changes once it exists. What was not found is not remembered: it may come to exist. */
export class Immutable<T> {
  private readonly values = new Map<string, T>();

  get(key: string, load: () => Promise<T | undefined>): T | Promise<T> {
    return this.values.get(key) ?? this.load(key, load);
  }

  private async load(key: string, load: () => Promise<T | undefined>): Promise<T> {
    const value = await load();
    if (value === undefined) throw new Error(`nothing published under ${key}`);
    if (this.values.size >= CAPACITY) this.values.delete(this.values.keys().next().value as string); // the oldest goes first
    this.values.set(key, value);
    return value;
  }
}
