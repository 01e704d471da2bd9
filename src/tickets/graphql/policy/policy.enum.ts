import { graphqlEnum } from '../../../platform/graphql/enum.js';
import type { TargetName } from '../../../sla/index.js';

export const SlaTargetEnum = graphqlEnum<TargetName>('SlaTarget', 'What a policy may set a time for.', {
  ACKNOWLEDGEMENT: "The first sign that the customer was heard, from the customer's first word. A program may give it.",
  FIRST_RESPONSE: "A person's first answer, from the customer's first word. Automatic and bot messages never count.",
  NEXT_RESPONSE: "A person's answer to each later turn of the customer; a turn is all they say until a person answers.",
  RESPOND: 'The step, from the moment it can be worked on.',
  RECEIVE: 'The step, from the moment it can be worked on.',
  LISTEN: 'The step, from the moment it can be worked on.',
  SOOTHE: 'The step, from the moment it can be worked on.',
  APOLOGIZE: 'The step, from the moment it can be worked on.',
  REMEDY: 'The step, from the moment it can be worked on.',
  FOLLOW_UP: 'The step, from the moment it can be worked on.',
  RESOLUTION: 'The whole, from the opening until it is closed.',
  KEEP_INFORMED: 'Another word to the customer by a person, again and again, from the last one on.',
  HOLDING_REPLY: 'How long a customer who was asked to wait without a time may be left without the answer: such a message opens a promise of it. Takes no pauses.',
  APPROVAL: 'A decision inside, from the moment it was asked for.',
  TASK: 'The answer of another department, where the task names no time of its own.',
});
