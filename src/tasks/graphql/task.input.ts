import { Field, ID, InputType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketChangeInput } from '../../tickets/index.js';
import type { Department } from '../domain/task.js';
import { DepartmentEnum } from './task.type.js';

@InputType()
export class OpenTaskInput extends TicketChangeInput {
  @Field(() => DepartmentEnum)
  @IsEnum(DepartmentEnum)
  department: Department;

  @Field({ description: 'What we want to know or have done. 1 to 2,000 characters.' })
  @IsString()
  question: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'By when; from now to 90 days ahead. Left out: within the time the SLA policy gives to tasks.' })
  @IsOptional()
  @IsString()
  dueAt?: Instant | null;
}

@InputType()
export class AnswerTaskInput extends TicketChangeInput {
  @Field(() => ID)
  @IsString()
  taskId: string;

  @Field({ description: '1 to 4,000 characters.' })
  @IsString()
  answer: string;

  @Field(() => String, { nullable: true, description: 'Where the answer can be checked. Up to 128 characters.' })
  @IsOptional()
  @IsString()
  proofRef?: string | null;
}

@InputType()
export class CancelTaskInput extends TicketChangeInput {
  @Field(() => ID)
  @IsString()
  taskId: string;

  @Field({ description: 'Why the answer is not needed any more. 1 to 500 characters.' })
  @IsString()
  reason: string;
}
