import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/error.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { leavesWaiting } from '../../domain/declared.js';
import type { MessageSignals } from '../../domain/message.js';
import { findMessage } from '../../message.repository.js';
import { sinceFact } from '../evidence.js';
import { keepPromise, unsettledOne } from './promise-book.js';

export interface KeepPromiseRequest extends TicketRequest {
  readonly promiseId: string;
  /** Our message that shows it: sent by a person after the promise was made; a call-back's on the channel agreed. */
  readonly messageId: string;
}

/** Puts on record that a promise was kept, by the message that shows it. */
@Injectable()
export class KeepPromise {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: KeepPromiseRequest): Promise<Done<{ promiseId: string }>> {
    return this.work.run(actor, 'KEEP_PROMISE', request, async (session) => {
      const { promiseId, messageId } = request;
      const promise = await unsettledOne(session, promiseId);
      const made = sinceFact(session.facts, (fact) => fact.type === 'promise.made' && fact.data.promiseId === promiseId);
      const shown = session.facts.some((fact) =>
        fact.seq > made && fact.type === 'message.sent' && fact.data.messageId === messageId && fact.data.origin === 'HUMAN');
      if (!shown) throw unproven({ en: 'Name a message one of us sent after the promise was made.', zh: '请指明承诺之后由客服人员发出的消息。' });
      const message = await findMessage(session.tx, session.ticket.id, messageId);
      if (promise.timeFrom === 'POLICY' && message && asksToWait(message.signals)) {
        throw unproven({ en: 'That message asks the customer to wait again; name the answer.', zh: '该消息仍请顾客等待，请指明答复消息。' });
      }
      if (promise.kind === 'CALLBACK' && message?.channel !== promise.channel) {
        throw unproven({ en: 'The customer was promised contact on another channel.', zh: '承诺的联系方式与该消息的渠道不符。' });
      }
      keepPromise(session, promise, messageId);
      return { promiseId };
    });
  }
}

/** What was declared is kept as flags and ids, which is all that is asked here. */
function asksToWait({ signals, declared = {} }: MessageSignals): boolean {
  return signals !== undefined && leavesWaiting(declared, signals);
}

function unproven(text: DomainError['text']): DomainError {
  return new DomainError('EVIDENCE_MISSING', text, 'messageId');
}
