import { encodeId, type IdType } from '../../kernel/ids.js';
import type { Fact } from './fact.js';
import type { StepProgress } from './progress.js';

/** What the ids in facts name. Evidence is made of these and of nothing else. */
const NAMED: Readonly<Record<string, IdType>> = {
  messageId: 'Message', statementId: 'Statement', findingId: 'Finding', attachmentId: 'Attachment', offerId: 'Offer', legId: 'Leg', legIds: 'Leg',
};

/** The same steps with public ids as evidence, so that each piece can be looked up by its id alone. */
export function withPublicEvidence(steps: readonly StepProgress[], facts: readonly Fact[]): readonly StepProgress[] {
  const types = new Map<string, IdType>();
  for (const { data } of facts) {
    for (const [key, value] of Object.entries(data)) {
      const type = NAMED[key];
      if (type) for (const id of [value].flat()) types.set(String(id), type);
    }
  }
  return steps.map((step) => ({ ...step, evidence: step.evidence.map((id) => publicId(id, types)) }));
}

function publicId(id: string, types: ReadonlyMap<string, IdType>): string {
  const type = types.get(id);
  if (!type) throw new Error(`evidence ${id} is named by no fact`);
  return encodeId(type, id);
}
