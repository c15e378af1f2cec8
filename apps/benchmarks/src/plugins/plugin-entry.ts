import {
  grads,
  tensor2d,
  tensor4d,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import type { Entry } from '../contestants/entry.js';
import { requireFewValues } from '../contestants/require-few-values.js';
import { transformerSampling } from '../contestants/sampling-parts.js';
import { tensorEntry } from '../contestants/tensor-entry.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import { checkPlugin } from './check-plugin.js';
import { checkPluginGradients } from './check-plugin-gradients.js';
import type { Plugin } from './load-plugins.js';
import { pluginProblem } from './plugin-problem.js';

/**
 * A transform of the user's with bilinear sampling, or a sampler of theirs along an affine warp.
 *
 * @throws Absent where plain JavaScript would take minutes
 */
export function pluginEntry(
  host: TfjsHost,
  { pass, shape }: BenchmarkCase,
  plugin: Plugin,
  seed: number,
): Entry {
  const transform = 'transform' in plugin ? plugin.transform : affine();
  const sampler = 'sampler' in plugin ? plugin.sampler : bilinear();
  const { paramCount, identity } = transform;
  const problem = pluginProblem(shape, paramCount, identity, seed);
  requireFewValues(host, problem.image.length);
  const sampling = transformerSampling(transform, sampler, shape);
  const image = tensor4d(problem.image, [...shape]);
  const theta = tensor2d(problem.theta, [shape[0], paramCount]);
  const forward = (pixels: Tensor, at: Tensor): Tensor4D =>
    sampling.apply(pixels as Tensor4D, at as Tensor2D);
  const both = grads(forward);
  const work = { transform, sampler, problem, image, theta, forward };
  return tensorEntry(host, {
    compute: () => (pass === 'forward' ? [forward(image, theta)] : both([image, theta], image)),
    check: () =>
      pass === 'forward'
        ? checkPlugin(work)
        : checkPluginGradients(work, (upstream) => both([image, theta], upstream)),
    dispose() {
      [image, theta].forEach((held) => held.dispose());
      sampling.dispose();
    },
  });
}
