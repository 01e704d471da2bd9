import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { MINUTE, plus, type Instant } from '../kernel/instant.js';
import type { Clock } from '../sla/index.js';
import type { TicketSession } from '../tickets/index.js';
import { Actions } from './actions.js';
import { chainBegun, chainOf, insertLevel, saveChain, type Chain, type ChainState } from './chain.repository.js';
import type { RulesInForce } from './domain/compile.js';
import { nextLevel, type Next } from './domain/level.js';
import { unmet } from './domain/match.js';
import type { Anchor, Rule } from './domain/rule.js';
import { remind } from './reminder.js';
import { RulesLibrary } from './rules-library.js';

/** Levels that may fire in the life of one ticket. Far above what rules are for: it ends what nobody thought of. */
const MOST_FIRED = 100;

/** What a new chain is about. */
export type Origin = Pick<Chain, 'anchorId' | 'generation' | 'anchorAt' | 'targetMs'>;

/**
 * Chains of levels on the ticket at work. A level that is due at once fires in the command that set it off; a later one is a clock of kind ESCALATION
 * on the ticket, named by the chain: the look-out that finds every other deadline finds it, too.
 */
@Injectable()
export class Chains {
  constructor(
    private readonly actions: Actions,
    private readonly rules: RulesLibrary,
  ) {}

  /** Begins a chain after what has passed already: levels before `from` are never made up for. Nothing when it was begun before. */
  async begin(session: TicketSession, set: RulesInForce, rule: Rule, origin: Origin, from = 0): Promise<void> {
    const chain: Chain = { id: uuidv7(), rulesId: set.id, rule: rule.key, ...origin, state: 'OPEN', level: from, acknowledgements: 0, waitUntil: null };
    const next = nextLevel(rule, from, chainAnchor(chain));
    const due = next !== null && next.at <= session.now;
    // A chain that was begun before is rare: who is told by its level is asked in the same trip.
    const [{ begun, fired }] = await Promise.all([chainBegun(session, chain), due ? this.actions.ahead(session, rule, next.level) : null]);
    if (begun) return;
    if (due) await this.fire(session, rule, chain, next, fired);
    else this.goOn(session, rule, chain);
  }

  /**
   * The next level, by a clock; the first of a chain at once when it is due. A later one waits for the look-out even when its time has passed, so
   * that after an outage what is overdue longest comes first. After the last level the chain waits for an acknowledgement, or is over.
   */
  goOn(session: TicketSession, rule: Rule, chain: Chain): void {
    const at = aheadOf(rule, chain);
    if (at === null) {
      this.end(session, chain, 'EXHAUSTED');
      return;
    }
    saveChain(session, chain);
    remind(session, 'ESCALATION', chain.id, at);
  }

  /** What the clock of a chain asks for: its next level, or its end when nobody acknowledged the last. */
  async fallDue(session: TicketSession, clock: Clock): Promise<void> {
    session.clocks.satisfy('ESCALATION', clock.subject);
    const found = await chainOf(session, clock.subject);
    if (found?.state !== 'OPEN') return;
    const { fired, ...chain } = found;
    // Put off to an instant at which what it is about stands still: it goes on when that does, counted from the anchor.
    if (session.clocks.known(found.anchorId)?.state === 'PAUSED') {
      saveChain(session, { ...chain, waitUntil: null });
      return;
    }
    const rule = (await this.rules.version(session.tx, chain.rulesId)).byKey.get(chain.rule);
    const next = rule && nextLevel(rule, chain.level, chainAnchor(chain));
    if (rule && next) await this.fire(session, rule, chain, { level: next.level, at: clock.dueAt ?? session.now }, fired);
    else this.end(session, chain, 'EXHAUSTED');
  }

  /** Ends a chain with its clock, whatever it still had before it. */
  end(session: TicketSession, chain: Chain, state: Exclude<ChainState, 'OPEN'>): void {
    saveChain(session, { ...chain, state });
    over(session, chain, state);
  }

  /** The chain is put down once, as it stands after the level: what the level's actions write refers to it. */
  private async fire(session: TicketSession, rule: Rule, before: Chain, { level, at }: Next, firedBefore: number): Promise<void> {
    const { ticket } = session;
    const failed = unmet(rule.when, session.current);
    if (failed.length > 0) {
      session.event('escalation.level_dropped', { escalationId: before.id, rule: before.rule, level, dueAt: at, unmet: failed });
      this.end(session, before, 'SETTLED');
      return;
    }
    if (firedBefore + session.newFacts.filter(({ type }) => type === 'escalation.fired').length >= MOST_FIRED) {
      session.event('escalation.capped', { escalationId: before.id, rule: before.rule, level, most: MOST_FIRED });
      this.end(session, before, 'CANCELLED');
      return;
    }
    const fires = { ...before, level };
    const chain = { ...fires, waitUntil: acknowledgeBy(rule, fires, session.now) };
    const next = aheadOf(rule, chain);
    saveChain(session, next === null ? { ...chain, state: 'EXHAUSTED' } : chain);
    const notified = await this.actions.carryOut(session, chain, rule);
    insertLevel(session, chain, { level, dueAt: at, notified });
    session.fact('escalation.fired', {
      escalationId: chain.id, rule: chain.rule, level, clockId: chain.anchorId === ticket.id ? null : chain.anchorId, dueAt: at, notified,
    }, `escalation:${chain.anchorId}:${chain.rule}:${chain.generation}:${level}`);
    if (next === null) over(session, chain, 'EXHAUSTED');
    else remind(session, 'ESCALATION', chain.id, next);
  }
}

/** When the chain goes on after the level it is at: with its next, or with its end for want of an acknowledgement. null: it is over. */
function aheadOf(rule: Rule, chain: Chain): Instant | null {
  return chain.waitUntil ?? nextLevel(rule, chain.level, chainAnchor(chain))?.at ?? null;
}

/** Until when the last level, fired now, waits to be acknowledged; null when another level follows, or the rule does not wait. */
function acknowledgeBy(rule: Rule, { level }: Chain, now: Instant): Instant | null {
  const within = rule.levels.at(-1)?.acknowledgeWithinMinutes;
  return level < rule.levels.length || within === undefined ? null : plus(now, within * MINUTE);
}

function over(session: TicketSession, chain: Chain, state: Exclude<ChainState, 'OPEN'>): void {
  if (state === 'ACKNOWLEDGED' || state === 'SETTLED') session.clocks.satisfy('ESCALATION', chain.id);
  else session.clocks.cancel('ESCALATION', chain.id);
  // Nobody was told of a chain before its first level.
  if (chain.level > 0) session.fact('escalation.ended', { escalationId: chain.id, rule: chain.rule, level: chain.level, state });
}

function chainAnchor({ anchorAt, targetMs }: Chain): Anchor {
  return { at: anchorAt, targetMs };
}
