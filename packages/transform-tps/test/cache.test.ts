import {
  dispose,
  grad,
  memory,
  setBackend,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { loadBackends } from '@tfjs-stn-tooling/test-support/load-backends';
import { generateGrid, type BasisField, type OutputSize } from '@tfjs-stn/core';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { tps } from '@tfjs-stn/transform-tps';
import { describe, expect, it } from 'vitest';

/** The basis of a field that was made in a tidy, and not returned from it. */
function basisOf(
  transform: ReturnType<typeof tps>,
  size: OutputSize,
  alignCorners = false,
): Tensor2D {
  const seen: Tensor2D[] = [];
  tidy(() => {
    const theta = tensor2d([...transform.identity], [1, transform.paramCount]);
    seen.push((transform.field(theta, { outputSize: size, alignCorners }) as BasisField).basis);
  });
  return seen[0] as Tensor2D;
}

describeBackends(['cpu', 'wasm'], () => {
  describe('the cached basis', () => {
    it('is computed once per size and outlives the tidy it was made in', () => {
      const transform = tps({ controlPoints: [3, 4] });
      const before = memory().numTensors;
      const basis = basisOf(transform, [5, 6]);
      expect(basis.isDisposed).toBe(false);
      expect(memory().numTensors - before).toBe(1);
      expect(basisOf(transform, [5, 6])).toBe(basis);
      expect(basisOf(transform, [5, 6], true)).not.toBe(basis);
      expect(basisOf(transform, [6, 5])).not.toBe(basis);
      transform.dispose?.();
      expect(basis.isDisposed).toBe(true);
      expect(memory().numTensors).toBe(before);
    });

    it('is cached for the last four sizes', () => {
      const transform = tps({ controlPoints: [2, 2] });
      const before = memory();
      const [first, second] = [basisOf(transform, [1, 2]), basisOf(transform, [2, 2])];
      basisOf(transform, [3, 2]);
      basisOf(transform, [4, 2]);
      basisOf(transform, [1, 2]);
      basisOf(transform, [5, 2]);
      expect(first.isDisposed).toBe(false);
      expect(second.isDisposed).toBe(true);
      expect(memory().numTensors - before.numTensors).toBe(4);
      transform.dispose?.();
      expect(memory().numTensors).toBe(before.numTensors);
      expect(memory().numBytes).toBe(before.numBytes);
    });

    it('is recomputed after it was disposed, and after dispose()', () => {
      const transform = tps({ controlPoints: [2, 3] });
      const basis = basisOf(transform, [3, 4]);
      const values = Array.from(basis.dataSync());
      basis.dispose();
      expect(Array.from(basisOf(transform, [3, 4]).dataSync())).toEqual(values);
      transform.dispose?.();
      expect(Array.from(basisOf(transform, [3, 4]).dataSync())).toEqual(values);
      transform.dispose?.();
    });

    it('stays valid for a gradient that runs after its eviction', () => {
      const transform = tps({ controlPoints: [3, 3] });
      const gradientBy = (meanwhile: () => void): Tensor =>
        tidy(() => {
          const theta = tensor2d([...transform.identity], [1, 18]);
          return grad((t: Tensor) => {
            const grid = generateGrid(transform, t as Tensor2D, { outputSize: [4, 5] });
            meanwhile();
            return grid;
          })(theta);
        });
      expectNoLeak(() => {
        const expected = gradientBy(() => {});
        transform.dispose?.();
        const gradient = gradientBy(() => transform.dispose?.());
        expectClose(gradient, expected, { rtol: 0, atol: 0 });
        return [expected, gradient];
      });
    });

    it('has rows that sum to 1', () => {
      const transform = tps({ controlPoints: [4, 4] });
      const basis = basisOf(transform, [7, 9]);
      const values = basis.dataSync<'float32'>();
      const sums = Array.from({ length: 63 }, (_, row) =>
        values.slice(row * 16, row * 16 + 16).reduce((sum, value) => sum + value, 0),
      );
      expectClose(sums, Array<number>(63).fill(1), { rtol: 0, atol: 5e-7 });
      transform.dispose?.();
    });
  });
});

describeBackends(
  ['wasm'],
  () => {
    it('works after switching to another backend and back', async () => {
      const transform = tps({ controlPoints: [3, 3] });
      const before = memory().numTensors;
      const gridHere = (): Tensor4D =>
        tidy(() => {
          const theta = tensor2d(
            transform.identity.map((v, i) => v + 0.01 * i),
            [1, 18],
          );
          return generateGrid(transform, theta, { outputSize: [6, 5] });
        });
      const grids = [gridHere()];
      await setBackend('cpu');
      grids.push(gridHere());
      await setBackend('wasm');
      grids.push(gridHere());
      const [first, ...others] = grids as [Tensor4D, Tensor4D, Tensor4D];
      for (const other of others) expectClose(other, first, { rtol: 0, atol: 5e-7 });
      dispose(grids);
      transform.dispose?.();
      expect(memory().numTensors).toBe(before);
    });
  },
  { load: { wasm: () => Promise.all([loadBackends.wasm(), loadBackends.cpu()]) } },
);
