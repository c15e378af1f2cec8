import { defineTransform, type Transform } from '@tfjs-stn/core';

/** A transform whose identity can't be mistaken for a default: three odd numbers. */
export const threeParameters: Transform = defineTransform('threeParameters', () => ({
  paramCount: 3,
  identity: [0.5, -2, 7],
  field: () => {
    throw new Error('a localisation net has no use for the field');
  },
}))();
