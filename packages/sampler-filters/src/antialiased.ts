import {
  createSampler,
  type CompositeSampler,
  type JsonObject,
  type Sampler,
  type SamplerFactory,
} from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { snapshotSampler } from '@tfjs-stn/core/~internal';

import { sampleFootprints } from './sample-footprints.js';

/** A sampler's name and config, as a saved model holds them. */
export interface SamplerPart {
  readonly name: string;
  readonly config?: JsonObject;
}

/** What is made free of aliasing, and at what price. */
export interface AntialiasedOptions {
  /** How single points are read: a sampler, or the name and config of one that is registered. */
  readonly base: Sampler | SamplerPart;
  /** Points per axis and output pixel at most, from 1 to 64. Default 16. */
  readonly maxTaps?: number;
}

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    antialiased: { readonly base: SamplerPart; readonly maxTaps?: number };
  }
}

/**
 * Sampling without aliasing: the mean over the part of the input that an output pixel stands for,
 * where a transformation shrinks the image. The answer to a flaw of spatial transformers that
 * Jaderberg et al. (2015) name in section 3.3: a kernel of fixed support skips pixels.
 *
 * Convention: the footprint is the parallelogram of the field's local Jacobian. Along each of its
 * sides, σ input pixels long, it is read at the same number of points, a pixel or less apart and
 * (σ - 1) pixels from first to last: for a whole σ and an upright footprint, over `bilinear`, that
 * is the exact area mean. Where σ ≤ 1 all points coincide, and an item that shrinks nowhere is read
 * by `base` itself. The number of points is the largest σ of an item rounded up, at most `maxTaps`;
 * a footprint that is longer is read at points further apart than a pixel, and aliases again. Where a
 * side is longer than a million pixels, or no finite number since a net has diverged, the point alone
 * is read: under an affine map that is so for the whole item. What else a batch holds has no part in
 * an item's numbers; the gradient w.r.t. the image can differ by rounding.
 *
 * Differentiable in image and field, the change of the footprint included, as often as `base` is;
 * only what a matrix whose last row is 0 0 w would change of the footprints by that row's zeros is
 * left out, since the footprints of an affine map count as alike. The numbers of points come from
 * the device to the host once per call.
 *
 * Points are added up as they are read, and read again in the backward pass: in addition to its result, a call
 * takes the memory of 4 outputs, or of input images if they are larger. Where the field is not affine,
 * or the backend has no kernel for `base`, it works in bands of rows, for which some 20 MB are added.
 * Second derivatives keep every point.
 *
 * Its config holds name and config of `base`, which must be registered where a saved model is read.
 *
 * @throws OptionError if `base` is no sampler, `maxTaps` no whole number from 1 to 64, or there is
 *   another key, when called; UnknownNameError if `base` is a name that is not registered
 */
export const antialiased: SamplerFactory<[options: AntialiasedOptions], CompositeSampler> =
  /* @__PURE__ */ Object.assign(makeAntialiased, { factoryName: 'antialiased' });

function makeAntialiased(options: AntialiasedOptions): CompositeSampler {
  assertKeys(options);
  const { maxTaps = 16 } = options;
  if (!Number.isInteger(maxTaps) || maxTaps < 1 || maxTaps > 64) {
    throw new OptionError(
      'antialiased',
      `maxTaps must be a whole number from 1 to 64, got ${JSON.stringify(maxTaps)}`,
    );
  }
  const base = samplerOf(options.base);
  if (nesting(base) >= mostNested) {
    throw new OptionError(
      'antialiased',
      `base must nest antialiased at most ${mostNested} deep, got more. Use antialiased once`,
    );
  }
  const part = Object.freeze({ name: base.name, config: base.config });
  return {
    kind: 'composite',
    name: 'antialiased',
    config: Object.freeze({ base: part, maxTaps }),
    sample: (image, field, sampling) => sampleFootprints(base, maxTaps, image, field, sampling),
  };
}

/** Each level reads the one below at up to maxTaps² points, so that a config could take hours. */
const mostNested = 2;

/** How many levels of antialiased a sampler consists of. */
function nesting({ name, config }: SamplerPart): number {
  return name === 'antialiased' ? 1 + nesting(config?.['base'] as unknown as SamplerPart) : 0;
}

function assertKeys(options: unknown): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError(
      'antialiased',
      `options must be { base }, got ${JSON.stringify(options)}. Say what it is based on: antialiased({ base: bilinear() })`,
    );
  }
  const unknown = Object.keys(options).find((key) => key !== 'base' && key !== 'maxTaps');
  if (unknown === undefined) return;
  throw new OptionError(
    'antialiased',
    `options can be base, maxTaps, got '${unknown}'. Leave it out`,
  );
}

function samplerOf(base: unknown): Sampler {
  const given = (typeof base === 'object' && base ? base : {}) as Partial<Sampler & SamplerPart>;
  if (typeof given.name === 'string') {
    if (given.kind === undefined) return createSampler(given.name, given.config);
    if (isComplete(base as Sampler)) return snapshotSampler(base as Sampler);
  }
  throw new OptionError(
    'antialiased',
    `base must be a sampler value such as bilinear(), or { name, config }, got ${describeBase(base, given)}`,
  );
}

/** Whether it has what its kind needs; a half-made one would fail at its first use. */
function isComplete(sampler: Sampler): boolean {
  switch (sampler.kind) {
    case 'composite':
      return typeof sampler.sample === 'function';
    case 'kernel':
      return (
        Number.isInteger(sampler.taps) && sampler.taps > 0 && typeof sampler.weights === 'function'
      );
    default:
      return false;
  }
}

function describeBase(base: unknown, { kind, name }: Partial<Sampler>): string {
  if (typeof base === 'string') return `the name '${base}'`;
  if (typeof name !== 'string' || kind === undefined) return typeof base;
  if (kind === 'composite') return `'${name}', a composite without sample`;
  if (kind === 'kernel') return `'${name}', a kernel without taps or weights`;
  return `'${name}' of kind ${JSON.stringify(kind)}`;
}
