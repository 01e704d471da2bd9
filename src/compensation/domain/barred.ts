/** The persons who may not decide a request, by natural person: an account more makes nobody another person. */
export interface Concerned {
  readonly requester: string;
  /** Who made the offer as it stands. */
  readonly maker: string;
  /** Who is complained about; null: nobody. */
  readonly respondent: string | null;
  /** Persons known to be behind the customer's account. */
  readonly payees: readonly string[];
}

export const BAR_REASONS = {
  REQUESTER: 'Asked for it.',
  MAKER: 'Made the offer.',
  RESPONDENT: 'Is complained about.',
  PAYEE: 'Is paid by it.',
  DELEGATE: 'Acts at present for somebody who is barred.',
} as const satisfies Record<string, string>;
export type BarReason = keyof typeof BAR_REASONS;

function concernOf(person: string, { requester, maker, respondent, payees }: Concerned): Exclude<BarReason, 'DELEGATE'> | null {
  if (person === requester) return 'REQUESTER';
  if (person === maker) return 'MAKER';
  if (person === respondent) return 'RESPONDENT';
  return payees.includes(person) ? 'PAYEE' : null;
}

/**
 * Why this person may not decide; null: may. `actsFor`: the persons whose delegations to this one are in force, for whatever they were given: who
 * stands in for a barred person is barred in their own name, too.
 */
export function barOf(person: string, concerned: Concerned, actsFor: readonly string[]): BarReason | null {
  const own = concernOf(person, concerned);
  if (own) return own;
  return actsFor.some((other) => concernOf(other, concerned) !== null) ? 'DELEGATE' : null;
}
