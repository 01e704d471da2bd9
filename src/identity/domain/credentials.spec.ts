import { apiKeyText, readCredentials } from './credentials.js';

const ID = '01935d00-0000-7000-8000-00000000000a';
const KEY = apiKeyText(ID, 'A'.repeat(43));
const refused = expect.objectContaining({ code: 'UNAUTHENTICATED' });

describe('credentials in the headers of a request', () => {
  it('are none when there are none', () => {
    expect(readCredentials({})).toBeNull();
  });

  it('are a bearer token, however the scheme is written', () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) expect(readCredentials({ authorization: `${scheme} a.b.c` })).toEqual({ kind: 'TOKEN', token: 'a.b.c' });
  });

  it('are of 8192 characters at most', () => {
    expect(readCredentials({ authorization: `Bearer ${'x'.repeat(8_192)}` })).toMatchObject({ kind: 'TOKEN' });
  });

  it('are an API key, in either header', () => {
    expect(readCredentials({ authorization: `Bearer ${KEY}` })).toEqual({ kind: 'API_KEY', keyId: ID, text: KEY });
    expect(readCredentials({ 'x-api-key': KEY })).toEqual({ kind: 'API_KEY', keyId: ID, text: KEY });
  });

  it.each([
    [{ authorization: '' }], [{ authorization: 'Bearer' }], [{ authorization: 'Bearer ' }], [{ authorization: 'Basic YTpi' }], [{ authorization: 'Bearer a b' }],
    [{ authorization: `Bearer ${'x'.repeat(8_193)}` }], [{ 'x-api-key': '' }], [{ 'x-api-key': 'a.b.c' }], [{ 'x-api-key': [KEY, KEY] }],
    [{ 'x-api-key': KEY.toUpperCase() }], [{ 'x-api-key': `${KEY}A` }], [{ 'x-api-key': KEY.slice(0, -1) }], [{ 'x-api-key': ` ${KEY}` }],
    [{ authorization: `Bearer amk_${ID}_secret` }], [{ authorization: 'Bearer a.b.c', 'x-api-key': KEY }],
  ])('%j are refused', (headers) => {
    expect(() => readCredentials(headers)).toThrow(refused);
  });
});
