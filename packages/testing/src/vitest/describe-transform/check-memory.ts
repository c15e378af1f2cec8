import { dispose, type Tensor2D } from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';

import { expectNoLeak } from '../../matchers/expect-no-leak.js';
import { fieldTensors } from './field-tensors.js';
import { make, someSize, someThetas, thetaTensor, type TransformSubject } from './subject.js';

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
