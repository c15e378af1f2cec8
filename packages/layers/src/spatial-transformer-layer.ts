import {
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type serialization,
  tidy,
} from '@tensorflow/tfjs-core';
import {
  InputSpec,
  type LayerVariable,
  LayersModel,
  type Shape,
  layers,
} from '@tensorflow/tfjs-layers';
import type { Sampler, Transform } from '@tfjs-stn/core';
import { warnOfMissingKernels } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import { layerClass } from './assert-registered.js';
import { hasConvolution } from './has-convolution.js';
import { readConfig, writeConfig } from './layer-config.js';
import { type ImageShape, imageShapeOf } from './layer-inputs.js';
import { assertNetFits, buildNet, nameWeights } from './localisation-net.js';
import {
  type SpatialTransformerLayerOptions,
  assertOptions,
  composeTransformer,
  snapshotOptions,
} from './options.js';

/**
 * A spatial transformer as a layer of tf.layers (Jaderberg et al., 2015, figure 2); made by
 * `spatialTransformerLayer`.
 *
 * Convention: NHWC float32 images; θ maps normalised output to input coordinates, x right, y down.
 * With a localisation net the input is the image, without one it is `[image, theta]`; the output
 * is `[batch, outHeight, outWidth, channels]`.
 */
export class SpatialTransformerLayer extends layers.Layer {
  /** The name by which tf.layers finds the class when it loads a model. */
  static readonly className: string = layerClass;

  readonly #options: SpatialTransformerLayerOptions;
  #net: LayersModel | undefined;

  /** @throws OptionError for options that can't be used, or not be saved */
  constructor(options: SpatialTransformerLayerOptions) {
    assertOptions(options);
    const { localisation, name, inputShape, batchInputShape } = options;
    const net = localisation instanceof LayersModel ? localisation : undefined;
    super({
      ...(name !== undefined && { name }),
      ...(inputShape !== undefined && { inputShape }),
      ...(batchInputShape !== undefined && { batchInputShape }),
      trainable: options.trainable ?? net?.trainable ?? true,
    });
    this.#options = snapshotOptions(options);
    if (net) this.#adopt(net);
  }

  /** The transform that θ parametrises. */
  get transform(): Transform {
    return this.#options.transform;
  }

  /** The sampler that interpolates the image. */
  get sampler(): Sampler {
    return this.#options.sampler;
  }

  /** The net that predicts θ; undefined if θ is an input, and for a preset until it is built. */
  get localisation(): LayersModel | undefined {
    return this.#net;
  }

  /**
   * The θ that the localisation net predicts.
   *
   * @param image `[batch, height, width, channels]` or `[height, width, channels]`, float32
   * @returns θ `[batch, paramCount]`
   * @throws OptionError if there is no localisation net, or none yet
   */
  localise(image: Tensor3D | Tensor4D): Tensor2D {
    if (this.#net) return composeTransformer(this.#options, [1, 1], this.#net).localise(image);
    throw new OptionError(
      'localise',
      this.#options.localisation
        ? 'the localisation net is not built yet. Use the layer in a model first'
        : 'the layer has no localisation net. Ask the layer that gives it theta',
    );
  }

  override build(inputShape: Shape | Shape[]): void {
    if (this.built) return;
    const { localisation, transform, seed } = this.#options;
    const target = { image: this.#imageShape(inputShape), transform };
    if (localisation instanceof LayersModel) {
      assertNetFits(localisation, target);
    } else if (localisation) {
      const net = buildNet(localisation, target, seed);
      nameWeights(net, this.name);
      this.#adopt(net);
    }
    if (this.#net) this.inputSpec = this.#net.inputs.map(({ shape }) => new InputSpec({ shape }));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, height, width, channels] = this.#imageShape(inputShape);
    return [batch, ...(this.#options.outputSize ?? [height, width]), channels];
  }

  override call(inputs: Tensor | Tensor[], options?: { readonly training?: boolean }): Tensor {
    const list = Array.isArray(inputs) ? inputs : [inputs];
    const [, height, width] = this.#imageShape(list.map(({ shape }) => shape));
    const training = options?.training ?? false;
    const net = this.#net;
    warnOfMissingKernels(this.name, () => hasConvolution(this, net));
    return tidy(() => {
      this.invokeCallHook(inputs, { training });
      const localise = net && ((image: Tensor4D) => net.apply(image, { training }) as Tensor2D);
      const [image, theta] = list as [Tensor4D, Tensor2D?];
      return composeTransformer(this.#options, [height ?? 0, width ?? 0], localise).apply(
        image,
        theta,
      );
    });
  }

  override get trainable(): boolean {
    return this.trainable_;
  }

  override set trainable(trainable: boolean) {
    this.trainable_ = trainable;
    if (this.#net) this.#net.trainable = trainable;
  }

  override get trainableWeights(): LayerVariable[] {
    return this.#net?.trainableWeights ?? [];
  }

  override get nonTrainableWeights(): LayerVariable[] {
    return this.#net?.nonTrainableWeights ?? [];
  }

  /** The penalties of regularizers in the localisation net. */
  override calculateLosses(): Scalar[] {
    return this.#net?.calculateLosses() ?? [];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...writeConfig(this.#options) };
  }

  /** @throws UnknownNameError if a part of the config is not registered, OptionError if it is damaged */
  static override fromConfig<Value extends serialization.Serializable>(
    constructor: serialization.SerializableConstructor<Value>,
    config: serialization.ConfigDict,
  ): Value {
    return new constructor(readConfig(config));
  }

  protected override disposeWeights(): number {
    this.transform.dispose?.();
    return this.#net?.dispose().numDisposedVariables ?? 0;
  }

  #imageShape(inputShape: Shape | Shape[]): ImageShape {
    const { transform, localisation } = this.#options;
    return imageShapeOf(inputShape, { transform, hasLocalisation: localisation !== undefined });
  }

  #adopt(net: LayersModel): void {
    this.#net = net;
    net.trainable = this.trainable_;
  }
}

/**
 * Makes a spatial transformer layer for `tf.sequential` and `tf.model`.
 *
 * Convention: NHWC float32 images; θ maps normalised output to input coordinates, x right, y down,
 * -1 and 1 at the outer edges of the image (or the corner pixels' centres with `alignCorners`).
 *
 * @param options with `localisation` the layer takes the image and predicts θ itself; without it,
 *   it takes `[image, theta]`
 * @returns a layer to `[batch, outHeight, outWidth, channels]`, differentiable in the image, θ and
 *   the localisation net's weights
 * @throws OptionError for options that can't be used, or not be saved
 */
export function spatialTransformerLayer(
  options: SpatialTransformerLayerOptions,
): SpatialTransformerLayer {
  return new SpatialTransformerLayer(options);
}
