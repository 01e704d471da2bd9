import fc from 'fast-check';
import { testApp, type CallOptions } from '../support/app.js';
import { followAdvice } from '../support/walk-advice.js';
import { brokenLaws, brokenOrder } from '../support/walk-laws.js';
import { MESSAGES, Walker, type Answer, type View, type Walked } from '../support/walker.js';
import { newKey } from '../support/busy-merchant.js';
import { TestMerchant, type MemberRole } from '../support/merchant.js';
import type { Operation } from '../../src/tickets/index.js';

// Random people do random things to one ticket, over HTTP, while its clock runs on. After each: what was said to be allowed was, what was refused left
// nothing behind, and everything stored follows from the log. In the end, whatever happened, advice alone brings the ticket to its end.
// WALK_RUNS chooses how many.

const RUNS = Number(process.env['WALK_RUNS'] ?? 5);

const WHO = ['agent', 'colleague', 'leader', 'supervisor', 'finance', 'inspector', 'admin', 'auditor', 'key'] as const;
type Who = (typeof WHO)[number];
const ROLE: Readonly<Record<Exclude<Who, 'key'>, MemberRole>> = {
  agent: 'AGENT', colleague: 'AGENT', leader: 'LEADER', supervisor: 'SUPERVISOR', finance: 'FINANCE', inspector: 'INSPECTOR', admin: 'ADMIN', auditor: 'AUDITOR',
};

const move = fc.record({
  who: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Who>('agent', 'supervisor') }, { weight: 2, arbitrary: fc.constantFrom(...WHO) }),
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant('advised' as const) }, { weight: 6, arbitrary: fc.constant('allowed' as const) },
    { weight: 5, arbitrary: fc.constant('turning' as const) }, { weight: 3, arbitrary: fc.constant('any' as const) }, { weight: 1, arbitrary: fc.constant('time' as const) },
  ),
  which: fc.nat(10_000),
  n: fc.nat(119),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

/** What turns a ticket's course; of all that is allowed, notes and tags would be picked more often. */
const TURNING: ReadonlySet<Operation> = new Set([
  'REFUSE_OFFER', 'WITHDRAW_OFFER', 'CANCEL_LEG', 'SKIP_STEP', 'MAKE_PROMISE', 'KEEP_PROMISE', 'RENEGOTIATE_PROMISE', 'OPEN_TASK', 'CANCEL_TASK', 'HOLD', 'RECORD_FINDING',
  'CONFIRM_FINDING', 'RECORD_STATEMENT', 'MAKE_OFFER', 'WITHDRAW', 'REOPEN', 'CHANGE_KIND', 'CLASSIFY', 'TRANSFER',
]);

const RARE: ReadonlySet<Operation> = new Set(['REFUSE_OFFER', 'WITHDRAW_OFFER', 'CANCEL_LEG', 'SKIP_STEP', 'CONFIRM_FINDING', 'RENEGOTIATE_PROMISE']);

const opening = fc.record({
  kind: fc.constantFrom('RETURN_EXCHANGE' as const, 'LOGISTICS' as const, 'COMPLAINT' as const),
  emotion: fc.constantFrom('CALM', 'ANGRY'),
  reason: fc.constantFrom('DEFECTIVE', 'CHANGED_MIND'),
  subtype: fc.constantFrom('STALLED', 'WHERE_IS_IT'),
  type: fc.constantFrom('GOODS_QUALITY', 'SAFETY_INJURY', 'SERVICE_ATTITUDE'),
  againstColleague: fc.boolean(),
  structured: fc.boolean(),
  /** How many pieces of advice a supervisor follows before anything random happens: walks begin all along the way. */
  lead: fc.nat(26),
});
type Opening = typeof opening extends fc.Arbitrary<infer O> ? O : never;

const app = testApp();
/** How often each operation was carried out and refused by the gate, over all walks. */
const walked = new Map<string, { done: number; refused: number }>();

/** One walk: the ticket, its people, and everything told so far. */
class Walk {
  readonly told: string[] = [];
  private readonly calls = new Map<Who, CallOptions>();
  private readonly looked = new Set<string>();
  /** As a supervisor saw it last. */
  private seen: View | null = null;

  constructor(readonly walker: Walker) {}

