import { tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { oracleGridSampleGradients, seededRandom } from '@tfjs-stn/testing';

import { requireClose } from '../checks/require-close.js';
import { WrongResult } from '../checks/wrong-result.js';
import type { PluginCheck } from './check-plugin.js';
import { pluginKernel } from './plugin-kernel.js';
import { pluginPoints, type PluginPoints } from './plugin-points.js';

/** Gradients by image and θ, for what comes back from behind. */
export type PluginGradients = (upstream: Tensor) => readonly Tensor[];

/** Entries of θ that are looked at, of the first image. */
const entries = 8;
/** What θ is moved by to see where points go. */
const nudge = 2 ** -7;
const tolerance = 1e-2;

/**
 * Holds gradients against the oracle's, with an upstream gradient at a few pixels; for θ, by how
 * points move when it is nudged. Of a composite sampler it is known only that they must be finite.
 *
 * @returns the largest error; undefined for a composite sampler
 * @throws WrongResult
 */
export async function checkPluginGradients(
  check: PluginCheck,
  gradients: PluginGradients,
): Promise<number | undefined> {
  const { sampler, problem, theta } = check;
  const { shape, paramCount } = { ...problem, paramCount: check.transform.paramCount };
  const points = await pluginPoints(check, theta);
  const upstream = upstreamAt(points, shape);
  const [byImage, byTheta] = await valuesOf(gradients, upstream.dense, shape);
  if (sampler.kind === 'composite') {
    if ([...byImage, ...byTheta].every(Number.isFinite)) return undefined;
    throw new WrongResult('the gradients must be finite');
  }
  const expected = oracleGridSampleGradients({
    image: { shape, data: problem.image },
    grid: points.grid,
    kernel: pluginKernel(sampler),
    coordinates: 'float32',
    outputGradient: { shape: [shape[0], 1, points.perImage, shape[3]], data: upstream.sparse },
  });
  const watched = Array.from({ length: Math.min(entries, paramCount) }, (_, index) => index);
  const byEntry: number[] = [];
  for (const entry of watched) {
    byEntry.push(await thetaGradient(check, entry, expected.grid.data));
  }
  return Math.max(
    requireClose('the gradient by the image', byImage, expected.image.data, tolerance),
    requireClose(
      'the gradient by θ',
      watched.map((entry) => byTheta[entry] ?? NaN),
      byEntry,
      tolerance,
    ),
  );
}

async function valuesOf(
  gradients: PluginGradients,
  upstream: Float32Array,
  shape: readonly number[],
): Promise<readonly [Float32Array, Float32Array]> {
  const given = tensor(upstream, [...shape]);
  const made = gradients(given);
  const [byImage, byTheta] = await Promise.all(
    made.map(async (gradient) => Float32Array.from(await gradient.data())),
  );
  [given, ...made].forEach((held) => held.dispose());
  return [byImage ?? new Float32Array(), byTheta ?? new Float32Array()];
}

/** Random at the pixels, `[batch, 1, perImage, channels]`, and 0 elsewhere, like the output. */
function upstreamAt(
  { pixels, perImage }: PluginPoints,
  [batch, height, width, channels]: readonly [number, number, number, number],
): { readonly sparse: Float64Array; readonly dense: Float32Array } {
  const random = seededRandom(1);
  const sparse = Float64Array.from({ length: pixels.length * channels }, () =>
    Math.fround(random() - 0.5),
  );
  const dense = new Float32Array(batch * height * width * channels);
  pixels.forEach((pixel, index) => {
    const start = (Math.floor(index / perImage) * height * width + pixel) * channels;
    dense.set(sparse.subarray(index * channels, (index + 1) * channels), start);
  });
  return { sparse, dense };
}

/** How far the points move with an entry of θ, times what that is worth. */
async function thetaGradient(
  check: PluginCheck,
  entry: number,
  byPoint: Float64Array,
): Promise<number> {
  const { problem, transform } = check;
  const movedBy = async (by: number): Promise<ArrayLike<number>> => {
    const values = problem.theta.slice();
    values[entry] = (values[entry] ?? NaN) + by;
    const theta = tensor2d(values, [problem.shape[0], transform.paramCount]);
    const { grid } = await pluginPoints(check, theta);
    theta.dispose();
    return grid.data;
  };
  const [above, below] = [await movedBy(nudge), await movedBy(-nudge)];
  return byPoint.reduce(
    (sum, gradient, index) =>
      sum + (gradient * ((above[index] ?? NaN) - (below[index] ?? NaN))) / (2 * nudge),
    0,
  );
}
