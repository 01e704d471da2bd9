import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { invalid } from '../../../kernel/error.js';
import { DAY, plus } from '../../../kernel/instant.js';
import { cleanText } from '../../../kernel/text.js';
import { TicketWork, type Done, type TicketRequest } from '../../../tickets/index.js';
import { checkMove } from '../../domain/goods.js';
import { reference } from '../../domain/proof.js';
import { writeIssued } from '../../goods.repository.js';
import { openGoodsLeg } from './goods-leg.js';

/** Days the customer has for sending goods back; a shop may give more, never less. Source: the marketplaces' timetable for returns. */
export const SHIP_WITHIN_DAYS = 7;
export const MOST_SHIP_DAYS = 60;

export interface IssueReturnRequest extends TicketRequest {
  readonly legId: string;
  /** Where the goods go, with a person and a telephone that answers: 1 to 500 characters. */
  readonly address: string;
  readonly labelRef: string | null;
  /** null: 7. */
  readonly shipWithinDays: number | null;
}

/** Gives the customer what it takes to send the goods back. Their time to do so runs from here. Answers the offer's id. */
@Injectable()
export class IssueReturn {
  constructor(private readonly work: TicketWork) {}

  execute(actor: Actor, request: IssueReturnRequest): Promise<Done<string>> {
    const { legId } = request;
    return this.work.run(actor, 'MOVE_GOODS', request, async (session) => {
      const address = cleanText(request.address, 'address', { max: 500, lines: true });
      const labelRef = request.labelRef === null ? null : reference(request.labelRef, 'labelRef');
      const days = request.shipWithinDays ?? SHIP_WITHIN_DAYS;
      if (!Number.isInteger(days) || days < SHIP_WITHIN_DAYS || days > MOST_SHIP_DAYS) {
        throw invalid('shipWithinDays', {
          en: `Leave the customer ${SHIP_WITHIN_DAYS} to ${MOST_SHIP_DAYS} days.`, zh: `须给顾客 ${SHIP_WITHIN_DAYS} 至 ${MOST_SHIP_DAYS} 天寄回商品。`,
        });
      }
      const leg = await openGoodsLeg(session, legId);
      checkMove(leg.type, leg.stage, 'ISSUED');
      const shipBy = plus(session.now, days * DAY);
      writeIssued(session, legId, { address, labelRef, shipBy });
      session.clocks.start('RETURN_WINDOW', legId, days * DAY);
      session.event('goods.moved', { legId, from: leg.stage, to: 'ISSUED', shipBy });
      return leg.offerId;
    });
  }
}
