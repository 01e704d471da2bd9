import { DomainError, invalid } from '../../kernel/error.js';
import { DAY, elapsed, type Instant } from '../../kernel/instant.js';

export interface Away {
  readonly memberId: string;
  readonly delegateId: string | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

const LONGEST = 400 * DAY;

/**
 * Whether somebody may be out of office then. `others`: absences in the same time of the two people, and those in which they stand in. One at a
 * time; and nobody stands in who is away, or is away who stands in: what is delegated is not passed on, and so in no circle either.
 */
export function checkAway(away: Away, others: readonly Pick<Away, 'memberId' | 'delegateId'>[], now: Instant): void {
  if (away.endsAt <= away.startsAt || away.endsAt <= now) throw invalid('endsAt', { en: 'It ends after it begins, and in the future.', zh: '结束时间须晚于开始时间和当前时间。' });
  if (elapsed(now, away.endsAt) > LONGEST) throw invalid('endsAt', { en: 'At most 400 days ahead.', zh: '结束时间须在 400 天之内。' });
  if (away.delegateId === away.memberId) throw invalid('delegateId', { en: 'Nobody stands in for themselves.', zh: '不能指定本人为代理人。' });
  if (others.some(({ memberId }) => memberId === away.memberId)) {
    throw new DomainError('DUPLICATE', { en: 'The member is out of office then already.', zh: '该成员在此期间已设置离岗。' }, 'startsAt');
  }
  if (away.delegateId !== null && others.some(({ memberId }) => memberId === away.delegateId)) {
    throw invalid('delegateId', { en: 'The delegate is away then; what is delegated is not passed on.', zh: '代理人在此期间也不在岗，代理不可再转交他人。' });
  }
  if (others.some(({ delegateId }) => delegateId === away.memberId)) {
    throw new DomainError('STATE_CONFLICT', { en: 'The member stands in for somebody then; name another delegate there first.', zh: '该成员在此期间是他人的代理人，请先更换代理人。' }, 'memberId');
  }
}
