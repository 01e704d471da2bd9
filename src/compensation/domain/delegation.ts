import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant, type Millis } from '../../kernel/instant.js';

/** Longest a delegation may run. Holidays are shorter; whoever is away longer hands over the role. */
export const MAX_DELEGATION: Millis = 90 * DAY;

export interface Delegation {
  readonly id: string;
  readonly fromMemberId: string;
  readonly fromPerson: string;
  readonly toMemberId: string;
  readonly toPerson: string;
  /** null: every shop in which the delegator decides. */
  readonly shopId: string | null;
  /** Inclusive. */
  readonly startsAt: Instant;
  /** Exclusive: at this instant it is over. */
  readonly endsAt: Instant;
  readonly revokedAt: Instant | null;
}

/** In force from the first instant of its time up to its last, and not from the instant it is revoked. */
export function inForce({ startsAt, endsAt, revokedAt }: Pick<Delegation, 'startsAt' | 'endsAt' | 'revokedAt'>, now: Instant): boolean {
  return startsAt <= now && now < endsAt && (revokedAt === null || now < revokedAt);
}

/** Refuses a delegation to oneself (by any account), backwards, over already, or longer than 90 days. */
export function checkDelegation(delegation: Pick<Delegation, 'fromPerson' | 'toPerson' | 'startsAt' | 'endsAt'>, now: Instant): void {
  if (delegation.fromPerson === delegation.toPerson) {
    throw new DomainError('INVALID_INPUT', { en: 'Delegate to somebody else; another account of your own is you.', zh: '请委托他人；本人的其他账号仍视为本人。' }, 'toMemberId');
  }
  const length = elapsed(delegation.startsAt, delegation.endsAt);
  if (length <= 0) throw invalid('endsAt', { en: 'It must end after it begins.', zh: '结束时间须晚于开始时间。' });
  if (delegation.endsAt <= now) throw invalid('endsAt', { en: 'It would be over already.', zh: '该委托时间已过。' });
  if (length > MAX_DELEGATION) throw invalid('endsAt', { en: 'Delegate for at most 90 days.', zh: '委托最长 90 天。' });
}
