import type { Role } from '../../kernel/actor.js';
import type { Text } from '../../kernel/error.js';
import type { Instant, Millis } from '../../kernel/instant.js';
import type { Emotion, Kind, Severity, Step } from '../../kernel/words.js';
import type { ClockKind } from '../../sla/domain/clock.js';
import type { Department } from '../../tasks/domain/task.js';
import type { Channel, Priority } from '../../tickets/domain/ticket.js';

/** Who else than the customer came into a case. */
export const OUTSIDERS = ['PLATFORM', 'REGULATOR', 'MEDIA', 'BANK_DISPUTE'] as const;
export type Outsider = (typeof OUTSIDERS)[number];

/** What a rule may wait for. Each kind of trigger fires at most once per clock and generation, or per change of the ticket. */
export type Trigger =
  /** A deadline: levels may lie before and after it. Left out, any kind or step of a deadline. */
  | { readonly on: 'CLOCK_BREACHED'; readonly kinds?: readonly ClockKind[]; readonly steps?: readonly Step[] }
  /** A warning of a target's policy. `level`: which, counted from 1; left out: each. */
  | { readonly on: 'CLOCK_WARNED'; readonly kinds?: readonly ClockKind[]; readonly steps?: readonly Step[]; readonly level?: number }
  /** The ticket became so severe, or was reopened so severe. */
  | { readonly on: 'SEVERITY'; readonly is: Severity }
  | { readonly on: 'EMOTION'; readonly is: Emotion }
  /** The customer's so-many-th turn in a row that no person answered. */
  | { readonly on: 'REPEATED_CONTACT'; readonly times: number }
  /** The customer's so-many-th ticket within so many days. */
  | { readonly on: 'REPEATED_TICKETS'; readonly times: number; readonly days: number }
  | { readonly on: 'REOPENED'; readonly times: number }
  /** The so-many-th promise that was broken on the ticket. */
  | { readonly on: 'PROMISE_BROKEN'; readonly times: number }
  | { readonly on: 'OUTSIDER'; readonly who: readonly Outsider[] }
  /** The order in dispute cost, or the offer made is worth, so much or more, in this currency. */
  | { readonly on: 'AMOUNT'; readonly of: 'ORDER' | 'OFFER'; readonly atLeast: string; readonly currency: string }
  /** The customer's words mention something of these classes. */
  | { readonly on: 'KEYWORD'; readonly classes: readonly string[] }
  | { readonly on: 'TAGGED'; readonly tag: string }
  /** Nobody was free to take the ticket by itself: it waits until somebody is. */
  | { readonly on: 'UNASSIGNED' };
export type TriggerKind = Trigger['on'];

/** All parts that stand here must hold; of a list, any one of it. A part left out asks nothing; an empty list is refused at publishing. */
export interface Condition {
  readonly shops?: readonly string[];
  readonly kinds?: readonly Kind[];
  readonly priorities?: readonly Priority[];
  readonly severities?: readonly Severity[];
  readonly emotions?: readonly Emotion[];
  readonly teams?: readonly string[];
  readonly channels?: readonly Channel[];
  readonly tags?: readonly string[];
}

export type Recipient =
  | { readonly type: 'ASSIGNEE' }
  | { readonly type: 'MEMBER'; readonly memberId: string }
  /** Everybody who holds the role in the ticket's shop. */
  | { readonly type: 'ROLE'; readonly role: Role }
  /** Those of them who are on duty; nobody being on duty, everybody. */
  | { readonly type: 'ON_DUTY'; readonly role: Role };

export type Action =
  /** `hold`: kept until the reader's own hours begin. */
  | { readonly type: 'NOTIFY'; readonly to: Recipient; readonly hold?: boolean }
  | { readonly type: 'REASSIGN'; readonly to: Recipient | { readonly type: 'TEAM'; readonly teamId: string } }
  /** Never lowers. */
  | { readonly type: 'RAISE_PRIORITY'; readonly to: Priority }
  /** From here on only a supervisor closes the ticket. */
  | { readonly type: 'REQUIRE_SUPERVISOR' }
  | { readonly type: 'OPEN_TASK'; readonly department: Department; readonly question: string; readonly withinMinutes: number }
  | { readonly type: 'ADD_TAG'; readonly tag: string }
  /** Records `escalation.webhook` with this name, for whoever subscribes to it. */
  | { readonly type: 'WEBHOOK'; readonly name: string };

export interface Level {
  /** Whole minutes after the trigger; of CLOCK_BREACHED after the due time, negative before it. */
  readonly afterMinutes?: number;
  /** The same in percent of the target; clocks only. */
  readonly afterPercent?: number;
  readonly actions: readonly Action[];
  /** The last level: how long whoever was told may take to acknowledge before the chain counts as exhausted. */
  readonly acknowledgeWithinMinutes?: number;
}

export interface Rule {
  /** Lower case letters, digits and dashes; its name in events and notifications, unique in the set. */
  readonly key: string;
  readonly title: Text;
  readonly trigger: Trigger;
  readonly when?: Condition;
  /** One to five, each later than the one before. */
  readonly levels: readonly Level[];
}

export interface RuleSet {
  readonly rules: readonly Rule[];
}

/** What the offsets of a chain are counted from. */
export interface Anchor {
  readonly at: Instant;
  /** Of a clock its target, for percentages; null of a ticket. */
  readonly targetMs: Millis | null;
}
