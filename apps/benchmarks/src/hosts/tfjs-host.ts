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
  /** Whether gradients of convolutions and pooling are ours here, and not tfjs's. */
  readonly trains?: boolean;
  /** Whether a call with copies of image and output competes as well, as those of peers have them. */
  readonly copies?: boolean;
  /**
   * Whether only sampling competes, because the rest is tfjs's own work, on as many threads as that
   * likes.
   */
  readonly samplesOnly?: boolean;
  /** Whether all of it is plain JavaScript: where that takes minutes it is left out. */
  readonly slow?: boolean;
  /**
   * How many values of an image tfjs's ops can sample before a call takes seconds, once it is active;
   * undefined where there is no limit.
   */
  mostValues?(): number | undefined;
  /**
   * Makes it the current backend.
   *
   * @throws Absent if this machine does not have it
   */
  activate(): Promise<void>;
  /** Resolves when a tensor's values are there; nothing to wait for where calls compute at once. */
  wait?(tensor: Tensor): Promise<void>;
  /** What must be known to read figures of it, once it is active. */
  note?(): string | undefined;
}
