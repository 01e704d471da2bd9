import type { Exclusion } from '../pack.js';
import { t } from './row.js';

/** Goods outside the return without a reason by law, and those that may be put outside it with the buyer's consent for that very purchase. */
export const LAW_EXCLUSIONS: readonly Exclusion[] = [
  { code: 'MADE_TO_ORDER', title: t('Made to the order of the buyer', '消费者定作的商品'), needsConsent: false },
  { code: 'PERISHABLE', title: t('Fresh or perishable', '鲜活易腐的商品'), needsConsent: false },
  { code: 'DIGITAL_OPENED', title: t('Downloaded online, or recordings and software unsealed by the buyer', '在线下载或消费者已拆封的音像制品、计算机软件等数字化商品'), needsConsent: false },
  { code: 'PERIODICAL', title: t('Newspapers and periodicals delivered', '交付的报纸、期刊'), needsConsent: false },
  { code: 'UNSAFE_ONCE_OPENED', title: t('Unsafe or changed in quality once unsealed', '拆封后易影响人身安全、生命健康或导致品质改变的商品'), needsConsent: true },
  { code: 'WORTHLESS_ONCE_USED', title: t('Loses most of its value once activated or tried', '一经激活或试用后价值贬损较大的商品'), needsConsent: true },
  { code: 'NEAR_EXPIRY_OR_FLAWED', title: t('Sold as close to its date, or as flawed', '销售时已明示的临近保质期、有瑕疵的商品'), needsConsent: true },
];
