import { getBackend, getKernel } from '@tensorflow/tfjs-core';

import { Absent } from './absent.js';

/** @throws Absent where the current backend of tfjs does not have a kernel */
export function requireKernel(name: string): void {
  const backend = getBackend();
  if (getKernel(name, backend) === undefined) {
    throw new Absent(`there is no kernel ${name} for tfjs's backend ${backend}`);
  }
}
