import type { PolicyPack } from '../pack.js';
import { AMAZON, CARD_NETWORKS, EBAY, PAYPAL } from './abroad.js';
import { DOUYIN, JD, PDD, TAOBAO } from './douyin.js';
import { CHINESE_LAW, EUROPEAN_LAW, UNITED_STATES_LAW } from './law.js';
import { TMALL } from './tmall.js';

/** The packs that come with the product. A merchant may publish later versions of any, and packs of its own. */
export const BUILT_IN_PACKS: readonly PolicyPack[] = [
  TMALL, DOUYIN, TAOBAO, JD, PDD, CHINESE_LAW, EUROPEAN_LAW, UNITED_STATES_LAW, CARD_NETWORKS, PAYPAL, AMAZON, EBAY,
];
