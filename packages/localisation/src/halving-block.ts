import { layers } from '@tensorflow/tfjs-layers';

import { heNormalFanOut } from './he-normal-fan-out.js';
import type { NetContext } from './localisation-net.js';
import { normalisedRelu } from './normalised-relu.js';

/** A stride-2 3×3 convolution, batch normalisation and ReLU: half the height and width. */
export function halvingBlock(
  context: NetContext,
  position: number,
  filters: number,
): layers.Layer[] {
  const name = `conv_${position}`;
  const kernelInitializer = heNormalFanOut(context.nextSeed());
  return [
    layers.conv2d({
      name: context.name(name),
      filters,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      kernelInitializer,
    }),
    ...normalisedRelu(context, name),
  ];
}
