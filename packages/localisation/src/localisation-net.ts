import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import type { LocalisationTarget } from '@tfjs-stn/core';

import { assertTarget } from './assert-target.js';
import { netNames } from './net-names.js';
import { seedSequence, type InitializerSeed } from './seed-sequence.js';
import { thetaHead } from './theta-head.js';

/** What the layers of a net are made with. */
export interface NetContext {
  /** The full name of a layer: `conv_1` becomes `cnn_2_conv_1`. */
  name(layer: string): string;
  /** The seed of the next initializer. */
  nextSeed(): InitializerSeed;
}

/**
 * Puts a localisation net together: an image, the preset's own layers, and the θ head.
 *
 * @param body makes the preset's own layers, the last of which gives `[batch, features]`
 * @returns a model from `[batch, height, width, channels]` to θ `[batch, paramCount]`
 * @throws ShapeError, OptionError if the target is no image size or integer seed
 */
export function localisationNet(
  preset: string,
  target: LocalisationTarget,
  body: (context: NetContext) => layers.Layer[],
): LayersModel {
  const { inputShape, transform, seed } = target;
  assertTarget(preset, target);
  const name = netNames(preset);
  const head = thetaHead(name('theta'), transform);
  const net = sequential({
    name: name(),
    layers: [
      layers.inputLayer({ inputShape: [...inputShape], name: name('image') }),
      ...body({ name, nextSeed: seedSequence(seed) }),
      head.layer,
    ],
  });
  head.startAtIdentity();
  return net;
}
