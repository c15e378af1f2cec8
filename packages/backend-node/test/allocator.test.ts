import { seededRandom } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import { createAllocator } from '../src/runtime/allocator.js';

describe('the allocator', () => {
  it('never gives an address twice, and leaves room behind each, over 20,000 random sizes', () => {
    const random = seededRandom(5);
    const end = 1 << 22;
    const allocator = createAllocator(end);
    const { take, give } = allocator;
    const alive: { address: number; bytes: number }[] = [];
    let refused = 0;
    for (let turn = 0; turn < 20_000; turn++) {
      if (alive.length > 0 && random() < 0.5) {
        const [block] = alive.splice(Math.floor(random() * alive.length), 1);
        if (block) give(block.address);
        continue;
      }
      const bytes = Math.floor(random() ** 4 * (1 << 20));
      const address = take(bytes);
      if (address === undefined) {
        refused++;
        continue;
      }
      expect(address % 64).toBe(0);
      expect(address).toBeGreaterThan(0);
      expect(address + bytes + 64).toBeLessThanOrEqual(end);
      const meeting = alive.filter(
        (other) =>
          other.address + other.bytes + 64 > address && address + bytes + 64 > other.address,
      );
      expect(meeting).toEqual([]);
      alive.push({ address, bytes });
    }
    expect(refused).toBeGreaterThan(0);
    for (const { address } of alive) give(address);
    expect(allocator.used).toBe(0);
  });

  it('joins what is given back, in any order', () => {
    const { take, give } = createAllocator(64 * 1024);
    const whole = 64 * 1024 - 64 - 64;
    const addresses = Array.from({ length: 100 }, (_, index) => take(index * 3) as number);
    expect(take(whole)).toBeUndefined();
    for (let step = 0; step < 100; step++) give(addresses[(step * 37) % 100] as number);
    expect(take(whole)).toBe(64);
    expect(take(0)).toBeUndefined();
  });

  it('takes the lowest addresses, which were used before', () => {
    const { take, give } = createAllocator(1 << 20);
    const first = take(1000) as number;
    take(1000);
    give(first);
    expect(take(900)).toBe(first);
  });
});
