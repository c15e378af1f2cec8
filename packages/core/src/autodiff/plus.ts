import { addN, tidy, type Tensor } from '@tensorflow/tfjs-core';

/** Adds a term to a sum and disposes of both as soon as they are added. */
export function plus<T extends Tensor>(sum: T | undefined, term: () => T): T {
  if (sum === undefined) return tidy(term);
  // On cpu addN takes a third of the time of add.
  const next = tidy(() => addN<T>([sum, term()]));
  sum.dispose();
  return next;
}
