import { Module, type OnModuleInit } from '@nestjs/common';
import { DueHandlers, TicketsModule, TicketWatchers } from '../tickets/index.js';
import { Actions } from './actions.js';
import { Chains } from './chains.js';
import { AcknowledgeEscalation } from './commands/acknowledge-escalation.js';
import { MarkNotifications } from './commands/mark-notifications.js';
import { PublishRules } from './commands/publish-rules.js';
import { Duty } from './duty.js';
import { EscalationWatcher } from './escalation.watcher.js';
import { EscalationResolver } from './graphql/escalation.resolver.js';
import { NotificationResolver } from './graphql/notification.resolver.js';
import { RulesResolver } from './graphql/rules.resolver.js';
import { Notify } from './notify.js';
import { Recipients } from './recipients.js';
import { RosterLibrary } from './roster-library.js';
import { RulesLibrary } from './rules-library.js';

@Module({
  imports: [TicketsModule],
  providers: [
    RulesLibrary, RosterLibrary, Duty, Recipients, Notify, Actions, Chains, EscalationWatcher,
    PublishRules, AcknowledgeEscalation, MarkNotifications, RulesResolver, EscalationResolver, NotificationResolver,
  ],
})
export class EscalationModule implements OnModuleInit {
  constructor(
    private readonly watchers: TicketWatchers,
    private readonly due: DueHandlers,
    private readonly watcher: EscalationWatcher,
    private readonly chains: Chains,
    private readonly notify: Notify,
  ) {}

  onModuleInit(): void {
    this.watchers.register(this.watcher);
    this.due.register('ESCALATION', (session, clock) => this.chains.fallDue(session, clock));
    this.due.register('NOTICE', async (session, clock) => {
      session.clocks.satisfy('NOTICE', clock.subject);
      await this.notify.show(session, clock.subject);
    });
  }
}
