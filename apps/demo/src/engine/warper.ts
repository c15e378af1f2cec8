import { tensor2d, tidy, type Tensor3D } from '@tensorflow/tfjs-core';
import { spatialTransformer, type SpatialTransformer } from '@tfjs-stn/core';

import { PlainError } from '../plain-error.js';
import type { BackendChoice } from './backends.js';
import { makeSampler, makeTransform } from './make-parts.js';
import { pictureBytes, pictureTensor } from './picture-tensor.js';
import { startBackend, type StartedBackend } from './start-backend.js';
import type { Pixels, Warped, WarpRequest } from './warp-request.js';

/** Warps one picture again and again. */
export class Warper {
  #pixels: Pixels | undefined;
  #picture: Tensor3D | undefined;
  #backend: { readonly asked: BackendChoice; readonly is: StartedBackend } | undefined;
  #transformer: { readonly key: string; readonly value: SpatialTransformer } | undefined;

  /** Takes another picture. */
  show(pixels: Pixels): void {
    this.#pixels = pixels;
    this.#picture?.dispose();
    this.#picture = undefined;
  }

  /**
   * Warps the picture.
   *
   * @throws PlainError if there is none yet
   */
  async warp(request: WarpRequest): Promise<Warped> {
    const started = await this.#start(request.backend);
    const picture = this.#tensor();
    const transformer = this.#compose(request);
    const [height, width] = request.outputSize;
    const begin = performance.now();
    const output = tidy(() =>
      transformer.apply(picture, tensor2d([...request.theta], [1, request.theta.length])),
    );
    // A GPU can be waited for, and the others give what is there.
    const values = await output.data<'float32'>();
    const milliseconds = performance.now() - begin;
    const bytes = pictureBytes(values);
    output.dispose();
    return { width, height, bytes, milliseconds, ...started };
  }

  async #start(asked: BackendChoice): Promise<StartedBackend> {
    if (this.#backend?.asked === asked) return this.#backend.is;
    // A transform's cached tensors would move from backend to backend and be timed for it.
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

  #compose(request: WarpRequest): SpatialTransformer {
    const { transform, sampler, padding, fill, alignCorners, outputSize } = request;
    const key = JSON.stringify([transform, sampler, padding, fill, alignCorners, outputSize]);
    if (this.#transformer?.key === key) return this.#transformer.value;
    this.#forget();
    const value = spatialTransformer({
      transform: makeTransform(transform),
      sampler: makeSampler(sampler),
      padding,
      alignCorners,
      outputSize: [...outputSize],
      ...(padding === 'zeros' && { fillValue: fill }),
    });
    this.#transformer = { key, value };
    return value;
  }

  #forget(): void {
    this.#transformer?.value.transform.dispose?.();
    this.#transformer = undefined;
  }
}
