import type { OnModuleInit } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { NodeRegistry } from '../../platform/graphql/node.js';
import { Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { Ticket } from '../../tickets/index.js';
import { TaskLoaders } from './task-loaders.js';
import { Task, TaskPayload } from './task.type.js';

@Resolver(() => Ticket)
export class TicketTasksResolver implements OnModuleInit {
  constructor(
    private readonly loaders: TaskLoaders,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Task', (context, uuid) => this.loaders.byId(context).load(uuid));
  }

  @ResolveField(() => [Task], { description: 'What other departments were asked, oldest first; at most 50.' })
  tasks(@Parent() { row }: Ticket, @Ctx() context: RequestContext): Promise<Task[]> {
    return this.loaders.ofTicket(context).load(row.id);
  }
}

@Resolver(() => TaskPayload)
export class TaskPayloadResolver {
  constructor(private readonly loaders: TaskLoaders) {}

  @ResolveField(() => Task, { nullable: true, description: 'null after a refusal.' })
  task(@Parent() { taskId }: TaskPayload, @Ctx() context: RequestContext): Promise<Task | null> | null {
    return taskId ? this.loaders.byId(context).load(taskId) : null;
  }
}
