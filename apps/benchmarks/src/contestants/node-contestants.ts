import { threadCounts, threadsName } from '../cases/cases.js';
import { onnxGridSample, type OnnxRuntime } from '../peers/onnx.js';
import { openCv } from '../peers/opencv.js';
import { torch, type FoundPython } from '../peers/torch.js';
import { Absent, type Contestant } from './contestant.js';
import { memoryCopy } from './memory-copy.js';
import { kernelHosts, singleHosts, tensorflowHost } from './node-hosts.js';
import { tfjsContestants, type Given } from './tfjs-contestants.js';
import { projectiveTransformOp } from './tfjs-peers.js';

/** What decides who takes part. */
export interface NodeOptions extends Given {
  /** How many threads the machine has. */
  readonly cores: number;
  /** A Python with torch. */
  readonly python: FoundPython;
}

/** All contestants of Node; one that is absent says so in its setup. */
export function nodeContestants({ cores, python, ...given }: NodeOptions): Contestant[] {
  const counts = threadCounts(cores);
  const all = Math.max(...counts);
  return [
    ...[...singleHosts(), tensorflowHost(cores), ...kernelHosts(counts, all)].flatMap((host) =>
      tfjsContestants(host, given),
    ),
    ...singlePeers(given),
    ...counts.map((threads) => onnxNode(threads, given)),
    ...counts.map((threads) => torch(threads, () => python.process(), given)),
    projectiveTransformOp(tensorflowHost(cores), given.problems),
    memoryCopy,
  ];
}

/** Contestants of Node that have one thread, but for PyTorch. */
export function singleContestants(given: Given): Contestant[] {
  const ours = singleHosts().flatMap((host) => tfjsContestants(host, given));
  return [...ours, ...singlePeers(given), memoryCopy];
}

/** Contestants with `threads` threads, in a process in which TensorFlow has just as many. */
export function threadedContestants(threads: number, given: Given): Contestant[] {
  const tensorflow = { ...tensorflowHost(threads), namesThreads: true };
  return [
    ...[tensorflow, ...kernelHosts([threads], threads)].flatMap((host) =>
      tfjsContestants(host, given),
    ),
    onnxNode(threads, given),
    projectiveTransformOp(tensorflow, given.problems),
  ];
}

function singlePeers({ problems }: Given): Contestant[] {
  return [
    onnxGridSample({ name: 'onnxruntime-web, 1 thread', threads: 1 }, onnxruntimeWeb, problems),
    openCv(problems),
  ];
}

function onnxNode(threads: number, { problems }: Given): Contestant {
  const name = `onnxruntime-node, ${threadsName(threads)}`;
  return onnxGridSample({ name, threads }, () => onnxruntimeNode(threads), problems);
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
