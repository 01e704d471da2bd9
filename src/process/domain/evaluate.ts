import { contextOf, holds, type Context } from './condition.js';
import type { ProcessDefinition, Requirement, StepRule } from './definition.js';
import type { Fact } from './fact.js';
import type { Progress, StepProgress } from './progress.js';
import type { Evidence } from './requirement.js';
import { requirement } from './requirements.js';
import { applyFact, begin } from './summarize.js';
import { markOf, type SummaryDraft } from './summary-folds.js';
import type { Mark, Summary } from './summary.js';
import type { Step } from '../../kernel/words.js';

/**
 * Which steps the facts have done. Facts must be in the order of seq and begin with `ticket.opened`. A step is done at the first fact after
 * which its predecessors are settled and all its evidence is on record, and then stays done until a reopening: neither a customer who
 * writes again nor a condition that changes later takes it back, while steps still open go by the conditions as they are now.
 */
export function evaluate(definition: ProcessDefinition, facts: readonly Fact[]): Progress {
  const [opened, ...later] = facts;
  const evaluation = new Evaluation(definition, opened);
  for (const fact of later) evaluation.add(fact);
  return evaluation.progress();
}

interface Track {
  rule: StepRule;
  round: number;
  /** Evidence that does not stand over a reopening counts only after this seq. */
  since: number;
  /** Once a step could be worked on it stays so in its round, also when the condition that let it float has passed. */
  started: Mark | null;
  settled: (Mark & { readonly status: 'DONE' | 'SKIPPED' | 'WAIVED'; readonly by: string | null }) | null;
  /** When it was first settled since it was last reopened: what came after that came after the step, also when another kind had it settled again. */
  first: Mark | null;
  /** The reason it was skipped for, until it may not be any more. */
  skip: string | null;
  evidence: Evidence;
  lacked: Requirement | undefined;
}

/** After a withdrawal nothing more is offered; what was accepted before is still owed, and the customer is seen off. */
const AFTER_WITHDRAWAL: readonly Requirement[] = ['LEGS_FULFILLED', 'PROMISES_CLOSED', 'TASKS_CLOSED', 'CLOSURE_SENT'].map((code) => ({ code }));

/** Facts that change what open steps ask for: what those had to show is kept first. */
const CHANGES_WHAT_IS_ASKED: ReadonlySet<Fact['type']> = new Set(['ticket.reopened', 'ticket.withdrawn', 'ticket.converted']);
const CHANGES_CONTEXT: ReadonlySet<Fact['type']> = new Set(['ticket.classified', 'ticket.converted', 'finding.recorded']);

/** The evaluation while facts are being added, one at a time. */
export class Evaluation {
  readonly summary: Summary;
  private readonly draft: SummaryDraft;
  private readonly tracks: readonly Track[];
  /** Made anew only by the facts it is made of: it is asked for at every fact. */
  private context: Context;

  constructor(private readonly definition: ProcessDefinition, opened: Fact | undefined) {
    this.summary = this.draft = begin(opened);
    this.context = contextOf(this.summary);
    this.tracks = definition.kinds[this.summary.kind].steps.map((rule) => (
      { rule, round: 1, since: 0, started: null, settled: null, first: null, skip: null, evidence: [], lacked: undefined }
    ));
    if (opened) this.settle(opened);
  }

  add(fact: Fact): void {
    if (CHANGES_WHAT_IS_ASKED.has(fact.type)) this.keepEvidence();
    const asked = fact.type === 'ticket.converted' ? this.tracks.map((track) => this.asked(track)) : [];
    applyFact(this.draft, fact);
    if (CHANGES_CONTEXT.has(fact.type)) this.context = contextOf(this.summary);
    if (fact.type === 'ticket.converted') this.convert(asked);
    if (fact.type === 'ticket.reopened') this.reopen(fact.data.step, fact.seq);
    if (fact.type === 'ticket.withdrawn') this.waive(fact);
    if (fact.type === 'step.skipped') this.skip(fact.data.step, fact.data.reason);
    this.settle(fact);
  }

  progress(): Progress {
    const steps = this.tracks.map((track): StepProgress => {
      const { rule: { step }, round, started, settled } = track;
      const open = started ? 'CURRENT' : 'WAITING';
      return {
        step, round, status: settled?.status ?? open,
        startedAt: started?.at ?? null, completedAt: settled?.at ?? null, completedBy: settled?.by ?? null,
        evidence: settled ? track.evidence : this.evidenceOf(track), missing: settled ? [] : this.missingOf(track),
      };
    });
    return { steps, currentStep: this.tracks.find(({ settled }) => !settled)?.rule.step ?? null };
  }

  /** Steps are listed in their order, so one pass lets a completed step start the next, and one message complete several. */
  private settle(fact: Fact): void {
    for (const track of this.tracks) {
      if (track.settled) continue;
      if (!track.started && this.workable(track.rule)) track.started = markOf(fact);
      if (!track.started || !(track.skip !== null || this.proven(track))) continue;
      track.evidence = this.evidenceOf(track);
      track.settled = { ...markOf(fact), by: fact.by, status: track.skip === null ? 'DONE' : 'SKIPPED' };
      track.first ??= markOf(fact);
    }
  }

