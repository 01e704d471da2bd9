import fc from 'fast-check';
import { DAY, fromMillis, HOUR } from '../../kernel/instant.js';
import { contextOf, holds } from './condition.js';
import { DEFAULT_DEFINITION } from './default-definition.js';
import { evaluate } from './evaluate.js';
import type { Fact, FactData } from './fact.js';
import { isSettled, unmetNeeds } from './needs.js';
import type { Progress, StepProgress } from './progress.js';
import { humanMessage, MOVES, type FactDraft, type Verdict } from './publish-moves.js';
import { REQUIREMENT_CODES } from './requirements.js';
import { SKIP_REASONS } from './skips.js';
import { summarize } from './summarize.js';
import { provesSteps } from './summary-folds.js';
import { openOffer, type Summary } from './summary.js';
import { EMOTIONS, FAULTS, KINDS, SEVERITIES, STEPS } from '../../kernel/words.js';

const RUNS = { numRuns: 300 };

const opening: fc.Arbitrary<FactData['ticket.opened']> = fc.record({
  kind: fc.constantFrom(...KINDS), source: fc.constantFrom('CUSTOMER', 'AGENT', 'PLATFORM', 'WATCHER'), problem: fc.boolean(), structured: fc.boolean(),
  severity: fc.constantFrom(...SEVERITIES), emotion: fc.constantFrom(...EMOTIONS), anomaly: fc.boolean(),
  reasonFamily: fc.constantFrom(null, 'QUALITY', 'PREFERENCE'), evidenceWanted: fc.boolean(), customerKnown: fc.boolean(), orderKnown: fc.boolean(),
});

const verdict: fc.Arbitrary<Verdict> = fc.record({
  causedByUs: fc.boolean(), misuse: fc.constantFrom(true, false, null), fault: fc.constantFrom(...FAULTS),
});

/** What people and customers do besides the moves: some of it early, late, twice or beside the point. */
type Noise = (summary: Summary, id: string) => readonly FactDraft[];
const noise: fc.Arbitrary<Noise> = fc.oneof(
  fc.constant<Noise>((_s, id) => [{ type: 'message.received', data: { messageId: id } }]),
  fc.constantFrom('BOT' as const, 'AUTOMATIC' as const, 'HUMAN' as const).map((origin): Noise => (_s, id) => [
    humanMessage(id, { origin, greets: true, saysWhen: true, empathizes: true, explains: true, apologizes: true, surveys: true, closes: true, visitsBack: true }),
  ]),
  fc.record({ severity: fc.constantFrom(...SEVERITIES), emotion: fc.constantFrom(...EMOTIONS), anomaly: fc.boolean() })
    .map((data): Noise => () => [{ type: 'ticket.classified', data }]),
  fc.record({ step: fc.constantFrom(...STEPS), reason: fc.constantFrom(...Object.keys(SKIP_REASONS)) }).map((data): Noise => () => [{ type: 'step.skipped', data }]),
  fc.constantFrom<Noise>(
    () => [{ type: 'ticket.held', data: { reason: 'WAITING_ON_CUSTOMER' } }],
    () => [{ type: 'ticket.merged', data: { intoId: 'other' } }],
    (_s, id) => [{ type: 'promise.made', data: { promiseId: id } }],
    (s) => s.promises.map(({ id }) => ({ type: 'promise.broken', data: { promiseId: id } })),
    (_s, id) => [{ type: 'task.opened', data: { taskId: id, department: 'CARRIER' } }],
    (_s, id) => [{ type: 'statement.recorded', data: { statementId: id, wish: 'REFUND' } }],
    (_s, id) => [{ type: 'offer.made', data: { offerId: id, legIds: [`${id}.leg`], explanationOnly: false } }],
    (s) => [{ type: 'offer.refused', data: { offerId: openOffer(s)?.id ?? 'none', final: false, messageId: null } }],
    (s) => [{ type: 'offer.lapsed', data: { offerId: openOffer(s)?.id ?? 'none' } }],
    (s) => [{ type: 'offer.withdrawn', data: { offerId: openOffer(s)?.id ?? 'none' } }],
    (s) => s.legs.map(({ id, offerId }) => ({ type: 'leg.cancelled', data: { legId: id, offerId, reason: 'OTHER' } })),
  ),
);
const upheaval: fc.Arbitrary<Noise> = fc.oneof(
  fc.constantFrom(...STEPS).map((step): Noise => () => [{ type: 'ticket.reopened', data: { step, reason: 'OTHER' } }]),
  fc.constant<Noise>(() => [{ type: 'ticket.withdrawn', data: { messageId: null } }]),
  fc.record({
    to: fc.constantFrom(...KINDS), severity: fc.constantFrom(...SEVERITIES), anomaly: fc.boolean(), reasonFamily: fc.constantFrom(null, 'QUALITY', 'PREFERENCE'),
    evidenceWanted: fc.boolean(), orderKnown: fc.boolean(),
  }).map((data): Noise => ({ kind, customerKnown }, id) => [{ type: 'ticket.converted', data: { ...data, from: kind, customerKnown, messageId: id } }]),
);

