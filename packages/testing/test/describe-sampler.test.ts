import '@tensorflow/tfjs-backend-cpu';
import {
  add,
  clone,
  customGrad,
  equal,
  keep,
  mul,
  scalar,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tidy,
  tile,
  type GradSaveFunc,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  defineSampler,
  gridSample,
  type CompositeSampler,
  type SamplingField,
  type SamplingOptions,
} from '@tfjs-stn/core';
import { fieldGrid, keepWhere } from '@tfjs-stn/core/fields';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import * as contract from '../src/vitest/describe-sampler/check-contract.js';
import { checkDiverged } from '../src/vitest/describe-sampler/check-diverged.js';
import { checkLeaks } from '../src/vitest/describe-sampler/check-leaks.js';

type Sample = CompositeSampler['sample'];

/** Bilinear by way of a grid: a composite without fault. */
const read = (
  image: Tensor4D,
  field: SamplingField,
  { padding, fillValue }: SamplingOptions,
  grid: Tensor4D = fieldGrid(field),
): Tensor4D =>
  gridSample(image, grid, {
    sampler: bilinear(),
    padding,
    alignCorners: field.alignCorners,
    ...(padding === 'zeros' && { fillValue }),
  });

const composite = (sample: Sample): CompositeSampler =>
  defineSampler('composite', () => ({ sample }))();

const faultless = composite((image, field, options) => read(image, field, options));

/** What is wrong, the check that must see it, and the fault. */
const faults: readonly [string, (sampler: CompositeSampler) => void, Sample][] = [
  [
    'another result for grids',
    contract.checkFields,
    (image, field, options) => mul(read(image, field, options), field.kind === 'grid' ? 2 : 1),
  ],
  [
    'alignCorners ignored',
    contract.checkAlignCorners,
    (image, field, options) => read(image, { ...field, alignCorners: false }, options),
  ],
  [
    'the first image for all',
    contract.checkBatches,
    (image, field, options) => {
      const first = slice(image, [0, 0, 0, 0], [1, -1, -1, -1]);
      return read(tile(first, [image.shape[0], 1, 1, 1]), field, options);
    },
  ],
  ['squares', contract.checkLinear, (image, field, options) => square(read(image, field, options))],
  [
    'padding ignored',
    contract.checkPadding,
    (image, field) => read(image, field, { padding: 'zeros', fillValue: 0 }),
  ],
  [
    'fill values ignored',
    contract.checkPadding,
    (image, field, options) => read(image, field, { ...options, fillValue: 0 }),
  ],
  [
    'NaN hidden',
    contract.checkOddPoints,
    (image, field, options) => {
      const output = read(image, field, options);
      return keepWhere(equal(output, output), output, 0);
    },
  ],
  [
    'border for reflection',
    contract.checkPadding,
    (image, field, options) => {
      const { padding } = options;
      return read(image, field, {
        ...options,
        padding: padding === 'reflection' ? 'border' : padding,
      });
    },
  ],
  [
    'gradients behind a horizon',
    contract.checkOddPoints,
    (image, field, options) => withSteepZero(read(image, field, options)),
  ],
  [
    'no derivative where there should be one',
    contract.checkGradients,
    (image, field, options) => withSteepZero(read(image, field, options)),
  ],
  [
    'the NaN of one item in all',
    checkDiverged,
    (image, field, options) => {
      const output = read(image, field, options);
      return add(output, mul(sum(output), 0));
    },
  ],
  [
    'footprints that a huge map leaves infinite',
    checkDiverged,
    (image, field, options) => {
      const grid = fieldGrid(field);
      const moved = add<Tensor4D>(grid, mul(sub(grid, grid), 2));
      return read(image, field, options, moved);
    },
  ],
];

/** Adds 0 by a slope that is none. */
function withSteepZero(output: Tensor4D): Tensor4D {
  return add(output, sqrt(sub(output, output)));
}

/** Leaks, and where. */
const leaks: readonly [string, (mustKeep: () => Tensor) => Sample][] = [
  [
    'in a call',
    (leave) => (image, field, options) => {
      leave();
      return read(image, field, options);
    },
  ],
  [
    'in a gradient',
    (leave) => (image, field, options) => {
      const watch = customGrad((x, save) => {
        (save as GradSaveFunc)([]);
        return {
          value: clone(x as Tensor),
          gradFunc: (dy: Tensor) => {
            leave();
            return clone(dy);
          },
        };
      });
      return watch(read(image, field, options)) as Tensor4D;
    },
  ],
];

describeBackends(['cpu'], () => describeSampler(faultless, { kernel: 'bilinear', every: 40 }));

describeBackends(['cpu'], () => {
  describe('the checks of describeSampler', () => {
    it.each(faults)('detect %s', (_, check, sample) => {
      expect(() => tidy(() => check(faultless))).not.toThrow();
      expect(() => tidy(() => check(composite(sample)))).toThrow(/expect/);
    });

    it.each(leaks)('detect a leak %s', (_, sampleWith) => {
      const left: Tensor[] = [];
      const leave = (): Tensor => left[left.push(keep(scalar(1))) - 1] as Tensor;
      expect(() => checkLeaks(faultless)).not.toThrow();
      expect(() => checkLeaks(composite(sampleWith(leave)))).toThrow('expectNoLeak');
      left.forEach((tensor) => tensor.dispose());
    });

    it('allow a cache that the first call fills', () => {
      let cached: Tensor | undefined;
      const caching = composite((image, field, options) => {
        cached ??= keep(scalar(1));
        return mul(read(image, field, options), cached);
      });
      expect(() => checkLeaks(caching)).not.toThrow();
      cached?.dispose();
    });

    it('detect a config that is not JSON', () => {
      const odd = { ...faultless, config: { a: NaN } };
      expect(() => contract.checkValue(odd)).toThrow(/expect/);
    });
  });
});

describe('describeSampler', () => {
  it('requires a kernel of the oracle for a kernel sampler', () => {
    expect(() => describeSampler(bilinear())).toThrow(
      "describeSampler: kernel must be given for 'bilinear', got undefined",
    );
  });
});
