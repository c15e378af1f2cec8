import '@tensorflow/tfjs-backend-cpu';

import { mul, setBackend, square } from '@tensorflow/tfjs-core';
import { input, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { defineTransform, type Transform } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affineTransforms, similarity } from '@tfjs-stn/transform-affine';
import { bsplineFfd, flow } from '@tfjs-stn/transform-flow';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, inject, it } from 'vitest';

import { exportOnnx } from '../../src/index.js';

function modelOf(transform: Transform): LayersModel {
  const inputs = [input({ shape: [7, 9, 2] }), input({ shape: [transform.paramCount] })];
  const layer = spatialTransformerLayer({ transform, sampler: bilinear(), outputSize: [6, 5] });
  return model({ inputs, outputs: layer.apply(inputs) as SymbolicTensor });
}

const transforms: readonly Transform[] = [
  ...affineTransforms.map((factory) => factory()),
  ...projectiveTransforms.map((factory) => factory()),
  tps({ controlPoints: [3, 4] }),
  flow({ size: [3, 4] }),
  bsplineFfd({ controlPoints: [4, 5] }),
];

const gpu = inject('gpuBackend');

describeBackends([gpu], () => {
  it.each(transforms.map((transform) => ({ name: transform.name, transform })))(
    'exports $name in the same form as cpu',
    async ({ transform }) => {
      const made = modelOf(transform);
      const file = await exportOnnx(made);
      await setBackend('cpu');
      const onCpu = await exportOnnx(made);
      await setBackend(gpu);
      // With the names of its nodes, which hold no numbers: those are rounded differently.
      expect(file.length).toBe(onCpu.length);
    },
  );

  it('refuses what is neither linear nor ours', async () => {
    const ours = similarity();
    const others: readonly ((theta: Parameters<Transform['field']>[0]) => typeof theta)[] = [
      (theta) => mul(theta, 1.01),
      square,
    ];
    for (const change of others) {
      const other = defineTransform('similarity', () => ({
        ...ours,
        field: (theta, ...where) => ours.field(change(theta), ...where),
      }));
      await expect(exportOnnx(modelOf(other()))).rejects.toThrow("got 'similarity'");
    }
  });
});
