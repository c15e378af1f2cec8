import { SamplingCall } from '../call';
import { BICUBIC, NEAREST } from '../options';
import { backpropPointRow as bicubic } from './bicubic/backprop-point-row';
import { backpropPointRow as bilinear } from './bilinear/backprop-point-row';
import { backpropPointRow as nearestPixel } from './nearest/backprop-point-row';

/** The gradients by the pixel coordinates of a tile row, to GRADIENT_X and GRADIENT_Y. */
export function backpropPointRow(call: SamplingCall, count: i32, dy: usize): void {
  if (call.sampler == NEAREST) nearestPixel(call, count);
  else if (call.sampler == BICUBIC) bicubic(call, count, dy);
  else bilinear(call, count, dy);
}
