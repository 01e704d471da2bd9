import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsEnum, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { Money } from '../../platform/graphql/money.type.js';
import { Payload } from '../../platform/graphql/payload.js';
import type { StatementEncoding } from '../reconciliation/import-statement.js';
import type { Match } from '../reconciliation/reconciliation.query.js';
import { OutgoingSignEnum, StatementEncodingEnum, StatementMatchEnum, type OutgoingSign } from './money.enum.js';
import { Payout } from './payout.type.js';

@ObjectType({ description: 'One line of a bank’s or provider’s statement.' })
export class StatementLine {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  statementId: string;

  @Field(() => Int, { description: 'In the file, from 1; the first holds the names of the columns.' })
  line: number;

  @Field()
  reference: string;

  @Field(() => Money)
  amount: Money;

  @Field(() => String, { nullable: true, description: 'The day it was booked, `2026-11-01`.' })
  bookedOn: string | null;

  @Field(() => ID, { nullable: true })
  payoutId: string | null;

  @Field(() => StatementMatchEnum)
  match: Match;
}

@ObjectType({ description: 'Payouts held against statements, over some days of the shop’s calendar.' })
export class Reconciliation {
  @Field(() => Int, { description: 'Lines that show a settled payout of the same amount.' })
  matched: number;

  @Field(() => Int, { description: 'Lines that show none, another amount, or a payout that is not settled.' })
  unmatchedLineCount: number;

  @Field(() => Int, { description: 'Payouts settled in these days that no line shows.' })
  unmatchedPayoutCount: number;

  @Field(() => [StatementLine], { description: 'The first 100 of them.' })
  unmatchedLines: StatementLine[];

  @Field(() => [Payout], { description: 'The first 100 of them.' })
  unmatchedPayouts: Payout[];

  @Field({ description: 'Both lists as CSV, up to 5,000 lines of each; no cell is taken for a formula.' })
  csv: string;
}

@ObjectType()
export class ImportStatementPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The statement; of a file imported before, that one.' })
  statementId: string | null;

  @Field(() => Int, { description: 'Lines not known before.' })
  added: number;

  @Field(() => Int, { description: 'Lines that an earlier import brought.' })
  known: number;
}

@InputType({ description: 'Which columns say what: names as they stand in the first line.' })
export class StatementColumnsInput {
  @Field()
  @IsString()
  @MaxLength(100)
  reference: string;

  @Field()
  @IsString()
  @MaxLength(100)
  amount: string;

  @Field(() => String, { nullable: true, description: 'Where our key may stand, alone or inside a remark.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  key?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 codes; omitted: all lines are in `currency`.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'Days beginning with 2026-11-01 or 2026/11/01.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  bookedOn?: string | null;
}

@InputType()
export class ImportStatementInput {
  @Field(() => ID)
  @IsString()
  shopId: string;

  @Field({ description: 'What people call it, 1 to 200 characters.' })
  @IsString()
  name: string;

  @Field({ description: 'The CSV file in base64: at most 180,000 bytes and 5,000 lines; separators , ; or tab.' })
  @IsString()
  content: string;

  @Field(() => StatementEncodingEnum)
  @IsEnum(StatementEncodingEnum)
  encoding: StatementEncoding;

  @Field(() => StatementColumnsInput)
  @ValidateNested()
  @Type(() => StatementColumnsInput)
  columns: StatementColumnsInput;

  @Field(() => String, { nullable: true, description: 'Of lines that name none; omitted: the shop’s.' })
  @IsOptional()
  @IsString()
  @MaxLength(3)
  currency?: string | null;

  @Field(() => OutgoingSignEnum)
  @IsEnum(OutgoingSignEnum)
  outgoing: OutgoingSign;

  @Field({ description: 'First day it covers, `2026-11-01`.' })
  @IsString()
  coversFrom: string;

  @Field({ description: 'Last day it covers.' })
  @IsString()
  coversTo: string;
}
