import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { Fault, Kind } from '../../kernel/words.js';
import type { EvidenceKind, FreightPayer, ReasonFamily } from '../domain/reason.js';

export const TicketKindEnum = graphqlEnum<Kind>('TicketKind', 'What a ticket is about; each kind has data and step rules of its own.', {
  RETURN_EXCHANGE: 'The customer wants money back, other goods, missing goods or a repair.',
  LOGISTICS: 'Where a parcel is, and what went wrong with it.',
  COMPLAINT: 'The customer complains about goods, service or trade.',
});

export const FaultEnum = graphqlEnum<Fault>('Fault', 'Whose fault it is.', {
  MERCHANT: 'The merchant: its listing, promise or service.',
  SUPPLIER: 'The maker or supplier of the goods.',
  WAREHOUSE: 'Picking or packing.',
  CARRIER: 'The carrier.',
  CUSTOMER_MISUSE: 'The customer used the goods against their instructions.',
  CUSTOMER_PREFERENCE: 'Nobody: the customer changed their mind.',
  PLATFORM: 'The marketplace.',
  UNDETERMINED: 'Not known; its cost is the merchant\'s until it is.',
  NO_FAULT: 'Nothing went wrong.',
});

export const ReasonFamilyEnum = graphqlEnum<ReasonFamily>('ReasonFamily', 'What a reason is about, whatever the shop calls it. Process rules and reports go by it.', {
  PREFERENCE: 'The customer changed their mind.',
  QUALITY: 'The goods are not good.',
  DESCRIPTION: 'The goods are not what the page said.',
  FULFILMENT: 'Something else, or less, was packed.',
  TRANSIT: 'Something happened on the way.',
  DELIVERY: 'Something is wrong with the delivery itself.',
  TRACKING: 'A question about a parcel that moves as it should.',
  LATENESS: 'Something was not done in time.',
  AUTHENTICITY: 'The goods are said to be counterfeit.',
  SERVICE: 'How the customer was treated.',
  PROMISE: 'Something promised was not given.',
  PRICE: 'Price or promotion.',
  INVOICE: 'The invoice.',
  PRIVACY: 'Personal data was disclosed.',
  SAFETY: 'Somebody was hurt, or could be.',
  OTHER: 'None of these.',
});

export const ReasonFreightPayerEnum = graphqlEnum<FreightPayer>('ReasonFreightPayer', 'Who pays the way back, by this reason.', {
  MERCHANT: 'The merchant.',
  CUSTOMER: 'The customer.',
  BY_FINDING: 'Whoever the finding says.',
  NONE: 'Nothing is sent back.',
});

export const EvidenceKindEnum = graphqlEnum<EvidenceKind>('EvidenceKind', 'What may be asked for as proof.', {
  PHOTO: 'Photo of the goods.',
  VIDEO: 'Video of the goods.',
  LABEL_PHOTO: 'Photo of label, tag or certificate.',
  BATCH_NUMBER: 'Batch or lot number.',
  TEST_REPORT: 'Report of a recognised laboratory.',
  PAGE_SNAPSHOT: 'The product page as it was.',
  WAYBILL_PHOTO: 'Photo of the waybill on the parcel.',
  WEIGHT_RECORD: 'Weights along the way.',
  PACKING_VIDEO: 'Uncut video of the packing.',
  BOX_PHOTO: 'Photo of the outer box.',
  COURIER_WITNESSED_OPENING: 'The courier saw the box opened.',
  PROOF_OF_DELIVERY: 'Signature or photo of the delivery.',
  STATION_LOG: 'Record of the locker or pick-up station.',
  CUSTOMER_STATEMENT: 'The customer\'s own statement.',
  TRACE_SNAPSHOT: 'The tracking record.',
  PURCHASE_CHAIN: 'Where the goods came from.',
  BRAND_APPRAISAL: 'Appraisal by the brand or marketplace.',
  WASH_METHOD: 'How the goods were washed or used.',
  SIZE_ADVICE: 'The size advice that was given.',
  SKIN_PHOTO: 'Photo of the skin.',
  MEDICAL_NOTE: 'Note of a doctor or hospital.',
  CHAT_RECORD: 'The conversation in question.',
  PAYMENT_RECORD: 'Times or amounts of payment.',
  UNUSED_GOODS: 'The goods are complete and unused.',
  OTHER: 'Something else.',
});
