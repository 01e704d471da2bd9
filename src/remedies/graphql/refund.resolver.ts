import { Args, Field, ID, InputType, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Allow } from '../../platform/graphql/allow.js';
import { idArg } from '../../platform/graphql/id-arg.js';
import { payload } from '../../platform/graphql/payload.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { PackLibrary } from '../../sla/index.js';
import { previewRefund } from '../queries/preview-refund.query.js';
import { RefundLinesInput } from './offer.input.js';
import { refundInputOf } from './offer.resolver.js';
import { RefundPreviewPayload, toPreview, type RefundPreview } from './refund.type.js';

@InputType()
export class PreviewRefundInput {
  @Field(() => ID)
  @IsString()
  ticketId: string;

  @Field(() => RefundLinesInput)
  @ValidateNested()
  @Type(() => RefundLinesInput)
  refund: RefundLinesInput;
}

@Resolver()
export class RefundResolver {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly packs: PackLibrary,
  ) {}

  @Allow('ticket.read')
  @Query(() => RefundPreviewPayload, {
    description: 'What a refund of these goods comes to now, line by line; `makeOffer` with the same `refund` offers exactly this. Nothing is held or saved.',
  })
  previewRefund(@Ctx() context: RequestContext, @Args('input') input: PreviewRefundInput): Promise<RefundPreviewPayload> {
    return payload<{ preview: RefundPreview | null }>(context, async () => {
      const actor = actorOf(context);
      const ticketId = idArg('Ticket', input.ticketId, 'ticketId');
      const refund = refundInputOf(input.refund);
      return { preview: toPreview(await this.unit.read(actor.merchantId, (tx) => previewRefund(tx, this.packs, actor, ticketId, refund))) };
    }, () => Promise.resolve({ preview: null }));
  }
}
