import type { Tensor } from '@tensorflow/tfjs-core';

/** A backend of tfjs, with or without our kernels. */
export interface TfjsHost {
  /** What `--backend` takes: `wasm+kernels`. */
  readonly name: string;
  readonly threads?: number;
  /** Whether contestants carry the number of threads in their names, for there are several. */
  readonly namesThreads?: boolean;
  /** Whether what tfjs itself offers competes here too: once for each backend is enough. */
  readonly peers?: boolean;
  /** What is plain JavaScript: where that takes minutes it is left out. */
  readonly slow?: 'everything' | 'convolutions';
  /**
   * Makes it the current backend.
   *
   * @throws Absent if this machine does not have it
   */
  activate(): Promise<void>;
  /** Resolves when a tensor's values are there; nothing to wait for where calls compute at once. */
  wait?(tensor: Tensor): Promise<void>;
}
