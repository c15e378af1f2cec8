import type { Transform } from '@tfjs-stn/core';
import { affine, similarity } from '@tfjs-stn/transform-affine';
import { corners } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

/** What the net may do to straighten a digit. */
export const transformChoices = {
  affine: () => affine(),
  similarity: () => similarity(),
  projective: () => corners(),
  tps: () => tps({ controlPoints: [4, 4] }),
} as const satisfies Record<string, () => Transform>;

/** The name of a transform that can be learned. */
export type TransformChoice = keyof typeof transformChoices;