type Deed = { readonly noise: Noise } | { readonly pick: number; readonly verdict: Verdict };
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ pick: fc.nat(999), verdict }) },
  { weight: 4, arbitrary: fc.record({ noise }) },
  { weight: 1, arbitrary: fc.record({ noise: upheaval }) },
);

function extend(facts: Fact[], drafts: readonly FactDraft[], apart = 30 * HOUR): void {
  for (const draft of drafts) {
    const seq = facts.length + 1;
    facts.push({ ...draft, seq, at: fromMillis(Date.parse(facts.at(-1)?.at ?? fromMillis(20_000 * DAY)) + apart), by: `member-${seq % 3}` });
  }
}

/** A history of permitted moves (mostly the missing ones) and noise. */
const history: fc.Arbitrary<readonly Fact[]> = fc.tuple(opening, fc.array(deed, { maxLength: 60 })).map(([opened, deeds]) => {
  const facts: Fact[] = [];
  extend(facts, [{ type: 'ticket.opened', data: opened }]);
  for (const done of deeds) {
    const summary = summarize(facts);
    const id = `id-${facts.length}`;
    if ('noise' in done) {
      extend(facts, done.noise(summary, id));
      continue;
    }
    const progress = evaluate(DEFAULT_DEFINITION, facts);
    const permitted = REQUIREMENT_CODES.filter((code) => unmetNeeds(code, summary, progress).length === 0);
    const wanted = permitted.filter((code) => progress.steps.some(({ missing }) => missing.includes(code)));
    const choice = wanted.length > 0 && done.pick % 5 > 0 ? wanted : permitted;
    const code = choice[done.pick % choice.length];
    if (code) extend(facts, MOVES[code](summary, done.verdict, id));
  }
  return facts;
});

function prefixes(facts: readonly Fact[]): readonly Progress[] {
  return facts.map((_fact, index) => evaluate(DEFAULT_DEFINITION, facts.slice(0, index + 1)));
}

/** Every fact with each step as it was before and after it. */
function forEachChange(facts: readonly Fact[], check: (before: StepProgress, after: StepProgress, fact: Fact, now: Progress) => void): void {
  const all = prefixes(facts);
  all.slice(1).forEach((now, index) => now.steps.forEach((after, at) => {
    const before = all[index]?.steps[at];
    const fact = facts[index + 1];
    if (before && fact) check(before, after, fact, now);
  }));
}

test('what escalation records leaves every step as it was, so that nothing needs to be evaluated for it', () => {
  const told: readonly FactDraft[] = [
    { type: 'escalation.fired', data: { escalationId: 'e', rule: 'late', level: 1, clockId: null, dueAt: fromMillis(0), notified: ['m'] } },
    { type: 'escalation.acknowledged', data: { escalationId: 'e', rule: 'late', level: 1, newTime: fromMillis(0) } },
    { type: 'escalation.ended', data: { escalationId: 'e', rule: 'late', level: 1, state: 'EXHAUSTED' } },
  ];
  expect(told.filter(({ type }) => provesSteps(type))).toEqual([]);
  fc.assert(fc.property(history, (facts) => {
    const more = [...facts];
    extend(more, told);
    expect(evaluate(DEFAULT_DEFINITION, more)).toEqual(evaluate(DEFAULT_DEFINITION, facts));
  }), RUNS);
});

