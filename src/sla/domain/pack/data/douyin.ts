import type { PolicyPack } from '../pack.js';
import { days, hours, rowsFrom, t, workdays, yuan } from './row.js';

const SCHOOL = 'school.jinritemai.com, rule texts as copied 2026-08-22';
const { deadline, payout } = rowsFrom({ basis: 'PACK', certainty: 'VERIFIED', source: SCHOOL });

/** The platform's table has tiers; a shop enrols in the one it was put in. In none of them, the lowest holds. */
export const SECOND_TIER = 'PAYOUT_TIER_2';
export const THIRD_TIER = 'PAYOUT_TIER_3';
const TIERS = t(
  'The tier of the shop and the length of the delay decide between the shares of the table: enrol the shop in PAYOUT_TIER_2 or PAYOUT_TIER_3 where it has a higher one. The table as told gives only the least and the greatest share here.',
  '适用比例由店铺层级与延迟时长决定：层级较高的店铺请登记 PAYOUT_TIER_2 或 PAYOUT_TIER_3。转述的表格仅列出最低与最高比例。',
);
const STOCK = t(
  '48 hours late, or the trace still after five days. Three tiers: 1, 3 or 5 %, at least 2, 3 or 5 yuan; at most 50, in the highest 1,000.',
  '超 48 小时未发货或物流超时五天。三个层级：1%、3%、5%，最低 2、3、5 元；最高 50 元，最高层级 1000 元。',
);

/** Douyin shops: payouts and the answers the platform waits for. Rows of a table with tiers are REPORTED. */
export const DOUYIN: PolicyPack = {
  id: 'douyin', version: '2026-08', platforms: ['DOUYIN'], region: 'CN', timeZone: 'Asia/Shanghai',
  title: t('Douyin after-sale times and payouts', '抖音电商售后时效与赔付'), source: SCHOOL,
  rows: [
    payout('payout.late', t('Shipped later than promised', '延迟发货'), {
      startsWith: 'SHIP_TIME_PASSED', pays: yuan(1, '2.00', '50.00'), certainty: 'REPORTED', exceptEnrolled: [THIRD_TIER], note: TIERS,
    }),
    payout('payout.late.tier-3', t('Shipped later than promised, highest tier', '延迟发货（最高层级）'), {
      startsWith: 'SHIP_TIME_PASSED', pays: yuan(5, '2.00', '50.00'), certainty: 'REPORTED', enrolment: THIRD_TIER, note: TIERS,
    }),
    payout('payout.out-of-stock', t('Out of stock', '缺货'), {
      startsWith: 'OUT_OF_STOCK', pays: yuan(1, '2.00', '50.00'), certainty: 'REPORTED', exceptEnrolled: [SECOND_TIER, THIRD_TIER], note: STOCK,
    }),
    payout('payout.out-of-stock.tier-2', t('Out of stock, second tier', '缺货（第二层级）'), {
      startsWith: 'OUT_OF_STOCK', pays: yuan(3, '3.00', '50.00'), certainty: 'REPORTED', enrolment: SECOND_TIER, exceptEnrolled: [THIRD_TIER], note: STOCK,
    }),
    payout('payout.out-of-stock.tier-3', t('Out of stock, highest tier', '缺货（最高层级）'), {
      startsWith: 'OUT_OF_STOCK', pays: yuan(5, '5.00', '1000.00'), certainty: 'REPORTED', enrolment: THIRD_TIER, note: STOCK,
    }),
    payout('payout.not-picked-up', t('Waybill uploaded, not picked up for 48 hours', '上传运单后 48 小时未揽收'), {
      startsWith: 'NOT_PICKED_UP', pays: yuan(25, '5.00', '100.00'), note: t('When the buyer asks for it, and with the refund.', '由买家提出，与退款一并执行。'),
    }),
    payout('payout.trace.late', t('Trace late', '物流轨迹超时'), {
      startsWith: 'TRACE_LATE', pays: yuan(1, '3.00', '30.00'), note: t('24 hours to pick-up, 24 to the first hub, still for 48, 72 or 120.', '24 小时未揽收、24 小时未到分拨，或停滞 48、72、120 小时。'),
    }),
    payout('payout.trace.stopped', t('Trace late, serious', '物流轨迹严重超时'), { startsWith: 'TRACE_STOPPED', pays: yuan(5, '5.00', '50.00') }),
    payout('payout.service', t('Mocking or slow service, to the buyer', '服务态度或响应违规赔付买家'), { startsWith: 'BUYER_INSULTED', pays: yuan(5, '5.00', '30.00') }),
    payout('payout.refusal', t('Request refused without a ground', '无正当理由拒绝售后'), { startsWith: 'REQUEST_REFUSED_WITHOUT_GROUND', pays: yuan(10, '5.00', '50.00') }),
    deadline('not-picked-up', t('Pick-up after the waybill was uploaded', '上传运单后揽收'), {
      startsWith: 'SHIPPED', concerns: 'SHIP_ORDER', due: hours(48), missed: ['AUTO_REFUND', 'VERIFIED'],
    }),
    deadline('work-order', t('Answer a work order of the platform after a complaint to the authority', '处理监管投诉相关平台工单'), {
      startsWith: 'PLATFORM_WORK_ORDER', concerns: 'ANSWER_REGULATOR', due: hours(24), missed: ['PENALTY', 'VERIFIED'],
      note: t('30 % overdue in a week brings a warning, 60 % a share of the sales of the week.', '周逾期率达 30% 警告，达 60% 按周成交额比例处罚。'),
    }),
    deadline('appeal', t('Appeal against a violation', '违规申诉'), {
      startsWith: 'VIOLATION_NOTICED', concerns: 'APPEAL', due: days(7), missed: ['PENALTY', 'VERIFIED'],
    }),
    deadline('appeal.result', t('The platform decides an appeal', '平台处理申诉'), {
      startsWith: 'APPEAL_FILED', concerns: 'PLATFORM_ANSWER', due: workdays(5), missed: ['UNKNOWN', 'UNVERIFIED'],
    }),
    deadline('stale-order', t('An order is shipped at all', '订单最晚发货'), {
      startsWith: 'PAID', concerns: 'SHIP_ORDER', due: days(365), missed: ['AUTO_CLOSE', 'VERIFIED'],
    }),
  ],
};

