/** How bearer tokens are verified. Everything a token could try to choose for itself is fixed here. */
export interface TokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly keys:
    | { readonly kind: 'SECRET'; /** HS256; at least 32 bytes. */ readonly secret: string }
    | { readonly kind: 'JWKS'; /** Where the identity provider publishes its keys; RS256 and ES256. */ readonly url: string };
}

export const TOKEN_SETTINGS = Symbol('TokenSettings');

const MIN_SECRET_BYTES = 32;

/** The bytes of an HS256 secret; one that could be guessed stops the process at boot. */
export function secretBytes(secret: string): Uint8Array {
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < MIN_SECRET_BYTES) throw new Error(`The token secret must have at least ${MIN_SECRET_BYTES} bytes.`);
  return bytes;
}
