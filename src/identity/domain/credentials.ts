import { DomainError } from '../../kernel/error.js';

/** What a request signs in with, as far as its headers tell. */
export type Credentials =
  | { readonly kind: 'TOKEN'; readonly token: string }
  | { readonly kind: 'API_KEY'; readonly keyId: string; readonly text: string };

export interface CredentialHeaders {
  readonly authorization?: string | undefined;
  readonly 'x-api-key'?: string | readonly string[] | undefined;
}

const API_KEY = /^amk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;
/** No token of an honest issuer comes near it. */
const MAX_TOKEN = 8_192;

export function unauthenticated(): DomainError {
  return new DomainError('UNAUTHENTICATED', {
    en: 'The credentials are not valid, or no longer so.',
    zh: '凭证无效或已失效。',
  });
}

/**
 * null without any credentials. Credentials that are malformed, of another scheme or given twice are refused: whoever meant to sign in is
 * never served as a stranger.
 */
export function readCredentials(headers: CredentialHeaders): Credentials | null {
  const { authorization, 'x-api-key': apiKey } = headers;
  if (authorization === undefined && apiKey === undefined) return null;
  if (authorization !== undefined && apiKey !== undefined) throw unauthenticated();
  if (apiKey !== undefined) {
    if (typeof apiKey !== 'string') throw unauthenticated();
    return readApiKey(apiKey);
  }
  const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (bearer === undefined || bearer.length > MAX_TOKEN) throw unauthenticated();
  return bearer.startsWith('amk_') ? readApiKey(bearer) : { kind: 'TOKEN', token: bearer };
}

function readApiKey(text: string): Credentials {
  const parts = API_KEY.exec(text);
  if (!parts) throw unauthenticated();
  return { kind: 'API_KEY', keyId: parts.slice(1).join('-'), text };
}

export function apiKeyText(keyId: string, secret: string): string {
  return `amk_${keyId.replaceAll('-', '')}_${secret}`;
}
