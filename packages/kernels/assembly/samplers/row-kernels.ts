import { SamplingCall } from '../call';
import { BICUBIC, NEAREST } from '../options';
import { forwardRow as forwardBicubic } from './bicubic/forward';
import { gradGridRow as gradGridBicubic } from './bicubic/grad-grid';
import { gradImageRow as gradImageBicubic } from './bicubic/grad-image';
import { forwardRow as forwardBilinear } from './bilinear/forward';
import { gradGridRow as gradGridBilinear } from './bilinear/grad-grid';
import { gradImageRow as gradImageBilinear } from './bilinear/grad-image';
import { forwardRow as forwardNearest } from './nearest/forward';
import { gradGridRow as gradGridNearest } from './nearest/grad-grid';
import { gradImageRow as gradImageNearest } from './nearest/grad-image';

/** Samples a tile row into `output`. */
export function forwardRow(call: SamplingCall, count: i32, output: usize): void {
  if (call.sampler == NEAREST) forwardNearest(call, count, output);
  else if (call.sampler == BICUBIC) forwardBicubic(call, count, output);
  else forwardBilinear(call, count, output);
}

/** Adds a tile row of output gradients to the image gradient. */
export function gradImageRow(call: SamplingCall, count: i32, dy: usize): void {
  if (call.sampler == NEAREST) gradImageNearest(call, count, dy);
  else if (call.sampler == BICUBIC) gradImageBicubic(call, count, dy);
  else gradImageBilinear(call, count, dy);
}

/** Writes the gradients w.r.t. the pixel coordinates of a tile row to GRADIENT_X and GRADIENT_Y. */
export function gradGridRow(call: SamplingCall, count: i32, dy: usize): void {
  if (call.sampler == NEAREST) gradGridNearest(call, count);
  else if (call.sampler == BICUBIC) gradGridBicubic(call, count, dy);
  else gradGridBilinear(call, count, dy);
}
