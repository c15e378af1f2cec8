import { samplingWorkspace } from '../../sampling-workspace.js';
import { writeSamplingCall } from '../../sampling-call.js';
import type { KernelPart, Workspace } from '../kernel-memory.js';
import { describeProblem, describeShare, type BatchAddresses } from './describe-call.js';
import { termsOf, type SamplingProblem } from './sampling-problem.js';
import type { SamplingShare } from './sampling-share.js';

/** Bytes that a part works in. */
export function samplingBytes({ imageShape, field }: SamplingProblem): number {
  return samplingWorkspace(imageShape[3] as number, termsOf(field)).bytes;
}

/** One call for a share of a problem, written down from `begin` on. */
export function samplingPart(
  { buffer }: Workspace,
  begin: number,
  task: number,
  problem: SamplingProblem,
  share: SamplingShare,
  addresses: BatchAddresses,
): KernelPart {
  const at = samplingWorkspace(problem.imageShape[3] as number, termsOf(problem.field));
  writeFill(problem, buffer, begin + at.fill);
  writeSamplingCall(buffer, begin + at.call, {
    task,
    ...describeProblem(problem),
    ...describeShare(problem, share, addresses),
    fill: begin + at.fill,
    sink: begin + at.sink,
    scratch: begin + at.scratch,
  });
  return [{ kernel: 'sample_f32', arguments: [begin + at.call] }];
}

function writeFill(
  { attributes: { fillValue }, imageShape }: SamplingProblem,
  buffer: ArrayBufferLike,
  address: number,
): void {
  const values = new Float32Array(buffer, address, imageShape[3]);
  if (typeof fillValue === 'number') values.fill(fillValue);
  else values.set(fillValue);
}
