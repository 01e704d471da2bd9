import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions, type JWTVerifyResult } from 'jose';
import { DomainError } from '../../kernel/error.js';
import { decodeId } from '../../kernel/ids.js';
import { unauthenticated } from '../domain/credentials.js';
import { secretBytes, TOKEN_SETTINGS, type TokenSettings } from './token-settings.js';

/** Whom a verified token names. */
export interface TokenSubject {
  readonly merchantId: string;
  /** A member id, public or bare, or the identity provider's own name for the member. */
  readonly subject: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What a member's subject may be; NUL among others would fail the look-up of everybody it is shared with. */
const SUBJECT = /^[^\p{Cc}\p{Cs}]{1,255}$/u;
/** Clocks of two machines differ a little. */
const TOLERANCE_SECONDS = 5;
/** A token that was verified is known by its digest for this long, or until it expires; keys withdrawn in between hold no longer than that. */
const KNOWN_FOR_MS = 30_000;
const MOST_KNOWN = 10_000;
/** An access token, by either name; a token made for another purpose (an ID token's logout, a client assertion) carries another. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt']);

/**
 * Signature, algorithm, issuer, audience, type and times of a bearer token. Keys come from the settings alone: `jwk`, `jku` and `x5u` in a
 * token's header are never looked at.
 */
@Injectable()
export class TokenVerifier {
  private readonly verifySignature: (token: string) => Promise<JWTVerifyResult>;
  /** Checking a signature costs more than the rest of a small request, and an agent sends the same token with each. */
  private readonly known = new Map<string, { readonly subject: TokenSubject; readonly until: number }>();

  constructor(@Inject(TOKEN_SETTINGS) settings: TokenSettings) {
    const options: JWTVerifyOptions = {
      issuer: settings.issuer,
      audience: settings.audience,
      requiredClaims: ['exp', 'sub', 'merchant'],
      clockTolerance: TOLERANCE_SECONDS,
    };
    if (settings.keys.kind === 'SECRET') {
      // Imported once: jose would import bare bytes anew for every token, at twice the cost of the check itself.
      const key = crypto.subtle.importKey('raw', secretBytes(settings.keys.secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
      this.verifySignature = async (token) => jwtVerify(token, await key, { ...options, algorithms: ['HS256'] });
    } else {
      const algorithms = [...settings.keys.algorithms];
      const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(settings.keys.url), { timeoutDuration: 5_000, cooldownDuration: 30_000 });
      this.verifySignature = (token) => jwtVerify(token, keys, { ...options, algorithms });
    }
  }

  async verify(token: string): Promise<TokenSubject> {
    const digest = createHash('sha256').update(token).digest('base64');
    const known = this.known.get(digest);
    if (known && Date.now() < known.until) return known.subject;
    const { subject, expiresAt } = await this.check(token);
    this.remember(digest, subject, Math.min(Date.now() + KNOWN_FOR_MS, expiresAt));
    return subject;
  }

  private remember(digest: string, subject: TokenSubject, until: number): void {
    this.known.delete(digest);
    if (this.known.size >= MOST_KNOWN) this.known.delete(this.known.keys().next().value as string);
    this.known.set(digest, { subject, until });
  }

  private async check(token: string): Promise<{ subject: TokenSubject; expiresAt: number }> {
    const { payload, protectedHeader } = await this.verifySignature(token).catch((error: unknown) => {
      throw refusalOf(error);
    });
    const { sub, merchant } = payload;
    if (protectedHeader.typ !== undefined && !TYPES.has(protectedHeader.typ.toLowerCase())) throw unauthenticated();
    if (typeof sub !== 'string' || !SUBJECT.test(sub) || typeof merchant !== 'string') throw unauthenticated();
    const merchantId = decodeId('Merchant', merchant) ?? merchant;
    if (!UUID.test(merchantId)) throw unauthenticated();
    // exp is there: it is among the required claims.
    return { subject: { merchantId, subject: sub }, expiresAt: (Number(payload.exp) + TOLERANCE_SECONDS) * 1_000 };
  }
}

/** A token that does not hold is the caller's affair; an identity provider that cannot be asked is not. */
function refusalOf(error: unknown): unknown {
  const unreachable = !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC' || error instanceof errors.JWKSTimeout
    || error instanceof errors.JWKSInvalid;
  if (!unreachable) return unauthenticated();
  return new DomainError('UNAVAILABLE', { en: 'Tokens cannot be checked at the moment.', zh: '暂时无法校验令牌。' });
}
