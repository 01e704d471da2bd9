import type { Outcome, PayoutProviderName } from '../../src/compensation/domain/payout.js';
import { withoutAnswer, type Action, type PaymentOrder, type PayoutProvider, type RawAnswer } from '../../src/compensation/payouts/providers/provider.js';

/** How the bank behaves at the next call. Money moves as the name says, whatever is answered. */
export type Mood = 'PAYS' | 'PAYS_AND_IS_SILENT' | 'LOSES_IT' | 'REFUSES' | 'BUSY' | 'PENDING' | 'OTHER_AMOUNT' | 'GARBLED';

/** A payer that keeps books: one payment for one key, however often it is asked. */
export class FakeBank implements PayoutProvider {
  readonly paid = new Map<string, bigint>();
  readonly asked: { action: Action; key: string }[] = [];
  mood: Mood = 'PAYS';
  /** Runs while the call is under way. */
  during: () => Promise<void> = async () => undefined;

  constructor(readonly name: PayoutProviderName = 'WEBHOOK') {}

  async ask(action: Action, order: PaymentOrder): Promise<RawAnswer> {
    this.asked.push({ action, key: order.key });
    await this.during();
    if (action === 'QUERY') return this.told(order);
    switch (this.mood) {
      case 'PAYS': this.pay(order); return this.told(order);
      case 'PAYS_AND_IS_SILENT': this.pay(order); return { transport: 'LOST', problem: 'TIMEOUT' };
      case 'LOSES_IT': return { transport: 'LOST', problem: 'TIMEOUT' };
      case 'REFUSES': return { transport: 'ANSWERED', status: 400, body: { says: 'no', secret: 'hush' } };
      case 'BUSY': return { transport: 'ANSWERED', status: 503, body: null };
      case 'PENDING': return { transport: 'ANSWERED', status: 202, body: { says: 'later' } };
      case 'OTHER_AMOUNT': return { transport: 'ANSWERED', status: 200, body: { says: 'paid', minor: '1' } };
      case 'GARBLED': return { transport: 'ANSWERED', status: 200, body: '<html>' };
    }
  }

  interpret(action: Action, raw: RawAnswer, { key, currency }: PaymentOrder): Outcome {
    const early = withoutAnswer(action, raw);
    if (early) return early;
    const { status, body } = raw as RawAnswer & { transport: 'ANSWERED' };
    if (status >= 500) return { kind: 'UNKNOWN', failure: `HTTP_${status}` };
    const { says, minor } = (body ?? {}) as { says?: string; minor?: string };
    if (says === 'paid') return { kind: 'SETTLED', reference: `BANK-${key}`, minor: BigInt(minor as string), currency };
    if (says === 'later') return { kind: 'PENDING' };
    if (says === 'never heard of it') return { kind: 'NOT_FOUND' };
    if (says === 'no') return { kind: 'FAILED', failure: 'REFUSED' };
    throw new Error('what does it say?');
  }

  private pay({ key, amountMinor }: PaymentOrder): void {
    if (!this.paid.has(key)) this.paid.set(key, amountMinor);
  }

  private told({ key }: PaymentOrder): RawAnswer {
    const minor = this.paid.get(key);
    return { transport: 'ANSWERED', status: 200, body: minor === undefined ? { says: 'never heard of it' } : { says: 'paid', minor: minor.toString() } };
  }
}
