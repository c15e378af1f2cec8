import type { TensorInfo } from '@tensorflow/tfjs-core';

import { taskNumbers } from '../../abi.generated.js';
import type { KernelTask, Workspace } from '../kernel-runner.js';
import { samplingPlan } from './encode-call.js';
import {
  fieldAddresses,
  fieldInputs,
  itemSize,
  lengthOf,
  pointsShape,
  samplingWork,
  windowOf,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointSlices } from './sampling-slices.js';

/** Rows and points of the output that are summed separately, whichever of the two is more. */
const [leastRows, leastPoints] = [32, 4096];

/**
 * The gradient w.r.t. matrices or coefficients, to which every point contributes: summed in float64,
 * by fixed bands of rows, then band by band, and rounded once at the end.
 */
export function gradSummed(
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): KernelTask {
  const { name, field } = problem;
  const { size, bands, bytes } = sumsOf(problem);
  const rows = bandRows(problem);
  return {
    name,
    inputs: [dy, image, ...fieldInputs(problem)],
    outputShape: [pointsShape(problem)[0] as number, ...field.source.shape.slice(1)],
    work: samplingWork(problem),
    plan: (threads) =>
      samplingPlan(problem, {
        task: taskNumbers.gradField,
        slices: pointSlices(problem, threads, rows),
        ownBytes: bytes,
        addresses({ inputs: [output = 0, first = 0, ...others], buffer, scratch }) {
          new Uint8Array(buffer, scratch, bytes).fill(0);
          const gradient = {
            address: scratch,
            stride: bands * size * 8,
            bands: { rows, stride: size * 8 },
          };
          return { image: first, output, ...fieldAddresses(problem, others), gradient };
        },
        finish: (workspace) => addSums(problem, workspace),
      }),
  };
}

/** Rows of a band. Must not depend on threads, since bands decide the bits of the sums. */
function bandRows({ attributes: { outputSize } }: SamplingProblem): number {
  return Math.max(leastRows, Math.floor(leastPoints / Math.max(1, outputSize[1])));
}

/** The sums of every item and band, in this order, at the beginning of the scratch. */
function sumsOf(problem: SamplingProblem): {
  size: number;
  bands: number;
  batch: number;
  bytes: number;
} {
  const { items, rows } = windowOf(problem);
  const size = itemSize(problem.field.source.shape, 1);
  const bands = Math.ceil(lengthOf(rows) / bandRows(problem));
  const batch = lengthOf(items);
  // The workspaces behind begin on a whole vector.
  return { size, bands, batch, bytes: Math.ceil((batch * bands * size) / 2) * 16 };
}

/** Adds up the bands; a field shared by the batch sums those of every item. */
function addSums(problem: SamplingProblem, workspace: Workspace): void {
  const { size, bands, batch } = sumsOf(problem);
  const sums = new Float64Array(workspace.buffer, workspace.scratch, batch * bands * size);
  const isShared = problem.field.source.shape[0] === 1;
  const total = new Float64Array(isShared ? size : batch * size);
  const stride = isShared ? 0 : size;
  let from = 0;
  for (let item = 0; item < batch; item++) {
    for (let band = 0; band < bands; band++) {
      for (let to = item * stride; to < item * stride + size; to++, from++) {
        total[to] = (total[to] as number) + (sums[from] as number);
      }
    }
  }
  new Float32Array(workspace.buffer, workspace.output, total.length).set(total);
}