  private workable({ after, floatsWhen }: StepRule): boolean {
    return after.every((step) => this.settledAt(step)) || (floatsWhen !== undefined && holds(floatsWhen, this.context));
  }

  private readonly settledAt = (step: Step): Mark | undefined => {
    const track = this.tracks.find(({ rule }) => rule.step === step);
    return track?.settled ? (track.first ?? track.settled) : undefined;
  };

  private keepEvidence(): void {
    for (const track of this.tracks) if (!track.settled) track.evidence = this.evidenceOf(track);
  }

  private reopen(step: Step, seq: number): void {
    const from = this.tracks.findIndex(({ rule }) => rule.step === step);
    for (const [index, track] of from < 0 ? [] : this.tracks.entries()) {
      // What a withdrawal waived was never done: now that the customer wants it again, it is owed again, also before the step named.
      if (index < from && track.settled?.status !== 'WAIVED') continue;
      Object.assign(track, { round: track.round + 1, since: seq, started: null, settled: null, first: null, skip: null });
    }
  }

  /**
   * The rules of another kind over the same facts. What is done stays done, unless the new kind asks there for something that the old one did not and
   * that is not on record; a skip stays one where the new kind allows it. Otherwise the step is owed again, and so are those after it. What was settled
   * begins another round; what was still open waits in the round it is in, and the time it took so far stays its own. Whatever was said, found or agreed
   * before counts.
   */
  private convert(asked: readonly (readonly Requirement[])[]): void {
    for (const track of this.tracks) {
      track.rule = this.definition.kinds[this.summary.kind].steps.find(({ step }) => step === track.rule.step) ?? track.rule;
      if (!track.rule.skips.some(({ reason, when }) => reason === track.skip && holds(when, this.context))) track.skip = null;
    }
    if (this.summary.withdrawn) return;
    const from = this.tracks.findIndex((track, index) => this.isOwedAgain(track, asked[index] ?? []));
    for (const track of from < 0 ? [] : this.tracks.slice(from)) Object.assign(track, { round: track.round + (track.settled ? 1 : 0), started: null, settled: null });
  }

  private isOwedAgain(track: Track, before: readonly Requirement[]): boolean {
    if (track.settled?.status === 'SKIPPED') return track.skip === null;
    return track.settled?.status === 'DONE' && this.asked(track).some((required) => !before.some(({ code }) => code === required.code) && !this.find(track, required));
  }

  /** All that is open but the last step, which now only sees the customer off. */
  private waive(fact: Fact): void {
    for (const track of this.tracks.slice(0, -1)) {
      track.settled ??= { ...markOf(fact), by: fact.by, status: 'WAIVED' };
    }
  }

  /** A skip the definition does not name is no skip. Who may and when was asked when it was recorded; it takes effect once the step is workable. */
  private skip(step: Step, reason: string): void {
    const track = this.tracks.find(({ rule }) => rule.step === step);
    if (track?.rule.skips.some((skip) => skip.reason === reason)) track.skip = reason;
  }

  private requires(track: Track): readonly Requirement[] {
    return this.summary.withdrawn && track === this.tracks.at(-1) ? AFTER_WITHDRAWAL : track.rule.requires;
  }

  /** What of it holds as the ticket is now. */
  private asked(track: Track): readonly Requirement[] {
    return this.requires(track).filter(({ when }) => holds(when, this.context));
  }

  private find(track: Track, { code, notBefore, hours }: Requirement): Evidence | undefined {
    const rule = requirement(code);
    const before = notBefore && this.settledAt(notBefore);
    if (notBefore && !before) return undefined;
    // The very fact that settled `notBefore` is not older than it.
    const since = Math.max(rule.standing ? 0 : track.since, before ? before.seq - 1 : 0);
    return rule.find(this.summary, { since, hours: hours ?? rule.hours ?? 0, settled: this.settledAt });
  }

  /** What was missing at the last fact is mostly still missing at this one, so it is asked first. */
  private proven(track: Track): boolean {
    const requires = this.requires(track);
    const lacks = (required: Requirement): boolean => holds(required.when, this.context) && !this.find(track, required);
    if (track.lacked && requires.includes(track.lacked) && lacks(track.lacked)) return false;
    track.lacked = requires.find(lacks);
    return !track.lacked;
  }

  private missingOf(track: Track): readonly string[] {
    return [...new Set(this.asked(track).filter((required) => !this.find(track, required)).map(({ code }) => code))];
  }

  /** What this step has to show: earlier rounds in front, then this one. */
  private evidenceOf(track: Track): Evidence {
    const found = this.asked(track).flatMap((required) => this.find(track, required) ?? []);
    return [...new Set([...track.evidence, ...found])];
  }
}
