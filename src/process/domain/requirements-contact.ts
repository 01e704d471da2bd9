import { humanMessage, type RequirementRule } from './requirement.js';

/** Steps 1 and 2: the customer is answered by a person who knows whom and what it is about. */
export const contactRequirements = {
  PROBLEM_WRITTEN: {
    advice: {
      en: 'Write down what went wrong for the customer, in a sentence a colleague would understand.',
      zh: '请先把顾客遇到的问题记录下来，用同事一看就懂的一句话。',
    },
    standing: true,
    needs: [],
    find: (summary) => (summary.problemWritten ? (summary.statement ? [summary.statement.id] : []) : undefined),
  },
  HUMAN_REPLY: {
    advice: {
      en: 'Answer the customer yourself; automatic and bot messages do not count as an answer.',
      zh: '请您亲自回复顾客；自动消息和机器人消息不算回复。',
    },
    standing: false,
    needs: [],
    // After the customer's last turn: an answer they have already spoken past is not an answer. Once the step is done it stays done.
    find: (summary, { since }) => humanMessage(summary, Math.max(since, summary.lastCustomerTurn?.seq ?? 0), () => true),
  },
  REPLY_SAYS_WHEN: {
    advice: {
      en: 'Answer in full, or say why you cannot yet and at what time the customer will hear from you.',
      zh: '请完整答复顾客；暂时无法答复的，说明原因并告知何时回复。',
    },
    standing: false,
    needs: [],
    find: (summary, { since }) => humanMessage(summary, since, (message) => message.saysWhen),
  },
  AGENT_ACCEPTED: {
    advice: {
      en: 'Take the ticket, or assign it to a colleague by name.',
      zh: '请领取此工单，或指派给具体的同事。',
    },
    standing: true,
    needs: [],
    find: (summary) => (summary.assigneeId === null ? undefined : []),
  },
  GREETING_SENT: {
    advice: {
      en: 'Greet the customer and say who is looking after them.',
      zh: '请向顾客问好，并介绍由谁为其服务。',
    },
    standing: false,
    needs: [],
    find: (summary, { since }) => humanMessage(summary, since, (message) => message.greets),
  },
  CUSTOMER_IDENTIFIED: {
    advice: {
      en: 'Find out which customer this is and link their record.',
      zh: '请确认是哪位顾客，并关联顾客档案。',
    },
    standing: true,
    needs: [],
    find: (summary) => (summary.customerKnown ? [] : undefined),
  },
  GOODS_IDENTIFIED: {
    advice: {
      en: 'Name the order lines or parcels this is about.',
      zh: '请选定涉及的订单商品或包裹。',
    },
    standing: true,
    needs: [],
    find: (summary) => (summary.orderKnown ? [] : undefined),
  },
  CLASSIFIED: {
    advice: {
      en: 'Judge how severe this is and how the customer feels, and set both.',
      zh: '请判断问题的严重程度和顾客情绪，并完成设置。',
    },
    standing: true,
    needs: [],
    find: (summary) => (summary.classified ? [] : undefined),
  },
} as const satisfies Record<string, RequirementRule>;
