import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import type { Stage } from '../domain/goods.js';
import type { Condition, Verdict } from '../domain/inspection.js';
import type { GoodsView } from '../queries/offers.query.js';

export const GoodsStageEnum = graphqlEnum<Stage>('GoodsStage', 'Where the goods of a leg are.', {
  AUTHORISED: 'Agreed; nothing has moved.', ISSUED: 'The customer has the address or label; their time to send runs.', SHIPPED: 'The customer handed them over.',
  IN_TRANSIT: 'On their way to us.', RECEIVED: 'With us, not looked at.', INSPECTED: 'Every piece was looked at.', RESTOCKED: 'For sale again.',
  WRITTEN_OFF: 'Not for sale again.', REFUNDED: 'And the money went back.', REPAIRED: 'Mended.', RESHIPPED: 'On their way to the customer.',
  DELIVERED: 'With the customer.', EXPIRED: 'Never sent back in time.', CANCELLED: 'Called off.',
});
export const ConditionEnum = graphqlEnum<Condition>('GoodsCondition', 'What a piece was like.', {
  INTACT: 'As sold.', OPENED: 'Opened and tried within reason, which spoils nothing.', USED: 'Used.', DAMAGED: 'Damaged.', WRONG_ITEM: 'Something else.', EMPTY: 'Nothing was in it.',
});
export const VerdictEnum = graphqlEnum<Verdict>('InspectionVerdict', 'What follows for one piece.', {
  ACCEPTED: 'As agreed.', REDUCED: 'Taken back for less.', REJECTED: 'Not taken back.',
});

@ObjectType({ description: 'What the inspector saw of one piece.' })
export class InspectedUnit {
  @Field(() => Int, { description: 'From 1.' })
  unit: number;

  @Field(() => ConditionEnum)
  condition: Condition;

  @Field()
  accessoriesComplete: boolean;

  @Field(() => String, { nullable: true })
  missing: string | null;

  @Field(() => String, { nullable: true })
  serial: string | null;

  @Field(() => Boolean, { nullable: true, description: 'null: nothing to compare with.' })
  serialMatches: boolean | null;

  @Field(() => Int, { nullable: true })
  weightGrams: number | null;

  @Field(() => [ID], { description: 'Attachments of the ticket.' })
  photoIds: string[];

  @Field(() => VerdictEnum)
  verdict: Verdict;

  @Field(() => String, { nullable: true, description: 'null to integrations.' })
  note: string | null;

  @Field(() => ID)
  inspectedBy: string;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ description: 'The goods of a leg on their way; there is one from acceptance on.' })
export class Goods {
  @Field(() => GoodsStageEnum)
  stage: Stage;

  @Field(() => String, { nullable: true, description: 'Where the customer sends them.' })
  returnAddress: string | null;

  @Field(() => String, { nullable: true })
  labelRef: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The customer sends them before this instant.' })
  shipBy: Instant | null;

  @Field(() => String, { nullable: true, description: 'Carrier of the parcel to us.' })
  carrier: string | null;

  @Field(() => String, { nullable: true })
  waybill: string | null;

  @Field(() => String, { nullable: true, description: 'Carrier of the parcel to the customer.' })
  outCarrier: string | null;

  @Field(() => String, { nullable: true })
  outWaybill: string | null;

  @Field(() => DateTimeScalar)
  movedAt: Instant;

  @Field(() => [InspectedUnit])
  units: InspectedUnit[];
}

export function toGoods({ units, ...goods }: GoodsView, notes: boolean): Goods {
  return {
    ...goods,
    units: units.map((unit) => ({
      ...unit, note: notes ? unit.note : null, inspectedBy: encodeId('Member', unit.inspectedBy), photoIds: unit.photoIds.map((id) => encodeId('Attachment', id)),
    })),
  };
}
