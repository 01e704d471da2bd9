import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsObject, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import type { Fault } from '../../kernel/words.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { Money } from '../../platform/graphql/money.type.js';
import { KeyedInput } from '../../platform/graphql/keyed.input.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar, GraphQLJSONObject } from '../../platform/graphql/scalars.js';
import { FaultEnum } from '../../tenancy/index.js';
import { FaultShare } from '../../tickets/index.js';
import type { ClaimSide, ClaimState } from '../domain/claim.js';
import type { FreightPayer } from '../domain/freight.js';
import type { LegType } from '../domain/leg.js';
import type { TableKind } from '../domain/check-table.js';
import { FreightPayerEnum, LegTypeEnum } from './offer.enum.js';

export const ClaimSideEnum = graphqlEnum<ClaimSide>('ClaimSide', 'Whom money is asked back from.', {
  CARRIER: 'The carrier.', SUPPLIER: 'The supplier.', WAREHOUSE: 'Charged back inside the house.', PLATFORM: 'The platform.',
});
export const ClaimStateEnum = graphqlEnum<ClaimState>('ClaimState', 'How far a claim is.', {
  FILED: 'Asked for.', AGREED: 'They will pay, or paid a part.', REJECTED: 'They will not pay.', SETTLED: 'Money came, and no more will.', ABANDONED: 'We let it go.',
});
export const TableKindEnum = graphqlEnum<TableKind>('RuleTableKind', 'What a table decides.', { FAULT: 'Which fault is proposed.', LADDER: 'Which remedy comes next.' });

@ObjectType({ description: 'Whose fault the shop’s table makes it. An agent may find otherwise, with a reason.' })
export class FaultProposal {
  @Field(() => FaultEnum)
  fault: Fault;

  @Field(() => [FaultShare], { description: 'When more than one side bears it.' })
  shares: readonly FaultShare[];

  @Field(() => Int, { description: '1 to 100.' })
  confidence: number;

  @Field(() => [String], { description: 'The rows that decided; REASON: the shop’s reason alone.' })
  rows: readonly string[];

  @Field(() => [String], { description: 'Rows that held as well and say otherwise.' })
  against: readonly string[];

  @Field(() => Int, { description: 'Of the table; 0: the product’s own.' })
  tableVersion: number;

  @Field({ description: '`recordFinding` with another fault takes an overrideReason.' })
  overrideNeedsReason: boolean;

  @Field(() => FreightPayerEnum, { description: 'Who should pay for goods that go back.' })
  freightPayer: FreightPayer;

  @Field(() => ClaimSideEnum, { nullable: true, description: 'From whom the cost should be claimed back; null: from nobody.' })
  claimAgainst: ClaimSide | null;
}

@ObjectType({ description: 'One leg of a proposed offer.' })
export class ProposedLeg {
  @Field(() => LegTypeEnum)
  type: LegType;

  @Field(() => Money, { nullable: true })
  amount: Money | null;
}

@ObjectType({ description: 'A rung of the shop’s ladder that is still to be climbed.' })
export class ProposedOffer {
  @Field()
  ladder: string;

  @Field()
  rung: string;

  @Field(() => [ProposedLeg])
  legs: ProposedLeg[];

  @Field({ description: 'Nothing stands above it.' })
  last: boolean;
}

@ObjectType({ description: 'Money received on a claim.' })
export class Recovery {
  @Field(() => Money)
  amount: Money;

  @Field({ description: 'The receipt.' })
  ref: string;

  @Field(() => DateTimeScalar)
  at: Instant;
}

@ObjectType({ description: 'Money asked back from the side at fault. It never delays the customer’s remedy and may outlive the ticket.' })
export class RecoveryClaim {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  findingId: string;

  @Field(() => ClaimSideEnum)
  against: ClaimSide;

  @Field(() => ClaimStateEnum)
  state: ClaimState;

  @Field(() => String, { nullable: true, description: 'Under which number they keep it.' })
  externalRef: string | null;

  @Field(() => Money)
  claimed: Money;

  @Field(() => Money, { description: 'Never more than was claimed.' })
  recovered: Money;

  @Field(() => [Recovery])
  recoveries: Recovery[];

  @Field(() => DateTimeScalar, { description: 'Their answer is expected by then.' })
  dueAt: Instant;

  @Field(() => String, { nullable: true, description: 'null to integrations.' })
  note: string | null;

  @Field(() => DateTimeScalar)
  filedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true })
  endedAt: Instant | null;
}

@ObjectType({ description: 'A decision table of a shop. A published version never changes.' })
export class RuleTable {
  @Field(() => TableKindEnum)
  kind: TableKind;

  @Field(() => Int, { description: '0: the product’s own, which holds until the shop publishes one.' })
  version: number;

  @Field(() => GraphQLJSONObject, { description: 'FAULT: `rows` of `code`, `when`, `fault`, `shares`, `confidence`. LADDER: `ladders` of `code`, `faults`, `families`, `rungs`. See docs/remedies.md.' })
  body: Record<string, unknown>;

  @Field(() => DateTimeScalar, { nullable: true })
  publishedAt: Instant | null;
}

@InputType()
export class PublishRuleTableInput extends KeyedInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field(() => TableKindEnum)
  kind: TableKind;

  @Field(() => GraphQLJSONObject, { description: 'As `ruleTable` answers it; problems are named with their paths.' })
  @IsObject()
  body: Record<string, unknown>;
}

@ObjectType()
export class RuleTablePayload extends Payload {
  @Field(() => RuleTable, { nullable: true })
  table: RuleTable | null;
}