  static async begin(seed: Opening): Promise<Walk> {
    const merchant = await TestMerchant.create(app);
    const order = await merchant.order();
    const spare = await openTicket(merchant, { kind: 'COMPLAINT', orderId: order.orderId, complaint: { type: 'PRICE', origin: 'CUSTOMER', demand: 'word' } });
    const walk = new Walk(new Walker(app, merchant, order, spare));
    const { text } = await newKey(app, merchant, ['tickets:read', 'tickets:write']);
    for (const who of WHO) walk.calls.set(who, who === 'key' ? { headers: { 'x-api-key': text } } : { token: await merchant.token(ROLE[who], who) });
    walk.walker.people = await Promise.all((['agent', 'colleague', 'leader', 'supervisor'] as const).map((who) => walk.walker.memberId(ROLE[who], who)));
    walk.walker.supervisorId = await walk.walker.memberId('SUPERVISOR', 'supervisor');
    walk.walker.ticketId = await openTicket(merchant, {
      kind: seed.kind, emotion: seed.emotion, structured: seed.structured, orderId: order.orderId,
      ...(seed.kind === 'RETURN_EXCHANGE' ? { statedReasonCode: seed.reason, lines: [{ orderLineId: order.lineId, quantity: 1 }], returnExchange: { requestType: 'RETURN_REFUND', goodsState: 'RECEIVED', wish: 'REFUND' } } : {}),
      ...(seed.kind === 'LOGISTICS' ? { parcelIds: [order.parcelId], logistics: { subtype: seed.subtype, customerSees: 'Nothing.' } } : {}),
      ...(seed.kind === 'COMPLAINT' ? { complaint: { type: seed.type, origin: 'CUSTOMER', demand: 'An answer.', ...(seed.againstColleague ? { respondentId: walk.walker.people[1] } : {}) } } : {}),
    });
    walk.told.push(`opened ${JSON.stringify(seed)}`);
    return walk;
  }

  call(who: Who): CallOptions {
    return this.calls.get(who) as CallOptions;
  }

  async lead(acts: number): Promise<void> {
    for (let act = 0; act < acts; act += 1) {
      await followAdvice(this.walker, this.call('supervisor'), (operation, view, n, says) => this.carryOut('supervisor', operation, view, n, says));
    }
  }

  async step({ who, how, which, n }: Move): Promise<void> {
    const before = this.seen ?? (await this.walker.view(this.call('supervisor')));
    let begunAnew = false;
    if (how === 'time') {
      await this.walker.wait([1, 3, 25, 80][n % 4]);
      this.told.push('time passed');
    } else if (how === 'advised') {
      const { told } = await followAdvice(this.walker, this.call(who), (operation, view, variant, says) => this.carryOut(who, operation, view, variant, says), n % 2 === 0 ? n / 2 : null);
      this.told.push(told);
    } else {
      const view = await this.walker.view(this.call(who));
      // What ends a ticket for good is left for now and then, or few walks would come far.
      const ends = (one: Operation): boolean => (one === 'MERGE' || one === 'WITHDRAW') && n % 4 > 0;
      const choices = view.allowedOperations.filter(({ operation, allowed }) => how === 'any' || (allowed && !ends(operation) && (how === 'allowed' || TURNING.has(operation))))
        .flatMap((one) => (how === 'turning' && RARE.has(one.operation) ? [one, one, one, one, one, one] : [one]));
      const choice = choices[which % Math.max(1, choices.length)];
      if (!choice) return;
      const answer = await this.carryOut(who, choice.operation as Walked, view, n);
      begunAnew = (choice.operation === 'REOPEN' || choice.operation === 'CHANGE_KIND') && answer.refusals.length === 0;
    }
    await this.check(before, begunAnew);
  }

  /** Tries one operation and holds the answer against what `allowedOperations` said. */
  async carryOut(who: Who, operation: Walked, view: View, n: number, says?: keyof typeof MESSAGES): Promise<Answer> {
    const [mutation, input] = this.walker.attempt(operation, view, n);
    const spoken = says ? { ...input, ...MESSAGES[says]?.(this.walker, view) } : input;
    const mark = await this.fingerprint();
    const answer = await this.walker.carryOut([mutation, spoken], this.call(who));
    this.told.push(`${who} ${answer.text}`);
    const verdict = view.allowedOperations.find((one) => one.operation === operation);
    const count = walked.get(operation) ?? { done: 0, refused: 0 };
    walked.set(operation, count);
    if (answer.refusals.length === 0) count.done += 1;
    if (answer.refusals.length > 0 && (await this.fingerprint()) !== mark) throw new Error(`refused, and yet something changed: ${answer.text}`);
    if (verdict?.allowed) {
      // The gate names no field; what the command itself finds wrong with the input does.
      if (answer.refusals.some(({ field }) => field === null)) throw new Error(`${operation} was said to be allowed: ${answer.text}`);
    } else {
      count.refused += 1;
      if (answer.refusals.map(({ code }) => code).join() !== verdict?.code) throw new Error(`${operation} was said to be refused with ${verdict?.code}: ${answer.text}`);
    }
    return answer;
  }

