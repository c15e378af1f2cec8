import { fileURLToPath } from 'node:url';

import { threadCounts, threadsName } from '../cases/cases.js';
import { onnxGridSample, type OnnxRuntime } from '../peers/onnx.js';
import { openCv } from '../peers/opencv.js';
import { torch, type FoundPython } from '../peers/torch.js';
import { remoteContestant, type Driver } from '../remote/driver.js';
import { jsonProcess, type JsonProcess } from '../remote/json-process.js';
import { Absent, type Contestant } from './contestant.js';
import { memoryCopy } from './memory-copy.js';
import { kernelHosts, singleHosts, tensorflowHost } from './node-hosts.js';
import { tfjsContestants, type Given } from './tfjs-contestants.js';
import type { TfjsHost } from './tfjs-host.js';
import { projectiveTransformOp } from './tfjs-peers.js';

const workerScript = fileURLToPath(new URL('../remote/node-worker.js', import.meta.url));

/** What decides who takes part. */
export interface NodeOptions extends Given {
  /** How many threads the machine has. */
  readonly cores: number;
  /** A Python with torch. */
  readonly python: FoundPython;
  /** Whether each thread count has processes with as many threads and cores. */
  readonly equalThreads?: boolean;
}

/** All contestants of Node; one that is absent says so in its setup. */
export function nodeContestants(options: NodeOptions): Contestant[] {
  const { cores, python, equalThreads = false, ...given } = options;
  const { problems } = given;
  const counts = threadCounts(cores);
  const threaded = (threads: number): Contestant[] => {
    const all = Math.max(...counts);
    return equalThreads ? apart(threads, given) : threadedContestants(threads, given, all);
  };
  const onnx = { name: 'onnxruntime-web, 1 thread', threads: 1, problems };
  return [
    ...singleHosts().flatMap((host) => tfjsContestants(host, given)),
    ...(equalThreads ? [] : tensorflowContestants(tensorflowHost(cores), given)),
    ...counts.flatMap(threaded),
    ...counts.map((threads) =>
      torch(threads, () => python.process(equalThreads ? threads : undefined), given),
    ),
    onnxGridSample(onnx, onnxruntimeWeb),
    openCv(problems),
    memoryCopy,
  ];
}

/** Contestants with `threads` threads; TensorFlow's own ops have `all`, as does the process. */
function threadedContestants(threads: number, given: Given, all: number): Contestant[] {
  const name = `onnxruntime-node, ${threadsName(threads)}`;
  return [
    ...kernelHosts(threads, all).flatMap((host) => tfjsContestants(host, given)),
    onnxGridSample({ name, threads, problems: given.problems }, () => onnxruntimeNode(threads)),
  ];
}

/** TensorFlow's own backend. */
function tensorflowContestants(host: TfjsHost, given: Given): Contestant[] {
  return [...tfjsContestants(host, given), projectiveTransformOp(host, given.problems)];
}

/** The contestants of a process with just so many threads. */
export function processContestants(threads: number, given: Given): Contestant[] {
  const tensorflow = { ...tensorflowHost(threads), namesThreads: true };
  return [
    ...tensorflowContestants(tensorflow, given),
    ...threadedContestants(threads, given, threads),
  ];
}

/** The same, timed in such a process. It knows no plugins. */
function apart(threads: number, { problems, seed }: Given): Contestant[] {
  let worker: JsonProcess | undefined;
  const driver: Driver = (request) => {
    const command = [workerScript, String(threads), String(seed)];
    worker ??= jsonProcess(process.execPath, command, threads);
    return worker.ask(request);
  };
  return processContestants(threads, { problems, seed }).map((contestant) => ({
    ...remoteContestant(contestant, contestant.name, () => Promise.resolve(driver)),
    close: async () => worker?.close(),
  }));
}

async function onnxruntimeWeb(): Promise<OnnxRuntime> {
  const { env, InferenceSession, Tensor } = await import('onnxruntime-web');
  env.wasm.numThreads = 1;
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' } as const;
  return {
    createSession: (model) => InferenceSession.create(model, options),
    tensor: (data, dims) => new Tensor('float32', data, dims),
  };
}

/** Throws Absent where its binary does not load. */
async function onnxruntimeNode(threads: number): Promise<OnnxRuntime> {
  const ort = await import('onnxruntime-node').catch((error: unknown) => {
    throw new Absent(`onnxruntime-node does not load: ${String(error)}`);
  });
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1 };
  return {
    createSession: (model) => ort.InferenceSession.create(model, options),
    tensor: (data, dims) => new ort.Tensor('float32', data, dims),
  };
}
