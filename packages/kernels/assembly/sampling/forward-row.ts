import { SamplingCall } from '../call';
import { BICUBIC, NEAREST } from '../options';
import { forwardRow as bicubic } from './bicubic/forward-row';
import { forwardRow as bilinear } from './bilinear/forward-row';
import { forwardRow as nearestPixel } from './nearest/forward-row';

/** Samples a tile row into `output`. */
export function forwardRow(call: SamplingCall, count: i32, output: usize): void {
  if (call.sampler == NEAREST) nearestPixel(call, count, output);
  else if (call.sampler == BICUBIC) bicubic(call, count, output);
  else bilinear(call, count, output);
}
