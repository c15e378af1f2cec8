import type { Tensor } from '@tensorflow/tfjs-core';

import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { Entry } from './entry.js';
import { peakBytes } from './peak-bytes.js';

/** What a contestant that computes tensors does. */
export interface TensorWork {
  /** One call; the tensors are disposed when they are there. */
  compute(): readonly Tensor[];
  /** Computes what can be checked, and holds it against the oracle. */
  check(): Promise<number | undefined>;
  dispose(): void;
}

/** Makes a contestant of what computes tensors on a backend of tfjs. */
export function tensorEntry(host: TfjsHost, { compute, check, dispose }: TensorWork): Entry {
  const finish = (tensors: readonly Tensor[]): void =>
    tensors.forEach((tensor) => tensor.dispose());
  const { wait } = host;
  return {
    call: wait
      ? async () => {
          const tensors = compute();
          for (const tensor of tensors) await wait(tensor);
          finish(tensors);
        }
      : () => finish(compute()),
    check,
    bytes: () => peakBytes(compute),
    note: () => host.note?.(),
    dispose,
  };
}
