import type { Transform } from '@tfjs-stn/core';
import { affine, similarity } from '@tfjs-stn/transform-affine';
import { corners } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

/** What the net may do to straighten a digit. */
export const transformChoices = {
  affine: { title: 'Affine', make: () => affine() },
  similarity: { title: 'Similarity', make: () => similarity() },
  projective: { title: 'Projective', make: () => corners() },
  tps: { title: 'Thin-plate spline', make: () => tps({ controlPoints: [4, 4] }) },
} as const satisfies Record<string, { readonly title: string; readonly make: () => Transform }>;

/** The name of a transform that can be learned. */
export type TransformChoice = keyof typeof transformChoices;
