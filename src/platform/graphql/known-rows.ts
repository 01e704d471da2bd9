import type { RequestContext } from './request-context.js';

/** Objects that a resolver read ahead for one request, by id; a field answers from here at once, and asks its loader only for what is not here. */
export class KnownRows<T> {
  private readonly key = Symbol('known rows');

  get(context: RequestContext, id: string): T | undefined {
    return (context.loaders.get(this.key) as Map<string, T> | undefined)?.get(id);
  }

  add(context: RequestContext, entries: Iterable<readonly [string, T]>): void {
    const known = (context.loaders.get(this.key) as Map<string, T> | undefined) ?? new Map<string, T>();
    for (const [id, value] of entries) known.set(id, value);
    context.loaders.set(this.key, known);
  }
}
