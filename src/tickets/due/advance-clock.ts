import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { FallDue } from './fall-due.js';
import { NEXT_DUE, type NextDue } from './due.query.js';

/** A single call moves the clock no further, and lets no more clocks fall due than this. */
const FURTHEST = 400 * DAY;
const MOST_CLOCKS = 10_000;

const SANDBOX = sql('merchant.sandbox', `SELECT sandbox FROM merchant WHERE id = $1 FOR UPDATE`);
const ADVANCE = sql(
  'merchant.advance',
  `UPDATE merchant SET clock_offset = greatest(clock_offset, $2::timestamptz - clock_timestamp()) WHERE id = $1 AND sandbox`,
);

/**
 * Moves the clock of a sandbox merchant forward and lets everything due on the way fall due, in due order and each at its own time, before it
 * answers. Time never goes back, and a live merchant's cannot be moved.
 */
@Injectable()
export class AdvanceClock {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly fallDue: FallDue,
  ) {}

  async execute(actor: Actor, to: Instant): Promise<{ now: Instant; fired: number }> {
    authorizeEverywhere(actor, 'clock.advance');
    await this.unit.run(actor.merchantId, (tx) => check(tx, to));
    let fired = 0;
    for (let next = await this.next(actor, to); next !== undefined; next = await this.next(actor, to)) {
      if (fired >= MOST_CLOCKS) throw new DomainError('LIMIT_EXCEEDED', { en: 'Too much falls due on the way; go in smaller steps.', zh: '途中到期事项过多，请分步推进。' }, 'to');
      await this.move(actor, next.alarmAt);
      fired += (await this.fallDue.execute(actor.merchantId, next.ticketId)).value;
    }
    await this.move(actor, to);
    return { now: await this.unit.read(actor.merchantId, (tx) => tx.now()), fired };
  }

  private async next(actor: Actor, to: Instant): Promise<NextDue | undefined> {
    const [row] = await this.unit.read(actor.merchantId, (tx) => tx.query<NextDue>(NEXT_DUE, [tx.merchantId, to]));
    return row;
  }

  private async move(actor: Actor, to: Instant): Promise<void> {
    await this.unit.run(actor.merchantId, (tx) => tx.query(ADVANCE, [tx.merchantId, to]));
  }
}

async function check(tx: Tx, to: Instant): Promise<void> {
  const [merchant] = await tx.query<{ sandbox: boolean }>(SANDBOX, [tx.merchantId]);
  if (!merchant?.sandbox) {
    throw new DomainError('FORBIDDEN', { en: 'Only a sandbox merchant moves its clock.', zh: '仅沙箱商户可以推进时钟。' });
  }
  const ahead = elapsed(await tx.now(), to);
  if (ahead < 0) throw invalid('to', { en: 'Time does not go back.', zh: '时间不能倒退。' });
  if (ahead > FURTHEST) throw invalid('to', { en: 'Go at most 400 days at a time.', zh: '每次最多推进 400 天。' });
}
