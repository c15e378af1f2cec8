import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import type { LocalisationTarget, Transform } from '@tfjs-stn/core';

import { assertTarget } from './checks.js';

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

const builtOf = /* @__PURE__ */ new Map<string, number>();

/**
 * Names for the layers of one net, such as `cnn_2_conv_1`: saved weights are found by the names of
 * their layers, so those of two nets in one model must differ.
 */
function netNames(preset: string): (layer?: string) => string {
  const count = (builtOf.get(preset) ?? 0) + 1;
  builtOf.set(preset, count);
  const net = `${preset}_${count}`;
  return (layer) => (layer === undefined ? net : `${net}_${layer}`);
}

/** What an initializer takes: a seed, or nothing to draw from `Math.random`. */
export interface InitializerSeed {
  readonly seed?: number;
}

/**
 * A different seed for every layer, all following from one. None of them is 0, which tf.layers
 * takes for no seed at all.
 */
function seedSequence(seed: number | undefined): () => InitializerSeed {
  let layer = 0;
  return () => (seed === undefined ? {} : { seed: mix(seed, layer++) || 1 });
}

/** MurmurHash3's finaliser, so that seed 1's second layer is not seed 2's first. */
function mix(seed: number, layer: number): number {
  let hash = Math.imul(seed ^ Math.imul(layer + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The last layer of a localisation net, and what makes it start at the identity. */
interface ThetaHead {
  readonly layer: layers.Layer;
  /** Sets the weights; the layer must be built. */
  startAtIdentity(): void;
}

/**
 * A linear layer to θ with zero kernel and the transform's identity as bias: whatever the image,
 * an untrained net leaves it unchanged (Jaderberg et al., 2015, appendix).
 *
 * The bias is a weight and not an initializer, so stock tf.layers can save and load the net.
 */
function thetaHead(name: string, transform: Transform): ThetaHead {
  const { paramCount, identity } = transform;
  const layer = layers.dense({ name, units: paramCount, kernelInitializer: 'zeros' });
  const startAtIdentity = (): void => {
    const [, bias] = layer.weights;
    tidy(() => {
      bias?.write(tensor1d([...identity]));
    });
  };
  return { layer, startAtIdentity };
}
