import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../kernel/error.js';
import type { Actor } from '../../kernel/actor.js';
import type { EvidenceKind } from '../../tenancy/index.js';

/** No link lives longer. */
export const LONGEST_LINK_SECONDS = 300;

interface Bound {
  readonly merchantId: string;
  readonly attachmentId: string;
  readonly actorKind: 'MEMBER' | 'API_KEY';
  readonly actorId: string;
}

export interface UploadClaims extends Bound {
  readonly ticketId: string;
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

type Purpose = 'PUT' | 'GET';
type Signed<Claims> = Claims & { readonly purpose: Purpose; /** Milliseconds since 1970. */ readonly expiresAt: number };

export const FILE_LINKS = Symbol('FileLinks');

/** Signed links to one file, for one actor, for one purpose, for at most five minutes. What they open is checked again at every use. */
export class FileLinks {
  private readonly key: Buffer;

  constructor(secret: string, private readonly wallClock: () => number = Date.now) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'amends file links', 32));
  }

  upload(claims: UploadClaims): { url: string; expiresAt: number } {
    return this.link('/files/uploads/', 'PUT', claims, LONGEST_LINK_SECONDS);
  }

  /** `seconds` above the limit are cut to it. */
  download(claims: Bound, seconds: number): { url: string; expiresAt: number } {
    return this.link('/files/', 'GET', claims, Math.min(Math.max(1, seconds), LONGEST_LINK_SECONDS));
  }

  readUpload(token: string): UploadClaims {
    return this.read<UploadClaims>(token, 'PUT');
  }

  readDownload(token: string): Bound {
    return this.read<Bound>(token, 'GET');
  }

  private link(path: string, purpose: Purpose, claims: Bound, seconds: number): { url: string; expiresAt: number } {
    const expiresAt = this.wallClock() + seconds * 1_000;
    const body = Buffer.from(JSON.stringify({ ...claims, purpose, expiresAt })).toString('base64url');
    return { url: `${path}${body}.${this.sign(body)}`, expiresAt };
  }

  private read<Claims extends Bound>(token: string, purpose: Purpose): Claims {
    const [body = '', signature = '', ...rest] = token.split('.');
    const expected = Buffer.from(this.sign(body));
    const given = Buffer.from(signature);
    if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) throw linkRefused();
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Signed<Claims>;
    if (claims.purpose !== purpose || claims.expiresAt <= this.wallClock()) throw linkRefused();
    return claims;
  }

  private sign(body: string): string {
    return createHmac('sha256', this.key).update(body).digest('base64url');
  }
}

/** A link is for one natural actor; the system needs none. */
export function boundTo(actor: Actor): Pick<Bound, 'merchantId' | 'actorKind' | 'actorId'> {
  if (actor.kind === 'SYSTEM') throw new Error('the system follows no links');
  return { merchantId: actor.merchantId, actorKind: actor.kind, actorId: actor.id };
}

/** One answer for a forged, an expired and a revoked link: it tells nothing about the file. */
export function linkRefused(): DomainError {
  return new DomainError('FORBIDDEN', { en: 'This link does not hold; ask for a new one.', zh: '链接无效或已过期，请重新获取。' });
}
