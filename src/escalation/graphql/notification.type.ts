import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import type { Instant } from '../../kernel/instant.js';
import { Connection, PageArgs } from '../../platform/graphql/connection.js';
import { Node } from '../../platform/graphql/node.js';
import { Payload } from '../../platform/graphql/payload.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';

@ObjectType({ implements: () => [Node], description: 'Something a rule told a member about a ticket. No personal data.' })
export class Notification extends Node {
  @Field(() => ID)
  ticketId: string;

  @Field({ description: 'Key of the rule.' })
  rule: string;

  @Field({ description: 'What it says, in the language of Accept-Language.' })
  title: string;

  @Field(() => Int, { description: 'Level of the rule, from 1.' })
  level: number;

  @Field(() => Int, { description: 'How many reasons it stands for: there is at most one unread per ticket and level.' })
  times: number;

  @Field(() => DateTimeScalar, { description: 'When its last reason came up.' })
  at: Instant;

  @Field(() => DateTimeScalar, { nullable: true })
  readAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true })
  acknowledgedAt: Instant | null;
}

@ObjectType({ description: 'Notifications, newest first.' })
export class NotificationConnection extends Connection(Notification, 'Notification') {
  @Field(() => Int, { description: 'All that are unread, on this page or not.' })
  unreadCount: number;
}

@ArgsType()
export class NotificationArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'True: only unread ones; false: only read ones; left out: all.' })
  @IsOptional()
  @IsBoolean()
  unread?: boolean | null;
}

@ObjectType()
export class NotificationsPayload extends Payload {
  @Field(() => [Notification], { description: 'As they stand now, newest first; empty when refused.' })
  notifications: Notification[];
}
