import type { DataId } from '@tensorflow/tfjs-core';

import type { WasmMemory } from '../runtime/wasm-memory.js';

/** Numbers of a tensor. */
export type Values = Float32Array | Int32Array;

/** Values of a tensor that lie in the memory of the kernels. */
export interface SharedValues {
  address: number;
  /** Undefined once they no longer lie there, so that nothing holds the memory. */
  store: ValueStore | undefined;
  readonly length: number;
  readonly dtype: 'float32' | 'int32';
  /** The same values in memory of JavaScript, once an op of tfjs has asked for them. */
  array?: Values;
}

/** Results that stay in the memory at the same time take at most so many bytes: 1 GiB. */
const mostResultBytes = 2 ** 30;
/** Copies of inputs, which save copying them again: 256 MiB. */
const mostCopyBytes = 2 ** 28;

/** Which tensors lie in a memory. */
export class ValueStore {
  readonly #memory: WasmMemory;
  readonly #found = new WeakMap<DataId, SharedValues>();
  /** Values that are nowhere else. */
  readonly #results: ValueSet;
  /** Values that the backend has, too, from least to most recently used. */
  readonly #copies: ValueSet;
  // Tensors of tfjs's cpu backend need not be disposed of.
  readonly #collected = new FinalizationRegistry<SharedValues>((values) => this.#remove(values));

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    this.#results = new ValueSet(memory);
    this.#copies = new ValueSet(memory);
  }

  /** The address of a tensor's values, or undefined. */
  find(dataId: DataId): number | undefined {
    const values = this.#found.get(dataId);
    if (values?.store === undefined) return undefined;
    if (this.#copies.take(values)) this.#copies.add(values);
    return values.address;
  }

  /** Whether a result of so many bytes is to stay, or is copied out of the memory at once. */
  hasRoom(bytes: number): boolean {
    return this.#results.bytes + bytes <= mostResultBytes;
  }

  keepResult(dataId: DataId, values: SharedValues): void {
    this.#results.add(values);
    this.#keep(dataId, values);
  }

  /** Keeps a copy of values that the backend has. */
  keepCopy(dataId: DataId, values: SharedValues): void {
    this.#copies.add(values);
    this.#keep(dataId, values);
  }

  /** The backend has the values of a result, too: they may be dropped here. */
  becomesCopy(values: SharedValues): void {
    if (this.#results.take(values)) this.#copies.add(values);
  }

  /** A new array with the values of a result, or undefined for a tensor that is none. */
  copyOf(dataId: DataId): Values | undefined {
    const values = this.#found.get(dataId);
    if (values?.array !== undefined) return copied(values.array);
    const isResult = values !== undefined && this.#results.has(values);
    return isResult ? copied(this.view(values)) : undefined;
  }

  /** The values of a result for an op of tfjs, which may keep the array: it is no memory of ours. */
  arrayOf(values: SharedValues): Values {
    values.array ??= copied(this.view(values));
    this.becomesCopy(values);
    return values.array;
  }

  /** The values where they lie. Not to be kept, or handed out. */
  view({ address, length, dtype }: SharedValues): Values {
    return viewOf(this.#memory.buffer, dtype, address, length);
  }

  /** Gives back the memory of a tensor that is disposed of. */
  forget(dataId: DataId): void {
    const values = this.#found.get(dataId);
    if (values === undefined) return;
    this.#found.delete(dataId);
    this.#collected.unregister(values);
    this.#remove(values);
  }

  /** Drops the copies that were not used for the longest time, if there are too many. */
  trim(): void {
    this.#copies.trim(mostCopyBytes);
  }

  /** Moves all results to memory of JavaScript. No tensor lies in this memory any more. */
  moveOut(): void {
    for (const values of this.#results.all) this.arrayOf(values);
    this.#copies.trim(0);
  }

  #keep(dataId: DataId, values: SharedValues): void {
    this.#found.set(dataId, values);
    this.#collected.register(dataId, values, values);
  }

  #remove(values: SharedValues): void {
    this.#results.remove(values);
    this.#copies.remove(values);
  }
}

/** Values in the order in which they were added, and how many bytes they take. */
class ValueSet {
  readonly #memory: WasmMemory;
  readonly all: Set<SharedValues> = new Set();
  bytes = 0;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  has(values: SharedValues): boolean {
    return this.all.has(values);
  }

  add(values: SharedValues): void {
    this.all.add(values);
    this.bytes += values.length * 4;
  }

  /** @returns whether it was there */
  take(values: SharedValues): boolean {
    const wasThere = this.all.delete(values);
    if (wasThere) this.bytes -= values.length * 4;
    return wasThere;
  }

  /** Takes it, and gives back its memory. */
  remove(values: SharedValues): void {
    if (!this.take(values)) return;
    this.#memory.give(values.address);
    values.store = undefined;
  }

  /** Removes the first until no more than so many bytes are left. */
  trim(mostBytes: number): void {
    for (const values of this.all) {
      if (this.bytes <= mostBytes) return;
      this.remove(values);
    }
  }
}

/** Values in a memory. */
function viewOf(
  buffer: ArrayBufferLike,
  dtype: string | undefined,
  address: number,
  length: number,
): Values {
  return dtype === 'int32'
    ? new Int32Array(buffer, address, length)
    : new Float32Array(buffer, address, length);
}

/** A copy in memory that is not cleared first, which would take a third of the time. */
export function copied(values: Values): Values {
  const { buffer } = Buffer.allocUnsafeSlow(values.byteLength);
  const copy = viewOf(buffer, values instanceof Int32Array ? 'int32' : 'float32', 0, values.length);
  copy.set(values);
  return copy;
}
