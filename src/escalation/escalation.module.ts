import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { DUTY_DESK } from '../compensation/index.js';
import { AccessListeners } from '../identity/index.js';
import { DueHandlers, TicketsModule, TicketWatchers } from '../tickets/index.js';
import { endDisabled, insertAbsence } from './absence.repository.js';
import { Actions } from './actions.js';
import { Assigner } from './assigner.js';
import { AssignmentWatcher } from './assignment.watcher.js';
import { Chains } from './chains.js';
import { ChatPaceWatcher } from './chat-pace.watcher.js';
import { AcknowledgeEscalation } from './commands/acknowledge-escalation.js';
import { AssignAutomatically } from './commands/assign-automatically.js';
import { MarkNotifications } from './commands/mark-notifications.js';
import { PublishRoster } from './commands/publish-roster.js';
import { PublishRules } from './commands/publish-rules.js';
import { SetAssignment } from './commands/set-assignment.js';
import { SetOutOfOffice } from './commands/set-out-of-office.js';
import { Duty } from './duty.js';
import { EscalationWatcher } from './escalation.watcher.js';
import { AssignmentResolver } from './graphql/assignment.resolver.js';
import { DutyResolver } from './graphql/duty.resolver.js';
import { EscalationResolver } from './graphql/escalation.resolver.js';
import { NotificationResolver } from './graphql/notification.resolver.js';
import { RulesResolver } from './graphql/rules.resolver.js';
import { GiveOut } from './give-out.js';
import { Handover } from './handover.js';
import { Notify } from './notify.js';
import { Recipients } from './recipients.js';
import { RosterDesk } from './roster-desk.js';
import { RosterLibrary } from './roster-library.js';
import { RulesLibrary } from './rules-library.js';
import { Waiting } from './waiting.js';
import { WaitingMetrics } from './waiting-metrics.js';

const COMMANDS = [PublishRules, PublishRoster, SetOutOfOffice, SetAssignment, AcknowledgeEscalation, MarkNotifications, AssignAutomatically];
const RESOLVERS = [RulesResolver, EscalationResolver, NotificationResolver, DutyResolver, AssignmentResolver];
const WATCHERS = [EscalationWatcher, AssignmentWatcher];

/** Global, because `compensation` stands to the left and asks who is on duty without knowing who answers. */
@Global()
@Module({
  imports: [TicketsModule],
  providers: [
    RulesLibrary, RosterLibrary, Duty, Recipients, Notify, Actions, Chains, Assigner, GiveOut, Handover, Waiting, WaitingMetrics, ...WATCHERS, ...COMMANDS, ...RESOLVERS,
    { provide: DUTY_DESK, useClass: RosterDesk },
  ],
  exports: [DUTY_DESK],
})
export class EscalationModule implements OnModuleInit {
  constructor(
    private readonly watchers: TicketWatchers,
    private readonly due: DueHandlers,
    private readonly access: AccessListeners,
    private readonly escalation: EscalationWatcher,
    private readonly assignment: AssignmentWatcher,
    private readonly chains: Chains,
    private readonly notify: Notify,
  ) {}

  onModuleInit(): void {
    // A ticket is given to somebody before the rules look at it.
    for (const watcher of [this.assignment, this.escalation, new ChatPaceWatcher()]) this.watchers.register(watcher);
    this.due.register('ESCALATION', (session, clock) => this.chains.fallDue(session, clock), { alone: false, whole: false });
    this.due.register('NOTICE', async (session, clock) => {
      session.clocks.satisfy('NOTICE', clock.subject);
      await this.notify.show(session, clock.subject);
    }, { alone: false, whole: false });
    this.access.register(async (tx, actor, { memberId, enabled, at }) => {
      if (enabled) await endDisabled(tx, memberId, at);
      else await insertAbsence(tx, { id: uuidv7(), memberId, kind: 'DISABLED', delegateId: null, startsAt: at, endsAt: null }, actor.id, at);
    });
  }
}
