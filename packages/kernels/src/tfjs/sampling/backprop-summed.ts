import type { TensorInfo } from '@tensorflow/tfjs-core';

import { tasks } from '../../abi.js';
import type { KernelJob, KernelPart, Workspace } from '../kernel-memory.js';
import type { Range } from '../split-range.js';
import { samplingBytes, samplingPart } from './sampling-part.js';
import {
  fieldInputs,
  itemSize,
  outputBatch,
  samplingWork,
  type SamplingProblem,
} from './sampling-problem.js';
import { pointShares } from './sampling-share.js';

/** Rows and points of the output that are summed for themselves, whichever of the two is more. */
const [leastRows, leastPoints] = [32, 4096];

/**
 * The gradient by matrices or coefficients, which get a share of every point: they are summed in
 * float64, by fixed bands of rows, then band by band, and rounded once at the end.
 */
export function backpropSummed(
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): KernelJob {
  const { name, field } = problem;
  const sums = sumsOf(problem);
  return {
    name,
    inputs: [dy, image, ...fieldInputs(field)],
    outputShape: field.source.shape,
    work: samplingWork(problem),
    scratchBytes: (threads) =>
      sums.bytes + partsOf(problem, threads).length * samplingBytes(problem),
    plan: (workspace, threads) => planParts(problem, workspace, threads),
    finish: (workspace) => addSums(problem, workspace),
  };
}

/** Rows of a band. Not to depend on threads: the sums are the bits. */
function bandRows({ attributes: { outputSize } }: SamplingProblem): number {
  return Math.max(leastRows, Math.floor(leastPoints / Math.max(1, outputSize[1])));
}

/** The sums of every item and band, in this order, at the beginning of the scratch. */
function sumsOf(problem: SamplingProblem): { size: number; bands: number; bytes: number } {
  const size = itemSize(problem.field.source.shape, 1);
  const bands = Math.ceil(problem.attributes.outputSize[0] / bandRows(problem));
  // The workspaces behind begin on a whole vector.
  const bytes = Math.ceil((outputBatch(problem) * bands * size) / 2) * 16;
  return { size, bands, bytes };
}

/** Items and bands of each part. */
function partsOf(problem: SamplingProblem, threads: number): { items: Range; bands: Range }[] {
  const { bands } = sumsOf(problem);
  const outputSize = [bands, problem.attributes.outputSize[1]] as const;
  const banded = { ...problem, attributes: { ...problem.attributes, outputSize } };
  return pointShares(banded, threads, 1).map(({ items, rows }) => ({ items, bands: rows }));
}

function planParts(problem: SamplingProblem, workspace: Workspace, threads: number): KernelPart[] {
  const [output = 0, image = 0, source = 0, basis = 0] = workspace.inputs;
  const { size, bands, bytes } = sumsOf(problem);
  const begin = workspace.scratch;
  new Uint8Array(workspace.buffer, begin, bytes).fill(0);
  const rows = bandRows(problem);
  const workspaceBytes = samplingBytes(problem);
  return partsOf(problem, threads).map((part, index) => {
    const gradient = {
      address: begin + part.bands.begin * size * 8,
      stride: bands * size * 8,
      bands: { rows, stride: size * 8 },
    };
    const end = Math.min(part.bands.end * rows, problem.attributes.outputSize[0]);
    const share = { items: part.items, rows: { begin: part.bands.begin * rows, end } };
    const addresses = { image, output, source, basis, gradient };
    const scratch = begin + bytes + index * workspaceBytes;
    return samplingPart(workspace, scratch, tasks.backpropField, problem, share, addresses);
  });
}

/** Adds the bands up; a field that served the whole batch gathers those of every item. */
function addSums(problem: SamplingProblem, workspace: Workspace): void {
  const { shape } = problem.field.source;
  const { size, bands } = sumsOf(problem);
  const batch = outputBatch(problem);
  const sums = new Float64Array(workspace.buffer, workspace.scratch, batch * bands * size);
  const total = new Float64Array(itemSize(shape, 0));
  const stride = shape[0] === 1 ? 0 : size;
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
