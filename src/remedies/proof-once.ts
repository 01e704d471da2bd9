import type { DatabaseError } from 'pg';
import { DomainError } from '../kernel/error.js';

const UNIQUE_VIOLATION = '23505';
const FIELD_OF: Readonly<Record<string, string>> = { offer_leg_proof_once: 'proofRef', leg_exchange_paid_once: 'paymentRef' };

/**
 * A reference proves one leg. The unique index decides, also between two tickets at once, whose locks do not meet; here its refusal gets words.
 */
export async function refusingUsedProof<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, constraint } = error as DatabaseError;
    const field = code === UNIQUE_VIOLATION ? FIELD_OF[constraint ?? ''] : undefined;
    if (field === undefined) throw error;
    throw new DomainError(
      'DUPLICATE',
      { en: 'This reference proves another leg already; nothing is carried out twice on one reference.', zh: '该凭证编号已用于其他项目，不能重复使用。' },
      field,
    );
  }
}
