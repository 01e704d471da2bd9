import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsBoolean, IsEnum, IsInt, IsString, Max, Min } from 'class-validator';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { Payload } from '../../platform/graphql/payload.js';
import { SeverityEnum, TicketChangeInput, TicketPayload } from '../../tickets/index.js';
import { TicketKindEnum } from '../../tenancy/index.js';
import type { Kind, Severity } from '../../process/index.js';
import { LANGUAGES } from '../domain/assignment.js';

export type AgentLanguage = keyof typeof LANGUAGES;
export const AgentLanguageEnum = graphqlEnum<AgentLanguage>('AgentLanguage', 'A language an agent writes. A ticket’s is told by the script of its problem.', LANGUAGES);

@InputType()
export class SetAgentProfileInput {
  @Field(() => ID)
  @IsString()
  memberId: string;

  @Field(() => Int, { description: 'Open tickets at most that they are given by themselves, 1 to 1,000. People may still give or take more.' })
  @IsInt()
  @Min(1)
  @Max(1_000)
  cap: number;

  @Field(() => [TicketKindEnum], { description: 'At least one.' })
  @IsEnum(TicketKindEnum, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  kinds: Kind[];

  @Field(() => [AgentLanguageEnum], { description: 'At least one.' })
  @IsEnum(AgentLanguageEnum, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  languages: AgentLanguage[];

  @Field(() => [SeverityEnum], { description: 'At least one.' })
  @IsEnum(SeverityEnum, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  severities: Severity[];
}

@ObjectType({ description: 'What an agent is given by itself. Who has no profile is given nothing by itself.' })
export class AgentProfile {
  @Field(() => ID)
  memberId: string;

  @Field(() => Int, { description: 'Open tickets at most.' })
  cap: number;

  @Field(() => Int, { description: 'Open tickets now.' })
  load: number;

  @Field(() => [TicketKindEnum])
  kinds: Kind[];

  @Field(() => [AgentLanguageEnum])
  languages: AgentLanguage[];

  @Field(() => [SeverityEnum])
  severities: Severity[];
}

@ObjectType()
export class AgentProfilePayload extends Payload {
  @Field(() => AgentProfile, { nullable: true, description: 'null when refused.' })
  profile: AgentProfile | null;
}

@InputType()
export class AssignOnOpeningInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field({ description: 'True: new tickets are given to whoever is least loaded, at once.' })
  @IsBoolean()
  enabled: boolean;
}

@ObjectType()
export class AssignOnOpeningPayload extends Payload {
  @Field({ description: 'As it stands now; false when refused.' })
  enabled: boolean;
}

@InputType()
export class AssignAutomaticallyInput extends TicketChangeInput {}

@ObjectType({ description: 'The ticket, with whoever got it.' })
export class AssignAutomaticallyPayload extends TicketPayload {
  @Field(() => ID, { nullable: true, description: 'null when refused.' })
  memberId: string | null;
}
