import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { kindOf, threadsName, type BenchmarkCase } from '../cases/cases.js';
import { Absent, defineContestant, reasonOf } from '../contestants/contestant.js';
import type { Checked, Contestant, Identity } from '../contestants/contestant.js';
import * as stCnn from '../contestants/st-cnn.js';
import type { Given } from '../contestants/tfjs-contestants.js';
import { useBackend } from '../contestants/tfjs-host.js';
import { spread } from '../problems/compare-values.js';
import { checkGradients, checkOutput, expectationOf } from '../problems/sampling-expectation.js';
import type { SamplingProblem } from '../problems/sampling-problem.js';
import { windowProblem } from '../problems/window-problem.js';
import { jsonProcess, type JsonProcess } from '../remote/json-process.js';

/** A Python with torch that waits for questions, and the versions of both. */
export interface TorchProcess extends JsonProcess {
  readonly versions: Readonly<Record<string, string>>;
}

/** The Pythons of a run: one, or one for each number of threads that processes have. */
export interface FoundPython {
  /** Throws UserError if a Python was named and has no torch; Absent if none was named. */
  process(threads?: number): Promise<TorchProcess>;
  close(): Promise<void>;
}

const worker = fileURLToPath(new URL('../../python/torch_worker.py', import.meta.url));

/** Looks for the Python that is named, or for the first on the path that has torch, to run `program`. */
export function findPython(named?: string, program: string = worker): FoundPython {
  const started = new Map<number | undefined, Promise<TorchProcess>>();
  return {
    process(threads) {
      const known = started.get(threads) ?? start(named, program, threads);
      started.set(threads, known);
      return known;
    },
    async close() {
      for (const each of started.values()) (await each.catch(() => undefined))?.close();
    },
  };
}

async function start(
  named: string | undefined,
  program: string,
  threads?: number,
): Promise<TorchProcess> {
  const reasons: string[] = [];
  for (const file of named === undefined ? ['python3', 'python'] : [named]) {
    const process = jsonProcess(file, [program], threads);
    try {
      const { torch, python } = await process.ask({ do: 'hello' });
      return { ...process, versions: { python: String(python), torch: String(torch) } };
    } catch (error) {
      process.close();
      reasons.push(reasonOf(error));
    }
  }
  const why = reasons.join('; ');
  if (named === undefined) throw new Absent(`no Python with torch: ${why}. Name one with --python`);
  throw new UserError(`--python ${named} must be a Python with torch, got: ${why}`);
}

/** PyTorch in a process of its own, which times itself on request. */
export function torch(
  threads: number,
  process: () => Promise<TorchProcess>,
  given: Given,
): Contestant {
  const name = `PyTorch, ${threadsName(threads)}`;
  const identity: Identity = { name, role: 'peer', backend: '', threads };
  const competes: Contestant['competes'] = ({ operation }) =>
    !['plugin', 'shrink'].includes(kindOf(operation));
  let count = 0;
  return defineContestant(identity, competes, async (benchmarkCase) => {
    const python = await process();
    const task = await taskOf(benchmarkCase, given);
    const entry = `${threads}-${(count += 1)}`;
    return {
      time: async (calls) =>
        Number((await python.ask({ do: 'time', entry, calls }))['milliseconds']),
      check: () =>
        inFolder(task, (folder) =>
          python.ask({ ...task.request, do: 'setup', entry, threads, folder }),
        ),
      dispose: () => python.ask({ do: 'teardown', entry }),
    };
  });
}

/** Writes tensors into a folder, lets the worker answer there, and checks its answers. */
async function inFolder(
  { tensors, check }: TorchTask,
  answer: (folder: string) => Promise<unknown>,
): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-bench-'));
  const path = (tensor: string): string => join(folder, `${tensor}.f32`);
  try {
    for (const [own, values] of Object.entries(tensors)) await writeFile(path(own), values);
    await answer(folder);
    return await check(
      async (tensor) => new Float32Array(Uint8Array.from(await readFile(path(tensor))).buffer),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A case as the worker is given it: what it must know, tensors by name, and how to check its answers. */
interface TorchTask {
  readonly request: object;
  readonly tensors: Readonly<Record<string, Float32Array>>;
  check(read: (tensor: string) => Promise<Float32Array>): Promise<Checked>;
}

function taskOf(benchmarkCase: BenchmarkCase, { problems, seed }: Given): Promise<TorchTask> {
  if (benchmarkCase.window) return windowTask(benchmarkCase, seed);
  if (benchmarkCase.operation === 'st-cnn') return stCnnTask(benchmarkCase, seed);
  return samplingTask(benchmarkCase, problems(benchmarkCase));
}

/** PyTorch has affine grids only; any other grid is given. */
async function samplingTask({ pass }: BenchmarkCase, problem: SamplingProblem): Promise<TorchTask> {
  const { shape, field, kernel: sampler, image, theta, upstream } = problem;
  const isAffine = field === 'affine';
  const at = isAffine ? { theta } : { grid: Float32Array.from(await problem.points()) };
  const request = { shape, field, sampler, pass };
  if (pass === 'forward') {
    const check: TorchTask['check'] = async (read) => checkOutput(problem, await read('output'));
    return { request, tensors: { image, ...at }, check };
  }
  const { upstream: sparse } = await expectationOf(problem);
  return {
    request,
    tensors: { image, ...at, upstream, sparse },
    async check(read) {
      const byField = await read('by-field');
      const by = isAffine ? { theta: byField } : { grid: byField };
      return checkGradients(problem, await read('by-image'), by);
    },
  };
}

/** Throws Absent for padding that differs from side to side, which PyTorch does not have. */
async function windowTask(benchmarkCase: BenchmarkCase, seed: number): Promise<TorchTask> {
  const { operation, pass } = benchmarkCase;
  const problem = windowProblem(benchmarkCase, seed);
  const { image, filter, upstream, before: padding, after, ...described } = problem;
  if (padding.join() !== after.join()) throw new Absent('PyTorch pads both sides alike');
  return {
    request: { ...described, operation, pass, padding },
    tensors: { image, filter, upstream },
    check: async (read) => ({ values: spread(await read('output')) }),
  };
}

/** The same net with the same weights. */
async function stCnnTask({ pass, shape }: BenchmarkCase, seed: number): Promise<TorchTask> {
  const { pixels, labels } = stCnn.stCnnProblem(shape, seed);
  await useBackend('cpu');
  const model = stCnn.stCnnModel(shape, seed);
  const weights = await stCnn.weightsOf(model);
  stCnn.disposeModel(model);
  const named = weights.map(({ data }, index) => [`weight-${index}`, data] as const);
  const net = { learningRate: stCnn.learningRate, weights: weights.map((weight) => weight.shape) };
  return {
    request: { shape, pass, net },
    tensors: { image: pixels, labels: Float32Array.from(labels), ...Object.fromEntries(named) },
    async check(read) {
      if (pass === 'inference') return stCnn.checkLogits(shape[0], await read('output'));
      const after: stCnn.Weight[] = [];
      for (const [index, weight] of weights.entries()) {
        after.push({ ...weight, data: await read(`weight-${index}`) });
      }
      return stCnn.checkStep(weights, after);
    },
  };
}
