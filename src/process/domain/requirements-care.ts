import { humanMessage, type RequirementRule } from './requirement.js';

/** Steps 4 and 5: the person is looked after before the matter. None of these touches liability. */
export const careRequirements = {
  EMPATHY_SENT: {
    advice: {
      en: 'Tell the customer that you understand how this feels for them.',
      zh: '请向顾客表达您对其感受的理解。',
    },
    standing: false,
    needs: [],
    find: (summary, { since }) => humanMessage(summary, since, (message) => message.empathizes),
  },
  EXPLANATION_SENT: {
    advice: {
      en: 'Explain the cause as far as it is known, what happens next and by when.',
      zh: '请说明目前已知的原因、接下来的处理步骤和时间。',
    },
    standing: false,
    needs: [],
    find: (summary, { since }) => humanMessage(summary, since, (message) => message.explains),
  },
  SEVERITY_REPORTED: {
    advice: {
      en: 'This is severe: report it to a supervisor now.',
      zh: '此事较为严重，请立即上报主管。',
    },
    // A severe case that comes back is worse than before: the supervisor hears of it again.
    standing: false,
    needs: [],
    find: ({ severityReported }, { since }) => (severityReported && severityReported.seq > since ? [] : undefined),
  },
  SEVERITY_ACKNOWLEDGED: {
    advice: {
      en: 'A supervisor must take note of the report; remind them, or report to another one.',
      zh: '需由主管确认已知悉上报；请提醒主管，或改报其他主管。',
    },
    standing: false,
    needs: [{ evidence: 'SEVERITY_REPORTED' }],
    find: ({ severityAcknowledged }, { since }) => (severityAcknowledged && severityAcknowledged.seq > since ? [] : undefined),
  },
  APOLOGY_SENT: {
    advice: {
      en: 'Apologize for what happened, naming it, without blaming anyone. This admits no liability.',
      zh: '请就具体事情向顾客致歉，不指责任何人；致歉不代表认定责任。',
    },
    standing: false,
    needs: [],
    find: (summary, { since }) => humanMessage(summary, since, (message) => message.apologizes),
  },
} as const satisfies Record<string, RequirementRule>;
