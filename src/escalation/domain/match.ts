import { DAY, elapsed } from '../../kernel/instant.js';
import { parseMoney } from '../../kernel/money.js';
import type { Ticket } from '../../tickets/domain/ticket.js';
import type { Occurrence } from './occurrence.js';
import type { Condition, Rule, Trigger } from './rule.js';

export interface Happened {
  readonly occurrences: readonly Occurrence[];
  /** As it stands after the command. */
  readonly ticket: Ticket;
  /** As it was before it. */
  readonly before: Ticket;
}

export interface Match {
  readonly rule: Rule;
  readonly occurrence: Occurrence;
}

/** Which rules apply to what happened, in the order of the set. A closed ticket matches none. */
export function match(rules: readonly Rule[], { occurrences, ticket, before }: Happened): Match[] {
  if (ticket.status === 'CLOSED') return [];
  return rules.filter((rule) => holds(rule.when, ticket)).flatMap((rule) =>
    occurrences.filter((occurrence) => triggers(rule.trigger, occurrence) && !(standing(occurrence) && holds(rule.when, before)))
      .map((occurrence) => ({ rule, occurrence })));
}

function standing(occurrence: Occurrence): boolean {
  return (occurrence.on === 'SEVERITY' || occurrence.on === 'EMOTION') && occurrence.stands === true;
}

export function holds(when: Condition | undefined, ticket: Ticket): boolean {
  return unmet(when, ticket).length === 0;
}

/** The parts of a condition that do not hold; none of no condition. Of a list any one is enough. */
export function unmet(when: Condition | undefined, ticket: Ticket): (keyof Condition)[] {
  if (!when) return [];
  const { shopId, kind, priority, severity, emotion, teamId, channel } = ticket;
  const has: Readonly<Record<keyof Condition, readonly (string | null)[]>> = {
    shops: [shopId], kinds: [kind], priorities: [priority], severities: [severity], emotions: [emotion], teams: [teamId], channels: [channel], tags: ticket.tags,
  };
  return (Object.keys(has) as (keyof Condition)[]).filter((part) => {
    const wanted: readonly string[] | undefined = when[part];
    return wanted !== undefined && !has[part].some((value) => value !== null && wanted.includes(value));
  });
}

export function triggers(trigger: Trigger, happened: Occurrence): boolean {
  switch (trigger.on) {
    case 'CLOCK_BREACHED':
    case 'CLOCK_WARNED': {
      if (happened.on !== trigger.on) return false;
      const level = trigger.on === 'CLOCK_WARNED' ? trigger.level : undefined;
      return aboutClock(trigger, happened.kind, happened.subject) && (level === undefined || level === happened.level);
    }
    case 'SEVERITY': return happened.on === 'SEVERITY' && happened.is === trigger.is;
    case 'EMOTION': return happened.on === 'EMOTION' && happened.is === trigger.is;
    case 'REOPENED': return happened.on === 'REOPENED' && happened.times === trigger.times;
    case 'PROMISE_BROKEN': return happened.on === 'PROMISE_BROKEN' && happened.times === trigger.times;
    case 'REPEATED_CONTACT': return happened.on === 'REPEATED_CONTACT' && happened.times === trigger.times;
    case 'REPEATED_TICKETS': {
      if (happened.on !== 'REPEATED_TICKETS') return false;
      return happened.openedAt.filter((at) => elapsed(at, happened.now) < trigger.days * DAY).length >= trigger.times;
    }
    case 'OUTSIDER': return happened.on === 'OUTSIDER' && trigger.who.includes(happened.who);
    case 'AMOUNT': {
      if (happened.on !== 'AMOUNT' || happened.of !== trigger.of || happened.currency !== trigger.currency) return false;
      return happened.minor >= parseMoney(trigger.atLeast, trigger.currency).minor;
    }
    case 'KEYWORD': return happened.on === 'KEYWORD' && happened.classes.some((one) => trigger.classes.includes(one));
    case 'TAGGED': return happened.on === 'TAGGED' && happened.tag === trigger.tag;
    case 'UNASSIGNED': return happened.on === 'UNASSIGNED';
  }
}

/** Whether a trigger is about this clock. A step's clock is named `RESPOND:1`: the step and its round. */
export function aboutClock(trigger: Trigger & { readonly on: 'CLOCK_BREACHED' | 'CLOCK_WARNED' }, kind: string, subject: string): boolean {
  if (trigger.kinds && !trigger.kinds.some((one) => one === kind)) return false;
  return !trigger.steps || (kind === 'STEP' && trigger.steps.some((step) => step === subject.slice(0, subject.indexOf(':'))));
}
