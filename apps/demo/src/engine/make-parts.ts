import type { Sampler, Transform } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased, lanczos, multiSample } from '@tfjs-stn/sampler-filters';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affine } from '@tfjs-stn/transform-affine';
import { bsplineFfd } from '@tfjs-stn/transform-flow';
import { corners } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import type { SamplerName, WarpTransform } from './messages.js';

/** Creates a transform from its name and config. */
export function makeTransform(transform: WarpTransform): Transform {
  switch (transform.name) {
    case 'affine':
      return affine();
    case 'corners':
      return corners();
    case 'tps':
      return tps({ controlPoints: transform.controlPoints });
    case 'bsplineFfd':
      return bsplineFfd({ controlPoints: transform.controlPoints });
    default:
      return transform satisfies never;
  }
}

/** Creates a sampler from its name. */
export function makeSampler(name: SamplerName): Sampler {
  switch (name) {
    case 'nearest':
      return nearest();
    case 'bilinear':
      return bilinear();
    case 'bicubic':
      return bicubic();
    case 'lanczos':
      return lanczos();
    case 'antialiased':
      return antialiased({ base: bilinear() });
    case 'multiSample':
      return multiSample();
    default:
      return name satisfies never;
  }
}
