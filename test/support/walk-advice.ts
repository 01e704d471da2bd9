import { MESSAGES, pendingLegs, type Answer, type View, type Walked, type Walker } from './walker.js';
import type { CallOptions } from './app.js';

/** What `missing` advises, as the acts of a person who follows it. Each plan is tried in turn until one is carried out. */
type Act = { readonly says: keyof typeof MESSAGES } | { readonly does: Walked; readonly n?: number } | { readonly waits: number };

const ACTS: Readonly<Record<string, (view: View) => readonly (readonly Act[])[]>> = {
  PROBLEM_WRITTEN: () => [[{ does: 'RECORD_STATEMENT' }]],
  HUMAN_REPLY: () => [[{ says: 'hello' }]],
  REPLY_SAYS_WHEN: () => [[{ says: 'hello' }]],
  GREETING_SENT: () => [[{ says: 'hello' }]],
  AGENT_ACCEPTED: () => [[{ does: 'TAKE' }]],
  CUSTOMER_IDENTIFIED: () => [[{ does: 'IDENTIFY' }]],
  GOODS_IDENTIFIED: () => [[{ does: 'IDENTIFY' }]],
  CLASSIFIED: () => [[{ does: 'CLASSIFY', n: 1 }]],
  STATEMENT_RECORDED: () => [[{ does: 'RECORD_STATEMENT' }]],
  PROOF_ASKED_OR_RECEIVED: () => [[{ says: 'proof' }]],
  STATEMENT_CONFIRMED: () => [[{ says: 'restate' }, { does: 'RECEIVE_MESSAGE', n: 0 }, { does: 'CONFIRM_STATEMENT', n: 0 }]],
  EMPATHY_SENT: () => [[{ says: 'empathy' }]],
  EXPLANATION_SENT: () => [[{ says: 'explain' }]],
  SEVERITY_REPORTED: () => [[{ does: 'REPORT_SEVERITY' }]],
  SEVERITY_ACKNOWLEDGED: () => [[{ does: 'ACKNOWLEDGE_SEVERITY' }]],
  APOLOGY_SENT: () => [[{ says: 'apologize' }]],
  FINDING_RECORDED: () => [[{ does: 'RECORD_FINDING', n: 0 }]],
  FINDING_CONFIRMED: () => [[{ does: 'CONFIRM_FINDING' }]],
  CORRECTIVE_ACTION: () => [[{ does: 'RECORD_FINDING', n: 0 }]],
  GUIDANCE_GIVEN: () => [[{ says: 'guide' }]],
  OFFER_MADE: () => [[{ does: 'MAKE_OFFER', n: 1 }]],
  // A draft whose promised day has passed is not sent any more.
  OFFER_SENT: () => [[{ does: 'SEND_OFFER' }], [{ does: 'WITHDRAW_OFFER' }, { does: 'MAKE_OFFER', n: 1 }]],
  CUSTOMER_DECIDED: () => [[{ does: 'RECEIVE_MESSAGE', n: 0 }, { does: 'ACCEPT_OFFER' }]],
  LEGS_FULFILLED: (view) => (pendingLegs(view).length > 0 ? [[{ does: 'FULFIL_LEG' }], [{ does: 'CANCEL_LEG' }]] : [[{ does: 'WITHDRAW_OFFER' }], [{ does: 'RECEIVE_MESSAGE', n: 0 }, { does: 'ACCEPT_OFFER' }]]),
  CUSTOMER_TOLD: () => [[{ says: 'tell' }]],
  PROMISES_CLOSED: () => [[{ says: 'tell' }, { does: 'KEEP_PROMISE' }], [{ says: 'hello' }, { does: 'KEEP_PROMISE' }]],
  TASKS_CLOSED: () => [[{ does: 'ANSWER_TASK' }]],
  FEEDBACK_SENT: () => [[{ does: 'SEND_FEEDBACK' }]],
  VISIT_BACK: () => [[{ waits: 73 }, { says: 'visit' }]],
  SURVEY_SENT: () => [[{ says: 'survey' }]],
  CLOSURE_SENT: () => [[{ says: 'survey' }]],
};

/** The other ways the same advice may turn out: the customer refuses, a leg is given up, the fault lies elsewhere, a step is left out. */
const TURNS: Readonly<Record<string, (n: number) => readonly Act[]>> = {
  CUSTOMER_DECIDED: (n) => [{ does: 'RECEIVE_MESSAGE', n: 0 }, { does: 'REFUSE_OFFER', n }],
  OFFER_SENT: (n) => [{ does: n % 2 === 0 ? 'WITHDRAW_OFFER' : 'SEND_OFFER', n }],
  OFFER_MADE: (n) => [{ does: 'SKIP_STEP', n: 5 * n + 4 }],
  LEGS_FULFILLED: (n) => [{ does: 'CANCEL_LEG', n }],
  FINDING_RECORDED: (n) => [{ does: 'RECORD_FINDING', n }],
  EMPATHY_SENT: (n) => [{ does: 'SKIP_STEP', n: 15 * n + 2 }],
  APOLOGY_SENT: (n) => [{ does: 'SKIP_STEP', n }],
  STATEMENT_CONFIRMED: () => [{ says: 'restate' }, { says: 'remind' }, { waits: 80 }],
  PROMISES_CLOSED: (n) => [{ does: 'RECEIVE_MESSAGE', n: 0 }, { does: 'RENEGOTIATE_PROMISE', n }],
  GREETING_SENT: () => [{ says: 'holding' }],
  HUMAN_REPLY: () => [{ says: 'holding' }],
};

/** Takes one piece of the advice that stands on the ticket. False: nothing that was advised could be done. */
export async function followAdvice(
  walker: Walker,
  call: CallOptions,
  carryOut: (operation: Walked, view: View, n: number, says?: keyof typeof MESSAGES) => Promise<Answer>,
  turn: number | null = null,
): Promise<{ done: boolean; told: string }> {
  const view = await walker.view(call);
  const current = view.steps.find(({ step }) => step === view.currentStep);
  const plans: readonly (readonly Act[])[] = view.status === 'ON_HOLD' ? [[{ does: 'RESUME' }], [{ does: 'TAKE' }, { does: 'RESUME' }]]
    : view.assignee === null ? [[{ does: 'TAKE' }]]
      : !current ? [[{ does: 'CLOSE' }], ...(ACTS.PROMISES_CLOSED?.(view) ?? [])]
        : current.missing.flatMap(({ code }) => [...(turn === null ? [] : [TURNS[code]?.(turn) ?? []]), ...(ACTS[code]?.(view) ?? [])].filter((plan) => plan.length > 0));
  const told: string[] = [`${view.status} ${view.currentStep} lacks ${current?.missing.map(({ code }) => code).join(' ')}`];
  for (const plan of plans) {
    let all = true;
    for (const act of plan) {
      if ('waits' in act) {
        await walker.wait(act.waits);
        continue;
      }
      const now = await walker.view(call);
      const answer = 'says' in act ? await carryOut('SEND_MESSAGE', now, 0, act.says) : await carryOut(act.does, now, act.n ?? 0);
      if (answer.refusals.length > 0) {
        told.push(answer.text);
        all = false;
        break;
      }
    }
    if (all) return { done: true, told: told.join('\n') };
  }
  return { done: false, told: told.join('\n') };
}
