import type { PolicyPack } from '../pack.js';
import { days, festival, hours, rowsFrom, t } from './row.js';
import { TMALL_PAYOUTS } from './tmall-payouts.js';
import { LAW_EXCLUSIONS } from './exclusions.js';

const TIMETABLE = 'rulechannel.tmall.com 20009341, timetable of 2026-01-27, as copied 2026-08-22';
const { deadline, window } = rowsFrom({ basis: 'PACK', certainty: 'VERIFIED', source: TIMETABLE });

/** Shops that stay open through the festival keep the daily times inside the area the platform guarantees. */
export const OPEN_THROUGH_FESTIVAL = 'OPEN_THROUGH_FESTIVAL';
const springFestival = festival(t('Spring Festival 2026', '2026 年春节'), '2026-02-10', '2026-02-23', OPEN_THROUGH_FESTIVAL);

/** 3 March 2026 at 24:00 in China. */
const THIRD_OF_MARCH = '2026-03-03T16:00:00.000Z';

const REFUNDS = [
  deadline('refund.unshipped', t('Refund asked for before shipping', '未发货申请退款'), {
    startsWith: 'REFUND_REQUESTED_UNSHIPPED', concerns: 'ANSWER_REQUEST', due: hours(24), missed: ['AUTO_REFUND', 'UNVERIFIED'],
    note: t('Part of these refunds go through at once, without the merchant.', '部分此类退款由平台即时退还，无需商家处理。'),
  }),
  deadline('refund.shipped', t('Refund asked for after shipping', '已发货申请仅退款'), {
    startsWith: 'REFUND_REQUESTED_SHIPPED', concerns: 'ANSWER_REQUEST', due: hours(36), overrides: springFestival(days(5)), missed: ['AUTO_AGREE', 'UNVERIFIED'],
    note: t('Where goods did not arrive and the request was refused, the platform may be called in three days after it was made.', '未收到货被拒绝的，自申请起满三天后方可申请平台介入。'),
  }),
  deadline('return.request', t('Return and refund asked for', '申请退货退款'), {
    startsWith: 'RETURN_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(36), overrides: springFestival(days(5)), missed: ['AUTO_AGREE', 'UNVERIFIED'],
    note: t('Agreed by itself, the goods go to the default return address.', '系统同意后，使用默认退货地址。'),
  }),
  deadline('refusal.buyer', t('The buyer answers a refusal', '买家处理商家拒绝'), {
    startsWith: 'REQUEST_REFUSED', concerns: 'BUYER_ANSWER', due: days(5), overrides: springFestival(days(15)), missed: ['AUTO_CLOSE', 'UNVERIFIED'],
  }),
  deadline('return.ship', t('The buyer sends the goods back', '买家寄回商品'), {
    startsWith: 'RETURN_AGREED', concerns: 'BUYER_SHIP_RETURN', due: days(7), overrides: springFestival(days(25)), missed: ['AUTO_CLOSE', 'UNVERIFIED'],
  }),
  deadline('return.confirm.signed', t('Confirm a return the carrier shows as signed', '退货已签收，商家确认收货'), {
    startsWith: 'RETURN_SIGNED', concerns: 'CONFIRM_RETURN', due: hours(48), overrides: springFestival(days(15)), missed: ['AUTO_REFUND', 'UNVERIFIED'],
    certainty: 'REPORTED', note: t('The table gives two values; that they part by the sign record is our reading.', '时效表列出两个数值，按有无签收记录区分为我方理解。'),
  }),
  deadline('return.confirm.unsigned', t('Confirm a return without a sign record', '退货无签收记录，商家确认收货'), {
    startsWith: 'RETURN_SHIPPED', concerns: 'CONFIRM_RETURN', due: days(7), overrides: springFestival(days(15)), missed: ['AUTO_REFUND', 'UNVERIFIED'],
    certainty: 'REPORTED', note: t('The table gives two values; that they part by the sign record is our reading.', '时效表列出两个数值，按有无签收记录区分为我方理解。'),
  }),
];

