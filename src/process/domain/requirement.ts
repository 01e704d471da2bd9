import type { Text } from '../../kernel/error.js';
import type { Condition } from './definition.js';
import type { FactOf } from './fact.js';
import type { Mark, Summary } from './summary.js';
import type { Step } from '../../kernel/words.js';

/** Within which part of the history a requirement looks for its evidence. */
export interface Scope {
  /** Only facts with a greater seq count. */
  readonly since: number;
  /** For the requirements that wait; others ignore it. */
  readonly hours: number;
  /** When the step was last done, skipped or waived; undefined while it is open. */
  settled(step: Step): Mark | undefined;
}

/** What must be on record before this can be: a settled step, or another requirement's evidence. The gates and the publish walk ask it. */
export type Need = { readonly step: Step; readonly when?: Condition } | { readonly evidence: string };

/** Ids of the facts' subjects that prove a requirement. Empty: it holds, and there is nothing to point at (no open task). */
export type Evidence = readonly string[];

export interface RequirementRule {
  /** What to do next, said to the agent. */
  readonly advice: Text;
  /** Evidence from before a reopening still counts. */
  readonly standing: boolean;
  readonly needs: readonly Need[];
  /** Default of `hours`, for the requirements that wait; others take none. */
  readonly hours?: number;
  /** The evidence as the ticket stands now, or undefined. */
  find(summary: Summary, scope: Scope): Evidence | undefined;
}

type Message = FactOf<'message.sent'>['data'];

/** The first public message after `since` that a person of ours wrote and that does this. */
export function humanMessage(summary: Summary, since: number, does: (message: Message) => boolean): Evidence | undefined {
  return sentMessage(summary, since, (message) => message.origin === 'HUMAN' && does(message));
}

/** As `humanMessage`, from whomever it came: enough for a notice, never for an answer. */
export function sentMessage(summary: Summary, since: number, does: (message: Message) => boolean): Evidence | undefined {
  const found = summary.messages.find((fact) => fact.seq > since && does(fact.data));
  return found && [found.data.messageId];
}
