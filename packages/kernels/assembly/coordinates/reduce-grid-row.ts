import { SamplingCall } from '../call';
import { GRADIENT_X, GRADIENT_Y } from '../scratch';

/** Adds a tile row's gradients to `count` points `(x, y)` of the grid's gradient. */
export function reduceGridRow(call: SamplingCall, count: i32, gradient: usize): void {
  for (let i = 0; i < count; i++) {
    const s = call.scratch + (<usize>i << 2);
    const point = gradient + (<usize>i << 3);
    store<f32>(point, load<f32>(point) + load<f32>(s, GRADIENT_X));
    store<f32>(point, load<f32>(point, 4) + load<f32>(s, GRADIENT_Y), 4);
  }
}
