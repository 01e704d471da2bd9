import { createSign, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the provider behaves at the next call; money moves as the word says, whatever is answered. */
export type Behaviour = 'WELL' | 'PAYS_AND_IS_SILENT' | 'PAYS_THEN_HANGS_UP' | 'HANGS_UP' | 'FAILS_500' | 'GARBLES' | 'REFUSES' | 'PENDING' | 'OTHER_AMOUNT' | 'FORGES' | 'REDIRECTS' | 'FLOODS';

export interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A provider's server on a port of its own, which keeps books: one refund for one key. */
abstract class ProviderServer {
  behaviour: Behaviour = 'WELL';
  readonly seen: Seen[] = [];
  readonly refunds = new Map<string, string>();
  private listeners: (() => void)[] = [];
  protected constructor(private readonly server: Server) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async listen(): Promise<this> {
    this.server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.take(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Resolves once the next call was dealt with, whether it was answered or not. */
  heard(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  protected abstract answer(call: Seen, response: ServerResponse): void;

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const call = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    this.seen.push(call);
    this.deal(call, response);
    for (const listener of this.listeners.splice(0)) listener();
  }

  private deal(call: Seen, response: ServerResponse): void {
    if (this.behaviour === 'HANGS_UP') return void response.socket?.destroy();
    if (this.behaviour === 'FAILS_500') return void response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"type":"api_error","message":"down"}}');
    if (this.behaviour === 'GARBLES') return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
    if (this.behaviour === 'REDIRECTS') return void response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    if (this.behaviour === 'FLOODS') return void response.writeHead(200).end('x'.repeat(200_000));
    this.answer(call, response);
  }

  protected json(response: ServerResponse, status: number, body: unknown): void {
    if (this.behaviour === 'PAYS_THEN_HANGS_UP') return void response.socket?.destroy();
    if (this.behaviour === 'PAYS_AND_IS_SILENT') return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

/** A merchant's own payer, as docs/payouts.md describes it. */
export class PayerServer extends ProviderServer {
  constructor() {
    super(createServer());
  }

  protected answer({ body }: Seen, response: ServerResponse): void {
    const { type, data } = JSON.parse(body) as { type: string; data: { key: string; amount: string; currency: string } };
    const { key, amount, currency } = data;
    if (type === 'payout.requested') {
      if (this.behaviour === 'REFUSES') return this.json(response, 422, { status: 'FAILED', failure: 'NO_FUNDS' });
      if (this.behaviour === 'PENDING') return this.json(response, 202, { status: 'PENDING' });
      this.refunds.set(key, amount);
    }
    const paid = this.refunds.get(key);
    if (paid === undefined) return this.json(response, 200, { status: 'NOT_FOUND' });
    this.json(response, 200, { status: 'SETTLED', reference: `PAYER-${key}`, amount: this.behaviour === 'OTHER_AMOUNT' ? '1.00' : paid, currency });
  }
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const base64 = ({ publicKey, privateKey }: Keys): { publicText: string; privateText: string } => ({
  publicText: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateText: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
});

/** Alipay's gateway: form-encoded calls signed with RSA2 by the application, JSON answers signed with RSA2 by Alipay. */
export class AlipayServer extends ProviderServer {
  private readonly application: Keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly alipay: Keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly secrets = { 'alipay-private-key': base64(this.application).privateText, 'alipay-public-key': base64(this.alipay).publicText };
  readonly badSignatures: string[] = [];

  constructor() {
    super(createServer());
  }

  protected answer({ path, body }: Seen, response: ServerResponse): void {
    const fields = Object.fromEntries([...new URLSearchParams(path.split('?')[1] ?? ''), ...new URLSearchParams(body)]);
    this.check(fields);
    const biz = JSON.parse(fields['biz_content'] ?? '{}') as Record<string, string>;
    const key = biz['out_request_no'] ?? '';
    if (fields['method'] === 'alipay.trade.refund') return this.signed(response, 'alipay_trade_refund_response', this.refund(key, biz['refund_amount'] ?? ''));
    this.signed(response, 'alipay_trade_fastpay_refund_query_response', this.look(key));
  }

  private refund(key: string, amount: string): object {
    if (this.behaviour === 'REFUSES') return { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', sub_msg: '卖家余额不足' };
    const before = this.refunds.has(key);
    this.refunds.set(key, amount);
    const changed = before || this.behaviour === 'PENDING' ? 'N' : 'Y';
    return { code: '10000', msg: 'Success', out_trade_no: 'order', trade_no: 'T2026', buyer_logon_id: 'a***@b', fund_change: changed, refund_fee: amount };
  }

  private look(key: string): object {
    const amount = this.refunds.get(key);
    const trade = { code: '10000', msg: 'Success', out_trade_no: 'order', trade_no: 'T2026' };
    if (amount === undefined) return trade;
    return { ...trade, out_request_no: key, refund_status: 'REFUND_SUCCESS', refund_amount: this.behaviour === 'OTHER_AMOUNT' ? '1.00' : amount, total_amount: '200.00' };
  }

  private signed(response: ServerResponse, name: string, answer: object): void {
    if (this.behaviour === 'PAYS_THEN_HANGS_UP') return void response.socket?.destroy();
    if (this.behaviour === 'PAYS_AND_IS_SILENT') return;
    const text = JSON.stringify(answer);
    const key = this.behaviour === 'FORGES' ? this.application : this.alipay;
    const sign = createSign('RSA-SHA256').update(text, 'utf8').sign(key.privateKey, 'base64');
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"${name}":${text},"sign":"${sign}"}`);
  }

  /** A notification as Alipay posts it: every field but `sign` and `sign_type` signed, sorted by name, as it stands before it is encoded. */
  notification(fields: Record<string, string>, key: KeyObject = this.alipay.privateKey): string {
    const text = Object.keys(fields).sort().map((name) => `${name}=${fields[name]}`).join('&');
    const sign = createSign('RSA-SHA256').update(text, 'utf8').sign(key, 'base64');
    return new URLSearchParams({ ...fields, sign_type: 'RSA2', sign }).toString();
  }

  private check({ sign = '', ...fields }: Record<string, string>): void {
    const text = Object.keys(fields).sort().map((name) => `${name}=${fields[name]}`).join('&');
    if (!createVerify('RSA-SHA256').update(text, 'utf8').verify(this.application.publicKey, sign, 'base64')) this.badSignatures.push(text);
  }
}

/** Stripe's refunds: form-encoded, an idempotency key that replays its first answer, and a list by payment. */
export class StripeServer extends ProviderServer {
  private readonly answers = new Map<string, { status: number; body: unknown }>();

  constructor() {
    super(createServer());
  }

  protected answer({ path, body, headers }: Seen, response: ServerResponse): void {
    if (!path.startsWith('/v1/refunds')) return this.json(response, 404, { error: { type: 'invalid_request_error', code: 'resource_missing' } });
    if (path.includes('?')) return this.json(response, 200, { object: 'list', has_more: false, url: '/v1/refunds', data: [...this.refunds].map(([key, amount]) => this.refund(key, amount)) });
    const idempotency = String(headers['idempotency-key']);
    const known = this.answers.get(idempotency) ?? this.first(new URLSearchParams(body));
    this.answers.set(idempotency, known);
    this.json(response, known.status, known.body);
  }

  private first(fields: URLSearchParams): { status: number; body: unknown } {
    if (this.behaviour === 'REFUSES') return { status: 402, body: { error: { type: 'card_error', code: 'insufficient_funds', message: 'no' } } };
    const key = fields.get('metadata[amends_key]') ?? '';
    if (this.refunds.size > 0) return { status: 400, body: { error: { type: 'invalid_request_error', code: 'charge_already_refunded', message: 'twice' } } };
    this.refunds.set(key, fields.get('amount') ?? '');
    return { status: 200, body: this.refund(key, fields.get('amount') ?? '') };
  }

  private refund(key: string, amount: string): object {
    const status = this.behaviour === 'PENDING' ? 'pending' : 'succeeded';
    return { id: `re_${key.slice(2, 12)}`, object: 'refund', amount: this.behaviour === 'OTHER_AMOUNT' ? 1 : Number(amount), currency: 'cny', status, metadata: { amends_key: key } };
  }
}