test('replaying a kept log gives the same steps', () => {
  fc.assert(fc.property(history, (facts) => {
    const kept = JSON.parse(JSON.stringify(facts)) as Fact[];
    expect(evaluate(JSON.parse(JSON.stringify(DEFAULT_DEFINITION)) as typeof DEFAULT_DEFINITION, kept)).toEqual(evaluate(DEFAULT_DEFINITION, facts));
    expect(kept).toEqual(facts);
  }), RUNS);
});

test('no step is settled before its predecessors, except soothing', () => {
  fc.assert(fc.property(history, (facts) => {
    for (const { steps } of prefixes(facts)) {
      steps.forEach(({ step, status }, index) => {
        if (step === 'SOOTHE' || !isSettled(status)) return;
        expect(steps.slice(0, index).filter((earlier) => !isSettled(earlier.status))).toEqual([]);
      });
    }
  }), RUNS);
});

test('a settled step stays as it is until a reopening or a change of kind', () => {
  fc.assert(fc.property(history, (facts) => forEachChange(facts, (before, after, fact) => {
    if (isSettled(before.status) && fact.type !== 'ticket.reopened' && fact.type !== 'ticket.converted') expect(after).toEqual(before);
  })), RUNS);
});

/** Converts the ticket as it is then, to a kind it may have already. */
const conversion = fc.record({
  to: fc.constantFrom(...KINDS), severity: fc.constantFrom(...SEVERITIES), anomaly: fc.boolean(), reasonFamily: fc.constantFrom(null, 'QUALITY', 'PREFERENCE'),
  evidenceWanted: fc.boolean(), customerKnown: fc.boolean(), orderKnown: fc.boolean(),
});

test('another kind, at any point, begins a round at the first settled step that owes it something new, and nowhere else; no evidence is lost', () => {
  let begun = 0;
  fc.assert(fc.property(history, conversion, (facts, data) => {
    const summary = summarize(facts);
    const all = [...facts];
    extend(all, [{ type: 'ticket.converted', data: { ...data, from: summary.kind, messageId: 'why' } }]);
    const before = evaluate(DEFAULT_DEFINITION, facts).steps;
    const after = evaluate(DEFAULT_DEFINITION, all).steps;
    const from = after.findIndex(({ round }, at) => round !== before[at]?.round);
    if (from >= 0) begun += 1;
    after.forEach((step, at) => {
      const was = before[at];
      if (!was) throw new Error('the steps are the same seven');
      expect(step.evidence.slice(0, was.evidence.length)).toEqual(was.evidence);
      // What was open stays in its round: the time it took so far is not forgotten.
      expect(step.round).toBe(was.round + (from >= 0 && at >= from && isSettled(was.status) ? 1 : 0));
      if (step.round === was.round && isSettled(was.status)) expect(step).toEqual(was);
    });
    const first = after[from];
    if (from < 0 || !first) return;
    // Where it begins something was settled that is not any more; what lacks is what the kind before did not ask for, or had let be skipped.
    expect(isSettled(before[from]?.status ?? 'WAITING') && !isSettled(first.status) && first.missing.length > 0).toBe(true);
    expect(summary.withdrawn).toBeNull();
    if (before[from]?.status !== 'DONE') return;
    const asked = (kind: Summary['kind'], of: Summary): string[] => DEFAULT_DEFINITION.kinds[kind].steps
      .flatMap(({ step, requires }) => (step === first.step ? requires.filter(({ when }) => holds(when, contextOf(of))).map(({ code }) => code) : []));
    const wanted = asked(data.to, summarize(all)).filter((code) => !asked(summary.kind, summary).includes(code));
    expect(first.missing.filter((code) => wanted.includes(code))).not.toEqual([]);
  }), RUNS);
  expect(begun).toBeGreaterThan(2); // about one in 25
});

