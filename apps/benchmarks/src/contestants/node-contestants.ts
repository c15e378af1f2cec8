import { nodeHosts } from '../hosts/node-hosts.js';
import { threadCounts, threadsName } from '../hosts/thread-counts.js';
import type { FoundPython } from '../peers/find-python.js';
import { onnxGridSample } from '../peers/onnx-grid-sample.js';
import { onnxruntimeNode, onnxruntimeWeb } from '../peers/onnx-runtimes.js';
import { opencv } from '../peers/opencv.js';
import { torch } from '../peers/torch.js';
import type { PoseSampling } from '../problems/pose-sampling.js';
import type { Contestant } from './contestant.js';
import { memoryCopy } from './memory-copy.js';
import { projectiveTransformOp } from './projective-transform-op.js';
import { tfjsContestants } from './tfjs-contestants.js';

/** What decides who takes part. */
export interface NodeContestantOptions {
  readonly pose: PoseSampling;
  readonly seed: number;
  /** How many threads the machine has. */
  readonly cores: number;
  /** A Python with torch. */
  readonly python: FoundPython;
}

/** Everything that can be timed from Node itself; what is absent says so when it is to enter. */
export function nodeContestants({
  pose,
  seed,
  cores,
  python,
}: NodeContestantOptions): Contestant[] {
  return [
    ...nodeHosts(cores).flatMap((host) => tfjsContestants(host, pose, seed)),
    onnxGridSample({ name: 'onnxruntime-web, 1 thread', threads: 1 }, onnxruntimeWeb, pose),
    ...threadCounts(cores).map((threads) =>
      onnxGridSample(
        { name: `onnxruntime-node, ${threadsName(threads)}`, threads },
        () => onnxruntimeNode(threads),
        pose,
      ),
    ),
    opencv(pose),
    ...threadCounts(cores).map((threads) =>
      torch({ threads, process: () => python.process(), pose, seed }),
    ),
    projectiveTransformOp(cores, pose),
    memoryCopy,
  ];
}
