import { engine, keep, type Tensor2D } from '@tensorflow/tfjs-core';

/** What the tensors of a cache take together at most, but for the latest: 1 GiB. */
const mostBytes = 2 ** 30;

/**
 * Keeps the most recently used tensors, of at most 1 GiB together, and disposes the others. They outlive the tidy they were made in, and move to
 * another backend like any tensor. A tensor that was lost with its backend is made again.
 */
export class TensorCache {
  readonly #capacity: number;
  readonly #together: number;
  /** From least to most recently used. */
  readonly #tensors = new Map<string, Tensor2D>();

  /**
   * @param capacity how many tensors are kept at most
   * @param together how many are used at the same time: the last so many are kept, whatever their size
   */
  constructor(capacity: number, together = 1) {
    this.#capacity = capacity;
    this.#together = together;
  }

  /** @param make called if the tensor is missing; creates it from host numbers, without ops */
  get(key: string, make: () => Tensor2D): Tensor2D {
    const former = this.#tensors.get(key);
    this.#tensors.delete(key);
    const tensor = former !== undefined && isAlive(former) ? former : keep(make());
    this.#tensors.set(key, tensor);
    this.#trim();
    return tensor;
  }

  /** Disposes all tensors. Later calls of `get` make them again. */
  dispose(): void {
    for (const tensor of this.#tensors.values()) release(tensor);
    this.#tensors.clear();
  }

  #trim(): void {
    let bytes = 0;
    for (const { size } of this.#tensors.values()) bytes += size * Float32Array.BYTES_PER_ELEMENT;
    for (const [key, tensor] of this.#tensors) {
      const isTooMuch = this.#tensors.size > this.#capacity || bytes > mostBytes;
      if (!isTooMuch || this.#tensors.size <= this.#together) return;
      this.#tensors.delete(key);
      bytes -= tensor.size * Float32Array.BYTES_PER_ELEMENT;
      release(tensor);
    }
  }
}

/**
 * A tensor is lost when a caller disposes a whole field with its basis, with `tf.engine().reset()`, and
 * with `tf.removeBackend`.
 */
function isAlive(tensor: Tensor2D): boolean {
  const { state, registry } = engine();
  const backend = state.tensorInfo.get(tensor.dataId)?.backend;
  return !tensor.isDisposed && Object.values(registry).some((running) => running === backend);
}

function release(tensor: Tensor2D): void {
  if (isAlive(tensor)) tensor.dispose();
}
