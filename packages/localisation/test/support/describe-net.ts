import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Every layer as its kind and output shape without the batch: `Conv2D 10,10,20`. */
export function describeNet(net: LayersModel): string[] {
  return net.layers.map((layer) => `${layer.getClassName()} ${layer.outputShape.slice(1).join()}`);
}