const heard = rowsFrom({ basis: 'PACK', certainty: 'UNVERIFIED', source: 'practice of the trade; no current text was found' });

export const TAOBAO: PolicyPack = {
  id: 'taobao', version: '2026-08', platforms: ['TAOBAO'], region: 'CN', timeZone: 'Asia/Shanghai',
  title: t('Taobao times', '淘宝时效'), source: 'practice of the trade',
  rows: [
    heard.deadline('receipt', t('The buyer confirms receipt', '买家确认收货'), {
      startsWith: 'SHIPPED', concerns: 'BUYER_CONFIRM_RECEIPT', due: days(10), missed: ['AUTO_CONFIRM', 'UNVERIFIED'],
      note: t('By express; can be put off.', '快递订单；可延长。'),
    }),
  ],
};

export const JD: PolicyPack = {
  id: 'jd', version: '2026-08', platforms: ['JD'], region: 'CN', timeZone: 'Asia/Shanghai',
  title: t('JD times', '京东时效'), source: 'practice of the trade',
  rows: [
    heard.deadline('request', t('Look at an after-sale request', '审核售后申请'), {
      startsWith: 'RETURN_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(24), missed: ['AUTO_AGREE', 'UNVERIFIED'],
    }),
    heard.deadline('return.confirm', t('Deal with a return received', '处理已签收退货'), {
      startsWith: 'RETURN_SIGNED', concerns: 'CONFIRM_RETURN', due: hours(48), missed: ['AUTO_REFUND', 'UNVERIFIED'],
    }),
  ],
};

export const PDD: PolicyPack = {
  id: 'pdd', version: '2026-08', platforms: ['PDD'], region: 'CN', timeZone: 'Asia/Shanghai',
  title: t('Pinduoduo times', '拼多多时效'), source: 'practice of the trade',
  rows: [
    heard.deadline('request', t('Answer an after-sale request', '处理售后申请'), {
      startsWith: 'RETURN_REQUESTED', concerns: 'ANSWER_REQUEST', due: hours(36), missed: ['AUTO_REFUND', 'UNVERIFIED'],
      note: t('24 to 48 hours are told; 36 is between.', '说法为 24 至 48 小时，此处取 36 小时。'),
    }),
    heard.deadline('return.confirm', t('Deal with a return received', '处理已签收退货'), {
      startsWith: 'RETURN_SIGNED', concerns: 'CONFIRM_RETURN', due: hours(48), missed: ['AUTO_REFUND', 'UNVERIFIED'],
    }),
  ],
};
