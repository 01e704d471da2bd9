import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { NOT_HINDERED, type Hindered } from '../domain/gate-state.js';
import type { Doable } from '../domain/operations.js';

/** What stands in the way of operations on these tickets, by ticket, as far as a feature knows; whatever the input. One that nothing hinders may be left out. */
export type HindranceReader = (tx: Tx, ticketIds: readonly string[], actor: Actor) => Promise<ReadonlyMap<string, Hindered>>;

interface Registered {
  readonly operations: readonly Doable[];
  readonly read: HindranceReader;
}

/**
 * Features beside tickets say here what only they know about: a claim that is open, money that is to go back. The gate refuses by it, so that
 * `allowedOperations` and the mutations agree. Read under the ticket's lock.
 */
@Injectable()
export class Hindrances {
  private readonly registered: Registered[] = [];

  register(operations: readonly Doable[], read: HindranceReader): void {
    this.registered.push({ operations, read });
  }

  /** For one operation; null: nobody has anything to say about it, and nothing is read. */
  for(tx: Tx, operation: string, ticketIds: readonly string[], actor: Actor): Promise<ReadonlyMap<string, Hindered>> | null {
    const readers = this.registered.filter(({ operations }) => operations.some((one) => one === operation));
    return readers.length === 0 ? null : joined(readers, tx, ticketIds, actor);
  }

  all(tx: Tx, ticketIds: readonly string[], actor: Actor): Promise<ReadonlyMap<string, Hindered>> {
    return joined(this.registered, tx, ticketIds, actor);
  }
}

/** Of two that hinder the same, the first registered is heard. */
async function joined(readers: readonly Registered[], tx: Tx, ticketIds: readonly string[], actor: Actor): Promise<ReadonlyMap<string, Hindered>> {
  const found = await Promise.all(readers.map(({ read }) => read(tx, ticketIds, actor)));
  return new Map(ticketIds.map((id) => [id, found.reduceRight<Hindered>((all, known) => ({ ...all, ...known.get(id) }), NOT_HINDERED)]));
}
