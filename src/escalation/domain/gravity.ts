import type { Trigger, TriggerKind } from './rule.js';

/** What a notification is called by when several rules tell of one ticket: the least grave first. */
const ORDER: readonly TriggerKind[] = [
  'TAGGED', 'CLOCK_WARNED', 'UNASSIGNED', 'AMOUNT', 'REPEATED_CONTACT', 'REPEATED_TICKETS', 'EMOTION', 'KEYWORD', 'REOPENED', 'CLOCK_BREACHED', 'PROMISE_BROKEN', 'OUTSIDER', 'SEVERITY',
];

/** How grave a reason is, from 1; the larger the graver. A severity or emotion that is none to worry about weighs what a tag does. */
export function gravityOf(trigger: Trigger): number {
  const label = (trigger.on === 'SEVERITY' && trigger.is !== 'SEVERE') || (trigger.on === 'EMOTION' && trigger.is === 'CALM');
  return label ? 1 : ORDER.indexOf(trigger.on) + 1;
}
