import { Injectable } from '@nestjs/common';
import type { Actor } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import type { Tx } from '../platform/database/unit-of-work.js';

export interface AccessChange {
  readonly memberId: string;
  /** False: disabled from now on. */
  readonly enabled: boolean;
  readonly at: Instant;
}

export type AccessListener = (tx: Tx, actor: Actor, change: AccessChange) => Promise<void>;

/** Features that must know when a member is disabled or enabled register here, and act in the same transaction. */
@Injectable()
export class AccessListeners {
  private readonly listeners: AccessListener[] = [];

  register(listener: AccessListener): void {
    this.listeners.push(listener);
  }

  async tell(tx: Tx, actor: Actor, change: AccessChange): Promise<void> {
    for (const listener of this.listeners) await listener(tx, actor, change);
  }
}
