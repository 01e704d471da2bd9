import { SignJWT } from 'jose';

export const TEST_SECRET = 'test-0nly-9f3Qw7-ZkLm2v-XyT8u5-Rb4c6';

export interface TokenClaims {
  /** Member the token speaks for. */
  readonly sub: string;
  readonly merchant: string;
  readonly [claim: string]: unknown;
}

/** A bearer token as the product itself signs them, for five minutes; `claims` may also break it on purpose. */
export function testToken({ sub, ...claims }: TokenClaims, secret: string = TEST_SECRET): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(sub)
    .setIssuer('amends')
    .setAudience('amends')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
}
