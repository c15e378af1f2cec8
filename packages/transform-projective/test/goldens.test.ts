import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends, describeTransformGoldens } from '@tfjs-stn/testing/vitest';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { expect, it } from 'vitest';

/** Made by PyTorch, with gradients by autograd. */
const goldens = loadGoldens('homography-family');

it.each(projectiveTransforms.map(({ factoryName }) => factoryName))(
  'there are 8 goldens of %s',
  (name) => {
    expect(goldens.filter(({ family }) => family === name)).toHaveLength(8);
  },
);

describeBackends(
  ['cpu', 'wasm'],
  () =>
    describeTransformGoldens(projectiveTransforms, {
      goldens,
      sampler: bilinear(),
      upToScale: true,
    }),
  { setup: { wasm: registerWasmKernels } },
);
