import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel, type Shape } from '@tensorflow/tfjs-layers';
import type { LocalisationTarget, Transform } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

import { assertTarget } from './checks.js';

/** Names and seeds for the layers of a net. */
export interface NetContext {
  /** The full name of a layer: `conv_1` becomes `cnn_2_conv_1`. */
  name(layer: string): string;
  /** The seed of the next initializer. */
  nextSeed(): InitializerSeed;
}

/**
 * Creates a localisation net: the image, the layers of the preset, and the θ head.
 *
 * @param body creates the layers of the preset; the last one outputs `[batch, features]`
 * @returns a model from `[batch, height, width, channels]` to θ `[batch, paramCount]`
 * @throws ShapeError, OptionError if the image size or the seed is invalid, or the net has more than
 *   2^26 weights
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
  const own = body({ name, nextSeed: seedSequence(seed) });
  assertWeights(preset, [null, ...inputShape], [...own, head.layer]);
  const net = sequential({
    name: name(),
    layers: [
      layers.inputLayer({ inputShape: [...inputShape], name: name('image') }),
      ...own,
      head.layer,
    ],
  });
  head.startAtIdentity();
  return net;
}

const netCounts = /* @__PURE__ */ new Map<string, number>();

/**
 * Unique layer names for one net, such as `cnn_2_conv_1`: saved weights are found by layer name, so
 * two nets in one model need different names.
 */
function netNames(preset: string): (layer?: string) => string {
  const count = (netCounts.get(preset) ?? 0) + 1;
  netCounts.set(preset, count);
  const net = `${preset}_${count}`;
  return (layer) => (layer === undefined ? net : `${net}_${layer}`);
}

/** The seed option of an initializer; without a seed it uses `Math.random`. */
export interface InitializerSeed {
  readonly seed?: number;
}

/**
 * A different seed for each layer, all derived from one. Never 0, which tf.layers treats as no seed.
 */
function seedSequence(seed: number | undefined): () => InitializerSeed {
  let layer = 0;
  return () => (seed === undefined ? {} : { seed: mix(seed, layer++) || 1 });
}

/** MurmurHash3's finaliser: layer 2 of seed 1 must not equal layer 1 of seed 2. */
function mix(seed: number, layer: number): number {
  let hash = Math.imul(seed ^ Math.imul(layer + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The last layer of a localisation net. */
interface ThetaHead {
  readonly layer: layers.Layer;
  /** Sets the bias to the identity. The layer must be built. */
  startAtIdentity(): void;
}

/**
 * A linear layer to θ with a zero kernel and the transform's identity as bias: an untrained net
 * predicts the identity for every image.
 *
 * The bias is set as a weight, not by an initializer, so plain tf.layers can save and load the net.
 *
 * Source: Jaderberg et al., 2015, appendix.
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

/** The most weights of a net, 256 MiB: drawing more takes long. */
const mostWeights = 2 ** 26;

/** Counts the weights of layers that are not built yet. */
function assertWeights(preset: string, image: Shape, net: readonly layers.Layer[]): void {
  let shape = image;
  let weights = 0;
  for (const layer of net) {
    const { units, filters, kernelSize } = layer.getConfig();
    const inputs = shape.at(-1) as number;
    const [height = 0, width = 0] = Array.isArray(kernelSize) ? (kernelSize as number[]) : [];
    weights += inputs * (Number(units ?? 0) + Number(filters ?? 0) * height * width);
    shape = layer.computeOutputShape(shape) as Shape;
  }
  if (weights <= mostWeights) return;
  throw new OptionError(
    preset,
    `a net must have at most ${mostWeights} weights, got ${weights}. Use smaller images, or fewer filters and units`,
  );
}
