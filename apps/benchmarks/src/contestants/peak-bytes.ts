import { memory, profile, type Tensor } from '@tensorflow/tfjs-core';

/** The most bytes that tensors take at any moment of a call, beyond those that were there. */
export async function peakBytes(call: () => readonly Tensor[]): Promise<number> {
  const before = memory().numBytes;
  let made: readonly Tensor[] = [];
  const { peakBytes: peak } = await profile(() => {
    made = call();
    return [...made];
  });
  const after = memory().numBytes;
  made.forEach((tensor) => tensor.dispose());
  return Math.max(peak, after) - before;
}
