import type { Sampler, Transform } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased, lanczos, multiSample } from '@tfjs-stn/sampler-filters';
import { nearest } from '@tfjs-stn/sampler-nearest';
import {
  affine,
  affineExp,
  attention,
  rigid,
  rotation,
  scaling,
  shear,
  similarity,
  translation,
} from '@tfjs-stn/transform-affine';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';
import { corners, homography, homographyExp } from '@tfjs-stn/transform-projective';
import { tps, tpsDisplacement, tpsPoints } from '@tfjs-stn/transform-tps';

/** Control points of splines, along height and width. */
const controlPoints = [4, 4] as const;

const eighths = [-0.75, -0.25, 0.25, 0.75] as const;

/** The transforms that can be chosen, with configs that suit digits; the default first. */
export const transforms = {
  affine,
  affineExp,
  attention,
  bsplineFfd: () => bsplineFfd({ controlPoints }),
  corners,
  flow: () => flow({ size: [7, 7] }),
  homography,
  homographyExp,
  polynomial: () => polynomial({ degree: 2 }),
  rigid,
  rotation,
  scaling,
  shear,
  similarity,
  tps: () => tps({ controlPoints }),
  tpsDisplacement: () => tpsDisplacement({ controlPoints }),
  tpsPoints: () =>
    tpsPoints({ points: eighths.flatMap((y) => eighths.map((x) => [x, y] as const)) }),
  translation,
} as const satisfies Record<string, () => Transform>;

/** The samplers that can be chosen, the default first. */
export const samplers = {
  bilinear,
  antialiased: () => antialiased({ base: bilinear() }),
  bicubic,
  lanczos,
  multiSample,
  nearest,
} as const satisfies Record<string, () => Sampler>;

/** A value of `--transform`. */
export type TransformName = keyof typeof transforms;

/** A value of `--sampler`. */
export type SamplerName = keyof typeof samplers;
