import { jest } from '@jest/globals';
import { SignJWT } from 'jose';
import { TokenVerifier } from './token-verifier.js';

const secret = 'a-secret-of-more-than-thirty-two-bytes';
const merchant = '01900000-0000-7000-8000-000000000001';
const START = Date.parse('2026-11-22T00:00:00Z');

let now = START;
beforeEach(() => {
  now = START;
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now });
});
afterEach(() => jest.useRealTimers());

function at(seconds: number): void {
  now = START + seconds * 1_000;
  jest.setSystemTime(now);
}

function token(claims: { sub: string; expiresIn: number }): Promise<string> {
  return new SignJWT({ merchant }).setProtectedHeader({ alg: 'HS256' }).setSubject(claims.sub).setIssuer('amends').setAudience('amends')
    .setExpirationTime(START / 1_000 + claims.expiresIn).sign(new TextEncoder().encode(secret));
}

function verifier(): TokenVerifier {
  return new TokenVerifier({ issuer: 'amends', audience: 'amends', keys: { kind: 'SECRET', secret } });
}

describe('a token that was verified before', () => {
  it('answers the same without its signature being checked again, and only itself', async () => {
    const one = verifier();
    const verify = jest.spyOn(crypto.subtle, 'verify');
    const [mine, yours] = await Promise.all([token({ sub: 'mine', expiresIn: 300 }), token({ sub: 'yours', expiresIn: 300 })]);
    await one.verify(mine);
    const checked = verify.mock.calls.length;

    expect(await one.verify(mine)).toEqual({ merchantId: merchant, subject: 'mine' });
    expect(verify.mock.calls).toHaveLength(checked);
    expect(await one.verify(yours)).toEqual({ merchantId: merchant, subject: 'yours' });
    verify.mockRestore();
  });

  it('is checked anew after half a minute', async () => {
    const one = verifier();
    const verify = jest.spyOn(crypto.subtle, 'verify');
    const mine = await token({ sub: 'mine', expiresIn: 300 });
    await one.verify(mine);
    at(30);
    await one.verify(mine);
    expect(verify).toHaveBeenCalledTimes(2);
    verify.mockRestore();
  });

  it('is refused as soon as it has expired', async () => {
    const one = verifier();
    const mine = await token({ sub: 'mine', expiresIn: 10 });
    await one.verify(mine);
    at(14);
    expect(await one.verify(mine)).toMatchObject({ subject: 'mine' });
    at(15);
    await expect(one.verify(mine)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is not known by a signature that differs', async () => {
    const one = verifier();
    const mine = await token({ sub: 'mine', expiresIn: 300 });
    await one.verify(mine);
    const forged = `${mine.slice(0, -4)}${mine.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    await expect(one.verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
