import { Injectable } from '@nestjs/common';
import { isRespondent, type TicketSession } from '../tickets/index.js';
import type { Recipient } from './domain/rule.js';
import { Duty } from './duty.js';
import { holdersOf, personOf, type Person } from './people.js';

/** A rule tells no more people than this at once. */
const MOST_TOLD = 20;

/** Finds out who is meant by the recipient of an action, now. */
@Injectable()
export class Recipients {
  constructor(private readonly duty: Duty) {}

  /** In the order of their ids, each once; who is away is stood in for by their delegate. The person complained about is never among them. */
  async reach(session: TicketSession, to: Recipient): Promise<string[]> {
    const found = new Set<string>();
    for (const { absent, delegate, ...person } of await this.meant(session, to)) {
      const reached = absent && delegate ? delegate : person;
      if (!isRespondent(session.ticket, reached)) found.add(reached.id);
    }
    return [...found].slice(0, MOST_TOLD);
  }

  private async meant({ tx, current, now }: TicketSession, to: Recipient): Promise<readonly Person[]> {
    switch (to.type) {
      case 'ASSIGNEE': return current.assigneeId === null ? [] : one(await personOf(tx, current.assigneeId, now));
      case 'MEMBER': return one(await personOf(tx, to.memberId, now));
      case 'ROLE': return holdersOf(tx, to.role, current, now);
      case 'ON_DUTY': {
        // Both leave together: a trip to the database less.
        const [holders] = await Promise.all([holdersOf(tx, to.role, current, now), this.duty.ahead(tx, current)]);
        const rostered = await this.duty.rostered(tx, holders, current, now);
        const reachable = rostered.filter(({ absent, delegate }) => !absent || delegate !== null);
        return reachable.length > 0 ? reachable : holders;
      }
    }
  }
}

function one(person: Person | undefined): Person[] {
  return person ? [person] : [];
}
