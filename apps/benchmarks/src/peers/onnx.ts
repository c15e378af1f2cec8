import { tensor, transpose } from '@tensorflow/tfjs-core';
import type { InferenceSession, Tensor } from 'onnxruntime-web';

import { timed, type Contestant } from '../contestants/contestant.js';
import { forwardPeer, type ForwardPeer } from '../contestants/forward-peer.js';
import { checkOutput } from '../problems/sampling-expectation.js';

/** An ONNX Runtime: that for the web and that for Node are alike. */
export interface OnnxRuntime {
  createSession(model: Uint8Array): Promise<InferenceSession>;
  tensor(data: Float32Array, dims: readonly number[]): Tensor;
}

/** ONNX Runtime's GridSample. Its grid is given, so that it computes no coordinates. */
export function onnxGridSample(peer: ForwardPeer, load: () => Promise<OnnxRuntime>): Contestant {
  return forwardPeer(peer, async (problem, { sampler }) => {
    const runtime = await load();
    const [batch, height, width, channels] = problem.shape;
    const session = await runtime.createSession(gridSampleModel(sampler));
    const planes = transposed(problem.image, problem.shape, [0, 3, 1, 2]);
    const X = runtime.tensor(planes, [batch, channels, height, width]);
    const points = Float32Array.from(await problem.points());
    const grid = runtime.tensor(points, [batch, height, width, 2]);
    const run = async (): Promise<Tensor | undefined> => (await session.run({ X, grid }))['Y'];
    return {
      time: timed(async () => (await run())?.dispose()),
      async check() {
        const output = Float32Array.from((await (await run())?.getData()) ?? [], Number);
        const shape = [batch, channels, height, width];
        return checkOutput(problem, transposed(output, shape, [0, 2, 3, 1]));
      },
      dispose: () => session.release(),
    };
  });
}

/** The values of an array with its axes in another order. */
function transposed(
  values: Float32Array,
  shape: readonly number[],
  axes: readonly number[],
): Float32Array {
  const given = tensor(values, [...shape]);
  const made = transpose(given, [...axes]);
  const data = made.dataSync<'float32'>().slice();
  [given, made].forEach((held) => held.dispose());
  return data;
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
