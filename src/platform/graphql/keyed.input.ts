import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** What every mutation takes that may be repeated when its answer was lost. */
@InputType({ isAbstract: true })
export class KeyedInput {
  @Field(() => String, {
    nullable: true, description: 'The same key and input again answers the same and does nothing twice; goes before the Idempotency-Key header. 1 to 255 printable ASCII characters.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  idempotencyKey?: string | null;
}
