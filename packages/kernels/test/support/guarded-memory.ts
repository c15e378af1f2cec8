/** A byte that no kernel would write by chance, around every array. */
const canary = 0xa5;
const guard = 1024;

/** An array in guarded memory. */
export interface Region {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
  readonly writable: boolean;
}

/**
 * Lays arrays out with guards right before and behind each. The one named `last` ends where memory
 * does, so that even reading behind it would trap.
 */
export function layOut(
  memory: WebAssembly.Memory,
  sizes: Readonly<Record<string, number>>,
  writable: readonly string[],
  last: string,
): Region[] {
  new Uint8Array(memory.buffer).fill(canary);
  let address = guard;
  const regions = Object.entries(sizes).map(([name, bytes]) => {
    const start = name === last ? memory.buffer.byteLength - bytes : address;
    if (name !== last) address = Math.ceil((address + bytes + guard) / 16) * 16;
    return { name, address: start, bytes, writable: writable.includes(name) };
  });
  if (address > memory.buffer.byteLength - (sizes[last] ?? 0)) {
    throw new Error(`layOut: memory is too small for ${JSON.stringify(sizes)}`);
  }
  return regions;
}

/** Names of what changed although it must not: read-only arrays and everything in between. */
export function trespasses(
  memory: WebAssembly.Memory,
  before: Uint8Array,
  regions: readonly Region[],
): string[] {
  const after = new Uint8Array(memory.buffer);
  const changed = (begin: number, end: number): boolean =>
    Buffer.compare(before.subarray(begin, end), after.subarray(begin, end)) !== 0;
  const ordered = [...regions].sort((a, b) => a.address - b.address);
  const found: string[] = [];
  let end = 0;
  for (const { name, address, bytes, writable } of ordered) {
    if (changed(end, address)) found.push(`guard before ${name}`);
    end = address + bytes;
    if (!writable && changed(address, end)) found.push(name);
  }
  if (changed(end, after.length)) found.push('guard behind all');
  return found;
}
