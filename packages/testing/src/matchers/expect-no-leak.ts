import { backend, dispose, memory } from '@tensorflow/tfjs-core';
import type { TensorContainer } from '@tensorflow/tfjs-core';

/**
 * Asserts that `run` does not change the number of tensors and data buffers, even if it throws.
 * The tensors it returns are disposed first and don't count.
 *
 * Convention: an error of `run` is rethrown, unless there is a leak: then the error of the leak is
 * thrown, with the first as its cause. If `run` is asynchronous, await the result.
 *
 * @throws Error with the counts before and after
 */
export function expectNoLeak(run: () => Promise<TensorContainer>): Promise<void>;
export function expectNoLeak(run: () => TensorContainer): void;
export function expectNoLeak(
  run: () => TensorContainer | Promise<TensorContainer>,
): void | Promise<void> {
  const before = count();
  const succeed = (result: TensorContainer): void => {
    dispose(result);
    compare(before, undefined);
  };
  const fail = (error: unknown): never => {
    compare(before, error);
    throw error;
  };
  let result: TensorContainer | Promise<TensorContainer>;
  try {
    result = run();
  } catch (error) {
    return fail(error);
  }
  return result instanceof Promise ? result.then(succeed, fail) : succeed(result);
}

interface Counts {
  readonly tensors: number;
  readonly dataBuffers: number;
  readonly backendData: number;
}

function count(): Counts {
  const { numTensors, numDataBuffers } = memory();
  return { tensors: numTensors, dataBuffers: numDataBuffers, backendData: backend().numDataIds() };
}

function compare(before: Counts, cause: unknown): void {
  const after = count();
  const kinds = ['tensors', 'dataBuffers', 'backendData'] as const;
  const changed = kinds.filter((kind) => before[kind] !== after[kind]);
  if (changed.length === 0) return;
  const counts = changed.map((kind) => `${kind} ${before[kind]} -> ${after[kind]}`).join(', ');
  throw new Error(`expectNoLeak: counts must be the same before and after, got ${counts}`, {
    cause,
  });
}
