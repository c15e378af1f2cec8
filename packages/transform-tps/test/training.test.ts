import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends, describeTraining } from '@tfjs-stn/testing/vitest';
import { tps, tpsDisplacement, tpsPoints, type Point } from '@tfjs-stn/transform-tps';

const points: readonly Point[] = [
  [-0.6, -0.5],
  [0.6, -0.6],
  [0, 0],
  [-0.5, 0.7],
  [0.7, 0.6],
];

describeBackends(['cpu', 'wasm'], () => {
  const sampler = bilinear();
  describeTraining('tps', () => tps({ controlPoints: [3, 3] }), { sampler });
  const pinned = { controlPoints: [4, 4], boundaryPins: 3 } as const;
  describeTraining('tps with pins', () => tps(pinned), { sampler });
  const regularized = { controlPoints: [3, 3], regularization: 0.01 } as const;
  describeTraining('tpsDisplacement', () => tpsDisplacement(regularized), { sampler });
  describeTraining('tpsPoints', () => tpsPoints({ points }), { sampler });
});
