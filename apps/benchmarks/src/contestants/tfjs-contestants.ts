import { tensor, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Sampler } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased } from '@tfjs-stn/sampler-filters';

import { kindOf, type BenchmarkCase } from '../cases/cases.js';
import { checkOutput } from '../problems/sampling-expectation.js';
import type { SamplingProblem, SamplingProblems } from '../problems/sampling-problem.js';
import { defineContestant, timed, type Contestant, type Work } from './contestant.js';
import type { Plugin } from './plugins.js';
import { tfjsStCnn } from './st-cnn.js';
import { identityOn, type TfjsHost } from './tfjs-host.js';
import { tfjsPeers } from './tfjs-peers.js';
import { fieldValues, samplingOf, tfjsSampling } from './tfjs-sampling.js';
import { tfjsWindow } from './tfjs-window.js';

/** What is given to every contestant of a run. */
export interface Given {
  readonly problems: SamplingProblems;
  readonly seed: number;
  readonly plugins?: readonly Plugin[];
}

/** Our library on a backend, and what tfjs itself offers where that competes. */
export function tfjsContestants(
  host: TfjsHost,
  { problems, seed, plugins = [] }: Given,
): Contestant[] {
  const activate = (): Promise<void> => host.activate();
  const identity = identityOn(host, 'tfjs-stn', 'ours');
  const ours = (benchmarkCase: BenchmarkCase): Work | Promise<Work> => {
    if (benchmarkCase.operation === 'st-cnn') return tfjsStCnn(host, benchmarkCase, seed);
    if (benchmarkCase.window) return tfjsWindow(host, benchmarkCase, seed);
    return tfjsSampling(host, benchmarkCase, problems(benchmarkCase));
  };
  const competes = (each: BenchmarkCase): boolean =>
    isOurs(host, each) || plugins.some(({ name }) => name === each.operation);
  const copying = defineContestant(
    { ...identity, name: `${identity.name}, copies in and out` },
    ({ operation, pass }) => pass === 'forward' && kindOf(operation) === 'sampling',
    (benchmarkCase) => copiedSampling(problems(benchmarkCase)),
    activate,
  );
  const base = bilinear();
  const own = plugins.flatMap((plugin) => ('sampler' in plugin ? [plugin.sampler] : []));
  const shrinkers = host.name === 'wasm+kernels' ? [base, antialiased({ base }), ...own] : [];
  return [
    defineContestant(identity, competes, ours, activate),
    ...(host.copies ? [copying] : []),
    ...(host.peers ? tfjsPeers(host, problems, seed) : []),
    ...shrinkers.map((sampler) => shrinking(host, sampler, problems)),
  ];
}

/** The forward of a convolution or a pooling is tfjs's own everywhere, their gradients in part. */
function isOurs(host: TfjsHost, { operation, pass }: BenchmarkCase): boolean {
  const kind = kindOf(operation);
  if (kind === 'plugin' || kind === 'shrink') return false;
  if (kind === 'sampling') return true;
  if (host.samplesOnly) return false;
  return kind === 'st-cnn' || (host.trains === true && pass !== 'forward');
}

/** A sampler that makes an image smaller, under an affine map. */
function shrinking(host: TfjsHost, own: Sampler, problems: SamplingProblems): Contestant {
  const kernel = own.name === 'bilinear' ? ('bilinear' as const) : undefined;
  return defineContestant(
    identityOn(host, own.name, 'ours'),
    ({ operation }) => operation === 'shrink',
    (each) => tfjsSampling(host, each, { ...problems(each), sampler: () => own, kernel }),
    () => host.activate(),
  );
}

/** Sampling from array to array: inputs and output are copied with every call, as in ONNX Runtime. */
async function copiedSampling(problem: SamplingProblem): Promise<Work> {
  const sampling = samplingOf(problem);
  const field = await fieldValues(problem);
  const call = (): Float32Array => {
    const pixels = tensor4d(problem.image, [...problem.shape]);
    const at = tensor(field.values, field.shape);
    const output = sampling.apply(pixels, at as Tensor2D | Tensor4D);
    const values = output.dataSync<'float32'>();
    // No tidy: it would look for tensors among the values.
    [pixels, at, output].forEach((made) => made.dispose());
    return values;
  };
  return {
    time: timed(() => void call()),
    check: () => checkOutput(problem, call()),
    dispose: () => sampling.dispose(),
  };
}
