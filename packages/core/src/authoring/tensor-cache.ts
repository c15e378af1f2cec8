import { keep, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Keeps the tensors that were used last, and disposes of the others. They outlive the tidy that they
 * were made in, and follow tfjs to another backend like any tensor.
 */
export class TensorCache {
  readonly #capacity: number;
  /** From the one used longest ago to the one used last. */
  readonly #tensors = new Map<string, Tensor2D>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param make called where there is none; makes a tensor of host numbers, by no op */
  get(key: string, make: () => Tensor2D): Tensor2D {
    const former = this.#tensors.get(key);
    this.#tensors.delete(key);
    // A caller who disposes of a whole field takes the basis along.
    const tensor = former === undefined || former.isDisposed ? keep(make()) : former;
    this.#tensors.set(key, tensor);
    if (this.#tensors.size > this.#capacity) this.#evict();
    return tensor;
  }

  /** Disposes of everything. What is asked for afterwards is made again. */
  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  #evict(): void {
    for (const [key, tensor] of this.#tensors) {
      this.#tensors.delete(key);
      tensor.dispose();
      return;
    }
  }
}
