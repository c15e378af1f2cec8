import { dispose, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { generateGrid, type OutputSize, type Transform } from '@tfjs-stn/core';

import { fieldTensors } from '@tfjs-stn/core/~internal';
import { expectClose } from '../../matchers/expect-close.js';
import { expectNoLeak } from '../../matchers/expect-no-leak.js';
import { make, someSize, someThetas, thetaTensor, type TransformSubject } from './subject.js';

/** Calls leak nothing besides their results, and repeated calls do not grow the cache. */
export function checkLeaks(subject: TransformSubject): void {
  const transform = make(subject);
  const theta = thetaTensor(transform, someThetas(transform, subject, 2));
  try {
    // Fills the cache.
    dispose(generateGrid(transform, theta, { outputSize: someSize }));
    expectNoLeak(() => generateGrid(transform, theta, { outputSize: someSize }));
    expectNoLeak(() => disposeFields(transform, theta));
  } finally {
    dispose(theta);
    transform.dispose?.();
  }
}

/** Creates fields outside of a tidy and disposes the tensors that their caller owns. */
function disposeFields(transform: Transform, theta: Tensor2D): void {
  const first = fieldTensors(transform.field(theta, { outputSize: someSize }));
  const second = fieldTensors(transform.field(theta, { outputSize: someSize }));
  for (const [name, tensor] of Object.entries(first)) {
    const isCached = name === 'basis' && tensor === second[name];
    if (!isCached) dispose([tensor, ...(second[name] ? [second[name]] : [])]);
  }
}

const sizes: readonly OutputSize[] = [someSize, [4, 3], [1, 1]];

/** Cached tensors, even if made in a tidy, live until `dispose`. */
export function checkDispose(subject: TransformSubject): void {
  expectNoLeak(() => {
    const transform = make(subject);
    useTwice(transform, subject);
    transform.dispose?.();
    transform.dispose?.();
  });
  expectNoLeak(() => {
    const transform = make(subject);
    const before = useTwice(transform, subject);
    transform.dispose?.();
    expectClose(useTwice(transform, subject), before, { rtol: 0, atol: 0, what: 'after dispose' });
    transform.dispose?.();
  });
}

/** @returns the grids of all sizes, concatenated */
function useTwice(transform: Transform, subject: TransformSubject): Float32Array {
  const thetas = someThetas(transform, subject, 2);
  return tidy(() => {
    const theta = thetaTensor(transform, thetas);
    const values = sizes.map((size) => {
      const valuesOf = (): Float32Array =>
        tidy(() => generateGrid(transform, theta, { outputSize: size }).dataSync<'float32'>());
      valuesOf();
      return valuesOf();
    });
    return Float32Array.from(values.flatMap((grid) => [...grid]));
  });
}
