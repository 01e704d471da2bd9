import { elapsed, HOUR } from '../../kernel/instant.js';
import { humanMessage, sentMessage, type Evidence, type RequirementRule, type Scope } from './requirement.js';
import { latestFinding, openLegs, openOffer, type LegSummary, type Summary } from './summary.js';

/** Step 7: what was agreed has happened, the customer knows it, and nothing is left open. */
export const followUpRequirements = {
  LEGS_FULFILLED: {
    advice: {
      en: 'Carry out every part of the accepted offer with its proof, or cancel it with a reason; leave no offer undecided.',
      zh: '请逐项落实已接受的方案并留存凭证，或注明原因取消；不要留下未决的方案。',
    },
    standing: true,
    needs: [{ step: 'REMEDY' }],
    find: legsEnded,
  },
  CUSTOMER_TOLD: {
    advice: {
      en: 'Tell the customer how each part of the remedy ended.',
      zh: '请告知顾客每一项补救措施的落实结果。',
    },
    standing: false,
    needs: [{ evidence: 'LEGS_FULFILLED' }],
    find: told,
  },
  PROMISES_CLOSED: {
    advice: {
      en: 'Keep the promises still open; renew a broken one with the customer, or keep it late.',
      zh: '请兑现尚未完成的承诺；已逾期的，请尽快补上或与顾客重新约定。',
    },
    standing: true,
    needs: [],
    find: ({ promises }) => (promises.length === 0 ? [] : undefined),
  },
  TASKS_CLOSED: {
    advice: {
      en: 'Wait for the other departments’ answers, or cancel the tasks no longer needed.',
      zh: '请等待其他部门的反馈，或取消不再需要的协作任务。',
    },
    standing: true,
    needs: [],
    find: ({ openTaskIds }) => (openTaskIds.length === 0 ? [] : undefined),
  },
  FEEDBACK_SENT: {
    advice: {
      en: 'Send what we learned to the department at fault.',
      zh: '请将本次经验反馈给责任部门。',
    },
    standing: true,
    needs: [{ evidence: 'FINDING_RECORDED' }],
    find: (summary, { since }) => {
      const from = Math.max(since, latestFinding(summary)?.faultSince ?? 0);
      return summary.feedback && summary.feedback.seq > from ? [] : undefined;
    },
  },
  VISIT_BACK: {
    advice: {
      en: 'Call on the customer again once some days have passed since the remedy, and ask whether all is well.',
      zh: '补救完成几天后，请回访顾客，确认问题已妥善解决。',
    },
    standing: false,
    needs: [{ step: 'REMEDY' }, { evidence: 'LEGS_FULFILLED' }],
    hours: 72,
    find: visitBack,
  },
  SURVEY_SENT: {
    advice: {
      en: 'Ask the customer how satisfied they are, now that the remedy is delivered.',
      zh: '补救已完成，请邀请顾客评价满意度。',
    },
    standing: false,
    needs: [{ step: 'REMEDY' }, { evidence: 'LEGS_FULFILLED' }],
    // Asked before the remedy arrived, the answer would be about the promise of it.
    find: (summary, scope) => legsEnded(summary, scope) && sentMessage(summary, Math.max(scope.since, lastEnd(summary)), (message) => message.surveys),
  },
  CLOSURE_SENT: {
    advice: {
      en: 'Say goodbye: thank the customer and tell them how to reach us again.',
      zh: '请发送结束语：感谢顾客，并告知今后如何联系我们。',
    },
    standing: false,
    needs: [],
    find: (summary, { since }) => humanMessage(summary, Math.max(since, summary.withdrawn?.seq ?? 0), (message) => message.closes),
  },
} as const satisfies Record<string, RequirementRule>;

/** Legs of earlier rounds count too: what was agreed is owed until it is done. After a withdrawal nobody is asked to decide any more. */
function legsEnded(summary: Summary, scope: Scope): Evidence | undefined {
  const undecided = openOffer(summary) && !summary.withdrawn;
  if (!scope.settled('REMEDY') || undecided || openLegs(summary).length > 0) return undefined;
  return summary.legs.map(({ id }) => id);
}

/** An automatic notice tells as well as a person does. After a refusal or a lapse there is nothing to tell. */
function told(summary: Summary, scope: Scope): Evidence | undefined {
  if (!scope.settled('REMEDY') || openLegs(summary).length > 0) return undefined;
  const evidence: string[] = [];
  for (const leg of legsToTell(summary, scope.since)) {
    const message = sentMessage(summary, Math.max(scope.since, leg.ended?.seq ?? 0), ({ tellsLegIds }) => tellsLegIds.includes(leg.id));
    if (!message) return undefined;
    evidence.push(...message);
  }
  return evidence;
}

/** The legs of the offer in effect, and any older leg that ended in this round. */
function legsToTell(summary: Summary, since: number): readonly LegSummary[] {
  const inEffect = summary.offers.findLast(({ decided, state, final }) => decided && (state !== 'REFUSED' || final));
  return summary.legs.filter((leg) => leg.offerId === inEffect?.id || (leg.ended && leg.ended.seq > since));
}

function visitBack(summary: Summary, scope: Scope): Evidence | undefined {
  const remedied = scope.settled('REMEDY');
  if (!remedied || !legsEnded(summary, scope)) return undefined;
  const ended = summary.legs.reduce((last, { ended }) => (ended && ended.seq > last.seq ? ended : last), remedied);
  const late = summary.messages.find(
    ({ seq, at, data }) => seq > Math.max(scope.since, ended.seq) && data.origin === 'HUMAN' && data.visitsBack && elapsed(ended.at, at) >= scope.hours * HOUR,
  );
  return late && [late.data.messageId];
}

function lastEnd(summary: Summary): number {
  return summary.legs.reduce((last, { ended }) => Math.max(last, ended?.seq ?? 0), 0);
}
