import {
  dispose,
  memory,
  setBackend,
  tensor2d,
  tidy,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { loadBackends } from '@tfjs-stn-tooling/test-support/load-backends';
import { generateGrid, type OutputSize, type Transform } from '@tfjs-stn/core';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';
import { expect, it } from 'vitest';

function someTheta({ paramCount, identity }: Transform): Tensor2D {
  return tensor2d(
    identity.map((value, i) => value + 0.01 * (i % 7)),
    [1, paramCount],
  );
}

function gridOf(transform: Transform, outputSize: OutputSize): Tensor4D {
  return tidy(() => generateGrid(transform, someTheta(transform), { outputSize }));
}

const families: readonly [string, () => Transform, number][] = [
  ['flow', () => flow({ size: [3, 4] }), 3],
  ['bsplineFfd', () => bsplineFfd({ controlPoints: [4, 5] }), 1],
  ['polynomial', () => polynomial({ degree: 3 }), 1],
];

describeBackends(['cpu', 'wasm'], () => {
  it.each(families)('%s caches its bases for four sizes, until dispose', (_, make, each) => {
    const transform = make();
    const before = memory();
    const use = (side: number): void => gridOf(transform, [side, side + 1]).dispose();
    use(2);
    use(2);
    expect(memory().numTensors - before.numTensors).toBe(each);
    for (const side of [5, 8, 11, 14, 17]) use(side);
    expect(memory().numTensors - before.numTensors).toBe(4 * each);
    transform.dispose?.();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });
});

describeBackends(
  ['wasm'],
  () => {
    it.each(families)('%s works on another backend and back', async (_, make) => {
      const transform = make();
      const before = memory().numTensors;
      const here = gridOf(transform, [6, 5]);
      await setBackend('cpu');
      const there = gridOf(transform, [6, 5]);
      await setBackend('wasm');
      const again = gridOf(transform, [6, 5]);
      expectClose(there, here, { rtol: 0, atol: 5e-7 });
      expectClose(again, here, { rtol: 0, atol: 5e-7 });
      dispose([here, there, again]);
      transform.dispose?.();
      expect(memory().numTensors).toBe(before);
    });
  },
  { load: { wasm: () => Promise.all([loadBackends.wasm(), loadBackends.cpu()]) } },
);
