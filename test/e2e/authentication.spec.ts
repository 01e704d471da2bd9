import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, SignJWT } from 'jose';
import { uuidv7 } from 'uuidv7';
import { startApp, testApp, type TestApp } from '../support/app.js';
import { newMember, newMerchant, tokenFor, type Provisioned } from '../support/merchant.js';
import { TEST_SECRET, testToken } from '../support/token.js';

const ME = '{ me { id kind name } }';
const app = testApp();
let ours: Provisioned;

beforeAll(async () => {
  ours = await newMerchant(app);
});

const claims = (): { sub: string; merchant: string } => ({ sub: `mem_${ours.adminId}`, merchant: `mer_${ours.merchantId}` });
const encoded = (value: object | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const seconds = (from: number): number => Math.floor(Date.now() / 1000) + from;
const good = (): Record<string, unknown> => ({ ...claims(), iss: 'amends', aud: 'amends', exp: seconds(300) });

/** A token made by hand, so that nothing keeps it from being wrong. */
function forged(header: object, payload: object, secret: string | Buffer = TEST_SECRET): string {
  const body = `${encoded(header)}.${encoded(payload)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const HS256 = { alg: 'HS256', typ: 'JWT' };

async function refused(token: string, on: TestApp = app): Promise<void> {
  const answer = await on.gql(ME, {}, { token });
  expect({ status: answer.status, code: answer.errors?.[0]?.extensions['code'], data: answer.data ?? null }).toEqual({
    status: 401, code: 'UNAUTHENTICATED', data: null,
  });
}

describe('a bearer token', () => {
  it('names its member by public id, by bare id or by subject', async () => {
    const subject = 'idp|somebody';
    const memberId = await newMember(app, ours.merchantId, 'AGENT');
    await app.owner('UPDATE member SET subject = $1 WHERE id = $2', [subject, memberId]);
    for (const sub of [`mem_${memberId}`, memberId, subject]) {
      const token = await testToken({ sub, merchant: ours.merchantId });
      expect((await app.gql(ME, {}, { token })).data).toEqual({ me: { id: `mem_${memberId}`, kind: 'MEMBER', name: 'AGENT' } });
    }
  });

  it('made by hand the right way is accepted, so that the refusals below prove something', async () => {
    expect((await app.gql(ME, {}, { token: forged(HS256, good()) })).data).toMatchObject({ me: { kind: 'MEMBER' } });
  });

  it.each(['none', 'None', 'NONE', 'nOnE', ''])('with algorithm "%s" is refused, signed or not', async (alg) => {
    await refused(`${encoded({ alg, typ: 'JWT' })}.${encoded(good())}.`);
    await refused(forged({ alg, typ: 'JWT' }, good()));
  });

  it('with another HMAC algorithm, another secret, no secret or a changed body is refused', async () => {
    const hs512 = `${encoded({ alg: 'HS512', typ: 'JWT' })}.${encoded(good())}`;
    await refused(`${hs512}.${createHmac('sha512', TEST_SECRET).update(hs512).digest('base64url')}`);
    await refused(forged(HS256, good(), 'another-secret-of-thirty-two-bytes!'));
    await refused(forged(HS256, good(), ''));
    const [header, , signature] = forged(HS256, good()).split('.');
    await refused(`${header}.${encoded({ ...good(), sub: 'mem_other' })}.${signature}`);
  });

  it('signed by a key it brings along is refused: jwk, jku, x5u, kid', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = await exportJWK(publicKey);
    for (const extra of [{ jwk }, { jku: 'https://attacker.example/keys' }, { x5u: 'https://attacker.example/cert' }, { kid: '../../dev/null' }, { kid: "' OR 1=1 --" }]) {
      const token = await new SignJWT(good()).setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...extra }).sign(privateKey);
      await refused(token);
    }
    await refused(forged({ ...HS256, jwk: { kty: 'oct', k: encoded('mine') } }, good(), 'mine'));
  });

  it.each([
    ['a wrong issuer', { iss: 'somebody' }], ['no issuer', { iss: undefined }], ['a wrong audience', { aud: 'another' }], ['no audience', { aud: undefined }],
    ['an expiry in the past', { exp: seconds(-60) }], ['no expiry', { exp: undefined }], ['an expiry that is no number', { exp: '9999999999' }],
    ['a start in the future', { nbf: seconds(120) }], ['no subject', { sub: undefined }], ['an empty subject', { sub: '' }], ['a subject that is no text', { sub: 7 }],
    ['no merchant', { merchant: undefined }], ['a merchant that is none', { merchant: 'x' }], ['a merchant that is a list', { merchant: ['x'] }],
    ['an unknown member', { sub: `mem_${uuidv7()}` }], ['an unknown merchant', { merchant: `mer_${uuidv7()}` }],
    ['SQL for a subject', { sub: "x' OR '1'='1" }], ['NUL in the subject', { sub: 'a\u0000b' }],
  ])('with %s is refused', async (_what, change) => {
    await refused(forged(HS256, { ...good(), ...change }));
  });

  it.each([
    ['an unknown critical extension', { crit: ['exp'], exp: 1 }], ['a critical extension nobody knows', { crit: ['x'], x: 1 }], ['an unencoded payload', { b64: false, crit: ['b64'] }],
    ['the type of a logout token', { typ: 'logout+jwt' }], ['an empty list of critical extensions', { crit: [] }],
  ])('with %s in its header is refused', async (_what, extra) => {
    await refused(forged({ ...HS256, ...extra }, good()));
  });

  it.each([
    ['nothing', ''], ['one part', 'abc'], ['two parts', 'a.b'], ['five parts, as encrypted ones have', 'a.b.c.d.e'], ['no JSON', `${encoded('x')}.${encoded('y')}.z`],
    ['a list for a payload', `${encoded(HS256)}.${encoded([])}.x`], ['a hundred thousand characters', 'a'.repeat(100_000)],
  ])('of %s is refused', async (_what, token) => {
    const answer = await app.gql(ME, {}, { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
    // A header beyond what Node reads at all is answered before us.
    if (answer) expect([401, 431]).toContain(answer.status);
  });

  it('under another scheme, or beside an API key, is refused', async () => {
    const token = await tokenFor(ours.merchantId, ours.adminId);
    const tries: Record<string, string>[] = [{ authorization: `Basic ${token}` }, { authorization: token }, { authorization: `Bearer ${token}`, 'x-api-key': 'amk_x' }];
    for (const headers of tries) {
      const answer = await app.gql(ME, {}, { headers });
      expect([answer.status, answer.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('of one merchant is nobody at another', async () => {
    const theirs = await newMerchant(app);
    await refused(await testToken({ sub: `mem_${ours.adminId}`, merchant: `mer_${theirs.merchantId}` }));
  });

  it('of a disabled member is refused at the next request', async () => {
    const memberId = await newMember(app, ours.merchantId, 'AGENT');
    const token = await tokenFor(ours.merchantId, memberId);
    expect((await app.gql(ME, {}, { token })).errors).toBeUndefined();
    await app.owner('UPDATE member SET disabled_at = now() WHERE id = $1', [memberId]);
    await refused(token);
  });

  it('is not needed for what needs no one, and its absence is said in words', async () => {
    const answer = await app.gql(ME);
    expect(answer.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    expect((await app.gql('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('tokens of an identity provider', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let provider: Server;
  let federated: TestApp | undefined;
  let member: Provisioned;

  beforeAll(async () => {
    const keys = [
      { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
      { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
    ];
    provider = createServer((_request, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    federated = await startApp({ env: { AUTH_JWKS_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/keys` } });
    member = await newMerchant(idp());
  });

  afterAll(async () => {
    await federated?.close();
    provider.close();
  });

  const idp = (): TestApp => {
    if (!federated) throw new Error('not started');
    return federated;
  };
  const payload = (): Record<string, unknown> => ({ ...good(), sub: `mem_${member.adminId}`, merchant: `mer_${member.merchantId}` });

  it('are accepted by RS256 and ES256', async () => {
    for (const [alg, kid, key] of [['RS256', 'rsa', rsa.privateKey], ['ES256', 'ec', ec.privateKey]] as const) {
      const token = await new SignJWT(payload()).setProtectedHeader({ alg, kid, typ: 'at+jwt' }).sign(key);
      expect((await idp().gql(ME, {}, { token })).data).toMatchObject({ me: { id: `mem_${member.adminId}` } });
    }
  });

  it('are refused when the public key is used as an HMAC secret, or our own secret', async () => {
    const pem = await exportSPKI(rsa.publicKey);
    await refused(forged({ ...HS256, kid: 'rsa' }, payload(), pem), idp());
    await refused(forged({ ...HS256, kid: 'rsa' }, payload(), JSON.stringify(await exportJWK(rsa.publicKey))), idp());
    await refused(forged(HS256, payload()), idp());
  });

  it('are refused under an unknown key, another algorithm of a known one, or another key under its name', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await refused(await new SignJWT(payload()).setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'JWT' }).sign(other.privateKey), idp());
    await refused(await new SignJWT(payload()).setProtectedHeader({ alg: 'RS256', kid: 'new', typ: 'JWT' }).sign(other.privateKey), idp());
    await refused(await new SignJWT(payload()).setProtectedHeader({ alg: 'PS256', kid: 'rsa', typ: 'JWT' }).sign(rsa.privateKey), idp());
  });
});

describe('an identity provider that cannot be asked', () => {
  it('is told as unavailable, not as a bad token', async () => {
    const away = await startApp({ env: { AUTH_JWKS_URL: 'http://127.0.0.1:9/keys' } });
    try {
      const token = await new SignJWT(good()).setProtectedHeader({ alg: 'RS256', kid: 'x' }).sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
      const answer = await away.gql(ME, {}, { token });
      expect([answer.status, answer.errors?.[0]?.extensions['code']]).toEqual([503, 'UNAVAILABLE']);
    } finally {
      await away.close();
    }
  });
});
