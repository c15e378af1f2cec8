import type { Attribute, Graph } from '../graph/graph.js';
import type { Value } from './value.js';

type Apply = (graph: Graph, x: string, channels: number) => string;

const op =
  (name: string, attributes: Readonly<Record<string, Attribute>> = {}): Apply =>
  (graph, x) =>
    graph.node(name, [x], attributes);

const scalar = (graph: Graph, value: number): string => graph.floats([value], []);

const gelu: Apply = (graph, x) => {
  const erf = graph.node('Erf', [graph.node('Mul', [x, scalar(graph, Math.SQRT1_2)])]);
  const half = graph.node('Mul', [x, scalar(graph, 0.5)]);
  return graph.node('Mul', [half, graph.node('Add', [erf, scalar(graph, 1)])]);
};

const geluNew: Apply = (graph, x) => {
  const cube = graph.node('Pow', [x, scalar(graph, 3)]);
  const inner = graph.node('Add', [x, graph.node('Mul', [cube, scalar(graph, 0.044715)])]);
  const scaled = graph.node('Mul', [inner, scalar(graph, Math.sqrt(2 / Math.PI))]);
  const half = graph.node('Mul', [x, scalar(graph, 0.5)]);
  return graph.node('Mul', [
    half,
    graph.node('Add', [graph.node('Tanh', [scaled]), scalar(graph, 1)]),
  ]);
};

/** The activations of tf.layers. */
const activations: Readonly<Record<string, Apply>> = {
  linear: (_, x) => x,
  elu: op('Elu'),
  hardSigmoid: op('HardSigmoid'),
  relu: op('Relu'),
  relu6: (graph, x) => graph.node('Clip', [x, scalar(graph, 0), scalar(graph, 6)]),
  selu: op('Selu'),
  sigmoid: op('Sigmoid'),
  softplus: op('Softplus'),
  softsign: op('Softsign'),
  tanh: op('Tanh'),
  softmax: (graph, x, axis) => graph.node('Softmax', [x], { axis }),
  logSoftmax: (graph, x, axis) => graph.node('LogSoftmax', [x], { axis }),
  swish: (graph, x) => graph.node('Mul', [x, graph.node('Sigmoid', [x])]),
  mish: (graph, x) => graph.node('Mul', [x, graph.node('Tanh', [graph.node('Softplus', [x])])]),
  gelu,
  gelu_new: geluNew,
};

/** @returns undefined for an activation that is not one of tf.layers */
export function activated(graph: Graph, value: Value, activation: string): Value | undefined {
  if (!Object.hasOwn(activations, activation)) return undefined;
  const channels = value.shape.length === 4 ? 1 : -1;
  return { ...value, name: (activations[activation] as Apply)(graph, value.name, channels) };
}
