import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Instant } from '../../kernel/instant.js';
import { graphqlEnum } from '../../platform/graphql/enum.js';
import { Node } from '../../platform/graphql/node.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { TicketPayload } from '../../tickets/index.js';
import { DEPARTMENTS, type Department, type TaskState } from '../domain/task.js';

export const DepartmentEnum = graphqlEnum<Department>('Department', 'Who of us, or behind us, can be asked.', DEPARTMENTS);
export const TaskStateEnum = graphqlEnum<TaskState>('TaskState', 'Where a task stands.', {
  OPEN: 'Waits for its answer, late or not.', ANSWERED: 'The department answered.', CANCELLED: 'The answer was not needed any more.',
});

@ObjectType({ implements: () => [Node], description: 'A question to another department. The last step waits for every task to end; at most 50 on a ticket.' })
export class Task extends Node {
  @Field(() => ID)
  ticketId: string;

  @Field(() => DepartmentEnum)
  department: Department;

  @Field(() => String, { nullable: true, description: 'Our own words, up to 2,000 characters; null to integrations.' })
  question: string | null;

  @Field(() => DateTimeScalar, { description: 'When the answer is due, as its clock has it now; while that stands still, as it was first given. The task stays open after it.' })
  dueAt: Instant;

  @Field(() => TaskStateEnum)
  state: TaskState;

  @Field(() => String, { nullable: true, description: 'Our own words, up to 4,000 characters; null until it is answered, and to integrations.' })
  answer: string | null;

  @Field(() => String, { nullable: true, description: 'Where the answer can be checked: a pick record, a test report, a case number.' })
  proofRef: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was called off; null otherwise, and to integrations.' })
  cancelReason: string | null;

  @Field(() => ID, { nullable: true, description: 'The member who asked; null: a rule did.' })
  openedBy: string | null;

  @Field(() => ID, { nullable: true, description: 'The member who answered or called it off; null while open.' })
  endedBy: string | null;

  @Field(() => DateTimeScalar)
  openedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true })
  endedAt: Instant | null;
}

@ObjectType({ description: 'The ticket with the task that was opened, answered or called off.' })
export class TaskPayload extends TicketPayload {
  /** Its `task` is read when asked for; not part of the API. */
  taskId: string | null;
}
