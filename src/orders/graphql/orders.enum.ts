import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { Outcome } from '../domain/batch.js';
import type { NoReturnClass, OrderStatus } from '../domain/order.js';
import type { ParcelDirection, ParcelStatus } from '../domain/parcel.js';

export const OrderStatusEnum = graphqlEnum<OrderStatus>('OrderStatus', 'How far an order is.', {
  PLACED: 'Placed, not paid.',
  PAID: 'Paid, not shipped.',
  SHIPPED: 'On its way.',
  SIGNED: 'Signed for.',
  COMPLETED: 'Done: the time for returns without a reason is over, or the customer confirmed.',
  CANCELLED: 'Called off.',
});

export const NoReturnClassEnum = graphqlEnum<NoReturnClass>('NoReturnClass', 'Why the right to return without a reason does not hold for a line.', {
  MADE_TO_ORDER: 'Made to the customer’s order.', PERISHABLE: 'Fresh or perishable.', DIGITAL_OPENED: 'Downloaded, or recorded and opened.',
  PERIODICAL: 'A delivered newspaper or periodical.', UNSAFE_ONCE_OPENED: 'Unsafe once unsealed; the customer agreed when buying.',
  WORTHLESS_ONCE_USED: 'Loses its value once tried; the customer agreed when buying.', NEAR_EXPIRY_OR_FLAWED: 'Sold as close to its date or flawed; the customer agreed when buying.',
  SEALED_HYGIENE: 'Sealed for hygiene and unsealed.',
});

export const ParcelDirectionEnum = graphqlEnum<ParcelDirection>('ParcelDirection', 'Which way a parcel goes.', {
  OUTBOUND: 'To the customer.',
  RETURN: 'Back to us.',
});

export const ParcelStatusEnum = graphqlEnum<ParcelStatus>('ParcelStatus', 'How far a parcel is.', {
  LABELLED: 'A label exists, the carrier has not picked it up.',
  PICKED_UP: 'With the carrier.',
  IN_TRANSIT: 'Between two stations.',
  CUSTOMS: 'At customs.',
  OUT_FOR_DELIVERY: 'With the courier.',
  AT_STATION: 'At a locker or pick-up station.',
  SIGNED: 'Signed for.',
  REFUSED: 'Refused at the door.',
  RETURNING: 'On its way back to the sender.',
  RETURNED: 'Back with the sender.',
  LOST: 'Lost.',
  DAMAGED: 'Damaged.',
});

export const OutcomeEnum = graphqlEnum<Outcome>('UpsertOutcome', 'What became of one item of a batch.', {
  CREATED: 'It is new.',
  UPDATED: 'It was there and changed.',
  UNCHANGED: 'It was there and equal: nothing was written or recorded.',
  REFUSED: 'It was refused, as a whole; `userErrors` says why.',
});