const REPLACEMENTS = [
  deadline('exchange.request', t('Exchange asked for', '申请换货'), {
    startsWith: 'EXCHANGE_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(24), overrides: springFestival(days(5)), missed: ['AUTO_AGREE', 'UNVERIFIED'],
  }),
  deadline('exchange.send.signed', t('Send the exchanged goods once the return is signed', '退货签收后寄出换货商品'), {
    startsWith: 'EXCHANGE_RETURN_SIGNED', concerns: 'SEND_REPLACEMENT', due: days(5, { plusShipTime: true }),
    overrides: springFestival(days(5, { plusShipTime: true, notBefore: THIRD_OF_MARCH })), missed: ['AUTO_REFUND', 'REPORTED'],
  }),
  deadline('exchange.send.unsigned', t('Send the exchanged goods without a sign record', '无签收记录时寄出换货商品'), {
    startsWith: 'EXCHANGE_RETURN_SHIPPED', concerns: 'SEND_REPLACEMENT', due: days(10), overrides: springFestival(days(15)), missed: ['AUTO_REFUND', 'REPORTED'],
  }),
  deadline('reship.request', t('Sending something missing asked for', '申请补寄'), {
    startsWith: 'RESHIP_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(24), overrides: springFestival(days(5)), missed: ['AUTO_AGREE', 'UNVERIFIED'],
  }),
  deadline('reship.send', t('Send what was missing, by the order timer', '补寄发货（订单时效）'), {
    startsWith: 'RESHIP_AGREED', concerns: 'SEND_REPLACEMENT', due: days(5), overrides: springFestival(days(17)), missed: ['AUTO_REFUND', 'UNVERIFIED'],
  }),
  deadline('reship.duty', t('Send what was missing, as the merchant owes it', '补寄发货（商家义务）'), {
    startsWith: 'RESHIP_AGREED', concerns: 'SHIP_ORDER', due: hours(24), missed: ['PAYOUT_OWED', 'VERIFIED'],
  }),
  deadline('repair.request', t('Repair asked for', '申请维修'), {
    startsWith: 'REPAIR_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(48), overrides: springFestival(days(5)), missed: ['AUTO_AGREE', 'REPORTED'],
  }),
  deadline('repair.return', t('Send the repaired goods', '寄回维修商品'), {
    startsWith: 'REPAIR_RETURN_SIGNED', concerns: 'RETURN_REPAIRED', due: days(30), missed: ['AUTO_REFUND', 'REPORTED'],
  }),
  deadline('replacement.receipt', t('The buyer confirms goods exchanged, repaired or sent again', '买家确认收到换货、维修或补寄商品'), {
    startsWith: 'REPLACEMENT_SHIPPED', concerns: 'BUYER_CONFIRM_RECEIPT', due: days(10), overrides: springFestival(days(15)), missed: ['AUTO_CONFIRM', 'UNVERIFIED'],
  }),
];

