import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/error.js';
import type { Problem } from '../kernel/problem.js';
import { examine } from './domain/index.js';

/** How many definitions may wait for the one being examined. */
const MOST_WAITING = 3;

/**
 * Examines definitions without holding up anybody else: it plays hundreds of tickets, which may take seconds of computing, so it stands back
 * after each, and does one definition at a time.
 */
@Injectable()
export class DefinitionCheck {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** What speaks against publishing it. BUSY when too many wait already. */
  async problems(input: unknown): Promise<readonly Problem[]> {
    if (this.waiting > MOST_WAITING) {
      throw new DomainError('BUSY', { en: 'Other definitions are being examined; please retry.', zh: '正在检查其他流程定义，请稍后重试。' });
    }
    this.waiting += 1;
    const mine = this.last.then(() => standingBack(input));
    this.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.waiting -= 1;
    }
  }
}

async function standingBack(input: unknown): Promise<readonly Problem[]> {
  const examination = examine(input);
  for (let step = examination.next(); ; step = examination.next()) {
    if (step.done) return step.value;
    await setImmediate();
  }
}
