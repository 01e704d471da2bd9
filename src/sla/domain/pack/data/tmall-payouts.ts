import type { PayoutRow } from '../pack.js';
import { rowsFrom, t, yuan } from './row.js';

const PROMISES = 'rulechannel.tmall.com 20010493, as copied 2026-08-22';
const TRANSPORT = 'rulechannel.tmall.com 11000266, as copied 2026-08-22';
const { payout } = rowsFrom({ basis: 'PACK', certainty: 'VERIFIED', source: PROMISES });

/** What Tmall awards the buyer of what was paid for the goods concerned. */
export const TMALL_PAYOUTS: readonly PayoutRow[] = [
  payout('payout.late', t('Shipped later than promised', '延迟发货'), { startsWith: 'SHIP_TIME_PASSED', pays: yuan(5, '5.00', '50.00', { dailyMax: '500.00' }) }),
  payout('payout.late.presale', t('Shipped later than promised, presale of more than 48 hours', '预售（超 48 小时）延迟发货'), {
    startsWith: 'PRESALE_SHIP_TIME_PASSED', pays: yuan(10, '5.00', '50.00', { dailyMax: '500.00' }),
  }),
  payout('payout.out-of-stock', t('Out of stock, promised within 48 hours', '缺货（承诺 48 小时内发货）'), {
    startsWith: 'OUT_OF_STOCK', pays: yuan(10, '5.00', '500.00'),
    note: t('72 hours past the promise, or as soon as the merchant says so.', '超过承诺时间 72 小时未发货，或商家自认缺货。'),
  }),
  payout('payout.out-of-stock.long', t('Out of stock, promised later than 48 hours', '缺货（承诺超 48 小时发货）'), {
    startsWith: 'LONG_OUT_OF_STOCK', pays: yuan(15, '5.00', '500.00'),
    note: t('72 hours past the promise, or as soon as the merchant says so.', '超过承诺时间 72 小时未发货，或商家自认缺货。'),
  }),
  payout('payout.not-picked-up', t('Marked as shipped and not picked up for 24 hours', '虚假发货：24 小时无揽收记录'), { startsWith: 'NOT_PICKED_UP', pays: yuan(5, '5.00', '100.00') }),
  payout('payout.empty-parcel', t('Empty parcel, or goods other than ordered', '虚假发货：空包裹或非约定商品'), { startsWith: 'EMPTY_PARCEL', pays: yuan(30, '5.00', '500.00') }),
  payout('payout.trace.late', t('Trace late', '物流轨迹超时'), {
    startsWith: 'TRACE_LATE', pays: yuan(5, '5.00', '50.00'), source: TRANSPORT,
    note: t('No scan 24 hours after pick-up, or still for 48, 72 or 120 hours, by distance.', '揽收后 24 小时无更新，或按线路停滞 48、72、120 小时。'),
  }),
  payout('payout.trace.stopped', t('Trace stopped', '物流轨迹异常'), {
    startsWith: 'TRACE_STOPPED', pays: yuan(20, '5.00', '100.00', { dailyMax: '100.00' }), source: TRANSPORT,
    note: t('No scan 72 hours after pick-up, or still for 96, 120 or 168 hours, by distance.', '揽收后 72 小时无更新，或按线路停滞 96、120、168 小时。'),
  }),
  payout('payout.refusal', t('Request refused without a ground', '无正当理由拒绝售后'), { startsWith: 'REQUEST_REFUSED_WITHOUT_GROUND', pays: yuan(5, '5.00', '50.00') }),
  payout('payout.exchange.late', t('Exchanged goods sent late', '换货超时发出'), {
    startsWith: 'EXCHANGE_SHIP_TIME_PASSED', pays: yuan(5, '5.00', '50.00', { dailyMax: '100.00' }),
    note: t('The time for sending is at least 48 hours; 72 hours later it counts as refused.', '发货时限不少于 48 小时；再超 72 小时视为拒绝。'),
  }),
  payout('payout.reship.late', t('Missing goods sent late', '补寄超时发出'), { startsWith: 'RESHIP_SHIP_TIME_PASSED', pays: yuan(5, '5.00', '50.00', { dailyMax: '100.00' }) }),
  payout('payout.repair.late', t('Repaired goods sent late', '维修超时寄回'), { startsWith: 'REPAIR_TIME_PASSED', pays: yuan(5, '5.00', '50.00') }),
  payout('payout.compensation.late', t('Agreed compensation not paid in time, for each order', '协商补偿逾期未付（每单）'), {
    startsWith: 'COMPENSATION_TIME_PASSED', pays: { currency: 'CNY', fixed: '5.00' }, from: '2026-08-12',
  }),
  payout('payout.insult', t('The buyer was insulted or threatened', '辱骂、威胁买家'), {
    startsWith: 'BUYER_INSULTED', pays: { currency: 'CNY', fixed: '500.00' }, source: 'rulechannel.tmall.com 11000254, as copied 2026-08-22',
    note: t('Given as a red packet once the complaint is upheld; a serious case costs four points besides.', '投诉成立后以红包支付；情节严重的另扣四分。'),
  }),
];
