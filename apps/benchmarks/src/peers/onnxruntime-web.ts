import { generateGrid } from '@tfjs-stn/core';
import { affine } from '@tfjs-stn/transform-affine';
import * as ort from 'onnxruntime-web';

import type { WarpCase } from '../warp-case.js';
import type { CheckedContestant } from './contestant.js';
import { gridSampleModel } from './grid-sample-model.js';

/** ONNX Runtime's GridSample on WebAssembly with one thread; its grid is ready. */
export async function onnxruntimeWeb(warpCase: WarpCase): Promise<CheckedContestant> {
  ort.env.wasm.numThreads = 1;
  const [batch, height, width, channels] = warpCase.shape;
  const session = await ort.InferenceSession.create(gridSampleModel(), {
    executionProviders: ['wasm'],
  });
  const grid = generateGrid(affine(), warpCase.theta, [height, width]);
  const feeds = {
    X: new ort.Tensor('float32', toChannelsFirst(warpCase), [batch, channels, height, width]),
    grid: new ort.Tensor('float32', grid.dataSync<'float32'>(), [batch, height, width, 2]),
  };
  grid.dispose();
  return {
    name: 'onnxruntime-web GridSample',
    run: async () => {
      const { Y } = await session.run(feeds);
      Y?.dispose();
    },
    async output() {
      const { Y } = await session.run(feeds);
      return toChannelsLast((await Y?.getData()) as Float32Array, warpCase);
    },
  };
}

function toChannelsFirst({ pixels, shape }: WarpCase): Float32Array {
  const planes = new Float32Array(pixels.length);
  eachValue(shape, (last, first) => (planes[first] = pixels[last] ?? NaN));
  return planes;
}

function toChannelsLast(planes: Float32Array, { shape }: WarpCase): Float32Array {
  const pixels = new Float32Array(planes.length);
  eachValue(shape, (last, first) => (pixels[last] = planes[first] ?? NaN));
  return pixels;
}

/** Visits every value with its index in NHWC and in NCHW. */
function eachValue(
  [batch, height, width, channels]: WarpCase['shape'],
  visit: (last: number, first: number) => void,
): void {
  const area = height * width;
  for (let item = 0; item < batch; item++) {
    for (let pixel = 0; pixel < area; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        visit(
          (item * area + pixel) * channels + channel,
          (item * channels + channel) * area + pixel,
        );
      }
    }
  }
}
