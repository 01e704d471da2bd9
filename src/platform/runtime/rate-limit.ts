/** Points that may be saved up: this many seconds' worth. */
const BURST_SECONDS = 10;
/** Keys remembered; beyond that the one seen longest ago is forgotten, which gives it a full bucket. */
const MOST_KEYS = 20_000;

interface Bucket {
  readonly points: number;
  readonly at: number;
}

/** A bucket of points per key that fills at `perSecond`; 0: no limit. Every process counts for itself. */
export class RateLimit {
  /** In the order in which the keys were last seen. */
  private readonly buckets = new Map<string, Bucket>();

  /** `clock` answers milliseconds that never go back; given in tests. */
  constructor(
    private readonly perSecond: number,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** 0 when the points were taken. Otherwise none were, and this many seconds later they could be. */
  take(key: string, points: number): number {
    if (this.perSecond === 0) return 0;
    const now = this.clock();
    const most = this.perSecond * BURST_SECONDS;
    const before = this.buckets.get(key) ?? { points: most, at: now };
    const left = Math.min(most, before.points + ((now - before.at) / 1_000) * this.perSecond);
    const wanted = Math.min(points, most); // or what costs more than a whole bucket could never be asked
    const taken = left >= wanted;
    this.buckets.delete(key);
    this.buckets.set(key, { points: taken ? left - wanted : left, at: now });
    if (this.buckets.size > MOST_KEYS) this.buckets.delete(this.buckets.keys().next().value as string);
    return taken ? 0 : Math.ceil((wanted - left) / this.perSecond);
  }
}

/** Whom an address stands for: of IPv6 the network of 64 bits, all of which one customer of a provider has to choose from. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1); // an IPv4 address in IPv6's clothes
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const [first, last] = [head, tail ?? ''].map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}
