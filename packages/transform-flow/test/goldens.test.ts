import { tensor, tidy, type Rank } from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';
import { expect, it } from 'vitest';

import { flowGoldens, type FlowGolden } from './golden.js';

function transformOf({ family, size }: FlowGolden): Transform {
  if (family === 'polynomial') return polynomial({ degree: size as number });
  const pair = size as readonly [number, number];
  return family === 'flow' ? flow({ size: pair }) : bsplineFfd({ controlPoints: pair });
}

it('there are goldens of every family', () => {
  expect(new Set(flowGoldens.map(({ family }) => family)).size).toBe(3);
  expect(flowGoldens.length).toBeGreaterThan(50);
});

describeBackends(['cpu', 'wasm'], () => {
  it.each(flowGoldens)('agrees with the golden: $name', (golden) => {
    const transform = transformOf(golden);
    const { theta, outputSize, alignCorners } = golden;
    tidy(() => {
      const given = tensor<Rank.R2>(theta.data, [...theta.shape] as [number, number]);
      const grid = generateGrid(transform, given, { outputSize, alignCorners });
      expectClose(grid, golden.grid, { rtol: 1e-6, atol: 1e-6, what: golden.family });
    });
    transform.dispose?.();
  });
});
