import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { Emotion, Severity, Step, StepStatus, WaitingReason } from '../../process/index.js';
import type { ClockKind, ClockState } from '../../sla/index.js';
import type { TransferReason } from '../commands/ownership/transfer-ticket.js';
import { OPERATIONS, type Operation } from '../domain/operations.js';
import type { TicketLink } from '../ticket-links.js';
import type {
  Channel, ComplaintOrigin, ComplaintType, GoodsState, LogisticsSubtype, Priority, RequestType, Resolution, Source, Status, WaitingOn, Wish,
} from '../domain/ticket.js';

export const StepEnum = graphqlEnum<Step>('Step', 'The seven steps of making amends, in their order.', {
  RESPOND: 'A person answers, with the reason and the time when more is to come.',
  RECEIVE: 'A named agent accepts, greets, and knows whom and what it is about.',
  LISTEN: "The customer's account is recorded, restated and confirmed.",
  SOOTHE: 'The customer is understood and told what happens next. May come first when they are angry or the case is severe.',
  APOLOGIZE: 'An apology names what went wrong. It never touches liability.',
  REMEDY: 'The cause is judged, a remedy offered, and the customer decides.',
  FOLLOW_UP: 'Every leg is carried out and told, every promise and task closed.',
});
export const StepStatusEnum = graphqlEnum<StepStatus>('StepStatus', 'Where a step stands.', {
  WAITING: 'An earlier step is not done.',
  CURRENT: 'To be worked on now.',
  DONE: 'Its evidence is on record.',
  SKIPPED: 'Left out, with a reason.',
  WAIVED: 'Not asked for any more, since the customer withdrew.',
});
export const StatusEnum = graphqlEnum<Status>('TicketStatus', 'Whether a ticket is being worked.', {
  OPEN: 'Being worked.', ON_HOLD: 'Waiting, with a reason.', CLOSED: 'Over; see resolution.',
});
export const ResolutionEnum = graphqlEnum<Resolution>('Resolution', 'How a closed ticket ended.', {
  COMPLETED: 'All steps done or skipped.', WITHDRAWN: 'The customer withdrew.', MERGED: 'It goes on in another ticket.',
});
export const SeverityEnum = graphqlEnum<Severity>('Severity', 'How grave the matter is. SEVERE is soothed first and reported to a supervisor at once.', {
  MINOR: 'A small matter.', NORMAL: 'An ordinary matter.', SEVERE: 'Injury, counterfeit, privacy, regulator, media, a broken promise...',
});
export const EmotionEnum = graphqlEnum<Emotion>('Emotion', 'How the customer feels. An ANGRY one is soothed before anything else.', {
  CALM: 'Calm.', UPSET: 'Upset.', ANGRY: 'Angry.',
});
export const PriorityEnum = graphqlEnum<Priority>('Priority', 'Which of two tickets goes first.', {
  LOW: 'Can wait.', NORMAL: 'In its turn.', HIGH: 'Before others.', URGENT: 'Before everything.',
});
export const SourceEnum = graphqlEnum<Source>('TicketSource', 'Who brought the matter up.', {
  CUSTOMER: 'The customer, to us.', AGENT: 'One of us, for the customer.', PLATFORM: "The customer, in the marketplace's own form.", WATCHER: 'A watch of ours, before the customer did.',
});
export const ChannelEnum = graphqlEnum<Channel>('Channel', 'Where people speak.', {
  CHAT: 'Live chat.', PHONE: 'Telephone.', EMAIL: 'E-mail.', VOICE: 'Voice message.', OFFLINE_MESSAGE: 'A message left while nobody was there.',
  PLATFORM: "The marketplace's after-sales form.", API: 'A program.',
});
export const WaitingOnEnum = graphqlEnum<WaitingOn>('WaitingOn', 'Whose move it is.', {
  US: 'The desk.', CUSTOMER: 'The customer.', PLATFORM: 'The marketplace.', CARRIER: 'The carrier.', WAREHOUSE: 'The warehouse.', SUPPLIER: 'The supplier.', NOBODY: 'It is over.',
});
export const WaitingReasonEnum = graphqlEnum<WaitingReason>('WaitingReason', 'Why a ticket is on hold. Only WAITING_ON_CUSTOMER and PLATFORM_INTERVENTION stop clocks, where the target names them; every other wait is our own time.', {
  WAITING_ON_CUSTOMER: 'We answered, and wait for the customer.', PLATFORM_INTERVENTION: 'The marketplace is deciding.',
  WAITING_ON_CARRIER: 'The carrier looks into it.', WAITING_ON_WAREHOUSE: 'The warehouse looks into it.', WAITING_ON_SUPPLIER: 'The supplier looks into it.',
  WAITING_ON_APPROVAL: 'A decision inside is awaited.', OTHER: 'Something else.',
});
export const RequestTypeEnum = graphqlEnum<RequestType>('RequestType', 'What a return or exchange asks for.', {
  REFUND_ONLY: 'Money back without returning goods.', RETURN_REFUND: 'Goods back, money back.', EXCHANGE: 'Other goods for these.', RESHIP: 'What was missing.', REPAIR: 'Repair.',
});
export const GoodsStateEnum = graphqlEnum<GoodsState>('GoodsState', 'Where the disputed goods are.', {
  NOT_SHIPPED: 'Not sent yet.', NOT_RECEIVED: 'Sent, not received.', RECEIVED: 'With the customer.', REFUSED: 'Refused at the door.', RETURNED: 'Sent back.',
});
export const WishEnum = graphqlEnum<Wish>('Wish', 'What the customer would like.', {
  REFUND: 'Money back.', EXCHANGE: 'Other goods.', REPAIR: 'A repair.', RESHIP: 'The goods, sent again.', COMPENSATION: 'Something for the trouble.',
  EXPLANATION: 'To know why.', APOLOGY: 'An apology.', DELIVERY: 'The parcel.', OTHER: 'Something else.',
});
export const LogisticsSubtypeEnum = graphqlEnum<LogisticsSubtype>('LogisticsSubtype', 'What a logistics query is about.', {
  WHERE_IS_IT: 'Where the parcel is.', URGE: 'The customer wants it sooner.', NOT_PICKED_UP: 'The carrier has not collected it.', STALLED: 'No news for too long.',
  SIGNED_NOT_RECEIVED: 'Signed for, but not by them.', LOCKER_NO_CONSENT: 'Put in a locker or station unasked.', DAMAGED_ON_ARRIVAL: 'Arrived damaged.', LOST: 'Lost.',
  MISROUTED: 'Went the wrong way.', RETURNED_TO_SENDER: 'Went back.', ADDRESS_CHANGE: 'To another address.', INTERCEPT: 'To be stopped.', CUSTOMS: 'Held at customs.',
  RETURN_PARCEL_QUERY: 'About a parcel on its way back.',
});
export const ComplaintTypeEnum = graphqlEnum<ComplaintType>('ComplaintType', 'What a complaint is about.', {
  GOODS_QUALITY: 'Quality of the goods.', COUNTERFEIT: 'Said to be counterfeit.', NOT_AS_DESCRIBED: 'Not what the page said.', SERVICE_ATTITUDE: 'How they were spoken to.',
  SLOW_REPLY: 'No answer, or late.', BROKEN_PROMISE: 'A promise not kept.', PRICE: 'Price or promotion.', INVOICE: 'The invoice.', PRIVACY: 'Personal data got out.',
  DELIVERY: 'The delivery.', REFUND_DELAY: 'Money back too late.', SAFETY_INJURY: 'Somebody was hurt.', HARASSMENT: 'They were harassed.',
});
export const ComplaintOriginEnum = graphqlEnum<ComplaintOrigin>('ComplaintOrigin', 'Where a complaint comes from.', {
  CUSTOMER: 'The customer.', PLATFORM: 'The marketplace.', REGULATOR: 'An authority or its hotline.', MEDIA: 'Press or public posts.', BANK_DISPUTE: 'A payment dispute.',
});
export const LinkKindEnum = graphqlEnum<TicketLink['kind']>('TicketLinkKind', 'How two tickets belong together.', {
  DUPLICATE_OF: 'The same matter, handled in the other.', CHILD_OF: 'A part of the other.', SAME_INCIDENT: 'One cause, several customers.',
});
export const TransferReasonEnum = graphqlEnum<TransferReason>('TransferReason', 'Why a ticket changes hands.', {
  ANOTHER_AGENT_ASKED_FOR: 'The customer asked for somebody else.', BEYOND_MY_AUTHORITY: 'It needs somebody who may decide more.', OTHER_SKILL: 'It needs another skill.',
  SHIFT_ENDS: 'The shift ends.', ABSENCE: 'The assignee is away.', RESPONDENT: 'The complaint turned out to be about the assignee.',
});
export const ClockKindEnum = graphqlEnum<ClockKind>('ClockKind', 'What has a deadline.', {
  ACKNOWLEDGEMENT: 'The first sign that the customer was heard; a program may give it.', FIRST_RESPONSE: "A person's first answer.",
  NEXT_RESPONSE: "A person's answer to the customer's later turn.", STEP: 'A step.', RESOLUTION: 'The whole ticket.',
  KEEP_INFORMED: 'The next word to a customer who is kept informed.', APPROVAL: 'A request for approval.', PROMISE: 'A promise to the customer.', OFFER: 'The validity of an offer.',
  RESTATEMENT: 'The wait for a confirmation, after a reminder.', TASK: 'A task of another department.',
  ESCALATION: 'The next level of an escalation; nobody’s deadline.', NOTICE: 'A notification held until its reader’s hours begin.',
  RETURN_WINDOW: 'The customer’s time to send goods back.', FULFILMENT: 'The promised day of an accepted offer.',
  EXTERNAL: 'A deadline somebody else set.',
});
export const ClockStateEnum = graphqlEnum<ClockState>('ClockState', 'Where a clock stands.', {
  RUNNING: 'It runs.', PAUSED: 'It stands still.', SATISFIED: 'Met in time.', BREACHED: 'Not met in time; endedAt says when it was met late.', CANCELLED: 'Not asked for any more.',
});
const operations = Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, `See the mutation that does it; needs ${OPERATIONS[name as Operation].permission}.`]));
export const OperationEnum = graphqlEnum<Operation>('TicketOperation', 'Everything that can be done to a ticket.', operations as Record<Operation, string>);
