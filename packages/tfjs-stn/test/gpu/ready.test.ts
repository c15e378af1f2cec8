import { dispose, getKernel, profile, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { StnHomographyWarp } from '@tfjs-stn/core/kernels';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, inject, it } from 'vitest';

import { ready, rotate, warpAffine } from '../../src/index.js';
import { expectRegistration } from '../expect-registration.js';

interface Golden {
  readonly name: string;
  readonly form: string;
  readonly exact: boolean;
  readonly arguments: { readonly matrix: number[][]; readonly degrees: number };
  readonly image: Dense;
  readonly output: Dense;
}

interface Dense {
  readonly shape: number[];
  /** Little-endian, in base 64. */
  readonly float32: string;
}

const backend = inject('gpuBackend');
const name = `@tfjs-stn/backend-${backend}`;
const goldens = JSON.parse(inject('shortFormGoldens')) as { readonly cases: readonly Golden[] };
const cases = goldens.cases.filter(
  ({ form, exact }) => exact && (form === 'warpAffine' || form === 'rotate'),
);

function tensorOf({ shape, float32 }: Dense): Tensor4D {
  const bytes = Uint8Array.from(atob(float32), (character) => character.charCodeAt(0));
  return tensor4d(new Float32Array(bytes.buffer), shape as [number, number, number, number]);
}

function warped(image: Tensor4D, golden: Golden): Tensor4D {
  const { matrix, degrees, ...options } = golden.arguments;
  return golden.form === 'rotate'
    ? rotate(image, degrees, options)
    : warpAffine(image, matrix, options);
}

describeBackends([backend], () => {
  it('has no kernels before', () => {
    expect(getKernel(StnHomographyWarp, backend)).toBeUndefined();
  });

  it('registers the kernels, once, and says so', () => expectRegistration(backend, name));

  it.each(cases)('then does as OpenCV, with the kernel: $name', async (golden) => {
    const [image, expected] = [tensorOf(golden.image), tensorOf(golden.output)];
    const { result, kernelNames } = await profile(() => warped(image, golden));
    const output = result as Tensor4D;
    expect(kernelNames).toContain(StnHomographyWarp);
    expectClose(output, expected, { rtol: 0, atol: 1e-5 });
    dispose([image, expected, output]);
  });

  it('has such cases', () => {
    expect(new Set(cases.map(({ form }) => form))).toEqual(new Set(['warpAffine', 'rotate']));
  });
});

describeBackends(['cpu'], () => {
  it('has kernels in Node.js, and none in a browser', async () => {
    const { kernels } = await ready();
    expect(kernels).toBe(backend === 'webgl' ? undefined : '@tfjs-stn/backend-node');
  });
});
