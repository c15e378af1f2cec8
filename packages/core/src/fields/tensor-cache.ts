import { engine, keep, type Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Keeps the tensors that were used last, and disposes of the others. They outlive the tidy that they
 * were made in, and follow tfjs to another backend like any tensor; what is gone with its backend is
 * made again.
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
    const tensor = former !== undefined && isAlive(former) ? former : keep(make());
    this.#tensors.set(key, tensor);
    if (this.#tensors.size > this.#capacity) this.#evict();
    return tensor;
  }

  /** Disposes of everything. What is asked for afterwards is made again. */
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
 * A caller who disposes of a whole field takes the basis along, `tf.engine().reset()` every tensor,
 * and `tf.removeBackend` those of the backend.
 */
function isAlive(tensor: Tensor2D): boolean {
  const { state, registry } = engine();
  const backend = state.tensorInfo.get(tensor.dataId)?.backend;
  return !tensor.isDisposed && Object.values(registry).some((running) => running === backend);
}

function release(tensor: Tensor2D): void {
  if (isAlive(tensor)) tensor.dispose();
}
