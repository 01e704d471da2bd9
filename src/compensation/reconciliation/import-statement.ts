import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../kernel/actor.js';
import { DomainError, invalid, notFound } from '../../kernel/error.js';
import { cleanText } from '../../kernel/text.js';
import { authorize, can } from '../../identity/index.js';
import { sql } from '../../platform/database/sql.js';
import { UnitOfWork, type Tx } from '../../platform/database/unit-of-work.js';
import { recordEvents } from '../../platform/outbox/event-log.js';
import { findShop } from '../../tenancy/index.js';
import { checkDays } from '../domain/day.js';
import { MAX_STATEMENT_DAYS, MAX_STATEMENT_LINES, readStatement, type StatementColumns, type StatementLine } from '../domain/statement.js';

export const ENCODINGS = {
  UTF8: 'UTF-8, with or without a byte order mark.',
  GB18030: 'GB18030, which holds GBK and GB2312: what Chinese banks export.',
} as const satisfies Record<string, string>;
export type StatementEncoding = keyof typeof ENCODINGS;

export interface ImportStatementRequest {
  readonly shopId: string;
  readonly name: string;
  /** The file in base64. */
  readonly content: string;
  readonly encoding: StatementEncoding;
  readonly columns: StatementColumns;
  /** Of lines that name none; null: the shop's. */
  readonly currency: string | null;
  /** The sign that money sent has in it. */
  readonly outgoing: '+' | '-';
  readonly coversFrom: string;
  readonly coversTo: string;
  readonly requestId: string | null;
}

export interface Imported {
  readonly statementId: string;
  /** Lines that were not known before. */
  readonly added: number;
  readonly known: number;
}

const LARGEST = 180_000;
const KNOWN = sql('statement.known', `SELECT id FROM bank_statement WHERE merchant_id = $1 AND shop_id = $2 AND content_sha256 = $3`);
const INSERT = sql(
  'statement.insert',
  `INSERT INTO bank_statement (merchant_id, id, shop_id, name, content_sha256, covers_from, covers_to, imported_by, imported_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
);
const LINES = sql(
  'statement.lines',
  `INSERT INTO statement_line (merchant_id, id, statement_id, shop_id, line, key, reference, currency, amount_minor, booked_on, match)
   SELECT $1, l.id, $2, $3, l.line, l.key, l.reference, l.currency, l.minor, l."bookedOn", 'NONE'
     FROM jsonb_to_recordset($4::jsonb) AS l(id uuid, line int, key text, reference text, currency text, minor bigint, "bookedOn" date)
    ORDER BY l.reference, l.line ON CONFLICT (merchant_id, shop_id, reference, currency, amount_minor) DO NOTHING RETURNING id`,
);
// Lines that found nothing, or another amount, are tried again with every import: their payout may have settled since.
const MATCH = sql(
  'statement.match',
  `UPDATE statement_line l SET payout_id = p.id,
          match = CASE WHEN l.amount_minor <> p.amount_minor OR l.currency <> p.currency THEN 'AMOUNT_DIFFERS' WHEN l.key = p.key THEN 'KEY' ELSE 'REFERENCE' END
     FROM payout p
    WHERE l.merchant_id = $1 AND l.shop_id = $2 AND l.match IN ('NONE','AMOUNT_DIFFERS') AND p.merchant_id = $1 AND p.shop_id = $2
      AND (l.key = p.key OR (l.key IS NULL AND l.reference = p.reference))`,
);

/** Takes in a statement and holds it against the payouts. The same file, and the same line in another file, is taken in once. */
@Injectable()
export class ImportStatement {
  constructor(private readonly unit: UnitOfWork) {}

  async execute(actor: Actor, request: ImportStatementRequest): Promise<Imported> {
    const name = cleanText(request.name, 'name', { max: 200 });
    const bytes = bytesOf(request.content);
    return this.unit.run(actor.merchantId, async (tx) => {
      const shop = await findShop(tx, request.shopId);
      if (!shop || !can(actor, 'payout.read', { shopId: request.shopId })) throw notFound('shopId');
      authorize(actor, 'payout.settle', { shopId: request.shopId });
      checkDays(request.coversFrom, request.coversTo, MAX_STATEMENT_DAYS, { from: 'coversFrom', to: 'coversTo' });
      const lines = readStatement(rowsOf(bytes, request.encoding), request.columns, request.currency ?? shop.currency, request.outgoing);
      return this.put(tx, actor, { ...request, name }, bytes, lines);
    });
  }

  private async put(tx: Tx, actor: Actor, request: ImportStatementRequest, bytes: Buffer, lines: readonly StatementLine[]): Promise<Imported> {
    const { shopId, name, coversFrom, coversTo, requestId } = request;
    const [digest, id, now] = [createHash('sha256').update(bytes).digest(), uuidv7(), await tx.now()];
    const [inserted] = await tx.query<{ id: string }>(INSERT, [tx.merchantId, id, shopId, name, digest, coversFrom, coversTo, actor.id, now]);
    const added = inserted ? await this.addLines(tx, id, shopId, lines) : 0;
    await tx.query(MATCH, [tx.merchantId, shopId]);
    if (!inserted) {
      const [known] = await tx.query<{ id: string }>(KNOWN, [tx.merchantId, shopId, digest]);
      if (!known) throw new Error('a statement was neither taken in nor known');
      return { statementId: known.id, added, known: lines.length };
    }
    recordEvents(tx, actor, { cause: 'importStatement', requestId }, [{
      subjectType: 'bank_statement', subjectId: id, subjectVersion: 1, type: 'bank_statement.imported', at: now, isFact: false,
      data: { shopId, lines: lines.length, added },
    }]);
    return { statementId: id, added, known: lines.length - added };
  }

  private async addLines(tx: Tx, statementId: string, shopId: string, lines: readonly StatementLine[]): Promise<number> {
    const rows = lines.map(({ amount, ...line }) => ({ ...line, id: uuidv7(), minor: amount.minor.toString(), currency: amount.currency }));
    return (await tx.query(LINES, [tx.merchantId, statementId, shopId, JSON.stringify(rows)])).length;
  }
}

function bytesOf(content: string): Buffer {
  const plain = /^[A-Za-z0-9+/]*={0,2}$/.test(content) ? Buffer.from(content, 'base64') : null;
  if (!plain || plain.length === 0) throw invalid('content', { en: 'Give the file in base64.', zh: '请以 base64 提供文件内容。' });
  if (plain.length > LARGEST) {
    throw new DomainError('LIMIT_EXCEEDED', { en: `Import at most ${LARGEST} bytes at a time; a larger file in parts.`, zh: `每次最多导入 ${LARGEST} 字节，较大的文件请分次导入。` }, 'content');
  }
  return plain;
}

function rowsOf(bytes: Buffer, encoding: StatementEncoding): string[][] {
  try {
    const text = new TextDecoder(encoding === 'UTF8' ? 'utf-8' : 'gb18030', { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw new Error('no text');
    return parse(text, { bom: true, delimiter: [',', ';', '\t'], skip_empty_lines: true, relax_column_count: true, max_record_size: 20_000, to: MAX_STATEMENT_LINES + 2 });
  } catch {
    throw invalid('content', { en: 'This is no CSV in the encoding named.', zh: '文件不是所选编码的 CSV。' });
  }
}
