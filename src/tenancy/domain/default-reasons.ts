import type { Fault, Kind } from '../../kernel/words.js';
import type { EvidenceKind, FreightPayer, ReasonData, ReasonFamily } from './reason.js';

/** code, English, Chinese, family, default fault, who pays the freight, evidence wanted. */
type Row = readonly [string, string, string, ReasonFamily, Fault, FreightPayer, ...EvidenceKind[]];
/** A branch: its head, then its leaves. The head may be chosen too, when nothing below it fits. */
type Branch = readonly [Row, ...Row[]];

const RETURN_EXCHANGE: readonly Branch[] = [
  [
    ['CHANGED_MIND', 'Changed my mind', '不想要了', 'PREFERENCE', 'CUSTOMER_PREFERENCE', 'CUSTOMER', 'UNUSED_GOODS'],
    ['SEVEN_DAY_RETURN', 'Return without a reason', '七天无理由退货', 'PREFERENCE', 'CUSTOMER_PREFERENCE', 'CUSTOMER', 'UNUSED_GOODS'],
    ['WRONG_SIZE_CHOSEN', 'The size I chose does not fit', '尺码选错', 'PREFERENCE', 'CUSTOMER_PREFERENCE', 'CUSTOMER', 'SIZE_ADVICE'],
    ['STYLE_DISLIKED', 'Colour or style is not to my taste', '颜色或款式不喜欢', 'PREFERENCE', 'CUSTOMER_PREFERENCE', 'CUSTOMER', 'UNUSED_GOODS'],
    ['DUPLICATE_ORDER', 'Ordered twice by mistake', '重复下单', 'PREFERENCE', 'CUSTOMER_PREFERENCE', 'CUSTOMER', 'UNUSED_GOODS'],
  ],
  [
    ['QUALITY', 'Quality problem', '质量问题', 'QUALITY', 'SUPPLIER', 'MERCHANT', 'PHOTO'],
    ['DEFECTIVE', 'Broken or defective', '商品有瑕疵或损坏', 'QUALITY', 'SUPPLIER', 'MERCHANT', 'PHOTO', 'VIDEO'],
    ['DOES_NOT_WORK', 'Does not work as it should', '功能或效果不正常', 'QUALITY', 'SUPPLIER', 'MERCHANT', 'VIDEO'],
    ['FADES_OR_SHRINKS', 'Fades or shrinks', '褪色或缩水', 'QUALITY', 'UNDETERMINED', 'BY_FINDING', 'PHOTO', 'LABEL_PHOTO', 'WASH_METHOD'],
    ['ALLERGY', 'Skin reaction or allergy', '使用后过敏', 'SAFETY', 'SUPPLIER', 'MERCHANT', 'SKIN_PHOTO', 'PHOTO', 'MEDICAL_NOTE'],
    ['EXPIRED', 'Past or close to its date', '过期或临期', 'QUALITY', 'WAREHOUSE', 'MERCHANT', 'LABEL_PHOTO', 'BATCH_NUMBER'],
  ],
  [
    ['NOT_AS_DESCRIBED', 'Not as described', '与描述不符', 'DESCRIPTION', 'MERCHANT', 'MERCHANT', 'PHOTO', 'PAGE_SNAPSHOT'],
    ['COLOUR_DIFFERS', 'Colour, style or size differs from the page', '颜色、款式或尺码与页面不符', 'DESCRIPTION', 'MERCHANT', 'MERCHANT', 'PHOTO', 'PAGE_SNAPSHOT'],
    ['MATERIAL_DIFFERS', 'Material differs from the page', '材质与页面不符', 'DESCRIPTION', 'MERCHANT', 'MERCHANT', 'LABEL_PHOTO', 'PAGE_SNAPSHOT'],
  ],
  [
    ['PACKED_WRONGLY', 'Something is wrong with what was packed', '发货有误', 'FULFILMENT', 'WAREHOUSE', 'MERCHANT', 'PHOTO', 'WAYBILL_PHOTO'],
    ['WRONG_ITEM', 'Wrong item sent', '发错货', 'FULFILMENT', 'WAREHOUSE', 'MERCHANT', 'PHOTO', 'WAYBILL_PHOTO', 'PACKING_VIDEO'],
    ['ITEM_MISSING', 'Something is missing', '少件或漏发', 'FULFILMENT', 'WAREHOUSE', 'MERCHANT', 'PHOTO', 'WAYBILL_PHOTO', 'WEIGHT_RECORD'],
    ['EMPTY_PARCEL', 'The parcel was empty', '收到空包裹', 'FULFILMENT', 'WAREHOUSE', 'MERCHANT', 'BOX_PHOTO', 'WAYBILL_PHOTO', 'WEIGHT_RECORD', 'PACKING_VIDEO'],
    ['GIFT_MISSING', 'The promised gift is missing', '缺少赠品', 'PROMISE', 'MERCHANT', 'MERCHANT', 'PAGE_SNAPSHOT'],
  ],
  [
    ['DAMAGED_IN_TRANSIT', 'Damaged on the way', '运输途中破损', 'TRANSIT', 'CARRIER', 'MERCHANT', 'BOX_PHOTO', 'PHOTO', 'COURIER_WITNESSED_OPENING'],
    ['REFUSED_DAMAGED', 'Refused at the door because damaged', '破损已拒签', 'TRANSIT', 'CARRIER', 'MERCHANT', 'BOX_PHOTO', 'TRACE_SNAPSHOT'],
  ],
  [
    ['NOT_RECEIVED', 'Not received', '未收到货', 'DELIVERY', 'CARRIER', 'MERCHANT', 'CUSTOMER_STATEMENT'],
    ['SHIPPED_LATE', 'Not shipped by the promised time', '未按约定时间发货', 'LATENESS', 'MERCHANT', 'NONE', 'PAYMENT_RECORD'],
    ['NEVER_ARRIVED', 'The parcel never arrived', '快递一直未送到', 'DELIVERY', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
    ['NO_TRACE', 'No tracking record', '无物流跟踪记录', 'DELIVERY', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
  ],
  [
    ['COUNTERFEIT', 'Suspected counterfeit', '怀疑假冒品牌', 'AUTHENTICITY', 'UNDETERMINED', 'BY_FINDING', 'PHOTO', 'PURCHASE_CHAIN', 'BRAND_APPRAISAL'],
  ],
  [
    ['PRICE_DROPPED', 'The price dropped after I bought', '买贵了或降价', 'PRICE', 'MERCHANT', 'NONE', 'PAGE_SNAPSHOT'],
    ['FREIGHT_REFUND', 'Freight to be paid back', '退运费', 'PROMISE', 'MERCHANT', 'MERCHANT', 'PAYMENT_RECORD'],
  ],
  [['INVOICE', 'Problem with the invoice', '发票问题', 'INVOICE', 'MERCHANT', 'MERCHANT']],
  [['OTHER', 'Something else', '其他', 'OTHER', 'UNDETERMINED', 'BY_FINDING']],
];

const LOGISTICS: readonly Branch[] = [
  [
    ['TRACKING', 'A question about a parcel on its way', '物流进度咨询', 'TRACKING', 'NO_FAULT', 'NONE'],
    ['WHERE_IS_IT', 'Where is my parcel', '查询包裹位置', 'TRACKING', 'NO_FAULT', 'NONE'],
    ['URGE', 'Please hurry it', '催件', 'TRACKING', 'NO_FAULT', 'NONE'],
    ['ADDRESS_CHANGE', 'Change the address', '修改收货地址', 'TRACKING', 'NO_FAULT', 'BY_FINDING'],
    ['INTERCEPT', 'Stop the parcel', '拦截包裹', 'TRACKING', 'NO_FAULT', 'BY_FINDING'],
    ['RETURN_PARCEL_QUERY', 'Where is the parcel I sent back', '查询退货包裹', 'TRACKING', 'NO_FAULT', 'NONE', 'WAYBILL_PHOTO'],
    ['CUSTOMS', 'Held by customs', '清关中', 'TRACKING', 'UNDETERMINED', 'NONE', 'TRACE_SNAPSHOT'],
  ],
  [
    ['DELAYED', 'Later than promised', '物流延误', 'LATENESS', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
    ['NOT_PICKED_UP', 'Shipped on paper, not picked up', '已发货未揽收', 'LATENESS', 'MERCHANT', 'NONE', 'TRACE_SNAPSHOT'],
    ['STALLED', 'No movement for days', '物流停滞', 'TRANSIT', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
    ['MISROUTED', 'Sent the wrong way', '错发线路', 'TRANSIT', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
    ['RETURNED_TO_SENDER', 'Sent back to us', '包裹被退回', 'TRANSIT', 'CARRIER', 'BY_FINDING', 'TRACE_SNAPSHOT'],
  ],
  [
    ['DELIVERY_DISPUTED', 'Delivery is disputed', '派送有争议', 'DELIVERY', 'CARRIER', 'MERCHANT', 'PROOF_OF_DELIVERY'],
    ['SIGNED_NOT_RECEIVED', 'Signed for, not received', '显示签收但未收到', 'DELIVERY', 'CARRIER', 'MERCHANT', 'PROOF_OF_DELIVERY', 'STATION_LOG', 'CUSTOMER_STATEMENT'],
    ['LOCKER_NO_CONSENT', 'Left at a locker or station without asking', '未经同意放驿站或快递柜', 'DELIVERY', 'CARRIER', 'MERCHANT', 'STATION_LOG'],
  ],
  [
    ['LOST_OR_DAMAGED', 'Lost or damaged', '丢失或破损', 'TRANSIT', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
    ['DAMAGED_ON_ARRIVAL', 'Arrived damaged', '到货破损', 'TRANSIT', 'CARRIER', 'MERCHANT', 'BOX_PHOTO', 'PHOTO', 'COURIER_WITNESSED_OPENING'],
    ['LOST', 'Lost', '包裹丢失', 'TRANSIT', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
  ],
];

const COMPLAINT: readonly Branch[] = [
  [
    ['ABOUT_GOODS', 'About the goods', '商品类投诉', 'QUALITY', 'UNDETERMINED', 'BY_FINDING', 'PHOTO'],
    ['GOODS_QUALITY', 'Quality of the goods', '商品质量', 'QUALITY', 'SUPPLIER', 'MERCHANT', 'PHOTO', 'TEST_REPORT'],
    ['COUNTERFEIT', 'Counterfeit goods', '假冒商品', 'AUTHENTICITY', 'UNDETERMINED', 'BY_FINDING', 'PURCHASE_CHAIN', 'BRAND_APPRAISAL'],
    ['NOT_AS_DESCRIBED', 'Goods differ from the description', '商品与描述不符', 'DESCRIPTION', 'MERCHANT', 'MERCHANT', 'PHOTO', 'PAGE_SNAPSHOT'],
    ['SAFETY_INJURY', 'Injury or danger', '人身伤害或安全隐患', 'SAFETY', 'SUPPLIER', 'MERCHANT', 'PHOTO', 'MEDICAL_NOTE', 'BATCH_NUMBER'],
  ],
  [
    ['ABOUT_SERVICE', 'About our service', '服务类投诉', 'SERVICE', 'MERCHANT', 'NONE', 'CHAT_RECORD'],
    ['SERVICE_ATTITUDE', 'Attitude of the staff', '服务态度差', 'SERVICE', 'MERCHANT', 'NONE', 'CHAT_RECORD'],
    ['SLOW_REPLY', 'Slow or no reply', '回复慢或不回复', 'SERVICE', 'MERCHANT', 'NONE', 'CHAT_RECORD'],
    ['BROKEN_PROMISE', 'A promise was not kept', '承诺未兑现', 'PROMISE', 'MERCHANT', 'NONE', 'CHAT_RECORD', 'PAGE_SNAPSHOT'],
    ['HARASSMENT', 'Harassment', '骚扰', 'SERVICE', 'MERCHANT', 'NONE', 'CHAT_RECORD'],
    ['PRIVACY', 'Personal data was disclosed', '个人信息泄露', 'PRIVACY', 'MERCHANT', 'NONE', 'CHAT_RECORD'],
  ],
  [
    ['ABOUT_TRADE', 'About price, invoice, delivery or refund', '交易类投诉', 'OTHER', 'UNDETERMINED', 'NONE'],
    ['PRICE', 'Price or promotion', '价格或促销', 'PRICE', 'MERCHANT', 'NONE', 'PAGE_SNAPSHOT', 'PAYMENT_RECORD'],
    ['INVOICE', 'Invoice', '发票', 'INVOICE', 'MERCHANT', 'NONE', 'CHAT_RECORD'],
    ['DELIVERY', 'Delivery', '配送', 'DELIVERY', 'CARRIER', 'MERCHANT', 'TRACE_SNAPSHOT'],
    ['REFUND_DELAY', 'Refund is late', '退款延迟', 'LATENESS', 'MERCHANT', 'NONE', 'PAYMENT_RECORD'],
  ],
];

function reasonsOf(kind: Kind, branches: readonly Branch[]): ReasonData[] {
  return branches.flatMap(([head, ...leaves], branch) =>
    [head, ...leaves].map((row, leaf) => {
      const [code, labelEn, labelZh, family, defaultFault, freightPayer, ...evidenceWanted] = row;
      const parentCode = row === head ? null : head[0];
      return { kind, code, parentCode, family, labelEn, labelZh, defaultFault, evidenceWanted, freightPayer, active: true, position: leaf || branch };
    }),
  );
}

/** What a new shop starts with; it may change every entry afterwards. Codes are those the trade's public forms have in common. */
export const DEFAULT_REASONS: readonly ReasonData[] = [
  ...reasonsOf('RETURN_EXCHANGE', RETURN_EXCHANGE),
  ...reasonsOf('LOGISTICS', LOGISTICS),
  ...reasonsOf('COMPLAINT', COMPLAINT),
];
