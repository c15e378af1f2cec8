import { tidy } from '@tensorflow/tfjs-core';
import { generateGrid } from '@tfjs-stn/core';
import { expectClose, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { estimateTps, tps, type Point } from '@tfjs-stn/transform-tps';
import { expect, it } from 'vitest';

import { tpsGoldens } from './golden.js';
import { gridPoints, pairsOf, referenceSpline } from './reference-spline.js';

function somePoints(count: number, seed: number): Point[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (): Point => [2 * random() - 1, 2 * random() - 1]);
}

describeBackends(['cpu', 'wasm'], () => {
  it('estimateTps agrees with the spline of SciPy through the pairs', () => {
    // SciPy evaluated splines at pixels: those pixels are the control points here.
    const goldens = tpsGoldens.filter(({ kind }) => kind === 'points');
    expect(goldens.length).toBeGreaterThan(10);
    for (const { controlPoints, theta, regularization, alignCorners, ...golden } of goldens) {
      const { outputSize, grid } = golden;
      const outputPoints = controlPoints as readonly Point[];
      const inputs = pairsOf(theta.data);
      const batch = [inputs.slice(0, outputPoints.length), inputs.slice(outputPoints.length)];
      tidy(() => {
        const identity = tps({ controlPoints: [2, 2] });
        const still = estimateTps(gridPoints(2, 2), gridPoints(2, 2), { controlPoints: [2, 2] });
        const pixels = generateGrid(identity, still, { outputSize, alignCorners }).dataSync();
        identity.dispose?.();
        const options = { points: pairsOf(pixels), regularization };
        const estimate = estimateTps(outputPoints, batch, options);
        const expected = { shape: estimate.shape, data: grid.data };
        expectClose(estimate, expected, { rtol: 2e-6, atol: 2e-6 });
      });
    }
  });

  it('estimateTps gives the spline through the pairs at the control points', () => {
    const [from, to] = [somePoints(7, 1), somePoints(7, 2)];
    const spline = referenceSpline(from, to, 0.1);
    tidy(() => {
      const theta = estimateTps(from, to, { controlPoints: [3, 4], regularization: 0.1 });
      const expected = gridPoints(3, 4).flatMap(([x, y]) => spline(x, y));
      expectClose(theta, [expected], { rtol: 1e-6, atol: 1e-6 });
    });
  });

  it('estimateTps returns the positions if the pairs lie on the control points', () => {
    const to = somePoints(9, 3);
    tidy(() => {
      const theta = estimateTps(gridPoints(3, 3), to, { controlPoints: [3, 3] });
      expectClose(theta, [to.flat()], { rtol: 0, atol: 1e-6 });
    });
  });

  it('estimateTps does not change its arguments', () => {
    const [from, to] = [somePoints(4, 4), somePoints(4, 5)];
    const copy = structuredClone({ from, to });
    estimateTps(from, to, { points: from }).dispose();
    expect({ from, to }).toEqual(copy);
  });
});
