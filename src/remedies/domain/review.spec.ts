import { reviewFlags, REVIEW_FLAGS, type Signals } from './review.js';

const NOTHING: Signals = {
  orders: 10, refunds: 0, refundsWithoutReturn: 0, emptyOrShort: 0, wrongReturns: 0, usedReturns: 0, sameContact: 0, reasonsOnOneOrder: 1, samePhotos: 0, reusedWaybills: 0,
  returnedEarly: 0,
};

describe('review flags', () => {
  it('an ordinary customer has none', () => expect(reviewFlags(NOTHING)).toEqual([]));

  it.each<[Partial<Signals>, Partial<Signals>, keyof typeof REVIEW_FLAGS, number]>([
    [{ refunds: 5 }, { refunds: 4 }, 'REFUNDS_OFTEN', 5], [{ orders: 3, refunds: 3 }, { orders: 3, refunds: 2 }, 'REFUNDS_OFTEN', 3],
    [{ refundsWithoutReturn: 2 }, { refundsWithoutReturn: 1 }, 'REFUNDED_AND_KEPT', 2], [{ emptyOrShort: 2 }, { emptyOrShort: 1 }, 'EMPTY_OR_SHORT_OFTEN', 2],
    [{ wrongReturns: 1 }, {}, 'OTHER_GOODS_RETURNED', 1], [{ usedReturns: 1 }, {}, 'USED_GOODS_RETURNED', 1], [{ sameContact: 2 }, { sameContact: 1 }, 'SHARED_CONTACT', 2],
    [{ reasonsOnOneOrder: 3 }, { reasonsOnOneOrder: 2 }, 'REASONS_CHANGE', 3], [{ samePhotos: 1 }, {}, 'PHOTO_SEEN_BEFORE', 1], [{ reusedWaybills: 1 }, {}, 'WAYBILL_SEEN_BEFORE', 1],
    [{ returnedEarly: 1 }, {}, 'RETURNED_BEFORE_DELIVERY', 1],
  ])('%p is a sign, %p is not', (enough, less, code, count) => {
    expect(reviewFlags({ ...NOTHING, ...enough })).toEqual([{ code, count }]);
    expect(reviewFlags({ ...NOTHING, ...less })).toEqual([]);
  });
});
