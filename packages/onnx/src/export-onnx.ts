import { LayersModel, type SymbolicTensor, type layers } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';

import { Graph, type Dimension } from './graph/graph.js';
import { converters } from './layers/converters.js';
import { asInLayers, refuseLayer, type Value, type Weight } from './layers/value.js';
import { version } from './version.generated.js';

const operation = 'exportOnnx';

/** How a model is exported. */
export interface ExportOptions {
  /**
   * The version of ONNX's operators. Default 16, which every ONNX Runtime with GridSample takes, on
   * WebGPU too; 20 has the operator AffineGrid.
   */
  readonly opset?: 16 | 20;
}

/**
 * Exports a tf.layers model, spatial transformer layers included, as an ONNX model for inference.
 *
 * Convention: inputs and outputs are those of the model, with their names (and a number where two
 * are the same): images `[batch, height,
 * width, channels]`, float32. The batch is free. Inside, images are channels first.
 *
 * @param model its layers must be of the kinds that the README lists
 * @returns the bytes of the file
 * @throws OptionError that names what ONNX does not have: a kind of layer, a sampler, a padding, a
 *   transform that is neither linear in θ nor of this library; BackendError on a backend that computes
 *   with fewer than 32 bits
 */
export async function exportOnnx(
  model: LayersModel,
  options: ExportOptions = {},
): Promise<Uint8Array> {
  if (!(model instanceof LayersModel)) {
    throw new OptionError(operation, `model must be a tf.LayersModel, got ${describeValue(model)}`);
  }
  assertKnownOptions(operation, options, ['opset']);
  const { opset = 16 } = options;
  if (opset !== 16 && opset !== 20) {
    throw new OptionError(operation, `opset must be 16 or 20, got ${describeValue(opset)}`);
  }
  // A tf.sequential has its inputs and outputs once it is built.
  if (!model.built) model.build([]);
  const graph = new Graph(opset, model.name);
  const names = model.outputNames.map((name) => graph.reserve(name));
  const inputs = model.inputs.map((input, index): Value => {
    const given = model.inputNames[index] as string;
    const name = graph.input(given, dimensions(given, input));
    if (input.rank !== 4) return { name, shape: input.shape };
    return { name: graph.node('Transpose', [name], { perm: [0, 3, 1, 2] }), shape: input.shape };
  });
  const outputs = await convertModel(graph, model, inputs);
  outputs.forEach((value, index) => {
    const name = names[index] as string;
    asInLayers(graph, value, name);
    graph.output(name, dimensions(name, value));
  });
  return graph.encode({ library: 'tfjs-stn', version });
}

/** One name for the batch everywhere, and a name of its own for every other free size. */
function dimensions(
  name: string,
  { shape }: { readonly shape: readonly (number | null)[] },
): Dimension[] {
  return shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : `${name}_size_${axis}`));
}

/** Converts what the outputs need, each layer once for each time it is applied. */
async function convertModel(
  graph: Graph,
  model: LayersModel,
  inputs: readonly Value[],
): Promise<readonly Value[]> {
  const known = new Map<number, Value>();
  model.inputs.forEach(({ id }, index) => known.set(id, inputs[index] as Value));
  const valueOf = async (tensor: SymbolicTensor): Promise<Value> => {
    const value = known.get(tensor.id);
    if (value !== undefined) return value;
    const layer = tensor.sourceLayer;
    const node = layer.inboundNodes[tensor.nodeIndex];
    const given: Value[] = [];
    for (const input of node?.inputTensors ?? []) given.push(await valueOf(input));
    const results = await convertLayer(graph, layer, given, tensor);
    node?.outputTensors.forEach(({ id }, index) => known.set(id, results[index] as Value));
    return known.get(tensor.id) as Value;
  };
  const outputs: Value[] = [];
  for (const output of model.outputs) outputs.push(await valueOf(output));
  return outputs;
}

async function convertLayer(
  graph: Graph,
  layer: layers.Layer,
  inputs: readonly Value[],
  { shape: outputShape }: SymbolicTensor,
): Promise<readonly Value[]> {
  if (layer instanceof LayersModel) return convertModel(graph, layer, inputs);
  const kind = layer.getClassName();
  const converter = Object.hasOwn(converters, kind) ? converters[kind] : undefined;
  if (converter === undefined) {
    return refuseLayer(layer, `layers must be ${Object.keys(converters).join(', ')}`, kind);
  }
  const weights = await Promise.all(
    layer.weights.map(async (weight): Promise<Weight> => {
      const tensor = weight.read();
      return { shape: tensor.shape, data: await tensor.data<'float32'>() };
    }),
  );
  const config = layer.getConfig();
  const nested = (model: LayersModel, values: readonly Value[]): Promise<readonly Value[]> =>
    convertModel(graph, model, values);
  const conversion = { graph, layer, config, outputShape, weights, convertModel: nested };
  return [await converter(conversion, inputs)];
}
