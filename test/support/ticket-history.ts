import { DAY, fromMillis, HOUR, MINUTE, plus, toMillis, type Millis } from '../../src/kernel/instant.js';
import { DEFAULT_DEFINITION } from '../../src/process/domain/default-definition.js';
import type { ProcessDefinition } from '../../src/process/domain/definition.js';
import { evaluate } from '../../src/process/domain/evaluate.js';
import type { Fact, FactData, FactType } from '../../src/process/domain/fact.js';
import type { Progress, StepProgress } from '../../src/process/domain/progress.js';
import { summarize } from '../../src/process/domain/summarize.js';
import type { Summary } from '../../src/process/domain/summary.js';
import type { Step } from '../../src/kernel/words.js';

const OPENED: FactData['ticket.opened'] = {
  kind: 'RETURN_EXCHANGE', source: 'CUSTOMER', problem: true, structured: false, severity: 'NORMAL', emotion: 'CALM', anomaly: false,
  reasonFamily: 'QUALITY', evidenceWanted: false, customerKnown: false, orderKnown: false,
};

const SAYS_NOTHING: Omit<FactData['message.sent'], 'messageId'> = {
  origin: 'HUMAN', greets: false, saysWhen: false, empathizes: false, explains: false, apologizes: false, reminds: false, tellsLegIds: [],
  surveys: false, closes: false, visitsBack: false,
};

/** A ticket's facts, written as a story: each happens a minute after the one before, unless time is let pass. */
export class TicketHistory {
  readonly facts: Fact[] = [];
  private now = fromMillis(20_000 * DAY);
  private by: string | null = 'agent-1';

  constructor(opened: Partial<FactData['ticket.opened']> = {}, readonly definition: ProcessDefinition = DEFAULT_DEFINITION) {
    this.fact('ticket.opened', { ...OPENED, ...opened });
  }

  fact<T extends FactType>(type: T, data: FactData[T]): this {
    this.facts.push({ seq: this.facts.length + 1, type, at: this.now, by: this.by, data } as Fact);
    return this.pass(MINUTE);
  }

  /** A public message of a person of ours, unless `says.origin` tells otherwise. */
  sent(messageId: string, says: Partial<FactData['message.sent']> = {}): this {
    return this.fact('message.sent', { ...SAYS_NOTHING, ...says, messageId });
  }

  received(messageId: string): this {
    return this.fact('message.received', { messageId });
  }

  pass(duration: Millis): this {
    this.now = plus(this.now, duration);
    return this;
  }

  hours(hours: number): this {
    return this.pass(hours * HOUR);
  }

  as(by: string | null): this {
    this.by = by;
    return this;
  }

  get progress(): Progress {
    return evaluate(this.definition, this.facts);
  }

  get summary(): Summary {
    return summarize(this.facts);
  }

  get current(): Step | null {
    return this.progress.currentStep;
  }

  step(step: Step): StepProgress {
    const found = this.progress.steps.find((candidate) => candidate.step === step);
    if (!found) throw new Error(`No step ${step}`);
    return found;
  }

  /** `DONE DONE CURRENT WAITING...` in the order of the steps. */
  get statuses(): string {
    return this.progress.steps.map(({ status }) => status).join(' ');
  }

  get missing(): readonly string[] {
    const { steps, currentStep } = this.progress;
    return steps.find(({ step }) => step === currentStep)?.missing ?? [];
  }

  /** Milliseconds on the clock of the story. */
  get millis(): Millis {
    return toMillis(this.now);
  }
}
