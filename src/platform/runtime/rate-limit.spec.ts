import { networkOf, RateLimit } from './rate-limit.js';

describe('RateLimit', () => {
  it('lets ten seconds of points through at once, and then what comes back', () => {
    let now = 0;
    const limit = new RateLimit(5, () => now);
    for (let request = 0; request < 50; request += 1) expect(limit.take('a', 1)).toBe(0);
    expect(limit.take('a', 1)).toBe(1);
    now += 200;
    expect(limit.take('a', 1)).toBe(0);
    expect(limit.take('a', 1)).toBe(1);
    expect(limit.take('b', 1)).toBe(0);
  });

  it('says after how many seconds the points are there, and is right', () => {
    let now = 0;
    const limit = new RateLimit(2, () => now);
    expect(limit.take('a', 20)).toBe(0);
    expect(limit.take('a', 7)).toBe(4);
    now += 3_499;
    expect(limit.take('a', 7)).toBe(1);
    now += 1;
    expect(limit.take('a', 7)).toBe(0);
  });

  it('saves up no more than a bucket, and lets a request that costs more than one through when it is full', () => {
    let now = 0;
    const limit = new RateLimit(1, () => now);
    expect(limit.take('a', 1_000)).toBe(0);
    now += 3_600_000;
    expect(limit.take('a', 10)).toBe(0);
    expect(limit.take('a', 1)).toBe(1);
  });

  it('has no limit at 0', () => {
    const limit = new RateLimit(0);
    for (let request = 0; request < 1_000; request += 1) expect(limit.take('a', 100)).toBe(0);
  });
});

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'], ['::ffff:203.0.113.9', '203.0.113.9'], ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'], ['2001:DB8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'], ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
