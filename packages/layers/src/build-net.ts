import { LayersModel } from '@tensorflow/tfjs-layers';
import type { LocalisationPreset } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

import { assertNetFits, type NetTarget } from './assert-net-fits.js';

const operation = 'spatialTransformerLayer';

/**
 * Builds a preset for the image at hand.
 *
 * @throws ShapeError if the image's size is open, OptionError if what it builds is no net to θ
 */
export function buildNet(
  preset: LocalisationPreset,
  { image, transform }: NetTarget,
  seed?: number,
): LayersModel {
  const [, height, width, channels] = image;
  if (height === null || width === null || channels === null) {
    throw new ShapeError(
      operation,
      `the preset '${preset.name}' is built for one size of image`,
      image.map((size) => size ?? -1),
      'Give height, width and channels in inputShape, or a localisation model that takes any size',
    );
  }
  const inputShape = [height, width, channels] as const;
  const net = preset.build({ inputShape, transform, ...(seed !== undefined && { seed }) });
  if (!(net instanceof LayersModel)) {
    throw new OptionError(
      operation,
      `the preset '${preset.name}' must build a tf.LayersModel, got ${typeof net}`,
    );
  }
  try {
    assertNetFits(net, { image, transform });
  } catch (error) {
    net.dispose();
    throw error;
  }
  return net;
}
