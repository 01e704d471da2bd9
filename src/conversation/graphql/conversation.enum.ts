import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { RedactableText } from '../commands/messages/redact-ticket-text.js';
import type { AuthorKind, Origin, Visibility } from '../domain/message.js';
import type { PromiseKind, PromiseState, TimeSource } from '../domain/promise.js';
import type { Confirmation } from '../domain/statement.js';
import { RULE_TEXTS, WORDING_RULES, type WordingLevel, type WordingRule } from '../domain/wording-rules.js';

export const AuthorKindEnum = graphqlEnum<AuthorKind>('AuthorKind', 'Whose message it is.', {
  CUSTOMER: 'The customer.', AGENT: 'One of us.', SYSTEM: 'A program of ours.',
});
export const OriginEnum = graphqlEnum<Origin>('MessageOrigin', 'Who or what wrote it. Only HUMAN messages of ours answer a customer.', {
  HUMAN: 'A person.', BOT: 'A program that converses.', AUTOMATIC: 'A canned notice.',
});
export const AutomaticOriginEnum = graphqlEnum<'BOT' | 'AUTOMATIC'>('AutomaticOrigin', 'What wrote it.', {
  BOT: 'A program that converses.', AUTOMATIC: 'A canned notice.',
});
export const VisibilityEnum = graphqlEnum<Visibility>('MessageVisibility', 'Who may read it.', {
  PUBLIC: 'The customer too.', INTERNAL: 'The desk only; never an integration.',
});
export const PromiseKindEnum = graphqlEnum<PromiseKind>('PromiseKind', 'What was promised to the customer.', {
  REPLY: 'An answer by then.', CALLBACK: 'Contact at a time and on a channel they agreed to.', DEED: 'Something will have been done.',
});
export const MadePromiseKindEnum = graphqlEnum<'CALLBACK' | 'DEED'>('MadePromiseKind', 'What can be promised by itself; a REPLY is promised by a holding reply.', {
  CALLBACK: 'Contact at a time and on a channel they agreed to.', DEED: 'Something will have been done.',
});
export const PromiseTimeSourceEnum = graphqlEnum<TimeSource>('PromiseTimeSource', 'Where the time of a promise comes from.', {
  SENDER: 'Named by whoever gave it, or agreed with the customer.', TEXT: 'The words of the message tell it.',
  POLICY: 'The message asked the customer to wait and told no time: it is what the SLA policy gives by HOLDING_REPLY.',
});
export const PromiseStateEnum = graphqlEnum<PromiseState>('PromiseState', 'Where a promise stands.', {
  OPEN: 'To be kept.', KEPT: 'Kept; late when endedAt lies after dueAt.', BROKEN: 'Overdue; to be kept late or renegotiated.',
  RENEGOTIATED: "Another took its place: by consent, or by telling the customer a time where the policy's stood for one.",
});
export const ConfirmationEnum = graphqlEnum<Confirmation>('Confirmation', "How the customer's account came to be confirmed.", {
  CUSTOMER: 'They said so after the restatement.', SILENCE: 'They were reminded once and stayed silent for the whole wait.',
  STRUCTURED_FORM: "They gave it themselves in the platform's form.",
});
export const WordingLevelEnum = graphqlEnum<WordingLevel>('WordingLevel', 'How strict a rule is.', {
  WARN: 'Sent, and pointed out.', BLOCK: 'Refused, unless a supervisor overrode it.',
});
const rules = Object.fromEntries(WORDING_RULES.map((rule) => [rule, RULE_TEXTS[rule].advice.en])) as Record<WordingRule, string>;
export const WordingRuleEnum = graphqlEnum<WordingRule>('WordingRule', 'What an outgoing text should not say.', rules);
export const RedactableTextEnum = graphqlEnum<RedactableText>('RedactableText', "Words on a ticket, beside its messages, that may be the customer's or quote them.", {
  PROBLEM: 'The problem and the subject, with the first message where it is the problem.', STATED_REASON: "The customer's reason in their words; its code stays.",
  DETAILS: 'What the customer sees of a parcel, or demands by a complaint; also under a former kind, where the note of the change keeps it, which is redacted whole.', FINDING: 'Causes and corrective actions of all findings, why they differ from what was proposed, and what they were disputed with.',
  STATEMENT: 'All accounts written down.', PROMISE: 'What was promised, of all promises; kinds and times stay.',
  TASK: 'Questions and answers of all tasks, and why they were called off.',
  REMEDY: 'Summaries and notes of all offers, their legs and goods, addresses for returns, counter-offers and claims; types, amounts and proofs stay.',
  APPROVAL: 'Notes and reasons of all requests for approval, decisions and overrides; who decided what stays.',
  PAYOUT: 'What people wrote of the outcome of payouts; outcomes and references stay.',
});
