import { SamplingCall } from '../call';
import { Sampler } from '../options';
import { walkRow } from '../sampling/walk-row';
import { SAMPLER_ROWS } from '../scratch';
import { BicubicForward } from './bicubic/forward';
import { BicubicGradGrid } from './bicubic/grad-grid';
import { BicubicGradImage } from './bicubic/grad-image';
import { BICUBIC_PADS_TAPS, BICUBIC_ROWS } from './bicubic/prepare';
import { BilinearForward } from './bilinear/forward';
import { BilinearGradGrid } from './bilinear/grad-grid';
import { BilinearGradImage } from './bilinear/grad-image';
import { BILINEAR_PADS_TAPS, BILINEAR_ROWS } from './bilinear/prepare';
import { NearestForward } from './nearest/forward';
import { gradGridNearest } from './nearest/grad-grid';
import { NearestGradImage } from './nearest/grad-image';
import { NEAREST_PADS_TAPS } from './nearest/prepare';
import { SeparableForward } from './separable/forward';
import { SeparableGradImage } from './separable/grad-image';
import { SeparableGradWeights } from './separable/grad-weights';
import { isSeparable } from './separable/prepare';
import { padsEveryTap } from './separable/taps';

// The samplers that have kernels: a new one gets a line in each function, and its bytes in
// SCRATCH_BYTES.

/** Whether padding moves every tap of a sampler, not the point that it looks at. */
export function padsTaps(call: SamplingCall): bool {
  const sampler = call.sampler;
  if (sampler == Sampler.NEAREST) return NEAREST_PADS_TAPS;
  if (sampler == Sampler.BICUBIC) return BICUBIC_PADS_TAPS;
  if (isSeparable(sampler)) return padsEveryTap(call);
  return BILINEAR_PADS_TAPS;
}

/** Bytes of the working rows, enough for every sampler. */
export const SCRATCH_BYTES: usize =
  SAMPLER_ROWS + (BICUBIC_ROWS > BILINEAR_ROWS ? BICUBIC_ROWS : BILINEAR_ROWS);

/** Samples a tile row into `output`. */
export function forwardRow(call: SamplingCall, count: i32, output: usize): void {
  if (call.sampler == Sampler.NEAREST) walkRow<NearestForward>(call, count, output);
  else if (call.sampler == Sampler.BICUBIC) walkRow<BicubicForward>(call, count, output);
  else if (isSeparable(call.sampler)) walkRow<SeparableForward>(call, count, output);
  else walkRow<BilinearForward>(call, count, output);
}

/** Adds a tile row of output gradients to the image gradient. */
export function gradImageRow(call: SamplingCall, count: i32, dy: usize): void {
  if (call.sampler == Sampler.NEAREST) walkRow<NearestGradImage>(call, count, dy);
  else if (call.sampler == Sampler.BICUBIC) walkRow<BicubicGradImage>(call, count, dy);
  else if (isSeparable(call.sampler)) walkRow<SeparableGradImage>(call, count, dy);
  else walkRow<BilinearGradImage>(call, count, dy);
}

/**
 * Writes the gradients w.r.t. the pixel coordinates of a tile row to GRADIENT_X and GRADIENT_Y, or
 * those w.r.t. the weights of SEPARABLE to where the call says.
 */
export function gradGridRow(call: SamplingCall, count: i32, dy: usize): void {
  if (call.sampler == Sampler.NEAREST) gradGridNearest(call, count);
  else if (call.sampler == Sampler.BICUBIC) walkRow<BicubicGradGrid>(call, count, dy);
  else if (isSeparable(call.sampler)) walkRow<SeparableGradWeights>(call, count, dy);
  else walkRow<BilinearGradGrid>(call, count, dy);
}
