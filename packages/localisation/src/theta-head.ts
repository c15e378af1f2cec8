import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Transform } from '@tfjs-stn/core';

/** The last layer of a localisation net, and what makes it start at the identity. */
export interface ThetaHead {
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
export function thetaHead(name: string, transform: Transform): ThetaHead {
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
