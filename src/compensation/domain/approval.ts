import { DomainError } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import { levelPassed, type Chain } from './approval-chain.js';
import type { Verdict } from './authority.js';
import type { BarReason } from './barred.js';

export const APPROVAL_STATES = ['PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'OVERRIDDEN'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];
export type DecisionWord = 'APPROVE' | 'REJECT';

/** A request for approval as the commands that move it read it. */
export interface ApprovalStanding {
  readonly id: string;
  readonly state: ApprovalState;
  readonly version: number;
  readonly chain: Chain;
  /** Index of the level that decides now. */
  readonly level: number;
  readonly escalations: number;
  readonly decidedAt: Instant | null;
}

/** An agreement given before, of whatever level. */
export interface Agreement {
  readonly level: number;
  readonly person: string;
  /** Whom it was given for, when it was given for somebody else. */
  readonly forPerson: string | null;
}

/** Who decides, as found at the time of deciding. */
export interface Decider {
  readonly person: string;
  readonly barred: BarReason | null;
  /** Why this person is asked: in their own name (`forPerson` null) or for somebody whose delegation is in force; null: is not asked. */
  readonly standing: { readonly forPerson: string | null; readonly authority: Verdict } | null;
}

export interface DecisionOutcome {
  readonly state: 'PENDING' | 'APPROVED' | 'REJECTED';
  readonly level: number;
}

export function checkPending(request: ApprovalStanding, expectedVersion: number | null): void {
  if (request.state !== 'PENDING') {
    throw new DomainError('ALREADY_DECIDED', { en: `The request is ${request.state} already.`, zh: `该审批申请已处于 ${request.state} 状态。` }, 'requestId', {
      state: request.state, currentVersion: request.version, decidedAt: request.decidedAt,
    });
  }
  if (expectedVersion !== null && expectedVersion !== request.version) {
    throw new DomainError('VERSION_CONFLICT', {
      en: 'The request has changed since you looked; read it again and decide anew.', zh: '该审批申请在您查看之后已有变化，请重新查看后再决定。',
    }, 'expectedVersion', { state: request.state, currentVersion: request.version });
  }
}

/**
 * What this decision makes of the request. One rejection at any level ends it. An approval counts once per person, given in one's own name or for
 * somebody else, over all levels; the last level grants, so who approves there must hold the authority at that moment.
 */
export function decide(
  request: ApprovalStanding, word: DecisionWord, decider: Decider, before: readonly Agreement[], eligible: ReadonlySet<string>,
): DecisionOutcome {
  refuseBarred(decider.barred);
  const { standing } = decider;
  if (!standing) {
    throw new DomainError('FORBIDDEN', { en: 'You are not asked at this level.', zh: '您不是当前审批级别的审批人。' }, null, { level: request.level + 1 });
  }
  refuseTwice(decider, before);
  if (word === 'REJECT') return { state: 'REJECTED', level: request.level };
  const { levels } = request.chain;
  const grants = request.level === levels.length - 1;
  if (grants && !standing.authority.within) throw beyondAuthority(standing.authority);
  const agreed = new Set(before.filter(({ level }) => level === request.level).map(({ person, forPerson }) => forPerson ?? person));
  agreed.add(standing.forPerson ?? decider.person);
  const need = levels[request.level]?.need ?? 'ALL';
  if (!levelPassed(need, agreed, eligible)) return { state: 'PENDING', level: request.level };
  return grants ? { state: 'APPROVED', level: request.level } : { state: 'PENDING', level: request.level + 1 };
}

export function refuseBarred(barred: BarReason | null): void {
  if (!barred) return;
  throw new DomainError('APPROVER_BARRED', {
    en: 'You asked for this, made the offer, are concerned by it, or act for somebody who is: another person decides.',
    zh: '您是申请人、方案提出人、当事人或其受托人，须由他人审批。',
  }, null, { why: barred });
}

function refuseTwice({ person, standing }: Decider, before: readonly Agreement[]): void {
  const named = new Set(before.flatMap((one) => [one.person, one.forPerson ?? one.person]));
  if (!named.has(person) && !(standing?.forPerson && named.has(standing.forPerson))) return;
  throw new DomainError('ALREADY_DECIDED', { en: 'You, or the person you act for, agreed already; somebody else is asked now.', zh: '您本人或您代理的人已同意过，须由其他人审批。' }, 'requestId');
}

export function beyondAuthority({ exceeded }: Verdict): DomainError {
  return new DomainError('AUTHORITY_EXCEEDED', { en: 'This is beyond your own authority; it passes to the level above.', zh: '该申请超出您的审批权限，须由上级审批。' }, null, { limits: exceeded });
}