  private async fingerprint(): Promise<string> {
    const [row] = await app.owner<{ mark: string }>(
      `SELECT (SELECT max(id) FROM event WHERE merchant_id = $1) || ' ' || (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM ticket t WHERE merchant_id = $1) || ' '
         || (SELECT count(*) FROM message WHERE merchant_id = $1) || ' ' || (SELECT count(*) FROM clock_entry WHERE merchant_id = $1) || ' '
         || (SELECT md5(coalesce(string_agg(o::text, ''), '')) FROM offer o WHERE merchant_id = $1) AS mark`, [this.walker.merchant.id],
    );
    return row?.mark ?? '';
  }

  private async check(before: View, begunAnew: boolean): Promise<void> {
    const after = (this.seen = await this.walker.view(this.call('supervisor')));
    const broken = [...(await brokenLaws(this.walker)), ...brokenOrder(before, after, begunAnew), ...stuck(after), ...(await this.unresolved(after))];
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }

  /** Every piece of evidence is an object that can be looked up. */
  private async unresolved(view: View): Promise<string[]> {
    const fresh = view.steps.flatMap(({ evidence }) => evidence).filter((id) => !this.looked.has(id));
    const missing: string[] = [];
    for (const id of new Set(fresh)) {
      const answer = await app.gql<{ node: { id: string } | null }>('query N($id: ID!) { node(id: $id) { id } }', { id }, this.call('supervisor'));
      if (answer.data?.node?.id === id) this.looked.add(id);
      else missing.push(`evidence ${id} is no object`);
    }
    return missing;
  }

  /** Follows the advice, as a supervisor, until the ticket is closed. */
  async finish(): Promise<void> {
    for (let turn = 0; turn < 60; turn += 1) {
      const before = this.seen ?? (await this.walker.view(this.call('supervisor')));
      if (before.status === 'CLOSED') return;
      const { done, told } = await followAdvice(this.walker, this.call('supervisor'), (operation, view, n, says) => this.carryOut('supervisor', operation, view, n, says));
      if (!done) throw new Error(`stuck: ${told}`);
      await this.check(before, false);
    }
    throw new Error('sixty pieces of advice did not bring it to its end');
  }
}

async function openTicket(merchant: TestMerchant, input: object): Promise<string> {
  const answer = await merchant.as<{ openTicket: { ticket: { id: string } | null } }>(
    'ADMIN', 'mutation Open($input: OpenTicketInput!) { openTicket(input: $input) { userErrors { code message field } ticket { id } } }',
    { input: { shopId: merchant.shopId, channel: 'CHAT', problem: 'The goods came torn.', ...input } },
  );
  const id = answer.data?.openTicket.ticket?.id;
  if (!id) throw new Error(`not opened: ${JSON.stringify(answer)}`);
  return id;
}

/** An open ticket always has something to do, and somebody who may. */
function stuck(view: View): string[] {
  if (view.status === 'CLOSED') return [];
  const may = (operation: Operation): boolean => view.allowedOperations.some((one) => one.operation === operation && one.allowed);
  const current = view.steps.find(({ step }) => step === view.currentStep);
  if (current && current.missing.length === 0) return [`${current.step} lacks nothing and is not over`];
  if (!current && !['CLOSE', 'KEEP_PROMISE', 'RESUME', 'TAKE'].some((operation) => may(operation as Operation))) return ['all steps are over and a supervisor can neither close, keep a promise, resume nor take it'];
  return view.allowedOperations.some(({ allowed }) => allowed) ? [] : ['nothing is allowed to a supervisor'];
}

it('whatever people do to a ticket, the laws hold and it can be brought to its end', async () => {
  await fc.assert(
    fc.asyncProperty(opening, fc.array(move, { minLength: 8, maxLength: 30 }), async (seed, moves) => {
      const walk = await Walk.begin(seed);
      try {
        await walk.lead(seed.lead);
        for (const one of moves) await walk.step(one);
        await walk.finish();
      } catch (error) {
        throw new Error(`${(error as Error).message}\n--- what happened\n${walk.told.join('\n')}`, { cause: error });
      }
    }),
    { numRuns: RUNS, endOnFailure: process.env['WALK_SHRINK'] === undefined },
  );
  // By hand, one wants to know how far the walks came.
  if (process.env['WALK_RUNS']) process.stderr.write([...walked].sort().map(([operation, { done, refused }]) => `${operation}: ${done} done, ${refused} refused\n`).join(''));
}, 3_600_000);
