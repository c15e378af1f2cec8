import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { threadCounts, threadsName } from '../cases/cases.js';
import { onnxGridSample, type OnnxRuntime } from '../peers/onnx.js';
import { openCv } from '../peers/opencv.js';
import { torch, type FoundPython } from '../peers/torch.js';
import { remoteContestant, type Driver } from '../remote/driver.js';
import { jsonProcess, type JsonProcess } from '../remote/json-process.js';
import { Absent, reasonOf, type Contestant } from './contestant.js';
import { memoryCopy } from './memory-copy.js';
import { tfjsContestants, type Given } from './tfjs-contestants.js';
import { useBackend, wasmHost, type TfjsHost } from './tfjs-host.js';
import { projectiveTransformOp } from './tfjs-peers.js';

const kernelPackage = '@tfjs-stn/backend-node';
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
  const single: TfjsHost[] = [
    { ...nodeHost('cpu', 1, false), slow: () => 'plain JavaScript', peers: true },
    { ...wasmHost('wasm', 1, false), peers: true },
    { ...wasmHost('wasm+kernels', 1, true), copies: true, trains: true },
  ];
  const threaded = equalThreads
    ? counts.flatMap((threads) => apart(threads, given))
    : [
        ...tensorflowContestants(nodeHost('tensorflow', cores, false), given),
        ...counts.flatMap((threads) => threadedContestants(threads, given, Math.max(...counts))),
      ];
  const processOf = (threads: number) => python.process(equalThreads ? threads : undefined);
  return [
    ...single.flatMap((host) => tfjsContestants(host, given)),
    ...threaded,
    ...counts.map((threads) => torch(threads, () => processOf(threads), given)),
    onnxGridSample({ name: 'onnxruntime-web, 1 thread', threads: 1, problems }, onnxruntimeWeb),
    openCv(problems),
    memoryCopy,
  ];
}

/** The contestants of a process with just so many threads. */
export function processContestants(threads: number, given: Given): Contestant[] {
  const tensorflow = { ...nodeHost('tensorflow', threads, false), namesThreads: true };
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

/** TensorFlow's own backend, whose threads are as many as there are cores, or as its process allows. */
function tensorflowContestants(host: TfjsHost, given: Given): Contestant[] {
  const own = { ...host, peers: true };
  return [...tfjsContestants(own, given), projectiveTransformOp(own, given.problems)];
}

/** Contestants with `threads` threads; TensorFlow's own ops have `all`, as does the process. */
function threadedContestants(threads: number, given: Given, all: number): Contestant[] {
  const name = `onnxruntime-node, ${threadsName(threads)}`;
  return [
    ...kernelHosts(threads, all).flatMap((host) => tfjsContestants(host, given)),
    onnxGridSample({ name, threads, problems: given.problems }, () => onnxruntimeNode(threads)),
  ];
}

/** The cpu and tensorflow backends with our kernels; `all` are the threads of TensorFlow's own ops. */
export function kernelHosts(threads: number, all: number): TfjsHost[] {
  return [
    { ...nodeHost('cpu', threads, true), trains: true },
    { ...nodeHost('tensorflow', threads, true), samplesOnly: threads < all },
  ];
}

function nodeHost(backend: string, threads: number, kernels: boolean): TfjsHost {
  const name = kernels ? `${backend}+kernels` : backend;
  const activate = async (): Promise<void> => {
    if (backend === 'tensorflow') loadTfjsNode();
    await useNodeKernels(kernels ? threads : undefined);
    await useBackend(backend);
  };
  return { name, threads, namesThreads: kernels, activate };
}

interface NodeKernels {
  registerNodeKernels(options: { readonly threads: number }): Promise<() => void>;
}

// A process has one registry of kernels, so there is one state of it.
let unregister: (() => void) | undefined;
let inUse: number | undefined;

/** Registers our kernels for tfjs's cpu and tensorflow backends, with so many threads; or none. */
async function useNodeKernels(threads: number | undefined): Promise<void> {
  if (threads === inUse) return;
  if (threads === undefined) unregister?.();
  else {
    const { registerNodeKernels }: NodeKernels = await import(kernelPackage).catch(isAbsent);
    unregister = await registerNodeKernels({ threads });
  }
  inUse = threads;
}

/** Loads tfjs-node. The addon belongs to our package for Node, not to this app. */
function loadTfjsNode(): void {
  // Its log would be in the middle of a line of progress.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  const { resolve } = createRequire(import.meta.url);
  try {
    createRequire(resolve(`${kernelPackage}/package.json`))('@tensorflow/tfjs-node');
  } catch (error) {
    isAbsent(error);
  }
}

function isAbsent(error: unknown): never {
  throw new Absent(`it does not load: ${reasonOf(error)}`);
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
  const ort = await import('onnxruntime-node').catch(isAbsent);
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1 };
  return {
    createSession: (model) => ort.InferenceSession.create(model, options),
    tensor: (data, dims) => new ort.Tensor('float32', data, dims),
  };
}
