import { SamplingCall } from '../call';
import { BICUBIC, NEAREST } from '../options';
import { backpropImageRow as bicubic } from './bicubic/backprop-image-row';
import { backpropImageRow as bilinear } from './bilinear/backprop-image-row';
import { backpropImageRow as nearestPixel } from './nearest/backprop-image-row';

/** Adds a tile row of output gradients to the image's gradient. */
export function backpropImageRow(call: SamplingCall, count: i32, dy: usize): void {
  if (call.sampler == NEAREST) nearestPixel(call, count, dy);
  else if (call.sampler == BICUBIC) bicubic(call, count, dy);
  else bilinear(call, count, dy);
}
