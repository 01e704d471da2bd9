import { CreateTenancy1796000000001 } from './1796000000001-create-tenancy.js';
import { CreateOrders1796000000002 } from './1796000000002-create-orders.js';
import { CreateTickets1796000000003 } from './1796000000003-create-tickets.js';
import { CreateConversation1796000000004 } from './1796000000004-create-conversation.js';
import { CreateRemedies1796000000005 } from './1796000000005-create-remedies.js';
import { CompleteRemedies1796000000006 } from './1796000000006-complete-remedies.js';
import { CompleteReferences1796000000007 } from './1796000000007-complete-references.js';
import { CreateCalendars1796000000008 } from './1796000000008-create-calendars.js';
import { ExtendClocks1796000000009 } from './1796000000009-extend-clocks.js';
import { CreatePacks1796000000010 } from './1796000000010-create-packs.js';
import { CreateEscalation1796000000011 } from './1796000000011-create-escalation.js';
import { ExtendRemedies1796000000012 } from './1796000000012-extend-remedies.js';
import { CreatePayouts1796000000013 } from './1796000000013-create-payouts.js';
import { CreateApprovals1796000000014 } from './1796000000014-create-approvals.js';
import { RedactEverywhere1796000000015 } from './1796000000015-redact-everywhere.js';
import { LightenClocks1796000000016 } from './1796000000016-lighten-clocks.js';
import { FollowTrade1796000000017 } from './1796000000017-follow-trade.js';
import { CompleteDuty1796000000018 } from './1796000000018-complete-duty.js';
import { ReceiveNotifications1796000000019 } from './1796000000019-receive-notifications.js';
import { PriceExchanges1796000000020 } from './1796000000020-price-exchanges.js';
import { RedactWork1796000000021 } from './1796000000021-redact-work.js';
import { CompleteMoney1796000000024 } from './1796000000024-complete-money.js';
import { LightenFiring1796000000025 } from './1796000000025-lighten-firing.js';
import { PartSandboxes1796000000026 } from './1796000000026-part-sandboxes.js';
import { TellTimesOfPromises1796000000027 } from './1796000000027-tell-times-of-promises.js';
import { ConvertTickets1796000000028 } from './1796000000028-convert-tickets.js';
import { KeepEscalations1796000000029 } from './1796000000029-keep-escalations.js';
import { HoldMoney1796000000030 } from './1796000000030-hold-money.js';
import { ClaimDue1796000000031 } from './1796000000031-claim-due.js';
import { FollowPromises1796000000032 } from './1796000000032-follow-promises.js';
import { FindPauses1796000000035 } from './1796000000035-find-pauses.js';

/** Every migration, oldest first. A new one goes at the end; one that was released is never edited. */
export const MIGRATIONS = [
  CreateTenancy1796000000001,
  CreateOrders1796000000002,
  CreateTickets1796000000003,
  CreateConversation1796000000004,
  CreateRemedies1796000000005,
  CompleteRemedies1796000000006,
  CompleteReferences1796000000007,
  CreateCalendars1796000000008,
  ExtendClocks1796000000009,
  CreatePacks1796000000010,
  CreateEscalation1796000000011,
  ExtendRemedies1796000000012,
  CreatePayouts1796000000013,
  CreateApprovals1796000000014,
  RedactEverywhere1796000000015,
  LightenClocks1796000000016,
  FollowTrade1796000000017,
  CompleteDuty1796000000018,
  ReceiveNotifications1796000000019,
  PriceExchanges1796000000020,
  RedactWork1796000000021,
  CompleteMoney1796000000024,
  LightenFiring1796000000025,
  PartSandboxes1796000000026,
  TellTimesOfPromises1796000000027,
  ConvertTickets1796000000028,
  KeepEscalations1796000000029,
  HoldMoney1796000000030,
  ClaimDue1796000000031,
  FollowPromises1796000000032,
  FindPauses1796000000035,
] as const;
