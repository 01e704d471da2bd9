import { LEG_TYPES } from './leg.js';
import { checkProof, PROOF_KINDS, PROOFS_OF, reference } from './proof.js';

describe('a proof', () => {
  it.each(LEG_TYPES)('of a %s leg is of the kinds that prove it, and of no other', (type) => {
    for (const kind of PROOF_KINDS) {
      const check = (): unknown => checkProof(type, { kind, ref: 'REF-1' });
      if (kind !== 'MESSAGE' && kind !== 'INSPECTION' && PROOFS_OF[type].includes(kind)) expect(check()).toMatchObject({ kind, ref: 'REF-1' });
      else expect(check).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'proofKind' }));
    }
  });

  it('is a reference as printed', () => {
    expect(reference(' 2026:AB/1-#_. ', 'proofRef')).toBe('2026:AB/1-#_.');
    for (const bad of ['', 'ab', '-abc', 'paid it', '１２３４', 'a\u0000bcd', 'x'.repeat(101), 'done!']) {
      expect(() => reference(bad, 'proofRef')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', field: 'proofRef' }));
    }
  });
});
