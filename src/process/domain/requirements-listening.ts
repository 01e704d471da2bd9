import { elapsed, HOUR } from '../../kernel/instant.js';
import type { Evidence, RequirementRule, Scope } from './requirement.js';
import type { Summary } from './summary.js';

/** Step 3: the customer's account is on record, proven as far as can be asked, and they agree that this is what they said. */
export const listeningRequirements = {
  STATEMENT_RECORDED: {
    advice: {
      en: 'Hear the customer out and record their account with what they wish for.',
      zh: '请耐心听顾客讲完，记录其陈述以及希望的处理结果。',
    },
    standing: false,
    needs: [],
    find: ({ statement }, { since }) => (statement && statement.recorded.seq > since ? [statement.id] : undefined),
  },
  PROOF_ASKED_OR_RECEIVED: {
    advice: {
      en: 'Ask once, with a date, for the proof this reason needs, or file what the customer already sent.',
      zh: '请一次性说明所需凭证及提交期限，或将顾客已发来的凭证归档。',
    },
    standing: true,
    needs: [],
    find: ({ structured, proofs }, { since }) => {
      const found = proofs.filter((fact) => fact.seq > since).map(({ data }) => ('messageId' in data ? data.messageId : data.attachmentId));
      return structured || found.length > 0 ? found : undefined;
    },
  },
  STATEMENT_CONFIRMED: {
    advice: {
      en: 'Send your understanding back to the customer and get it confirmed; without an answer, remind them once and wait.',
      zh: '请把您的理解复述给顾客并请其确认；顾客未答复时，提醒一次并等待。',
    },
    standing: false,
    needs: [{ evidence: 'STATEMENT_RECORDED' }],
    hours: 48,
    find: confirmation,
  },
} as const satisfies Record<string, RequirementRule>;

/** Silence confirms only after a reminder and the wait; a form only where a form came; otherwise the customer must have been asked. */
function confirmation({ statement, structured }: Summary, { since, hours }: Scope): Evidence | undefined {
  const confirmed = statement?.confirmed;
  if (!confirmed || confirmed.seq <= since) return undefined;
  const { restated, reminded } = statement;
  const valid = {
    CUSTOMER: restated !== null,
    SILENCE: restated !== null && reminded !== null && elapsed(reminded.at, confirmed.at) >= hours * HOUR,
    STRUCTURED_FORM: structured,
  }[confirmed.by];
  if (!valid) return undefined;
  return confirmed.messageId ? [statement.id, confirmed.messageId] : [statement.id];
}
