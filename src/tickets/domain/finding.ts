import { invalid } from '../../kernel/error.js';
import type { Fault } from '../../process/domain/index.js';

export interface FindingRequest {
  /** Question one: did our goods or our service cause it? */
  readonly causedByUs: boolean;
  /** Question two, asked only after a yes: was it misuse? */
  readonly misuse: boolean | null;
  readonly fault: Fault;
  /** Percent borne by each side, when more than one bears it; they add up to 100. */
  readonly shares: readonly { readonly fault: Fault; readonly percent: number }[];
}

// Source: the trade's two questions of attribution (ours? misuse?) and its table of who bears what.
const NOT_CAUSED_BY_US: ReadonlySet<Fault> = new Set(['CARRIER', 'CUSTOMER_PREFERENCE', 'CUSTOMER_MISUSE', 'PLATFORM', 'NO_FAULT', 'UNDETERMINED']);
const CAUSED_BY_US: ReadonlySet<Fault> = new Set(['MERCHANT', 'SUPPLIER', 'WAREHOUSE', 'UNDETERMINED']);

/** Refuses a finding whose answers contradict each other. An apology, sent or not, plays no part in it. */
export function checkFinding(finding: FindingRequest): void {
  if (finding.causedByUs && finding.misuse === null) {
    throw invalid('misuse', { en: 'It came from our goods or service: say whether it was misuse.', zh: '问题源于我方商品或服务，请说明是否属于使用不当。' });
  }
  if (!finding.causedByUs && finding.misuse !== null) {
    throw invalid('misuse', { en: 'The question of misuse is asked only when it came from us.', zh: '仅当问题源于我方时才需判断是否使用不当。' });
  }
  const possible = finding.causedByUs ? (finding.misuse ? new Set<Fault>(['CUSTOMER_MISUSE']) : CAUSED_BY_US) : NOT_CAUSED_BY_US;
  if (!possible.has(finding.fault)) {
    throw invalid('fault', {
      en: `These answers point to one of: ${[...possible].join(', ')}.`, zh: `根据以上回答，责任方应为：${[...possible].join('、')}。`,
    });
  }
  checkShares(finding);
}

function checkShares({ shares, fault }: FindingRequest): void {
  if (shares.length === 0) return;
  const sides = new Set(shares.map((share) => share.fault));
  if (sides.size !== shares.length || !sides.has(fault)) {
    throw invalid('shares', { en: 'Name each side once, the main one among them.', zh: '各责任方只填一次，且须包含主要责任方。' });
  }
  shares.forEach((share, at) => {
    if (!Number.isInteger(share.percent) || share.percent < 1 || share.percent > 100) {
      throw invalid(`shares.${at}.percent`, { en: 'A share is 1 to 100 percent.', zh: '责任比例须为 1 至 100。' });
    }
  });
  if (shares.reduce((sum, share) => sum + share.percent, 0) !== 100) {
    throw invalid('shares', { en: 'The shares add up to 100.', zh: '责任比例之和须为 100。' });
  }
}