test('a ticket that is of the same kind and says the same as before is where it was', () => {
  fc.assert(fc.property(history, (facts) => {
    const { kind, severity, anomaly, reasonFamily, evidenceWanted, customerKnown, orderKnown } = summarize(facts);
    const data = { from: kind, to: kind, severity, anomaly, reasonFamily, evidenceWanted, customerKnown, orderKnown, messageId: 'why' };
    const converted = [...facts];
    extend(converted, [{ type: 'ticket.converted', data }]);
    const bare = (all: readonly Fact[]): unknown => evaluate(DEFAULT_DEFINITION, all).steps.map(({ step, status, round, missing }) => ({ step, status, round, missing }));
    // A skip whose condition has passed since is the one thing that is asked for anew.
    if (evaluate(DEFAULT_DEFINITION, facts).steps.some(({ status }) => status === 'SKIPPED')) return;
    expect(bare(converted)).toEqual(bare(facts));
  }), RUNS);
});

test('a reopening begins a round at its step, after it and wherever a withdrawal waived, loses no evidence and changes no earlier completion', () => {
  fc.assert(fc.property(history, (facts) => forEachChange(facts, (before, after, fact) => {
    if (fact.type === 'ticket.converted') return;
    if (fact.type !== 'ticket.reopened') return expect(after.round).toBe(before.round);
    expect(after.evidence.slice(0, before.evidence.length)).toEqual(before.evidence);
    const reopened = STEPS.indexOf(after.step) >= STEPS.indexOf(fact.data.step) || before.status === 'WAIVED';
    expect(after.round).toBe(before.round + (reopened ? 1 : 0));
    if (!reopened && isSettled(before.status)) expect(after).toEqual(before);
  })), RUNS);
});

test('a step is completed at the instant and by the actor of the fact that completed it', () => {
  fc.assert(fc.property(history, (facts) => forEachChange(facts, (before, after, fact) => {
    if (after.completedAt !== null && before.completedAt === null) expect([after.completedAt, after.completedBy]).toEqual([fact.at, fact.by]);
    expect(after.completedAt !== null).toBe(isSettled(after.status));
    if (after.startedAt && after.completedAt && after.status !== 'WAIVED') expect(after.startedAt <= after.completedAt).toBe(true);
  })), RUNS);
});

test('the current step always lacks something that may be done now; only a finished ticket has none', () => {
  fc.assert(fc.property(history, (facts) => {
    facts.forEach((_fact, index) => {
      const prefix = facts.slice(0, index + 1);
      const { steps, currentStep } = evaluate(DEFAULT_DEFINITION, prefix);
      const current = steps.find(({ step }) => step === currentStep);
      expect(current ? current.status === 'CURRENT' && current.missing.length > 0 : steps.every(({ status }) => isSettled(status))).toBe(true);
      for (const { status, missing } of steps) if (isSettled(status)) expect(missing).toEqual([]);
      const open = current?.missing ?? [];
      const doable = REQUIREMENT_CODES.filter((code) => open.includes(code) && unmetNeeds(code, summarize(prefix), { steps, currentStep }).length === 0);
      if (current) expect(doable).not.toEqual([]);
    });
  }), RUNS);
});

test('whatever happened, doing what is missing brings the ticket to its end', () => {
  fc.assert(fc.property(history, verdict, (before, found) => {
    const facts = [...before];
    for (let moves = 0; moves < 120; moves += 1) {
      const progress = evaluate(DEFAULT_DEFINITION, facts);
      const summary = summarize(facts);
      const missing = progress.steps.find(({ step }) => step === progress.currentStep)?.missing ?? [];
      const code = REQUIREMENT_CODES.find((candidate) => missing.includes(candidate) && unmetNeeds(candidate, summary, progress).length === 0);
      if (!code) break;
      const open = openOffer(summary);
      if (code === 'LEGS_FULFILLED' && open) extend(facts, [{ type: 'offer.withdrawn', data: { offerId: open.id } }]);
      extend(facts, MOVES[code](summary, found, `end-${facts.length}`), 100 * HOUR);
    }
    const { currentStep, steps } = evaluate(DEFAULT_DEFINITION, facts);
    expect({ currentStep, missing: steps.flatMap(({ missing }) => missing) }).toEqual({ currentStep: null, missing: [] });
  }), RUNS);
});