const CASES = [
  deadline('compensation.agreed', t('Pay a compensation both sides agreed to', '支付双方协商一致的补偿'), {
    startsWith: 'COMPENSATION_AGREED', concerns: 'PAY_COMPENSATION', due: hours(24), missed: ['PAYOUT_OWED', 'VERIFIED'], from: '2026-08-12',
    source: 'rulechannel.tmall.com 20010493, in force 2026-08-12, as copied 2026-08-22',
    note: t('The platform then pays it from the merchant, and 5 yuan for each order on top.', '逾期由平台代为退款，并按每单另赔 5 元。'),
  }),
  deadline('evidence', t('Hand in proof once the platform stepped in', '平台介入后举证'), {
    startsWith: 'PLATFORM_STEPPED_IN', concerns: 'SUBMIT_EVIDENCE', due: days(3), overrides: springFestival(days(15)), missed: ['PLATFORM_DECIDES', 'VERIFIED'],
    certainty: 'UNVERIFIED', source: 'practice of the trade; only the festival value is in the timetable',
  }),
  deadline('evidence.festival', t('Hand in proof in the Spring Festival of 2026', '2026 年春节期间举证'), {
    startsWith: 'PLATFORM_STEPPED_IN', concerns: 'SUBMIT_EVIDENCE', due: days(15), missed: ['PLATFORM_DECIDES', 'VERIFIED'], from: '2026-02-10', to: '2026-02-23',
  }),
  deadline('evidence.reply', t("Answer the buyer's new proof", '针对买家新凭证补充举证'), {
    startsWith: 'BUYER_ADDED_PROOF', concerns: 'SUBMIT_EVIDENCE', due: days(3), missed: ['PLATFORM_DECIDES', 'VERIFIED'],
  }),
  deadline('event-tickets.refund', t('Refund of tickets for an event', '票务类商品退款申请'), {
    startsWith: 'TICKET_GOODS_REFUND_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(3, { between: { opens: '08:00', closes: '23:00' } }),
    missed: ['UNKNOWN', 'UNVERIFIED'], source: 'rulechannel.tmall.com 20010536, as copied 2026-08-22',
  }),
  deadline('instant.refund', t('Refund of an order delivered within the hour', '即时配送订单退款申请'), {
    startsWith: 'INSTANT_ORDER_REFUND_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(5, { inOpeningHours: true }), missed: ['AUTO_AGREE', 'VERIFIED'],
    enrolment: 'INSTANT_DELIVERY', source: 'rulechannel.tmall.com 20010499, as copied 2026-08-22',
  }),
];

const WINDOWS = [
  window('seven-days', t('Return within seven days without a reason', '七天无理由退货'), {
    right: 'NO_REASON_RETURN', startsWith: 'SIGNED', lasts: hours(168, { from: 'NEXT_DAY' }), exclusions: LAW_EXCLUSIONS,
    returnFreight: 'BUYER', outboundFreight: 'MERCHANT', brokenFreeFreight: 'BUYER', source: 'rulechannel.tmall.com 5408, as copied 2026-08-22',
    note: t(
      'Opening to look and a reasonable trial leave goods intact. Free freight of the way out stays free, unless it hung on a condition the return breaks; an exchange of taste is at the buyer\'s freight both ways.',
      '为查验而拆封、合理试用不影响商品完好。发货包邮的运费不追回，但退货后不再满足包邮条件的除外；无理由换货的往返运费由买家承担。',
    ),
  }),
  window('after-sale', t('After-sale request once the trade succeeded', '交易成功后申请售后'), {
    right: 'AFTER_SALE', startsWith: 'TRADE_SUCCEEDED', lasts: days(15), returnFreight: 'NONE', outboundFreight: 'NONE',
    note: t('Some categories have 90 days.', '部分类目为 90 天。'),
  }),
  window('review', t('Review', '评价'), { right: 'REVIEW', startsWith: 'TRADE_SUCCEEDED', lasts: days(15), returnFreight: 'NONE', outboundFreight: 'NONE' }),
  window('review.append', t('Addition to a review', '追加评价'), { right: 'REVIEW_APPEND', startsWith: 'TRADE_SUCCEEDED', lasts: days(180), returnFreight: 'NONE', outboundFreight: 'NONE' }),
  window('review.complaint', t("The merchant's answer to a review, or complaint about it", '商家解释或投诉评价'), {
    right: 'REVIEW_COMPLAINT', startsWith: 'TRADE_SUCCEEDED', lasts: days(30), returnFreight: 'NONE', outboundFreight: 'NONE',
  }),
];

/** The platform's own table of times and payouts. What happens when a time is missed is not in the copy of the table; each row says how sure it is. */
export const TMALL: PolicyPack = {
  id: 'tmall', version: '2026-08', platforms: ['TMALL'], region: 'CN', timeZone: 'Asia/Shanghai',
  title: t('Tmall after-sale times and payouts', '天猫售后时效与赔付'), source: TIMETABLE,
  rows: [...REFUNDS, ...REPLACEMENTS, ...CASES, ...WINDOWS, ...TMALL_PAYOUTS],
};
