import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends, describeTransformGoldens } from '@tfjs-stn/testing/vitest';
import { affineTransforms } from '@tfjs-stn/transform-affine';
import { expect, it } from 'vitest';

/** Made by PyTorch, with gradients by autograd. */
const goldens = loadGoldens('homography-family');

it.each(affineTransforms.map(({ factoryName }) => factoryName))(
  'there are 8 goldens of %s',
  (name) => {
    expect(goldens.filter(({ family }) => family === name)).toHaveLength(8);
  },
);

describeBackends(
  ['cpu', 'wasm'],
  () => describeTransformGoldens(affineTransforms, { goldens, sampler: bilinear() }),
  { setup: { wasm: registerWasmKernels } },
);
