import { dispose, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { generateGrid, type OutputSize, type Transform } from '@tfjs-stn/core';

import { expectClose } from '../../matchers/expect-close.js';
import { expectNoLeak } from '../../matchers/expect-no-leak.js';
import {
  fieldTensors,
  make,
  someSize,
  someThetas,
  thetaTensor,
  type TransformSubject,
} from './subject.js';

/** Calls leave nothing but their results, and a transform's cache does not grow by repetition. */
export function checkLeaks(subject: TransformSubject): void {
  const transform = make(subject);
  const theta = thetaTensor(transform, someThetas(transform, subject, 2));
  try {
    // What is cached is there after this, and stays.
    dispose(generateGrid(transform, theta, someSize));
    expectNoLeak(() => generateGrid(transform, theta, someSize));
    expectNoLeak(() => disposeFields(transform, theta));
  } finally {
    dispose(theta);
    transform.dispose?.();
  }
}

/** Outside of a tidy, as a caller of `field` who owns its tensors may be. */
function disposeFields(transform: Transform, theta: Tensor2D): void {
  const first = fieldTensors(transform.field(theta, someSize, false));
  const second = fieldTensors(transform.field(theta, someSize, false));
  for (const [name, tensor] of Object.entries(first)) {
    const isCached = name === 'basis' && tensor === second[name];
    if (!isCached) dispose([tensor, ...(second[name] ? [second[name]] : [])]);
  }
}

const sizes: readonly OutputSize[] = [someSize, [4, 3], [1, 1]];

/** What is cached, also inside a tidy, lasts until `dispose` and no longer. */
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

/** @returns the grids of every size, one after the other */
function useTwice(transform: Transform, subject: TransformSubject): Float32Array {
  const thetas = someThetas(transform, subject, 2);
  return tidy(() => {
    const theta = thetaTensor(transform, thetas);
    const values = sizes.map((size) => {
      const valuesOf = (): Float32Array =>
        tidy(() => generateGrid(transform, theta, size).dataSync<'float32'>());
      valuesOf();
      return valuesOf();
    });
    return Float32Array.from(values.flatMap((grid) => [...grid]));
  });
}
