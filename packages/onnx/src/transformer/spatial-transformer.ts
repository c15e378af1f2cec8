import { SpatialTransformerLayer } from '@tfjs-stn/layers';
import type { FillValue, OutputSize, Sampler } from '@tfjs-stn/core';

import type { Attribute, Graph } from '../graph/graph.js';
import {
  asInLayers,
  refuseLayer,
  type Conversion,
  type Converter,
  type Value,
} from '../layers/value.js';
import { samplingGrid, type SamplingGrid } from './sampling-grid.js';

/** The modes of GridSample by the kernels of our samplers, up to opset 19 and from 20. */
const modes: Readonly<Record<string, readonly [string, string]>> = {
  nearest: ['nearest', 'nearest'],
  bilinear: ['bilinear', 'linear'],
  bicubic: ['bicubic', 'cubic'],
};

/** The paddings that ONNX has: all but wrap. */
const paddings = ['zeros', 'border', 'reflection'];

/** A spatial transformer as the grid of its transform and a GridSample. */
export const spatialTransformer: Converter = async (conversion, inputs) => {
  const { graph, layer, config, outputShape } = conversion;
  if (!(layer instanceof SpatialTransformerLayer)) {
    return refuseLayer(layer, 'a SpatialTransformer must be that of @tfjs-stn/layers', 'another');
  }
  const [image] = inputs as [Value];
  const [, height, width, channels] = outputShape;
  if (!height || !width || !channels) {
    const rule =
      'height, width and channels of the output must be known, from outputSize or the image';
    return refuseLayer(layer, rule, 'any size');
  }
  const outputSize: OutputSize = [height, width];
  const alignCorners = config['alignCorners'] === true;
  const attributes = samplingAttributes(conversion, layer.sampler, alignCorners);
  const [theta] = layer.localisation
    ? await conversion.convertModel(layer.localisation, [image])
    : inputs.slice(1);
  const sampled = await samplingGrid(
    graph,
    asInLayers(graph, theta as Value),
    { transform: layer.transform, outputSize, alignCorners },
    () => {
      const batch = graph.node('Shape', [image.name], { start: 0, end: 1 });
      return graph.node('Concat', [batch, graph.integers([channels, height, width])], { axis: 0 });
    },
  );
  const fill = [(config['fillValue'] ?? 0) as FillValue].flat();
  if (fill.length !== 1 && fill.length !== channels) {
    const rule = `fillValue must be a number or one per channel, ${channels}`;
    return refuseLayer(layer, rule, `[${fill.join(', ')}]`);
  }
  const isFilled = config['padding'] === undefined || config['padding'] === 'zeros';
  const name = sample(graph, image.name, sampled, attributes, isFilled ? fill : [0]);
  return { name, shape: outputShape };
};

function samplingAttributes(
  { graph, layer, config }: Conversion,
  sampler: Sampler,
  alignCorners: boolean,
): Readonly<Record<string, Attribute>> {
  const kernel = sampler.kind === 'kernel' ? (sampler.fastKernel ?? '') : '';
  if (!Object.hasOwn(modes, kernel)) {
    const names = Object.keys(modes).join(', ');
    refuseLayer(layer, `a sampler must be one of ${names}`, `'${sampler.name}'`);
  }
  const a = (sampler.config['a'] ?? -0.75) as number;
  if (kernel === 'bicubic' && a !== -0.75) {
    refuseLayer(layer, 'the a of bicubic must be -0.75 in ONNX', a);
  }
  const padding = (config['padding'] ?? 'zeros') as string;
  if (!paddings.includes(padding)) {
    refuseLayer(layer, `padding must be one of ${paddings.join(', ')}`, `'${padding}'`);
  }
  const [before, since20] = modes[kernel] as readonly [string, string];
  return {
    align_corners: Number(alignCorners),
    mode: graph.opset >= 20 ? since20 : before,
    padding_mode: padding,
  };
}

/** Far outside of the image, where each of these paddings is what it is everywhere outside. */
const far = 64;

function sample(
  graph: Graph,
  image: string,
  { grid, inFront }: SamplingGrid,
  attributes: Readonly<Record<string, Attribute>>,
  fill: readonly number[],
): string {
  // Taps outside contribute fill: what is sampled is the difference to it.
  const isShifted = fill.some((value) => value !== 0);
  const shift = isShifted ? graph.floats(fill, [1, fill.length, 1, 1], 'fill_value') : '';
  const source = isShifted ? graph.node('Sub', [image, shift]) : image;
  // Pixel coordinates that exceed the integers of ONNX Runtime give wrong values.
  const clip = (): string =>
    graph.node('Clip', [grid, ...[-far, far].map((value) => graph.floats([value], []))]);
  const near = attributes['padding_mode'] === 'reflection' ? grid : clip();
  const sampled = graph.node('GridSample', [source, near], attributes);
  const visible = inFront === undefined ? sampled : masked(graph, sampled, inFront);
  return isShifted ? graph.node('Add', [visible, shift]) : visible;
}

/** Zero behind the horizon. */
function masked(graph: Graph, sampled: string, inFront: string): string {
  const mask = graph.node('Transpose', [inFront], { perm: [0, 3, 1, 2] });
  return graph.node('Where', [mask, sampled, graph.floats([0], [])]);
}
