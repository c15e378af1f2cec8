import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  backend,
  memory,
  profile,
  tensor2d,
  tensor3d,
  tidy,
  zeros,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer, type SpatialTransformer } from '@tfjs-stn/core';

import { PlainError } from '../plain-error.js';
import { makeSampler, makeTransform } from './make-parts.js';
import type { BackendChoice, Pixels, Warped, WarpRequest } from './messages.js';
import { startBackend, type StartedBackend } from './start-backend.js';

/** The most memory that a warp may take, in bytes. WebAssembly without special builds ends there. */
const MOST_MEMORY = 2e9;
/** Longest side of the output of a trial, in pixels. */
const TRIAL = 64;

/** Warps the current picture with varying settings. */
export class Warper {
  #pixels: Pixels | undefined;
  #picture: Tensor3D | undefined;
  #backend: { readonly asked: BackendChoice; readonly is: StartedBackend } | undefined;
  #transformer: { readonly key: string; readonly value: SpatialTransformer } | undefined;

  /** Sets the picture. */
  show(pixels: Pixels): void {
    this.#pixels = pixels;
    this.#picture?.dispose();
    this.#picture = undefined;
  }

  /**
   * Warps the picture.
   *
   * @param spare a buffer for the bytes of the output, if it has the right size
   * @throws PlainError if there is no picture yet, or the warp takes too much memory
   */
  async warp(request: WarpRequest, spare?: ArrayBuffer): Promise<Warped> {
    const started = await this.#start(request.backend);
    const picture = this.#tensor();
    const transformer = await this.#transformerFor(request, picture);
    const [height, width] = request.outputSize;
    const begin = performance.now();
    const output = tidy(() =>
      transformer.apply(picture, tensor2d([...request.theta], [1, request.theta.length])),
    );
    // A GPU has only begun.
    const onGpu = started.backend.startsWith('webg');
    const kernelTime = onGpu ? Number.NaN : performance.now() - begin;
    const { size } = output;
    const bytes = new Uint8ClampedArray(spare?.byteLength === size ? spare : new ArrayBuffer(size));
    writeBytes(await valuesOf(output), bytes);
    output.dispose();
    return { width, height, bytes, kernelTime, ...started };
  }

  async #start(asked: BackendChoice): Promise<StartedBackend> {
    if (this.#backend?.asked === asked) return this.#backend.is;
    // Otherwise a transform's cached tensors would move between backends, and the move would be timed.
    this.#forget();
    this.#picture?.dispose();
    this.#picture = undefined;
    this.#backend = { asked, is: await startBackend(asked) };
    return this.#backend.is;
  }

  #tensor(): Tensor3D {
    if (!this.#pixels) throw new PlainError('There is no picture yet. Open one.');
    this.#picture ??= pictureTensor(this.#pixels);
    return this.#picture;
  }

  async #transformerFor(request: WarpRequest, picture: Tensor3D): Promise<SpatialTransformer> {
    const { transform, sampler, padding, fill, alignCorners, outputSize } = request;
    const { shape } = picture;
    const key = JSON.stringify([
      transform,
      sampler,
      padding,
      fill,
      alignCorners,
      outputSize,
      shape,
    ]);
    if (this.#transformer?.key === key) return this.#transformer.value;
    this.#forget();
    await assertFits(request, picture);
    const value = compose(request);
    this.#transformer = { key, value };
    return value;
  }

  #forget(): void {
    this.#transformer?.value.transform.dispose?.();
    this.#transformer = undefined;
  }
}

/** The values of a tensor: on wasm as they lie in its memory, since a copy takes longer than the warp. */
async function valuesOf(output: Tensor3D): Promise<Float32Array> {
  const current = backend();
  if (!(current instanceof BackendWasm)) return output.data<'float32'>();
  return current.typedArrayFromHeap(output) as Float32Array;
}

function compose(request: WarpRequest): SpatialTransformer {
  const { transform, sampler, padding, fill, alignCorners, outputSize } = request;
  return spatialTransformer({
    transform: makeTransform(transform),
    sampler: makeSampler(sampler),
    padding,
    alignCorners,
    outputSize: [...outputSize],
    ...(padding === 'zeros' && { fillValue: fill }),
  });
}

/**
 * Refuses a warp that would take too much memory, which wasm does not survive. The memory is that of
 * a small warp, with picture and output reduced alike, times the number of its pixels.
 *
 * @throws PlainError if it takes too much
 */
async function assertFits(request: WarpRequest, picture: Tensor3D): Promise<void> {
  const [height, width] = request.outputSize;
  const factor = Math.max(height, width) / TRIAL;
  if (factor <= 1) return;
  const small = (pixels: number): number => Math.max(1, Math.round(pixels / factor));
  const transformer = compose({ ...request, outputSize: [small(height), small(width)] });
  const before = memory().numBytes;
  const { peakBytes } = await profile(() =>
    tidy(() => {
      const theta = tensor2d([...request.theta], [1, request.theta.length]);
      const [rows, columns] = picture.shape;
      const image: Tensor3D = zeros([small(rows), small(columns), 4]);
      transformer.apply(image, theta).dispose();
      return [];
    }),
  );
  transformer.transform.dispose?.();
  const bytes = factor ** 2 * (peakBytes - before);
  if (bytes <= MOST_MEMORY) return;
  throw new PlainError(
    `This sampler takes ${(bytes / 1e9).toFixed(1)} GB at ${width} × ${height}, and a page has 2 GB. Choose a smaller output or another sampler.`,
  );
}

/**
 * A picture as a tensor `[height, width, 4]`, 0 to 255, with premultiplied alpha, so that
 * interpolation with a transparent neighbour doesn't darken it.
 */
function pictureTensor({ width, height, bytes }: Pixels): Tensor3D {
  const values = new Float32Array(bytes);
  for (let index = 0; index < values.length; index += 4) {
    const alpha = values[index + 3] as number;
    if (alpha === 255) continue;
    for (let channel = 0; channel < 3; channel++) {
      values[index + channel] = ((values[index + channel] as number) * alpha) / 255;
    }
  }
  return tensor3d(values, [height, width, 4]);
}

/**
 * The inverse: bytes with straight alpha. A plain loop: the constructor of `Uint8ClampedArray` takes ten
 * times as long.
 */
function writeBytes(values: Float32Array, bytes: Uint8ClampedArray): void {
  for (let index = 0; index < bytes.length; index += 4) {
    const alpha = values[index + 3] as number;
    const factor = alpha > 0 && alpha < 255 ? 255 / alpha : 1;
    bytes[index] = factor * (values[index] as number);
    bytes[index + 1] = factor * (values[index + 1] as number);
    bytes[index + 2] = factor * (values[index + 2] as number);
    bytes[index + 3] = alpha;
  }
}
