import type { DatabaseError } from 'pg';
import { DomainError } from '../../kernel/error.js';

/** Waiting too long for a lock, a deadlock and a failed serialization are no fault of the caller: told as BUSY, worth a retry. */
export function asDomainError(error: unknown): unknown {
  const code = (error as DatabaseError | undefined)?.code;
  return code === '55P03' || code === '40P01' || code === '40001' ? busy() : error;
}

export function busy(): DomainError {
  return new DomainError('BUSY', {
    en: 'Another change of the same object is under way; please retry.',
    zh: '同一对象正在被其他操作修改，请重试。',
  });
}
