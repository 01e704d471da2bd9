import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { Basis, Certainty, ExternalKind, Consequence, PackRow, Party } from '../domain/pack/index.js';

export const PackRowKindEnum = graphqlEnum<PackRow['kind']>('PackRowKind', 'What a row of a pack sets.', {
  DEADLINE: 'A time by which somebody acts, or something happens by itself.', PAYOUT: 'Money the rule awards.', WINDOW: 'A time in which the buyer may ask for something.',
});
export const PackBasisEnum = graphqlEnum<Basis>('PackBasis', 'What a row rests on.', {
  STATUTORY: 'A law: it cannot be switched off, and a shop may only give more.', PACK: 'The rules of a platform or network.',
});
export const CertaintyEnum = graphqlEnum<Certainty>('Certainty', 'How sure a rule is.', {
  VERIFIED: "The rule's own published text was read.", REPORTED: 'Somebody else told it, or the text leaves it open.',
  UNVERIFIED: 'Practice of the trade without a source; off until it is switched on.',
});
export const PartyEnum = graphqlEnum<Party>('DeadlineParty', 'Who has to act.', {
  MERCHANT: 'We.', BUYER: 'The buyer.', PLATFORM: 'The platform.', CARRIER: 'The carrier.',
});
export const ConsequenceEnum = graphqlEnum<Consequence>('DeadlineConsequence', 'What happens by itself when nobody acts in time.', {
  AUTO_AGREE: 'The request is granted.', AUTO_REFUND: 'The money goes back to the buyer.', AUTO_CLOSE: 'The request is closed.',
  AUTO_CONFIRM: 'Receipt is confirmed.', CASE_LOST: 'The case is lost.', PLATFORM_DECIDES: 'The platform decides on what it has.',
  PAYOUT_OWED: 'A payout is owed.', PENALTY: 'A penalty.', RIGHT_LAPSES: 'The right is gone.', BREACH_OF_LAW: 'A law is broken.', UNKNOWN: 'Not known.',
});
export const ExternalKindEnum = graphqlEnum<ExternalKind>('ExternalDeadlineKind', 'What has to be done by a deadline somebody else set. A ticket has one open deadline of each kind at most.', {
  ANSWER_REQUEST: "Agree to or refuse the buyer's request.", CONFIRM_RETURN: 'Confirm the return.', SEND_REPLACEMENT: 'Send the exchanged or missing goods.',
  RETURN_REPAIRED: 'Send the repaired goods back.', SHIP_ORDER: 'Ship.', PAY_COMPENSATION: 'Pay an agreed compensation.', PAY_REFUND: 'Pay the money back.',
  SUBMIT_EVIDENCE: 'Hand in proof.', ANSWER_DISPUTE: 'Answer a payment dispute or claim.', ANSWER_REGULATOR: 'Answer an authority.', APPEAL: 'Appeal.', OTHER: 'Something else.',
  BUYER_ANSWER: 'The buyer answers.', BUYER_SHIP_RETURN: 'The buyer sends the goods.', BUYER_CONFIRM_RECEIPT: 'The buyer confirms receipt.',
  BUYER_ESCALATE: 'The buyer goes further.', PLATFORM_ANSWER: 'The platform answers.', CARRIER_ANSWER: 'The carrier answers.',
});
