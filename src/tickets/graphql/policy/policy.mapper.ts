import { DomainError } from '../../../kernel/error.js';
import { encodeId } from '../../../kernel/ids.js';
import { formatAmount, parseMoney } from '../../../kernel/money.js';
import { SECOND } from '../../../kernel/instant.js';
import { idArg, optionalIdArg } from '../../../platform/graphql/id-arg.js';
import { readPolicy, type PolicyRow, type SlaPolicy as Policy } from '../../../sla/index.js';
import type { PolicyConditionsInput, PolicyRuleInput, PolicyTargetInput, PolicyWarningInput, ShopCalendarInput } from './policy.input.js';
import type { PolicyConditions, PolicyRule, PolicyTarget, SlaPolicy } from './policy.type.js';

type Rule = Policy['rules'][number];
type Target = Rule['targets'][number];
type Conditions = NonNullable<Rule['when']>;

/** What is no id of a shop or calendar at all is answered NOT_FOUND with its path; whether the merchant has it, the check says. */
export function policyOf(rules: readonly PolicyRuleInput[], shopCalendars: readonly ShopCalendarInput[] | null = null): Policy {
  return {
    ...(shopCalendars && shopCalendars.length > 0 ? { shopCalendars: shopCalendars.map(shopCalendarOf) } : {}),
    rules: rules.map(({ name, when, targets, holds }, at) => ({
      name,
      when: when ? conditionsOf(when, `rules.${at}.when`) : null,
      targets: targets.map((target, nth) => targetOf(target, `rules.${at}.targets.${nth}`)),
      ...(holds ? { holds: holds.map(({ reason, budgetSeconds }) => ({ reason, budgetMs: budgetSeconds * SECOND })) } : {}),
    })),
  };
}

function shopCalendarOf({ shopId, calendarId }: ShopCalendarInput, at: number): NonNullable<Policy['shopCalendars']>[number] {
  return { shop: idArg('Shop', shopId, `shopCalendars.${at}.shopId`), calendar: idArg('Calendar', calendarId, `shopCalendars.${at}.calendarId`) };
}

function conditionsOf({ shopIds, amount, ...lists }: PolicyConditionsInput, path: string): Conditions {
  const given = Object.fromEntries(Object.entries(lists).filter(([, values]) => values !== null && values !== undefined));
  return {
    ...given,
    ...(shopIds ? { shops: shopIds.map((id, at) => idArg('Shop', id, `${path}.shopIds.${at}`)) } : {}),
    ...(amount ? { amount: { currency: amount.currency, atLeast: minorOf(amount.atLeast, amount.currency), below: minorOf(amount.below, amount.currency) } } : {}),
  };
}

/** Digits of minor units, or no digits where it is no amount of this currency: the check refuses it with its path. */
function minorOf(text: string | null | undefined, currency: string): string | null {
  if (text === null || text === undefined) return null;
  try {
    return String(parseMoney(text, currency).minor);
  } catch (error) {
    if (error instanceof DomainError) return 'none';
    throw error;
  }
}

function targetOf({ target, seconds, calendarId, shopCalendar, warnings, pauses }: PolicyTargetInput, path: string): Target {
  return {
    target, durationMs: seconds * SECOND, calendar: optionalIdArg('Calendar', calendarId, `${path}.calendarId`), ...(shopCalendar ? { byShop: true } : {}),
    warnings: (warnings ?? []).map(warningOf),
    pauses: (pauses ?? []).map(({ reason, budgetSeconds }) => ({ reason, budgetMs: typeof budgetSeconds === 'number' ? budgetSeconds * SECOND : null })),
  };
}

/** Both or neither is no warning; NaN lies in no range. */
function warningOf({ percent, secondsBefore }: PolicyWarningInput): Target['warnings'][number] {
  const [byPercent, byTime] = [typeof percent === 'number', typeof secondsBefore === 'number'];
  if (byPercent === byTime) return { percent: Number.NaN };
  return byPercent ? { percent: percent ?? 0 } : { beforeMs: (secondsBefore ?? 0) * SECOND };
}

export function toPolicy(row: PolicyRow): SlaPolicy {
  const { id, name, version, publishedAt, body } = row;
  const { rules, shopCalendars = [] } = readPolicy(body);
  return {
    id: encodeId('SlaPolicy', id), name, version, publishedAt, rules: rules.map(toRule),
    shopCalendars: shopCalendars.map(({ shop, calendar }) => ({ shopId: encodeId('Shop', shop), calendarId: encodeId('Calendar', calendar) })),
  };
}

function toRule({ name, when, targets, holds = [] }: Rule): PolicyRule {
  return {
    name, when: when && toConditions(when), targets: targets.map(toTarget),
    holds: holds.map(({ reason, budgetMs }) => ({ reason, budgetSeconds: budgetMs / SECOND })),
  };
}

function toConditions({ shops, amount, ...lists }: Conditions): PolicyConditions {
  const unit = (minor: string | null): string | null => (amount && minor !== null ? formatAmount({ minor: BigInt(minor), currency: amount.currency }) : null);
  return {
    shopIds: shops?.map((id) => encodeId('Shop', id)) ?? null,
    platforms: lists.platforms ?? null, kinds: lists.kinds ?? null, subtypes: lists.subtypes ?? null, severities: lists.severities ?? null,
    customerTiers: lists.customerTiers ?? null, tags: lists.tags ?? null,
    priorities: (lists.priorities ?? null) as PolicyConditions['priorities'],
    channels: (lists.channels ?? null) as PolicyConditions['channels'],
    amount: amount ? { currency: amount.currency, atLeast: unit(amount.atLeast), below: unit(amount.below) } : null,
  };
}

function toTarget({ target, durationMs, calendar, byShop = false, warnings, pauses }: Target): PolicyTarget {
  return {
    target, seconds: durationMs / SECOND, calendarId: calendar && encodeId('Calendar', calendar), shopCalendar: byShop,
    warnings: warnings.map((warning) => (
      'percent' in warning ? { percent: warning.percent, secondsBefore: null } : { percent: null, secondsBefore: warning.beforeMs / SECOND }
    )),
    pauses: pauses.map(({ reason, budgetMs }) => ({ reason, budgetSeconds: budgetMs === null ? null : budgetMs / SECOND })),
  };
}
