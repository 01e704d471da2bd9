import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { encodeId } from '../../kernel/ids.js';
import type { Instant } from '../../kernel/instant.js';
import type { Fault } from '../../kernel/words.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { Node } from '../../platform/graphql/node.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { FaultEnum } from '../../tenancy/index.js';
import type { FindingRow } from '../queries/finding.query.js';

export const LiabilityEnum = graphqlEnum<FindingRow['liability']>('Liability', 'Whether a finding is settled.', {
  DRAFT: 'An agent is still at it; the steps do not go by it.',
  PENDING: 'As an agent sees it.',
  CONFIRMED: 'A supervisor recorded or confirmed it.',
  DISPUTED: 'The side held liable objects. The customer’s remedy does not wait for that.',
  ARBITRATED: 'A dispute about it was decided, by somebody else than who confirmed it.',
});

@ObjectType({ description: "One side's part of a fault." })
export class FaultShare {
  @Field(() => FaultEnum)
  fault: Fault;

  @Field(() => Int, { description: '1 to 100; the shares of a finding add up to 100.' })
  percent: number;
}

@ObjectType({ implements: () => [Node], description: "Who or what was at fault, by the two questions. It stands beside the customer's stated reason and never replaces it." })
export class Finding {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Question one: our goods or our service caused it.' })
  causedByUs: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Question two, asked only after a yes: it was misuse.' })
  misuse: boolean | null;

  @Field(() => FaultEnum)
  fault: Fault;

  @Field(() => [FaultShare], { description: 'When more than one side bears it; else empty.' })
  shares: readonly FaultShare[];

  @Field(() => LiabilityEnum)
  liability: FindingRow['liability'];

  @Field(() => String, { nullable: true, description: 'The reason as we found it to be.' })
  verifiedReasonCode: string | null;

  @Field(() => String, { nullable: true, description: 'Why it happened. Null for integrations: these are our internal words.' })
  cause: string | null;

  @Field(() => String, { nullable: true, description: 'What we change so that it does not happen again. Null for integrations, too.' })
  correctiveAction: string | null;

  @Field(() => ID, { nullable: true })
  recordedById: string | null;

  @Field(() => DateTimeScalar)
  at: Instant;

  @Field(() => ID, { nullable: true })
  confirmedById: string | null;

  @Field(() => DateTimeScalar, { nullable: true })
  confirmedAt: Instant | null;

  @Field(() => FaultEnum, { nullable: true, description: 'What the shop’s table proposed when it was recorded.' })
  proposedFault: Fault | null;

  @Field(() => [String], { description: 'The rows of that table that decided.' })
  proposedBy: readonly string[];

  @Field(() => String, { nullable: true, description: 'Why another side was named. Null for integrations.' })
  overrideReason: string | null;

  @Field(() => ID, { nullable: true, description: 'The disputed finding this one took the place of.' })
  supersedesId: string | null;

  @Field(() => String, { nullable: true, description: 'What the side held liable objects. Null for integrations.' })
  dispute: string | null;

  @Field(() => FaultEnum, { nullable: true })
  disputedBy: Fault | null;
}

/** `words`: whether the reader may see our internal words. */
export function toFinding(row: FindingRow, words: boolean): Finding {
  const { causedByUs, misuse, fault, liability, verifiedReasonCode, at, confirmedAt } = row;
  return {
    id: encodeId('Finding', row.id), causedByUs, misuse, fault, liability, verifiedReasonCode, at, confirmedAt,
    shares: row.shares ?? [],
    cause: words ? row.cause : null,
    correctiveAction: words ? row.correctiveAction : null,
    recordedById: row.recordedBy && encodeId('Member', row.recordedBy),
    confirmedById: row.confirmedBy && encodeId('Member', row.confirmedBy),
    proposedFault: row.proposal?.fault ?? null, proposedBy: row.proposal?.rows ?? [], disputedBy: row.disputedBy,
    supersedesId: row.supersedesId && encodeId('Finding', row.supersedesId),
    overrideReason: words ? row.overrideReason : null, dispute: words ? row.dispute : null,
  };
}
