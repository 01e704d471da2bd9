import { connect } from 'node:net';
import { cpuOf, cpuOfTree } from './proc.mjs';
import * as workloads from './workloads.mjs';

// The load generator, a process of its own: `connections` keep-alive sockets, each with one request under way. Written on bare sockets because on
// a machine shared with what is measured, what a request costs here is taken from there. Every answer is read and checked.

class Connection {
  constructor(port, job) {
    this.job = job;
    this.chunks = [];
    this.received = 0;
    this.expected = -1;
    this.socket = connect(port, '127.0.0.1', () => this.send());
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('error', (error) => job.fail(`socket: ${error.message}`));
    this.socket.on('close', () => job.ended || job.fail('the server closed a connection'));
  }

  send() {
    const wait = this.job.wait();
    if (wait > 0) setTimeout(() => this.write(), wait);
    else this.write();
  }

  write() {
    const request = this.job.next();
    if (request === null) return;
    this.sentAt = performance.now();
    this.socket.write(request);
  }

  read(chunk) {
    this.chunks.push(chunk);
    this.received += chunk.length;
    if (this.expected < 0) this.readHead();
    if (this.expected < 0 || this.received < this.expected) return;
    const answer = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    this.chunks = [];
    this.received = 0;
    this.expected = -1;
    this.job.done(answer, performance.now() - this.sentAt);
    this.send();
  }

  readHead() {
    const start = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    const end = start.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(start.latin1Slice(0, end))?.[1];
    if (length === undefined) this.job.fail('an answer without a content-length');
    this.expected = end + 4 + Number(length);
  }
}

class Job {
  latencies = [];
  sent = 0;
  answered = 0;
  slots = 0;
  measuring = false;
  ended = false;
  errors = 0;
  firstError = null;

  constructor(order) {
    this.order = order;
    this.limit = order.context.limit ?? Infinity;
    this.workload = workloads[order.contestant](order.workload, order.context);
    const { tokens = [null], path } = order;
    this.heads = tokens.map((token) => [
      `POST ${path} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: application/json', 'accept: application/json',
      ...(token ? [`authorization: Bearer ${token}`] : []), 'content-length: ',
    ].join('\r\n'));
    // Reads are a ring of distinct requests made beforehand; writes are each made once.
    this.ring = this.workload.distinct ? Array.from({ length: this.workload.distinct }, (_, i) => this.make(i)) : null;
  }

  make(i) {
    const { body, agent } = this.workload.request(i);
    return Buffer.from(`${this.heads[agent % this.heads.length]}${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** Milliseconds until the next request may leave; without a rate each leaves as soon as its connection is free. */
  wait() {
    const { perSecond } = this.order;
    if (!perSecond) return 0;
    this.slots += 1;
    return this.openedAt + (this.slots * 1_000) / perSecond - performance.now();
  }

  next() {
    if (this.ended) return null;
    const i = this.sent;
    if (i >= this.limit) return null;
    this.sent += 1;
    return this.ring ? this.ring[i % this.ring.length] : this.make(i);
  }

  done(answer, milliseconds) {
    if (this.ended) return;
    const sound = answer.latin1Slice(9, 12) === '200' && this.workload.sound(answer);
    if (!sound) {
      this.errors += 1;
      this.firstError ??= answer.toString('utf8').slice(0, 1_500);
    }
    if (this.measuring) this.latencies.push(milliseconds);
    this.answered += 1;
    if (this.answered === this.limit) this.finish(); // every request was answered: nothing is cut off
  }

  fail(message) {
    this.errors += 1;
    this.firstError ??= message;
    this.finish();
  }

  run() {
    const { port, connections, warmupSeconds, seconds } = this.order;
    this.openedAt = performance.now();
    if (warmupSeconds === 0) this.begin();
    else setTimeout(() => this.begin(), warmupSeconds * 1_000);
    this.connections = Array.from({ length: connections }, () => new Connection(port, this));
    setTimeout(() => this.finish(), (warmupSeconds + seconds) * 1_000);
    return new Promise((resolve) => (this.resolve = resolve));
  }

  begin() {
    if (this.ended) return;
    this.measuring = true;
    this.startedAt = performance.now();
    this.before = this.cpu();
  }

  cpu() {
    const { node, postgres } = this.order.pids;
    return { node: cpuOf(node), postgres: postgres === null ? Number.NaN : cpuOfTree(postgres) };
  }

  finish() {
    if (this.ended) return;
    this.ended = true;
    const seconds = (performance.now() - this.startedAt) / 1_000;
    const after = this.measuring ? this.cpu() : null;
    for (const { socket } of this.connections) socket.destroy();
    const sorted = Float64Array.from(this.latencies).sort();
    const count = sorted.length;
    const each = (kind) => (after ? (after[kind] - this.before[kind]) / count : Number.NaN);
    this.resolve({
      rate: count / seconds, p50: sorted[Math.floor(count * 0.5)], p99: sorted[Math.floor(count * 0.99)], count, sent: this.sent,
      nodeMs: each('node'), postgresMs: each('postgres'), errors: this.errors, firstError: this.firstError,
    });
  }
}

process.on('message', async (order) => process.send(await new Job(order).run()));
