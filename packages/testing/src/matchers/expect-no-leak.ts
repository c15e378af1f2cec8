import { backend, dispose, memory } from '@tensorflow/tfjs-core';
import type { TensorContainer } from '@tensorflow/tfjs-core';

/**
 * Asserts that `run` leaves as many tensors and data buffers behind as it found, also when
 * it throws. The tensors it returns are disposed first and don't count.
 *
 * Convention: what `run` throws is thrown on, unless there is a leak: then the leak is
 * thrown with the former as its cause. With an asynchronous `run`, await the result.
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
