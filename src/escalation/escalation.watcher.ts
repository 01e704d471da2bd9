import { Injectable } from '@nestjs/common';
import { elapsed, plus, type Instant } from '../kernel/instant.js';
import { REMINDERS, type Clock, type ClockEntry } from '../sla/index.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { Happening, TicketSession, TicketWatcher, Watch } from '../tickets/index.js';
import { openChains, type Chain } from './chain.repository.js';
import { Chains, type Origin } from './chains.js';
import type { RulesInForce } from './domain/compile.js';
import { nextLevel } from './domain/level.js';
import { aboutClock, holds, match } from './domain/match.js';
import type { Occurrence } from './domain/occurrence.js';
import type { Rule } from './domain/rule.js';
import { gather } from './gather.js';
import { Notify } from './notify.js';
import { RulesLibrary } from './rules-library.js';

interface Moved {
  readonly entry: ClockEntry;
  readonly clock: Clock;
}

/** Of one command: every move of a clock is looked at once, and what it set off begins once, in whichever round. A batch shows several commands. */
interface Seen {
  readonly moved: number;
  readonly begun: Set<string>;
}

/** Holds every command against the merchant's rules. Without published rules it costs nothing; with them, memory alone until something matches. */
@Injectable()
export class EscalationWatcher implements TicketWatcher {
  readonly cause = 'ESCALATION';

  constructor(
    private readonly rules: RulesLibrary,
    private readonly chains: Chains,
    private readonly notify: Notify,
  ) {}

  ready(tx: Tx): Watch | null | Promise<Watch | null> {
    const rules = this.rules.newest(tx);
    return rules instanceof Promise ? rules.then((set) => set && this.watching(set)) : rules && this.watching(rules);
  }

  private watching(rules: RulesInForce): Watch {
    const seen = new WeakMap<TicketSession, Seen>();
    return async (session, happenings) => {
      const { moved, begun } = seen.get(session) ?? { moved: 0, begun: new Set<string>() };
      const moves = session.clocks.entered.slice(moved).filter(({ clock }) => !REMINDERS.includes(clock.kind));
      seen.set(session, { moved: session.clocks.entered.length, begun });
      await this.follow(session, happenings, moves);
      if (session.current.status === 'CLOSED') return;
      await this.plan(session, rules, moves);
      for (const { rule, occurrence } of match(rules.rules, { occurrences: await gather(session, happenings, rules), ticket: session.current, before: session.ticket })) {
        const origin = originOf(session, occurrence);
        // What changed of the ticket is seen in every round of the command, and is one thing.
        const key = origin.anchorId === session.ticket.id ? rule.key : `${rule.key} ${origin.anchorId} ${origin.generation}`;
        if (!begun.has(key)) await this.chains.begin(session, rules, rule, origin, passedLevels(rule, origin, origin.anchorAt));
        begun.add(key);
      }
    };
  }

  /** Chains under way go with what they are about: they end when it is over, and wait anew when its time moved. */
  private async follow(session: TicketSession, happenings: readonly Happening[], moves: readonly Moved[]): Promise<void> {
    const { clocks, current } = session;
    const closed = current.status === 'CLOSED';
    if (closed && clocks.ofKind('NOTICE').length > 0) this.notify.drop(session);
    const told = (type: string): boolean => happenings.some((one) => one.type === type);
    const stirred = closed || told('severity.acknowledged') || told('ticket.classified') || told('ticket.converted') || told('ticket.assigned') || moves.some(({ entry }) => entry.type !== 'STARTED' && entry.type !== 'BREACHED');
    // A chain that waits for its clock to go on has no clock of its own meanwhile.
    const waiting = clocks.ofKind('ESCALATION').length > 0 || moves.some(({ entry }) => entry.type === 'RESUMED');
    if (!stirred || !waiting) return;
    for (const chain of await openChains(session.tx, session.ticket.id)) {
      if (closed) this.chains.end(session, chain, 'CANCELLED');
      else if (chain.anchorId === current.id) await this.followTicket(session, chain, told('severity.acknowledged'));
      else for (const move of moves) if (move.clock.id === chain.anchorId) await this.followClock(session, chain, move);
    }
  }

  private async followTicket(session: TicketSession, chain: Chain, acknowledged: boolean): Promise<void> {
    const { trigger } = (await this.rules.version(session.tx, chain.rulesId)).byKey.get(chain.rule) ?? {};
    const { severity, emotion, assigneeId } = session.current;
    if (trigger?.on === 'SEVERITY') {
      if (acknowledged) this.chains.end(session, chain, 'ACKNOWLEDGED');
      else if (trigger.is !== severity) this.chains.end(session, chain, 'SETTLED');
    } else if (trigger?.on === 'EMOTION' && trigger.is !== emotion) this.chains.end(session, chain, 'SETTLED');
    else if (trigger?.on === 'UNASSIGNED' && assigneeId !== null) this.chains.end(session, chain, 'SETTLED');
  }

