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
  const attribute = (name: string, type: number, ...value: number[]): number[] =>
    field(5, field(1, name), value, field(20, type));
  const attributes = [
    attribute('mode', 3, ...field(4, mode)),
    attribute('padding_mode', 3, ...field(4, 'zeros')),
    attribute('align_corners', 2, ...field(3, 0)),
  ];
  const names = [field(1, 'X'), field(1, 'grid'), field(2, 'Y'), field(4, 'GridSample')];
  const floats = field(2, field(1, field(1, 1)));
  const given = ['X', 'grid'].map((name) => field(11, field(1, name), floats));
  const output = field(12, field(1, 'Y'), floats);
  const graph = [field(1, ...names, ...attributes), field(2, 'grid-sample'), ...given, output];
  return Uint8Array.from([field(1, 8), field(7, ...graph), field(8, field(2, 16))].flat());
}

/** A field of a message: a number, or a text or fields in bytes. */
function field(number: number, ...parts: readonly (number | string | readonly number[])[]) {
  const [first] = parts;
  if (typeof first === 'number') return [...varint(number << 3), ...varint(first)];
  const bytesOf = (part: (typeof parts)[number]): readonly number[] =>
    typeof part === 'string' ? [...new TextEncoder().encode(part)] : [part].flat();
  const bytes = parts.flatMap(bytesOf);
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
