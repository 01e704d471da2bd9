import { DomainError, notFound } from '../../../kernel/error.js';
import type { TicketSession } from '../../../tickets/index.js';
import { checkOpenLeg } from '../../domain/fulfilment.js';
import { goodsLegOf, type GoodsLeg } from '../../goods.repository.js';
import { legOf } from '../../offer.repository.js';

/** The leg whose goods are to move: on this ticket, of an accepted offer, not ended, and of a type that moves goods. */
export async function openGoodsLeg(session: TicketSession, legId: string): Promise<GoodsLeg> {
  const leg = await goodsLegOf(session, legId);
  if (leg) {
    checkOpenLeg({ ...leg, type: leg.type });
    return leg;
  }
  const other = await legOf(session, legId);
  if (!other) throw notFound('legId');
  checkOpenLeg(other);
  throw new DomainError('NOTHING_TO_DO', { en: 'No goods travel by this leg.', zh: '该项不涉及商品流转。' }, 'legId');
}
