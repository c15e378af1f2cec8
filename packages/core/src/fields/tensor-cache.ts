import { engine, keep, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Keeps the most recently used tensors and disposes the others. They outlive the tidy they were made
 * in, and move to another backend like any tensor. A tensor that was lost with its backend is made
 * again.
 */
export class TensorCache {
  readonly #capacity: number;
  /** From least to most recently used. */
  readonly #tensors = new Map<string, Tensor2D>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param make called if the tensor is missing; creates it from host numbers, without ops */
  get(key: string, make: () => Tensor2D): Tensor2D {
    const former = this.#tensors.get(key);
    this.#tensors.delete(key);
    const tensor = former !== undefined && isAlive(former) ? former : keep(make());
    this.#tensors.set(key, tensor);
    if (this.#tensors.size > this.#capacity) this.#evict();
    return tensor;
  }

  /** Disposes all tensors. Later calls of `get` make them again. */
  dispose(): void {
    for (const tensor of this.#tensors.values()) release(tensor);
    this.#tensors.clear();
  }

  #evict(): void {
    for (const [key, tensor] of this.#tensors) {
      this.#tensors.delete(key);
      release(tensor);
      return;
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
