import { samplerNumbers } from '../../src/abi.generated.js';
import { lanczosTable } from '../../src/lanczos-table.js';
import type { SamplingCall } from '../../src/abi.js';
import type { SamplingWorkspace } from '../../src/sampling-workspace.js';

/** Taps of the samplers that can have any number. */
export const testTaps = 6;

/** Samplers whose weights don't come with the call. */
export const ownWeights: readonly string[] = Object.keys(samplerNumbers).filter(
  (name) => name !== 'separable',
);

type Said =
  | 'task'
  | 'sampler'
  | 'field'
  | 'padding'
  | 'image'
  | 'height'
  | 'width'
  | 'channels'
  | 'output'
  | 'outHeight'
  | 'outWidth'
  | 'source';

/** Writes what the kernels look up. */
export function writeTable(
  memory: WebAssembly.Memory,
  at: SamplingWorkspace,
  taps = testTaps,
): void {
  const table = lanczosTable(taps);
  new Float32Array(memory.buffer, at.table, table.length).set(table);
}

/** A call for all rows of a single item, along a grid or a homography, but for what is said. */
export function singleCall(
  at: SamplingWorkspace,
  said: Pick<SamplingCall, Said> & Partial<SamplingCall>,
): SamplingCall {
  return {
    alignCorners: false,
    cubic: -0.75,
    taps: testTaps,
    table: at.table,
    basis: 0,
    terms: 0,
    gradient: 0,
    initial: 0,
    weights: 0,
    weightsRow: 0,
    weightsStride: 0,
    axisStride: 0,
    batch: 1,
    imageStride: 0,
    outputStride: 0,
    sourceStride: 0,
    gradientStride: 0,
    rowBegin: 0,
    rowEnd: said.outHeight,
    bandRows: 0,
    bandStride: 0,
    imageRowBegin: 0,
    imageRowEnd: said.height,
    fill: at.fill,
    sink: at.sink,
    scratch: at.scratch,
    tapRows: at.tapRows,
    ...said,
  };
}
