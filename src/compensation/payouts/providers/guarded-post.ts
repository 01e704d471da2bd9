import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { useAgent } from 'request-filtering-agent';
import type { RawAnswer } from './provider.js';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
  /** Addresses that may be private; only an operator's explicit setting fills it. */
  readonly allowed: readonly string[];
}

const LARGEST = 65_536;
/** Errors of a connection that never came to be: nothing was sent. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ERR_TLS_CERT_ALTNAME_INVALID']);

/**
 * An address a merchant may have us call: https on its own port, by name or public address, without credentials in it. What the name resolves to is
 * judged again at every connection, by the agent. Answers the refusal's word, or null.
 */
export function addressProblem(address: string, allowed: readonly string[]): string | null {
  if (!URL.canParse(address) || /[\s\\]/.test(address)) return 'NOT_AN_ADDRESS';
  const url = new URL(address);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'NOT_AN_ADDRESS';
  if (allowed.includes(url.hostname)) return url.protocol === 'http:' || url.protocol === 'https:' ? null : 'NOT_HTTPS';
  if (url.protocol !== 'https:') return 'NOT_HTTPS';
  if (url.port !== '') return 'OTHER_PORT';
  // The agent knows private addresses; a name that ends in a dot and an old-style embedded IPv4 slip past a look at the name.
  if (url.hostname.endsWith('.') || /^\[::[^\]]/.test(url.hostname)) return 'NOT_PUBLIC';
  return null;
}

/** Posts JSON and answers what came back. No redirect is followed, and no more than 64 KB is read. */
export function guardedPost(address: string, body: string, options: PostOptions): Promise<RawAnswer> {
  const problem = addressProblem(address, options.allowed);
  if (problem !== null) return Promise.resolve({ transport: 'NOT_SENT', problem });
  return new Promise((resolve) => {
    const send = address.startsWith('https:') ? httpsRequest : httpRequest;
    const agent = useAgent(address, { keepAlive: false, allowIPAddressList: [...options.allowed] });
    const headers = { ...options.headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    let connected = false;
    const call = send(address, { method: 'POST', agent, headers }, (answer) => void read(answer).then(resolve));
    const deadline = setTimeout(() => call.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })), options.timeoutMs);
    call.on('socket', (socket) => socket.once('connect', () => (connected = true)));
    call.on('close', () => clearTimeout(deadline));
    call.on('error', (error: NodeJS.ErrnoException) => resolve(brokenBy(error, connected)));
    call.end(body);
  });
}

function brokenBy({ code = '', message }: NodeJS.ErrnoException, connected: boolean): RawAnswer {
  if (/is not allowed|DNS lookup/.test(message)) return { transport: 'NOT_SENT', problem: 'NOT_PUBLIC' };
  if (!connected && NEVER_CONNECTED.has(code)) return { transport: 'NOT_SENT', problem: 'UNREACHABLE' };
  return { transport: 'LOST', problem: code === 'TIMEOUT' ? 'TIMEOUT' : 'CONNECTION_LOST' };
}

async function read(answer: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST) {
        answer.destroy();
        return { transport: 'LOST', problem: 'ANSWER_TOO_LARGE' };
      }
      chunks.push(chunk);
    }
  } catch {
    return { transport: 'LOST', problem: 'CONNECTION_LOST' };
  }
  return { transport: 'ANSWERED', status: answer.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { malformed: text.slice(0, 200) };
  }
}
