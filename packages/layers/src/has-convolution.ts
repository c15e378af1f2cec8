import { LayersModel, type layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/**
 * Whether a layer's localisation net, or the net that the layer is connected in, has a convolution.
 * What an outer model adds around that net can't be seen from a layer.
 */
export function hasConvolution(layer: Layer, net?: LayersModel): boolean {
  const found = new Set<Layer>(net ? [layer, net] : [layer]);
  // A set that grows while it is walked.
  for (const each of found) {
    if (each.getClassName() === 'Conv2D') return true;
    const inside = each instanceof LayersModel ? each.layers : [];
    const before = each.inboundNodes.flatMap(({ inboundLayers }) => inboundLayers);
    const after = each.outboundNodes.map(({ outboundLayer }) => outboundLayer);
    for (const other of [...inside, ...before, ...after]) found.add(other);
  }
  return false;
}
