import { createHash } from 'node:crypto';
import { TextDecoder } from 'node:util';
import { fileTypeFromBuffer } from 'file-type';
import { DomainError, invalid, type Text } from '../../kernel/error.js';

/** What file-type looks at. */
const HEAD_BYTES = 4_100;
const MARKUP = /<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?php)[\s>/]/i;
const CONTROL = /[^\P{Cc}\t\n\f\r]/u;

export interface Declared {
  readonly mediaType: string;
  readonly size: number;
}

/**
 * Passes a file on while it comes in: counts it, hashes it, and refuses it as soon as it is larger than declared or not what it was declared to be.
 * Nothing is passed on before the head was looked at.
 */
export class FileInspection {
  private readonly hash = createHash('sha256');
  private received = 0;

  constructor(private readonly declared: Declared) {}

  /** Lower-case hexadecimal; of a file that came in whole. */
  sha256(): string {
    return this.hash.digest('hex');
  }

  async *through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const decoder = this.declared.mediaType === 'text/plain' ? new TextDecoder('utf-8', { fatal: true }) : null;
    let head: Buffer | null = Buffer.alloc(0);
    for await (const chunk of content) {
      this.count(chunk);
      if (decoder) requireText(decoder, chunk);
      if (head === null) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      await this.requireHead(head);
      yield head;
      head = null;
    }
    if (head !== null) {
      await this.requireHead(head);
      yield head;
    }
    if (decoder) requireText(decoder, null);
    if (this.received !== this.declared.size) throw refused({ en: 'The file is not as long as declared.', zh: '文件大小与声明不符。' });
  }

  private count(chunk: Uint8Array): void {
    this.received += chunk.length;
    if (this.received > this.declared.size) {
      throw new DomainError('LIMIT_EXCEEDED', { en: 'The file is longer than declared.', zh: '文件超过声明的大小。' });
    }
    this.hash.update(chunk);
  }

  private async requireHead(head: Buffer): Promise<void> {
    const found = (await fileTypeFromBuffer(head))?.mime ?? (this.declared.mediaType === 'text/plain' ? 'text/plain' : 'unknown');
    if (found !== this.declared.mediaType) throw refused({ en: 'The content is not of the declared type.', zh: '文件内容与声明的类型不符。' });
    // Also inside an image: a file that is two things at once is taken for the worse one.
    if (MARKUP.test(head.toString('latin1'))) throw refused({ en: 'Files that hold markup are not taken.', zh: '不接受含有网页代码的文件。' });
  }
}

function requireText(decoder: TextDecoder, chunk: Uint8Array | null): void {
  try {
    const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    if (!CONTROL.test(text)) return;
  } catch {
    // not UTF-8: refused below like text with control characters
  }
  throw refused({ en: 'Plain text must be UTF-8 without control characters.', zh: '文本文件须为 UTF-8 编码且不含控制字符。' });
}

function refused(text: Text): DomainError {
  return invalid('file', text);
}
