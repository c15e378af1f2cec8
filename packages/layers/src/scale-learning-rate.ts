import {
  Optimizer,
  add,
  engine,
  mul,
  sub,
  tidy,
  type NamedTensorMap,
  type Variable,
  type serialization,
} from '@tensorflow/tfjs-core';
import { type LayersModel, layers } from '@tensorflow/tfjs-layers';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/**
 * Makes an optimizer train the weights of one layer at its own learning rate, such as those of a
 * spatial transformer, whose localisation net Jaderberg et al. (2015) train at a tenth of the rate.
 *
 * Each update of the layer's weights is multiplied by `factor`, which equals a learning rate
 * multiplied by it for every optimizer of TensorFlow.js. All other weights are updated as before.
 *
 * @param optimizer used by the result from now on, and disposed with it
 * @param layer a layer or a model; its trainable weights are looked up in every step, so it may be
 *   built later
 * @param factor 0 or more; 0 keeps the weights as they are
 * @returns an optimizer for `model.compile` or `minimize`. It is saved as the one it wraps, without
 *   the factor; wrap it again to scale another layer
 * @throws OptionError if one of the arguments is of the wrong kind
 */
export function scaleLearningRate(
  optimizer: Optimizer,
  layer: layers.Layer | LayersModel,
  factor: number,
): Optimizer {
  const refuse = (rule: string, got: unknown): never => {
    throw new OptionError('scaleLearningRate', `${rule}, got ${describeValue(got)}`);
  };
  if (!(optimizer instanceof Optimizer)) {
    refuse('optimizer must be a tf.Optimizer such as tf.train.adam()', optimizer);
  }
  if (!(layer instanceof layers.Layer)) refuse('layer must be a tf.layers layer or model', layer);
  if (!(Number.isFinite(factor) && factor >= 0)) {
    refuse('factor must be a finite number of at least 0', factor);
  }
  return new ScaledOptimizer(optimizer, layer, factor);
}

/** A weight of an optimizer's state; tfjs-core does not export the type. */
type NamedTensor = Awaited<ReturnType<Optimizer['saveIterations']>>;

class ScaledOptimizer extends Optimizer {
  readonly #optimizer: Optimizer;
  readonly #layer: layers.Layer;
  readonly #factor: number;

  constructor(optimizer: Optimizer, layer: layers.Layer, factor: number) {
    super();
    this.#optimizer = optimizer;
    this.#layer = layer;
    this.#factor = factor;
  }

  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    const names = Array.isArray(gradients)
      ? gradients.map(({ name }) => name)
      : Object.keys(gradients);
    const scaled = this.#variables(names);
    tidy(() => {
      // Optimizers write their variables in place of the old tensors, which are kept for that long.
      const before = scaled.map((variable) => variable.clone());
      this.#optimizer.applyGradients(gradients);
      scaled.forEach((variable, index) => {
        const old = before[index] as Variable;
        variable.assign(add(old, mul(sub(variable, old), this.#factor)));
      });
    });
  }

  /** Those of the layer's weights that are among the names. */
  #variables(names: readonly string[]): Variable[] {
    const own = new Set(this.#layer.trainableWeights.map(({ name }) => name));
    const { registeredVariables } = engine();
    return names
      .filter((name) => own.has(name))
      .map((name) => registeredVariables[name] as Variable);
  }

  override dispose(): void {
    this.#optimizer.dispose();
  }

  override saveIterations(): Promise<NamedTensor> {
    return this.#optimizer.saveIterations();
  }

  override getWeights(): Promise<NamedTensor[]> {
    return this.#optimizer.getWeights();
  }

  override setWeights(weightValues: NamedTensor[]): Promise<void> {
    return this.#optimizer.setWeights(weightValues);
  }

  override getClassName(): string {
    return this.#optimizer.getClassName();
  }

  override getConfig(): serialization.ConfigDict {
    return this.#optimizer.getConfig();
  }
}
