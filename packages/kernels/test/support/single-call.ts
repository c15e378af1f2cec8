import type { SamplingCall } from '../../src/abi.js';
import type { SamplingWorkspace } from '../../src/sampling-workspace.js';

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

/** A call for all rows of a single item, along a grid or a homography, but for what is said. */
export function singleCall(
  at: SamplingWorkspace,
  said: Pick<SamplingCall, Said> & Partial<SamplingCall>,
): SamplingCall {
  return {
    alignCorners: false,
    cubic: -0.75,
    basis: 0,
    terms: 0,
    gradient: 0,
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
    ...said,
  };
}
