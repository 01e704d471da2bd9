import { DomainError, invalid } from '../../kernel/error.js';
import type { Instant } from '../../kernel/instant.js';
import type { EvidenceKind } from '../../tenancy/domain/reason.js';

/** A file as evidence. A message may claim it once, and with that message it may be redacted; else it is never changed. */
export interface Attachment {
  readonly id: string;
  readonly ticketId: string;
  readonly messageId: string | null;
  /** What it proves. */
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly at: Instant;
  /** Since then name and bytes are gone. */
  readonly redactedAt: Instant | null;
}

/** Types taken in, each with the endings its name may have. What a browser might run (HTML, SVG, XML, scripts) is not among them. */
export const MEDIA_TYPES: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/heic': ['heic'],
  'video/mp4': ['mp4'],
  'video/quicktime': ['mov'],
  'video/webm': ['webm'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'csv'],
};

/** No ticket takes more. */
export const MOST_ATTACHMENTS = 100;
const LONGEST_NAME = 120;

export function checkMediaType(mediaType: string, field: string): string {
  if (!Object.hasOwn(MEDIA_TYPES, mediaType)) {
    throw new DomainError('INVALID_INPUT', { en: 'Files of this type are not taken.', zh: '不支持该文件类型。' }, field, { accepted: Object.keys(MEDIA_TYPES) });
  }
  return mediaType;
}

export function checkSize(size: number, most: number, field: string): number {
  if (!Number.isInteger(size) || size < 1) throw invalid(field, { en: 'An empty file proves nothing.', zh: '文件不能为空。' });
  if (size > most) throw new DomainError('LIMIT_EXCEEDED', { en: `A file may have at most ${most} bytes.`, zh: `文件不得超过 ${most} 字节。` }, field, { most });
  return size;
}

/**
 * A name that is safe to show and to save under: its last path segment, without control, direction or invisible characters or those a file
 * system forbids, ending as its type ends, at most 120 characters. Nothing left: `file`.
 */
export function cleanName(name: string, mediaType: string): string {
  const segment = name.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '').split(/[/\\]/u).at(-1) ?? '';
  const plain = segment.replace(/[<>:"|?*]/gu, '_').replace(/\s+/gu, ' ').replace(/^[. ]+|[. ]+$/gu, '') || 'file';
  const endings = MEDIA_TYPES[mediaType] ?? ['bin'];
  const given = /\.([a-z0-9]{1,5})$/iu.exec(plain)?.[1];
  const fits = given !== undefined && endings.includes(given.toLowerCase());
  const ending = `.${fits ? given : endings[0]}`;
  const stem = fits ? plain.slice(0, -ending.length) : plain;
  return [...stem].slice(0, LONGEST_NAME - ending.length).join('') + ending;
}

/** `attachment; filename=...`: plain for old clients, UTF-8 for the rest. Takes a name cleaned by `cleanName`. */
export function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/gu, '_').replace(/[\\"%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** An upload link is good for one file. */
export function alreadyUploaded(): DomainError {
  return new DomainError('ALREADY_DECIDED', { en: 'This link was used; ask for another one.', zh: '该上传链接已使用，请重新获取。' });
}
