import { Injectable } from '@nestjs/common';
import { MINUTE, plus } from '../kernel/instant.js';
import { MAX_TASKS, openTask, tasksAsked } from '../tasks/index.js';
import { giveTo, MAX_TAGS, PRIORITIES, type TicketSession } from '../tickets/index.js';
import type { Chain } from './chain.repository.js';
import { gravityOf } from './domain/gravity.js';
import type { Action, Rule } from './domain/rule.js';
import { Notify, type Reason } from './notify.js';
import { mayWork } from './may-work.js';
import { loadsOf } from './people.js';
import { Recipients } from './recipients.js';
import type { Tx } from '../platform/database/unit-of-work.js';

/** What says something and changes nothing. */
const TELLING: readonly Action['type'][] = ['NOTIFY', 'WEBHOOK'];

type Done = readonly string[];
const NOBODY: Done = [];

/**
 * Carries out what a level asks for, by the same functions as a person's command. What cannot be done (nobody there to take it, as many tasks as a
 * ticket may see) is recorded as left out and fails nothing: the command that set the rule off is not to blame.
 */
@Injectable()
export class Actions {
  /** In each transaction, how many tickets it gave to whom so far. */
  private readonly given = new WeakMap<Tx, Map<string, number>>();

  constructor(
    private readonly recipients: Recipients,
    private readonly notify: Notify,
  ) {}

  /** Answers who was told. */
  async carryOut(session: TicketSession, { id, level }: Chain, rule: Rule): Promise<string[]> {
    const reason = { escalationId: id, rule: rule.key, level, gravity: gravityOf(rule.trigger) };
    const told = new Set<string>();
    for (const action of rule.levels[level - 1]?.actions ?? []) for (const id of await this.one(session, reason, action, told)) told.add(id);
    return [...told];
  }

  /** Reads ahead whom a level tells, as carrying it out will ask. */
  async ahead(session: TicketSession, rule: Rule, level: number): Promise<void> {
    const told = (rule.levels[level - 1]?.actions ?? []).flatMap((action) => (action.type === 'NOTIFY' ? [action.to] : []));
    await Promise.all(told.map((to) => this.recipients.reach(session, to)));
  }

  private async one(session: TicketSession, reason: Reason, action: Action, told: ReadonlySet<string>): Promise<Done> {
    if (!TELLING.includes(action.type)) await session.whole();
    const { escalationId, rule, level } = reason;
    switch (action.type) {
      case 'NOTIFY': {
        const ids = await this.recipients.reach(session, action.to);
        if (ids.length === 0) leftOut(session, reason, action, 'NOBODY');
        else await this.notify.tell(session, reason, ids.filter((id) => !told.has(id)), action.hold ?? false);
        return ids;
      }
      case 'REASSIGN': return this.reassign(session, reason, action);
      case 'RAISE_PRIORITY': {
        if (PRIORITIES.indexOf(action.to) > PRIORITIES.indexOf(session.current.priority)) session.set({ priority: action.to });
        return NOBODY;
      }
      case 'REQUIRE_SUPERVISOR': {
        if (!session.summary.supervisorRequired) session.fact('supervisor.required', { rule });
        return NOBODY;
      }
      case 'OPEN_TASK': {
        const { department, question, withinMinutes } = action;
        if (tasksAsked(session) >= MAX_TASKS) leftOut(session, reason, action, 'LIMIT');
        else openTask(session, { department, question, dueAt: plus(session.now, withinMinutes * MINUTE) });
        return NOBODY;
      }
      case 'ADD_TAG': return addTag(session, reason, action);
      case 'WEBHOOK': {
        session.event('escalation.webhook', { name: action.name, escalationId, rule, level });
        return NOBODY;
      }
    }
  }

  /** To whoever of them has the fewest open tickets. */
  private async reassign(session: TicketSession, reason: Reason, action: Action & { type: 'REASSIGN' }): Promise<Done> {
    const { to } = action;
    const { current } = session;
    if (to.type === 'TEAM') {
      if (!(await mayWork.team(session.tx, to.teamId, current.shopId))) leftOut(session, reason, action, 'NOBODY');
      else if (current.teamId !== to.teamId || current.assigneeId !== null) await giveTo(session, { memberId: null, teamId: to.teamId });
      return NOBODY;
    }
    const fit = await mayWork.members(session.tx, (await this.recipients.reach(session, to)).map((id) => ({ id })), current.shopId, session.now);
    if (fit.length === 0) leftOut(session, reason, action, 'NOBODY');
    else if (!fit.some(({ id }) => id === current.assigneeId)) {
      const memberId = await this.leastLoaded(session.tx, fit.map(({ id }) => id));
      session.event('ticket.transferred', { reason: 'ESCALATION', fromMemberId: current.assigneeId, toMemberId: memberId, consentMessageId: null, overridden: true });
      await giveTo(session, { memberId });
    }
    return NOBODY;
  }

  /** Of tickets that fall due together none is on record yet where it goes: what was given here counts, too. */
  private async leastLoaded(tx: Tx, ids: readonly string[]): Promise<string> {
    const loads = await loadsOf(tx, ids);
    const given = this.given.get(tx) ?? new Map<string, number>();
    const loadOf = (id: string): number => (loads.get(id) ?? 0) + (given.get(id) ?? 0);
    const least = ids.reduce((best, id) => (loadOf(id) < loadOf(best) ? id : best));
    this.given.set(tx, given.set(least, (given.get(least) ?? 0) + 1));
    return least;
  }
}

function addTag(session: TicketSession, reason: Reason, action: Action & { type: 'ADD_TAG' }): Done {
  const { tags } = session.current;
  if (tags.includes(action.tag)) return NOBODY;
  if (tags.length >= MAX_TAGS) leftOut(session, reason, action, 'LIMIT');
  else session.set({ tags: [...tags, action.tag] });
  return NOBODY;
}

function leftOut(session: TicketSession, { escalationId, rule, level }: Reason, action: Action, why: 'NOBODY' | 'LIMIT'): void {
  session.event('escalation.action_left_out', { escalationId, rule, level, action: action.type, why });
}
