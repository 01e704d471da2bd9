import type { Evidence, RequirementRule } from './requirement.js';
import { latestFinding, type OfferSummary, type Summary } from './summary.js';

/** Step 6: where the fault lies, and a remedy the customer has decided about. */
export const remedyRequirements = {
  FINDING_RECORDED: {
    advice: {
      en: 'Record where the fault lies: whether our goods or service caused it, and if so, whether it was misuse.',
      zh: '请记录责任判断：是否由我们的商品或服务引起；若是，是否属于使用不当。',
    },
    standing: true,
    needs: [],
    find: finding(() => true),
  },
  FINDING_CONFIRMED: {
    advice: {
      en: 'Have a supervisor confirm the finding.',
      zh: '请由主管确认责任判断。',
    },
    standing: true,
    needs: [{ evidence: 'FINDING_RECORDED' }],
    find: finding(({ liability }) => liability === 'CONFIRMED'),
  },
  GUIDANCE_GIVEN: {
    advice: {
      en: 'Explain patiently what caused it, and where it was the use, how to use the goods well.',
      zh: '请耐心向顾客解释原因；若与使用方式有关，请说明正确的使用方法。',
    },
    standing: true,
    needs: [{ evidence: 'FINDING_RECORDED' }],
    find: guidance,
  },
  CORRECTIVE_ACTION: {
    advice: {
      en: 'Add to the finding what we change so that it does not happen again.',
      zh: '请在责任判断中补充整改措施，避免再次发生。',
    },
    standing: true,
    needs: [{ evidence: 'FINDING_RECORDED' }],
    find: finding(({ correctiveAction }) => correctiveAction),
  },
  OFFER_MADE: {
    advice: {
      en: 'Make an offer that says exactly what the customer gets and by when; after a refusal, make another.',
      zh: '请提出补救方案，明确给顾客什么、何时兑现；顾客拒绝后请另提方案。',
    },
    standing: false,
    needs: [
      { step: 'LISTEN' },
      { step: 'SOOTHE', when: { anyOf: [{ angry: true }, { severe: true }] } },
      { evidence: 'FINDING_RECORDED' },
    ],
    find: (summary, { since }) => idsOf(offerInPlay(summary, since), () => []),
  },
  OFFER_SENT: {
    advice: {
      en: 'Send the offer to the customer in a message of its own words.',
      zh: '请把补救方案发送给顾客。',
    },
    standing: false,
    // What goes out as a remedy comes after soothing and apologizing: an angry customer is not met with a sum.
    needs: [{ step: 'LISTEN' }, { step: 'SOOTHE' }, { step: 'APOLOGIZE' }, { evidence: 'OFFER_MADE' }],
    find: (summary, { since }) => idsOf(offerInPlay(summary, since), ({ sent }) => sent && [sent.messageId]),
  },
  CUSTOMER_DECIDED: {
    advice: {
      en: 'Get the customer’s decision on the offer, or let its time run out.',
      zh: '请取得顾客对方案的决定，或等待方案到期。',
    },
    standing: false,
    needs: [{ evidence: 'OFFER_SENT' }],
    find: (summary, { since }) =>
      idsOf(offerInPlay(summary, since), ({ decided, sent }) => decided && sent && (decided.messageId ? [decided.messageId] : [])),
  },
} as const satisfies Record<string, RequirementRule>;

function finding(says: (finding: Summary['findings'][number]) => boolean): RequirementRule['find'] {
  return (summary, { since }) => {
    const latest = latestFinding(summary);
    return latest && latest.recorded.seq > since && says(latest) ? [latest.id] : undefined;
  };
}

/** Guidance given on an earlier finding counts while the verdict is the same: confirming a finding does not ask for another explanation. */
function guidance(summary: Summary, { since }: { since: number }): Evidence | undefined {
  const latest = latestFinding(summary);
  const given = summary.guidances.findLast(({ findingId, given }) => {
    const explained = summary.findings.find(({ id }) => id === findingId);
    return given.seq > since && explained?.causedByUs === latest?.causedByUs && explained?.misuse === latest?.misuse;
  });
  return given && [given.findingId, given.messageId];
}

/**
 * The offer that can settle this round: the latest, unless it was withdrawn, was refused by a customer who wants another, lapsed before the
 * customer saw it, or was decided before the round began. One still open at a reopening may settle the new round.
 */
function offerInPlay(summary: Summary, since: number): OfferSummary | undefined {
  const offer = summary.offers.findLast(({ state }) => state !== 'WITHDRAWN');
  if (!offer || (offer.decided && offer.decided.seq <= since)) return undefined;
  const another = (offer.state === 'REFUSED' && !offer.final) || (offer.state === 'LAPSED' && !offer.sent);
  return another ? undefined : offer;
}

function idsOf(offer: OfferSummary | undefined, more: (offer: OfferSummary) => Evidence | null): Evidence | undefined {
  const found = offer && more(offer);
  return offer && found ? [offer.id, ...found] : undefined;
}
