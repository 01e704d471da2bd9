import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';
import { authorizeEverywhere } from '../../identity/index.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { DueSources } from './due-sources.js';
import { FallDue } from './fall-due.js';
import { NEXT_DUE, type NextDue } from './due.query.js';

/** A single call moves the clock no further, and lets no more clocks fall due than this. */
const FURTHEST = 400 * DAY;
const MOST_CLOCKS = 10_000;
/** Looks at what is next; one may fire nothing, such as the end of a pause's budget. */
const MOST_ROUNDS = 20_000;
/** Of the time a request has: what is left is for the round under way and the answer, which says where the clock got to. */
const PART_OF_REQUEST = 0.6;

const SANDBOX = sql('merchant.sandbox', `SELECT sandbox FROM merchant WHERE id = $1 FOR UPDATE`);
const ADVANCE = sql(
  'merchant.advance',
  `UPDATE merchant SET clock_offset = greatest(clock_offset, $2::timestamptz - clock_timestamp()) WHERE id = $1 AND sandbox`,
);

const FIRED = sql('merchant.fired', `SELECT count(*)::int AS n FROM clock_firing WHERE merchant_id = $1`);

interface Stand {
  readonly now: Instant;
  /** Warnings and breaches. */
  readonly fired: number;
}

/**
 * Moves the clock of a sandbox merchant forward and lets everything due on the way fall due, in due order and each at its own time, before it
 * answers. Time never goes back, and a live merchant's cannot be moved. A worker may come first to some of it: `fired` is what was entered meanwhile,
 * whoever entered it.
 */
@Injectable()
export class AdvanceClock {
  /** Of one call. */
  private readonly most: { clocks: number; rounds: number; milliseconds: number };

  constructor(
    private readonly unit: UnitOfWork,
    private readonly fallDue: FallDue,
    private readonly sources: DueSources,
    @Inject(CONFIG) config: Pick<Config, 'REQUEST_TIMEOUT_MS'>,
  ) {
    this.most = { clocks: MOST_CLOCKS, rounds: MOST_ROUNDS, milliseconds: config.REQUEST_TIMEOUT_MS * PART_OF_REQUEST };
  }

  async execute(actor: Actor, to: Instant): Promise<Stand> {
    authorizeEverywhere(actor, 'clock.advance');
    const before = await this.unit.run(actor.merchantId, async (tx) => {
      await check(tx, to);
      return firedOf(tx);
    });
    const began = performance.now();
    let clocks = 0;
    let rounds = 0;
    for (let next = await this.next(actor, to); next !== null; next = await this.next(actor, to)) {
      const late = performance.now() - began >= this.most.milliseconds && rounds > 0; // every call gets somewhere
      if (late || clocks >= this.most.clocks || rounds >= this.most.rounds) throw tooMuch(await this.stand(actor, before));
      await this.move(actor, next.at);
      clocks += await next.fire();
      rounds += 1;
    }
    await this.move(actor, to);
    return this.stand(actor, before);
  }

  private stand({ merchantId }: Actor, before: number): Promise<Stand> {
    return this.unit.read(merchantId, async (tx) => {
      const [now, fired] = await Promise.all([tx.now(), firedOf(tx)]);
      return { now, fired: fired - before };
    });
  }

  /** What falls due next on the way: a clock of a ticket or, being earlier, something else of the merchant's. */
  private async next({ merchantId }: Actor, to: Instant): Promise<{ at: Instant; fire: () => Promise<number> } | null> {
    const [[clock], other] = await this.unit.read(merchantId, (tx) => Promise.all([
      tx.query<NextDue>(NEXT_DUE, [tx.merchantId, to]),
      this.sources.earliest(tx, to),
    ]));
    // What was due already fires now: time never goes back.
    if (other && (!clock || other.at < clock.alarmAt)) return { at: other.at, fire: async () => Math.max(1, await other.source.fire(merchantId)) };
    return clock ? { at: clock.alarmAt, fire: async () => (await this.fallDue.execute(merchantId, clock.ticketId)).value } : null;
  }

  private async move(actor: Actor, to: Instant): Promise<void> {
    await this.unit.run(actor.merchantId, (tx) => tx.query(ADVANCE, [tx.merchantId, to]));
  }
}

/** What fired stays fired, and the clock stands where it got to: the caller goes on from there. */
function tooMuch({ now, fired }: Stand): DomainError {
  return new DomainError('LIMIT_EXCEEDED', {
    en: `Too much falls due on the way: ${fired} fired, and the clock stands at ${now}. Go on from there.`, zh: `途中到期事项过多：已触发 ${fired} 项，时钟停在 ${now}，请从该时间继续推进。`,
  }, 'to', { now, fired });
}

async function firedOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>(FIRED, [tx.merchantId]);
  return row?.n ?? 0;
}

async function check(tx: Tx, to: Instant): Promise<void> {
  const [merchant] = await tx.query<{ sandbox: boolean }>(SANDBOX, [tx.merchantId]);
  if (!merchant?.sandbox) {
    throw new DomainError('FORBIDDEN', { en: 'Only a sandbox merchant moves its clock.', zh: '仅沙箱商家可以推进时钟。' });
  }
  const now = await tx.now();
  const ahead = elapsed(now, to);
  if (ahead < 0) throw new DomainError('INVALID_INPUT', { en: `Time does not go back: the clock stands at ${now}.`, zh: `时间不能倒退：时钟当前为 ${now}。` }, 'to', { now });
  if (ahead > FURTHEST) throw invalid('to', { en: 'Go at most 400 days at a time.', zh: '每次最多推进 400 天。' });
}