  private async followClock(session: TicketSession, chain: Chain, { entry, clock }: Moved): Promise<void> {
    switch (entry.type) {
      case 'SATISFIED': case 'CANCELLED': return this.chains.end(session, chain, 'SETTLED');
      case 'RETARGETED': return isOfOld(chain, clock) ? this.chains.end(session, chain, 'CANCELLED') : undefined;
      case 'PAUSED': return session.clocks.cancel('ESCALATION', chain.id);
      case 'RESUMED': {
        // While the clock stood still the chain had no clock of its own, and was not met when the target changed.
        if (isOfOld(chain, clock)) return this.chains.end(session, chain, 'CANCELLED');
        const rule = (await this.rules.version(session.tx, chain.rulesId)).byKey.get(chain.rule);
        if (rule && clock.dueAt !== null) this.chains.goOn(session, rule, afterHold(session, rule, chain, { entry, dueAt: clock.dueAt }));
        return undefined;
      }
      default: return undefined;
    }
  }

  /** Rules that begin before a deadline are planned when the deadline is set, once for each it is given. What would lie before its start never comes. */
  private async plan(session: TicketSession, rules: RulesInForce, moves: readonly Moved[]): Promise<void> {
    if (rules.early.length === 0) return;
    for (const { entry, clock } of moves) {
      if (!SETS_DUE.includes(entry.type) || clock.state !== 'RUNNING' || clock.dueAt === null) continue;
      for (const rule of rules.early) {
        if (rule.trigger.on !== 'CLOCK_BREACHED' || !aboutClock(rule.trigger, clock.kind, clock.subject) || !holds(rule.when, session.current)) continue;
        const origin = { anchorId: clock.id, generation: generationOf(clock), anchorAt: clock.dueAt, targetMs: clock.targetMs };
        await this.chains.begin(session, rules, rule, origin, passedLevels(rule, origin, entry.at));
      }
    }
  }
}

/** Moves that give a clock its due time; one that gets another target while it stands still has none before it goes on. */
const SETS_DUE: readonly ClockEntry['type'][] = ['STARTED', 'RETARGETED', 'RESUMED'];

/** Room for a clock's warnings between two of its generations. */
const WARNINGS = 100;

function generationOf(clock: Clock): number {
  return clock.generation * WARNINGS;
}

/** Whether the clock was given another target since the chain began. */
function isOfOld(chain: Chain, clock: Clock): boolean {
  return chain.generation < generationOf(clock);
}

/** A chain about a clock is counted from its due time, or from its warning; any other from now, and the ticket's history tells it from the next. */
function originOf(session: TicketSession, occurrence: Occurrence): Origin {
  const { ticket, now } = session;
  if (occurrence.on !== 'CLOCK_BREACHED' && occurrence.on !== 'CLOCK_WARNED') return { anchorId: ticket.id, generation: session.facts.length, anchorAt: now, targetMs: null };
  const { clockId, level, at, targetMs } = occurrence;
  return { anchorId: clockId, generation: occurrence.generation * WARNINGS + level, anchorAt: at, targetMs };
}

/**
 * The chain once its clock goes on. A warning was before the hold, and so was the word of whoever put the next level off: what was left of either wait
 * is left after it, so its instant moves by as long as the clock stood still. Put off during the hold, it names an instant after it and stays.
 */
function afterHold({ clocks }: TicketSession, { trigger }: Rule, chain: Chain, { entry: { at, data }, dueAt }: { readonly entry: ClockEntry; readonly dueAt: Instant }): Chain {
  const stood = elapsed((data as { since?: Instant }).since ?? at, at);
  const waitUntil = chain.waitUntil === null || clocks.isOpen('ESCALATION', chain.id) ? chain.waitUntil : plus(chain.waitUntil, stood);
  return { ...chain, anchorAt: trigger.on === 'CLOCK_WARNED' ? plus(chain.anchorAt, stood) : dueAt, waitUntil };
}

/** How many levels lie before an instant. */
function passedLevels(rule: Rule, { anchorAt, targetMs }: Origin, since: Instant): number {
  let passed = 0;
  for (let next = nextLevel(rule, 0, { at: anchorAt, targetMs }); next && next.at < since; next = nextLevel(rule, passed, { at: anchorAt, targetMs })) passed += 1;
  return passed;
}
