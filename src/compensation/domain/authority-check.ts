import { ROLES, type Role } from '../../kernel/actor.js';
import type { Problem } from '../../kernel/problem.js';
import { KINDS } from '../../kernel/words.js';
import { LEG_TYPES } from '../../remedies/domain/leg.js';
import { REASON_FAMILIES } from '../../tenancy/domain/reason.js';
import { MEASURES, type Approvers, type AuthorityPolicy, type ChainRule, type Holder, type Level, type Limit, type Measure, type When } from './authority-policy.js';
import { PolicyReading, type Body } from './policy-reading.js';

const MOST_LEVELS = 6;

/** The policy this body describes, and everything that keeps it from being published; a published one is read without problems. */
export function readAuthority(body: unknown): { readonly policy: AuthorityPolicy; readonly problems: readonly Problem[] } {
  const reading = new PolicyReading();
  const { limits, chains } = reading.object(body, '', ['limits', 'chains']);
  const names = new Set<string>();
  const policy: AuthorityPolicy = {
    limits: reading.list(limits, 'limits').map((one, at) => readLimit(reading, one, `limits.${at}`, names)),
    chains: reading.list(chains, 'chains').map((one, at) => readChain(reading, one, `chains.${at}`, names)),
  };
  checkLast(reading, policy);
  return { policy, problems: reading.problems };
}

function readLimit(reading: PolicyReading, value: unknown, path: string, names: Set<string>): Limit {
  const body = reading.object(value, path, ['name', 'role', 'memberId', 'measure', 'when', 'amount', 'percent']);
  const measure = reading.word(body['measure'], `${path}.measure`, Object.keys(MEASURES) as Measure[]) ?? 'OFFER';
  const when = readWhen(reading, body['when'], `${path}.when`);
  const share = measure === 'ORDER_SHARE';
  if (share === (body['percent'] === undefined)) reading.wrong(`${path}.percent`, 'PERCENT_OF_SHARE');
  const bounded = !share && measure !== 'TYPE';
  if (bounded !== ('amount' in body)) reading.wrong(`${path}.amount`, 'AMOUNT_OR_NULL');
  if (measure === 'TYPE' && when.legTypes === null) reading.wrong(`${path}.when.legTypes`, 'TYPES_MISSING');
  return {
    name: reading.name(body['name'], `${path}.name`, names), holder: readHolder(reading, body, path), measure, when,
    amount: bounded ? reading.money(body['amount'], `${path}.amount`) : null, percent: share ? reading.whole(body['percent'], `${path}.percent`, 100) : null,
  };
}

const HOLDERS = ROLES.filter((role) => role !== 'INTEGRATION');

function readHolder(reading: PolicyReading, body: Body, path: string): Holder {
  if ((body['role'] === undefined) === (body['memberId'] === undefined)) reading.wrong(path, 'ONE_HOLDER');
  if (body['memberId'] !== undefined) return { memberId: reading.ids([body['memberId']], `${path}.memberId`)[0] ?? '' };
  return { role: reading.word<Role>(body['role'], `${path}.role`, HOLDERS) ?? 'AGENT' };
}

function readWhen(reading: PolicyReading, value: unknown, path: string): When {
  if (value === undefined || value === null) return { legTypes: null, families: null, kinds: null, shopIds: null };
  const body = reading.object(value, path, ['legTypes', 'families', 'kinds', 'shopIds']);
  return {
    legTypes: reading.words(body['legTypes'], `${path}.legTypes`, LEG_TYPES),
    families: reading.words(body['families'], `${path}.families`, REASON_FAMILIES),
    kinds: reading.words(body['kinds'], `${path}.kinds`, KINDS),
    shopIds: body['shopIds'] === undefined || body['shopIds'] === null ? null : reading.ids(body['shopIds'], `${path}.shopIds`),
  };
}

function readChain(reading: PolicyReading, value: unknown, path: string, names: Set<string>): ChainRule {
  const body = reading.object(value, path, ['name', 'when', 'purpose', 'upTo', 'levels']);
  const levels = reading.list(body['levels'], `${path}.levels`);
  if (levels.length > MOST_LEVELS) reading.wrong(`${path}.levels`, 'TOO_MANY_LEVELS', String(MOST_LEVELS));
  return {
    name: reading.name(body['name'], `${path}.name`, names), when: readWhen(reading, body['when'], `${path}.when`),
    purpose: body['purpose'] === undefined || body['purpose'] === null ? null : reading.word(body['purpose'], `${path}.purpose`, ['GOODWILL', 'REFUSAL'] as const),
    upTo: reading.money(body['upTo'], `${path}.upTo`), levels: levels.map((one, at) => readLevel(reading, one, `${path}.levels.${at}`)),
  };
}

function readLevel(reading: PolicyReading, value: unknown, path: string): Level {
  const body = reading.object(value, path, ['role', 'memberIds', 'onDuty', 'need', 'withinMinutes']);
  if (['role', 'memberIds', 'onDuty'].filter((key) => body[key] !== undefined).length !== 1) {
    reading.wrong(path, 'ONE_KIND_OF_APPROVERS');
  }
  const approvers = readApprovers(reading, body, path);
  const { need } = body;
  const many = 'memberIds' in approvers ? new Set(approvers.memberIds).size : 20;
  return {
    approvers,
    need: need === 'ANY' || need === 'ALL' ? need : reading.whole(need, `${path}.need`, Math.max(many, 1)),
    withinMinutes: reading.whole(body['withinMinutes'], `${path}.withinMinutes`, 30 * 24 * 60),
  };
}

function readApprovers(reading: PolicyReading, body: Body, path: string): Approvers {
  if (body['memberIds'] !== undefined) return { memberIds: reading.ids(body['memberIds'], `${path}.memberIds`) };
  if (body['onDuty'] !== undefined) return { onDuty: reading.word(body['onDuty'], `${path}.onDuty`, ['LEADER'] as const) ?? 'LEADER' };
  return { role: reading.word<Role>(body['role'], `${path}.role`, ['LEADER', 'SUPERVISOR', 'FINANCE', 'ADMIN']) ?? 'ADMIN' };
}

/** Somebody is asked whatever comes: the last chain applies always. */
function checkLast(reading: PolicyReading, { chains }: AuthorityPolicy): void {
  const last = chains.at(-1);
  if (!last) return;
  const bound = last.purpose !== null || last.upTo !== null || Object.values(last.when).some((part) => part !== null);
  if (bound) reading.wrong(`chains.${chains.length - 1}`, 'LAST_IS_BOUND');
}
