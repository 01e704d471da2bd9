import { graphqlEnum } from '../../platform/graphql/enum.js';
import type { Platform } from '../domain/shop.js';

export const PlatformEnum = graphqlEnum<Platform>('Platform', 'Where a shop sells.', {
  TAOBAO: 'Taobao.',
  TMALL: 'Tmall.',
  JD: 'JD.com.',
  PDD: 'Pinduoduo.',
  DOUYIN: 'Douyin shop.',
  KUAISHOU: 'Kuaishou shop.',
  XIAOHONGSHU: 'Xiaohongshu (RED) shop.',
  WECHAT: 'WeChat shop.',
  SHOPIFY: 'Shopify.',
  AMAZON: 'Amazon.',
  EBAY: 'eBay.',
  OWN: 'A shop of the merchant\'s own making.',
  OTHER: 'Any other.',
});
