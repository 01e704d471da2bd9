import { DAY, fromMillis } from '../../kernel/instant.js';
import type { Condition, KindProcess, ProcessDefinition } from './definition.js';
import { Evaluation } from './evaluate.js';
import type { Fact, FactData } from './fact.js';
import { unmetNeeds } from './needs.js';
import type { Progress } from './progress.js';
import type { Problem } from '../../kernel/problem.js';
import { definitionProblem as problem } from './publish-problem.js';
import { MOVES, type FactDraft, type Verdict } from './publish-moves.js';
import { REQUIREMENT_CODES } from './requirements.js';
import { KINDS, type Kind } from '../../kernel/words.js';

/** Longer apart than any requirement may wait, so that the walk need not wait. */
const BETWEEN_FACTS = 91 * DAY;

const VERDICTS: readonly Verdict[] = [
  { causedByUs: true, misuse: false, fault: 'WAREHOUSE' },
  { causedByUs: true, misuse: true, fault: 'CUSTOMER_MISUSE' },
  { causedByUs: false, misuse: null, fault: 'NO_FAULT' },
];

/**
 * Plays tickets of every sort through the definition, doing all that the needs of each requirement permit until nothing new happens. A step
 * that stays open in any of them can never be completed; the first such ticket of each kind is told. Hundreds
 * of tickets cost a part of a second and more: it pauses before each, so that its caller may let others go first.
 */
export function* walkProblems(definition: ProcessDefinition): Generator<void, readonly Problem[]> {
  const problems: Problem[] = [];
  for (const kind of KINDS) {
    const found = yield* walkKind(definition, kind);
    if (found) problems.push(found);
  }
  return problems;
}

function* walkKind(definition: ProcessDefinition, kind: Kind): Generator<void, Problem | undefined> {
  for (const opened of openings(kind, definition.kinds[kind])) {
    for (const verdict of VERDICTS) {
      yield;
      const { steps, currentStep } = walk(definition, opened, verdict);
      if (!currentStep) continue;
      const index = steps.findIndex(({ step }) => step === currentStep);
      const lacks = steps[index]?.missing.join(', ') ?? '';
      return problem(`kinds.${kind}.steps.${index}`, 'CANNOT_FINISH', `${currentStep}: ${lacks} (${sort(opened, verdict)})`);
    }
  }
  return undefined;
}

/** The progress of one ticket when everything permitted has been done. */
function walk(definition: ProcessDefinition, opened: FactData['ticket.opened'], verdict: Verdict): Progress {
  let seq = 0;
  const fact = (draft: FactDraft): Fact => ({ ...draft, seq: ++seq, at: fromMillis(seq * BETWEEN_FACTS), by: null });
  const evaluation = new Evaluation(definition, fact({ type: 'ticket.opened', data: opened }));
  let progress = evaluation.progress();
  const tried = new Set<string>();
  for (let before = ''; ;) {
    const missing = new Set(progress.steps.flatMap((step) => step.missing));
    const reached = JSON.stringify([[...missing], progress.currentStep, tried.size]);
    if (!progress.currentStep || reached === before) return progress;
    before = reached;
    for (const code of REQUIREMENT_CODES) {
      if (tried.has(code) && !missing.has(code)) continue;
      if (unmetNeeds(code, evaluation.summary, progress).length > 0) continue;
      tried.add(code);
      for (const draft of MOVES[code](evaluation.summary, verdict, `${code}.${seq}`)) evaluation.add(fact(draft));
      progress = evaluation.progress();
    }
  }
}

/** One opening per combination that a condition could tell apart, with as little known as an opening may. */
function openings(kind: Kind, process: KindProcess): readonly FactData['ticket.opened'][] {
  const first = {
    kind, source: 'CUSTOMER', problem: false, structured: false, severity: 'NORMAL', emotion: 'CALM', anomaly: false, reasonFamily: null,
    evidenceWanted: false, customerKnown: false, orderKnown: false,
  } as const satisfies FactData['ticket.opened'];
  const varied = <K extends keyof FactData['ticket.opened']>(key: K, values: readonly FactData['ticket.opened'][K][]) =>
    (opened: FactData['ticket.opened']) => values.map((value) => ({ ...opened, [key]: value }));
  return [first]
    .flatMap(varied('severity', ['NORMAL', 'SEVERE']))
    .flatMap(varied('emotion', ['CALM', 'UPSET', 'ANGRY']))
    .flatMap(varied('anomaly', [false, true]))
    .flatMap(varied('evidenceWanted', [false, true]))
    .flatMap(varied('reasonFamily', [null, ...familiesIn(process)]));
}

export function familiesIn({ steps }: KindProcess): ReadonlySet<string> {
  const conditions = steps.flatMap(({ floatsWhen, requires, skips }) => [floatsWhen, ...[...requires, ...skips].map(({ when }) => when)]);
  return new Set(conditions.flatMap(namedFamilies));
}

function namedFamilies(condition: Condition | undefined): readonly string[] {
  if (!condition) return [];
  const { reasonFamily, anyOf = [] } = condition;
  return [...(reasonFamily === undefined ? [] : [reasonFamily]), ...anyOf.flatMap(namedFamilies)];
}

function sort(opened: FactData['ticket.opened'], { fault }: Verdict): string {
  const { severity, emotion, anomaly, evidenceWanted, reasonFamily } = opened;
  return [severity, emotion, `anomaly=${anomaly}`, `evidenceWanted=${evidenceWanted}`, `reasonFamily=${reasonFamily}`, `fault=${fault}`].join(' ');
}
