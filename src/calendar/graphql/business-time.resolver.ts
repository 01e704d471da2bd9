import { Args, Query, Resolver } from '@nestjs/graphql';
import { DomainError } from '../../kernel/error.js';
import { authorize } from '../../identity/index.js';
import { Allow } from '../../platform/graphql/allow.js';
import { actorOf, Ctx, type RequestContext } from '../../platform/graphql/request-context.js';
import { BusinessCalendar, examineCalendar, refuseCalendar } from '../domain/index.js';
import { businessTime, type BusinessTimeQuestion } from '../queries/business-time.js';
import { definitionOf, type Hours } from './definition-of.js';
import { BusinessCalendarInput, BusinessTimeOperationInput, BusinessTimeResult } from './business-time.type.js';

const MOST_OPERATIONS = 1_000;

@Resolver()
export class BusinessTimeResolver {
  @Allow('calendar.read')
  @Query(() => [BusinessTimeResult], {
    description: 'Tries a calendar without saving it: up to 1,000 operations, answered in their order. CALENDAR_INVALID lists everything wrong with the calendar.',
  })
  businessTime(
    @Ctx() context: RequestContext,
    @Args('calendar', { type: () => BusinessCalendarInput }) calendar: Hours,
    @Args('operations', { type: () => [BusinessTimeOperationInput] }) operations: readonly BusinessTimeQuestion[],
  ): BusinessTimeResult[] {
    authorize(actorOf(context), 'calendar.read');
    if (operations.length > MOST_OPERATIONS) {
      throw new DomainError('LIMIT_EXCEEDED', { en: `Ask at most ${MOST_OPERATIONS} operations at once.`, zh: `每次最多 ${MOST_OPERATIONS} 项计算。` }, 'operations');
    }
    const definition = definitionOf(calendar);
    refuseCalendar(examineCalendar(definition), 'calendar.');
    const time = new BusinessCalendar(definition);
    return operations.map((operation) => {
      const { error, ...answer } = businessTime(time, operation);
      return { ...answer, error: error && error[context.language] };
    });
  }
}
