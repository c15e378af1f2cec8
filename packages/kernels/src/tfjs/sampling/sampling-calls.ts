import { samplingWorkspace } from '../../sampling-workspace.js';
import { writeSamplingCall } from '../../sampling-call.js';
import type { KernelCall, Workspace } from '../kernel-memory.js';
import { describeProblem, describeShare, type BatchAddresses } from './describe-call.js';
import { termsOf, type SamplingProblem } from './sampling-problem.js';
import type { SamplingShare } from './sampling-share.js';

/** A share, and where the tensors lie that it is of. */
export interface PlacedShare {
  readonly share: SamplingShare;
  readonly addresses: BatchAddresses;
}

/** Bytes that a part of so many calls works in. */
export function samplingBytes({ imageShape, field }: SamplingProblem, calls = 1): number {
  return samplingWorkspace(imageShape[3] as number, termsOf(field), calls).bytes;
}

/** Writes down the calls of one part, from `scratch` on. */
export function samplingCalls(
  { buffer }: Workspace,
  scratch: number,
  task: number,
  problem: SamplingProblem,
  shares: readonly PlacedShare[],
): KernelCall[] {
  const channels = problem.imageShape[3] as number;
  const at = samplingWorkspace(channels, termsOf(problem.field), shares.length);
  writeFill(problem, buffer, scratch + at.fill);
  return shares.map(({ share, addresses }, index) => {
    const call = scratch + at.call + index * at.callBytes;
    writeSamplingCall(buffer, call, {
      task,
      ...describeProblem(problem),
      ...describeShare(problem, share, addresses),
      fill: scratch + at.fill,
      sink: scratch + at.sink,
      scratch: scratch + at.scratch,
    });
    return { kernel: 'sample_f32', arguments: [call] };
  });
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
