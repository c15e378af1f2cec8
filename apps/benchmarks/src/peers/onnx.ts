import type { InferenceSession, Tensor } from 'onnxruntime-web';

import { samplingOperation, type SamplingOperation, type Shape } from '../cases/cases.js';
import { Absent, localContestant } from '../contestants/contestant.js';
import type { Contestant, Identity, Work } from '../contestants/contestant.js';
import { checkOutput } from '../problems/sampling-expectation.js';
import type { SamplingProblem, SamplingProblems } from '../problems/sampling-problem.js';

/** An ONNX Runtime: that for the web and that for Node are alike. */
export interface OnnxRuntime {
  createSession(model: Uint8Array): Promise<InferenceSession>;
  tensor(data: Float32Array, dims: readonly number[]): Tensor;
}

/** ONNX Runtime's GridSample. Its grid is given, so that it computes no coordinates. */
export function onnxGridSample(
  identity: Omit<Identity, 'role' | 'backend'>,
  load: () => Promise<OnnxRuntime>,
  problems: SamplingProblems,
): Contestant {
  return localContestant(
    { ...identity, role: 'peer', backend: '' },
    ({ operation }) => samplingOperation(operation) !== undefined,
    async (benchmarkCase) => {
      const sampling = samplingOperation(benchmarkCase.operation);
      if (benchmarkCase.pass !== 'forward' || !sampling) {
        throw new Absent('ONNX Runtime computes no gradients');
      }
      return gridSample(await load(), problems(benchmarkCase), sampling.sampler);
    },
  );
}

async function gridSample(
  runtime: OnnxRuntime,
  problem: SamplingProblem,
  sampler: SamplingOperation['sampler'],
): Promise<Work> {
  const [batch, height, width, channels] = problem.shape;
  const planes = new Float32Array(problem.image.length);
  eachValue(problem.shape, (last, first) => (planes[first] = problem.image[last] ?? NaN));
  const session = await runtime.createSession(gridSampleModel(sampler));
  const X = runtime.tensor(planes, [batch, channels, height, width]);
  const points = Float32Array.from(await problem.points());
  const grid = runtime.tensor(points, [batch, height, width, 2]);
  const run = async (): Promise<Tensor | undefined> => (await session.run({ X, grid }))['Y'];
  return {
    call: async () => (await run())?.dispose(),
    async check() {
      const output = (await (await run())?.getData()) ?? [];
      const values = new Float32Array(output.length);
      eachValue(problem.shape, (last, first) => (values[last] = Number(output[first])));
      return checkOutput(problem, values);
    },
    dispose: () => session.release(),
  };
}

/** Visits every value with its index in NHWC and in NCHW. */
function eachValue(
  [batch, height, width, channels]: Shape,
  visit: (last: number, first: number) => void,
): void {
  const area = height * width;
  for (let pixel = 0; pixel < batch * area; pixel++) {
    const item = Math.floor(pixel / area);
    for (let channel = 0; channel < channels; channel++) {
      visit(pixel * channels + channel, (item * channels + channel) * area + (pixel % area));
    }
  }
}

/**
 * An ONNX model of one GridSample node, as the fields of its protobuf (onnx.proto, IR version 8, opset
 * 16): inputs X `[N, C, H, W]` and grid `[N, H', W', 2]`, output Y, zeros outside.
 */
function gridSampleModel(mode: string): Uint8Array {
  const attribute = (name: string, value: number[], type: number): number[] =>
    bytes(5, [...text(1, name), ...value, ...integer(20, type)]);
  const names = [...text(1, 'X'), ...text(1, 'grid'), ...text(2, 'Y'), ...text(4, 'GridSample')];
  const node = [
    ...names,
    ...attribute('mode', text(4, mode), 3),
    ...attribute('padding_mode', text(4, 'zeros'), 3),
    ...attribute('align_corners', integer(3, 0), 2),
  ];
  const graph = [
    ...bytes(1, node),
    ...text(2, 'grid-sample'),
    ...bytes(11, valueInfo('X', ['n', 'c', 'h', 'w'])),
    ...bytes(11, valueInfo('grid', ['n', 'p', 'q', 'two'])),
    ...bytes(12, valueInfo('Y', ['n', 'c', 'p', 'q'])),
  ];
  return Uint8Array.from([...integer(1, 8), ...bytes(7, graph), ...bytes(8, integer(2, 16))]);
}

function valueInfo(name: string, dimensions: readonly string[]): number[] {
  const shape = dimensions.flatMap((dimension) => bytes(1, text(2, dimension)));
  return [...text(1, name), ...bytes(2, bytes(1, [...integer(1, 1), ...bytes(2, shape)]))];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function integer(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function bytes(field: number, value: readonly number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(value.length), ...value];
}

function text(field: number, value: string): number[] {
  return bytes(field, [...new TextEncoder().encode(value)]);
}
